-- Measures against injuries, held against the dangers that the hazards of the register bring: those of the answer, and
-- those that an action of the plan has as its tag.
return {
  id = "protection/injury_measures", version = 2,
  title = "Measures against dangers to children",
  source = "CPMS 2019 standard 7 [unverified]; which hazard brings which danger is ours [drafted]",
  needs = { "community.hazards" },
  args = {
    dangers = { "drowning", "debris", "burns", "traffic", "ordnance" },
    always = { "traffic" },
    brought_by = {
      -- houses fall in floods and under ash as well, and families make fire in the cold
      drowning = { "FL", "TC", "TS", "SS" }, debris = { "EQ", "TC", "LS", "TS", "FL", "SS", "VO" },
      burns = { "EQ", "FR", "WF", "VO", "CF", "CW" }, ordnance = { "CF" },
    },
  },
  use = { "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local matters, ticked = {}, {}
    for _, danger in ipairs(args.always) do matters[danger] = true end
    for _, h in ipairs(plan.community.hazards) do
      for danger, hazards in pairs(args.brought_by) do
        if register.is_one_of(h.type, hazards) then matters[danger] = true end
      end
    end
    for _, danger in ipairs(answer.value) do ticked[danger] = true end
    for _, a in ipairs(plan.actions or {}) do
      if a.status ~= "cancelled" then
        for _, tag in ipairs(a.tags or {}) do ticked[tag] = true end
      end
    end
    local count, met, missing = 0, 0, {}
    for _, danger in ipairs(args.dangers) do
      if matters[danger] then
        count = count + 1
        if ticked[danger] then met = met + 1 else table.insert(missing, danger) end
      end
    end
    if count == 0 then return not_applicable("no hazard of the register brings such a danger") end
    if met == count then
      return credit(1, "measures against {met} of {count} dangers that matter here", { met = met, count = count })
    end
    return credit(met / count, "measures against {met} of {count} dangers that matter here; missing: {missing}",
                  { met = met, count = count, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "flood: drowning, debris and traffic matter, all are met",
      plan = { community = { hazards = { { type = "FL" } } } }, answer = { "drowning", "debris", "traffic" },
      expect = { credit = 1, reason = "measures against 3 of 3 dangers that matter here" } },
    { name = "an action with the tag is a measure that the answer forgot",
      plan = { actions = { { id = "A1", tags = { "drowning" } }, { id = "A2", tags = { "debris" }, status = "cancelled" }, {} },
               community = { hazards = { { type = "FL" } } } }, answer = { "traffic" },
      expect = { credit = 2 / 3, reason = "measures against 2 of 3 dangers that matter here; missing: debris" } },
    { name = "cold: fires in the house",
      plan = { community = { hazards = { { type = "CW" } } } }, answer = { "drowning" },
      expect = { credit = 0, reason = "measures against 0 of 2 dangers that matter here; missing: burns, traffic" } },
    { name = "earthquake: a measure against drowning does not help",
      plan = { community = { hazards = { { type = "EQ" } } } }, answer = { "drowning", "burns" },
      expect = { credit = 1 / 3,
                 reason = "measures against 1 of 3 dangers that matter here; missing: debris, traffic" } },
    { name = "earthquake and conflict: buildings that fall, fire, what is left of weapons, traffic",
      plan = { community = { hazards = { { type = "EQ" }, { type = "CF" } } } }, answer = { "debris", "burns", "ordnance", "traffic" },
      expect = { credit = 1, reason = "measures against 4 of 4 dangers that matter here" } },
    { name = "nothing ticked: a real zero", plan = { community = { hazards = { { type = "FL" } } } }, answer = {},
      expect = { credit = 0 } },
    { name = "no danger matters", plan = { community = { hazards = { { type = "DR" } } } }, answer = {},
      args = { always = {} }, expect = { outcome = "not_applicable" } },
    { name = "an empty register", plan = { community = { hazards = {} } }, answer = { "drowning" },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "no register", plan = {}, answer = { "drowning" }, expect = { outcome = "not_assessed" } },
  },
}
