-- A value for each hazard of the plan's register, weighted by its risk.

local function relevant(code, applies)
  if not applies then return true end
  for _, wanted in ipairs(applies) do
    if hazard_matches(code, wanted) then return true end
  end
  return false
end

-- The value for a hazard: its own, else that of its umbrella. A member's value says nothing about the rest
-- of its umbrella: a warning of flash floods is none of river floods.
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
    assert(type(args.max) == "number" and args.max > 0, "max is not above 0")
    for code, weight in pairs(args.weights) do
      assert(type(weight) == "number" and weight >= 0, "the weight of " .. code .. " is below 0")
    end
    local register = plan.community and plan.community.hazards
    local open, asked, rated, list = {}, false, true, {}
    for _, hazard in ipairs(register or {}) do
      if relevant(hazard.type, answer.applies) then
        asked = true
        local value = value_of(answer.value, hazard.type)
        if value == nil or (type(value) == "table" and value.state == "unknown") then
          table.insert(open, hazard.type)
        elseif type(value) ~= "table" then
          assert(value >= 0 and value <= args.max, "the value for " .. hazard.type .. " is not between 0 and max")
          table.insert(list, { code = hazard.type, value = value, severity = hazard.severity, likelihood = hazard.likelihood })
          rated = rated and hazard.severity ~= nil and hazard.likelihood ~= nil
        end
      end
    end
    if not asked then return not_assessed("the hazard register names none of the hazards asked for") end
    if #open > 0 then return not_assessed("no value for {hazards}", { hazards = open }) end
    if #list == 0 then return not_applicable("claimed not to apply to any hazard of the register") end
    local sum, all = 0, 0
    for _, h in ipairs(list) do
      local w = args.weights[h.code] or (rated and h.severity * h.likelihood or 1)
      -- in this order full marks are exactly w, so that the mean never passes 1
      sum, all = sum + w * (h.value / args.max), all + w
    end
    if all == 0 then return not_applicable("no hazard of the register has a weight") end
    return credit(sum / all, "{share}; hazards of the register counted: {count}",
                  { share = percent(sum / all), count = #list })
  end,
  tests = {
    { name = "mean without ratings", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1, LS = 0.5 } },
      expect = { credit = 0.75, reason = "75 %; hazards of the register counted: 2" } },
    { name = "weighted by severity and likelihood",
      plan = { community = { hazards = { { type = "EQ", severity = 5, likelihood = 1 }, { type = "FL", severity = 3, likelihood = 1 }, { type = "LS", severity = 2, likelihood = 1 } } } },
      answer = { value = { EQ = 1, FL = 0.5, LS = 0.25 } }, expect = { credit = 0.7 } },
    { name = "one without a value", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1 } }, expect = { outcome = "not_assessed", reason = "no value for LS" } },
    { name = "one that nobody knows", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1, LS = { state = "unknown" } } },
      expect = { outcome = "not_assessed", reason = "no value for LS" } },
    { name = "a claimed one leaves", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { LS = 0.5, EQ = { state = "not_applicable", reason = "no warning is possible" } } }, expect = { credit = 0.5 } },
    { name = "all claimed", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = { state = "not_applicable", reason = "no warning is possible" } } }, expect = { outcome = "not_applicable" } },
    { name = "only the hazards asked for", plan = { community = { hazards = { { type = "EQ" }, { type = "FF" } } } },
      answer = { value = { FF = 1 }, applies = { "FL" } }, expect = { credit = 1 } },
    { name = "none of the hazards asked for", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 }, applies = { "FL" } }, expect = { outcome = "not_assessed" } },
    { name = "an umbrella's value serves its member", plan = { community = { hazards = { { type = "FF" } } } },
      answer = { value = { FL = 0.5 } }, expect = { credit = 0.5 } },
    { name = "the own value goes before the umbrella's", plan = { community = { hazards = { { type = "FF" } } } },
      answer = { value = { CFL = 0, FF = 0.25, FL = 1 } }, expect = { credit = 0.25 } },
    { name = "a member's value does not stand for the umbrella", plan = { community = { hazards = { { type = "FL" } } } },
      answer = { value = { RF = 1, CFL = 0 } }, expect = { outcome = "not_assessed", reason = "no value for FL" } },
    { name = "a member's claim does not remove the umbrella", plan = { community = { hazards = { { type = "FL" } } } },
      answer = { value = { RF = { state = "not_applicable", reason = "no river here" } } },
      expect = { outcome = "not_assessed", reason = "no value for FL" } },
    { name = "nor does a sibling's value serve", plan = { community = { hazards = { { type = "FF" } } } },
      answer = { value = { RF = 1 } }, expect = { outcome = "not_assessed" } },
    { name = "no register", answer = { value = { FL = 0.5 } }, expect = { outcome = "not_assessed" } },
    { name = "another maximum", plan = { community = { hazards = { { type = "FF" } } } },
      answer = { value = { FF = 3 } }, args = { max = 4 }, expect = { credit = 0.75 } },
    { name = "full marks are 1, whatever the weights", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 3, LS = 3 } }, args = { max = 3, weights = { EQ = 0.2, LS = 0.5 } }, expect = { credit = 1 } },
    { name = "weights of 0 for all of them", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 } }, args = { weights = { EQ = 0 } }, expect = { outcome = "not_applicable" } },
    { name = "a weight below 0", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 } }, args = { weights = { EQ = -1 } }, expect = { outcome = "error" } },
    { name = "a maximum of 0", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 } }, args = { max = 0 }, expect = { outcome = "error" } },
    { name = "what is said of a maximum of 0", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 } }, args = { max = 0 }, expect = { outcome = "error", reason = "max is not above 0" } },
    { name = "a maximum below 1", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 0.25 } }, args = { max = 0.5 }, expect = { credit = 0.5 } },
    { name = "a maximum that is a text", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = 1 } }, args = { max = "1" }, expect = { outcome = "error", reason = "max is not above 0" } },
    { name = "a maximum below 0", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = -1 } }, args = { max = -1 }, expect = { outcome = "error", reason = "max is not above 0" } },
    { name = "two of which none is asked for", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" }, { type = "CY" } } } },
      answer = { value = {}, applies = { "FL" } }, expect = { outcome = "not_assessed", reason = "the hazard register names none of the hazards asked for" } },
    { name = "a value above the maximum", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1.5, LS = 0 } }, expect = { outcome = "error", reason = "the value for EQ is not between 0 and max" } },
    { name = "a value below 0", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = -0.5, LS = 1 } }, expect = { outcome = "error", reason = "the value for EQ is not between 0 and max" } },
    { name = "the value of 0 is one", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 0, LS = 1 } }, expect = { credit = 0.5, reason = "50 %; hazards of the register counted: 2" } },
    { name = "severity counts once for each likelihood", plan = { community = { hazards = { { type = "EQ", severity = 1, likelihood = 3 }, { type = "LS", severity = 1, likelihood = 1 } } } },
      answer = { value = { EQ = 1, LS = 0 } }, expect = { credit = 0.75 } },
    { name = "one hazard without a likelihood: all count the same", plan = { community = { hazards = { { type = "EQ", severity = 1, likelihood = 3 }, { type = "LS", severity = 1 } } } },
      answer = { value = { EQ = 1, LS = 0 } }, expect = { credit = 0.5 } },
    { name = "one with neither: all count the same", plan = { community = { hazards = { { type = "LS" }, { type = "EQ", severity = 1, likelihood = 3 } } } },
      answer = { value = { EQ = 1, LS = 0 } }, expect = { credit = 0.5 } },
    { name = "what has no weight of its own counts once", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } },
      answer = { value = { EQ = 1, LS = 0 } }, args = { weights = { EQ = 3 } }, expect = { credit = 0.75 } },
    { name = "what is said where all are claimed", plan = { community = { hazards = { { type = "EQ" } } } },
      answer = { value = { EQ = { state = "not_applicable", reason = "no warning is possible" } } },
      expect = { outcome = "not_applicable", reason = "claimed not to apply to any hazard of the register" } },
  },
}
