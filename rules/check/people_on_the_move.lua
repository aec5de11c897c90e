-- A criterion for displaced, migrant and stateless children is claimed not to apply, and the population counts such people.
return {
  id = "check/people_on_the_move", version = 1,
  title = "Displaced, migrant and stateless people are counted",
  source = "Children's Charter for DRR 2011, point 5; held against the population [drafted]",
  needs = { "community.population" },
  args = { criterion = "EQU-05" },
  score = function(plan, _, args)
    local p, count = plan.community.population, 0 -- mutant ok: no count is below 0
    local claim = plan.answers and plan.answers[args.criterion]
    if type(claim) ~= "table" or claim.state ~= "not_applicable" then return not_assessed("it is not claimed away") end
    for _, group in ipairs({ "displaced", "migrants", "stateless", "children_displaced" }) do count = math.max(count,
      p[group] or 0) end
    if count == 0 then return credit(1, "no such people are counted") end
    return credit(0, "claimed not to apply, but up to {count} displaced, migrant or stateless people are counted",
      { count = count })
  end,
  tests = {
    { name = "340 displaced people", plan = { answers = { ["EQU-05"] = { state = "not_applicable",
      reason = "none here" } }, community = { population = { displaced = 340 } } },
      expect = { credit = 0,
        reason = "claimed not to apply, but up to 340 displaced, migrant or stateless people are counted" } },
    { name = "none", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
      community = { population = { displaced = 0 } } }, expect = { credit = 1 } },
    { name = "it is answered", plan = { answers = { ["EQU-05"] = 2 },
      community = { population = { displaced = 340 } } }, expect = { outcome = "not_assessed" } },
    { name = "nothing is answered", plan = { community = { population = { displaced = 340 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no population", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "each group counts", cases = {
      { name = "migrants", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
        community = { population = { displaced = 0, migrants = 7 } } },
        expect = { credit = 0, reason = "claimed not to apply, but up to 7 displaced, migrant or stateless people are counted" } },
      { name = "stateless", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
        community = { population = { displaced = 0, stateless = 7 } } },
        expect = { credit = 0, reason = "claimed not to apply, but up to 7 displaced, migrant or stateless people are counted" } },
      { name = "children_displaced", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
        community = { population = { displaced = 0, children_displaced = 7 } } },
        expect = { credit = 0, reason = "claimed not to apply, but up to 7 displaced, migrant or stateless people are counted" } },
    } },
  },
}
