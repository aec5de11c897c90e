-- Share of schools, pre-schools and institutions with a receiver or caller of their own.
return {
  id = "warning/last_mile", version = 1,
  title = "Last mile to places of children",
  source = "Comprehensive School Safety Framework, pillar 2 [unverified]; the share as a credit is ours [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, { school = true, preschool = true, institution = true },
      function(f)
      return f.warning
    end)
    if found.count == 0 then return not_assessed("no place of children is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("whether it gets warnings is missing for {untold}",
        { untold = facilities.some(found.untold) })
    end
    return credit(found.with / found.count, "places of children that get warnings themselves: {with} of {count}",
      facilities.numbers(found))
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { community = { facilities = { { id = "F1", kind = "institution", warning = true },
        { id = "F2", kind = "clinic" } } } },
      expect = { credit = 1, reason = "places of children that get warnings themselves: 1 of 1" } },
    { name = "half of them",
      plan = { community = { facilities = { { id = "F1", kind = "preschool", warning = true },
        { id = "F2", kind = "preschool", warning = false } } } },
      expect = { credit = 0.5 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "institution", warning = false } } } },
      expect = { credit = 0, reason = "places of children that get warnings themselves: 0 of 1" } },
    { name = "one does not say",
      plan = { community = { facilities = { { id = "F1", kind = "institution", warning = true },
        { id = "F2", kind = "institution" } } } },
      expect = { outcome = "not_assessed", reason = "whether it gets warnings is missing for F2" } },
    { name = "none is listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "no place of children is listed among the facilities" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
