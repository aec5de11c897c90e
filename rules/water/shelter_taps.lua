-- People for each tap in full shelters: full credit up to the standard, none from three times as many on; the mean by
-- their room.
return {
  id = "water/shelter_taps", version = 2,
  title = "People for each tap in shelters",
  source = "Sphere 2018: 250 people for a tap, as reported elsewhere; none from three times as many is ours [drafted]",
  needs = { "community.places" },
  args = { people = 250, times = 3 },
  use = { "lib/places" },
  score = function(plan, _, args)
    local found = places.measured(plan.community.places, function(p) return p.taps end, function(p, taps)
      if taps == 0 then return 0 end -- mutant ok: people without end for a tap are worth none as well
      return (args.times - p.capacity / taps / args.people) / (args.times - 1)
    end, function(p, taps) return math.ceil(p.capacity / args.people) - taps end)
    if found.count == 0 then return not_assessed("no safe place with room for people is listed") end
    if found.without ~= "" then return not_assessed("taps are not counted for {places}", { places = found.without }) end
    local numbers = { taps = found.total, room = found.room, short = found.short, missing = found.missing }
    if found.missing == "" then
      return credit(found.share, "taps in shelters: {taps}; people when they are full: {room}", numbers)
    end
    return credit(found.share, "taps in shelters: {taps}; people when they are full: {room}; too few in {missing}", numbers)
  end,
  tests = {
    { name = "250 people for each",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 500, taps = 2 } } } },
      expect = { credit = 1, reason = "taps in shelters: 2; people when they are full: 500" } },
    { name = "one tap for 500: half way",
      plan = { community = { places = { { kind = "school", capacity = 500, taps = 1 } } } },
      expect = { credit = 0.5 } },
    { name = "one tap for 750: nothing is left",
      plan = { community = { places = { { kind = "school", capacity = 750, taps = 1 } } } },
      expect = { credit = 0 } },
    { name = "no tap in one of two places of the same size",
      plan = { community = { places = { { kind = "school", capacity = 100, taps = 9 },
        { kind = "gym", capacity = 100, taps = 0 } } } },
      expect = { credit = 0.5 } },
    { name = "one place does not count them",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "taps are not counted for P1" } },
    { name = "a place without room is no shelter",
      plan = { community = { places = { { kind = "school", taps = 2 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "taps of an unsafe place are none; the one that falls short is named",
      plan = { community = { places = { { id = "P1", taps = 9, capacity = 100, safe = false }, { id = "P2", taps = 0, capacity = 50 } } } },
      expect = { credit = 0, reason = "taps in shelters: 0; people when they are full: 50; too few in P2" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "how many are short", plan = { community = { places = { { id = "P1", kind = "school", capacity = 501, taps = 2 },
      { id = "P2", kind = "gym", capacity = 100, taps = 9 } } } }, expect = { params = { short = 1, missing = "P1" } } },
    { name = "none is short", plan = { community = { places = { { id = "P1", kind = "school", capacity = 500, taps = 2 } } } },
      expect = { params = { short = 0, missing = "" } } },
  },
}
