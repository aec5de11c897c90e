-- More children in a meeting than it had, or than there are.
return {
  id = "check/took_part", version = 1,
  title = "No more took part than there are",
  source = "Our own [drafted]: those who took part are a part of the children",
  needs = { "plan.consultations" },
  use = { "lib/children" },
  score = function(plan)
    local people, young, counted = plan.community and plan.community.population, 0, true
    for _, band in ipairs(children.bands) do
      local c = people and people.children and people.children[band]
      if c == nil or c.f == nil or c.m == nil then counted = false else young = young + c.f + c.m end
    end
    for i, c in ipairs(plan.consultations) do
      local sexes = (c.girls or 0) + (c.boys or 0)
      if c.children ~= nil and sexes > c.children then
        return credit(0, "in consultation {id} girls and boys are {sexes}, but children {children}",
          { id = c.id or c.date or i, sexes = sexes, children = c.children })
      end
      local children_in = math.max(c.children or 0, sexes)
      if counted and children_in > young then
        return credit(0, "in consultation {id} took part {children} children, of {young} that there are",
                      { id = c.id or c.date or i, children = children_in, young = young })
      end
    end
    return credit(1, "no more took part than there are")
  end,
  tests = {
    { name = "girls and boys are more than the children",
      plan = { consultations = { { id = "K1", children = 20, girls = 11, boys = 10 } } },
      expect = { credit = 0, reason = "in consultation K1 girls and boys are 21, but children 20" } },
    { name = "more than 100 % of the children",
      plan = { consultations = { { id = "K1", children = 9 } },
        community = { population = { children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
               ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 1 } } } } },
      expect = { credit = 0, reason = "in consultation K1 took part 9 children, of 8 that there are" } },
    { name = "all of them", plan = { consultations = { { children = 20, girls = 10, boys = 10 } } },
      expect = { credit = 1 } },
    { name = "every child of the place",
      plan = { consultations = { { children = 8 } },
        community = { population = { children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
        ["10-14"] = { f = 1, m = 1 },
                                                               ["15-17"] = { f = 1, m = 1 } } } } },
                                                                 expect = { credit = 1 } },
    { name = "boys of one age are not counted: no contradiction",
      plan = { consultations = { { children = 9 } },
        community = { population = { children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
        ["10-14"] = { f = 1, m = 1 },
                                                               ["15-17"] = { f = 1 } } } } }, expect = { credit = 1 } },
    { name = "a meeting is named by its day",
      plan = { consultations = { { date = "2026-02-10", children = 1, girls = 2 } } },
      expect = { credit = 0, reason = "in consultation 2026-02-10 girls and boys are 2, but children 1" } },
    { name = "nobody counted", plan = { consultations = { {} } }, expect = { credit = 1 } },
    { name = "no list of consultations", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "one boy is one child", plan = { consultations = { { children = 1, boys = 1 } } }, expect = { credit = 1 } },
    { name = "one girl is one child", plan = { consultations = { { children = 1, girls = 1 } } }, expect = { credit = 1 } },
    { name = "nobody counted, and no child lives here", plan = { consultations = { {} }, community = { population = { children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 },
        ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { credit = 1 } },
    { name = "a meeting with a day, where no child lives", plan = { consultations = { {}, { date = "2026-02-10", girls = 2 } }, community = { population = { children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 },
        ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { credit = 0, reason = "in consultation 2026-02-10 took part 2 children, of 0 that there are" } },
    { name = "a meeting is named by its number", plan = { consultations = { {}, { girls = 2 } }, community = { population = { children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 },
        ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { credit = 0, reason = "in consultation 2 took part 2 children, of 0 that there are" } },
  },
}
