-- Share of schools in which several safety measures are in place and work.
return {
  id = "education/measures", version = 1,
  title = "Safety measures that work",
  source = "INEE indicator 2.4: adequate at 2 or 3 of 3; the share as a credit is ours [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      if f.measures == nil then return nil end
      return f.measures >= 2
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("how far safety measures go is missing for {untold}",
        { untold = facilities.some(found.untold) })
    end
    return credit(found.with / found.count, "schools with safety measures that work: {with} of {count}",
      facilities.numbers(found))
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { community = { facilities = { { id = "F1", kind = "school", measures = 2 },
        { id = "F2", kind = "clinic" } } } },
      expect = { credit = 1, reason = "schools with safety measures that work: 1 of 1" } },
    { name = "three is more than two",
      plan = { community = { facilities = { { id = "F1", kind = "school", measures = 3 },
        { id = "F2", kind = "school", measures = 0 } } } },
      expect = { credit = 0.5 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "school", measures = 1 } } } },
      expect = { credit = 0, reason = "schools with safety measures that work: 0 of 1" } },
    { name = "one does not say",
      plan = { community = { facilities = { { id = "F1", kind = "school", measures = 2 },
        { id = "F2", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "how far safety measures go is missing for F2" } },
    { name = "none is listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "no school is listed among the facilities" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
