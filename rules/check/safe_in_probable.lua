-- A school is called safe in the most probable event, is at risk of its hazard, and would fail in the most severe one. Where
-- a severe event is of a hazard that it is at risk of, all can be true; where none is, one of the three is doubtful.
return {
  id = "check/safe_in_probable", version = 1,
  title = "Schools at risk of the most probable event",
  source = "Our own [drafted]: what is told of a school and of the events describes the same danger",
  needs = { "community.facilities", "plan.scenarios" },
  use = { "lib/facilities", "lib/register" },
  score = function(plan)
    local severe, probable = {}, {}
    for _, s in ipairs(plan.scenarios) do
      if s.severity == "severe" and s.hazard ~= nil then table.insert(severe, s.hazard) end
    end
    for _, s in ipairs(plan.scenarios) do
      if s.severity == "probable" and s.hazard ~= nil then table.insert(probable, s.hazard) end
    end
    local hazards, seen = {}, {}
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      local fits, explained = true, f.safe ~= false or f.safe_probable ~= true
      for _, hazard in ipairs(f.at_risk or {}) do explained = explained or register.is_one_of(hazard, severe) end
      for _, hazard in ipairs(f.at_risk or {}) do
        if not explained and register.is_one_of(hazard, probable) then
          if not seen[hazard] then table.insert(hazards, hazard) end
          seen[hazard], fits = true, false
        end
      end
      return fits
    end)
    if #found.missing == 0 then return credit(1, "what is told of schools fits the events") end
    return credit(0, "called safe in the most probable event, but at risk of its hazard ({hazards}) and unsafe: {missing}",
      { hazards = table.concat(hazards, ", "), missing = facilities.some(found.missing) })
  end,
  tests = {
    { name = "a fire is the most probable event, and two schools are at risk of it",
      plan = { scenarios = { { hazard = "FR", severity = "probable" }, { hazard = "TC", severity = "severe" } },
        community = { facilities = { { id = "F1", kind = "school", safe = false, safe_probable = true, at_risk = { "LS", "FR" } },
          { id = "F2", kind = "school", safe = false, safe_probable = true, at_risk = { "FR" } },
          { id = "F3", kind = "clinic", safe = false, safe_probable = true, at_risk = { "FR" } } } } },
      expect = { credit = 0,
        reason = "called safe in the most probable event, but at risk of its hazard (FR) and unsafe: F1, F2" } },
    { name = "the same hazard has a severe event, too",
      plan = { scenarios = { { hazard = "FL", severity = "probable" }, { hazard = "FF", severity = "severe" } },
        community = { facilities = { { kind = "school", safe = false, safe_probable = true, at_risk = { "FL" } } } } },
      expect = { credit = 1 } },
    { name = "it would fail in a severe event of another hazard",
      plan = { scenarios = { { hazard = "FR", severity = "probable" }, { hazard = "TC", severity = "severe" } },
        community = { facilities = { { kind = "school", safe = false, safe_probable = true, at_risk = { "TC", "FR" } } } } },
      expect = { credit = 1 } },
    { name = "nothing is at odds", cases = {
      { name = "at risk of others", plan = { scenarios = { { hazard = "FR", severity = "probable" } },
        community = { facilities = { { kind = "school", safe = false, safe_probable = true, at_risk = { "TC" } } } } }, expect = { credit = 1 } },
      { name = "safe in both", plan = { scenarios = { { hazard = "FR", severity = "probable" } },
        community = { facilities = { { kind = "school", safe = true, safe_probable = true, at_risk = { "FR" } } } } }, expect = { credit = 1 } },
      { name = "safe in neither", plan = { scenarios = { { hazard = "FR", severity = "probable" } },
        community = { facilities = { { kind = "school", safe = false, safe_probable = false, at_risk = { "FR" } } } } }, expect = { credit = 1 } },
      { name = "an event of middle size", plan = { scenarios = { { hazard = "FR", severity = "moderate" }, { severity = "probable" }, { severity = "severe" } },
        community = { facilities = { { kind = "school", safe = false, safe_probable = true, at_risk = { "FR" } } } } }, expect = { credit = 1 } },
      { name = "no hazard is told", plan = { scenarios = { { hazard = "FR", severity = "probable" } },
        community = { facilities = { { kind = "school", safe = false, safe_probable = true } } } }, expect = { credit = 1 } } } },
    { name = "no list of facilities", plan = { scenarios = {} }, expect = { outcome = "not_assessed", reason = "community.facilities is not in the plan" } },
    { name = "no list of scenarios", plan = { community = { facilities = {} } },
      expect = { outcome = "not_assessed", reason = "plan.scenarios is not in the plan" } },
  },
}
