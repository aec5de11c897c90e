-- More people exposed to a hazard than there are.
return {
  id = "check/exposed", version = 1,
  title = "No more exposed than there are",
  source = "Our own [drafted]: those exposed are a part of the people",
  needs = { "community.hazards" },
  use = { "lib/children" },
  score = function(plan)
    local p, young, counted = plan.community.population, 0, true
    for _, band in ipairs(children.bands) do
      local counts = p and p.children and p.children[band]
      if counts == nil or counts.f == nil or counts.m == nil then counted = false else young = young + counts.f + counts.m end
    end
    for _, h in ipairs(plan.community.hazards) do
      if counted and young == 0 and h.children_exposed ~= nil and h.children_exposed > 0 then
        return credit(0, "children exposed to {hazard}: {exposed}, but the population counts no children",
                      { hazard = h.type, exposed = h.children_exposed })
      end
      if counted and h.children_exposed ~= nil and h.children_exposed > young then
        return credit(0, "children exposed to {hazard}: {exposed}, which is {share} of the {young} children there are",
                      { hazard = h.type, exposed = h.children_exposed,
                        share = percent(h.children_exposed / young), young = young })
      end
      if p ~= nil and p.total ~= nil and h.people_exposed ~= nil and h.people_exposed > p.total then
        return credit(0, "people exposed to {hazard}: {exposed}, of {total}",
          { hazard = h.type, exposed = h.people_exposed, total = p.total })
      end
      if h.children_exposed ~= nil and h.people_exposed ~= nil and h.children_exposed > h.people_exposed then
        return credit(0, "children exposed to {hazard}: {exposed}, but people only {people}",
                      { hazard = h.type, exposed = h.children_exposed, people = h.people_exposed })
      end
    end
    return credit(1, "those exposed are a part of the people")
  end,
  tests = {
    { name = "more than 100 % of the children",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 12 } },
        population = { children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
               ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 1 } } } } },
      expect = { credit = 0, reason = "children exposed to EQ: 12, which is 150 % of the 8 children there are" } },
    { name = "all of them are possible",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 8 } },
        population = { children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
               ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 1 } } } } }, expect = { credit = 1 } },
    { name = "more people than there are",
      plan = { community = { hazards = { { type = "EQ", people_exposed = 101 } }, population = { total = 100 } } },
      expect = { credit = 0, reason = "people exposed to EQ: 101, of 100" } },
    { name = "more children than people in one zone",
      plan = { community = { hazards = { { type = "LS", children_exposed = 9, people_exposed = 8 } } } },
      expect = { credit = 0, reason = "children exposed to LS: 9, but people only 8" } },
    { name = "everybody is possible",
      plan = { community = { hazards = { { type = "EQ", people_exposed = 100, children_exposed = 100 } },
                             population = { total = 100 } } }, expect = { credit = 1 } },
    { name = "boys of one age are not counted: no contradiction",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 12 } },
                             population = { children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
                               ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1 } } } } }, expect = { credit = 1 } },
    { name = "nothing is counted", plan = { community = { hazards = { { type = "EQ" } } } }, expect = { credit = 1 } },
    { name = "no register", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "one where there are no children",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 1 } },
        population = { children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 },
               ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { credit = 0, reason = "children exposed to EQ: 1, but the population counts no children" } },
    { name = "none where there are no children",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 0 } },
        population = { children = { ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 },
               ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } }, expect = { credit = 1 } },
    { name = "two where there is one child",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 2 } },
        population = { children = { ["0-4"] = { f = 1, m = 0 }, ["5-9"] = { f = 0, m = 0 },
               ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { credit = 0, reason = "children exposed to EQ: 2, which is 200 % of the 1 children there are" } },
  },
}
