-- The best objective that names children, by how well it can be measured.
return {
  id = "governance/child_objective", version = 1,
  title = "An objective that names children",
  source = "Beijing Declaration 2010, child-friendly measures in community work; the ladder is ours [drafted]",
  needs = { "plan.objectives", "assessment.date" },
  use = { "lib/children" },
  score = function(plan)
    if #plan.objectives == 0 then return level(0, 3, "the plan has no objectives") end
    local this_year = tonumber(plan.assessment.date:sub(1, 4)) -- mutant ok: 0 is read as 1
    local best, id, past = 0, "", nil -- mutant ok: no step is below 0, whatever that is
    for i, o in ipairs(plan.objectives) do
      local step = 0 -- mutant ok: it is only asked whether it is above the best
      -- a target of a year that is over no longer drives anything
      local over = o.year ~= nil and o.year < this_year
      if children.named(o.groups) then
        step = 1
        if o.target ~= nil then step = 2 end
        if o.target ~= nil and o.baseline ~= nil and o.year ~= nil and not over then
          step = 3 -- mutant ok: whatever is above 2
        end
      end
      if step > best then best, id, past = step, o.id or tostring(i), over and o.year or nil end
    end
    local untold = #plan.objectives - children.grouped(plan.objectives)
    if best == 0 and untold > 0 then
      return not_assessed("objectives that do not say for whom they are: {untold} of {count}",
                          { untold = untold, count = #plan.objectives })
    end
    if best == 0 then
      return level(0, 3, "no objective names children; objectives in the plan: {count}", { count = #plan.objectives })
    elseif best == 1 then
      return level(1, 3, "objective {id} names children, but has no target", { id = id })
    elseif best == 2 and past ~= nil then
      return level(2, 3, "objective {id} for children has a target, but its year {year} is over", { id = id, year = past })
    elseif best == 2 then
      return level(2, 3, "objective {id} for children has a target, but no baseline or year", { id = id })
    end
    return level(3, 3, "objective {id} for children has a baseline, a target and a year", { id = id })
  end,
  tests = {
    { name = "baseline, target and year: all of it",
      plan = { objectives = { { id = "O1", groups = { "5-9" }, baseline = 12, target = 0, year = 2026 } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "objective O1 for children has a baseline, a target and a year" } },
    { name = "a target without a baseline: level 2 of 3",
      plan = { objectives = { { id = "O1", groups = { "children" }, target = 0, year = 2029 } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "objective O1 for children has a target, but no baseline or year" } },
    { name = "the year of the target is over: level 2 of 3",
      plan = { objectives = { { id = "O1", groups = { "5-9" }, baseline = 12, target = 0, year = 2025 } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "objective O1 for children has a target, but its year 2025 is over" } },
    { name = "named, no target: level 1 of 3",
      plan = { objectives = { { id = "O1", groups = { "women" } }, { id = "O2", groups = { "girls" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "objective O2 names children, but has no target" } },
    { name = "objectives for others only: a real zero",
      plan = { objectives = { { id = "O1", groups = { "elderly" }, target = 5 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no objective names children; objectives in the plan: 1" } },
    { name = "an empty list of objectives: a real zero",
      plan = { objectives = {}, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "the plan has no objectives" } },
    { name = "no objective says for whom", plan = { objectives = { { id = "O1" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "one objective does not say for whom",
      plan = { objectives = { { id = "O1", groups = { "elderly" } }, { id = "O2" } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "objectives that do not say for whom they are: 1 of 2" } },
    { name = "no list of objectives", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { objectives = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
