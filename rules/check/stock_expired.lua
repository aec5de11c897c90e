-- Stock that is counted and whose date is over.
return {
  id = "check/stock_expired", version = 1,
  title = "Stock is in date",
  source = "Our own [drafted]: what has expired feeds nobody",
  needs = { "plan.stocks", "assessment.date" },
  score = function(plan)
    local old = {}
    for i, s in ipairs(plan.stocks) do
      if s.expires ~= nil and s.expires < plan.assessment.date then table.insert(old, s.item or s.id or tostring(i)) end
    end
    if #old == 0 then return credit(1, "no stock has expired") end
    return credit(0, "counted, but expired before the day of the assessment: {items}", { items = old })
  end,
  tests = {
    { name = "a day over",
      plan = { stocks = { { item = "baby food", expires = "2026-09-11" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "counted, but expired before the day of the assessment: baby food" } },
    { name = "named by its id",
      plan = { stocks = { { id = "T1", expires = "2026-09-11" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "counted, but expired before the day of the assessment: T1" } },
    { name = "the last day", plan = { stocks = { { item = "baby food", expires = "2026-09-12" }, { item = "toys" } },
      assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "no list of stocks", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { stocks = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
