-- A plan that was approved after it was assessed, or whose time is over.
return {
  id = "check/plan_dates", version = 1,
  title = "The plan's dates fit the assessment's",
  source = "Our own [drafted]: what is assessed is in force on that day",
  needs = { "assessment.date" },
  score = function(plan)
    local day = plan.assessment.date
    if plan.approved ~= nil and plan.approved > day then
      return credit(0, "approved on {date}, after the assessment of {day}", { date = plan.approved, day = day })
    end
    if plan.revised ~= nil and plan.revised > day then
      return credit(0, "revised on {date}, after the assessment of {day}", { date = plan.revised, day = day })
    end
    if plan.period ~= nil and plan.period.to ~= nil and plan.period.to < day then
      return credit(0, "the plan's time ended on {date}, before the assessment of {day}",
        { date = plan.period.to, day = day })
    end
    return credit(1, "the dates fit")
  end,
  tests = {
    { name = "approved a day later", plan = { approved = "2026-09-13", assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "approved on 2026-09-13, after the assessment of 2026-09-12" } },
    { name = "revised a day later", plan = { approved = "2026-09-12", revised = "2026-09-13",
      assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "over since yesterday",
      plan = { period = { from = "2023-01-01", to = "2026-09-11" }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "the plan's time ended on 2026-09-11, before the assessment of 2026-09-12" } },
    { name = "the last day is in time", plan = { approved = "2026-09-12", period = { to = "2026-09-12" },
      assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "revised on the day", plan = { revised = "2026-09-12", assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "a plan for later years, made in time",
      plan = { approved = "2026-09-01", period = { from = "2027-01-01" }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "no day", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
