-- A drill in which children took part, not longer ago than the months allow.
return {
  id = "drill/recent", version = 1,
  title = "A drill with children, not long ago",
  source = "One drill a year is our own [drafted]",
  needs = { "plan.drills", "assessment.date" },
  args = { months = 12 },
  use = { "lib/dates" },
  score = function(plan, _, args)
    local today, last, undated, uncounted = plan.assessment.date, nil, false, false
    for _, drill in ipairs(plan.drills) do
      if drill.children == nil then -- it matters only where it may have been in time
        uncounted = uncounted or drill.date == nil or dates.within(drill.date, today, args.months)
      elseif drill.children > 0 and drill.date == nil then
        undated = true
      -- mutant ok: of two drills on one day either may be the last
      elseif drill.children > 0 and drill.date <= today and (last == nil or drill.date > last) then
        last = drill.date
      end
    end
    if dates.within(last, today, args.months) then
      return credit(1, "children last took part in a drill on {date}", { date = last })
    end
    if undated then return not_assessed("a drill with children has no date") end
    if uncounted then return not_assessed("a drill does not say how many children took part") end
    if last == nil then return credit(0, "no drill with children was held") end
    return credit(0, "the last drill with children was on {date}, more than {months} months ago",
                  { date = last, months = args.months })
  end,
  tests = {
    { name = "twelve months to the day",
      plan = { drills = { { date = "2025-09-12", children = 40 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "children last took part in a drill on 2025-09-12" } },
    { name = "a day more",
      plan = { drills = { { date = "2025-09-11", children = 40 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "the last drill with children was on 2025-09-11, more than 12 months ago" } },
    { name = "the latest of several counts",
      plan = { drills = { { date = "2026-01-01", children = 1 }, { date = "2020-01-01", children = 9 } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "today", plan = { drills = { { date = "2026-09-12", children = 40 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "adults only", plan = { drills = { { date = "2026-01-01", children = 0 }, { children = 0 } },
      assessment = { date = "2026-09-12" } }, expect = { credit = 0, reason = "no drill with children was held" } },
    { name = "nobody counted the children", plan = { drills = { { date = "2026-01-01", participants = 9 } },
      assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "a drill does not say how many children took part" } },
    { name = "nor wrote down when", plan = { drills = { { participants = 9 }, { date = "2020-01-01", participants = 9 } },
      assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "a drill does not say how many children took part" } },
    { name = "so long ago that it would not count anyway", plan = { drills = { { date = "2020-01-01", participants = 9 } },
      assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "planned for next month",
      plan = { drills = { { date = "2026-10-12", children = 40 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no drill with children was held" } },
    { name = "nobody wrote down when",
      plan = { drills = { { children = 1 } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "a drill with children has no date" } },
    { name = "no list of drills", plan = { assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { drills = {} }, expect = { outcome = "not_assessed" } },
  },
}
