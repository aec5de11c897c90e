-- Does the warning of one hazard come early enough for a child of five to walk to the farthest safe place?
return {
  id = "warning/time_to_walk", version = 1,
  title = "Time to walk to safety",
  source = "Walking time of a child of five held against the lead time; our own [drafted]",
  needs = { "plan.warnings", "community.places" },
  args = { hazard = "FF" },
  use = { "lib/list", "lib/places" },
  score = function(plan, _, args)
    local lead, walk, untold, there, every = nil, 0, {}, false, true -- mutant ok: no walk takes less than 0 minutes
    for _, w in ipairs(plan.warnings) do
      if hazard_matches(w.hazard or "", args.hazard) then
        every = every and w.lead_minutes ~= nil
        lead = math.min(lead or w.lead_minutes or math.huge, w.lead_minutes or math.huge) -- be ready for the shortest
      end
    end
    for i, p in ipairs(plan.community.places) do
      if places.serves(p, args.hazard) then
        there = true
        if p.walk_minutes == nil then
          table.insert(untold, list.name(p, i))
        else
          walk = math.max(walk, p.walk_minutes)
        end
      end
    end
    local title = hazard_title(args.hazard)
    if not there then return credit(0, "no place is safe when this comes: {hazard}", { hazard = title }) end
    if lead == nil then return credit(0, "no warning of this is listed: {hazard}", { hazard = title }) end
    if lead == math.huge then return not_assessed("how early the warning comes is not told: {hazard}", { hazard = title }) end
    if walk > lead then -- whatever the others are
      return credit(0, "the warning comes {lead} minutes before, the walk takes {walk}", { lead = lead, walk = walk })
    end
    if not every then return not_assessed("one warning does not say how early it comes: {hazard}", { hazard = title }) end
    if #untold > 0 then
      return not_assessed("minutes on foot are missing for {places}", { places = table.concat(untold, ", ") })
    end
    return credit(1, "the warning comes {lead} minutes before, the walk takes {walk}", { lead = lead, walk = walk })
  end,
  tests = {
    { name = "exactly in time", plan = { warnings = { { hazard = "FF", lead_minutes = 20 } },
      community = { places = { { id = "P1", walk_minutes = 20 } } } },
      expect = { credit = 1, reason = "the warning comes 20 minutes before, the walk takes 20" } },
    { name = "a minute too late, whatever the other place is", plan = { warnings = { { hazard = "FF", lead_minutes = 19 } },
      community = { places = { { id = "P1", walk_minutes = 20 }, { id = "P2" } } } }, expect = { credit = 0 } },
    { name = "a warning of floods is one of flash floods; the shortest counts",
      plan = { warnings = { { hazard = "FL", lead_minutes = 10 }, { hazard = "FF", lead_minutes = 60 },
        { hazard = "EQ", lead_minutes = 1 }, { lead_minutes = 2 } },
        community = { places = { { walk_minutes = 11 } } } },
      expect = { credit = 0, reason = "the warning comes 10 minutes before, the walk takes 11" } },
    { name = "one place does not say", plan = { warnings = { { hazard = "FF", lead_minutes = 60 } },
      community = { places = { { id = "P1", walk_minutes = 20 }, { id = "P2" }, {} } } },
      expect = { outcome = "not_assessed", reason = "minutes on foot are missing for P2, 3" } },
    { name = "the only place does not say", plan = { warnings = { { hazard = "FF", lead_minutes = 60 } },
      community = { places = { { id = "P2" } } } },
      expect = { outcome = "not_assessed", reason = "minutes on foot are missing for P2" } },
    { name = "people are there already, and the warning comes with the water", plan = { warnings = { { hazard = "FF", lead_minutes = 0 } },
      community = { places = { { walk_minutes = 0 } } } },
      expect = { credit = 1, reason = "the warning comes 0 minutes before, the walk takes 0" } },
    { name = "a place that floods is no place to go to", plan = { warnings = { { hazard = "FF", lead_minutes = 60 } },
      community = { places = { { walk_minutes = 20, at_risk = { "FF" } } } } },
      expect = { credit = 0, reason = "no place is safe when this comes: flash flood" } },
    { name = "nobody knows how early", plan = { warnings = { { hazard = "FF" } },
      community = { places = { { walk_minutes = 20 } } } },
      expect = { outcome = "not_assessed", reason = "how early the warning comes is not told: flash flood" } },
    { name = "one of two does not say how early", plan = { warnings = { { hazard = "FF", lead_minutes = 60 }, { hazard = "FL" } },
      community = { places = { { walk_minutes = 20 } } } },
      expect = { outcome = "not_assessed", reason = "one warning does not say how early it comes: flash flood" } },
    { name = "no warning of it: a real zero", plan = { warnings = { { hazard = "EQ", lead_minutes = 60 } },
      community = { places = { { walk_minutes = 20 } } } },
      expect = { credit = 0, reason = "no warning of this is listed: flash flood" } },
    { name = "no list of warnings", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = { warnings = {} }, expect = { outcome = "not_assessed" } },
  },
}
