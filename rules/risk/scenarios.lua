-- Whether a most probable and a most severe event are described, each with what it does to children, and kept up to date.
return {
  id = "risk/scenarios", version = 1,
  title = "Two scenarios with effects on children",
  source = "UNDRR Scorecard P2.3, its ladder; 'up to date' as within three years is ours [drafted]",
  needs = { "plan.scenarios", "assessment.date" },
  args = { months = 36 },
  use = { "lib/dates" },
  score = function(plan, _, args)
    local full, fresh, told = {}, {}, false
    for _, s in ipairs(plan.scenarios) do
      told = told or s.child_effects ~= nil
      if s.severity ~= nil and s.text ~= nil and s.child_effects ~= nil then
        full[s.severity] = true
        if dates.within(s.updated, plan.assessment.date, args.months) then fresh[s.severity] = true end
      end
    end
    if #plan.scenarios == 0 then return level(0, 3, "the plan describes no event") end
    if not told then return not_assessed("no scenario says what it does to children") end
    local missing = {}
    for _, severity in ipairs({ "probable", "severe" }) do
      if not full[severity] then table.insert(missing, severity) end
    end
    if #missing > 0 then
      return level(1, 3, "not described with its effects on children: {missing}",
        { missing = missing })
    end
    if fresh.probable and fresh.severe then
      return level(3, 3, "a most probable and a most severe event are described with their effects on children, and up to date")
    end
    return level(2, 3, "both events are described with their effects on children, but not brought up to date in three years")
  end,
  tests = {
    { name = "both, with effects, fresh; three years to the day are fresh",
      plan = { scenarios = { { severity = "probable", text = "t", child_effects = "e", updated = "2023-09-12" },
        { severity = "severe", text = "t", child_effects = "e", updated = "2026-01-01" } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "one is a day too old: level 2",
      plan = { scenarios = { { severity = "probable", text = "t", child_effects = "e", updated = "2023-09-11" },
        { severity = "severe", text = "t", child_effects = "e", updated = "2026-01-01" } },
               assessment = { date = "2026-09-12" } }, expect = { credit = 2 / 3 } },
    { name = "the severe one says nothing of children: level 1",
      plan = { scenarios = { { severity = "probable", text = "t", child_effects = "e", updated = "2026-01-01" },
        { severity = "severe", text = "t", updated = "2026-01-01" } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "not described with its effects on children: severe" } },
    { name = "effects without an event describe nothing: level 1",
      plan = { scenarios = { { severity = "severe", child_effects = "e" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3, reason = "not described with its effects on children: probable, severe" } },
    { name = "effects on children nowhere: the column was not filled in",
      plan = { scenarios = { { severity = "severe", text = "t" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "no scenario says what it does to children" } },
    { name = "none: a real zero", plan = { scenarios = {}, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "no list of scenarios", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { scenarios = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
