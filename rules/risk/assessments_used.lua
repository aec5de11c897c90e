-- Share of schools with an assessment of all hazards that is under three years old and used in the plan.
return {
  id = "risk/assessments_used", version = 2,
  title = "School assessments feed the plan",
  source = "Comprehensive School Safety Framework, risk assessment as the base of planning; the cut-offs are ours [drafted]",
  needs = { "community.facilities", "assessment.date" },
  args = { shares = { 0.8, 0.5, 0.2 }, months = 36 },
  use = { "lib/dates", "lib/facilities", "lib/ladder" },
  score = function(plan, _, args)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      if f.cited == false then return false end
      local fresh = dates.within(f.assessed, plan.assessment.date, args.months)
      if f.cited == nil and (f.assessed == nil or fresh) then return nil end
      return fresh
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("whether the plan uses its assessment is missing for {untold}",
                          { untold = facilities.some(found.untold) })
    end
    -- of those that are missing: which need an assessment, and which only its use
    local function fresh(f) return dates.within(f.assessed, plan.assessment.date, args.months) end
    local list, numbers = plan.community.facilities, facilities.numbers(found)
    local stale = facilities.share(list, facilities.schools, fresh).missing
    local unused = facilities.share(list, facilities.schools, function(f) return not fresh(f) or f.cited end).missing
    local step = ladder.at_least(found.with / found.count, args.shares)
    if #unused == 0 then
      return level(step, #args.shares, "schools with a fresh assessment that the plan uses: {with} of {count}", numbers)
    end
    numbers.unused = facilities.some(unused)
    if #stale > 0 then numbers.stale = facilities.some(stale) end
    return level(step, #args.shares,
      "schools with a fresh assessment that the plan uses: {with} of {count}; fresh, but not used in the plan: {unused}", numbers)
  end,
  tests = {
    { name = "fresh and used; a clinic does not count",
      plan = { community = { facilities = { { kind = "school", assessed = "2023-09-12", cited = true },
        { kind = "clinic" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "schools with a fresh assessment that the plan uses: 1 of 1" } },
    { name = "fresh, and the plan does not use it", cases = {
      { name = "all are fresh",
        plan = { community = { facilities = { { id = "F1", kind = "school", assessed = "2025-09-12", cited = false },
          { id = "F2", kind = "school", assessed = "2025-09-12", cited = true } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 2 / 3, params = { unused = "F1", missing = "F1" },
          reason = "schools with a fresh assessment that the plan uses: 1 of 2; fresh, but not used in the plan: F1" } },
      { name = "another is old",
        plan = { community = { facilities = { { id = "F1", kind = "school", assessed = "2025-09-12", cited = false },
          { id = "F2", kind = "school", assessed = "2020-09-12", cited = true } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 0, params = { unused = "F1", stale = "F2", missing = "F1, F2" } } } } },
    { name = "a day too old: a real zero, used or not",
      plan = { community = { facilities = { { kind = "school", assessed = "2023-09-11", cited = true },
                                            { kind = "school", assessed = "2023-09-11" } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "fresh and not used",
      plan = { community = { facilities = { { kind = "school", assessed = "2026-01-01", cited = false } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "half: level 2 of 3",
      plan = { community = { facilities = { { kind = "school", assessed = "2026-01-01", cited = true },
                                            { kind = "preschool", cited = false } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "one in five: level 1 of 3",
      plan = { community = { facilities = { { kind = "school", assessed = "2026-01-01", cited = true },
                                            { kind = "school", cited = false }, { kind = "school", cited = false },
                                            { kind = "school", cited = false }, { kind = "school", cited = false } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 1 / 3 } },
    { name = "used, but nobody wrote down when it was made: not fresh",
      plan = { community = { facilities = { { kind = "school", cited = true } } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "fresh, but is it used?",
      plan = { community = { facilities = { { id = "F1", kind = "school", assessed = "2026-01-01" } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "whether the plan uses its assessment is missing for F1" } },
    { name = "no school listed", plan = { community = { facilities = {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { community = { facilities = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
