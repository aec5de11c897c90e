-- How complete the best warning system of each hazard is, weighted by the hazard's risk where that is known for all.
return {
  id = "warning/system_level", version = 3,
  title = "Warning system for each hazard",
  source = "Sendai Framework Monitor G-2: weighted mean of 0, 0.25, 0.5, 0.75 and 1; weights from the register, cold waves and haze are ours [drafted]",
  needs = { "plan.warnings", "community.hazards" },
  args = { hazards = { "FL", "TC", "TS", "SS", "VO", "WF", "HW", "CW", "LS", "DR", "AP" } },
  use = { "lib/register" },
  score = function(plan, _, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local relevant = register.relevant(plan.community.hazards, args.hazards)
    if #relevant == 0 then return not_applicable("no hazard of the register can be warned of") end
    local rated, untold, without, weak, list = true, {}, {}, {}, {}
    for _, h in ipairs(relevant) do
      local best, unclear = 0, false
      for _, w in ipairs(plan.warnings) do
        -- a system for one kind of flood says nothing of the others
        if w.hazard == nil or w.hazard == h.type or w.hazard == hazard_umbrella(h.type) then
          if w.hazard == nil or w.level == nil then unclear = true else best = math.max(best, w.level) end
        end
      end
      if unclear and best < 1 then table.insert(untold, h.type) end
      if best == 0 then table.insert(without, h.type) elseif best < 1 then table.insert(weak, h.type) end
      rated = rated and h.severity ~= nil and h.likelihood ~= nil
      table.insert(list, { level = best, severity = h.severity, likelihood = h.likelihood })
    end
    if #untold > 0 then
      return not_assessed("the hazard of a warning system, or how complete it is, is missing: {hazards}",
        { hazards = untold })
    end
    local sum, all = 0, 0
    for _, h in ipairs(list) do
      local weight = rated and h.severity * h.likelihood or 1 -- mutant ok: any, if it is the same for all
      sum, all = sum + weight * h.level, all + weight
    end
    if #without == 0 then
      return credit(sum / all, "warning systems are {share} complete; hazards: {count}",
        { share = percent(sum / all), count = #list, weak = table.concat(weak, ", ") })
    end
    return credit(sum / all, "warning systems are {share} complete; hazards: {count}; none for {missing}",
                  { share = percent(sum / all), count = #list, missing = without, weak = table.concat(weak, ", ") })
  end,
  tests = {
    { name = "complete for the only hazard that can be warned of",
      plan = { warnings = { { hazard = "FL", level = 1 } },
        community = { hazards = { { type = "FL" }, { type = "EQ" } } } },
      expect = { credit = 1, reason = "warning systems are 100 % complete; hazards: 1" } },
    { name = "the mean, without ratings, one of the two without a system",
      plan = { warnings = { { hazard = "FL", level = 0.5 } },
        community = { hazards = { { type = "FL" }, { type = "TS", severity = 5 } } } },
      expect = { credit = 0.25, reason = "warning systems are 25 % complete; hazards: 2; none for TS",
                 params = { missing = "TS", weak = "FL" } } },
    { name = "the worse hazard weighs more",
      plan = { warnings = { { hazard = "FL", level = 1 }, { hazard = "TS", level = 0.5 } },
               community = { hazards = { { type = "FL", severity = 1, likelihood = 1 },
                 { type = "TS", severity = 3, likelihood = 1 } } } },
      expect = { credit = 0.625, params = { weak = "TS" } } },
    { name = "the better of two systems counts; one for floods serves flash floods",
      plan = { warnings = { { hazard = "FL", level = 0.25 }, { hazard = "FL", level = 0.75 } },
        community = { hazards = { { type = "FF" } } } },
      expect = { credit = 0.75 } },
    { name = "one for flash floods is none for floods",
      plan = { warnings = { { hazard = "FF", level = 1 } }, community = { hazards = { { type = "FL" } } } },
        expect = { credit = 0 } },
    { name = "no warnings: a real zero", plan = { warnings = {}, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0 } },
    { name = "one system does not say how complete it is",
      plan = { warnings = { { hazard = "FL" } }, community = { hazards = { { type = "FL" } } } },
      expect = { outcome = "not_assessed",
        reason = "the hazard of a warning system, or how complete it is, is missing: FL" } },
    { name = "one system does not say its hazard",
      plan = { warnings = { { level = 1 } }, community = { hazards = { { type = "FL" } } } },
        expect = { outcome = "not_assessed" } },
    { name = "complete, whatever a second one is",
      plan = { warnings = { { hazard = "FL", level = 1 }, { hazard = "FL" } },
        community = { hazards = { { type = "FL" } } } },
      expect = { credit = 1 } },
    { name = "likelihood without severity weighs nothing",
      plan = { warnings = { { hazard = "FL", level = 1 }, { hazard = "TS", level = 0.5 } },
               community = { hazards = { { type = "FL", severity = 5 }, { type = "TS", likelihood = 1 } } } },
      expect = { credit = 0.75 } },
    { name = "a cold wave can be warned of",
      plan = { warnings = {}, community = { hazards = { { type = "CW" } } } },
      expect = { credit = 0, reason = "warning systems are 0 % complete; hazards: 1; none for CW" } },
    { name = "haze can be warned of", plan = { warnings = { { hazard = "AP", level = 1 } }, community = { hazards = { { type = "AP" } } } },
      expect = { credit = 1 } },
    { name = "only the earth shakes", plan = { warnings = {}, community = { hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_applicable" } },
    { name = "an empty register", plan = { warnings = {}, community = { hazards = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of warnings", plan = { community = { hazards = { { type = "FL" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no register of hazards", plan = { warnings = {} },
      expect = { outcome = "not_assessed", reason = "community.hazards is not in the plan" } },
  },
}
