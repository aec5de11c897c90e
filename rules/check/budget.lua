-- Parts of the budget that are larger than the whole.
return {
  id = "check/budget", version = 2,
  title = "No part of the budget is larger than the whole",
  source = "Our own [drafted]: a part cannot be over 100 % of its whole",
  needs = { "plan.budget" },
  score = function(plan)
    local b, lines, children = plan.budget, 0, 0
    for _, l in ipairs(b.lines or {}) do
      lines = lines + (l.amount or 0)
      if l.children then children = children + (l.amount or 0) end
    end
    local function over(part, whole)
      -- a last digit of a sum is no contradiction
      return part ~= nil and whole ~= nil and part > whole * (1 + 1e-9)
    end
    if over(b.drr, b.total) then
      return credit(0, "disaster money {drr} is more than the whole budget {total}", { drr = b.drr, total = b.total })
    end
    if over(b.drr, b.revenue) then
      return credit(0, "disaster money {drr} is more than the regular revenue {revenue}: part of it comes from elsewhere",
        { drr = b.drr, revenue = b.revenue })
    end
    if over(children, b.drr) then
      return credit(0, "lines for children {lines} are more than the disaster money {drr}",
        { lines = children, drr = b.drr })
    end
    if over(lines, b.drr) then
      return credit(0, "budget lines {lines} are more than the disaster money {drr}", { lines = lines, drr = b.drr })
    end
    if over(b.quick_response, b.drr) then
      return credit(0, "money for response {part} is more than the disaster money {drr}",
        { part = b.quick_response, drr = b.drr })
    end
    -- last year's spending is held against last year's money, where that is told
    local of = b.spent_of or b.drr
    if over(b.spent, of) then
      return credit(0, "spent {part} of disaster money {drr}", { part = b.spent, drr = of })
    end
    return credit(1, "no part of the budget is larger than the whole")
  end,
  tests = {
    { name = "more than everything", plan = { budget = { drr = 101, total = 100 } },
      expect = { credit = 0, reason = "disaster money 101 is more than the whole budget 100" } },
    { name = "more than the regular revenue", plan = { budget = { drr = 101, total = 500, revenue = 100 } },
      expect = { credit = 0,
        reason = "disaster money 101 is more than the regular revenue 100: part of it comes from elsewhere" } },
    { name = "all of it is possible", plan = { budget = { drr = 100, total = 100, quick_response = 100, spent = 100,
      lines = { { amount = 100, children = true } } } }, expect = { credit = 1 } },
    { name = "lines for children", plan = { budget = { drr = 100, lines = { { amount = 101, children = true } } } },
      expect = { credit = 0, reason = "lines for children 101 are more than the disaster money 100" } },
    { name = "lines of all kinds",
      plan = { budget = { drr = 100, lines = { { amount = 60, children = true }, { amount = 41 } } } },
      expect = { credit = 0, reason = "budget lines 101 are more than the disaster money 100" } },
    { name = "response", plan = { budget = { drr = 100, quick_response = 101 } }, expect = { credit = 0 } },
    { name = "spent", plan = { budget = { drr = 100, spent = 101 } },
      expect = { credit = 0, reason = "spent 101 of disaster money 100" } },
    { name = "last year's spending of last year's money",
      plan = { budget = { drr = 100, spent = 101, spent_of = 120 } }, expect = { credit = 1 } },
    { name = "more than last year's money",
      plan = { budget = { drr = 200, spent = 121, spent_of = 120 } },
      expect = { credit = 0, reason = "spent 121 of disaster money 120" } },
    { name = "no figures", plan = { budget = {} }, expect = { credit = 1 } },
    { name = "no budget", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "a line without an amount adds nothing",
      plan = { budget = { drr = 100, lines = { { amount = 100 }, {} } } }, expect = { credit = 1 } },
    { name = "nor does one for children",
      plan = { budget = { drr = 0, lines = { { children = true } } } }, expect = { credit = 1 } },
    { name = "no money at all is no contradiction",
      plan = { budget = { drr = 0, total = 0, quick_response = 0, spent = 0 } }, expect = { credit = 1 } },
    { name = "the last digit of a sum is none either", plan = { budget = { drr = 0.3, lines = { { amount = 0.1 }, { amount = 0.2 } } } },
      expect = { credit = 1 } },
  },
}
