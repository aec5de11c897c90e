-- The best objective that names children, by how well it can be measured.
return {
  id = "governance/child_objective", version = 1,
  title = "An objective that names children",
  source = "Beijing Declaration 2010, child-friendly measures in community work; the ladder is ours [drafted]",
  needs = { "plan.objectives" },
  use = { "lib/children" },
  score = function(plan)
    if #plan.objectives == 0 then return level(0, 3, "the plan has no objectives") end
    if children.grouped(plan.objectives) == 0 then
      return not_assessed("no objective says for whom it is: fill in the groups")
    end
    local best, id = 0, ""
    for i, o in ipairs(plan.objectives) do
      local step = 0
      if children.named(o.groups) then
        step = 1
        if o.target ~= nil then step = 2 end
        if o.target ~= nil and o.baseline ~= nil and o.year ~= nil then step = 3 end
      end
      if step > best then best, id = step, o.id or tostring(i) end
    end
    local untold = #plan.objectives - children.grouped(plan.objectives)
    if best == 0 and untold > 0 then
      return not_assessed("{untold} of {count} objectives do not say for whom they are",
                          { untold = untold, count = #plan.objectives })
    end
    if best == 0 then
      return level(0, 3, "no objective names children; objectives in the plan: {count}", { count = #plan.objectives })
    elseif best == 1 then
      return level(1, 3, "objective {id} names children, but has no target", { id = id })
    elseif best == 2 then
      return level(2, 3, "objective {id} for children has a target, but no baseline or year", { id = id })
    end
    return level(3, 3, "objective {id} for children has a baseline, a target and a year", { id = id })
  end,
  tests = {
    { name = "baseline, target and year: all of it",
      plan = { objectives = { { id = "O1", groups = { "5-9" }, baseline = 12, target = 0, year = 2029 } } },
      expect = { credit = 1, reason = "objective O1 for children has a baseline, a target and a year" } },
    { name = "a target without a baseline: level 2 of 3",
      plan = { objectives = { { id = "O1", groups = { "children" }, target = 0, year = 2029 } } },
      expect = { credit = 2 / 3 } },
    { name = "named, no target: level 1 of 3",
      plan = { objectives = { { id = "O1", groups = { "women" } }, { id = "O2", groups = { "girls" } } } },
      expect = { credit = 1 / 3, reason = "objective O2 names children, but has no target" } },
    { name = "objectives for others only: a real zero",
      plan = { objectives = { { id = "O1", groups = { "elderly" }, target = 5 } } },
      expect = { credit = 0 } },
    { name = "an empty list of objectives: a real zero", plan = { objectives = {} }, expect = { credit = 0 } },
    { name = "no objective says for whom", plan = { objectives = { { id = "O1" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of objectives", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
