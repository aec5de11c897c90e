-- An example to change: what the date is of, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "Done not long ago",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Facts without which nothing can be said: where one is absent, score is not called.
  needs = { "assessment.date" },
  -- Thresholds in months. A checklist may set others.
  args = { fresh = 12, old = 36 },
  -- answer.value is the date as a text, such as 2026-01-31. There is no clock: it is seen from the day of the assessment.
  score = function(plan, answer, args)
    if answer.value > plan.assessment.date then
      return not_assessed("{date} lies after the day of the assessment", { date = answer.value })
    end
    local months, begun = age(answer.value, plan.assessment.date, "months")
    -- A month that has begun counts.
    if begun then months = months + 1 end
    -- Fresh earns 1, old nothing, and in between it goes down evenly.
    local left = math.max(args.old - months, 0)
    return credit(math.min(left / (args.old - args.fresh), 1), "{months} months ago, a begun one counted", { months = months })
  end,
  -- One for each way out, and one on each side of a threshold.
  tests = {
    { name = "a year ago", plan = { assessment = { date = "2026-09-12" } }, answer = "2025-09-12",
      expect = { credit = 1, reason = "12 months ago, a begun one counted" } },
    { name = "two years ago", plan = { assessment = { date = "2026-09-12" } }, answer = "2024-09-12", expect = { credit = 0.5 } },
    { name = "a day more", plan = { assessment = { date = "2026-09-12" } }, answer = "2024-09-11",
      expect = { credit = 11 / 24, reason = "25 months ago, a begun one counted" } },
    { name = "long ago", plan = { assessment = { date = "2026-09-12" } }, answer = "2019-01-01", expect = { credit = 0 } },
    { name = "not yet", plan = { assessment = { date = "2026-09-12" } }, answer = "2026-09-13",
      expect = { outcome = "not_assessed", reason = "2026-09-13 lies after the day of the assessment" } },
    { name = "no day of assessment", plan = {}, answer = "2026-09-13", expect = { outcome = "not_assessed" } },
  },
}
