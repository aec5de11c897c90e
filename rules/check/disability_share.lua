-- Fewer children with a disability than can be: where they are counted and not found, they are left out.
return {
  id = "check/disability_share", version = 1,
  title = "As many children with a disability as can be",
  source = "UNICEF 2021, Seen, Counted, Included: about one child in ten [unverified]; a fifth of that as too few is ours [drafted]",
  needs = { "community.population.children", "community.population.children_with_disability" },
  args = { usual = 0.1, few = 0.02 },
  use = { "lib/children" },
  score = function(plan, _, args)
    local people, young = plan.community.population, 0
    for _, band in ipairs(children.bands) do
      local counts = people.children[band]
      if counts == nil or counts.f == nil or counts.m == nil then return not_assessed("the children are not counted") end
      young = young + counts.f + counts.m
    end
    if young == 0 then return not_assessed("the population figures count no children") end
    local share = people.children_with_disability / young
    if share >= args.few then return credit(1, "so many can be") end
    return credit(0, "{share} of the children have a disability, it says; looked for with care, it is about {usual}: many may not be found",
      { share = percent(share), usual = percent(args.usual) })
  end,
  tests = {
    { name = "two in a hundred can be; one fewer is few", cases = {
      { name = "two in a hundred", plan = { community = { population = { children_with_disability = 8, children = { ["0-4"] = { f = 50, m = 50 },
        ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } }, expect = { credit = 1 } },
      { name = "one fewer", plan = { community = { population = { children_with_disability = 7, children = { ["0-4"] = { f = 50, m = 50 },
        ["5-9"] = { f = 50, m = 50 }, ["10-14"] = { f = 50, m = 50 }, ["15-17"] = { f = 50, m = 50 } } } } },
        expect = { credit = 0,
          reason = "1.8 % of the children have a disability, it says; looked for with care, it is about 10 %: many may not be found" } } } },
    { name = "one child", plan = { community = { population = { children_with_disability = 0, children = { ["0-4"] = { f = 1, m = 0 },
      ["5-9"] = { f = 0, m = 0 }, ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } }, expect = { credit = 0 } },
    { name = "no children", plan = { community = { population = { children_with_disability = 0, children = { ["0-4"] = { f = 0, m = 0 },
      ["5-9"] = { f = 0, m = 0 }, ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { outcome = "not_assessed", reason = "the population figures count no children" } },
    { name = "not all are counted", plan = { community = { population = { children_with_disability = 0, children = { ["0-4"] = { f = 9, m = 9 },
      ["5-9"] = { f = 9 } } } } }, expect = { outcome = "not_assessed", reason = "the children are not counted" } },
    { name = "boys alone are counted", plan = { community = { population = { children_with_disability = 0, children = { ["0-4"] = { m = 9 } } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no children in the figures", plan = { community = { population = { children_with_disability = 0 } } }, expect = { outcome = "not_assessed" } },
    { name = "nobody counted them", plan = { community = { population = { children = {} } } },
      expect = { outcome = "not_assessed", reason = "community.population.children_with_disability is not in the plan" } },
  },
}
