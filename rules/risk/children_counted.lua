-- Share of the hazards in the register for which the exposed children are counted.
return {
  id = "risk/children_counted", version = 2,
  title = "Children counted for each hazard",
  source = "UNICEF Children's Climate Risk Report, child exposure; the share as a credit, and cold waves, are ours [drafted]",
  needs = { "community.hazards" },
  args = { hazards = { "FL", "SS", "TC", "TS", "LS", "DR", "HW", "CW", "EQ", "VO", "AP" } },
  use = { "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local list = register.relevant(plan.community.hazards, args.hazards)
    if #list == 0 then return not_applicable("no hazard of the register has a zone in which to count") end
    local known, missing = 0, {}
    for _, h in ipairs(list) do
      if h.children_exposed ~= nil then known = known + 1 else table.insert(missing, h.type) end
    end
    if known == 0 then return not_assessed("no hazard says how many children are exposed") end
    if known == #list then
      return credit(1, "hazards for which children are counted: {known} of {count}", { known = known, count = #list })
    end
    return credit(known / #list, "hazards for which children are counted: {known} of {count}; missing: {missing}",
                  { known = known, count = #list, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "counted for each hazard that has a zone",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 1603 }, { type = "CF" } } } },
      expect = { credit = 1 } },
    { name = "counted for one of two",
      plan = { community = { hazards = { { type = "EQ", children_exposed = 1603 }, { type = "LS" } } } },
      expect = { credit = 0.5, reason = "hazards for which children are counted: 1 of 2; missing: LS" } },
    { name = "a count of zero children is a count",
      plan = { community = { hazards = { { type = "TS", children_exposed = 0 } } } }, expect = { credit = 1 } },
    { name = "a cold wave has a zone, too",
      plan = { community = { hazards = { { type = "CW" }, { type = "EQ", children_exposed = 9 } } } },
      expect = { credit = 0.5, reason = "hazards for which children are counted: 1 of 2; missing: CW" } },
    { name = "no such hazard here", plan = { community = { hazards = { { type = "CF" } } } },
      expect = { outcome = "not_applicable" } },
    { name = "no count anywhere", plan = { community = { hazards = { { type = "LS" } } } },
      expect = { outcome = "not_assessed", reason = "no hazard says how many children are exposed" } },
    { name = "an empty register", plan = { community = { hazards = {} } },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "no register", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
