-- For how many hazards of the register there is a map, and whether the maps are fresh.
return {
  id = "risk/maps", version = 2,
  title = "Hazard maps",
  source = "UNDRR Scorecard P2.5, its ladder, and its note that five years are long; 'most' as over half is ours [drafted]",
  needs = { "community.hazards", "assessment.date" },
  args = { most = 0.5, months = 60 },
  use = { "lib/dates" },
  score = function(plan, _, args)
    local count, mapped, fresh, missing, old = #plan.community.hazards, 0, 0, {}, {}
    if count == 0 then return not_assessed("the hazard register is empty") end
    for _, h in ipairs(plan.community.hazards) do
      if h.mapped ~= nil and h.mapped <= plan.assessment.date then
        mapped = mapped + 1
        if dates.within(h.mapped, plan.assessment.date, args.months) then fresh = fresh + 1 else table.insert(old, h.type) end
      else
        table.insert(missing, h.type)
      end
    end
    if mapped == 0 then return not_assessed("no hazard says when its map was made") end
    local step = 1
    if fresh / count > args.most then step = 3 elseif mapped / count > args.most then step = 2 end
    local numbers = { mapped = mapped, count = count, fresh = fresh }
    if #old > 0 then numbers.old = old end
    if #missing == 0 then
      return level(step, 3, "hazards with a map: {mapped} of {count}; with one of the last five years: {fresh}", numbers)
    end
    numbers.missing = missing
    return level(step, 3,
      "hazards with a map: {mapped} of {count}; with one of the last five years: {fresh}; without a map: {missing}", numbers)
  end,
  tests = {
    { name = "fresh maps of most hazards; five years to the day are fresh",
      plan = { community = { hazards = { { type = "FL", mapped = "2021-09-12" }, { type = "LS", mapped = "2025-01-01" },
        { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1,
        reason = "hazards with a map: 2 of 3; with one of the last five years: 2; without a map: EQ" } },
    { name = "an old map: level 2",
      plan = { community = { hazards = { { type = "FL", mapped = "2021-09-11" } } },
      assessment = { date = "2026-09-12" } },
      expect = { credit = 2 / 3, params = { old = "FL" },
        reason = "hazards with a map: 1 of 1; with one of the last five years: 0" } },
    { name = "half is some: level 1", plan = { community = { hazards = { { type = "FL", mapped = "2025-01-01" },
      { type = "EQ" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 / 3 } },
    { name = "a map of the day itself",
      plan = { community = { hazards = { { type = "FL", mapped = "2026-09-12" } } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "a map that is still to come is none",
      plan = { community = { hazards = { { type = "FL", mapped = "2027-01-01" } } },
      assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no map anywhere is an absent fact",
      plan = { community = { hazards = { { type = "FL" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "no hazard says when its map was made" } },
    { name = "an empty register", plan = { community = { hazards = {} }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "no register", plan = { assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { community = { hazards = {} } },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
