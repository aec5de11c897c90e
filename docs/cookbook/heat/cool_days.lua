-- What schools do on hot days, each measure with a weight of its own; only where heat is a hazard at all.
return {
  id = "heat/cool_days", version = 1,
  title = "Schools on hot days",
  source = "List and weights are our own [drafted]",
  needs = { "community.hazards" },
  args = { hazard = "HW", weights = { water = 3, shade = 2, early_hours = 2, fans = 1 } },
  use = { "lib/list", "lib/register" },
  score = function(plan, answer, args)
    if #plan.community.hazards == 0 then return not_assessed("the hazard register is empty") end
    if #register.relevant(plan.community.hazards, { args.hazard }) == 0 then
      return not_applicable("the hazard register does not name this: {hazard}", { hazard = hazard_title(args.hazard) })
    end
    local sum, all, missing = 0, 0, {}
    for measure, weight in pairs(args.weights) do -- in the order of the names
      all = all + weight
      if list.has(answer.value, measure) then
        sum = sum + weight
      else
        table.insert(missing, measure)
      end
    end
    if sum == all then return credit(1, "schools do all that is asked for on hot days") end
    return credit(sum / all, "schools do not do all on hot days; missing: {missing}",
                  { missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "all", plan = { community = { hazards = { { type = "HW" } } } },
      answer = { "shade", "water", "fans", "early_hours" },
      expect = { credit = 1, reason = "schools do all that is asked for on hot days" } },
    { name = "water counts three of eight", plan = { community = { hazards = { { type = "HW" }, { type = "EQ" } } } },
      answer = { "water" },
      expect = { credit = 3 / 8, reason = "schools do not do all on hot days; missing: early_hours, fans, shade" } },
    { name = "nothing: a real zero", plan = { community = { hazards = { { type = "HW" } } } }, answer = {},
      expect = { credit = 0 } },
    { name = "heat is no hazard here", plan = { community = { hazards = { { type = "EQ" } } } }, answer = { "water" },
      expect = { outcome = "not_applicable", reason = "the hazard register does not name this: heatwave" } },
    { name = "an empty register tells nothing", plan = { community = { hazards = {} } }, answer = { "water" },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "nobody listed the hazards", plan = {}, answer = { "water" }, expect = { outcome = "not_assessed" } },
  },
}
