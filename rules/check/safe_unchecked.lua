-- Schools that are called safe, and nobody is said to have checked the building.
return {
  id = "check/safe_unchecked", version = 1,
  title = "Schools that are called safe were checked",
  source = "UNESCO VISUS, assessment of school buildings; that a claim without a check is doubtful is ours [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f)
      return f.safe ~= true or f.inspected ~= nil
    end)
    if #found.missing == 0 then return credit(1, "what is called safe was checked") end
    return credit(0, "called safe, but no day of a check of the building is told: {missing}", { missing = facilities.some(found.missing) })
  end,
  tests = {
    { name = "one of them", plan = { community = { facilities = { { id = "F1", kind = "school", safe = true },
      { id = "F2", kind = "school", safe = true, inspected = "2025-09-12" }, { id = "F3", kind = "clinic", safe = true } } } },
      expect = { credit = 0, reason = "called safe, but no day of a check of the building is told: F1" } },
    { name = "not called safe", plan = { community = { facilities = { { kind = "school", safe = false }, { kind = "preschool" } } } },
      expect = { credit = 1 } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
