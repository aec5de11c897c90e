-- The hardest case that any drill has practised with children.
return {
  id = "drill/worst_case", version = 1,
  title = "How hard a case was practised",
  source = "The worth of each case is our own [drafted]",
  needs = { "plan.drills" },
  args = { worth = { probable = 0.4, moderate = 0.7, severe = 1 } },
  score = function(plan, _, args)
    local best, case, untold = 0, nil, false
    for _, drill in ipairs(plan.drills) do
      if (drill.children or 0) > 0 then
        if drill.scenario == nil then
          untold = true
        elseif args.worth[drill.scenario] > best then
          best, case = args.worth[drill.scenario], drill.scenario
        end
      end
    end
    if best == 1 then return credit(1, "the severe case was practised with children") end
    if untold then return not_assessed("a drill with children does not say which case it practised") end
    if case == nil then return credit(0, "no drill with children is listed") end
    return credit(best, "the hardest case that was practised with children: {case}", { case = case })
  end,
  tests = {
    { name = "the hardest counts", plan = { drills = { { children = 9, scenario = "severe" },
      { children = 9, scenario = "probable" }, { children = 9 } } }, expect = { credit = 1 } },
    { name = "moderate at most", plan = { drills = { { children = 9, scenario = "probable" },
      { children = 1, scenario = "moderate" }, { scenario = "severe" } } },
      expect = { credit = 0.7, reason = "the hardest case that was practised with children: moderate" } },
    { name = "one might have been severe", plan = { drills = { { children = 9, scenario = "moderate" }, { children = 9 } } },
      expect = { outcome = "not_assessed" } },
    { name = "none: a real zero", plan = { drills = {} }, expect = { credit = 0 } },
    { name = "no list of drills", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
