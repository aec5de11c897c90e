-- A place by the sea whose register has no hazard of the sea: whatever is asked of tsunamis and surges then does not
-- apply. An island may lie in a river or a lake, so it needs a sign of the sea: the state is one of small islands, or
-- the register has what only the sea does.
return {
  id = "check/coast", version = 2,
  title = "The sea is in the register of a coast",
  source = "Our own [drafted]: hazards of the sea as in the Hazard Information Profiles, MH06 and MH07; islands by the sea as we take them",
  needs = { "community.hazards" },
  args = { settlements = { "coastal", "island" }, hazards = { "TS", "SS", "CFL" }, signs = { "SL" }, states = "sids" },
  use = { "lib/register" },
  score = function(plan, _, args)
    local c, where = plan.community, nil
    local function at_sea(setting)
      return setting ~= "island" or c.country ~= nil and country_group(c.country, args.states) ~= nil
        or #register.relevant(c.hazards, args.signs) > 0
    end
    for _, wanted in ipairs(args.settlements) do
      local found = c.setting == wanted
      for _, s in ipairs(c.settlements or {}) do found = found or s == wanted end
      if found and at_sea(wanted) then where = where or wanted end
    end
    if #c.hazards == 0 or where == nil then return not_assessed("no sign of the sea, or an empty register") end
    if #register.relevant(c.hazards, args.hazards) > 0 then return credit(1, "the register has a hazard of the sea") end
    return credit(0, "the place is {setting}, but none of {hazards} is in its register",
      { setting = where, hazards = args.hazards })
  end,
  tests = {
    { name = "a coast without the sea",
      plan = { community = { settlements = { "rural", "coastal" }, hazards = { { type = "TC" } } } },
      expect = { credit = 0, reason = "the place is coastal, but none of TS, SS, CFL is in its register" } },
    { name = "an island of a state of small islands",
      plan = { community = { country = "VUT", setting = "island", hazards = { { type = "EQ" } } } },
      expect = { credit = 0, reason = "the place is island, but none of TS, SS, CFL is in its register" } },
    { name = "an island that the sea eats away",
      plan = { community = { country = "BGD", settlements = { "island" }, hazards = { { type = "SL" } } } },
      expect = { credit = 0 } },
    { name = "an island that may lie in a river",
      plan = { community = { country = "BGD", setting = "island", hazards = { { type = "DR" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "an island of which the country is not told",
      plan = { community = { setting = "island", hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "an island on a coast",
      plan = { community = { country = "BGD", setting = "island", settlements = { "coastal" },
        hazards = { { type = "TC" } } } },
      expect = { credit = 0, reason = "the place is coastal, but none of TS, SS, CFL is in its register" } },
    { name = "a tsunami is there",
      plan = { community = { country = "VUT", setting = "island", hazards = { { type = "TS" } } } },
      expect = { credit = 1 } },
    { name = "a flood of any kind may be one of the coast",
      plan = { community = { country = "VUT", setting = "island", hazards = { { type = "FL" } } } },
      expect = { credit = 1 } },
    { name = "inland", plan = { community = { setting = "mountain", hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "inland, by its settlements",
      plan = { community = { settlements = { "rural", "mountain" }, hazards = { { type = "EQ" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "an empty register", plan = { community = { country = "VUT", setting = "island", hazards = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no register", plan = { community = { country = "VUT", setting = "island" } },
      expect = { outcome = "not_assessed" } },
  },
}
