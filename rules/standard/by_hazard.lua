-- A value for each hazard of the plan's register, weighted by its risk.
local function relevant(code, applies)
  if not applies then return true end
  for _, wanted in ipairs(applies) do
    if hazard_matches(code, wanted) then return true end
  end
  return false
end

-- The value for a hazard: its own, else that given for its umbrella. A member's value says nothing of the
-- umbrella as a whole: a coast that is warned does not warn the valley.
local function value_of(values, code)
  if values[code] ~= nil then return values[code] end
  local umbrella = hazard_umbrella(code)
  return umbrella and values[umbrella]
end

return {
  id = "standard/by_hazard", version = 1,
  title = "Value for each hazard",
  source = "Weighted mean over major hazards as in the Sendai Framework Monitor, G-2",
  args = { weights = {}, max = 1 },
  score = function(plan, answer, args)
    local register = plan.community and plan.community.hazards
    local open, asked, rated, list = {}, 0, true, {}
    for _, hazard in ipairs(register or {}) do
      if relevant(hazard.type, answer.applies) then
        asked = asked + 1
        local value = value_of(answer.value, hazard.type)
        if value == nil or (type(value) == "table" and value.state == "unknown") then
          table.insert(open, hazard.type)
        elseif type(value) ~= "table" then
          table.insert(list, { code = hazard.type, value = value, severity = hazard.severity, likelihood = hazard.likelihood })
          rated = rated and hazard.severity ~= nil and hazard.likelihood ~= nil
        end
      end
    end
    if asked == 0 then return not_assessed("the hazard register names none of the hazards asked for") end
    if #open > 0 then return not_assessed("no value for {hazards}", { hazards = open }) end
    if #list == 0 then return not_applicable("claimed not to apply to any hazard of the register") end
    local sum, all = 0, 0
    for _, h in ipairs(list) do
      local w = args.weights[h.code] or (rated and h.severity * h.likelihood or 1)
      sum, all = sum + w * (h.value / args.max), all + w -- full marks give exactly the weight
    end
    if all == 0 then return not_applicable("no hazard of the register has a weight") end
    return credit(sum / all, "{share} over {count} of the hazards in the register", { share = percent(sum / all), count = #list })
  end,
  tests = {
    { name = "mean without ratings", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1, LS = 0.5 } }, expect = { credit = 0.75 } },
    { name = "weighted by severity and likelihood",
      plan = { community = { hazards = { { type = "EQ", severity = 5, likelihood = 1 }, { type = "FL", severity = 3, likelihood = 1 }, { type = "LS", severity = 2, likelihood = 1 } } } },
      answer = { value = { EQ = 1, FL = 0.5, LS = 0.25 } }, expect = { credit = 0.7 } },
    { name = "one without a value", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1 } }, expect = { outcome = "not_assessed", reason = "no value for LS" } },
    { name = "a claimed one leaves", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { LS = 0.5, EQ = { state = "not_applicable", reason = "no warning is possible" } } }, expect = { credit = 0.5 } },
    { name = "all claimed", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = { state = "not_applicable", reason = "no warning is possible" } } }, expect = { outcome = "not_applicable" } },
    { name = "only the hazards asked for", plan = { community = { hazards = { { type = "EQ" }, { type = "FF" } } } },
      answer = { value = { FF = 1 }, applies = { "FL" } }, expect = { credit = 1 } },
    { name = "an umbrella's value serves its member", plan = { community = { hazards = { { type = "FF" } } } },
      answer = { value = { FL = 0.5 } }, expect = { credit = 0.5 } },
    { name = "a member's value is not the umbrella's", plan = { community = { hazards = { { type = "FL" } } } },
      answer = { value = { CFL = 1, RF = 0 } }, expect = { outcome = "not_assessed", reason = "no value for FL" } },
    { name = "a member's claim does not take the umbrella away", plan = { community = { hazards = { { type = "FL" } } } },
      answer = { value = { RF = 0.2, CFL = { state = "not_applicable", reason = "no coast" } } }, expect = { outcome = "not_assessed" } },
    { name = "full marks are full, whatever the weights", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 3, LS = 3 } }, args = { max = 3, weights = { EQ = 0.2, LS = 0.5 } }, expect = { credit = 1 } },
    { name = "no weight at all", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 } }, args = { weights = { EQ = 0 } }, expect = { outcome = "not_applicable" } },
    { name = "no register", answer = { value = { FL = 0.5 } }, expect = { outcome = "not_assessed" } },
    { name = "another maximum", plan = { community = { hazards = { { type = "FF" } } } },
      answer = { value = { FF = 3 } }, args = { max = 4 }, expect = { credit = 0.75 } },
  },
}
