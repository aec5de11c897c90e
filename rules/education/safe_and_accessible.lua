-- Share of schools that are safe in the most severe event and that every child can use.
return {
  id = "education/safe_and_accessible", version = 1,
  title = "Safe and accessible schools",
  source = "CPMS indicator 23.2.1, target 100 %; a school stands for its rooms [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      if f.safe == false or f.accessible == false then return false end
      if f.safe == nil or f.accessible == nil then return nil end
      return true
    end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("whether it is safe and accessible is missing for {untold}",
        { untold = facilities.some(found.untold) })
    end
    return credit(found.with / found.count, "schools that are safe and accessible: {with} of {count}",
      facilities.numbers(found))
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = true, accessible = true },
        { id = "F2", kind = "clinic" } } } },
      expect = { credit = 1, reason = "schools that are safe and accessible: 1 of 1" } },
    { name = "half of them",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = true, accessible = true },
        { id = "F2", kind = "school", safe = false } } } },
      expect = { credit = 0.5 } },
    { name = "one no is enough, whatever the other says",
      plan = { community = { facilities = { { id = "F1", kind = "school", accessible = false } } } },
      expect = { credit = 0 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = true, accessible = false } } } },
      expect = { credit = 0, reason = "schools that are safe and accessible: 0 of 1" } },
    { name = "one does not say",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = true, accessible = true },
        { id = "F2", kind = "school", safe = true } } } },
      expect = { outcome = "not_assessed", reason = "whether it is safe and accessible is missing for F2" } },
    { name = "none is listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "no school is listed among the facilities" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
