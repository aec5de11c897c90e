-- Children's share of the disaster budget, held against their share of the people.
return {
  id = "finance/child_share", version = 1,
  title = "Disaster money for children",
  source = "Republic Act 9344 s.15 [unverified]; comparison with the population share is ours [drafted]",
  use = { "lib/children" },
  needs = { "plan.budget.drr", "plan.budget.lines", "community.population.total", "community.population.children" },
  args = { full_at = 1.0 },
  score = function(plan, answer, args)
    if plan.budget.drr == 0 then return unknown("there is no disaster budget") end
    local lines, for_them, all, untold = #plan.budget.lines, 0, 0, 0
    for _, line in ipairs(plan.budget.lines) do
      if line.amount == nil or line.children == nil and line.groups == nil then
        untold = untold + 1
      else
        all = all + line.amount
        if line.children == true or line.children == nil and children.named(line.groups) then
          for_them = for_them + line.amount
        end
      end
    end
    if lines == 0 then return not_assessed("the disaster budget has no lines") end
    if untold > 0 then
      return not_assessed("{untold} of {lines} budget lines do not say their amount or whether they are for children",
                          { untold = untold, lines = lines })
    end
    if all > plan.budget.drr then return not_assessed("the budget lines add up to more than the disaster budget") end
    local people, young = plan.community.population.total, 0
    for _, band in ipairs(children.bands) do
      local counts = plan.community.population.children[band]
      if counts == nil or counts.f == nil or counts.m == nil then
        return not_assessed("children of {band} are not counted", { band = band })
      end
      young = young + counts.f + counts.m
    end
    if young > people then return not_assessed("the population figures count more children than people") end
    if people == 0 or young == 0 then return unknown("the population figures count no children") end
    local money = for_them / plan.budget.drr
    local fair = young / people
    return credit(math.min(money / fair / args.full_at, 1),
                  "{money} of the disaster money is for children, who are {fair} of the people",
                  { money = percent(money), fair = percent(fair) })
  end,
  tests = {
    { name = "half of the fair share",
      plan = { budget = { drr = 100, lines = { { amount = 20, children = true }, { amount = 80, children = false } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0.5,
                 reason = "20 % of the disaster money is for children, who are 40 % of the people" } },
    { name = "more than the fair share is no more than full",
      plan = { budget = { drr = 100, lines = { { amount = 60, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 1 } },
    { name = "lines are marked, none for children: a real zero",
      plan = { budget = { drr = 100, lines = { { amount = 60, children = false } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0 } },
    { name = "no line is marked",
      plan = { budget = { drr = 100, lines = { { amount = 60 } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no disaster money",
      plan = { budget = { drr = 0, lines = {} },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "unknown" } },
    { name = "one line is not marked",
      plan = { budget = { drr = 100, lines = { { amount = 20, children = true }, { amount = 80 } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed" } },
    { name = "groups mark a line as well",
      plan = { budget = { drr = 100, lines = { { amount = 20, groups = { "5-9" } } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0.5 } },
    { name = "one age band only is no count of the children",
      plan = { budget = { drr = 100, lines = { { amount = 4, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 20, m = 20 } } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no budget lines", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
