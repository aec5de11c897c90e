-- How much of the money goes to what is done before a disaster. A blank purpose must not improve the result.
return {
  id = "money/before_and_after", version = 1,
  title = "Money before and after a disaster",
  source = "Half for prevention and mitigation is our own [drafted]",
  needs = { "plan.budget.lines" },
  args = { before = { "prevention", "mitigation" }, full_at = 0.5 },
  score = function(plan, _, args)
    local all, before, untold = 0, 0, 0
    for _, line in ipairs(plan.budget.lines) do
      if line.purpose == nil or line.amount == nil then untold = untold + 1 else all = all + line.amount end
    end
    if untold > 0 then return not_assessed("budget lines without a purpose or an amount: {lines}", { lines = untold }) end
    if all == 0 then return unknown("the budget lines add up to nothing") end
    for _, purpose in ipairs(args.before) do before = before + plan.budget:total_of(purpose) end
    return credit(math.min(before / all / args.full_at, 1), "{share} of the money is for what is done before a disaster",
                  { share = percent(before / all) })
  end,
  tests = {
    { name = "a quarter of the money is half of what is asked", plan = { budget = { lines = {
      { amount = 10, purpose = "prevention" }, { amount = 15, purpose = "mitigation" }, { amount = 75, purpose = "response" } } } },
      expect = { credit = 0.5, reason = "25 % of the money is for what is done before a disaster" } },
    { name = "half is all", plan = { budget = { lines = { { amount = 50, purpose = "prevention" }, { amount = 50, purpose = "recovery" } } } },
      expect = { credit = 1 } },
    { name = "more than half is not better", plan = { budget = { lines = { { amount = 50, purpose = "prevention" } } } },
      expect = { credit = 1, reason = "100 % of the money is for what is done before a disaster" } },
    { name = "one blank", plan = { budget = { lines = { { amount = 50, purpose = "prevention" }, { amount = 50 } } } },
      expect = { outcome = "not_assessed", reason = "budget lines without a purpose or an amount: 1" } },
    { name = "two", plan = { budget = { lines = { { amount = 50, purpose = "prevention" }, { amount = 50 }, { purpose = "recovery" } } } },
      expect = { outcome = "not_assessed", reason = "budget lines without a purpose or an amount: 2" } },
    { name = "nothing at all", plan = { budget = { lines = {} } }, expect = { outcome = "unknown" } },
    { name = "no lines", plan = { budget = {} }, expect = { outcome = "not_assessed" } },
  },
}
