-- How finely children are counted: in levels, from what is there. Blanks are the question here, so they earn nothing.
return {
  id = "people/by_age_and_sex", version = 1,
  title = "Children counted by age and sex",
  source = "The four bands are those of the plan document; the levels are our own [drafted]",
  needs = { "community.population" },
  use = { "lib/children" },
  score = function(plan)
    local counts, bands, sexes = plan.community.population.children or {}, 0, 0
    for _, band in ipairs(children.bands) do
      local c = counts[band]
      if c ~= nil and (c.f ~= nil or c.m ~= nil) then bands = bands + 1 end
      if c ~= nil and c.f ~= nil and c.m ~= nil then sexes = sexes + 1 end
    end
    local all, reached = #children.bands, 0
    if sexes == all then
      reached = 3 -- levels
    elseif bands == all then
      reached = 2
    elseif bands > 0 then
      reached = 1
    end
    return level(reached, 3, "age bands with a count: {bands} of {all}; with girls and boys apart: {sexes}",
                 { bands = bands, all = all, sexes = sexes })
  end,
  tests = {
    { name = "all", plan = { community = { population = { children = {
      ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 }, ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1, m = 0 } } } } },
      expect = { credit = 1, reason = "age bands with a count: 4 of 4; with girls and boys apart: 4" } },
    { name = "boys of one band are missing", plan = { community = { population = { children = {
      ["0-4"] = { f = 1, m = 1 }, ["5-9"] = { f = 1, m = 1 }, ["10-14"] = { f = 1, m = 1 }, ["15-17"] = { f = 1 } } } } },
      expect = { credit = 2 / 3 } },
    { name = "no girl is counted anywhere", plan = { community = { population = { children = {
      ["0-4"] = { m = 1 }, ["5-9"] = { m = 1 }, ["10-14"] = { m = 1 }, ["15-17"] = { m = 1 } } } } },
      expect = { credit = 2 / 3, reason = "age bands with a count: 4 of 4; with girls and boys apart: 0" } },
    { name = "girls of one band only", plan = { community = { population = { children = { ["5-9"] = { f = 4 } } } } },
      expect = { credit = 1 / 3, reason = "age bands with a count: 1 of 4; with girls and boys apart: 0" } },
    { name = "one band", plan = { community = { population = { children = { ["5-9"] = { m = 4 }, ["0-4"] = {} } } } },
      expect = { credit = 1 / 3, reason = "age bands with a count: 1 of 4; with girls and boys apart: 0" } },
    { name = "people only: a real zero", plan = { community = { population = { total = 900 } } }, expect = { credit = 0 } },
    { name = "no figures at all", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
