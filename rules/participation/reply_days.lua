-- Days that children waited for a reply, after the consultation with the longest wait. Where the plan lists no
-- consultations and the answer to another question says that children were not heard at all, none got a reply.
return {
  id = "participation/reply_days", version = 3,
  title = "Days until children get a reply",
  source = "CRC General Comment 12, accountable [unverified]; the cut-offs are ours [drafted]",
  needs = { "assessment.date" },
  args = { days = { 30, 90 }, heard = "PAR-01" },
  use = { "lib/dates", "lib/meetings" },
  score = function(plan, _, args)
    if plan.consultations == nil then
      if meetings.none(plan.answers, args.heard) then
        return level(0, 3, "children were not heard at all, it says, so none got a reply")
      end
      return not_assessed("{fact} is not in the plan", { fact = "plan.consultations" })
    end
    local longest, held, never, today = 0, 0, 0, plan.assessment.date -- mutant ok: no wait is below 0
    for _, c in ipairs(plan.consultations) do
      local with_children = c.children ~= 0
      if with_children and c.date == nil then return not_assessed("a consultation has no date") end
      if with_children and c.date <= today then
        held = held + 1
        if c.replied == false and c.reply ~= nil then
          return not_assessed("the consultation of {date} has a reply and none: correct it", { date = c.date })
        end
        if c.replied == false then never = never + 1 end
        if c.reply == nil and c.replied ~= false then
          return not_assessed("the consultation of {date} has no date of a reply", { date = c.date })
        end
        if c.reply ~= nil and c.reply > today then
          return not_assessed("the reply to the consultation of {date} is still to come", { date = c.date })
        end
        local days = dates.counted(c.date, c.reply or c.date, "days")
        if days == nil then
          return not_assessed("the reply to the consultation of {date} is dated before it", { date = c.date })
        end
        longest = math.max(longest, days)
      end
    end
    if held == 0 then return level(0, 3, "no consultation with children was held") end
    if never > 0 then
      return level(0, 3, "consultations with children that never got a reply: {never} of {held}", { never = never, held = held })
    end
    local step = 1
    if longest <= args.days[1] then step = 3 elseif longest <= args.days[2] then step = 2 end
    return level(step, 3, "longest wait of children for a reply, in days: {days}", { days = longest })
  end,
  tests = {
    { name = "19 days: level 3 of 3",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "longest wait of children for a reply, in days: 19" } },
    { name = "30 days are still level 3",
      plan = { consultations = { { date = "2026-01-01", reply = "2026-01-31" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "the longest wait counts",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" },
                                 { date = "2026-01-01", reply = "2026-03-01" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3 } },
    { name = "over 90 days: level 1 of 3",
      plan = { consultations = { { date = "2025-01-01", reply = "2026-01-01" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "no meeting, no reply: a real zero", plan = { consultations = {}, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no consultation with children was held" } },
    { name = "a meeting of adults and one to come are none with children",
      plan = { consultations = { { date = "2026-02-10", children = 0 }, { date = "2026-12-01" } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "announcing the next meeting takes nothing away",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" }, { date = "2026-12-01" } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "one of two never got a reply: a real zero",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" }, { date = "2026-02-11", replied = false } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "consultations with children that never got a reply: 1 of 2" } },
    { name = "they got one, but when?",
      plan = { consultations = { { date = "2026-02-10", replied = true } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the consultation of 2026-02-10 has no date of a reply" } },
    { name = "a reply and none",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01", replied = false } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the consultation of 2026-02-10 has a reply and none: correct it" } },
    { name = "no reply on record is an absent fact",
      plan = { consultations = { { date = "2026-02-10" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the consultation of 2026-02-10 has no date of a reply" } },
    { name = "a reply that is only promised",
      plan = { consultations = { { date = "2026-09-10", reply = "2026-09-20" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the reply to the consultation of 2026-09-10 is still to come" } },
    { name = "a reply before the question",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-02-01" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the reply to the consultation of 2026-02-10 is dated before it" } },
    { name = "a consultation without a date",
      plan = { consultations = { { reply = "2026-02-01" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "a consultation has no date" } },
    { name = "no list of consultations", cases = {
      { name = "and nobody said whether children were heard", plan = { assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed", reason = "plan.consultations is not in the plan" } },
      { name = "and they were not, says an answer",
        plan = { answers = { ["PAR-01"] = 0 }, assessment = { date = "2026-09-12" } },
        expect = { credit = 0, reason = "children were not heard at all, it says, so none got a reply" } },
      { name = "and nobody knows, says an answer",
        plan = { answers = { ["PAR-01"] = { unknown = true } }, assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed" } } } },
    { name = "no day of the assessment", plan = { consultations = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
