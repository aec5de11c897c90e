-- Share of the people whom a warning reaches, for the hazard of which the fewest are warned.
return {
  id = "warning/reach", version = 3,
  title = "Reach of warnings",
  source = "UNDRR Scorecard P9.1, its cut-offs, no warning of earthquakes; the weakest hazard as the measure, the order by likelihood and severity, cold waves and haze are ours [drafted]",
  needs = { "plan.warnings", "community.hazards" },
  args = { hazards = { "FL", "TC", "TS", "SS", "VO", "WF", "HW", "CW", "LS", "DR", "AP" }, above = { 90, 75, 50 } },
  use = { "lib/register" },
  score = function(plan, _, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local relevant = register.relevant(plan.community.hazards, args.hazards)
    if #relevant == 0 then return not_applicable("no hazard of the register can be warned of") end
    local working, told = {}, false
    for _, w in ipairs(plan.warnings) do
      if w.level ~= 0 then -- a system of level 0 is none
        table.insert(working, w)
        told = told or w.percent ~= nil
      end
    end
    if #working > 0 and not told then return not_assessed("no warning says which share of the people it reaches") end
    local list, untold = {}, {}
    for i, h in ipairs(relevant) do
      local best, unclear, listed = 0, false, false
      for _, w in ipairs(working) do
        if w.hazard == nil or hazard_matches(h.type, w.hazard) then
          listed = true
          if w.hazard == nil or w.percent == nil then unclear = true else best = math.max(best, w.percent) end
        end
      end
      -- one of which its hazard or its reach is not told may be the one that reaches more
      if unclear and best <= args.above[1] then
        table.insert(untold, h.type)
      else
        table.insert(list, { type = h.type, reach = best, listed = listed, at = i, risk = (h.likelihood or 0) * (h.severity or 0) })
      end
    end
    table.sort(list, function(a, b)
      if a.risk ~= b.risk then return a.risk > b.risk end
      return a.at < b.at
    end)
    local lowest, short, unwarned, weak, reaches = nil, {}, {}, {}, {}
    for _, e in ipairs(list) do
      if lowest == nil or e.reach < lowest.reach then lowest = e end
      if e.reach <= args.above[1] then table.insert(short, e.type) end
      if not e.listed then
        table.insert(unwarned, e.type)
      elseif e.reach <= args.above[1] then
        table.insert(weak, e.type)
        table.insert(reaches, e.reach)
      end
    end
    local step = lowest and 0
    for i, limit in ipairs(args.above) do
      if lowest ~= nil and lowest.reach > limit then step = math.max(step, #args.above - i + 1) end
    end
    -- what is not told can only make it worse
    if #untold > 0 and step ~= 0 then
      return not_assessed("the hazard of a warning, or the share of the people that it reaches, is missing: {hazards}",
        { hazards = untold })
    end
    if #unwarned > 0 then
      local says = "no warning of {unwarned} works, so nobody is reached"
      if #weak > 0 then
        says = "no warning of {unwarned} works, so nobody is reached; percent of the people whom those of {weak} reach, in this order: {reaches}"
      end
      return level(0, #args.above, says, { unwarned = unwarned, weak = weak, reaches = reaches, short = short })
    end
    if #weak > 1 then
      return level(step, #args.above, "percent of the people whom the warnings of {weak} reach, in this order: {reaches}; the fewest count",
                   { weak = weak, reaches = reaches, short = short })
    end
    return level(step, #args.above,
      "people whom the warning of {hazard} reaches: {reach}, the fewest of {count} hazards",
                 { hazard = lowest.type, reach = percent(lowest.reach / 100), count = #relevant, short = short })
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
      expect = { credit = 0, reason = "no warning of TS works, so nobody is reached" } },
    { name = "a warning that reaches nobody is one",
      plan = { warnings = { { hazard = "FL", percent = 95 }, { hazard = "TS", percent = 0 } },
        community = { hazards = { { type = "FL" }, { type = "TS" } } } },
      expect = { credit = 0, reason = "people whom the warning of TS reaches: 0 %, the fewest of 2 hazards" } },
    { name = "all that fall short are named, the gravest first",
      plan = { warnings = { { hazard = "LS", percent = 57 }, { hazard = "FF", percent = 35 }, { hazard = "TC", percent = 91 } },
               community = { hazards = { { type = "FF", likelihood = 3, severity = 3 }, { type = "TC", likelihood = 4, severity = 5 },
                 { type = "LS", likelihood = 5, severity = 5 }, { type = "DR", likelihood = 2, severity = 2 },
                 { type = "SS", likelihood = 5 }, { type = "VO", severity = 5 } } } },
      expect = { credit = 0,
        reason = "no warning of DR, SS, VO works, so nobody is reached; percent of the people whom those of LS, FF reach, in this order: 57, 35",
        params = { short = "LS, FF, DR, SS, VO" } } },
    { name = "likelihood times severity, not one of them",
      plan = { warnings = { { hazard = "LS", percent = 60 }, { hazard = "FF", percent = 80 } },
               community = { hazards = { { type = "LS", likelihood = 2, severity = 5 }, { type = "FF", likelihood = 4, severity = 3 } } } },
      expect = { credit = 1 / 3,
        reason = "percent of the people whom the warnings of FF, LS reach, in this order: 80, 60; the fewest count" } },
    { name = "of those that reach nearly all the weakest is told",
      plan = { warnings = { { hazard = "LS", percent = 95 }, { hazard = "FF", percent = 92 } },
               community = { hazards = { { type = "LS", likelihood = 2, severity = 5 }, { type = "FF" } } } },
      expect = { credit = 1, reason = "people whom the warning of FF reaches: 92 %, the fewest of 2 hazards" } },
    { name = "a warning of level 0 is none, whomever it reaches",
      plan = { warnings = { { hazard = "FL", level = 0, percent = 95 } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0, reason = "no warning of FL works, so nobody is reached" } },
    { name = "nor does one of level 0 have to say whom it reaches",
      plan = { warnings = { { hazard = "FL", level = 0 } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0, reason = "no warning of FL works, so nobody is reached" } },
    { name = "one hazard without a warning is enough, whatever another that does not say reaches",
      plan = { warnings = { { hazard = "FL" }, { hazard = "LS", percent = 60 } },
        community = { hazards = { { type = "FL" }, { type = "LS" }, { type = "TS" } } } },
      expect = { credit = 0,
        reason = "no warning of TS works, so nobody is reached; percent of the people whom those of LS reach, in this order: 60" } },
    { name = "one that reaches some, beside one that does not say",
      plan = { warnings = { { hazard = "FL" }, { hazard = "LS", percent = 60 } },
        community = { hazards = { { type = "FL" }, { type = "LS" } } } },
      expect = { outcome = "not_assessed",
        reason = "the hazard of a warning, or the share of the people that it reaches, is missing: FL" } },
    { name = "haze can be warned of", plan = { warnings = {}, community = { hazards = { { type = "AP" } } } }, expect = { credit = 0 } },
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
      expect = { credit = 1 / 3, reason = "percent of the people whom the warnings of FL, TS reach, in this order: 60, 60; the fewest count" } },
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
