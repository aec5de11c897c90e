-- Practices of the last year that are written down where others can read or ask: a page or an office is named.
return {
  id = "exchange/practices", version = 1,
  title = "Practices written down",
  source = "New Delhi Declaration 2013, exchange of knowledge; the cut-offs are ours [drafted]",
  needs = { "community.practices", "assessment.date" },
  args = { counts = { 3, 2, 1 } },
  use = { "lib/ladder" },
  score = function(plan, _, args)
    local year, count, undated, found = tonumber(plan.assessment.date:sub(1, 4)), 0, 0, false -- mutant ok: 0 is read as 1
    for _, p in ipairs(plan.community.practices) do
      local shared = p.url ~= nil or p.contact ~= nil
      found = found or shared
      if p.year == nil and shared then undated = undated + 1 end
      -- a year is all that is written: this one and the one before hold the last twelve months
      if shared and p.year ~= nil and p.year <= year and p.year >= year - 1 then count = count + 1 end
    end
    if #plan.community.practices > 0 and not found then
      return not_assessed("no practice says where to read more or whom to ask")
    end
    if undated > 0 and count < args.counts[1] then
      return not_assessed("practices without a year: {undated}", { undated = undated })
    end
    return level(ladder.at_least(count, args.counts), #args.counts,
      "practices of the last year that others can read or ask about: {count}",
                 { count = count, wanted = args.counts[1] })
  end,
  tests = {
    { name = "three", plan = { community = { practices = { { year = 2026, url = "u" },
      { year = 2025, contact = "office" }, { year = 2026, url = "u" } } },
                               assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "practices of the last year that others can read or ask about: 3" } },
    { name = "two: level 2", plan = { community = { practices = { { year = 2026, url = "u" }, { year = 2026,
      url = "u" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3 } },
    { name = "one: old ones, those to come and those that nobody can find do not count",
      plan = { community = { practices = { { year = 2026, url = "u" }, { year = 2024, url = "u" },
        { year = 2027, url = "u" }, { year = 2026 }, {} } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 1 / 3 } },
    { name = "none: a real zero", plan = { community = { practices = {} }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "one without a year may be of the last one",
      plan = { community = { practices = { { url = "u" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "practices without a year: 1" } },
    { name = "three, and one without a year takes nothing away",
      plan = { community = { practices = { { year = 2026, url = "u" }, { year = 2026, url = "u" },
        { year = 2026, url = "u" },
                                           { url = "u" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "where can they be found?",
      plan = { community = { practices = { { year = 2026 } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "no practice says where to read more or whom to ask" } },
    { name = "no list of practices", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { community = { practices = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
    { name = "two, and one without a year may be the third", plan = { community = { practices = { { year = 2026, url = "u" },
      { year = 2026, url = "u" }, { url = "u" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "practices without a year: 1" } },
    { name = "how many are wanted", plan = { community = { practices = {} }, assessment = { date = "2026-09-12" } },
      expect = { params = { count = 0, wanted = 3 } } },
  },
}
