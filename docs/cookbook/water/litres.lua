-- Litres of water a person and day in the shelters, between what keeps alive and what is enough.
return {
  id = "water/litres", version = 1,
  title = "Water in shelters",
  source = "Sphere 2018: 7.5 to 15 litres a person and day [unverified]; the line between them is ours [drafted]",
  needs = { "community.places" },
  args = { least = 7.5, enough = 15 },
  use = { "lib/goalposts", "lib/list", "lib/places" },
  score = function(plan, _, args)
    local people, litres, untold = 0, 0, {}
    for i, p in ipairs(plan.community.places) do
      if not places.open[p.kind or ""] then
        if p.capacity == nil or p.water_litres == nil then
          table.insert(untold, list.name(p, i))
        else
          people, litres = people + p.capacity, litres + p.water_litres
        end
      end
    end
    if #untold > 0 then
      return not_assessed("room or litres of water are missing for {places}", { places = table.concat(untold, ", ") })
    end
    if people == 0 then return not_assessed("no place with room for people is listed") end
    local each = litres / people
    return credit(goalposts.way(each, args.least, args.enough),
                  "{each} litres for each of {people} people; {enough} are enough",
                  { each = string.format("%.1f", each), people = people, enough = args.enough })
  end,
  tests = {
    { name = "enough", plan = { community = { places = { { capacity = 100, water_litres = 1500 } } } },
      expect = { credit = 1, reason = "15.0 litres for each of 100 people; 15 are enough" } },
    { name = "more is not better", plan = { community = { places = { { capacity = 100, water_litres = 9000 } } } },
      expect = { credit = 1 } },
    { name = "half way", plan = { community = { places = { { capacity = 100, water_litres = 1125 } } } },
      expect = { credit = 0.5 } },
    { name = "what keeps alive earns nothing yet",
      plan = { community = { places = { { capacity = 100, water_litres = 750 } } } }, expect = { credit = 0 } },
    { name = "over all places together", plan = { community = { places = { { capacity = 100, water_litres = 2250 },
      { capacity = 100, water_litres = 0 }, { kind = "playground" } } } }, expect = { credit = 0.5 } },
    { name = "one does not say", plan = { community = { places = { { id = "P1", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "room or litres of water are missing for P1" } },
    { name = "one does not say for how many", plan = { community = { places = { { water_litres = 9 }, { capacity = 9, water_litres = 9 } } } },
      expect = { outcome = "not_assessed", reason = "room or litres of water are missing for 1" } },
    { name = "no room anywhere", plan = { community = { places = { { capacity = 0, water_litres = 0 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
