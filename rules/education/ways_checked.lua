-- Share of schools whose way was mapped, checked for hazards and mended.
return {
  id = "education/ways_checked", version = 1,
  title = "Safe way to school",
  source = "Children's Charter for DRR 2011, children on safe bridges; the share as a credit is ours [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      return f.route
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("whether the way to school was checked is missing for {untold}",
        { untold = facilities.some(found.untold) })
    end
    return credit(found.with / found.count, "schools with a checked way: {with} of {count}", facilities.numbers(found))
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { community = { facilities = { { id = "F1", kind = "school", route = true },
        { id = "F2", kind = "clinic" } } } },
      expect = { credit = 1, reason = "schools with a checked way: 1 of 1" } },
    { name = "half of them",
      plan = { community = { facilities = { { id = "F1", kind = "school", route = true },
        { id = "F2", kind = "school", route = false } } } },
      expect = { credit = 0.5 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "school", route = false } } } },
      expect = { credit = 0, reason = "schools with a checked way: 0 of 1" } },
    { name = "one does not say",
      plan = { community = { facilities = { { id = "F1", kind = "school", route = true },
        { id = "F2", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "whether the way to school was checked is missing for F2" } },
    { name = "none is listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "no school is listed among the facilities" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
