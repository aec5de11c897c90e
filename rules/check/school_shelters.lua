-- A school shelters nobody for a day, says the local rule, and the plan counts room for people in one.
return {
  id = "check/school_shelters", version = 1,
  title = "A school that shelters nobody is no shelter",
  source = "Our own [drafted]: the rule and the plan's places describe the same rooms",
  needs = { "community.places" },
  use = { "lib/facilities" },
  score = function(plan, answer)
    if answer == nil or answer.value > 0 then return not_assessed("no rule keeps people out of schools") end
    local school, wrong = {}, {}
    for _, f in ipairs(plan.community.facilities or {}) do
      if f.id ~= nil and facilities.schools[f.kind or ""] then school[f.id] = true end
    end
    for i, p in ipairs(plan.community.places) do
      local in_school = facilities.schools[p.kind or ""] or school[p.facility or ""]
      if in_school and (p.capacity or 0) > 0 then table.insert(wrong, p.id or tostring(i)) end
    end
    if #wrong == 0 then return credit(1, "no school is among the shelters") end
    return credit(0, "no school shelters people, not for a day, says the rule; schools with room for people are listed: {places}",
      { places = facilities.some(wrong) })
  end,
  tests = {
    { name = "a school with room", answer = 0,
      plan = { community = { places = { { id = "P2", kind = "school", capacity = 160 }, { id = "P1", kind = "hall", capacity = 90 } } } },
      expect = { credit = 0,
        reason = "no school shelters people, not for a day, says the rule; schools with room for people are listed: P2" } },
    { name = "the hall of a pre-school", answer = 0,
      plan = { community = { facilities = { { id = "F1", kind = "preschool" }, { id = "F2", kind = "clinic" } },
        places = { { kind = "hall", facility = "F1", capacity = 1 }, { kind = "hall", facility = "F2", capacity = 90 } } } },
      expect = { credit = 0,
        reason = "no school shelters people, not for a day, says the rule; schools with room for people are listed: 1" } },
    { name = "a school without room shelters nobody", answer = 0,
      plan = { community = { places = { { kind = "school" }, { kind = "school", capacity = 0 }, {} } } }, expect = { credit = 1 } },
    { name = "a day is allowed", answer = 1, plan = { community = { places = { { kind = "school", capacity = 160 } } } },
      expect = { outcome = "not_assessed", reason = "no rule keeps people out of schools" } },
    { name = "no answer", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", answer = 0, plan = {}, expect = { outcome = "not_assessed" } },
  },
}
