-- Parts of the population that are larger than the whole.
return {
  id = "check/people", version = 1,
  title = "No part is larger than the whole",
  source = "Our own [drafted]: a part cannot be over 100 % of its whole",
  needs = { "community.population" },
  use = { "lib/children" },
  score = function(plan)
    local p, young, all_bands = plan.community.population, 0, true
    for _, band in ipairs(children.bands) do
      local counts = p.children and p.children[band]
      if counts == nil or counts.f == nil or counts.m == nil then all_bands = false end
      young = young + (counts and counts.f or 0) + (counts and counts.m or 0)
    end
    if p.total ~= nil and young > p.total then
      return credit(0, "children are counted {young}, but people {total}", { young = young, total = p.total })
    end
    for _, part in ipairs({ "displaced", "migrants", "stateless", "with_disability", "elderly", "pregnant", "women",
      "men" }) do
      if p.total ~= nil and p[part] ~= nil and p[part] > p.total then
        return credit(0, "{part} are counted {count}, but people {total}",
          { part = part, count = p[part], total = p.total })
      end
    end
    if p.total ~= nil and p.women ~= nil and p.men ~= nil and p.women + p.men > p.total then
      return credit(0, "women and men together are counted {count}, but people {total}",
        { count = p.women + p.men, total = p.total })
    end
    for _, part in ipairs({ "children_with_disability", "children_out_of_school", "children_displaced" }) do
      if all_bands and p[part] ~= nil and p[part] > young then
        return credit(0, "{part} are counted {count}, but children {young}",
          { part = part, count = p[part], young = young })
      end
    end
    return credit(1, "no part is larger than the whole")
  end,
  tests = {
    { name = "more children than people",
      plan = { community = { population = { total = 100, children = { ["0-4"] = { f = 60, m = 41 } } } } },
      expect = { credit = 0, reason = "children are counted 101, but people 100" } },
    { name = "as many as people: an unlikely place, but no contradiction",
      plan = { community = { population = { total = 100, children = { ["0-4"] = { f = 60, m = 40 } } } } },
        expect = { credit = 1 } },
    { name = "more displaced people than people",
      plan = { community = { population = { total = 100, displaced = 101 } } },
      expect = { credit = 0, reason = "displaced are counted 101, but people 100" } },
    { name = "women and men together", plan = { community = { population = { total = 100, women = 51, men = 50 } } },
      expect = { credit = 0, reason = "women and men together are counted 101, but people 100" } },
    { name = "more children with a disability than children",
      plan = { community = { population = { children_with_disability = 9,
        children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 },
               ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 1 } } } } },
      expect = { credit = 0, reason = "children_with_disability are counted 9, but children 8" } },
    { name = "not all children are counted: no contradiction",
      plan = { community = { population = { children_with_disability = 9,
        children = { ["0-4"] = { f = 1, m = 1 } } } } }, expect = { credit = 1 } },
    { name = "a part may be the whole",
      plan = { community = { population = { total = 100, displaced = 100, women = 60, men = 40 } } },
        expect = { credit = 1 } },
    { name = "women alone are no sum", plan = { community = { population = { total = 100, women = 60 } } },
      expect = { credit = 1 } },
    { name = "all children may have a disability",
      plan = { community = { population = { children_with_disability = 8,
        children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 }, ["10-14"] = { f = 1, m = 1 },
                                                               ["15-17"] = { f = 1, m = 1 } } } } },
                                                                 expect = { credit = 1 } },
    { name = "boys of one age are not counted: no contradiction",
      plan = { community = { population = { children_with_disability = 9,
        children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 }, ["10-14"] = { f = 1, m = 1 },
                                                               ["15-17"] = { f = 1 } } } } }, expect = { credit = 1 } },
    { name = "no figures", plan = { community = { population = {} } }, expect = { credit = 1 } },
    { name = "no population", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "each part is held against all", cases = {
      { name = "migrants", plan = { community = { population = { total = 100, migrants = 101 } } },
        expect = { credit = 0, reason = "migrants are counted 101, but people 100" } },
      { name = "stateless", plan = { community = { population = { total = 100, stateless = 101 } } },
        expect = { credit = 0, reason = "stateless are counted 101, but people 100" } },
      { name = "with_disability", plan = { community = { population = { total = 100, with_disability = 101 } } },
        expect = { credit = 0, reason = "with_disability are counted 101, but people 100" } },
      { name = "elderly", plan = { community = { population = { total = 100, elderly = 101 } } },
        expect = { credit = 0, reason = "elderly are counted 101, but people 100" } },
      { name = "pregnant", plan = { community = { population = { total = 100, pregnant = 101 } } },
        expect = { credit = 0, reason = "pregnant are counted 101, but people 100" } },
      { name = "women", plan = { community = { population = { total = 100, women = 101 } } },
        expect = { credit = 0, reason = "women are counted 101, but people 100" } },
      { name = "men", plan = { community = { population = { total = 100, men = 101 } } },
        expect = { credit = 0, reason = "men are counted 101, but people 100" } },
      { name = "children_out_of_school", plan = { community = { population = { children_out_of_school = 9,
        children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 }, ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 1 } } } } },
        expect = { credit = 0, reason = "children_out_of_school are counted 9, but children 8" } },
      { name = "children_displaced", plan = { community = { population = { children_displaced = 9,
        children = { ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 }, ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 1 } } } } },
        expect = { credit = 0, reason = "children_displaced are counted 9, but children 8" } },
    } },
  },
}
