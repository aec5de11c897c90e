-- Learning goes on, it says, and schools say that they have no plan for it: one of them is too many where the plan is
-- said to be applied, and all of them where it is in part.
return {
  id = "check/continuity", version = 1,
  title = "Schools have the plan that is claimed",
  source = "GADRRRES policy survey 2024, plans that exist and are not applied; held against the list of schools [drafted]",
  needs = { "community.facilities" },
  args = { in_part = 2 },
  use = { "lib/facilities" },
  score = function(plan, answer, args)
    if answer == nil or answer.value < args.in_part then return not_assessed("nothing is claimed") end
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.continuity end)
    if #found.missing == 0 or answer.value == args.in_part and #found.missing < found.count then
      return credit(1, "what schools say fits the answer")
    end
    return credit(0, "the answer is level {level}, but schools without a plan to keep learning going are {short} of {count}: {missing}",
                  { level = answer.value, short = #found.missing, count = found.count,
                    missing = facilities.some(found.missing) })
  end,
  tests = {
    { name = "one of two has none", answer = 3, plan = { community = { facilities = { { id = "F1", kind = "school",
      continuity = false }, { kind = "school", continuity = true } } } },
      expect = { credit = 0,
        reason = "the answer is level 3, but schools without a plan to keep learning going are 1 of 2: F1" } },
    { name = "applied in part: one of two has one, or does not say", cases = {
      { name = "has one", answer = 2, plan = { community = { facilities = { { kind = "school", continuity = false },
        { kind = "school", continuity = true } } } }, expect = { credit = 1 } },
      { name = "does not say", answer = 2, plan = { community = { facilities = { { kind = "school", continuity = false },
        { kind = "school" } } } }, expect = { credit = 1 } } } },
    { name = "applied in part, and no school has one",
      answer = 2, plan = { community = { facilities = { { id = "F1", kind = "school", continuity = false } } } },
      expect = { credit = 0 } },
    { name = "on paper only: nothing is claimed", answer = 1,
      plan = { community = { facilities = { { kind = "school", continuity = false } } } },
      expect = { outcome = "not_assessed" } },
    { name = "all have one, or do not say", answer = 3,
      plan = { community = { facilities = { { kind = "school", continuity = true }, { kind = "school" } } } },
      expect = { credit = 1 } },
    { name = "no answer", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", answer = 3, plan = {}, expect = { outcome = "not_assessed" } },
  },
}
