-- What is ticked of the meetings with children, held against the list of meetings: no group was shut out, and only few
-- of the groups came; or they were not told what came of it, and each meeting has a reply.
return {
  id = "check/meetings", version = 1,
  title = "What is said of the meetings with children fits their list",
  source = "CRC General Comment 12, inclusive and accountable [unverified]; under half of the groups as few is ours [drafted]",
  needs = { "plan.consultations", "assessment.date" },
  args = { inclusive = "inclusive", accountable = "accountable", few = 0.5 },
  use = { "lib/meetings" },
  score = function(plan, answer, args)
    if answer == nil then return not_assessed("no answer was given") end
    local ticked, held, replies = {}, 0, 0
    for _, id in ipairs(answer.value) do ticked[id] = true end
    for _, c in ipairs(plan.consultations) do
      if c.children ~= 0 and c.date ~= nil and c.date <= plan.assessment.date then
        held = held + 1
        if c.reply ~= nil and c.reply <= plan.assessment.date then replies = replies + 1 end
      end
    end
    if held == 0 then return not_assessed("no meeting with children is told") end
    local came = meetings.groups(plan.consultations, plan.assessment.date)
    local count = #meetings.eight
    if ticked[args.inclusive] and came.told and #came.there / count < args.few then
      return credit(0, "no group was shut out, it says, but of {count} groups of children only {with} came; missing: {missing}",
        { count = count, with = #came.there, missing = came.missing })
    end
    if not ticked[args.accountable] and replies == held then
      return credit(0, "children were not told what came of it, it says, but all meetings with them have a reply: {held} of {held}", { held = held })
    end
    return credit(1, "what is said of the meetings fits their list")
  end,
  tests = {
    { name = "no group was shut out, and three came", answer = { value = { "inclusive", "accountable" } },
      plan = { consultations = { { date = "2026-02-10", groups = { "girls", "boys", "10-14" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "no group was shut out, it says, but of 8 groups of children only 3 came; missing: 5-9, 15-17, disability, out_of_school, minority" } },
    { name = "half of them is not few", answer = { value = { "inclusive", "accountable" } },
      plan = { consultations = { { date = "2026-02-10", groups = { "girls", "boys", "5-9", "10-14" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "girls and boys are counted, on the day of the assessment too", answer = { value = { "inclusive", "accountable" } },
      plan = { consultations = { { date = "2026-09-12", groups = {}, girls = 1, boys = 1 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "no group was shut out, it says, but of 8 groups of children only 2 came; missing: 5-9, 10-14, 15-17, disability, out_of_school, minority" } },
    { name = "no girls, no count of boys", answer = { value = { "inclusive", "accountable" } },
      plan = { consultations = { { date = "2026-09-12", groups = { "5-9" }, girls = 0 } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "no group was shut out, it says, but of 8 groups of children only 1 came; missing: girls, boys, 10-14, 15-17, disability, out_of_school, minority" } },
    { name = "it does not say that no group was shut out", answer = { value = { "accountable" } },
      plan = { consultations = { { date = "2026-02-10", groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "who came is not told", answer = { value = { "inclusive", "accountable" } },
      plan = { consultations = { { date = "2026-02-10" }, { date = "2026-03-10", groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "a reply to each, and none, it says", answer = { value = {} },
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01", groups = { "girls" } },
        { date = "2026-02-11", children = 0 }, { date = "2026-10-10" }, {} }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "children were not told what came of it, it says, but all meetings with them have a reply: 1 of 1" } },
    { name = "a meeting and a reply of today", answer = { value = {} },
      plan = { consultations = { { date = "2026-09-12", reply = "2026-09-12", groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "one has no reply, or it is still to come", cases = {
      { name = "none", answer = { value = {} }, plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" }, { date = "2026-02-11" } },
        assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
      { name = "to come", answer = { value = {} }, plan = { consultations = { { date = "2026-02-10", reply = "2026-09-13" } },
        assessment = { date = "2026-09-12" } }, expect = { credit = 1 } } } },
    { name = "none was held", answer = { value = { "inclusive" } }, plan = { consultations = {}, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "no meeting with children is told" } },
    { name = "they were told, it says, and there is a reply", answer = { value = { "accountable" } },
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01", groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "no answer", plan = { consultations = {}, assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no list of consultations", answer = { value = {} }, plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "plan.consultations is not in the plan" } },
    { name = "no day of the assessment", answer = { value = {} }, plan = { consultations = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
