-- How far the plan goes for schools that are not safe: listed in an action, in an order and with a cost, with money
-- and dates. The school that is worst off decides.
return {
  id = "education/repair_list", version = 1,
  title = "List of schools to repair, replace or move",
  source = "Comprehensive School Safety Framework, pillar 1, existing schools; the ladder is ours [drafted]",
  needs = { "community.facilities", "plan.actions" },
  use = { "lib/facilities" },
  score = function(plan)
    local funded = {}
    for _, l in ipairs(plan.budget and plan.budget.lines or {}) do
      if l.action ~= nil and (l.amount or 0) > 0 then funded[l.action] = true end
    end
    local best, linked = {}, false
    for _, a in ipairs(plan.actions) do
      local step = 1
      if a.priority ~= nil and a.cost ~= nil then
        step = 2
        if a["end"] ~= nil and funded[a.id or ""] then step = 3 end
      end
      if a.status ~= "cancelled" then
        for _, id in ipairs(a.facilities or {}) do
          linked = true
          best[id] = math.max(best[id] or 0, step)
        end
      end
    end
    local schools = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.safe end)
    if schools.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #schools.untold > 0 then
      return not_assessed("whether it is safe is missing for {untold}", { untold = facilities.some(schools.untold) })
    end
    if #schools.missing == 0 then return not_applicable("no listed school is unsafe") end
    if not linked then return not_assessed("no action says which facilities it is about") end
    local lowest, without = 3, {}
    for _, id in ipairs(schools.missing) do
      lowest = math.min(lowest, best[id] or 0)
      if (best[id] or 0) < 3 then table.insert(without, id) end
    end
    if lowest == 2 and (plan.budget == nil or plan.budget.lines == nil) then
      return not_assessed("order and cost are there; whether there is money is not told: no budget lines")
    end
    return level(lowest, 3, "unsafe schools in the plan with order, cost, money and an end date: {with} of {count}",
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
    { name = "one unsafe school is forgotten: a real zero",
      plan = { actions = { { id = "A1", facilities = { "F1" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                                            { id = "F2", kind = "preschool", safe = false } } } },
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
