-- Share of the hazards that can be warned of for which a tested warning reaches the schools.
return {
  id = "education/warnings_reach_schools", version = 1,
  title = "Warnings that reach schools",
  source = "School Preparedness Index, warning reaches the school; freshness of the test is ours [drafted]",
  needs = { "plan.warnings", "community.hazards", "assessment.date" },
  args = { hazards = { "FL", "TC", "TS", "VO", "WF", "HW" }, months = 12 },
  use = { "lib/dates", "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local relevant = register.relevant(plan.community.hazards, args.hazards)
    if #relevant == 0 then return not_applicable("no hazard of the register can be warned of") end
    local working, unclear, told = {}, 0, 0
    for _, w in ipairs(plan.warnings) do
      local reaches = false
      if w.reaches ~= nil then told = told + 1 end
      for _, place in ipairs(w.reaches or {}) do reaches = reaches or place == "schools" end
      -- A warning to schools of which hazard or test are not told may be a working one: no zero for it.
      if reaches and not (w.hazard and w.tested) then unclear = unclear + 1 end
      if reaches and w.hazard and w.tested and dates.within(w.tested, plan.assessment.date, args.months) then
        table.insert(working, w.hazard)
      end
    end
    if #plan.warnings > 0 and told == 0 then
      return not_assessed("no warning says whom it reaches: fill in reaches")
    end
    local covered, missing = 0, {}
    for _, h in ipairs(relevant) do
      if register.is_one_of(h.type, working) then covered = covered + 1 else table.insert(missing, h.type) end
    end
    local numbers = { covered = covered, relevant = #relevant, missing = table.concat(missing, ", ") }
    if covered == #relevant then
      return credit(1, "a tested warning reaches schools for {covered} of {relevant} hazards", numbers)
    end
    if unclear > 0 then
      return not_assessed("{count} warnings that reach schools name no hazard or no date of a test", { count = unclear })
    end
    return credit(covered / #relevant,
                  "a tested warning reaches schools for {covered} of {relevant} hazards; missing: {missing}", numbers)
  end,
  tests = {
    { name = "tested this year for the only hazard",
      plan = { warnings = { { hazard = "FL", reaches = { "schools" }, tested = "2026-05-02" } },
               community = { hazards = { { type = "FF" }, { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "one of two hazards",
      plan = { warnings = { { hazard = "FL", reaches = { "schools" }, tested = "2026-05-02" } },
               community = { hazards = { { type = "FL" }, { type = "TC" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0.5,
                 reason = "a tested warning reaches schools for 1 of 2 hazards; missing: TC" } },
    { name = "tested too long ago, or for others: a real zero",
      plan = { warnings = { { hazard = "FL", reaches = { "schools" }, tested = "2024-05-02" },
                            { hazard = "FL", reaches = { "households" }, tested = "2026-05-02" } },
               community = { hazards = { { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "a warning to schools without hazard and test is no zero",
      plan = { warnings = { { reaches = { "schools" } } }, community = { hazards = { { type = "FL" } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "nobody wrote down whom a warning reaches",
      plan = { warnings = { { hazard = "FL", tested = "2026-05-02" } }, community = { hazards = { { type = "FL" } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "only earthquakes here",
      plan = { warnings = {}, community = { hazards = { { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_applicable" } },
    { name = "no list of warnings",
      plan = { community = { hazards = { { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
  },
}
