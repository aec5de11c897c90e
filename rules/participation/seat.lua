-- Whether children hold a seat in a body that a written rule sets up.
return {
  id = "participation/seat", version = 1,
  title = "A written place for children",
  source = "Nepal's Child Friendly Local Governance, child clubs in planning; a seat with a rule as the proof is ours [drafted]",
  needs = { "plan.bodies" },
  score = function(plan)
    local seats, untold, ruled = 0, 0, nil
    for i, b in ipairs(plan.bodies) do
      seats = seats + (b.children or 0)
      if b.children == nil then untold = untold + 1 end
      if (b.children or 0) > 0 and b.mandate ~= nil then ruled = ruled or b.name or b.id or tostring(i) end
    end
    if ruled ~= nil then return credit(1, "children hold a seat in {body}, by a written rule", { body = ruled }) end
    if untold > 0 then
      return not_assessed("bodies that do not say how many seats children hold: {untold}", { untold = untold })
    end
    if seats == 0 then return credit(0, "children hold no seat in any body") end
    return not_assessed("children hold {seats} seats, but the rule that gives them is not named", { seats = seats })
  end,
  tests = {
    { name = "a seat by rule; a second body that says nothing takes nothing away",
      plan = { bodies = { { name = "Ward committee", children = 2, mandate = "by-law 4" }, {} } },
      expect = { credit = 1, reason = "children hold a seat in Ward committee, by a written rule" } },
    { name = "no seat: a real zero", plan = { bodies = { { children = 0, mandate = "by-law 4" } } },
      expect = { credit = 0, reason = "children hold no seat in any body" } },
    { name = "no body: a real zero", plan = { bodies = {} }, expect = { credit = 0 } },
    { name = "a seat without its rule", plan = { bodies = { { children = 2 } } },
      expect = { outcome = "not_assessed",
        reason = "children hold 2 seats, but the rule that gives them is not named" } },
    { name = "seats of children are not counted", plan = { bodies = { { mandate = "by-law 4" } } },
      expect = { outcome = "not_assessed", reason = "bodies that do not say how many seats children hold: 1" } },
    { name = "no list of bodies", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
