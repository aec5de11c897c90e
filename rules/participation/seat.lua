-- Whether children hold a seat on the disaster body, by a written rule.
return {
  id = "participation/seat", version = 2,
  title = "A written place for children",
  source = "Nepal's Child Friendly Local Governance, child clubs in planning; a seat with a rule as the proof is ours [drafted]",
  needs = { "plan.bodies" },
  use = { "lib/bodies" },
  score = function(plan)
    local everywhere, open, elsewhere = 0, 0, nil
    for _, b in ipairs(plan.bodies) do
      if b.children == nil then open = open + 1 end -- mutant ok: only whether there is one is asked
      everywhere = everywhere + (b.children or 0) -- mutant ok: only whether there is one is asked, and blanks are open
      if (b.children or 0) > 0 then elsewhere = elsewhere or bodies.name(b) end
    end
    if open == 0 and everywhere == 0 then return credit(0, "children hold no seat in any body") end
    local candidates = bodies.disaster(plan.bodies)
    if candidates == nil then
      return not_assessed("which of the {count} bodies deals with disasters is not told: give it a seat for disaster management",
                          { count = #plan.bodies })
    end
    local seats, untold, names = 0, {}, {}
    for _, b in ipairs(candidates) do
      if (b.children or 0) > 0 and b.mandate ~= nil then
        return credit(1, "children hold a seat in {body}, by a written rule", { body = bodies.name(b) })
      end
      seats = seats + (b.children or 0) -- mutant ok: with a blank the sum is not looked at
      if b.children == nil then table.insert(untold, bodies.name(b)) end
      table.insert(names, bodies.name(b))
    end
    if #untold > 0 then
      return not_assessed("how many seats children hold is not told for {bodies}", { bodies = table.concat(untold, ", ") })
    end
    local body = table.concat(names, ", ")
    if seats > 0 then
      return not_assessed("children hold {seats} seats in {body}, but the rule that gives them is not named",
                          { seats = seats, body = body })
    end
    if elsewhere == nil then return credit(0, "children hold no seat in {body}, which deals with disasters", { body = body }) end
    return credit(0, "children hold seats in {other}, but none in {body}, which deals with disasters",
                  { other = elsewhere, body = body })
  end,
  tests = {
    { name = "a seat by rule; another body that says nothing takes nothing away",
      plan = { bodies = { { name = "Ward committee", children = 2, mandate = "by-law 4", seats = { "disaster_management" } }, {} } },
      expect = { credit = 1, reason = "children hold a seat in Ward committee, by a written rule" } },
    { name = "the only body is the disaster body",
      plan = { bodies = { { name = "Ward committee", children = 2, mandate = "by-law 4" } } },
      expect = { credit = 1 } },
    { name = "a seat in a body that has nothing to do with disasters",
      plan = { bodies = { { name = "Ward committee", children = 0, seats = { "disaster_management" } },
                          { name = "Child council", children = 13, mandate = "directive", seats = { "children" } } } },
      expect = { credit = 0,
        reason = "children hold seats in Child council, but none in Ward committee, which deals with disasters" } },
    { name = "no seat there, and the other body does not say",
      plan = { bodies = { { name = "Ward committee", children = 0, seats = { "disaster_management" } }, {} } },
      expect = { credit = 0, reason = "children hold no seat in Ward committee, which deals with disasters" } },
    { name = "which of two is the disaster body?",
      plan = { bodies = { { children = 0 }, { children = 13, mandate = "directive" } } },
      expect = { outcome = "not_assessed",
        reason = "which of the 2 bodies deals with disasters is not told: give it a seat for disaster management" } },
    { name = "no seat anywhere, whichever the disaster body is: a real zero", plan = { bodies = { { children = 0 }, { children = 0 } } },
      expect = { credit = 0, reason = "children hold no seat in any body" } },
    { name = "no seat: a real zero", plan = { bodies = { { children = 0, mandate = "by-law 4" } } },
      expect = { credit = 0, reason = "children hold no seat in any body" } },
    { name = "no body: a real zero", plan = { bodies = {} }, expect = { credit = 0 } },
    { name = "a seat without its rule", plan = { bodies = { { name = "Ward committee", children = 2 } } },
      expect = { outcome = "not_assessed",
        reason = "children hold 2 seats in Ward committee, but the rule that gives them is not named" } },
    { name = "seats of children are not counted", plan = { bodies = { { id = "C1", mandate = "by-law 4" } } },
      expect = { outcome = "not_assessed", reason = "how many seats children hold is not told for C1" } },
    { name = "no list of bodies", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
