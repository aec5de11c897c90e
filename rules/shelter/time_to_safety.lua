-- The longest walk of a small child to safety, over the warning time, for the sudden hazard that leaves the least. The
-- walk to a place is that from the farthest home that belongs to it, so the longest one counts, of the places to which
-- people can go when that hazard comes. Where a scenario lets the hazard arrive sooner than the warning does, the
-- scenario counts. A hazard that may come slowly, such as a river flood, is sudden here where a scenario lets it arrive
-- soon: a dyke breaks.

-- Minutes that the warnings of a hazard leave, nil where one does not tell; and whether any of them works: a level of 0
-- is no warning. People go at the first warning that they get.
local function warned(warnings, hazard)
  local lead, works = nil, false
  for _, w in ipairs(warnings) do
    if w.hazard == nil or hazard_matches(w.hazard, hazard) then
      works = works or w.level ~= 0 or w.lead_minutes ~= nil
      if w.hazard ~= nil and w.lead_minutes ~= nil then lead = math.max(lead or w.lead_minutes, w.lead_minutes) end
    end
  end
  return lead, works
end

-- Minutes until a hazard arrives, by the scenario that leaves the fewest; nil where none says so.
local function arrives(scenarios, hazard)
  local onset
  for _, s in ipairs(scenarios or {}) do
    if s.hazard ~= nil and s.onset_minutes ~= nil and hazard_matches(s.hazard, hazard) then
      onset = math.min(onset or s.onset_minutes, s.onset_minutes)
    end
  end
  return onset
end

return {
  id = "shelter/time_to_safety", version = 4,
  title = "Walk to safety within the warning time",
  source = "Own rule: walk over warning time at most 0.5, 0.8, 1; other hazards where a scenario has them there within two hours [drafted]",
  needs = { "community.hazards" },
  -- slow: hazards that are sudden only where a scenario has them there within `soon` minutes; waves: those before which
  -- the ground may shake, so that people can go without a warning
  args = { hazards = { "TS", "FF", "LS", "SS", "GL", "RF", "CFL", "WF", "VO" }, slow = { "RF", "CFL", "WF", "VO" },
    ratios = { 0.5, 0.8, 1 }, soon = 120, waves = { "TS" } },
  use = { "lib/ladder", "lib/places", "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local sudden, fast = {}, {}
    for _, code in ipairs(args.hazards) do
      if not register.is_one_of(code, args.slow) then table.insert(fast, code) end
    end
    for _, h in ipairs(register.relevant(plan.community.hazards, args.hazards)) do
      local onset = arrives(plan.scenarios, h.type)
      if register.is_one_of(h.type, fast) or onset ~= nil and onset <= args.soon then table.insert(sudden, h) end
    end
    if #sudden == 0 then return not_applicable("no hazard of the register comes that fast") end
    -- asked for here, since who has no sudden hazard need not list them
    if plan.community.places == nil then return not_assessed("{fact} is not in the plan", { fact = "community.places" }) end
    if plan.warnings == nil then return not_assessed("{fact} is not in the plan", { fact = "plan.warnings" }) end
    local list, unsafe = {}, 0
    for i, p in ipairs(plan.community.places) do
      -- high ground without a roof saves from a wave; a place that is not safe saves nobody
      local shelter = p.capacity ~= nil and p.capacity > 0 or p.kind == "open_space"
      if shelter and p.safe == false then
        unsafe = unsafe + 1
      elseif shelter then
        table.insert(list, { place = p, name = p.id or tostring(i) })
      end
    end
    if #list == 0 and unsafe > 0 then return level(0, #args.ratios, "none of the places is safe") end
    if #list == 0 then return not_assessed("no place for people is listed") end
    local walks, nowhere, asked, without = {}, {}, {}, {}
    for k, h in ipairs(sudden) do
      for n, e in ipairs(list) do
        if places.serves(e.place, h.type) then
          asked[n] = true
          walks[k] = math.max(walks[k] or 0, e.place.walk_minutes or 0)
        end
      end
      if walks[k] == nil then table.insert(nowhere, h.type) end
    end
    if #nowhere > 0 then
      return level(0, #args.ratios, "no safe place to go is listed for {nowhere}", { nowhere = nowhere })
    end
    for n, e in ipairs(list) do
      if asked[n] and e.place.walk_minutes == nil then table.insert(without, e.name) end
    end
    if #without > 0 then
      return not_assessed("the walk is missing for {places}", { places = table.concat(without, ", ") })
    end
    local worst, numbers, open = -1, nil, nil
    for k, h in ipairs(sudden) do
      local lead, works = warned(plan.warnings, h.type)
      local onset = arrives(plan.scenarios, h.type)
      -- a warning that does not tell its minutes leaves no more than the scenario does
      local most = works and math.min(lead or math.huge, onset or math.huge) or 0
      if works and lead == nil then open = open or h.type end
      local ratio = most == 0 and math.huge or walks[k] / most
      if ratio > worst then
        worst, numbers = ratio, { walk = walks[k], lead = most, hazard = h.type }
        numbers.says = "minutes of the longest walk: {walk}; minutes that a warning of {hazard} leaves: {lead}"
        if not works then
          numbers.unwarned = true
          numbers.says = "no warning of {hazard} works, so nobody is told to go in time; minutes of the longest walk: {walk}"
        elseif lead == nil or most < lead then
          numbers.says = "minutes of the longest walk: {walk}; minutes until {hazard} is there by the scenario: {lead}"
        elseif most == 0 then
          numbers.says = "a warning of {hazard} leaves no time"
        end
      end
    end
    local step = ladder.at_most(worst, args.ratios)
    -- what is not told can only make it worse
    if open ~= nil and step > 0 then
      return not_assessed("no warning for {hazard} says how many minutes it leaves", { hazard = open })
    end
    local wave = register.is_one_of(numbers.hazard, args.waves) and numbers.hazard or nil
    if numbers.unwarned then
      return level(0, #args.ratios, numbers.says,
                   { walk = numbers.walk, hazard = numbers.hazard, unwarned = numbers.hazard, wave = wave })
    end
    return level(step, #args.ratios, numbers.says,
                 { walk = numbers.walk, lead = numbers.lead, hazard = numbers.hazard, wave = wave })
  end,
  tests = {
    { name = "the only place serves in no hazard",
      plan = { warnings = { { hazard = "LS", lead_minutes = 30 } }, community = { hazards = { { type = "LS" } },
        places = { { capacity = 80, hazards = {}, walk_minutes = 10 } } } },
      expect = { credit = 0, reason = "no safe place to go is listed for LS" } },
    { name = "no place for one of two hazards: a real zero",
      plan = { warnings = {}, community = { hazards = { { type = "TS" }, { type = "LS" } },
        places = { { id = "P1", capacity = 80, walk_minutes = 10, hazards = { "TS" } } } } },
      expect = { credit = 0, reason = "no safe place to go is listed for LS" } },
    { name = "15 of 45 minutes: level 3 of 3",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 } }, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", capacity = 80, walk_minutes = 15 } } } },
      expect = { credit = 1, reason = "minutes of the longest walk: 15; minutes that a warning of LS leaves: 45" } },
    { name = "the longest walk and the shortest warning count: level 1 of 3",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 }, { hazard = "TS", lead_minutes = 20 } }, community = {
        hazards = { { type = "LS" }, { type = "TS" } },
        places = { { id = "P1", capacity = 80, walk_minutes = 5 }, { id = "P2", capacity = 8, walk_minutes = 20 } } } },
      expect = { credit = 1 / 3 } },
    { name = "too far: a real zero",
      plan = { warnings = { { hazard = "TS", lead_minutes = 10 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 80, walk_minutes = 15 } } } },
      expect = { credit = 0 } },
    { name = "only earthquakes here",
      plan = { warnings = {}, community = { hazards = { { type = "EQ" } }, places = {} } },
      expect = { outcome = "not_applicable" } },
    { name = "no warning time for one hazard",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 }, { hazard = "TS", level = 0.5 } }, community = {
        hazards = { { type = "LS" }, { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 5 } } } },
      expect = { outcome = "not_assessed", reason = "no warning for TS says how many minutes it leaves" } },
    { name = "no warning time for one hazard, and too far in another: a real zero",
      plan = { warnings = { { hazard = "TS", level = 0.5 }, { hazard = "LS", lead_minutes = 4 } }, community = {
        hazards = { { type = "TS" }, { type = "LS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 5 } } } },
      expect = { credit = 0, reason = "minutes of the longest walk: 5; minutes that a warning of LS leaves: 4" } },
    { name = "no warning of a hazard is listed: a real zero",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 } }, community = {
        hazards = { { type = "LS" }, { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 5 } } } },
      expect = { credit = 0, reason = "no warning of TS works, so nobody is told to go in time; minutes of the longest walk: 5" } },
    { name = "a warning of level 0 is none",
      plan = { warnings = { { hazard = "TS", level = 0 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 360 } } } },
      expect = { credit = 0, reason = "no warning of TS works, so nobody is told to go in time; minutes of the longest walk: 360" } },
    { name = "minutes that are told count, whatever the level of the system",
      plan = { warnings = { { hazard = "TS", level = 0, lead_minutes = 40 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 20 } } } },
      expect = { credit = 1, reason = "minutes of the longest walk: 20; minutes that a warning of TS leaves: 40" } },
    { name = "a warning that names no hazard may be the one",
      plan = { warnings = { { lead_minutes = 60 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 5 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "a scenario in which the wave comes sooner than the warning says",
      plan = { warnings = { { hazard = "TS", lead_minutes = 15 } },
               scenarios = { { hazard = "TS", onset_minutes = 10 }, { hazard = "TS", onset_minutes = 30 },
                             { onset_minutes = 1 }, { hazard = "TS" }, { hazard = "LS", onset_minutes = 1 } },
               community = { hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 9 } } } },
      expect = { credit = 1 / 3,
        reason = "minutes of the longest walk: 9; minutes until TS is there by the scenario: 10" } },
    { name = "a scenario in which it comes later takes nothing away",
      plan = { warnings = { { hazard = "TS", lead_minutes = 15 } }, scenarios = { { hazard = "TS", onset_minutes = 80 } },
               community = { hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 7 } } } },
      expect = { credit = 1, reason = "minutes of the longest walk: 7; minutes that a warning of TS leaves: 15" } },
    { name = "the warning does not tell, and the scenario leaves too little: a real zero",
      plan = { warnings = { { hazard = "TS", level = 1 } }, scenarios = { { hazard = "TS", onset_minutes = 10 } },
               community = { hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } },
      expect = { credit = 0,
        reason = "minutes of the longest walk: 13; minutes until TS is there by the scenario: 10" } },
    { name = "a wave that is there at once",
      plan = { warnings = { { hazard = "TS", lead_minutes = 0 } }, scenarios = { { hazard = "TS", onset_minutes = 0 } },
               community = { hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } },
      expect = { credit = 0, reason = "a warning of TS leaves no time" } },
    { name = "the lake of a glacier bursts",
      plan = { warnings = { { hazard = "GL", lead_minutes = 55 } }, community = {
        hazards = { { type = "GL" } }, places = { { id = "P1", capacity = 8, walk_minutes = 34 } } } },
      expect = { credit = 2 / 3, reason = "minutes of the longest walk: 34; minutes that a warning of GL leaves: 55" } },
    { name = "a dyke breaks: a river flood that is there in two hours",
      plan = { warnings = { { hazard = "RF", lead_minutes = 1440 } }, scenarios = { { hazard = "RF", onset_minutes = 120 } },
        community = { hazards = { { type = "RF" } }, places = { { id = "P1", capacity = 8, walk_minutes = 130 } } } },
      expect = { credit = 0, reason = "minutes of the longest walk: 130; minutes until RF is there by the scenario: 120" } },
    { name = "a sea dyke, a wildfire and a volcano may be as fast", cases = {
      { name = "sea dyke", plan = { warnings = {}, scenarios = { { hazard = "CFL", onset_minutes = 20 } },
        community = { hazards = { { type = "CFL" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } }, expect = { credit = 0 } },
      { name = "wildfire", plan = { warnings = {}, scenarios = { { hazard = "WF", onset_minutes = 20 } },
        community = { hazards = { { type = "WF" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } }, expect = { credit = 0 } },
      { name = "volcano", plan = { warnings = {}, scenarios = { { hazard = "VO", onset_minutes = 20 } },
        community = { hazards = { { type = "VO" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } }, expect = { credit = 0 } },
      { name = "nobody walks away from an earthquake", plan = { warnings = {}, scenarios = { { hazard = "EQ", onset_minutes = 0 } },
        community = { hazards = { { type = "EQ" } }, places = {} } }, expect = { outcome = "not_applicable" } } } },
    { name = "a volcano that gives days", plan = { community = { hazards = { { type = "VO" }, { type = "CFL" }, { type = "WF" } } } },
      expect = { outcome = "not_applicable" } },
    { name = "a river that rises for longer",
      plan = { warnings = { { hazard = "RF", lead_minutes = 1440 } }, scenarios = { { hazard = "RF", onset_minutes = 121 } },
        community = { hazards = { { type = "RF" } }, places = { { id = "P1", capacity = 8, walk_minutes = 130 } } } },
      expect = { outcome = "not_applicable", reason = "no hazard of the register comes that fast" } },
    { name = "before a wave people go when the ground shakes, before a landslide they cannot know", cases = {
      { name = "a wave", plan = { warnings = {}, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } },
        expect = { credit = 0, params = { unwarned = "TS", wave = "TS", walk = 13 } } },
      { name = "a wave that is warned of", plan = { warnings = { { hazard = "TS", lead_minutes = 9 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } },
        expect = { credit = 0, params = { wave = "TS", walk = 13, lead = 9 } } },
      { name = "a landslide", plan = { warnings = {}, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", capacity = 8, walk_minutes = 13 } } } },
        expect = { credit = 0, params = { unwarned = "LS", walk = 13 } } } } },
    { name = "no walk for one place",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 } }, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", capacity = 80 }, { id = "P2", kind = "open_space" },
                                                  { id = "P3", capacity = 80, walk_minutes = 5 } } } },
      expect = { outcome = "not_assessed", reason = "the walk is missing for P1, P2" } },
    { name = "no place is safe: a real zero",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 } }, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", capacity = 80, safe = false, walk_minutes = 5 } } } },
      expect = { credit = 0, reason = "none of the places is safe" } },
    { name = "no place with room",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 } }, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "no place for people is listed" } },
    { name = "a warning that leaves no time: a real zero",
      plan = { warnings = { { hazard = "LS", lead_minutes = 0 } }, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", capacity = 80, walk_minutes = 5 } } } },
      expect = { credit = 0, reason = "a warning of LS leaves no time" } },
    { name = "people go at the first warning of a hazard",
      plan = { warnings = { { hazard = "LS", lead_minutes = 45 }, { hazard = "LS", lead_minutes = 5 } }, community = {
        hazards = { { type = "LS" } }, places = { { id = "P1", capacity = 80, walk_minutes = 15 } } } },
      expect = { credit = 1 } },
    { name = "an empty register", plan = { warnings = {}, community = { hazards = {}, places = {} } },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "high ground counts, a place that is not safe does not, nor does a warning without a hazard",
      plan = { warnings = { { hazard = "TS", lead_minutes = 20 }, { lead_minutes = 1 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "H", kind = "open_space", walk_minutes = 8 },
                                                  { id = "S", capacity = 80, safe = false, walk_minutes = 60 } } } },
      expect = { credit = 1 } },
    { name = "a place that is kept for cyclones is no part of the walk from a wave",
      plan = { warnings = { { hazard = "TS", lead_minutes = 40 } }, community = {
        hazards = { { type = "TS" } }, places = { { id = "P1", capacity = 80, walk_minutes = 18, hazards = { "TS", "TC" } },
                                                  { id = "P2", capacity = 80, hazards = { "TC" } } } } },
      expect = { credit = 1, reason = "minutes of the longest walk: 18; minutes that a warning of TS leaves: 40" } },
    { name = "each hazard has its own walk: the one that leaves the least decides",
      plan = { warnings = { { hazard = "TS", lead_minutes = 20 }, { hazard = "LS", lead_minutes = 30 } }, community = {
        hazards = { { type = "TS" }, { type = "LS" } },
        places = { { id = "P1", capacity = 80, walk_minutes = 10, hazards = { "TS" } },
                   { id = "P2", capacity = 80, walk_minutes = 30, hazards = { "LS" } } } } },
      expect = { credit = 1 / 3, reason = "minutes of the longest walk: 30; minutes that a warning of LS leaves: 30" } },
    { name = "of two that leave as little the first is named",
      plan = { warnings = { { hazard = "TS", lead_minutes = 20 }, { hazard = "LS", lead_minutes = 20 } }, community = {
        hazards = { { type = "TS" }, { type = "LS" } }, places = { { id = "P1", capacity = 80, walk_minutes = 10 } } } },
      expect = { credit = 1, reason = "minutes of the longest walk: 10; minutes that a warning of TS leaves: 20" } },
    { name = "one for floods is one for flash floods; one at risk of it is none, unless it is called safe",
      plan = { warnings = { { hazard = "FF", lead_minutes = 60 } }, community = { hazards = { { type = "FF" } },
        places = { { id = "P1", capacity = 80, walk_minutes = 12, hazards = { "FL" } },
                   { id = "P2", capacity = 80, walk_minutes = 90, at_risk = { "FL" } },
                   { id = "P3", capacity = 80, walk_minutes = 30, at_risk = { "FF" }, safe = true } } } },
      expect = { credit = 1, reason = "minutes of the longest walk: 30; minutes that a warning of FF leaves: 60" } },
    { name = "no warnings", plan = { community = { hazards = { { type = "LS" } }, places = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = { warnings = {}, community = { hazards = { { type = "LS" } } } },
      expect = { outcome = "not_assessed", reason = "community.places is not in the plan" } },
    { name = "who has no sudden hazard need not list places and warnings", plan = { community = { hazards = { { type = "DR" } } } },
      expect = { outcome = "not_applicable" } },
    { name = "no register of hazards", plan = { community = { places = {} } },
      expect = { outcome = "not_assessed", reason = "community.hazards is not in the plan" } },
  },
}
