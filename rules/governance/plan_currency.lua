-- Years since the plan was approved or revised, the later of the two.
return {
  id = "governance/plan_currency", version = 1,
  title = "Age of the plan",
  source = "UNDRR Scorecard P2.5, note that five years is probably too slow; the cut-offs are ours [drafted]",
  needs = { "assessment.date" },
  args = { years = { 1, 3, 5 } },
  use = { "lib/dates", "lib/ladder" },
  score = function(plan, answer, args)
    local from, today = plan.revised or plan.approved, plan.assessment.date
    if from == nil then return not_assessed("the plan has no date of approval or revision") end
    if plan.approved ~= nil and plan.approved > from then from = plan.approved end -- mutant ok: of the same day either will do
    local years = dates.counted(from, today, "years")
    if years == nil then
      return not_assessed("the plan is dated {from}, after this assessment", { from = from })
    end
    return level(ladder.at_most(years, args.years), #args.years,
                 "last approved or revised on {from}; years since, a begun one counted: {years}",
                 { from = from, years = years })
  end,
  tests = {
    { name = "two months old: level 3 of 3",
      plan = { approved = "2026-06-30", assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "exactly one year is still level 3",
      plan = { approved = "2025-09-12", assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "a day more than a year is level 2",
      plan = { approved = "2025-09-11", assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "last approved or revised on 2025-09-11; years since, a begun one counted: 2" } },
    { name = "a revision makes it young again",
      plan = { approved = "2016-01-01", revised = "2026-01-01", assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "over five years: a real zero",
      plan = { approved = "2020-09-11", assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "dated after the assessment",
      plan = { approved = "2027-01-01", assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no date in the plan", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = {},
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
