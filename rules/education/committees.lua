-- Share of schools with a safety committee of students and parents.
return {
  id = "education/committees", version = 1,
  title = "Schools with a safety committee",
  source = "Comprehensive School Safety Framework, pillar 2; the cut-offs are ours [drafted]",
  needs = { "community.facilities" },
  args = { shares = { 0.8, 0.5, 0.2 } },
  use = { "lib/facilities", "lib/ladder" },
  score = function(plan, _, args)
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.committee end)
    if found.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #found.untold > 0 then
      return not_assessed("schools that do not say whether they have a committee: {untold} of {schools}",
                          { untold = #found.untold, schools = found.count })
    end
    return level(ladder.at_least(found.with / found.count, args.shares), #args.shares,
                 "schools with a safety committee: {with} of {count}", facilities.numbers(found))
  end,
  tests = {
    { name = "all schools; a clinic does not count",
      plan = { community = { facilities = { { kind = "school", committee = true }, { kind = "clinic" } } } },
      expect = { credit = 1, reason = "schools with a safety committee: 1 of 1" } },
    { name = "half of the schools: level 2 of 3",
      plan = { community = { facilities = { { kind = "school", committee = true },
                                            { kind = "school", committee = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { kind = "school", committee = false } } } }, expect = { credit = 0 } },
    { name = "one school does not say",
      plan = { community = { facilities = { { kind = "school", committee = true }, { kind = "school" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no school listed", plan = { community = { facilities = { { kind = "clinic" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
