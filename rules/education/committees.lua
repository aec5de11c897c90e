-- Share of schools with a safety committee of students and parents.
return {
  id = "education/committees", version = 1,
  title = "Schools with a safety committee",
  source = "Comprehensive School Safety Framework, pillar 2; the cut-offs are ours [drafted]",
  needs = { "community.facilities" },
  args = { shares = { 0.8, 0.5, 0.2 } },
  use = { "lib/ladder" },
  score = function(plan, answer, args)
    local schools, with, untold = 0, 0, 0
    for _, f in ipairs(plan.community.facilities) do
      if f.kind == "school" or f.kind == "preschool" then
        schools = schools + 1
        if f.committee == nil then untold = untold + 1 elseif f.committee then with = with + 1 end
      end
    end
    if schools == 0 then return not_assessed("no school is listed among the facilities") end
    if untold > 0 then
      return not_assessed("schools that do not say whether they have a committee: {untold} of {schools}",
                          { untold = untold, schools = schools })
    end
    return level(ladder.at_least(with / schools, args.shares), #args.shares,
                 "schools with a safety committee: {with} of {schools}", { with = with, schools = schools })
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
