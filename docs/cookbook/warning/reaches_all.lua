-- Does the cyclone warning reach all that it must, whichever warning does?
return {
  id = "warning/reaches_all", version = 1,
  title = "Whom the warning reaches",
  source = "The list is our own [drafted]",
  needs = { "plan.warnings" },
  args = { hazard = "TC", reach = { "households", "schools", "fishers", "disability" } },
  score = function(plan, _, args)
    local reached, listed, untold = {}, false, false
    for _, w in ipairs(plan.warnings) do
      if hazard_matches(w.hazard or "", args.hazard) then
        listed = true
        untold = untold or w.reaches == nil
        for _, group in ipairs(w.reaches or {}) do reached[group] = true end
      end
    end
    local title = hazard_title(args.hazard)
    if not listed then return credit(0, "no warning of this is listed: {hazard}", { hazard = title }) end
    local missing = {}
    for _, group in ipairs(args.reach) do
      if not reached[group] then table.insert(missing, group) end
    end
    if #missing == 0 then return credit(1, "the warning reaches all of {groups}", { groups = table.concat(args.reach, ", ") }) end
    if untold then return not_assessed("a warning of this does not say whom it reaches: {hazard}", { hazard = title }) end
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
    { name = "one does not say whom", plan = { warnings = { { hazard = "TC", reaches = { "schools" } }, { hazard = "TC" } } },
      expect = { outcome = "not_assessed", reason = "a warning of this does not say whom it reaches: tropical cyclone" } },
    { name = "the others reach all, whatever it says", args = { reach = { "schools" } },
      plan = { warnings = { { hazard = "TC" }, { hazard = "TC", reaches = { "schools" } } } }, expect = { credit = 1 } },
    { name = "no list of warnings", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
