-- A share of schools that no number of them makes: 37 % of 3 schools.
return {
  id = "check/share_of_few", version = 1,
  title = "Shares of schools are possible",
  source = "Our own [drafted]: of three schools none, one, two or all have something",
  needs = { "community" },
  -- rounded: so many percentage points may be lost in rounding
  args = { rounded = 1 },
  use = { "lib/facilities" },
  score = function(plan, answer, args)
    if answer == nil or type(answer.value) ~= "number" then return not_assessed("no share is given") end
    local c, listed = plan.community, { school = 0, preschool = 0 }
    for _, f in ipairs(c.facilities or {}) do
      if facilities.schools[f.kind or ""] then listed[f.kind] = listed[f.kind] + 1 end
    end
    -- the share may be one of schools, or of schools and pre-schools, as counted or as listed
    local least
    local function fits(count)
      if count == nil or count == 0 then return false end
      least = least or count
      -- to the nearest whole number: 0.5 is half of one
      local nearest = math.floor(answer.value * count / 100 + 0.5) -- mutant ok: half way neither neighbour fits, or both do
      return math.abs(answer.value - nearest * 100 / count) <= args.rounded
    end
    local schools, preschools = c.schools or listed.school, c.preschools or listed.preschool
    local possible = fits(schools)
    for _, count in ipairs({ schools + preschools, listed.school, listed.school + listed.preschool }) do
      possible = fits(count) or possible
    end
    if least == nil then return not_assessed("how many schools there are is not told") end
    if possible then return credit(1, "so many schools can be") end
    return credit(0, "{share} is no share of so few schools: {count}",
                  { share = percent(answer.value / 100), count = least })
  end,
  tests = {
    { name = "37 % of 3", answer = 37, plan = { community = { schools = 3 } },
      expect = { credit = 0, reason = "37 % is no share of so few schools: 3" } },
    { name = "shares of 3", cases = {
      { name = "33", answer = 33, plan = { community = { schools = 3 } }, expect = { credit = 1 } },
      { name = "34", answer = 34, plan = { community = { schools = 3 } }, expect = { credit = 1 } },
      { name = "35", answer = 35, plan = { community = { schools = 3 } }, expect = { credit = 0 } },
      { name = "51 of 2", answer = 51, plan = { community = { schools = 2 } }, expect = { credit = 1 } },
      { name = "66.7", answer = 66.7, plan = { community = { schools = 3 } }, expect = { credit = 1 } },
      { name = "none", answer = 0, plan = { community = { schools = 3 } }, expect = { credit = 1 } },
      { name = "all", answer = 100, plan = { community = { schools = 3 } }, expect = { credit = 1 } } } },
    { name = "50 % is a share of 3 schools and 1 pre-school", answer = 50,
      plan = { community = { schools = 3, preschools = 1 } }, expect = { credit = 1 } },
    { name = "as listed", answer = 50, plan = { community = { facilities = { { kind = "school" }, { kind = "school" },
      { kind = "preschool" }, { kind = "clinic" }, {} } } }, expect = { credit = 1 } },
    { name = "neither of the schools nor of all that are listed", answer = 40,
      plan = { community = { facilities = { { kind = "school" }, { kind = "school" }, { kind = "preschool" } } } },
      expect = { credit = 0, reason = "40 % is no share of so few schools: 2" } },
    { name = "of many schools any share can be", answer = 37, plan = { community = { schools = 60 } },
      expect = { credit = 1 } },
    { name = "nobody counted", answer = 37, plan = { community = {} }, expect = { outcome = "not_assessed" } },
    { name = "no answer", plan = { community = { schools = 3 } }, expect = { outcome = "not_assessed" } },
    { name = "no community", answer = 37, plan = {}, expect = { outcome = "not_assessed" } },
  },
}
