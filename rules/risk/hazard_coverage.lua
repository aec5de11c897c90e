-- Share of the hazards in the register whose likelihood is known.
return {
  id = "risk/hazard_coverage", version = 1,
  title = "Hazards with a likelihood",
  source = "UNDRR Scorecard P2.1 and Hazard Information Profiles 2025; the share as a credit is ours [drafted]",
  needs = { "community.hazards" },
  score = function(plan)
    local known, missing = 0, {}
    for _, h in ipairs(plan.community.hazards) do
      if h.likelihood ~= nil then known = known + 1 else table.insert(missing, h.type) end
    end
    local count = #plan.community.hazards
    if count == 0 then return not_assessed("the hazard register is empty") end
    if known == 0 then return not_assessed("no hazard in the register has a likelihood") end
    if known == count then
      return credit(1, "hazards with a likelihood: {known} of {count}", { known = known, count = count })
    end
    return credit(known / count, "hazards with a likelihood: {known} of {count}; missing: {missing}",
                  { known = known, count = count, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "all hazards have a likelihood",
      plan = { community = { hazards = { { type = "EQ", likelihood = 4 }, { type = "LS", likelihood = 2 } } } },
      expect = { credit = 1, reason = "hazards with a likelihood: 2 of 2" } },
    { name = "one of two",
      plan = { community = { hazards = { { type = "EQ", likelihood = 4 }, { type = "LS" } } } },
      expect = { credit = 0.5, reason = "hazards with a likelihood: 1 of 2; missing: LS" } },
    { name = "no likelihood anywhere is an absent fact, no zero",
      plan = { community = { hazards = { { type = "LS" } } } }, expect = { outcome = "not_assessed" } },
    { name = "an empty register", plan = { community = { hazards = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no register", plan = { community = {} }, expect = { outcome = "not_assessed" } },
  },
}
