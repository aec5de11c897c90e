-- A criterion for displaced, migrant and stateless children is claimed not to apply, and the population counts such people.
return {
  id = "check/people_on_the_move", version = 2,
  title = "Displaced, migrant and stateless people are counted",
  source = "Children's Charter for DRR 2011, point 5; held against the population [drafted]",
  needs = { "community.population" },
  args = { criterion = "EQU-05" },
  score = function(plan, _, args)
    local p, least, most = plan.community.population, 0, 0 -- mutant ok: no count is below 0
    local claim = plan.answers and plan.answers[args.criterion]
    if type(claim) ~= "table" or claim.state ~= "not_applicable" then return not_assessed("it is not claimed away") end
    -- one person may be in several of the groups; displaced children are among the displaced
    local displaced = math.max(p.displaced or 0, p.children_displaced or 0)
    for _, count in ipairs({ displaced, p.migrants or 0, p.stateless or 0 }) do
      least, most = math.max(least, count), most + count
    end
    if most == 0 then return credit(1, "no such people are counted") end
    if least == most then
      return credit(0, "claimed not to apply, but {count} displaced, migrant or stateless people are counted", { count = most })
    end
    return credit(0, "claimed not to apply, but from {least} to {most} displaced, migrant or stateless people are counted",
      { least = least, most = most })
  end,
  tests = {
    { name = "340 displaced people", plan = { answers = { ["EQU-05"] = { state = "not_applicable",
      reason = "none here" } }, community = { population = { displaced = 340 } } },
      expect = { credit = 0,
        reason = "claimed not to apply, but 340 displaced, migrant or stateless people are counted" } },
    { name = "none", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
      community = { population = { displaced = 0 } } }, expect = { credit = 1 } },
    { name = "it is answered", plan = { answers = { ["EQU-05"] = 2 },
      community = { population = { displaced = 340 } } }, expect = { outcome = "not_assessed" } },
    { name = "nothing is answered", plan = { community = { population = { displaced = 340 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no population", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "migrants may be the stateless, or others", plan = { answers = { ["EQU-05"] = { state = "not_applicable",
      reason = "none here" } }, community = { population = { displaced = 5, children_displaced = 3, migrants = 3900, stateless = 1100 } } },
      expect = { credit = 0,
        reason = "claimed not to apply, but from 3900 to 5005 displaced, migrant or stateless people are counted" } },
    { name = "each group counts", cases = {
      { name = "migrants", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
        community = { population = { displaced = 0, migrants = 7 } } },
        expect = { credit = 0, reason = "claimed not to apply, but 7 displaced, migrant or stateless people are counted" } },
      { name = "stateless", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
        community = { population = { displaced = 0, stateless = 7 } } },
        expect = { credit = 0, reason = "claimed not to apply, but 7 displaced, migrant or stateless people are counted" } },
      { name = "children_displaced", plan = { answers = { ["EQU-05"] = { state = "not_applicable", reason = "none here" } },
        community = { population = { displaced = 0, children_displaced = 7 } } },
        expect = { credit = 0, reason = "claimed not to apply, but 7 displaced, migrant or stateless people are counted" } },
    } },
  },
}
