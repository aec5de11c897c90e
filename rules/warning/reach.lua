-- Share of the people whom a warning reaches, for the hazard of which the fewest are warned.
return {
  id = "warning/reach", version = 2,
  title = "Reach of warnings",
  source = "UNDRR Scorecard P9.1, its cut-offs, no warning of earthquakes; the weakest hazard as the measure, and cold waves, are ours [drafted]",
  needs = { "plan.warnings", "community.hazards" },
  args = { hazards = { "FL", "TC", "TS", "SS", "VO", "WF", "HW", "CW", "LS", "DR" }, above = { 90, 75, 50 } },
  use = { "lib/register" },
  score = function(plan, _, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local relevant = register.relevant(plan.community.hazards, args.hazards)
    if #relevant == 0 then return not_applicable("no hazard of the register can be warned of") end
    local told = false
    for _, w in ipairs(plan.warnings) do told = told or w.percent ~= nil end
    if #plan.warnings > 0 and not told then
      return not_assessed("no warning says which share of the people it reaches")
    end
    local lowest, which, untold, unwarned = 101, "", {}, {} -- above every share
    for _, h in ipairs(relevant) do
      local best, unclear, listed = 0, false, false
      for _, w in ipairs(plan.warnings) do
        if w.hazard == nil or hazard_matches(h.type, w.hazard) then
          listed = true
          if w.hazard == nil or w.percent == nil then unclear = true else best = math.max(best, w.percent) end
        end
      end
      -- one of which its hazard or its reach is not told may be the one that reaches more
      if unclear and best <= args.above[1] then table.insert(untold, h.type) end
      if best < lowest then lowest, which = best, h.type end
      if not listed then table.insert(unwarned, h.type) end
    end
    if #untold > 0 then
      return not_assessed("the hazard of a warning, or the share of the people that it reaches, is missing: {hazards}",
        { hazards = untold })
    end
    if #unwarned > 0 then
      return level(0, #args.above, "no warning of {unwarned} is listed, so nobody is reached", { unwarned = unwarned })
    end
    local step = 0
    for i, limit in ipairs(args.above) do
      if lowest > limit then step = math.max(step, #args.above - i + 1) end
    end
    return level(step, #args.above,
      "people whom the warning of {hazard} reaches: {reach}, the fewest of {count} hazards",
                 { hazard = which, reach = percent(lowest / 100), count = #relevant })
  end,
  tests = {
    { name = "91 % is over 90",
      plan = { warnings = { { hazard = "FL", percent = 91 } },
        community = { hazards = { { type = "FL" }, { type = "EQ" } } } },
      expect = { credit = 1, reason = "people whom the warning of FL reaches: 91 %, the fewest of 1 hazards" } },
    { name = "90 % is not",
      plan = { warnings = { { hazard = "FL", percent = 90 } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 2 / 3 } },
    { name = "75 %: level 1 of 3",
      plan = { warnings = { { hazard = "FL", percent = 75 } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 1 / 3 } },
    { name = "50 %: a real zero",
      plan = { warnings = { { hazard = "FL", percent = 50 } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0 } },
    { name = "the best warning of a hazard counts, the weakest hazard decides",
      plan = { warnings = { { hazard = "FL", percent = 40 }, { hazard = "FL", percent = 95 },
        { hazard = "TS", percent = 60 } },
               community = { hazards = { { type = "FF" }, { type = "TS" } } } },
      expect = { credit = 1 / 3, reason = "people whom the warning of TS reaches: 60 %, the fewest of 2 hazards" } },
    { name = "a hazard without a warning reaches nobody",
      plan = { warnings = { { hazard = "FL", percent = 95 } },
        community = { hazards = { { type = "FL" }, { type = "TS" } } } },
      expect = { credit = 0, reason = "no warning of TS is listed, so nobody is reached" } },
    { name = "a warning that reaches nobody is one",
      plan = { warnings = { { hazard = "FL", percent = 95 }, { hazard = "TS", percent = 0 } },
        community = { hazards = { { type = "FL" }, { type = "TS" } } } },
      expect = { credit = 0, reason = "people whom the warning of TS reaches: 0 %, the fewest of 2 hazards" } },
    { name = "no warning at all: a real zero", plan = { warnings = {}, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0 } },
    { name = "no warning says whom it reaches",
      plan = { warnings = { { hazard = "FL" } }, community = { hazards = { { type = "FL" } } } },
      expect = { outcome = "not_assessed", reason = "no warning says which share of the people it reaches" } },
    { name = "a second one that does not say may reach more",
      plan = { warnings = { { hazard = "FL", percent = 40 }, { percent = 95 } },
        community = { hazards = { { type = "FL" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "90 %, and a second one that may reach more",
      plan = { warnings = { { hazard = "FL", percent = 90 }, { hazard = "FL" } },
        community = { hazards = { { type = "FL" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "91 %, whatever a second one reaches",
      plan = { warnings = { { hazard = "FL", percent = 91 }, { hazard = "FL" } },
        community = { hazards = { { type = "FL" } } } },
      expect = { credit = 1 } },
    { name = "of two that are warned alike the first is named",
      plan = { warnings = { { hazard = "FL", percent = 60 }, { hazard = "TS", percent = 60 } },
               community = { hazards = { { type = "FL" }, { type = "TS" } } } },
      expect = { credit = 1 / 3, reason = "people whom the warning of FL reaches: 60 %, the fewest of 2 hazards" } },
    { name = "a cold wave can",
      plan = { warnings = { { hazard = "CW", percent = 76 } }, community = { hazards = { { type = "CW" } } } },
      expect = { credit = 2 / 3, reason = "people whom the warning of CW reaches: 76 %, the fewest of 1 hazards" } },
    { name = "an earthquake cannot be warned of",
      plan = { warnings = {}, community = { hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_applicable" } },
    { name = "an empty register", plan = { warnings = {}, community = { hazards = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of warnings", plan = { community = { hazards = { { type = "FL" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no register of hazards", plan = { warnings = {} },
      expect = { outcome = "not_assessed", reason = "community.hazards is not in the plan" } },
  },
}
