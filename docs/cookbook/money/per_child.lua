-- Disaster money for each child, in US dollars of the plan's own rate, on a scale where each doubling counts the same.
return {
  id = "money/per_child", version = 1,
  title = "Disaster money for each child",
  source = "Both ends and the scale are our own [drafted]",
  needs = { "plan.budget.drr", "plan.budget.usd_rate", "community.population.children" },
  args = { doublings_from = 1, steps = 4 }, -- nothing up to 1 dollar, all from 16: four doublings
  use = { "lib/count" },
  score = function(plan, _, args)
    local children = count.all_children(plan.community)
    if children == nil then return not_assessed("children are not counted in each band") end
    if children == 0 then return not_applicable("no children live here") end
    if plan.budget.usd_rate == 0 then return unknown("the rate of the dollar is 0") end
    local each = plan.budget.drr / plan.budget.usd_rate / children
    local reached, limit = 0, args.doublings_from * 2
    while reached < args.steps and each >= limit do
      reached, limit = reached + 1, limit * 2
    end
    return level(reached, args.steps, "{each} US dollars for each of {children} children",
                 { each = string.format("%.2f", each), children = children })
  end,
  tests = {
    { name = "two dollars are the first doubling", plan = { budget = { drr = 80000, usd_rate = 100 }, community = { population = {
      children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0.25, reason = "2.00 US dollars for each of 400 children" } },
    { name = "a cent less", plan = { budget = { drr = 79600, usd_rate = 100 }, community = { population = {
      children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0, reason = "1.99 US dollars for each of 400 children" } },
    { name = "sixteen dollars, and any more", plan = { budget = { drr = 6400000, usd_rate = 100 }, community = { population = {
      children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 1 } },
    { name = "three doublings are eight dollars", plan = { budget = { drr = 320000, usd_rate = 100 }, community = { population = {
      children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { credit = 0.75 } },
    { name = "one child, and one dollar", plan = { budget = { drr = 1, usd_rate = 1 }, community = { population = {
      children = { ["0-4"] = { f = 1, m = 0 }, ["5-9"] = { f = 0, m = 0 }, ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { credit = 0 } },
    { name = "nobody under 18", plan = { budget = { drr = 1, usd_rate = 1 }, community = { population = {
      children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 }, ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { outcome = "not_applicable" } },
    { name = "a rate of nothing", plan = { budget = { drr = 9, usd_rate = 0 }, community = { population = {
      children = { ["0-4"] = { f = 50, m = 50 }, ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
      expect = { outcome = "unknown" } },
    { name = "a band is not counted", plan = { budget = { drr = 9, usd_rate = 1 }, community = { population = { children = {} } } },
      expect = { outcome = "not_assessed", reason = "children are not counted in each band" } },
    { name = "no budget", plan = { budget = { usd_rate = 1 }, community = { population = { children = {} } } },
      expect = { outcome = "not_assessed", reason = "plan.budget.drr is not in the plan" } },
    { name = "no rate", plan = { budget = { drr = 9 }, community = { population = { children = {} } } },
      expect = { outcome = "not_assessed", reason = "plan.budget.usd_rate is not in the plan" } },
    { name = "children are not counted", plan = { budget = { drr = 9, usd_rate = 1 } },
      expect = { outcome = "not_assessed", reason = "community.population.children is not in the plan" } },
  },
}
