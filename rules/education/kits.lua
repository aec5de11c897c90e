-- Share of schools with a first-aid kit and a fire extinguisher at hand.
return {
  id = "education/kits", version = 1,
  title = "Basic kit at school",
  source = "School Preparedness Index, first aid and extinguisher; the share as a credit is ours [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      return f.kit
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("whether a first-aid kit and an extinguisher are there is missing for {untold}",
        { untold = facilities.some(found.untold) })
    end
    return credit(found.with / found.count, "schools with a first-aid kit and an extinguisher: {with} of {count}",
      facilities.numbers(found))
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { community = { facilities = { { id = "F1", kind = "school", kit = true },
        { id = "F2", kind = "clinic" } } } },
      expect = { credit = 1, reason = "schools with a first-aid kit and an extinguisher: 1 of 1" } },
    { name = "half of them",
      plan = { community = { facilities = { { id = "F1", kind = "school", kit = true },
        { id = "F2", kind = "school", kit = false } } } },
      expect = { credit = 0.5 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "school", kit = false } } } },
      expect = { credit = 0, reason = "schools with a first-aid kit and an extinguisher: 0 of 1" } },
    { name = "one does not say",
      plan = { community = { facilities = { { id = "F1", kind = "school", kit = true },
        { id = "F2", kind = "school" } } } },
      expect = { outcome = "not_assessed",
        reason = "whether a first-aid kit and an extinguisher are there is missing for F2" } },
    { name = "none is listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "no school is listed among the facilities" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
