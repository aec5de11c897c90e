-- Scenarios, warnings, drills or actions tell of a hazard that the register leaves out: what is asked of that hazard then does
-- not apply.
return {
  id = "check/hazard_left_out", version = 2,
  title = "The register has all hazards that the plan tells of",
  source = "Our own [drafted]: who writes a scenario, warns or drills takes the hazard for a danger of the place",
  needs = { "community.hazards" },
  -- routine: drills and actions against these are everywhere, and say nothing of the place; hazards: only these, where
  -- some are given
  args = { routine = { "FR" }, hazards = {} },
  use = { "lib/register" },
  score = function(plan, _, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    local missing, seen = {}, {}
    local function look(list, passed_over)
      for _, entry in ipairs(list or {}) do
        for _, code in ipairs(entry.hazards or { entry.hazard }) do
          if not seen[code] and not register.is_one_of(code, passed_over)
            and (#args.hazards == 0 or register.is_one_of(code, args.hazards))
            and #register.relevant(plan.community.hazards, { code }) == 0 then
            seen[code] = true
            table.insert(missing, code)
          end
        end
      end
    end
    look(plan.scenarios, {})
    look(plan.warnings, {})
    look(plan.drills, args.routine)
    look(plan.actions, args.routine)
    if #missing == 0 then return credit(1, "the register has the hazards that the plan tells of") end
    return credit(0, "scenarios, warnings, drills or actions tell of {hazards}, and the hazard register leaves it out",
                  { hazards = missing })
  end,
  tests = {
    { name = "a tsunami in the drills alone",
      plan = { drills = { { hazard = "TS" }, { hazard = "FR" }, { hazard = "CFL" } },
        community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0,
        reason = "scenarios, warnings, drills or actions tell of TS, and the hazard register leaves it out" } },
    { name = "a hazard of several lists is told once",
      plan = { scenarios = { { hazard = "TS" }, {} }, warnings = { { hazard = "LS" }, { hazard = "TS" } },
        drills = { { hazard = "TS" } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0,
        reason = "scenarios, warnings, drills or actions tell of TS, LS, and the hazard register leaves it out" } },
    { name = "a fire in a scenario is no routine",
      plan = { scenarios = { { hazard = "FR" } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0 } },
    { name = "a hazard in the actions alone, and a fire in them that says nothing",
      plan = { actions = { { hazards = { "FL", "SS" } }, { hazards = { "FR" } }, {} }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 0,
        reason = "scenarios, warnings, drills or actions tell of SS, and the hazard register leaves it out" } },
    { name = "a flood of another kind is there",
      plan = { warnings = { { hazard = "FL" } }, community = { hazards = { { type = "RF" } } } },
      expect = { credit = 1 } },
    { name = "only some hazards are looked for", args = { hazards = { "TS" } },
      plan = { warnings = { { hazard = "LS" } }, community = { hazards = { { type = "FL" } } } },
      expect = { credit = 1 } },
    { name = "nothing is told", plan = { community = { hazards = { { type = "FL" } } } }, expect = { credit = 1 } },
    { name = "an empty register", plan = { warnings = { { hazard = "LS" } }, community = { hazards = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no register", plan = { warnings = { { hazard = "LS" } } }, expect = { outcome = "not_assessed" } },
  },
}
