-- How far the plan goes for schools that are not safe: listed in an action, in an order and with a cost, with money
-- and dates; the mean over these schools. An action counts where it is about the building and its danger, and is still
-- to come: what was done already left the school unsafe.

local full = 3 -- the last of the steps, those of the answers to EDU-A4

-- Whether one of the hazards of an action is one that the school is at risk of, as far as both are told.
local function of_its_danger(action, school)
  if action.hazards == nil or school.at_risk == nil or #action.hazards == 0 or #school.at_risk == 0 then return true end
  for _, code in ipairs(action.hazards) do
    if register.is_one_of(code, school.at_risk) then return true end
  end
  return false
end

-- The step that an action takes for a school, and whether only money could make it more.
local function step_of(action, funded)
  if action.priority == nil or action.cost == nil then return 1 end
  if action["end"] == nil then return 2 end
  if funded[action.id or ""] then return full end
  return 2, true
end

return {
  id = "education/repair_list", version = 2,
  title = "List of schools to repair, replace or move",
  source = "Comprehensive School Safety Framework, pillar 1, existing schools; the ladder and the mean are ours [drafted]",
  needs = { "community.facilities", "plan.actions" },
  -- purposes: what such an action can be for; training or relief goods mend no building
  args = { purposes = { "prevention", "mitigation", "recovery" } },
  use = { "lib/facilities", "lib/register" },
  score = function(plan, _, args)
    local funded, budget = {}, plan.budget and plan.budget.lines
    for _, l in ipairs(budget or {}) do
      if l.action ~= nil and (l.amount or 0) > 0 then funded[l.action] = true end
    end
    local about, linked, builds = {}, false, {}
    for _, purpose in ipairs(args.purposes) do builds[purpose] = true end
    for _, a in ipairs(plan.actions) do
      for _, id in ipairs(a.facilities or {}) do
        linked = true
        if a.status ~= "cancelled" and a.status ~= "done" and (a.purpose == nil or builds[a.purpose]) then
          about[id] = about[id] or {}
          table.insert(about[id], a)
        end
      end
    end
    local by_name = {}
    local schools = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.safe end)
    for i, f in ipairs(plan.community.facilities) do by_name[facilities.name(f, i)] = f end
    if schools.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #schools.untold > 0 then
      return not_assessed("whether it is safe is missing for {untold}", { untold = facilities.some(schools.untold) })
    end
    if #schools.missing == 0 then return not_applicable("no listed school is unsafe") end
    if not linked then return not_assessed("no action says which facilities it is about") end
    local sum, without, unfunded = 0, {}, false
    for _, id in ipairs(schools.missing) do
      local best, open = 0, false
      for _, a in ipairs(about[id] or {}) do
        local step, waits = step_of(a, funded)
        if of_its_danger(a, by_name[id]) then
          if step > best then best, open = step, waits else open = open or step == best and waits end
        end
      end
      sum = sum + best
      if best < full then table.insert(without, id) end
      unfunded = unfunded or open and budget == nil
    end
    if unfunded then
      return not_assessed("order and cost are there; whether there is money is not told: no budget lines")
    end
    return credit(sum / (full * #schools.missing),
                 "unsafe schools in the plan with order, cost, money and an end date: {with} of {count}",
                 { with = #schools.missing - #without, count = #schools.missing, missing = facilities.some(without) })
  end,
  tests = {
    { name = "ordered, costed, funded and dated",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                 { id = "F2", kind = "school", safe = true } } } },
      expect = { credit = 1, reason = "unsafe schools in the plan with order, cost, money and an end date: 1 of 1" } },
    { name = "no money in the line: level 2 of 3",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               budget = { lines = { { action = "A1", amount = 0 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "no budget: is there money?",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no end date: level 2 of 3",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10 } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "named, without an order: level 1 of 3; no budget is needed for that",
      plan = { actions = { { id = "A1", facilities = { "F1" }, cost = 10 } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1 / 3 } },
    { name = "no budget and no end date: money alone would change nothing",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10 } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "one unsafe school of two is forgotten: half of what the other earns",
      plan = { actions = { { id = "A1", facilities = { "F1" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                                            { id = "F2", kind = "preschool", safe = false } } } },
      expect = { credit = 1 / 6 } },
    { name = "the better of two actions counts",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" },
                           { id = "A2", facilities = { "F1" } }, { id = "A3", facilities = { "F1" }, priority = 2, cost = 1 } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1 } },
    { name = "of two that reach a step, one waits for money of which nothing is told",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10 },
                           { id = "A2", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed" } },
    { name = "shade against the heat is no work against the flood",
      plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "HW" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "FF" } } } } },
      expect = { credit = 0, reason = "unsafe schools in the plan with order, cost, money and an end date: 0 of 1" } },
    { name = "work against floods is work against flash floods",
      plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "HW", "FL" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "FF" } } } } },
      expect = { credit = 1 / 3 } },
    { name = "an action or a school that names no hazard", cases = {
      { name = "the action", plan = { actions = { { facilities = { "F1" }, hazards = {} } },
        community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "FF" } } } } },
        expect = { credit = 1 / 3 } },
      { name = "the school", plan = { actions = { { facilities = { "F1" }, hazards = { "HW" } } },
        community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = {} } } } },
        expect = { credit = 1 / 3 } } } },
    { name = "walks to high ground mend no building",
      plan = { actions = { { facilities = { "F1" }, purpose = "preparedness" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 0 } },
    { name = "a building is moved for prevention",
      plan = { actions = { { facilities = { "F1" }, purpose = "prevention" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1 / 3 } },
    { name = "what was done left the school unsafe",
      plan = { actions = { { facilities = { "F1" }, status = "done" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 0 } },
    { name = "a cancelled action repairs nothing",
      plan = { actions = { { id = "A1", facilities = { "F1" }, status = "cancelled" },
        { id = "A2", facilities = { "F2" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                                            { id = "F2", kind = "school", safe = true } } } },
      expect = { credit = 0 } },
    { name = "no action names facilities: the column was not filled in",
      plan = { actions = { { id = "A1" } },
        community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed", reason = "no action says which facilities it is about" } },
    { name = "every school is safe",
      plan = { actions = {}, community = { facilities = { { id = "F1", kind = "school", safe = true } } } },
      expect = { outcome = "not_applicable", reason = "no listed school is unsafe" } },
    { name = "is it safe?", plan = { actions = {}, community = { facilities = { { id = "F1", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "whether it is safe is missing for F1" } },
    { name = "no school listed", plan = { actions = {}, community = { facilities = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no actions", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {},
      expect = { outcome = "not_assessed", reason = "community.facilities is not in the plan" } },
  },
}
