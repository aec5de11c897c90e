-- Money spent over money set aside in the last closed year: the two sums of that year; else, where the budget is of that
-- year, all its lines (one that was overspent hides no other), or the whole. A year that still runs tells nothing: what
-- is not spent in March may be spent by December.

-- Whether the budget is of the last closed year; nil where its dates do not tell. A year called by one number ends with
-- it. A number far from today's is of another calendar, which only `ends` can tell.
local function is_last_closed(budget, today, years)
  local text, now = budget.year or "", tonumber(today:sub(1, 4)) -- mutant ok: 0 is read as 1
  if budget.ends ~= nil then
    -- its last day belongs to the year
    return budget.ends < today and tonumber(budget.ends:sub(1, 4)) + years >= now -- mutant ok: as above
  end
  local first = tonumber(text:sub(1, 4)) -- mutant ok: as above
  -- a plan is made for the years around it: twenty back, one ahead
  if first == nil or first < now - 20 or first > now + 1 then return nil end
  local last = first
  if text ~= tostring(first) then
    -- after the four digits
    local separator, rest = text:sub(5, 5), text:sub(6)
    last = first + 1
    if separator ~= "-" and separator ~= "/" or rest ~= tostring(last) and rest ~= tostring(last):sub(3) then
      return nil
    end
    -- 2025-26 seen from 2026: some such years end in March, others in July
    if last == now then return nil end
  end
  return last < now and last + years >= now
end

return {
  id = "finance/execution", version = 2,
  title = "Money that is spent",
  source = "Philippines, form on the use of the local disaster fund; the cut-offs are ours [drafted]",
  needs = { "plan.budget", "assessment.date" },
  -- years: how many calendar years back the last closed year may have ended
  args = { shares = { 0.9, 0.7, 0.5 }, years = 2 },
  use = { "lib/ladder" },
  score = function(plan, answer, args)
    local b = plan.budget
    local function found(set_aside, spent)
      if set_aside == 0 then return unknown("no money was set aside") end
      local share = spent / set_aside
      return level(ladder.at_least(share, args.shares), #args.shares, "{share} of the money was spent",
                   { share = percent(share), short = set_aside - spent })
    end
    if b.spent ~= nil and b.spent_of ~= nil then return found(b.spent_of, math.min(b.spent, b.spent_of)) end
    local year, closed = b.year or b.ends, is_last_closed(b, plan.assessment.date, args.years)
    if closed == false then
      return not_assessed("the budget is of {year}, not of the last closed year: tell what was set aside and spent in that one",
                          { year = year })
    end
    if year == nil then return not_assessed("of which year the budget is, is not told") end
    if closed == nil then
      return not_assessed("whether the year {year} was over on the day of the assessment is not told: give its last day",
                          { year = year })
    end
    local set_aside, spent, untold, all = 0, 0, 0, 0
    for _, line in ipairs(b.lines or {}) do
      all = all + (line.amount or 0) -- mutant ok: with a blank the sum is not looked at
      if line.amount == nil or line.spent == nil then
        untold = untold + 1
      else
        set_aside, spent = set_aside + line.amount, spent + math.min(line.spent, line.amount)
      end
    end
    if b.lines == nil or #b.lines == 0 or untold > 0 then
      if b.spent ~= nil and b.drr ~= nil then return found(b.drr, math.min(b.spent, b.drr)) end
      if b.lines == nil then return not_assessed("neither the budget nor its lines say what was spent") end
      if untold > 0 then
        return not_assessed("budget lines that do not say what was spent: {untold} of {lines}",
                            { untold = untold, lines = #b.lines })
      end
    end
    -- a last digit of the sum is no contradiction
    -- mutant ok: no sum falls on this edge
    if b.drr ~= nil and all > b.drr * (1 + 1e-9) then
      return not_assessed("the budget lines add up to more than the disaster budget")
    end
    return found(set_aside, spent)
  end,
  tests = {
    { name = "nine tenths spent",
      plan = { budget = { year = "2025", lines = { { amount = 100, spent = 90 } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "90 % of the money was spent" } },
    { name = "half spent: level 1 of 3",
      plan = { budget = { year = "2025", lines = { { amount = 100, spent = 90 }, { amount = 100, spent = 10 } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "one overspent line does not hide another",
      plan = { budget = { year = "2025", lines = { { amount = 100, spent = 190 }, { amount = 100, spent = 10 } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "55 % of the money was spent" } },
    { name = "nothing spent: a real zero",
      plan = { budget = { year = "2025", lines = { { amount = 100, spent = 0 } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "one line does not say",
      plan = { budget = { year = "2025", lines = { { amount = 100, spent = 90 }, { amount = 100 } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "budget lines that do not say what was spent: 1 of 2" } },
    { name = "the whole budget says it in the place of the lines: level 2 of 3",
      plan = { budget = { year = "2025", drr = 200, spent = 150, lines = { { amount = 100, spent = 90 }, { amount = 100 } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, reason = "75 % of the money was spent" } },
    { name = "no lines, more spent than set aside",
      plan = { budget = { year = "2025", drr = 100, spent = 150 }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "100 % of the money was spent" } },
    { name = "no lines, and the budget does not say",
      plan = { budget = { year = "2025", drr = 100 }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "neither the budget nor its lines say what was spent" } },
    { name = "lines of other money among them",
      plan = { budget = { year = "2025", drr = 100, lines = { { amount = 900, spent = 900 } } },
               assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "the budget lines add up to more than the disaster budget" } },
    { name = "no money set aside",
      plan = { budget = { year = "2025", lines = {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "unknown" } },
    { name = "the two sums of the last closed year", cases = {
      { name = "they count while the next year runs",
        plan = { budget = { year = "2026", drr = 900, spent = 60, spent_of = 100, lines = { { amount = 900, spent = 9 } } },
                 assessment = { date = "2026-09-12" } },
        expect = { credit = 1 / 3, reason = "60 % of the money was spent" } },
      { name = "more spent than set aside", plan = { budget = { spent = 101, spent_of = 100 }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 } },
      { name = "nothing was set aside", plan = { budget = { spent = 0, spent_of = 0 }, assessment = { date = "2026-09-12" } },
        expect = { outcome = "unknown", reason = "no money was set aside" } },
      { name = "one alone is held against no other year",
        plan = { budget = { year = "2026", drr = 100, spent = 90 }, assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed" } },
    } },
    { name = "which year", cases = {
      { name = "one that still runs",
        plan = { budget = { year = "2026", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-12-31" } },
        expect = { outcome = "not_assessed",
          reason = "the budget is of 2026, not of the last closed year: tell what was set aside and spent in that one" } },
      { name = "over since new year's day",
        plan = { budget = { year = "2026", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2027-01-01" } },
        expect = { credit = 1 } },
      { name = "one of long ago is not the last", plan = { budget = { year = "2023", lines = { { amount = 100, spent = 95 } } },
        assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
      { name = "two years back", plan = { budget = { year = "2024", lines = { { amount = 100, spent = 95 } } },
        assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
      { name = "its last day is told, and past",
        plan = { budget = { year = "2082/83", ends = "2026-07-16", lines = { { amount = 100, spent = 95 } } },
                 assessment = { date = "2026-07-17" } },
        expect = { credit = 1 } },
      { name = "on its last day it still runs",
        plan = { budget = { ends = "2026-07-16", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed" } },
      { name = "it ended long ago",
        plan = { budget = { ends = "2023-12-31", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed" } },
      { name = "it ended two calendar years ago",
        plan = { budget = { ends = "2024-01-01", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { credit = 1 } },
      { name = "over two years, both past",
        plan = { budget = { year = "2024-25", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { credit = 1 } },
      { name = "over two years, written out",
        plan = { budget = { year = "2024/2025", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { credit = 1 } },
      { name = "over two years, the second to come",
        plan = { budget = { year = "2026-27", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed" } },
      { name = "over two years, in the second: is it over?",
        plan = { budget = { year = "2025-26", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed",
          reason = "whether the year 2025-26 was over on the day of the assessment is not told: give its last day" } },
      { name = "two years that do not follow each other",
        plan = { budget = { year = "2023-25", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed" } },
      { name = "words after the year",
        plan = { budget = { year = "2025 and 2026", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed" } },
      { name = "another calendar: later numbers",
        plan = { budget = { year = "2569", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed",
          reason = "whether the year 2569 was over on the day of the assessment is not told: give its last day" } },
      { name = "another calendar: earlier numbers",
        plan = { budget = { year = "1404", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed",
          reason = "whether the year 1404 was over on the day of the assessment is not told: give its last day" } },
      { name = "a year in words",
        plan = { budget = { year = "this year", lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed" } },
      { name = "no year", plan = { budget = { lines = { { amount = 100, spent = 95 } } }, assessment = { date = "2026-07-16" } },
        expect = { outcome = "not_assessed", reason = "of which year the budget is, is not told" } },
    } },
    { name = "no budget", plan = { assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { budget = { lines = { { amount = 100, spent = 90 } } } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
