-- How children were heard on this plan: not, once, several times and ages, or through a standing channel with a seat
-- on the disaster body and a reply. A plan can only have heard what was said before it was approved, or last revised. A
-- seat on the disaster body is a standing channel: beside it one consultation with several ages is more than one event.
return {
  id = "participation/heard", version = 3,
  title = "Children were heard on this plan",
  source = "Children's Charter for DRR 2011, point 3; the ladder is ours [drafted]",
  needs = { "plan.consultations", "assessment.date" },
  args = { months = 60, ages = 2 },
  use = { "lib/bodies", "lib/children", "lib/dates" },
  score = function(plan, _, args)
    local decided = plan.revised or plan.approved
    if plan.approved ~= nil and plan.approved > decided then decided = plan.approved end -- mutant ok: of the same day either will do
    local by = decided
    if by == nil or by > plan.assessment.date then by = plan.assessment.date end -- mutant ok: as above
    local heard, late, ages, replies = 0, 0, {}, 0
    local undated, seats, untold = 0, 0, { ages = false, replies = 0, seats = plan.bodies == nil }
    for _, c in ipairs(plan.consultations) do
      if c.children ~= 0 then
        if c.date == nil then undated = undated + 1 end
        if dates.within(c.date, by, args.months) then
          if c.replied == false and c.reply ~= nil then
            return not_assessed("the consultation of {date} has a reply and none: correct it", { date = c.date })
          end
          heard = heard + 1
          untold.ages = untold.ages or c.groups == nil
          if c.reply == nil and c.replied ~= false then untold.replies = untold.replies + 1 end
          for _, g in ipairs(c.groups or {}) do ages[g] = true end
          if c.reply ~= nil and c.reply <= plan.assessment.date then replies = replies + 1 end
        elseif c.date ~= nil and c.date > by and c.date <= plan.assessment.date then -- mutant ok: one of the day itself is heard
          late = late + 1
        end
      end
    end
    if heard > 0 and decided == nil then
      return not_assessed("when the plan was approved or revised is not told: nobody can say which consultations it has heard")
    end
    local sits = bodies.disaster(plan.bodies or {})
    untold.seats = untold.seats or sits == nil
    for _, b in ipairs(sits or {}) do
      seats = seats + (b.children or 0)
      untold.seats = untold.seats or b.children == nil
    end
    local groups = 0
    for _, band in ipairs(children.bands) do groups = groups + (ages[band] and 1 or 0) end
    local step = math.min(heard, 1)
    local several = heard > 1 or heard > 0 and seats > 0
    if several and groups >= args.ages then step = 2 end
    if step == 2 and seats > 0 and replies == heard then step = 3 end
    if undated > 0 and step < 3 then
      return not_assessed("consultations with children without a date: {undated}", { undated = undated })
    end
    if several and step == 1 and untold.ages then
      return not_assessed("of which ages the children were is not told for all consultations")
    end
    if step == 2 and (seats > 0 or untold.seats) and replies + untold.replies == heard then
      return not_assessed("whether children hold a seat on the disaster body, or got a reply, is not told")
    end
    if heard == 0 and late > 0 then
      return level(0, 3, "no consultation with children before the plan was last approved or revised on {decided}; too late for it: {late}",
                   { decided = decided, late = late })
    end
    if heard == 0 then return level(0, 3, "no consultation with children is on record") end
    if late > 0 then
      return level(step, 3,
        "consultations with children: {heard}, of {groups} age groups; replies: {replies}; seats of children on the disaster body: {seats}. Too late for the plan of {decided}: {late}",
        { heard = heard, groups = groups, replies = replies, seats = seats, decided = decided, late = late })
    end
    return level(step, 3,
      "consultations with children: {heard}, of {groups} age groups; replies: {replies}; seats of children on the disaster body: {seats}",
                 { heard = heard, groups = groups, replies = replies, seats = seats })
  end,
  tests = {
    { name = "before and after", cases = {
      { name = "on the day of the decision it is heard, the day after it is too late",
        plan = { consultations = { { date = "2026-06-30", groups = { "10-14" } }, { date = "2026-07-01", groups = { "5-9" } } },
                 bodies = { { children = 2 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3,
          reason = "consultations with children: 1, of 1 age groups; replies: 0; seats of children on the disaster body: 2. Too late for the plan of 2026-06-30: 1" } },
      { name = "all were too late: a real zero",
        plan = { consultations = { { date = "2026-07-01" }, { date = "2026-07-02" }, { date = "2026-10-01" } }, approved = "2026-06-30",
                 assessment = { date = "2026-09-12" } },
        expect = { credit = 0, reason = "no consultation with children before the plan was last approved or revised on 2026-06-30; too late for it: 2" } },
      { name = "a revision can hear what came after the approval",
        plan = { consultations = { { date = "2026-02-10", groups = { "10-14" } }, { date = "2026-05-10", groups = { "5-9" } } },
                 approved = "2025-06-30", revised = "2026-06-30", bodies = { { children = 0 } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 2 / 3 } },
      { name = "the later of approval and revision counts",
        plan = { consultations = { { date = "2026-02-10" } }, approved = "2026-06-30", revised = "2025-06-30",
                 assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
      { name = "approved after the assessment: what was held until then",
        plan = { consultations = { { date = "2026-09-10" }, { date = "2026-09-20" } }, approved = "2026-10-01",
                 assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
      { name = "only a revision is dated",
        plan = { consultations = { { date = "2026-02-10" } }, revised = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
      { name = "when was it decided?",
        plan = { consultations = { { date = "2026-02-10" } }, assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed",
          reason = "when the plan was approved or revised is not told: nobody can say which consultations it has heard" } },
      { name = "a seat in a body that has nothing to do with disasters is none",
        plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
                                   { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
                 bodies = { { children = 0, seats = { "disaster_management" } }, { children = 9 } }, approved = "2026-06-30",
                 assessment = { date = "2026-09-12" } },
        expect = { credit = 2 / 3 } },
      { name = "which of two is the disaster body?",
        plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
                                   { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
                 bodies = { { children = 0 }, { children = 9 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed",
          reason = "whether children hold a seat on the disaster body, or got a reply, is not told" } },
    } },
    { name = "a standing channel",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "girls" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 2 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
      expect = { credit = 1,
        reason = "consultations with children: 2, of 2 age groups; replies: 2; seats of children on the disaster body: 2" } },
    { name = "one reply is still to come: level 2",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-10-01" } },
               bodies = { { children = 2 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "no seat: level 2",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 0 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "no body says how many seats children hold",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { {} }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed",
        reason = "whether children hold a seat on the disaster body, or got a reply, is not told" } },
    { name = "a seat, and no word of a reply",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "5-9" } },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 1 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
                 expect = { outcome = "not_assessed" } },
    { name = "one never got a reply: level 2",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "5-9" }, replied = false },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 1 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "of which ages?", plan = { consultations = { { date = "2026-02-10" }, { date = "2026-05-10",
      groups = { "5-9" } } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed",
        reason = "of which ages the children were is not told for all consultations" } },
    { name = "two events of one age group: level 1",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" } },
        { date = "2026-05-10", groups = { "10-14" } } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "one event: level 1; adults and events to come do not count",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "5-9" } },
        { date = "2026-03-10", children = 0 }, { date = "2026-12-10" } },
               approved = "2026-06-30", assessment = { date = "2026-09-12" } }, expect = { credit = 1 / 3 } },
    { name = "one event, whatever the ages: level 1",
      plan = { consultations = { { date = "2026-02-10" } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
    { name = "a reply on the day of the assessment, and one more meeting without a date",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
                                 { date = "2026-05-10", groups = { "5-9" }, reply = "2026-09-12" }, {} },
               bodies = { { children = 2 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "over five years before it was decided: not on this plan",
      plan = { consultations = { { date = "2021-06-29" } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "five years before an old plan was decided",
      plan = { consultations = { { date = "2019-09-11" } }, approved = "2020-01-01", assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "none: a real zero", plan = { consultations = {}, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no consultation with children is on record" } },
    { name = "one without a date may count",
      plan = { consultations = { { children = 9 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "consultations with children without a date: 1" } },
    { name = "no list of consultations", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { consultations = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
    { name = "a seat beside one meeting", cases = {
      { name = "of two ages, with a reply: a standing channel",
        plan = { consultations = { { date = "2026-02-10", groups = { "5-9", "10-14" }, reply = "2026-03-01" } },
                 bodies = { { children = 1 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 1 } },
      { name = "without a reply: level 2",
        plan = { consultations = { { date = "2026-02-10", groups = { "5-9", "10-14" }, replied = false } },
                 bodies = { { children = 1 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 2 / 3 } },
      { name = "of one age: level 1",
        plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" } },
                 bodies = { { children = 1 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
      { name = "no seat: level 1",
        plan = { consultations = { { date = "2026-02-10", groups = { "5-9", "10-14" }, reply = "2026-03-01" } },
                 bodies = { { children = 0 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
      { name = "no meeting: a seat alone has heard nobody on this plan",
        plan = { consultations = {}, bodies = { { children = 1 } }, approved = "2026-06-30", assessment = { date = "2026-09-12" } },
        expect = { credit = 0 } } } },
  },
}
