-- Share of the hazards that can be warned of for which a tested warning reaches the schools.
return {
  id = "education/warnings_reach_schools", version = 3,
  title = "Warnings that reach schools",
  source = "School Preparedness Index, warning reaches the school; freshness of the test, landslides, haze and cold waves are ours [drafted]",
  needs = { "plan.warnings", "community.hazards", "assessment.date" },
  args = { hazards = { "FL", "TC", "TS", "VO", "WF", "HW", "CW", "LS", "AP" }, months = 12 },
  use = { "lib/dates", "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local relevant = register.relevant(plan.community.hazards, args.hazards)
    if #relevant == 0 then return not_applicable("no hazard of the register can be warned of") end
    local working = {}
    local function reaches_schools(w)
      for _, place in ipairs(w.reaches) do
        if place == "schools" then return true end
      end
      return false
    end
    for _, w in ipairs(plan.warnings) do
      if w.reaches ~= nil and reaches_schools(w) and w.hazard ~= nil and
         dates.within(w.tested, plan.assessment.date, args.months) then
        table.insert(working, w.hazard)
      end
    end
    local covered, missing = 0, {}
    for _, h in ipairs(relevant) do
      if register.is_one_of(h.type, working) then covered = covered + 1 else table.insert(missing, h.type) end
    end
    local numbers = { covered = covered, relevant = #relevant, missing = table.concat(missing, ", ") }
    if covered == #relevant then
      return credit(1, "a tested warning reaches schools for {covered} of {relevant} hazards", numbers)
    end
    -- One of which is not told whom it reaches, for which hazard or when it was tested may be one that works, unless it is
    -- said that there is nothing to it yet.
    local unclear = {}
    for i, w in ipairs(plan.warnings) do
      if w.level ~= 0 and (w.reaches == nil or reaches_schools(w)) and
         (w.hazard == nil or register.is_one_of(w.hazard, missing)) and
         (w.tested == nil or dates.within(w.tested, plan.assessment.date, args.months)) then
        table.insert(unclear, w.id or tostring(i))
      end
    end
    if #unclear > 0 then
      return not_assessed("whom it reaches, its hazard or the date of its test is missing for the warnings {warnings}",
                          { warnings = table.concat(unclear, ", ") })
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
      expect = { outcome = "not_assessed",
                 reason = "whom it reaches, its hazard or the date of its test is missing for the warnings 1" } },
    { name = "one of two warnings does not say whom it reaches",
      plan = { warnings = { { id = "W1", hazard = "FL", reaches = { "schools" }, tested = "2026-05-02" },
                            { id = "W2", hazard = "TC", tested = "2026-05-02" } },
               community = { hazards = { { type = "FL" }, { type = "TC" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "one that was tested long ago does not work, whomever it reaches",
      plan = { warnings = { { hazard = "FL", tested = "2024-05-02" } }, community = { hazards = { { type = "FL" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "one of level 0 does not work, whomever it reaches",
      plan = { warnings = { { id = "W1", hazard = "FL", level = 0 } }, community = { hazards = { { type = "FL" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "a tested warning reaches schools for 0 of 1 hazards; missing: FL" } },
    { name = "one of level 0.25 may",
      plan = { warnings = { { id = "W1", hazard = "FL", level = 0.25 } }, community = { hazards = { { type = "FL" } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no warnings: a real zero",
      plan = { warnings = {}, community = { hazards = { { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "a tested warning reaches schools for 0 of 1 hazards; missing: FL" } },
    { name = "an empty register",
      plan = { warnings = {}, community = { hazards = {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "a cold wave can be warned of",
      plan = { warnings = { { hazard = "CW", reaches = { "schools" }, tested = "2026-05-02" } },
               community = { hazards = { { type = "CW" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "a tested warning reaches schools for 1 of 1 hazards" } },
    { name = "a landslide and haze can be warned of",
      plan = { warnings = {}, community = { hazards = { { type = "LS" }, { type = "AP" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "a tested warning reaches schools for 0 of 2 hazards; missing: LS, AP" } },
    { name = "only earthquakes here",
      plan = { warnings = {}, community = { hazards = { { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_applicable" } },
    { name = "no list of warnings",
      plan = { community = { hazards = { { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no register of hazards", plan = { warnings = {} },
      expect = { outcome = "not_assessed", reason = "community.hazards is not in the plan" } },
    { name = "no day of the assessment", plan = { warnings = {}, community = { hazards = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
