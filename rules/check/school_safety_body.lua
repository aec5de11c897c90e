-- A body for school safety is claimed, and no body has education and disaster authorities sitting together.
return {
  id = "check/school_safety_body", version = 1,
  title = "Education and disaster authorities sit together",
  source = "GADRRRES policy survey 2024, a standing body of both; held against the list of seats [drafted]",
  needs = { "plan.bodies" },
  score = function(plan, answer)
    if answer == nil or answer.value ~= true then return not_assessed("nothing is claimed") end
    local told = false
    for _, b in ipairs(plan.bodies) do
      local sits = {}
      for _, seat in ipairs(b.seats or {}) do sits[seat] = true end
      told = told or b.seats ~= nil
      if (sits.education or sits.school) and sits.disaster_management then return credit(1, "one body has both") end
    end
    if #plan.bodies > 0 and not told then return not_assessed("no body says who sits on it") end
    return credit(0, "the answer says yes, but no body of the plan seats both schools and disaster services; bodies: {count}",
                  { count = #plan.bodies })
  end,
  tests = {
    { name = "two bodies, and none has both", answer = true,
      plan = { bodies = { { seats = { "education" } }, { seats = { "disaster_management" } } } },
      expect = { credit = 0,
        reason = "the answer says yes, but no body of the plan seats both schools and disaster services; bodies: 2" } },
    { name = "one has both", answer = true, plan = { bodies = { { seats = { "school", "disaster_management" } } } },
      expect = { credit = 1 } },
    { name = "no body at all", answer = true, plan = { bodies = {} }, expect = { credit = 0 } },
    { name = "nobody filled in the seats", answer = true, plan = { bodies = { {} } },
      expect = { outcome = "not_assessed" } },
    { name = "the answer is no", answer = false, plan = { bodies = {} }, expect = { outcome = "not_assessed" } },
    { name = "no list of bodies", answer = true, plan = {}, expect = { outcome = "not_assessed" } },
  },
}
