-- Share of schools whose hazard and safety data stand in the official registry.
return {
  id = "education/registry", version = 1,
  title = "School risk data in the registry",
  source = "Comprehensive School Safety Framework, foundation [unverified]; the share as a credit is ours [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      return f.registry
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("whether the registry has its safety data is missing for {untold}",
        { untold = facilities.some(found.untold) })
    end
    return credit(found.with / found.count, "schools whose safety data are in the registry: {with} of {count}",
      facilities.numbers(found))
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { community = { facilities = { { id = "F1", kind = "school", registry = true },
        { id = "F2", kind = "clinic" } } } },
      expect = { credit = 1, reason = "schools whose safety data are in the registry: 1 of 1" } },
    { name = "half of them",
      plan = { community = { facilities = { { id = "F1", kind = "school", registry = true },
        { id = "F2", kind = "school", registry = false } } } },
      expect = { credit = 0.5 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "school", registry = false } } } },
      expect = { credit = 0, reason = "schools whose safety data are in the registry: 0 of 1" } },
    { name = "one does not say",
      plan = { community = { facilities = { { id = "F1", kind = "school", registry = true },
        { id = "F2", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "whether the registry has its safety data is missing for F2" } },
    { name = "none is listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "no school is listed among the facilities" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
