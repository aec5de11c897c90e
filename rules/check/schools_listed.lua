-- The community counts more schools than it lists: shares of schools then leave some out.
return {
  id = "check/schools_listed", version = 1,
  title = "All schools are listed",
  source = "Our own [drafted]: a share of schools is one of all schools",
  needs = { "community.facilities" },
  score = function(plan)
    local c, listed = plan.community, { school = 0, preschool = 0 }
    for _, f in ipairs(c.facilities) do
      if f.kind == "school" or f.kind == "preschool" then listed[f.kind] = listed[f.kind] + 1 end
    end
    if c.schools ~= nil and listed.school > 0 and c.schools ~= listed.school then
      return credit(0, "schools in the community: {counted}, in the list of facilities: {listed}",
        { counted = c.schools, listed = listed.school })
    end
    if c.preschools ~= nil and listed.preschool > 0 and c.preschools ~= listed.preschool then
      return credit(0, "pre-schools in the community: {counted}, in the list of facilities: {listed}",
        { counted = c.preschools, listed = listed.preschool })
    end
    return credit(1, "as many schools are listed as there are")
  end,
  tests = {
    { name = "one of twelve",
      plan = { community = { schools = 12, facilities = { { kind = "school" }, { kind = "preschool" } } } },
      expect = { credit = 0, reason = "schools in the community: 12, in the list of facilities: 1" } },
    { name = "more pre-schools listed than there are",
      plan = { community = { preschools = 1, facilities = { { kind = "preschool" }, { kind = "preschool" } } } },
      expect = { credit = 0, reason = "pre-schools in the community: 1, in the list of facilities: 2" } },
    { name = "all", plan = { community = { schools = 1, preschools = 1,
      facilities = { { kind = "school" }, { kind = "preschool" } } } }, expect = { credit = 1 } },
    { name = "none is listed: that is told elsewhere",
      plan = { community = { schools = 9, preschools = 2, facilities = {} } }, expect = { credit = 1 } },
    { name = "nobody counted", plan = { community = { facilities = { { kind = "school" } } } },
      expect = { credit = 1 } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "one of two pre-schools", plan = { community = { preschools = 2, facilities = { { kind = "preschool" } } } },
      expect = { credit = 0, reason = "pre-schools in the community: 2, in the list of facilities: 1" } },
  },
}
