-- Children's share of the disaster budget, held against their share of the people.
return {
  id = "finance/child_share", version = 1,
  title = "Disaster money for children",
  source = "Republic Act 9344 s.15 [unverified]; comparison with the population share is ours [drafted]",
  needs = { "plan.budget.drr", "plan.budget.lines", "community.population.total", "community.population.children" },
  args = { full_at = 1.0 },
  score = function(plan, answer, args)
    if plan.budget.drr == 0 then return unknown("there is no disaster budget") end
    local marked = 0
    for _, line in ipairs(plan.budget.lines) do
      if line.children ~= nil or line.groups ~= nil then marked = marked + 1 end
    end
    if marked == 0 then return not_assessed("no budget line says whether it is for children") end
    local people, young = plan.community.population.total, plan.community:children_total()
    if people == 0 or young == 0 then return unknown("the population figures count no children") end
    local money = math.min(plan.budget:child_total() / plan.budget.drr, 1)
    local fair = young / people
    return credit(math.min(money / fair / args.full_at, 1),
                  "{money} of the disaster money is for children, who are {fair} of the people",
                  { money = percent(money), fair = percent(fair) })
  end,
  tests = {
    { name = "half of the fair share",
      plan = { budget = { drr = 100, lines = { { amount = 20, children = true }, { amount = 80, children = false } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 100, m = 100 },
                                                                       ["5-9"] = { f = 100, m = 100 } } } } },
      expect = { credit = 0.5,
                 reason = "20 % of the disaster money is for children, who are 40 % of the people" } },
    { name = "more than the fair share is no more than full",
      plan = { budget = { drr = 100, lines = { { amount = 60, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 200, m = 200 } } } } },
      expect = { credit = 1 } },
    { name = "lines are marked, none for children: a real zero",
      plan = { budget = { drr = 100, lines = { { amount = 60, children = false } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 200, m = 200 } } } } },
      expect = { credit = 0 } },
    { name = "no line is marked",
      plan = { budget = { drr = 100, lines = { { amount = 60 } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 200, m = 200 } } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no disaster money",
      plan = { budget = { drr = 0, lines = {} },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 200, m = 200 } } } } },
      expect = { outcome = "unknown" } },
    { name = "no budget lines", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
