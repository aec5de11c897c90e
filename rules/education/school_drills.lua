-- School drills of the last twelve months: how many, for which hazards, with whom. The highest level takes a drill for
-- every hazard: many drills for one of them leave children without practice in the others.
return {
  id = "education/school_drills", version = 3,
  title = "Drills at school",
  source = "UNDRR Scorecard P9.7, yearly suite of drills; the cut-offs are ours [drafted]",
  needs = { "plan.drills", "community.hazards", "assessment.date" },
  args = { hazards = { "EQ", "FL", "TS", "TC", "WF", "VO" }, months = 12 },
  use = { "lib/dates", "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local relevant = register.relevant(plan.community.hazards, args.hazards)
    if #relevant == 0 then return not_applicable("no hazard of the register calls for a school drill") end
    local drills, together, practised, seen, unclear = 0, false, {}, {}, 0
    local named, unnamed = {}, {} -- days with a drill whose hazard is told, and is not
    for _, d in ipairs(plan.drills) do
      local at_school = d.site == "school" or d.site == "preschool"
      if d.site == nil or at_school and d.date == nil then unclear = unclear + 1 end
      if at_school and dates.within(d.date, plan.assessment.date, args.months) then
        -- the same drill at several schools on one day is one drill
        if d.hazard == nil then
          unnamed[d.date] = true
        else
          local key = d.date .. " " .. d.hazard
          if not seen[key] then drills = drills + 1 end
          seen[key], named[d.date] = true, true
          table.insert(practised, d.hazard)
        end
        together = together or d.with_disabled == true
      end
    end
    -- one whose hazard is not told may be the one that is
    for day in pairs(unnamed) do
      if not named[day] then drills = drills + 1 end
    end
    if drills == 0 and unclear > 0 then
      return not_assessed("drills without a date or a site: {count}", { count = unclear })
    end
    local covered, missing = 0, {}
    for _, h in ipairs(relevant) do
      if register.is_one_of(h.type, practised) then covered = covered + 1 else table.insert(missing, h.type) end
    end
    local numbers = { drills = drills, covered = covered, relevant = #relevant, months = args.months, missing = missing }
    if covered < #relevant then
      -- drills for hazards that the register leaves out are practice, but not for what is expected here
      return level(math.min(drills, covered == 0 and 1 or 2), 3,
        "school drills in {months} months: {drills}, for {covered} of {relevant} hazards; not for {missing}", numbers)
    end
    if not together then
      return level(2, 3,
        "school drills in {months} months: {drills}, for {covered} of {relevant} hazards, none of them with learners with disabilities",
        numbers)
    end
    return level(3, 3, "school drills in {months} months: {drills}, for {covered} of {relevant} hazards", numbers)
  end,
  tests = {
    { name = "a drill for every hazard, with learners with disabilities",
      plan = { drills = { { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true } },
               community = { hazards = { { type = "EQ" }, { type = "DR" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "school drills in 12 months: 1, for 1 of 1 hazards" } },
    { name = "the same without them is capped at level 2",
      plan = { drills = { { date = "2026-04-25", hazard = "EQ", site = "school" } },
               community = { hazards = { { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3,
        reason = "school drills in 12 months: 1, for 1 of 1 hazards, none of them with learners with disabilities" } },
    { name = "a flood drill serves a flash flood, but not an earthquake",
      plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school", with_disabled = true } },
               community = { hazards = { { type = "EQ" }, { type = "FF" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "school drills in 12 months: 1, for 1 of 2 hazards; not for EQ" } },
    { name = "old drills and drills elsewhere: a real zero",
      plan = { drills = { { date = "2025-01-25", hazard = "EQ", site = "school" },
                          { date = "2026-04-25", hazard = "EQ", site = "community" } },
               community = { hazards = { { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "a drill without a date is no zero",
      plan = { drills = { { hazard = "EQ", site = "school" } }, community = { hazards = { { type = "EQ" } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "drills without a date or a site: 1" } },
    { name = "a drill without a site may have been at school",
      plan = { drills = { { date = "2026-04-25", hazard = "EQ" } }, community = { hazards = { { type = "EQ" } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "a drill elsewhere without a date is none at school",
      plan = { drills = { { hazard = "EQ", site = "community" } }, community = { hazards = { { type = "EQ" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "four schools on one day: one drill",
      plan = { drills = { { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true },
                          { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true },
                          { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true },
                          { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true } },
               community = { hazards = { { type = "EQ" }, { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "two schools on one day, of which one does not name the hazard: one drill",
      plan = { drills = { { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true },
                          { date = "2026-04-25", site = "school", with_disabled = true } },
               community = { hazards = { { type = "EQ" }, { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "a drill that names no hazard, on a day of its own",
      plan = { drills = { { date = "2026-04-25", hazard = "EQ", site = "school", with_disabled = true },
                          { date = "2026-05-25", site = "school" } },
               community = { hazards = { { type = "EQ" }, { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3 } },
    { name = "two drills for hazards of another place: level 1",
      plan = { drills = { { date = "2026-04-25", hazard = "TS", site = "school", with_disabled = true },
                          { date = "2026-05-25", hazard = "FR", site = "school" } },
               community = { hazards = { { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "school drills in 12 months: 2, for 0 of 1 hazards; not for FL" } },
    { name = "four drills in a year, none of them for the flood: level 2",
      plan = { drills = { { date = "2026-01-25", hazard = "EQ", site = "school", with_disabled = true },
                          { date = "2026-03-25", hazard = "EQ", site = "school" },
                          { date = "2026-05-25", hazard = "EQ", site = "preschool" },
                          { date = "2026-07-25", hazard = "EQ", site = "school" } },
               community = { hazards = { { type = "EQ" }, { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "school drills in 12 months: 4, for 1 of 2 hazards; not for FL" } },
    { name = "an empty register",
      plan = { drills = {}, community = { hazards = {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "drought alone needs no drill",
      plan = { drills = {}, community = { hazards = { { type = "DR" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_applicable" } },
    { name = "no list of drills",
      plan = { community = { hazards = { { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no register of hazards", plan = { drills = {} },
      expect = { outcome = "not_assessed", reason = "community.hazards is not in the plan" } },
    { name = "no day of the assessment", plan = { drills = {}, community = { hazards = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
