-- Medicine and food for children that can still be used on the day of the assessment, and for some time after it.
return {
  id = "stock/fresh", version = 1,
  title = "Stocks that can still be used",
  source = "Ninety days are our own [drafted]",
  needs = { "plan.stocks", "assessment.date" },
  args = { days = 90 },
  use = { "lib/children", "lib/list" },
  score = function(plan, _, args)
    local all, fresh, untold, old = 0, 0, {}, {}
    for i, s in ipairs(plan.stocks) do
      if children.named(s["for"]) then
        all = all + 1
        if s.expires == nil then
          table.insert(untold, list.name(s, i))
        elseif age(plan.assessment.date, s.expires, "days") >= args.days then -- below 0 where the day is past
          fresh = fresh + 1
        else
          table.insert(old, list.name(s, i))
        end
      end
    end
    if all == 0 then return credit(0, "no stock for children is listed") end
    if #untold > 0 then return not_assessed("the last day of use is missing for {items}", { items = table.concat(untold, ", ") }) end
    if #old == 0 then return credit(1, "all {all} stocks for children are good for {days} days", { all = all, days = args.days }) end
    return credit(fresh / all, "{fresh} of {all} stocks for children are good for {days} days; replace {old}",
                  { fresh = fresh, all = all, days = args.days, old = table.concat(old, ", ") })
  end,
  tests = {
    { name = "ninety days to the day", plan = { assessment = { date = "2026-09-12" },
      stocks = { { ["for"] = "infants", expires = "2026-12-11" } } },
      expect = { credit = 1, reason = "all 1 stocks for children are good for 90 days" } },
    { name = "a day less", plan = { assessment = { date = "2026-09-12" },
      stocks = { { ["for"] = "infants", expires = "2026-12-10" } } }, expect = { credit = 0 } },
    { name = "adolescents are children, too", plan = { assessment = { date = "2026-09-12" },
      stocks = { { ["for"] = "15-17", expires = "2030-01-01" }, { ["for"] = "girls", expires = "2030-01-01" } } },
      expect = { credit = 1, reason = "all 2 stocks for children are good for 90 days" } },
    { name = "one is out of date, and one is not for children", plan = { assessment = { date = "2026-09-12" },
      stocks = { { id = "T1", ["for"] = "children", expires = "2024-01-01" }, { ["for"] = "children", expires = "2028-01-01" },
        { ["for"] = "elderly" }, {} } },
      expect = { credit = 0.5, reason = "1 of 2 stocks for children are good for 90 days; replace T1" } },
    { name = "nobody wrote down until when", plan = { assessment = { date = "2026-09-12" },
      stocks = { { ["for"] = "children" } } },
      expect = { outcome = "not_assessed", reason = "the last day of use is missing for 1" } },
    { name = "nothing for children: a real zero", plan = { assessment = { date = "2026-09-12" }, stocks = {} },
      expect = { credit = 0 } },
    { name = "no list of stocks", plan = { assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { stocks = {} }, expect = { outcome = "not_assessed" } },
  },
}
