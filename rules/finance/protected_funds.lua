-- Whether the disaster money is protected, whether there is a reserve, and whether lines account for all of it.
return {
  id = "finance/protected_funds", version = 1,
  title = "Protected funds",
  source = "UNDRR Scorecard P3.2, its ladder; 'complete' as lines for at least 95 % of the money is ours [drafted]",
  needs = { "plan.budget.drr", "plan.budget.ring_fenced" },
  args = { complete = 0.95 },
  score = function(plan, _, args)
    local b, lines = plan.budget, 0
    if b.drr == 0 then return level(0, 3, "there is no disaster money") end
    if not b.ring_fenced then return level(1, 3, "the disaster money is not protected from other uses") end
    for _, l in ipairs(b.lines or {}) do lines = lines + (l.amount or 0) end
    if b.contingency == nil or b.lines == nil and b.contingency > 0 then
      return not_assessed("protected, but the reserve or the lines are not told")
    end
    local told, reserve = lines / b.drr >= args.complete, b.contingency > 0
    if told and reserve then
      return level(3, 3, "protected, with a reserve of {reserve}, and lines for {share} of it",
                   { reserve = b.contingency, share = percent(lines / b.drr) })
    end
    if not reserve then return level(2, 3, "protected, but without a reserve") end
    return level(2, 3, "protected, but lines account for only {share} of it", { share = percent(lines / b.drr) })
  end,
  tests = {
    { name = "protected, complete, with a reserve",
      plan = { budget = { drr = 100, ring_fenced = true, contingency = 20,
        lines = { { amount = 60 }, { amount = 35 } } } },
      expect = { credit = 1, reason = "protected, with a reserve of 20, and lines for 95 % of it" } },
    { name = "lines for 94 %: level 2",
      plan = { budget = { drr = 100, ring_fenced = true, contingency = 20, lines = { { amount = 94 } } } },
      expect = { credit = 2 / 3, reason = "protected, but lines account for only 94 % of it" } },
    { name = "no reserve: level 2",
      plan = { budget = { drr = 100, ring_fenced = true, contingency = 0, lines = { { amount = 100 } } } },
      expect = { credit = 2 / 3, reason = "protected, but without a reserve" } },
    { name = "an empty list of lines: level 2",
      plan = { budget = { drr = 100, ring_fenced = true, contingency = 1, lines = {} } }, expect = { credit = 2 / 3 } },
    { name = "lines are not told", plan = { budget = { drr = 100, ring_fenced = true, contingency = 1 } },
      expect = { outcome = "not_assessed", reason = "protected, but the reserve or the lines are not told" } },
    { name = "the reserve is not told", plan = { budget = { drr = 100, ring_fenced = true,
      lines = { { amount = 100 } } } }, expect = { outcome = "not_assessed" } },
    { name = "no reserve, and lines are not told: level 2",
      plan = { budget = { drr = 100, ring_fenced = true, contingency = 0 } }, expect = { credit = 2 / 3 } },
    { name = "not protected: level 1", plan = { budget = { drr = 100, ring_fenced = false, contingency = 20 } },
      expect = { credit = 1 / 3 } },
    { name = "no money: a real zero", plan = { budget = { drr = 0, ring_fenced = true } }, expect = { credit = 0 } },
    { name = "is it protected?", plan = { budget = { drr = 100 } }, expect = { outcome = "not_assessed" } },
    { name = "no budget", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
