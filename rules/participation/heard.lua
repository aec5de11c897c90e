-- How children were heard on this plan: not, once, several times and ages, or through a standing channel with a seat
-- and a reply.
return {
  id = "participation/heard", version = 1,
  title = "Children were heard on this plan",
  source = "Children's Charter for DRR 2011, point 3; the ladder is ours [drafted]",
  needs = { "plan.consultations", "assessment.date" },
  args = { months = 60, ages = 2 },
  use = { "lib/children", "lib/dates" },
  score = function(plan, _, args)
    local heard, ages, replies = 0, {}, 0
    local undated, seats, untold = 0, 0, { ages = false, replies = 0, seats = plan.bodies == nil }
    for _, c in ipairs(plan.consultations) do
      if c.children ~= 0 then
        if c.date == nil then undated = undated + 1 end
        if dates.within(c.date, plan.assessment.date, args.months) then
          heard = heard + 1
          untold.ages = untold.ages or c.groups == nil
          if c.reply == nil and c.replied ~= false then untold.replies = untold.replies + 1 end
          for _, g in ipairs(c.groups or {}) do ages[g] = true end
          if c.replied ~= false and c.reply ~= nil and c.reply <= plan.assessment.date then replies = replies + 1 end
        end
      end
    end
    for _, b in ipairs(plan.bodies or {}) do
      seats = seats + (b.children or 0)
      untold.seats = untold.seats or b.children == nil
    end
    local groups = 0
    for _, band in ipairs(children.bands) do groups = groups + (ages[band] and 1 or 0) end
    local step = math.min(heard, 1)
    if heard > 1 and groups >= args.ages then step = 2 end
    if step == 2 and seats > 0 and replies == heard then step = 3 end
    if undated > 0 and step < 3 then
      return not_assessed("consultations with children without a date: {undated}", { undated = undated })
    end
    if heard > 1 and step == 1 and untold.ages then
      return not_assessed("of which ages the children were is not told for all consultations")
    end
    if step == 2 and (seats > 0 or untold.seats) and replies + untold.replies == heard then
      return not_assessed("whether children hold a seat in a body, or got a reply, is not told")
    end
    if heard == 0 then return level(0, 3, "no consultation with children is on record") end
    return level(step, 3,
      "consultations with children: {heard}, of {groups} age groups; replies: {replies}; seats of children: {seats}",
                 { heard = heard, groups = groups, replies = replies, seats = seats })
  end,
  tests = {
    { name = "a standing channel",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "girls" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 2 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1,
        reason = "consultations with children: 2, of 2 age groups; replies: 2; seats of children: 2" } },
    { name = "one reply is still to come: level 2",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-10-01" } },
               bodies = { { children = 2 } }, assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "no seat: level 2",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 0 } }, assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "no body says how many seats children hold",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed",
        reason = "whether children hold a seat in a body, or got a reply, is not told" } },
    { name = "a seat, and no word of a reply",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "5-9" } },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 1 } }, assessment = { date = "2026-09-12" } },
                 expect = { outcome = "not_assessed" } },
    { name = "one never got a reply: level 2",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "5-9" }, replied = false },
        { date = "2026-05-10", groups = { "5-9" }, reply = "2026-06-01" } },
               bodies = { { children = 1 } }, assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "of which ages?", plan = { consultations = { { date = "2026-02-10" }, { date = "2026-05-10",
      groups = { "5-9" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed",
        reason = "of which ages the children were is not told for all consultations" } },
    { name = "two events of one age group: level 1",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" } },
        { date = "2026-05-10", groups = { "10-14" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "one event: level 1; adults and events to come do not count",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "5-9" } },
        { date = "2026-03-10", children = 0 }, { date = "2026-12-10" } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 1 / 3 } },
    { name = "one event, whatever the ages: level 1",
      plan = { consultations = { { date = "2026-02-10" } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3 } },
    { name = "a reply on the day of the assessment, and one more meeting without a date",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14" }, reply = "2026-03-01" },
                                 { date = "2026-05-10", groups = { "5-9" }, reply = "2026-09-12" }, {} },
               bodies = { { children = 2 } }, assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "over five years ago: not on this plan",
      plan = { consultations = { { date = "2021-09-11" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "none: a real zero", plan = { consultations = {}, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no consultation with children is on record" } },
    { name = "one without a date may count",
      plan = { consultations = { { children = 9 } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "consultations with children without a date: 1" } },
    { name = "no list of consultations", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { consultations = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
