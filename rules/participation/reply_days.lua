-- Days that children waited for a reply, after the consultation with the longest wait.
return {
  id = "participation/reply_days", version = 1,
  title = "Days until children get a reply",
  source = "CRC General Comment 12, accountable [unverified]; the cut-offs are ours [drafted]",
  needs = { "plan.consultations" },
  args = { days = { 30, 90 } },
  use = { "lib/dates" },
  score = function(plan, answer, args)
    if #plan.consultations == 0 then return level(0, 3, "no consultation was held") end
    local longest = 0
    for _, c in ipairs(plan.consultations) do
      if c.date == nil then return not_assessed("a consultation has no date") end
      if c.reply == nil then
        return not_assessed("the consultation of {date} has no date of a reply", { date = c.date })
      end
      if plan.assessment ~= nil and c.reply > plan.assessment.date then
        return not_assessed("the reply to the consultation of {date} is still to come", { date = c.date })
      end
      local days = dates.counted(c.date, c.reply, "days")
      if days == nil then
        return not_assessed("the reply to the consultation of {date} is dated before it", { date = c.date })
      end
      longest = math.max(longest, days)
    end
    local step = 1
    if longest <= args.days[1] then step = 3 elseif longest <= args.days[2] then step = 2 end
    return level(step, 3, "children waited at most {days} days for a reply", { days = longest })
  end,
  tests = {
    { name = "19 days: level 3 of 3", plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" } } },
      expect = { credit = 1, reason = "children waited at most 19 days for a reply" } },
    { name = "30 days are still level 3",
      plan = { consultations = { { date = "2026-01-01", reply = "2026-01-31" } } }, expect = { credit = 1 } },
    { name = "the longest wait counts",
      plan = { consultations = { { date = "2026-02-10", reply = "2026-03-01" },
                                 { date = "2026-01-01", reply = "2026-03-01" } } },
      expect = { credit = 2 / 3 } },
    { name = "over 90 days: level 1 of 3",
      plan = { consultations = { { date = "2025-01-01", reply = "2026-01-01" } } }, expect = { credit = 1 / 3 } },
    { name = "no meeting, no reply: a real zero", plan = { consultations = {} }, expect = { credit = 0 } },
    { name = "no reply on record is an absent fact", plan = { consultations = { { date = "2026-02-10" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of consultations", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
