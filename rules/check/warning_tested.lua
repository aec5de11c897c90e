-- A warning is counted, and was never tested, or not in the last year.
return {
  id = "check/warning_tested", version = 2,
  title = "Warnings that count were tested",
  source = "UNDRR Scorecard P9.1 asks for test results; the last year is ours [drafted]",
  needs = { "plan.warnings", "assessment.date" },
  -- hazards: only warnings of these, where some are given
  args = { months = 12, hazards = {} },
  use = { "lib/dates", "lib/register" },
  score = function(plan, _, args)
    local never, old = {}, {}
    for i, w in ipairs(plan.warnings) do
      local asked = #args.hazards == 0 or w.hazard ~= nil and register.is_one_of(w.hazard, args.hazards)
      if asked and w.level ~= 0 and (w.level ~= nil or (w.percent or 0) > 0) then
        if w.tested == nil then
          table.insert(never, w.id or tostring(i))
        elseif not dates.within(w.tested, plan.assessment.date, args.months) then
          table.insert(old, w.id or tostring(i))
        end
      end
    end
    if #never > 0 and #old > 0 then
      return credit(0, "counted, but without the day of a test: {warnings}; not tested in {months} months: {old}",
        { warnings = never, old = old, months = args.months })
    end
    if #never > 0 then return credit(0, "counted, but without the day of a test: {warnings}", { warnings = never }) end
    if #old > 0 then
      return credit(0, "counted, but not tested in {months} months: {warnings}",
        { warnings = old, months = args.months })
    end
    return credit(1, "warnings that count were tested")
  end,
  tests = {
    { name = "only some hazards are asked for", args = { hazards = { "LS" } },
      plan = { warnings = { { id = "W1", hazard = "DR", level = 1 }, { id = "W2", level = 1 }, { id = "W3", hazard = "LS", level = 0.25 } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "counted, but without the day of a test: W3" } },
    { name = "93 % on paper",
      plan = { warnings = { { id = "W1", percent = 93 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "counted, but without the day of a test: W1" } },
    { name = "tested two years ago",
      plan = { warnings = { { id = "W1", level = 1, tested = "2024-09-12" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "counted, but not tested in 12 months: W1" } },
    { name = "one without a test, and one of long ago",
      plan = { warnings = { { id = "W1", level = 1, tested = "2024-09-12" }, { id = "W2", percent = 93 },
        { id = "W3", level = 0 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "counted, but without the day of a test: W2; not tested in 12 months: W1" } },
    { name = "a test that is still to come", plan = { warnings = { { id = "W1", level = 1, tested = "2026-09-13" } },
      assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
    { name = "a year ago to the day", plan = { warnings = { { level = 1, tested = "2025-09-12" } },
      assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "nothing is claimed", plan = { warnings = { { level = 0 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "no list of warnings", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { warnings = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
    { name = "a warning that reaches nobody need not be tested", plan = { warnings = { { percent = 0 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "one of level 0 is none", plan = { warnings = { { level = 0, percent = 15 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "one that reaches a hundredth", plan = { warnings = { { percent = 1 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
  },
}
