-- Share of the planned places that are not in schools.
return {
  id = "shelter/outside_schools", version = 2,
  title = "Shelter outside schools",
  source = "Republic Act 10821, schools only if nothing else is there; the cut-offs are ours [drafted]",
  needs = { "community.places" },
  args = { shares = { 0.8, 0.5, 0.2 } },
  use = { "lib/ladder", "lib/places" },
  score = function(plan, answer, args)
    local list, room, without = places.shelters(plan.community.places, "kind")
    if #list == 0 then return not_assessed("no safe place with room for people is listed") end
    if without ~= "" then return not_assessed("the kind is missing for {places}", { places = without }) end
    local outside = 0
    for _, p in ipairs(list) do
      if p.kind ~= "school" and p.kind ~= "preschool" then outside = outside + p.capacity end
    end
    return level(ladder.at_least(outside / room, args.shares), #args.shares,
                 "room in shelters outside schools: {outside} of {room}", { outside = outside, room = room, short = room - outside })
  end,
  tests = {
    { name = "four in five outside schools: level 3 of 3",
      plan = { community = { places = { { id = "P1", kind = "community_hall", capacity = 800 },
                                        { id = "P2", kind = "school", capacity = 200 } } } },
      expect = { credit = 1, reason = "room in shelters outside schools: 800 of 1000" } },
    { name = "half: level 2 of 3",
      plan = { community = { places = { { id = "P1", kind = "community_hall", capacity = 500 },
                                        { id = "P2", kind = "school", capacity = 500 } } } },
      expect = { credit = 2 / 3 } },
    { name = "schools only: a real zero",
      plan = { community = { places = { { id = "P2", kind = "school", capacity = 500 } } } },
      expect = { credit = 0 } },
    { name = "a place without a kind",
      plan = { community = { places = { { id = "P2", capacity = 500 } } } },
      expect = { outcome = "not_assessed", reason = "the kind is missing for P2" } },
    { name = "no place with room", plan = { community = { places = { { id = "P1", kind = "open_space", capacity = 9 } } } },
      expect = { outcome = "not_assessed", reason = "no safe place with room for people is listed" } },
    { name = "an unsafe hall is no place outside schools",
      plan = { community = { places = { { id = "P1", kind = "community_hall", capacity = 100, safe = false }, { kind = "school", capacity = 50 } } } },
      expect = { credit = 0, reason = "room in shelters outside schools: 0 of 50" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
