-- Covered room a person: the weakest shelter decides, and is named.
return {
  id = "shelter/weakest", version = 1,
  title = "Room in the most crowded shelter",
  source = "Sphere 2018: 3.5 square metres a person [unverified]; that the weakest decides is ours [drafted]",
  needs = { "community.places" },
  args = { enough = 3.5 },
  use = { "lib/places" },
  score = function(plan, _, args)
    local shelters, _, without, names = places.shelters(plan.community.places, "area_m2")
    if #shelters == 0 then return not_assessed("no place with room for people is listed") end
    local least, name
    for i, p in ipairs(shelters) do
      local each = p.area_m2 ~= nil and p.area_m2 / p.capacity
      if each and (least == nil or each < least) then least, name = each, names[i] end
    end
    -- one without any covered area decides, whatever those are of which it is not told
    if without ~= "" and (least == nil or least > 0) then
      return not_assessed("the covered area is missing for {places}", { places = without })
    end
    return credit(math.min(least / args.enough, 1), "the most crowded is {place}, with {each} square metres a person",
                  { place = name, each = string.format("%.1f", least) })
  end,
  tests = {
    { name = "the weaker of two", plan = { community = { places = { { id = "P1", capacity = 100, area_m2 = 900 },
      { id = "P2", capacity = 100, area_m2 = 175 } } } },
      expect = { credit = 0.5, reason = "the most crowded is P2, with 1.8 square metres a person" } },
    { name = "enough", plan = { community = { places = { { id = "P1", capacity = 100, area_m2 = 350 } } } }, expect = { credit = 1 } },
    { name = "one is not measured", plan = { community = { places = { { id = "P1", capacity = 100, area_m2 = 900 },
      { id = "P2", capacity = 100 } } } }, expect = { outcome = "not_assessed", reason = "the covered area is missing for P2" } },
    { name = "one has no roof at all, whatever the other is", plan = { community = { places = { { id = "P1", capacity = 100 },
      { id = "P2", capacity = 100, area_m2 = 0 } } } }, expect = { credit = 0 } },
    { name = "more than enough is no better; the first of two alike is named", plan = { community = { places = {
      { id = "P1", capacity = 100, area_m2 = 900 }, { id = "P2", capacity = 100, area_m2 = 900 } } } },
      expect = { credit = 1, reason = "the most crowded is P1, with 9.0 square metres a person" } },
    { name = "one has little, and one that is not measured may have less", plan = { community = { places = {
      { id = "P1", capacity = 100, area_m2 = 50 }, { id = "P2", capacity = 100 } } } }, expect = { outcome = "not_assessed" } },
    { name = "none is measured", plan = { community = { places = { { id = "P1", capacity = 100 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "open ground is no shelter", plan = { community = { places = { { kind = "playground", capacity = 9, area_m2 = 9 } } } },
      expect = { outcome = "not_assessed", reason = "no place with room for people is listed" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
