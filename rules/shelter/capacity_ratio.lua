-- Room in shelters over the people who must leave home in the most severe event.
return {
  id = "shelter/capacity_ratio", version = 1,
  title = "Places for the most severe event",
  source = "UNDRR Scorecard P9.5, ability to shelter; the cut-offs are ours [drafted]",
  needs = { "community.places", "plan.scenarios" },
  args = { ratios = { 1, 0.75, 0.5 } },
  use = { "lib/ladder", "lib/places" },
  score = function(plan, answer, args)
    local people = places.worst(plan.scenarios, "evacuees")
    if people == nil then return not_assessed("no severe scenario says how many people must leave home") end
    if people == 0 then return not_applicable("nobody must leave home in the most severe event") end
    local room, open = 0, 0
    for _, p in ipairs(plan.community.places) do
      if not places.open[p.kind] and p.safe ~= false then
        if p.capacity == nil then open = open + 1 else room = room + p.capacity end
      end
    end
    if open > 0 and room < people then
      return not_assessed("{open} places do not say how many people they can take", { open = open })
    end
    return level(ladder.at_least(room / people, args.ratios), #args.ratios,
                 "{room} places for {people} people in the most severe event", { room = room, people = people })
  end,
  tests = {
    { name = "enough for all",
      plan = { scenarios = { { hazard = "FL", severity = "severe", evacuees = 800 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1, reason = "800 places for 800 people in the most severe event" } },
    { name = "two thirds: level 1 of 3; the probable event does not count",
      plan = { scenarios = { { severity = "severe", evacuees = 1200 }, { severity = "probable", evacuees = 100 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1 / 3 } },
    { name = "no places listed: a real zero",
      plan = { scenarios = { { severity = "severe", evacuees = 1200 } }, community = { places = {} } },
      expect = { credit = 0 } },
    { name = "nobody must leave",
      plan = { scenarios = { { severity = "severe", evacuees = 0 } }, community = { places = {} } },
      expect = { outcome = "not_applicable" } },
    { name = "places that do not say their room",
      plan = { scenarios = { { severity = "severe", evacuees = 10 } },
               community = { places = { { kind = "community_hall" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "a place that is not safe has no room",
      plan = { scenarios = { { severity = "severe", evacuees = 10 } },
               community = { places = { { kind = "school", capacity = 10, safe = false } } } },
      expect = { credit = 0 } },
    { name = "one place that does not say its room may be the one that is enough",
      plan = { scenarios = { { severity = "severe", evacuees = 10 } },
               community = { places = { { kind = "school", capacity = 1 }, { kind = "religious" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no severe scenario", plan = { scenarios = {}, community = { places = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no scenarios", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
  },
}
