-- A place on the coast whose register has no hazard of the sea: whatever is asked of tsunamis and surges then does not
-- apply.
return {
  id = "check/coast", version = 1,
  title = "The sea is in the register of a coast",
  source = "Our own [drafted]: hazards of the sea as in the Hazard Information Profiles, MH06 and MH07",
  needs = { "community.hazards" },
  args = { settlements = { "coastal", "island" }, hazards = { "TS", "SS", "CFL" } },
  use = { "lib/register" },
  score = function(plan, _, args)
    local c, where = plan.community, nil
    for _, wanted in ipairs(args.settlements) do
      if c.setting == wanted then where = where or wanted end
      for _, s in ipairs(c.settlements or {}) do
        if s == wanted then where = where or wanted end
      end
    end
    if #c.hazards == 0 or where == nil then return not_assessed("not on the coast, or an empty register") end
    if #register.relevant(c.hazards, args.hazards) > 0 then return credit(1, "the register has a hazard of the sea") end
    return credit(0, "the place is {setting}, but none of {hazards} is in its register",
      { setting = where, hazards = args.hazards })
  end,
  tests = {
    { name = "a coast without the sea",
      plan = { community = { settlements = { "rural", "coastal" }, hazards = { { type = "TC" } } } },
      expect = { credit = 0, reason = "the place is coastal, but none of TS, SS, CFL is in its register" } },
    { name = "the main setting is an island",
      plan = { community = { setting = "island", hazards = { { type = "EQ" } } } }, expect = { credit = 0 } },
    { name = "a tsunami is there", plan = { community = { setting = "island", hazards = { { type = "TS" } } } },
      expect = { credit = 1 } },
    { name = "a flood of any kind may be one of the coast",
      plan = { community = { setting = "island", hazards = { { type = "FL" } } } }, expect = { credit = 1 } },
    { name = "inland", plan = { community = { setting = "mountain", hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "inland, by its settlements",
      plan = { community = { settlements = { "rural", "mountain" }, hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "an empty register", plan = { community = { setting = "island", hazards = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no register", plan = { community = { setting = "island" } }, expect = { outcome = "not_assessed" } },
  },
}
