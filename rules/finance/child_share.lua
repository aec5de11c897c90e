-- Children's share of the disaster budget, held against their share of the people. The lines must account for nine
-- tenths of that money: what no line tells of is not taken for money for others. The small rest is.
return {
  id = "finance/child_share", version = 2,
  title = "Disaster money for children",
  source = "Republic Act 9344 s.15 [unverified]; comparison with the population share is ours [drafted]",
  needs = { "plan.budget.drr", "plan.budget.lines", "community.population.total", "community.population.children" },
  args = { full_at = 1.0, told_at = 0.9 },
  use = { "lib/children" },
  score = function(plan, answer, args)
    local drr, lines = plan.budget.drr, #plan.budget.lines
    if drr == 0 then return unknown("there is no disaster budget") end
    if lines == 0 then return not_assessed("the disaster budget has no lines") end
    local for_them, all, untold = 0, 0, 0
    for _, line in ipairs(plan.budget.lines) do
      all = all + (line.amount or 0)
      if line.amount == nil or line.children == nil and line.groups == nil then
        untold = untold + 1
      elseif line.children == true or line.children == nil and children.named(line.groups) then
        for_them = for_them + line.amount
      end
    end
    -- a last digit of the sum is no contradiction
    -- mutant ok: no sum falls on this edge
    if all > drr * (1 + 1e-9) then
      return not_assessed("the budget lines add up to {sum}, more than the disaster money of {drr}", { sum = all, drr = drr })
    end
    local people, young = plan.community.population.total, 0
    for _, band in ipairs(children.bands) do
      local counts = plan.community.population.children[band]
      if counts == nil or counts.f == nil or counts.m == nil then
        return not_assessed("children of {band} are not counted", { band = band })
      end
      young = young + counts.f + counts.m
    end
    if young > people then return not_assessed("the population figures count more children than people") end
    if young == 0 then return unknown("the population figures count no children") end
    -- mutant ok: only the last digit of a sum is above all
    local money, fair = math.min(for_them / drr, 1), young / people
    -- whatever the rest is for, it cannot make it less
    if money / fair < args.full_at then
      if untold > 0 then
        return not_assessed("budget lines that do not say their amount or whether they are for children: {untold} of {lines}",
                            { untold = untold, lines = lines })
      end
      if all / drr < args.told_at then
        return not_assessed("the budget lines tell of {told} of the disaster money only", { told = percent(all / drr) })
      end
    end
    return credit(math.min(money / fair / args.full_at, 1),
                  "{money} of the disaster money is for children, who are {fair} of the people",
                  { money = percent(money), fair = percent(fair),
                    short = math.max(math.ceil(fair * args.full_at * drr - for_them), 0) })
  end,
  tests = {
    { name = "half of the fair share",
      plan = { budget = { drr = 100, lines = { { amount = 20, children = true }, { amount = 80, children = false } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0.5,
                 reason = "20 % of the disaster money is for children, who are 40 % of the people" } },
    { name = "more than the fair share is no more than full, whatever the rest is for",
      plan = { budget = { drr = 100, lines = { { amount = 60, children = true }, { amount = 5 } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 1 } },
    { name = "lines are marked, none for children: a real zero",
      plan = { budget = { drr = 100, lines = { { amount = 100, children = false, groups = { "5-9" } } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0 } },
    { name = "groups mark a line as well",
      plan = { budget = { drr = 100, lines = { { amount = 20, groups = { "5-9" } }, { amount = 80, groups = { "all" } } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0.5 } },
    { name = "no line is marked",
      plan = { budget = { drr = 100, lines = { { amount = 100 } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed" } },
    { name = "one line is not marked",
      plan = { budget = { drr = 100, lines = { { amount = 20, children = true }, { amount = 80 } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed",
                 reason = "budget lines that do not say their amount or whether they are for children: 1 of 2" } },
    { name = "most of the money is in no line",
      plan = { budget = { drr = 100, lines = { { amount = 20, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed", reason = "the budget lines tell of 20 % of the disaster money only" } },
    { name = "lines over the whole",
      plan = { budget = { drr = 100, lines = { { amount = 120, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed", reason = "the budget lines add up to 120, more than the disaster money of 100" } },
    { name = "an empty list of lines",
      plan = { budget = { drr = 100, lines = {} },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed", reason = "the disaster budget has no lines" } },
    { name = "no disaster money",
      plan = { budget = { drr = 0, lines = {} },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "unknown" } },
    { name = "one age band only is no count of the children",
      plan = { budget = { drr = 100, lines = { { amount = 100, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 20, m = 20 } } } } },
      expect = { outcome = "not_assessed", reason = "children of 5-9 are not counted" } },
    { name = "more children than people",
      plan = { budget = { drr = 100, lines = { { amount = 100, children = true } } },
               community = { population = { total = 300, children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 },
                                                         ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "not_assessed", reason = "the population figures count more children than people" } },
    { name = "nobody is counted",
      plan = { budget = { drr = 100, lines = { { amount = 100, children = true } } },
               community = { population = { total = 1000, children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 },
                                                         ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { outcome = "unknown", reason = "the population figures count no children" } },
    { name = "no budget lines", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "the budget has no list of lines", plan = { budget = { drr = 100 } },
      expect = { outcome = "not_assessed", reason = "plan.budget.lines is not in the plan" } },
    { name = "the people are not counted", plan = { budget = { drr = 100, lines = {} } },
      expect = { outcome = "not_assessed", reason = "community.population.total is not in the plan" } },
    { name = "the children are not counted", plan = { budget = { drr = 100, lines = {} }, community = { population = { total = 100 } } },
      expect = { outcome = "not_assessed", reason = "community.population.children is not in the plan" } },
  },
}
