-- Litres of water a day for each person in the shelters, by their room; plenty in one makes up for none in another.
return {
  id = "water/shelter_water", version = 2,
  title = "Amount of water in shelters",
  source = "Sphere, water supply: 15 litres a person a day; full shelters as the case to plan for are ours [drafted]",
  needs = { "community.places" },
  args = { litres = 15 },
  use = { "lib/places" },
  score = function(plan, _, args)
    local found = places.measured(plan.community.places, function(p) return p.water_litres end, function(p, litres)
      return litres / (args.litres * p.capacity)
    end, function(p, litres) return args.litres * p.capacity - litres end)
    if found.count == 0 then return not_assessed("no safe place with room for people is listed") end
    if found.without ~= "" then
      return not_assessed("litres of water a day are missing for {places}", { places = found.without })
    end
    local numbers = { litres = found.total, room = found.room, short = found.short, missing = found.missing }
    if found.missing == "" then
      return credit(found.share, "litres of water a day in shelters: {litres}; people when they are full: {room}", numbers)
    end
    return credit(found.share, "litres of water a day in shelters: {litres}; people when they are full: {room}; too few in {missing}", numbers)
  end,
  tests = {
    { name = "15 litres for each",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, water_litres = 1500 } } } },
      expect = { credit = 1, reason = "litres of water a day in shelters: 1500; people when they are full: 100" } },
    { name = "half of it",
      plan = { community = { places = { { kind = "school", capacity = 100, water_litres = 750 } } } },
      expect = { credit = 0.5 } },
    { name = "no water: a real zero",
      plan = { community = { places = { { kind = "school", capacity = 100, water_litres = 0 } } } },
      expect = { credit = 0 } },
    { name = "plenty in one place does not fill the other",
      plan = { community = { places = { { kind = "school", capacity = 300, water_litres = 90000 },
        { kind = "gym", capacity = 100, water_litres = 0 } } } },
      expect = { credit = 0.75 } },
    { name = "one place does not say",
      plan = { community = { places = { { kind = "school", capacity = 100, water_litres = 1500 },
        { id = "P2", kind = "gym", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "litres of water a day are missing for P2" } },
    { name = "an open space is no shelter",
      plan = { community = { places = { { kind = "open_space", capacity = 100, water_litres = 0 } } } },
        expect = { outcome = "not_assessed" } },
    { name = "water of an unsafe place is none; the one that falls short is named",
      plan = { community = { places = { { id = "P1", water_litres = 9000, capacity = 100, safe = false }, { id = "P2", water_litres = 0, capacity = 50 } } } },
      expect = { credit = 0, reason = "litres of water a day in shelters: 0; people when they are full: 50; too few in P2" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "how many litres are short", plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, water_litres = 1000 },
      { id = "P2", kind = "gym", capacity = 100, water_litres = 9000 } } } }, expect = { params = { short = 500, missing = "P1" } } },
  },
}
