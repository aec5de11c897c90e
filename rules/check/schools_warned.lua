-- A tested warning is said to reach the schools, and schools say that no tested warning reaches them.
return {
  id = "check/schools_warned", version = 1,
  title = "Schools say that the warning reaches them",
  source = "Our own [drafted]: what is told of a warning and what schools tell describe the same thing",
  needs = { "plan.warnings", "community.facilities", "assessment.date" },
  args = { months = 12 },
  use = { "lib/dates", "lib/facilities" },
  score = function(plan, _, args)
    local told = {}
    for i, w in ipairs(plan.warnings) do
      local reaches = false
      for _, place in ipairs(w.reaches or {}) do reaches = reaches or place == "schools" end
      if reaches and dates.within(w.tested, plan.assessment.date, args.months) then
        table.insert(told, w.id or w.hazard or tostring(i))
      end
    end
    local found = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.warning end)
    if #told == 0 or #found.missing == 0 then return credit(1, "warnings and schools agree") end
    return credit(0, "tested warnings that are said to reach schools: {warnings}; schools that say none reaches them are {short} of {count}: {missing}",
      { warnings = facilities.some(told), short = #found.missing, count = found.count, missing = facilities.some(found.missing) })
  end,
  tests = {
    { name = "one of two says that none does",
      plan = { warnings = { { id = "W1", hazard = "FL", reaches = { "households", "schools" }, tested = "2026-05-02" } },
        community = { facilities = { { id = "F1", kind = "school", warning = false }, { id = "F2", kind = "school", warning = true },
          { kind = "clinic", warning = false } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "tested warnings that are said to reach schools: W1; schools that say none reaches them are 1 of 2: F1" } },
    { name = "a warning is named by its hazard, or its number",
      plan = { warnings = { { hazard = "FL", reaches = { "schools" }, tested = "2026-05-02" }, { reaches = { "schools" }, tested = "2026-05-02" } },
        community = { facilities = { { id = "F1", kind = "preschool", warning = false } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "tested warnings that are said to reach schools: FL, 2; schools that say none reaches them are 1 of 1: F1" } },
    { name = "all say that it does, or nothing",
      plan = { warnings = { { reaches = { "schools" }, tested = "2026-05-02" } },
        community = { facilities = { { kind = "school", warning = true }, { kind = "school" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "a year ago to the day",
      plan = { warnings = { { id = "W1", reaches = { "schools" }, tested = "2025-09-12" } },
        community = { facilities = { { id = "F1", kind = "school", warning = false } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "it reaches others, or was not tested in a year: nothing is counted",
      plan = { warnings = { { reaches = { "households" }, tested = "2026-05-02" }, { reaches = { "schools" }, tested = "2025-09-11" },
          { reaches = { "schools" } }, { tested = "2026-05-02" } },
        community = { facilities = { { kind = "school", warning = false } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "no list of warnings", plan = {}, expect = { outcome = "not_assessed", reason = "plan.warnings is not in the plan" } },
    { name = "no list of facilities", plan = { warnings = {} },
      expect = { outcome = "not_assessed", reason = "community.facilities is not in the plan" } },
    { name = "no day of the assessment", plan = { warnings = {}, community = { facilities = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
