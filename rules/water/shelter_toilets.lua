-- People for each toilet in full shelters: full credit at the later standard, half at the first; the mean by their
-- room.
return {
  id = "water/shelter_toilets", version = 2,
  title = "People for each toilet in shelters",
  source = "Sphere 2018: 50 people for a toilet at first, then 20; half a credit for the first is ours [drafted]",
  needs = { "community.places" },
  args = { people = 20, at_first = 50 },
  use = { "lib/places" },
  score = function(plan, _, args)
    local found = places.measured(plan.community.places, function(p)
      if p.toilets_f ~= nil and p.toilets_m ~= nil then return p.toilets_f + p.toilets_m end
      return p.toilets
    end, function(p, toilets)
      if toilets * args.people >= p.capacity then return 1 end -- mutant ok: more than all is worth all
      -- what is enough for the first days is worth a half
      return toilets * args.at_first >= p.capacity and 0.5 or 0
    end, function(p, toilets) return math.ceil(p.capacity / args.people) - toilets end)
    if found.count == 0 then return not_assessed("no safe place with room for people is listed") end
    if found.without ~= "" then
      return not_assessed("toilets are not counted for {places}", { places = found.without })
    end
    local numbers = { toilets = found.total, room = found.room, short = found.short, missing = found.missing }
    if found.missing == "" then
      return credit(found.share, "toilets in shelters: {toilets}; people when they are full: {room}", numbers)
    end
    return credit(found.share, "toilets in shelters: {toilets}; people when they are full: {room}; too few in {missing}", numbers)
  end,
  tests = {
    { name = "what is unsafe shelters nobody; the place that falls short is named",
      plan = { community = { places = { { id = "P1", capacity = 900, toilets = 0, safe = false }, { id = "P2", capacity = 40, toilets = 8, safe = true },
                                        { id = "P3", capacity = 60, toilets = 2 } } } },
      expect = { credit = 0.7, reason = "toilets in shelters: 10; people when they are full: 100; too few in P3" } },
    { name = "all places are unsafe", plan = { community = { places = { { id = "P1", capacity = 900, toilets = 9, safe = false } } } },
      expect = { outcome = "not_assessed", reason = "no safe place with room for people is listed" } },
    { name = "20 people for each",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, toilets_f = 3,
        toilets_m = 2 } } } },
      expect = { credit = 1, reason = "toilets in shelters: 5; people when they are full: 100" } },
    { name = "one too few: the standard of the first days",
      plan = { community = { places = { { kind = "school", capacity = 100, toilets = 4 } } } },
      expect = { credit = 0.5 } },
    { name = "50 people for each",
      plan = { community = { places = { { kind = "school", capacity = 100, toilets = 2 } } } },
      expect = { credit = 0.5 } },
    { name = "more than 50: a real zero",
      plan = { community = { places = { { kind = "school", capacity = 101, toilets = 2 } } } },
      expect = { credit = 0 } },
    { name = "spare ones do not help in another place",
      plan = { community = { places = { { kind = "school", capacity = 300, toilets = 90 },
        { kind = "gym", capacity = 100, toilets = 0 } } } },
      expect = { credit = 0.75 } },
    { name = "only those for girls are counted",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, toilets_f = 3 } } } },
      expect = { outcome = "not_assessed", reason = "toilets are not counted for P1" } },
    { name = "no shelter in the list", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "21 people for one", plan = { community = { places = { { kind = "school", capacity = 21, toilets = 1 } } } },
      expect = { credit = 0.5 } },
    { name = "how many are short", plan = { community = { places = { { id = "P1", kind = "school", capacity = 101, toilets = 2 },
      { id = "P2", kind = "gym", capacity = 20, toilets = 9 } } } }, expect = { params = { short = 4, missing = "P1" } } },
  },
}
