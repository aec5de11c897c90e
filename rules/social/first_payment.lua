-- Days from the event to the first payment to families, by plan.
return {
  id = "social/first_payment", version = 1,
  title = "Speed of support",
  source = "Wording and cut-offs are ours [drafted]",
  needs = { "plan.targets" },
  args = { days = { 7, 14, 30 }, service = "payment" },
  use = { "lib/ladder", "lib/targets" },
  score = function(plan, _, args)
    local longest, untold = targets.longest(plan.targets, args.service)
    if untold then return not_assessed("a target for payments to families has no days") end
    if longest == nil then return level(0, #args.days, "the plan sets no days for payments to families") end
    return level(ladder.at_most(longest, args.days), #args.days, "days until the first payment, by plan: {days}",
                 { days = longest, most = args.days[1] })
  end,
  tests = {
    { name = "7 days are still the best step",
      plan = { targets = { { service = "payment", days = 7 }, { service = "power", days = 90 } } },
      expect = { credit = 1, reason = "days until the first payment, by plan: 7" } },
    { name = "a day more: level 2 of 3", plan = { targets = { { service = "payment", days = 8 } } },
      expect = { credit = 2 / 3 } },
    { name = "30 days: level 1 of 3; of several targets the longest counts",
      plan = { targets = { { service = "payment", days = 1 }, { service = "payment", days = 30 },
        { service = "payment", days = 2 } } },
        expect = { credit = 1 / 3 } },
    { name = "later: a real zero", plan = { targets = { { service = "payment", days = 31 } } },
      expect = { credit = 0 } },
    { name = "the plan has targets, but none for this: a real zero",
      plan = { targets = { { service = "power", days = 2 } } },
      expect = { credit = 0, reason = "the plan sets no days for payments to families" } },
    { name = "a target without days", plan = { targets = { { service = "payment" } } },
      expect = { outcome = "not_assessed", reason = "a target for payments to families has no days" } },
    { name = "no list of targets", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
