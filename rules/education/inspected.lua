-- Share of schools whose buildings were checked in the last five years.
return {
  id = "education/inspected", version = 1,
  title = "Schools checked by an engineer",
  source = "UNESCO VISUS, assessment of school buildings; the five years and the cut-offs are ours [drafted]",
  needs = { "community.facilities", "assessment.date" },
  args = { shares = { 0.9, 0.6, 0.3 }, months = 60 },
  use = { "lib/dates", "lib/facilities", "lib/ladder" },
  score = function(plan, _, args)
    local dated = false
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      dated = dated or f.inspected ~= nil
      return dates.within(f.inspected, plan.assessment.date, args.months)
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if not dated then return not_assessed("no school says when its building was last checked") end
    return level(ladder.at_least(found.with / found.count, args.shares), #args.shares,
                 "schools whose building was checked in five years: {with} of {count}", facilities.numbers(found))
  end,
  tests = {
    { name = "five years to the day are enough; a clinic does not count",
      plan = { community = { facilities = { { kind = "school", inspected = "2021-09-12" }, { kind = "clinic" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "schools whose building was checked in five years: 1 of 1" } },
    { name = "a day more is too long ago: a real zero",
      plan = { community = { facilities = { { kind = "school", inspected = "2021-09-11" } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "a check that is still to come is none",
      plan = { community = { facilities = { { kind = "school", inspected = "2026-09-13" } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "two of three: level 2; a school without a day was not checked",
      plan = { community = { facilities = { { kind = "school", inspected = "2025-01-01" },
                                            { kind = "preschool", inspected = "2025-01-01" }, { kind = "school" } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "one of three: level 1",
      plan = { community = { facilities = { { kind = "school", inspected = "2025-01-01" }, { kind = "school" },
                                            { kind = "school" } } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 1 / 3 } },
    { name = "no day anywhere is an absent fact",
      plan = { community = { facilities = { { kind = "school" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "no school says when its building was last checked" } },
    { name = "no school listed", plan = { community = { facilities = {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { community = { facilities = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
