-- School drills of the last twelve months: how many, for which hazards, with whom. The highest level takes a drill for
-- every hazard: many drills for one of them leave children without practice in the others. Where schools say how many
-- drills they held, those that held none hold the level down: one school's practice is not that of the others.

-- The highest level that the schools allow by the drills that they held: 3 where each held one, 2 where more than `most`
-- of them did, else 1; the names of those that held none; and of those that do not say it, where that decides whether
-- `step` is reached. Where no school says it, nothing is held against the list of drills.
local function limit_of(list, most, step)
  local found = facilities.share(list, facilities.schools, function(f)
    if f.drills == nil then return nil end
    return f.drills > 0
  end)
  local function allowed(with)
    if with == found.count then return 3 end
    return with / found.count > most and 2 or 1
  end
  if #found.untold == found.count then return 3, {}, {} end
  local least, best = allowed(found.with), allowed(found.with + #found.untold)
  if least < step and best > least then return best, {}, found.untold end
  return least, found.missing, {}
end

return {
  id = "education/school_drills", version = 4,
  title = "Drills at school",
  source = "UNDRR Scorecard P9.7, yearly suite of drills; the cut-offs, the share of schools, landslides and fires are ours [drafted]",
  needs = { "plan.drills", "community.hazards", "assessment.date" },
  args = { hazards = { "EQ", "FL", "TS", "TC", "WF", "VO", "LS", "FR" }, months = 12, most = 0.5 },
  use = { "lib/dates", "lib/facilities", "lib/register" },
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
    local step = together and 3 or 2
    -- drills for hazards that the register leaves out are practice, but not for what is expected here
    if covered < #relevant then step = math.min(drills, covered == 0 and 1 or 2) end
    local limit, without, silent = limit_of(plan.community.facilities or {}, args.most, step)
    if #silent > 0 then
      return not_assessed("how many drills they held is missing for the schools {untold}", { untold = facilities.some(silent) })
    end
    if step > limit then
      numbers.without = facilities.some(without)
      return level(limit, 3,
        "school drills in {months} months: {drills}, for {covered} of {relevant} hazards; schools that held none: {without}", numbers)
    end
    if covered < #relevant then
      return level(step, 3,
        "school drills in {months} months: {drills}, for {covered} of {relevant} hazards; not for {missing}", numbers)
    end
    if not together then
      numbers.alone = drills
      if #without > 0 then numbers.without = facilities.some(without) end
      return level(2, 3,
        "school drills in {months} months: {drills}, for {covered} of {relevant} hazards, none of them with learners with disabilities",
        numbers)
    end
    return level(3, 3, "school drills in {months} months: {drills}, for {covered} of {relevant} hazards", numbers)
  end,
  tests = {
    { name = "the only school held none, whatever is listed",
      plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school" } },
        community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 0 } } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "school drills in 12 months: 1, for 1 of 1 hazards; schools that held none: F1" } },
    { name = "schools that held none", cases = {
      { name = "one of two held one, which is not most: level 1",
        plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school", with_disabled = true } },
          community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 1 },
            { id = "F2", kind = "school", drills = 0 }, { id = "F3", kind = "clinic" } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3, params = { without = "F2" },
          reason = "school drills in 12 months: 1, for 1 of 1 hazards; schools that held none: F2" } },
      { name = "two of three: level 2",
        plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school", with_disabled = true } },
          community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 1 },
            { id = "F2", kind = "school", drills = 0 }, { id = "F3", kind = "preschool", drills = 2 } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 2 / 3, reason = "school drills in 12 months: 1, for 1 of 1 hazards; schools that held none: F2" } },
      { name = "all of them",
        plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school", with_disabled = true } },
          community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 1 } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1, reason = "school drills in 12 months: 1, for 1 of 1 hazards" } },
      { name = "another lack holds it down further",
        plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school" } },
          community = { hazards = { { type = "FL" }, { type = "EQ" } }, facilities = { { id = "F1", kind = "school", drills = 1 },
            { id = "F2", kind = "school", drills = 0 } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3, reason = "school drills in 12 months: 1, for 1 of 2 hazards; not for EQ" } },
      { name = "one does not say it, and it matters",
        plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school", with_disabled = true } },
          community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 1 },
            { id = "F2", kind = "school" } } }, assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed", reason = "how many drills they held is missing for the schools F2" } },
      { name = "one does not say it, and nothing hangs on it", cases = {
        { name = "a level that is reached anyway",
          plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school" } },
            community = { hazards = { { type = "FL" }, { type = "EQ" } }, facilities = { { id = "F1", kind = "school", drills = 1 },
              { id = "F2", kind = "school" } } }, assessment = { date = "2026-09-12" } },
          expect = { credit = 1 / 3 } },
        { name = "a level that is not reached anyway",
          plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school" } },
            community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 0 },
              { id = "F2", kind = "school" } } }, assessment = { date = "2026-09-12" } },
          expect = { credit = 1 / 3, reason = "school drills in 12 months: 1, for 1 of 1 hazards; schools that held none: F1" } } } },
      { name = "no school says it: the list of drills alone counts",
        plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school", with_disabled = true } },
          community = { hazards = { { type = "FL" } }, facilities = { { kind = "school" }, { kind = "school" } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 } } } },
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
    { name = "landslides and fires call for a drill", cases = {
      { name = "a fire", plan = { drills = { { date = "2026-04-25", hazard = "FR", site = "school", with_disabled = true } },
        community = { hazards = { { type = "FR" }, { type = "LS" } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3, reason = "school drills in 12 months: 1, for 1 of 2 hazards; not for LS" } },
      { name = "a landslide", plan = { drills = { { date = "2026-04-25", hazard = "LS", site = "school", with_disabled = true } },
        community = { hazards = { { type = "FR" }, { type = "LS" } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3, reason = "school drills in 12 months: 1, for 1 of 2 hazards; not for FR" } } } },
    { name = "without learners with disabilities, and at one of three schools not at all",
      plan = { drills = { { date = "2026-04-25", hazard = "FL", site = "school" } },
        community = { hazards = { { type = "FL" } }, facilities = { { id = "F1", kind = "school", drills = 1 },
          { id = "F2", kind = "school", drills = 0 }, { id = "F3", kind = "preschool", drills = 2 } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, params = { without = "F2", alone = 1 } } },
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
