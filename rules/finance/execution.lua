-- Money spent over money set aside, over all budget lines.
return {
  id = "finance/execution", version = 1,
  title = "Money that is spent",
  source = "Philippines, form on the use of the local disaster fund; the cut-offs are ours [drafted]",
  needs = { "plan.budget.lines" },
  args = { shares = { 0.9, 0.7, 0.5 } },
  use = { "lib/ladder" },
  score = function(plan, answer, args)
    local set_aside, spent, untold = 0, 0, 0
    for _, line in ipairs(plan.budget.lines) do
      if line.amount == nil or line.spent == nil then
        untold = untold + 1
      else
        set_aside, spent = set_aside + line.amount, spent + line.spent
      end
    end
    if untold > 0 then
      return not_assessed("{untold} of {lines} budget lines do not say what was spent",
                          { untold = untold, lines = #plan.budget.lines })
    end
    if set_aside == 0 then return unknown("no money was set aside") end
    local share = math.min(spent / set_aside, 1)
    return level(ladder.at_least(share, args.shares), #args.shares, "{share} of the money was spent",
                 { share = percent(share) })
  end,
  tests = {
    { name = "nine tenths spent", plan = { budget = { lines = { { amount = 100, spent = 90 } } } },
      expect = { credit = 1, reason = "90 % of the money was spent" } },
    { name = "half spent: level 1 of 3",
      plan = { budget = { lines = { { amount = 100, spent = 90 }, { amount = 100, spent = 10 } } } },
      expect = { credit = 1 / 3 } },
    { name = "nothing spent: a real zero", plan = { budget = { lines = { { amount = 100, spent = 0 } } } },
      expect = { credit = 0 } },
    { name = "one line does not say",
      plan = { budget = { lines = { { amount = 100, spent = 90 }, { amount = 100 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no money set aside", plan = { budget = { lines = {} } }, expect = { outcome = "unknown" } },
    { name = "no budget lines", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
