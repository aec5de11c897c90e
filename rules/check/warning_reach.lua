-- The minutes that a warning leaves are counted, and it reaches only some of the people.
return {
  id = "check/warning_reach", version = 1,
  title = "Warnings that count reach the people",
  source = "Our own [drafted]: minutes help only those who are told; the limit is the second of UNDRR Scorecard P9.1",
  needs = { "plan.warnings" },
  -- hazards: only warnings of these, where some are given
  args = { percent = 75, hazards = {} },
  use = { "lib/register" },
  score = function(plan, _, args)
    local few = {}
    for i, w in ipairs(plan.warnings) do
      local asked = #args.hazards == 0 or w.hazard ~= nil and register.is_one_of(w.hazard, args.hazards)
      if asked and w.level ~= 0 and w.percent ~= nil and w.percent <= args.percent then
        table.insert(few, w.id or tostring(i))
      end
    end
    if #few == 0 then return credit(1, "the warnings reach the people") end
    return credit(0, "the minutes count only for those who are told; warnings that reach {share} or fewer: {warnings}",
      { share = percent(args.percent / 100), warnings = few })
  end,
  tests = {
    { name = "exactly three in four", plan = { warnings = { { id = "W1", hazard = "LS", percent = 75 }, { hazard = "LS", percent = 20 } } },
      expect = { credit = 0,
        reason = "the minutes count only for those who are told; warnings that reach 75 % or fewer: W1, 2" } },
    { name = "more than that", plan = { warnings = { { id = "W1", hazard = "LS", percent = 76 } } },
      expect = { credit = 1, reason = "the warnings reach the people" } },
    { name = "a warning that does not say, and one of level 0",
      plan = { warnings = { { hazard = "LS" }, { hazard = "LS", level = 0, percent = 9 } } }, expect = { credit = 1 } },
    { name = "only some hazards are asked for", args = { hazards = { "LS" } },
      plan = { warnings = { { id = "W1", hazard = "DR", percent = 9 }, { id = "W2", percent = 9 }, { id = "W3", hazard = "LS", percent = 9 } } },
      expect = { credit = 0,
        reason = "the minutes count only for those who are told; warnings that reach 75 % or fewer: W3" } },
    { name = "no list of warnings", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
