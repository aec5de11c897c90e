-- Does the cyclone warning reach all that it must, whichever warning does?
return {
  id = "warning/reaches_all", version = 1,
  title = "Whom the warning reaches",
  source = "The list is our own [drafted]",
  needs = { "plan.warnings" },
  args = { hazard = "TC", reach = { "households", "schools", "fishers", "disability" } },
  score = function(plan, _, args)
    local reached, told, found = {}, false, 0
    for _, w in ipairs(plan.warnings) do
      if hazard_matches(w.hazard or "", args.hazard) then
        found = found + 1
        told = told or w.reaches ~= nil
        for _, group in ipairs(w.reaches or {}) do reached[group] = true end
      end
    end
    local title = hazard_title(args.hazard)
    if found == 0 then return credit(0, "no warning of this is listed: {hazard}", { hazard = title }) end
    if not told then return not_assessed("whom the warning reaches is not told: {hazard}", { hazard = title }) end
    local missing = {}
    for _, group in ipairs(args.reach) do
      if not reached[group] then table.insert(missing, group) end
    end
    if #missing == 0 then return credit(1, "the warning reaches all of {groups}", { groups = table.concat(args.reach, ", ") }) end
    return credit((#args.reach - #missing) / #args.reach, "the warning does not reach {missing}",
                  { missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "two warnings together", args = { reach = { "households", "schools" } },
      plan = { warnings = { { hazard = "TC", reaches = { "schools", "media" } }, { hazard = "TC", reaches = { "households" } } } },
      expect = { credit = 1, reason = "the warning reaches all of households, schools" } },
    { name = "one of four", plan = { warnings = { { hazard = "TC", reaches = { "schools" } } } },
      expect = { credit = 0.25, reason = "the warning does not reach households, fishers, disability" } },
    { name = "another hazard", plan = { warnings = { { hazard = "EQ", reaches = { "schools" } }, { reaches = { "schools" } } } },
      expect = { credit = 0, reason = "no warning of this is listed: tropical cyclone" } },
    { name = "nobody wrote down whom", plan = { warnings = { { hazard = "TC" } } },
      expect = { outcome = "not_assessed", reason = "whom the warning reaches is not told: tropical cyclone" } },
    { name = "no list of warnings", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
