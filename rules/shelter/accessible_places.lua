-- Share of the places (by room for people) in shelters that every child can enter and use.
return {
  id = "shelter/accessible_places", version = 2,
  title = "Accessible shelter",
  source = "CPMS indicator 23.2.1, its logic taken over to shelters [drafted]",
  needs = { "community.places" },
  use = { "lib/places" },
  score = function(plan)
    local list, room, without = places.shelters(plan.community.places, "accessible")
    if #list == 0 then return not_assessed("no safe place with room for people is listed") end
    if without ~= "" then
      return not_assessed("whether a child in a wheelchair can enter is missing for {places}", { places = without })
    end
    local good, missing = 0, {}
    for i, p in ipairs(list) do
      if p.accessible then good = good + p.capacity else table.insert(missing, p.id or tostring(i)) end
    end
    return credit(good / room, "room in shelters that are accessible: {good} of {room}",
                  { good = good, room = room, missing = missing })
  end,
  tests = {
    { name = "all accessible",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 800, accessible = true } } } },
      expect = { credit = 1 } },
    { name = "a quarter, by room",
      plan = { community = { places = { { id = "P1", capacity = 100, accessible = true },
                                        { id = "P2", capacity = 300, accessible = false } } } },
      expect = { credit = 0.25, reason = "room in shelters that are accessible: 100 of 400" } },
    { name = "none: a real zero",
      plan = { community = { places = { { id = "P1", capacity = 100, accessible = false } } } },
      expect = { credit = 0 } },
    { name = "one place does not say",
      plan = { community = { places = { { id = "P1", capacity = 100 }, { id = "P2", capacity = 9, accessible = true } } } },
      expect = { outcome = "not_assessed", reason = "whether a child in a wheelchair can enter is missing for P1" } },
    { name = "an unsafe place is none, accessible or not", plan = { community = { places = { { id = "P1", capacity = 9, accessible = true, safe = false }, { id = "P2", capacity = 9, accessible = false } } } },
      expect = { credit = 0, reason = "room in shelters that are accessible: 0 of 9" } },
    { name = "no place with room", plan = { community = { places = { { id = "P1", accessible = true } } } },
      expect = { outcome = "not_assessed", reason = "no safe place with room for people is listed" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
