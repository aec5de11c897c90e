-- Disaster money over regular revenue, held against a floor.
return {
  id = "finance/drr_share", version = 1,
  title = "Disaster money in the budget",
  source = "Republic Act 10121 s.21, at least 5 % of regular revenue; its use elsewhere is ours [drafted]",
  needs = { "plan.budget.drr", "plan.budget.revenue" },
  args = { floor = 0.05 },
  score = function(plan, answer, args)
    if plan.budget.revenue == 0 then return unknown("there is no regular revenue") end
    local share = plan.budget.drr / plan.budget.revenue
    return credit(math.min(share / args.floor, 1),
                  "{share} of regular revenue is for disaster risk; {floor} is asked for",
                  { share = percent(share), floor = percent(args.floor),
                    short = math.max(math.ceil(args.floor * plan.budget.revenue - plan.budget.drr), 0) })
  end,
  tests = {
    { name = "above the floor", plan = { budget = { drr = 3100000, revenue = 48000000 } }, expect = { credit = 1 } },
    { name = "half of the floor", plan = { budget = { drr = 25, revenue = 1000 } }, expect = { credit = 0.5 } },
    { name = "a disaster budget of nothing: a real zero", plan = { budget = { drr = 0, revenue = 1000 } },
      expect = { credit = 0 } },
    { name = "no revenue", plan = { budget = { drr = 5, revenue = 0 } }, expect = { outcome = "unknown" } },
    { name = "no disaster budget given", plan = { budget = { revenue = 1000 } },
      expect = { outcome = "not_assessed" } },
    { name = "the budget says no revenue", plan = { budget = { drr = 100 } },
      expect = { outcome = "not_assessed", reason = "plan.budget.revenue is not in the plan" } },
  },
}
