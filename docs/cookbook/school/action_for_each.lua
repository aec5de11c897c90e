-- Is there an action for each school that stands where a landslide may come? Two lists, joined by an id.
return {
  id = "school/action_for_each", version = 1,
  title = "An action for each school at risk",
  source = "Our own [drafted]",
  needs = { "community.facilities", "plan.actions" },
  args = { hazard = "LS" },
  use = { "lib/facilities", "lib/register" },
  score = function(plan, _, args)
    local planned = {} -- ids of the facilities that an action is about
    for _, a in ipairs(plan.actions) do
      if a.status ~= "cancelled" then
        for _, id in ipairs(a.facilities or {}) do planned[id] = true end
      end
    end
    local schools = {}
    for _, f in ipairs(plan.community.facilities) do
      if f.at_risk == nil or register.is_one_of(args.hazard, f.at_risk) then table.insert(schools, f) end
    end
    local found = facilities.share(schools, facilities.schools, function(f)
      if f.at_risk == nil then return nil end
      return planned[f.id or ""] == true
    end)
    if #found.untold > 0 then
      return not_assessed("hazards are not told for {schools}", { schools = facilities.some(found.untold) })
    end
    if found.count == 0 then
      return not_applicable("no school is at risk of this: {hazard}", { hazard = hazard_title(args.hazard) })
    end
    if #found.missing == 0 then return credit(1, "each of {count} schools at risk has an action", { count = found.count }) end
    return credit(found.with / found.count, "{with} of {count} schools at risk have an action; missing: {missing}",
                  { with = found.with, count = found.count, missing = facilities.some(found.missing) })
  end,
  tests = {
    { name = "one of two", plan = { actions = { { facilities = { "S1", "H1" } } },
      community = { facilities = { { id = "S1", kind = "school", at_risk = { "LS" } },
        { id = "S2", kind = "school", at_risk = { "LS", "EQ" } }, { id = "S3", kind = "school", at_risk = {} },
        { id = "H1", kind = "clinic", at_risk = { "LS" } } } } },
      expect = { credit = 0.5, reason = "1 of 2 schools at risk have an action; missing: S2" } },
    { name = "both", plan = { actions = { { facilities = { "S1" } }, { facilities = { "S2" }, status = "ongoing" } },
      community = { facilities = { { id = "S1", kind = "school", at_risk = { "LS" } },
        { id = "S2", kind = "preschool", at_risk = { "LS" } } } } },
      expect = { credit = 1, reason = "each of 2 schools at risk has an action" } },
    { name = "an action that was dropped", plan = { actions = { { facilities = { "S1" }, status = "cancelled" }, {} },
      community = { facilities = { { id = "S1", kind = "school", at_risk = { "LS" } } } } }, expect = { credit = 0 } },
    { name = "a school without an id has none", plan = { actions = {},
      community = { facilities = { { name = "Hill school", kind = "school", at_risk = { "LS" } } } } },
      expect = { credit = 0, reason = "0 of 1 schools at risk have an action; missing: Hill school" } },
    { name = "nobody looked", plan = { actions = {}, community = { facilities = { { id = "S1", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "hazards are not told for S1" } },
    { name = "none is at risk", plan = { actions = {}, community = { facilities = { { kind = "school", at_risk = { "EQ" } } } } },
      expect = { outcome = "not_applicable", reason = "no school is at risk of this: landslide" } },
    { name = "no list of schools", plan = { actions = {} }, expect = { outcome = "not_assessed" } },
    { name = "no list of actions", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
  },
}
