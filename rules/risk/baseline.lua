-- How many of seven breakdowns the population figures have.
return {
  id = "risk/baseline", version = 1,
  title = "Baseline by sex, age, disability and displacement",
  source = "CBM card on disability inclusion in the Sendai Monitor; the list of seven is ours [drafted]",
  needs = { "community.population.children" },
  use = { "lib/children" },
  score = function(plan)
    local people = plan.community.population
    local filled, missing, by_sex, bands = 0, {}, true, 0
    local function cell(name, there)
      if there then filled = filled + 1 else table.insert(missing, name) end
    end
    for _, band in ipairs(children.bands) do
      local counts = people.children[band]
      local counted = counts ~= nil and (counts.f ~= nil or counts.m ~= nil)
      cell(band, counted)
      if counted then
        bands = bands + 1 -- mutant ok: only whether there is one is asked
        if counts.f == nil or counts.m == nil then by_sex = false end
      end
    end
    cell("sex", bands > 0 and by_sex)
    cell("disability", people.children_with_disability ~= nil or people.with_disability ~= nil)
    cell("displaced", people.displaced ~= nil or people.children_displaced ~= nil or people.migrants ~= nil)
    if filled == 0 then return not_assessed("the population figures are empty") end
    local all = 7 -- the breakdowns that are looked for above
    if filled == all then return credit(1, "the baseline has all 7 breakdowns") end
    return credit(filled / all, "the baseline has {filled} of 7 breakdowns; missing: {missing}",
                  { filled = filled, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "all seven",
      plan = { community = { population = { children_with_disability = 61, displaced = 0, children = {
        ["0-4"] = { f = 190, m = 204 }, ["5-9"] = { f = 221, m = 230 },
        ["10-14"] = { f = 240, m = 251 }, ["15-17"] = { f = 130, m = 137 } } } } },
      expect = { credit = 1 } },
    { name = "one age band by sex, nothing else",
      plan = { community = { population = { children = { ["0-4"] = { f = 190, m = 204 } } } } },
      expect = { credit = 2 / 7,
                 reason = "the baseline has 2 of 7 breakdowns; missing: 5-9, 10-14, 15-17, disability, displaced" } },
    { name = "one age band without sex",
      plan = { community = { population = { displaced = 12, children = { ["0-4"] = { f = 190 } } } } },
      expect = { credit = 2 / 7 } },
    { name = "an age band without a figure is no band",
      plan = { community = { population = { displaced = 12, children = { ["0-4"] = {}, ["5-9"] = { f = 9, m = 8 } } } } },
      expect = { credit = 3 / 7,
                 reason = "the baseline has 3 of 7 breakdowns; missing: 0-4, 10-14, 15-17, disability" } },
    { name = "figures that are empty", plan = { community = { population = { children = { ["0-4"] = {} } } } },
      expect = { outcome = "not_assessed", reason = "the population figures are empty" } },
    { name = "no figures on children", plan = { community = { population = { total = 4210 } } },
      expect = { outcome = "not_assessed" } },
  },
}
