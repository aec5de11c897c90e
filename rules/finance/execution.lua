-- Money spent over money set aside, over all budget lines; a line that was overspent hides no other. Where the
-- lines do not say what was spent, the whole: spent in the last closed year over the disaster budget.
return {
  id = "finance/execution", version = 1,
  title = "Money that is spent",
  source = "Philippines, form on the use of the local disaster fund; the cut-offs are ours [drafted]",
  needs = { "plan.budget" },
  args = { shares = { 0.9, 0.7, 0.5 } },
  use = { "lib/ladder" },
  score = function(plan, answer, args)
    local b = plan.budget
    local set_aside, spent, untold = 0, 0, 0
    for _, line in ipairs(b.lines or {}) do
      if line.amount == nil or line.spent == nil then
        untold = untold + 1
      else
        set_aside, spent = set_aside + line.amount, spent + math.min(line.spent, line.amount)
      end
    end
    if b.lines == nil or #b.lines == 0 or untold > 0 then
      if b.spent ~= nil and b.drr ~= nil then
        set_aside, spent = b.drr, math.min(b.spent, b.drr)
      elseif b.lines == nil then
        return not_assessed("neither the budget nor its lines say what was spent")
      elseif untold > 0 then
        return not_assessed("budget lines that do not say what was spent: {untold} of {lines}",
                            { untold = untold, lines = #b.lines })
      end
    end
    if set_aside == 0 then return unknown("no money was set aside") end
    local share = spent / set_aside
    return level(ladder.at_least(share, args.shares), #args.shares, "{share} of the money was spent",
                 { share = percent(share), short = set_aside - spent })
  end,
  tests = {
    { name = "nine tenths spent", plan = { budget = { lines = { { amount = 100, spent = 90 } } } },
      expect = { credit = 1, reason = "90 % of the money was spent" } },
    { name = "half spent: level 1 of 3",
      plan = { budget = { lines = { { amount = 100, spent = 90 }, { amount = 100, spent = 10 } } } },
      expect = { credit = 1 / 3 } },
    { name = "one overspent line does not hide another",
      plan = { budget = { lines = { { amount = 100, spent = 190 }, { amount = 100, spent = 10 } } } },
      expect = { credit = 1 / 3, reason = "55 % of the money was spent" } },
    { name = "nothing spent: a real zero", plan = { budget = { lines = { { amount = 100, spent = 0 } } } },
      expect = { credit = 0 } },
    { name = "one line does not say",
      plan = { budget = { lines = { { amount = 100, spent = 90 }, { amount = 100 } } } },
      expect = { outcome = "not_assessed", reason = "budget lines that do not say what was spent: 1 of 2" } },
    { name = "the whole budget says it in the place of the lines: level 2 of 3",
      plan = { budget = { drr = 200, spent = 150, lines = { { amount = 100, spent = 90 }, { amount = 100 } } } },
      expect = { credit = 2 / 3, reason = "75 % of the money was spent" } },
    { name = "no lines, more spent than set aside", plan = { budget = { drr = 100, spent = 150 } },
      expect = { credit = 1, reason = "100 % of the money was spent" } },
    { name = "no lines, and the budget does not say", plan = { budget = { drr = 100 } },
      expect = { outcome = "not_assessed", reason = "neither the budget nor its lines say what was spent" } },
    { name = "no money set aside", plan = { budget = { lines = {} } }, expect = { outcome = "unknown" } },
    { name = "no budget", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
