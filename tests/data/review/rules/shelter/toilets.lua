-- Share of the places, by their room, that have enough toilets. With faults: see SOURCE.md.
return {
  id = "shelter/toilets", version = 1,
  title = "Toilets in shelters",
  source = "Sphere 2018: 20 people share a toilet [unverified]; the share as a credit is ours [drafted]",
  needs = { "community.places" },
  args = { people = 20, spare = 2 },
  score = function(plan, answer, args)
    local room, good, names = 0, 0, {}
    for _, place in ipairs(plan.community.places) do
      if place.capacity ~= nil and place.capacity > 0 and place.toilets ~= nil then
        room = room + place.capacity
        if place.toilets * 20 >= place.capacity then good = good + place.capacity end
      end
    end
    if room == 0 then return not_assessed("no place with room for {people} is listed") end
    return credit(good / room, "{good} of {room} places have a toilet for each {people} people",
                  { good = good, room = room, people = args.people })
  end,
  tests = {
    { name = "one of two",
      plan = { community = { places = { { id = "P1", capacity = 300, toilets = 15 },
                                        { id = "P2", capacity = 100, toilets = 1 } } } },
      expect = { credit = 0.75 } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
