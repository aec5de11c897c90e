-- Drills of the community, outside schools: how often, and for which scenarios.
return {
  id = "warning/community_drills", version = 2,
  title = "Community drills",
  source = "UNDRR Scorecard P9.7; a year taken as twelve months before the assessment is ours [drafted]",
  needs = { "plan.drills", "assessment.date" },
  args = { months = 12, sites = { community = true, shelter = true, home = true, other = true } },
  use = { "lib/dates" },
  score = function(plan, answer, args)
    local ever, fresh, severe, probable, unclear = 0, 0, false, false, 0
    local written = { any = false, severe = false, probable = false }
    for _, d in ipairs(plan.drills) do
      if d.site == nil or args.sites[d.site] and d.date == nil then
        unclear = unclear + 1
      elseif args.sites[d.site] and d.date <= plan.assessment.date then
        ever = ever + 1 -- mutant ok: only whether there was one is asked
        if dates.within(d.date, plan.assessment.date, args.months) then
          fresh = fresh + 1
          severe = severe or d.scenario == "severe"
          probable = probable or d.scenario == "probable"
          if d.evaluated then
            written.any = true
            written[d.scenario or "any"] = true
          end
        end
      end
    end
    local numbers = { drills = fresh, months = args.months }
    if fresh == 0 and unclear > 0 then
      return not_assessed("drills without a date or a site: {count}", { count = unclear })
    end
    if ever == 0 then return level(0, 3, "no community drill is listed") end
    if fresh == 0 then return level(1, 3, "community drills were held, but none in {months} months", numbers) end
    if written.severe and written.probable then
      return level(3, 3, "community drills in {months} months: {drills}, for both scenarios, with results", numbers)
    elseif severe and probable then
      return level(2, 3, "community drills in {months} months: {drills}, for both scenarios, but not the results of both", numbers)
    end
    if not written.any then
      return level(1, 3, "community drills in {months} months: {drills}, not for both scenarios, and no results are written down",
        numbers)
    end
    return level(2, 3, "community drills in {months} months: {drills}, not for both scenarios", numbers)
  end,
  tests = {
    { name = "both scenarios this year",
      plan = { drills = { { date = "2026-04-25", site = "community", scenario = "severe", evaluated = true },
                          { date = "2026-05-25", site = "community", scenario = "probable", evaluated = true } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "both scenarios, but nobody wrote down the results: level 2 of 3",
      plan = { drills = { { date = "2026-04-25", site = "community", scenario = "severe" },
                          { date = "2026-05-25", site = "shelter", scenario = "probable" } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3 } },
    { name = "both scenarios, and the results of one: level 2 of 3",
      plan = { drills = { { date = "2026-04-25", site = "community", scenario = "severe", evaluated = true },
                          { date = "2026-05-25", site = "community", scenario = "probable", evaluated = false } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "community drills in 12 months: 2, for both scenarios, but not the results of both" } },
    { name = "both scenarios, and the results of the other one",
      plan = { drills = { { date = "2026-04-25", site = "community", scenario = "severe" },
                          { date = "2026-05-25", site = "community", scenario = "probable", evaluated = true } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3 } },
    { name = "one scenario this year, with results: level 2 of 3",
      plan = { drills = { { date = "2026-04-25", site = "community", scenario = "severe", evaluated = true } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "community drills in 12 months: 1, not for both scenarios" } },
    { name = "a drill that tells no scenario, with results",
      plan = { drills = { { date = "2026-04-25", site = "community", evaluated = true } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3 } },
    { name = "one scenario this year, without results: level 1 of 3",
      plan = { drills = { { date = "2026-04-25", site = "community", scenario = "severe" } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3,
        reason = "community drills in 12 months: 1, not for both scenarios, and no results are written down" } },
    { name = "long ago: level 1 of 3",
      plan = { drills = { { date = "2024-04-25", site = "community" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "school drills only: a real zero",
      plan = { drills = { { date = "2026-04-25", site = "school" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no community drill is listed" } },
    { name = "a drill without a date or site is no zero and no credit",
      plan = { drills = { { site = "community" }, { date = "2026-04-25" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "drills without a date or a site: 2" } },
    { name = "a school drill without a date is none of the community",
      plan = { drills = { { site = "school" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no community drill is listed" } },
    { name = "a drill to come was not held",
      plan = { drills = { { date = "2026-10-25", site = "community" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no community drill is listed" } },
    { name = "talk at a table is no community drill",
      plan = { drills = { { date = "2026-04-25", site = "tabletop" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "no list of drills", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { drills = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
