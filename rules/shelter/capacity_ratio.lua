-- Room in shelters over the people who must leave home in the most severe event, in the places to which people can go
-- when it comes.
return {
  id = "shelter/capacity_ratio", version = 2,
  title = "Places for the most severe event",
  source = "UNDRR Scorecard P9.5, ability to shelter; the cut-offs are ours [drafted]",
  needs = { "community.places", "plan.scenarios" },
  -- hazards: where one of them is in the register, a scenario of another hazard does not say how many
  -- people they drive from home; one without a hazard may be of any
  args = { ratios = { 1, 0.75, 0.5 }, hazards = { "FL", "TC", "TS", "SS", "VO" } },
  use = { "lib/ladder", "lib/places", "lib/register" },
  score = function(plan, answer, args)
    local scenarios, which = plan.scenarios, {}
    for _, h in ipairs(register.relevant(plan.community.hazards or {}, args.hazards)) do table.insert(which, h.type) end
    if #which > 0 then
      scenarios = {}
      for _, s in ipairs(plan.scenarios) do
        if s.hazard == nil or register.is_one_of(s.hazard, args.hazards) then table.insert(scenarios, s) end
      end
    end
    local people, milder, untold = places.worst(scenarios, "evacuees")
    if people == nil and #which > 0 then
      return not_assessed("no severe scenario of {hazards} says how many people must leave home",
                          { hazards = table.concat(which, ", ") })
    end
    if people == nil then return not_assessed("no severe scenario says how many people must leave home") end
    if milder ~= nil and milder > people then
      return not_assessed("the most severe event drives {people} from home, a milder one {milder}: correct the scenarios",
                          { people = people, milder = milder })
    end
    if #untold > 0 then
      return not_assessed("no severe scenario of {hazards} says how many people must leave home",
                          { hazards = table.concat(untold, ", ") })
    end
    if people == 0 then return not_applicable("nobody must leave home in the most severe event") end
    local function room_for(hazard)
      local room, kept, without = 0, false, {}
      for i, p in ipairs(plan.community.places) do
        if not places.open[p.kind] and p.safe ~= false then
          if hazard ~= nil and not places.serves(p, hazard) then
            kept = true
          elseif p.capacity == nil then
            table.insert(without, p.id or tostring(i))
          else
            room = room + p.capacity
          end
        end
      end
      return room, kept, without
    end
    -- of several severe events the one whose people find the least room
    local least, told, numbers = nil, "", nil
    for _, s in ipairs(scenarios) do
      if s.severity == "severe" and (s.evacuees or 0) > 0 then
        local room, kept, without = room_for(s.hazard)
        if #without > 0 and room < s.evacuees then
          return not_assessed("how many people they can take is missing for {places}",
                              { places = table.concat(without, ", ") })
        end
        local ratio = room / s.evacuees
        if least == nil or ratio < least or ratio == least and s.evacuees > numbers.people then
          least, numbers = ratio, { room = room, people = s.evacuees, short = math.max(s.evacuees - room, 0) }
          told = "room in shelters: {room}; people in the most severe event: {people}"
          if kept then
            numbers.hazard = s.hazard
            told = "room in shelters for {hazard}: {room}; people in the most severe event: {people}"
          end
        end
      end
    end
    return level(ladder.at_least(least, args.ratios), #args.ratios, told, numbers)
  end,
  tests = {
    { name = "enough for all",
      plan = { scenarios = { { hazard = "FL", severity = "severe", evacuees = 800 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1, reason = "room in shelters: 800; people in the most severe event: 800" } },
    { name = "two thirds: level 1 of 3; the probable event does not count",
      plan = { scenarios = { { severity = "severe", evacuees = 1200 }, { severity = "probable", evacuees = 100 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1 / 3 } },
    { name = "no places listed: a real zero",
      plan = { scenarios = { { severity = "severe", evacuees = 1200 } }, community = { places = {} } },
      expect = { credit = 0 } },
    { name = "a few people in an earthquake say nothing of the flood",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 10 } },
               community = { hazards = { { type = "FL" }, { type = "EQ" } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { outcome = "not_assessed",
                 reason = "no severe scenario of FL says how many people must leave home" } },
    { name = "a flash flood is a flood, and an earthquake beside it does not count",
      plan = { scenarios = { { hazard = "FF", severity = "severe", evacuees = 800 },
                             { hazard = "EQ", severity = "severe", evacuees = 9000 } },
               community = { hazards = { { type = "FL" }, { type = "EQ" } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1 } },
    { name = "where only the earth shakes, the earthquake counts",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 1600 } },
               community = { hazards = { { type = "EQ" } }, places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1 / 3 } },
    { name = "nobody must leave",
      plan = { scenarios = { { severity = "severe", evacuees = 0 } }, community = { places = {} } },
      expect = { outcome = "not_applicable" } },
    { name = "nobody in the severe event, many in the probable one",
      plan = { scenarios = { { severity = "severe", evacuees = 0 }, { severity = "probable", evacuees = 500 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { outcome = "not_assessed",
                 reason = "the most severe event drives 0 from home, a milder one 500: correct the scenarios" } },
    { name = "nobody in the severe case of one hazard, many in a milder one of another",
      plan = { scenarios = { { hazard = "TC", severity = "severe", evacuees = 0 },
                             { hazard = "CFL", severity = "probable", evacuees = 90 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { outcome = "not_assessed", reason = "no severe scenario of CFL says how many people must leave home" } },
    { name = "places that do not say their room",
      plan = { scenarios = { { severity = "severe", evacuees = 10 } },
               community = { places = { { id = "P1", kind = "community_hall" } } } },
      expect = { outcome = "not_assessed", reason = "how many people they can take is missing for P1" } },
    { name = "a place that is not safe has no room",
      plan = { scenarios = { { severity = "severe", evacuees = 10 } },
               community = { places = { { kind = "school", capacity = 10, safe = false } } } },
      expect = { credit = 0 } },
    { name = "a shelter that is kept for cyclones has no room in a tsunami",
      plan = { scenarios = { { hazard = "TS", severity = "severe", evacuees = 100 },
                             { hazard = "TC", severity = "severe", evacuees = 120 } },
               community = { hazards = { { type = "TS" }, { type = "TC" } },
                             places = { { kind = "school", capacity = 60 },
                                        { kind = "shelter", capacity = 60, hazards = { "TC" } },
                                        { kind = "gym", hazards = { "FL" } } } } },
      expect = { credit = 1 / 3,
        reason = "room in shelters for TS: 60; people in the most severe event: 100" } },
    { name = "of two severe events with room for neither the larger is named",
      plan = { scenarios = { { hazard = "TS", severity = "severe", evacuees = 100 },
                             { hazard = "TC", severity = "severe", evacuees = 120 } },
               community = { places = {} } },
      expect = { credit = 0, reason = "room in shelters: 0; people in the most severe event: 120" } },
    { name = "one place that does not say its room may be the one that is enough",
      plan = { scenarios = { { severity = "severe", evacuees = 10 } },
               community = { places = { { kind = "school", capacity = 1 }, { kind = "religious" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no severe scenario", plan = { scenarios = {}, community = { places = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no scenarios", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = {},
      expect = { outcome = "not_assessed", reason = "community.places is not in the plan" } },
  },
}
