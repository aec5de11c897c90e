-- Square metres of site for each person in full shelters: full credit at the standard, none at a third of it; the mean
-- by their room.
return {
  id = "shelter/site_area", version = 2,
  title = "Site area for each person",
  source = "UNHCR and Sphere 2018: 45 square metres, as reported elsewhere; none at a third of it is ours [drafted]",
  needs = { "community.places" },
  args = { square_metres = 45, none_at = 15 },
  use = { "lib/places" },
  score = function(plan, _, args)
    local found = places.measured(plan.community.places, function(p) return p.site_m2 end, function(p, area)
      return (area / p.capacity - args.none_at) / (args.square_metres - args.none_at)
    end)
    if found.count == 0 then return not_assessed("no safe place with room for people is listed") end
    if found.without ~= "" then
      return not_assessed("the area of the site is missing for {places}", { places = found.without })
    end
    local numbers = { area = found.total, room = found.room, missing = found.missing }
    if found.missing == "" then
      return credit(found.share, "square metres of site: {area}; people when the shelters are full: {room}", numbers)
    end
    return credit(found.share, "square metres of site: {area}; people when the shelters are full: {room}; too few in {missing}", numbers)
  end,
  tests = {
    { name = "45 for each",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, site_m2 = 4500 } } } },
      expect = { credit = 1, reason = "square metres of site: 4500; people when the shelters are full: 100" } },
    { name = "30 for each: half way",
      plan = { community = { places = { { kind = "school", capacity = 100, site_m2 = 3000 } } } },
      expect = { credit = 0.5 } },
    { name = "15 for each: nothing is left",
      plan = { community = { places = { { kind = "school", capacity = 100, site_m2 = 1500 } } } },
      expect = { credit = 0 } },
    { name = "a wide site does not help in another place",
      plan = { community = { places = { { kind = "school", capacity = 300, site_m2 = 99000 },
        { kind = "gym", capacity = 100, site_m2 = 0 } } } },
      expect = { credit = 0.75 } },
    { name = "one place does not say",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "the area of the site is missing for P1" } },
    { name = "no shelter in the list", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "the site of an unsafe place is none; the one that falls short is named",
      plan = { community = { places = { { id = "P1", site_m2 = 9000, capacity = 100, safe = false }, { id = "P2", site_m2 = 1500, capacity = 50 } } } },
      expect = { credit = 0.5, reason = "square metres of site: 1500; people when the shelters are full: 50; too few in P2" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
