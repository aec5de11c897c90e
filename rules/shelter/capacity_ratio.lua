-- Room in shelters over the people who must leave home in the most severe event, in the places to which people can go
-- when it comes. Of several severe events the one whose people find the least room counts, whatever its hazard.

-- Room in the places to which people can go when a hazard comes, and the names of those that do not say how many they
-- take.
local function room_for(list, hazard)
  local room, without = 0, {}
  for i, p in ipairs(list) do
    if not places.open[p.kind] and p.safe ~= false and (hazard == nil or places.serves(p, hazard)) then
      if p.capacity == nil then
        table.insert(without, p.id or tostring(i))
      else
        room = room + p.capacity
      end
    end
  end
  return room, without
end

-- Hazards of the register, among those that surely drive people from home, that may drive out more than the severe
-- scenarios tell: none has a scenario, and the register does not hold all of them for as mild as one that has. Where the
-- only scenarios are of hazards in which people stay, all others that may drive them out are open.
local function open_hazards(plan, args)
  local hazards, worst, driven, open = plan.community.hazards or {}, nil, false, {}
  for _, s in ipairs(plan.scenarios) do
    local stay = s.hazard ~= nil and register.is_one_of(s.hazard, args.staying)
    if s.severity == "severe" and s.evacuees ~= nil and not stay then
      driven = true
      if s.hazard == nil or register.is_one_of(s.hazard, args.driving) then return open end
      for _, h in ipairs(register.relevant(hazards, { s.hazard })) do
        if s.evacuees > 0 and h.severity ~= nil then worst = math.max(worst or 0, h.severity) end -- mutant ok: none is rated below 1
      end
    end
  end
  for _, h in ipairs(hazards) do
    local drives = register.is_one_of(h.type, args.driving) or not driven and register.is_one_of(h.type, args.perhaps)
    if drives and (worst == nil or h.severity == nil or h.severity > worst) then table.insert(open, h.type) end
  end
  return open
end

-- The names of the places where people could stay, where all of them are called unsafe; else nil.
local function all_unsafe(list)
  local names = {}
  for i, p in ipairs(list) do
    if not places.open[p.kind] and p.capacity ~= 0 then
      if p.safe ~= false then return nil end
      table.insert(names, p.id or tostring(i))
    end
  end
  return #names > 0 and table.concat(names, ", ") or nil
end

return {
  id = "shelter/capacity_ratio", version = 4,
  title = "Places for the most severe event",
  source = "UNDRR Scorecard P9.5, ability to shelter; the cut-offs, and which event is the most severe, are ours [drafted]",
  needs = { "community.places" },
  -- driving: where one of these is in the register and no scenario tells of any, it may drive out more people than a
  -- hazard that has one, unless the register rates it as no worse
  -- perhaps: may drive people out as well; staying: people seek cool or clean rooms for hours, and their number says nothing of
  -- those whom another hazard drives out
  args = {
    ratios = { 1, 0.75, 0.5 }, driving = { "FL", "TC", "TS", "SS", "VO" },
    perhaps = { "EQ", "LS", "WF" }, staying = { "HW", "AP" },
  },
  use = { "lib/ladder", "lib/places", "lib/register" },
  score = function(plan, answer, args)
    local unsafe = all_unsafe(plan.community.places)
    if plan.scenarios == nil and unsafe == nil then
      return not_assessed("{fact} is not in the plan", { fact = "plan.scenarios" })
    end
    local scenarios = plan.scenarios or {}
    local people, milder, untold = places.worst(scenarios, "evacuees")
    if milder ~= nil and milder > people then
      return not_assessed("the most severe event drives {people} from home, a milder one {milder}: correct the scenarios",
                          { people = people, milder = milder })
    end
    local least, told, numbers, unclear, milder_zero = nil, "", nil, {}, nil
    for _, s in ipairs(scenarios) do
      local room, without = room_for(plan.community.places, s.hazard)
      local ratio = (s.evacuees or 0) > 0 and room / s.evacuees
      local found = { room = room, people = s.evacuees, short = math.max((s.evacuees or 0) - room, 0) }
      if ratio and #without > 0 and ratio < 1 then
        if s.severity == "severe" then unclear = without end
      elseif ratio and s.severity ~= "severe" then
        if ladder.at_least(ratio, args.ratios) == 0 and (milder_zero == nil or s.evacuees > milder_zero.people) then
          milder_zero = found
        end
      elseif ratio and (least == nil or ratio < least or ratio == least and s.evacuees > numbers.people) then
        least, numbers = ratio, found
        told = "room in shelters: {room}; people in the most severe event: {people}"
        if s.hazard ~= nil then
          numbers.hazard = s.hazard
          told = "room in shelters for {hazard}: {room}; people in the most severe event: {people}"
        end
      end
    end
    local step = least ~= nil and ladder.at_least(least, args.ratios)
    -- where not even the people of a milder event find room, those of the most severe one do not either
    if step ~= 0 and milder_zero ~= nil then
      step, numbers = 0, milder_zero
      told = "room in shelters: {room}; people who must leave home in a milder event already: {people}"
    end
    -- without a safe place there is room for nobody, however many must leave
    if step ~= 0 and unsafe ~= nil and people ~= 0 then
      return level(0, #args.ratios, "none of the places is safe", { unsafe = unsafe })
    end
    -- what is not told can only be worse than nothing
    if step == 0 then
      numbers.unsafe = unsafe
      return level(0, #args.ratios, told, numbers)
    end
    if #unclear > 0 then
      return not_assessed("how many people they can take is missing for {places}",
                          { places = table.concat(unclear, ", ") })
    end
    if #untold == 0 then untold = open_hazards(plan, args) end
    if #untold > 0 then
      return not_assessed("no severe scenario of {hazards} says how many people must leave home",
                          { hazards = table.concat(untold, ", ") })
    end
    if people == nil then return not_assessed("no severe scenario says how many people must leave home") end
    if people == 0 then return not_applicable("nobody must leave home in the most severe event") end
    return level(step, #args.ratios, told, numbers)
  end,
  tests = {
    { name = "enough for all",
      plan = { scenarios = { { hazard = "FL", severity = "severe", evacuees = 800 } },
               community = { places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1, reason = "room in shelters for FL: 800; people in the most severe event: 800" } },
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
    { name = "a flash flood is a flood; the people of a worse earthquake need room as well",
      plan = { scenarios = { { hazard = "FF", severity = "severe", evacuees = 800 },
                             { hazard = "EQ", severity = "severe", evacuees = 900 } },
               community = { hazards = { { type = "FL" }, { type = "EQ" } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 2 / 3, reason = "room in shelters for EQ: 800; people in the most severe event: 900" } },
    { name = "too little room in an earthquake is too little, whatever the flood does",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 9000 } },
               community = { hazards = { { type = "FL" }, { type = "EQ" } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 0, reason = "room in shelters for EQ: 800; people in the most severe event: 9000" } },
    { name = "the register rates the flood as no worse than the earthquake",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 1000 } },
               community = { hazards = { { type = "FL", severity = 4 }, { type = "EQ", severity = 4 } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 2 / 3 } },
    { name = "the register rates the flood as worse",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 1000 } },
               community = { hazards = { { type = "FL", severity = 5 }, { type = "EQ", severity = 4 } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "a drought that drives nobody out says nothing of a milder flood",
      plan = { scenarios = { { hazard = "DR", severity = "severe", evacuees = 0 } },
               community = { hazards = { { type = "FL", severity = 2 }, { type = "DR", severity = 5 } },
                             places = { { kind = "school", capacity = 800 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "the most severe event is told before a milder one",
      plan = { scenarios = { { hazard = "FR", severity = "probable", evacuees = 50 },
                             { hazard = "TC", severity = "severe", evacuees = 1000 } },
               community = { places = { { kind = "shelter", capacity = 90, hazards = { "TC" } } } } },
      expect = { credit = 0, reason = "room in shelters for TC: 90; people in the most severe event: 1000" } },
    { name = "room in the most severe event, and none in a milder one of another hazard",
      plan = { scenarios = { { hazard = "FR", severity = "probable", evacuees = 50 },
                             { hazard = "TC", severity = "severe", evacuees = 80 } },
               community = { places = { { kind = "shelter", capacity = 90, hazards = { "TC" } } } } },
      expect = { credit = 0,
        reason = "room in shelters: 0; people who must leave home in a milder event already: 50" } },
    { name = "of two milder events without room the larger is told",
      plan = { scenarios = { { hazard = "FR", severity = "probable", evacuees = 50 },
                             { hazard = "CFL", severity = "moderate", evacuees = 60 }, { severity = "probable", evacuees = 9 } },
               community = { places = {} } },
      expect = { credit = 0,
        reason = "room in shelters: 0; people who must leave home in a milder event already: 60" } },
    { name = "a place for the milder event need not say its room",
      plan = { scenarios = { { hazard = "TC", severity = "severe", evacuees = 80 },
                             { hazard = "FR", severity = "probable", evacuees = 50 } },
               community = { places = { { kind = "shelter", capacity = 90, hazards = { "TC" } },
                                        { kind = "gym", hazards = { "FR" } } } } },
      expect = { credit = 1 } },
    { name = "no safe place, and a milder event that drives people out: a real zero",
      plan = { scenarios = { { hazard = "DR", severity = "severe", evacuees = 0 },
                             { hazard = "CFL", severity = "probable", evacuees = 90 } },
               community = { hazards = { { type = "CFL" } }, places = { { capacity = 500, safe = false } } } },
      expect = { credit = 0,
        reason = "room in shelters: 0; people who must leave home in a milder event already: 90", params = { unsafe = "1" } } },
    { name = "where only the earth shakes, the earthquake counts",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 1600 } },
               community = { hazards = { { type = "EQ" } }, places = { { kind = "school", capacity = 800 } } } },
      expect = { credit = 1 / 3 } },
    { name = "a heatwave in which some seek cool rooms says nothing of flood and earthquake",
      plan = { scenarios = { { hazard = "HW", severity = "severe", evacuees = 300 } },
               community = { hazards = { { type = "HW", severity = 4 }, { type = "FF", severity = 2 }, { type = "EQ", severity = 4 } },
                             places = { { capacity = 700 } } } },
      expect = { outcome = "not_assessed", reason = "no severe scenario of FF, EQ says how many people must leave home" } },
    { name = "bad air beside an earthquake: the earthquake counts",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 700 }, { hazard = "AP", severity = "severe", evacuees = 30 } },
               community = { hazards = { { type = "AP", severity = 5 }, { type = "EQ", severity = 4 }, { type = "LS" } },
                             places = { { capacity = 700 } } } },
      expect = { credit = 1, reason = "room in shelters for EQ: 700; people in the most severe event: 700" } },
    { name = "a heatwave rated as the worst hides no flood that is rated above the earthquake",
      plan = { scenarios = { { hazard = "EQ", severity = "severe", evacuees = 700 }, { hazard = "HW", severity = "severe", evacuees = 30 } },
               community = { hazards = { { type = "HW", severity = 5 }, { type = "EQ", severity = 3 }, { type = "FL", severity = 4 } },
                             places = { { capacity = 700 } } } },
      expect = { outcome = "not_assessed", reason = "no severe scenario of FL says how many people must leave home" } },
    { name = "too few cool rooms are too few",
      plan = { scenarios = { { hazard = "HW", severity = "severe", evacuees = 300 } },
               community = { hazards = { { type = "HW" }, { type = "FF" } }, places = { { capacity = 100 } } } },
      expect = { credit = 0, reason = "room in shelters for HW: 100; people in the most severe event: 300" } },
    { name = "no place is safe: room for nobody, though no scenario is listed",
      plan = { community = { places = { { id = "P1", capacity = 120, safe = false }, { capacity = 60, safe = false }, { id = "P3", safe = false },
                                        { kind = "open_space", capacity = 90 }, { kind = "clinic", capacity = 0 } } } },
      expect = { credit = 0, reason = "none of the places is safe", params = { unsafe = "P1, 2, P3" } } },
    { name = "in haze alone all that may drive people out are open", cases = {
      { name = "landslide", plan = { scenarios = { { hazard = "AP", severity = "severe", evacuees = 3 } },
        community = { hazards = { { type = "AP", severity = 5 }, { type = "LS", severity = 1 } }, places = { { capacity = 9 } } } },
        expect = { outcome = "not_assessed", reason = "no severe scenario of LS says how many people must leave home" } },
      { name = "wildfire", plan = { scenarios = { { hazard = "AP", severity = "severe", evacuees = 3 } },
        community = { hazards = { { type = "WF" }, { type = "DR" } }, places = { { capacity = 9 } } } },
        expect = { outcome = "not_assessed", reason = "no severe scenario of WF says how many people must leave home" } },
      { name = "tsunami beside drought", plan = { scenarios = { { hazard = "DR", severity = "severe", evacuees = 3 } },
        community = { hazards = { { type = "TS" }, { type = "WF" } }, places = { { capacity = 9 } } } },
        expect = { outcome = "not_assessed", reason = "no severe scenario of TS says how many people must leave home" } } } },
    { name = "a place without room or safety says nothing of a hazard", plan = { scenarios = {},
        community = { places = { { id = "P1", capacity = 9, safe = false }, { id = "P2" } } } },
      expect = { outcome = "not_assessed", reason = "no severe scenario says how many people must leave home" } },
    { name = "nor does one that says nothing of people change that",
      plan = { scenarios = {}, community = { places = { { id = "P1", capacity = 120, safe = false } } } },
      expect = { credit = 0, reason = "none of the places is safe", params = { unsafe = "P1" } } },
    { name = "unless nobody must leave",
      plan = { scenarios = { { severity = "severe", evacuees = 0 } }, community = { places = { { id = "P1", capacity = 120, safe = false } } } },
      expect = { outcome = "not_applicable" } },
    { name = "no scenarios, and a place that may be safe",
      plan = { community = { places = { { capacity = 120, safe = false }, { capacity = 60 } } } },
      expect = { outcome = "not_assessed", reason = "plan.scenarios is not in the plan" } },
    { name = "no scenarios, and no place at all", plan = { community = { places = {} } },
      expect = { outcome = "not_assessed", reason = "plan.scenarios is not in the plan" } },
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
      expect = { credit = 0, reason = "room in shelters for TC: 0; people in the most severe event: 120" } },
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
