-- Share of the places, by their room, that have enough toilets.
return {
  id = "shelter/toilets", version = 1,
  title = "Toilets in shelters",
  source = "Sphere 2018: 20 people share a toilet [unverified]; the share as a credit is ours [drafted]",
  needs = { "community.places" },
  args = { people = 20 },
  score = function(plan, _, args)
    local room, good, without = 0, 0, {}
    for i, place in ipairs(plan.community.places) do
      if place.capacity ~= nil and place.capacity > 0 then
        if place.toilets_f == nil or place.toilets_m == nil then
          table.insert(without, place.id or i)
        else
          local toilets = place.toilets_f + place.toilets_m
          room = room + place.capacity
          if toilets * args.people >= place.capacity then good = good + place.capacity end
        end
      end
    end
    if #without > 0 then
      return not_assessed("toilets are not counted for {places}", { places = without })
    end
    if room == 0 then return not_assessed("no place with room for people is listed") end
    return credit(good / room, "{good} of {room} places have a toilet for each {people} people",
                  { good = good, room = room, people = args.people })
  end,
  tests = {
    { name = "18 toilets serve 360 people, not 800",
      plan = { community = { places = { { id = "P1", capacity = 800, toilets_f = 12, toilets_m = 6 } } } },
      expect = { credit = 0 } },
    { name = "exactly enough is enough",
      plan = { community = { places = { { id = "P1", capacity = 360, toilets_f = 12, toilets_m = 6 } } } },
      expect = { credit = 1, reason = "360 of 360 places have a toilet for each 20 people" } },
    { name = "a checklist may ask for less",
      plan = { community = { places = { { id = "P1", capacity = 800, toilets_f = 12, toilets_m = 6 } } } },
      args = { people = 50 }, expect = { credit = 1 } },
    { name = "one place without a count",
      plan = { community = { places = { { id = "P1", capacity = 800 } } } },
      expect = { outcome = "not_assessed", reason = "toilets are not counted for P1" } },
    { name = "nor a name",
      plan = { community = { places = { { capacity = 800 } } } },
      expect = { outcome = "not_assessed", reason = "toilets are not counted for 1" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
