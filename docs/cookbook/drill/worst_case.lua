-- The hardest case that any drill has practised with children.
return {
  id = "drill/worst_case", version = 1,
  title = "How hard a case was practised",
  source = "The worth of each case is our own [drafted]",
  needs = { "plan.drills", "assessment.date" },
  args = { worth = { probable = 0.4, moderate = 0.7, severe = 1 } },
  score = function(plan, _, args)
    local best, case, untold
    for _, drill in ipairs(plan.drills) do
      -- one without children, and one that lies ahead, practised nothing with them
      if drill.children ~= 0 and (drill.date or "") <= plan.assessment.date then
        if drill.children == nil or drill.date == nil or drill.scenario == nil then
          untold = true
        else
          local worth = args.worth[drill.scenario] or 0
          if best == nil or worth > best then best, case = worth, drill.scenario end
        end
      end
    end
    if untold and best ~= 1 then
      return not_assessed("a drill does not say when it was, which case it practised, or how many children took part")
    end
    if best == nil then return credit(0, "no drill with children was held") end
    return credit(best, "the hardest case that was practised with children: {case}", { case = case })
  end,
  tests = {
    { name = "the hardest counts, whatever the others were", plan = { assessment = { date = "2026-09-12" }, drills = {
      { date = "2025-05-01", children = 9, scenario = "severe" }, { date = "2025-05-02", children = 9, scenario = "probable" },
      { children = 9 } } },
      expect = { credit = 1, reason = "the hardest case that was practised with children: severe" } },
    { name = "moderate at most; adults and next year do not count", plan = { assessment = { date = "2026-09-12" }, drills = {
      { date = "2025-05-02", children = 9, scenario = "probable" }, { date = "2026-09-12", children = 1, scenario = "moderate" },
      { date = "2025-05-02", children = 0, scenario = "severe" }, { date = "2027-01-01", children = 9, scenario = "severe" } } },
      expect = { credit = 0.7, reason = "the hardest case that was practised with children: moderate" } },
    { name = "the probable one only", plan = { assessment = { date = "2026-09-12" }, drills = {
      { date = "2025-05-02", children = 9, scenario = "probable" } } }, expect = { credit = 0.4 } },
    { name = "of two that earn the same the first is named", args = { worth = { probable = 0.5, moderate = 0.5, severe = 1 } },
      plan = { assessment = { date = "2026-09-12" }, drills = { { date = "2025-05-02", children = 9, scenario = "moderate" },
        { date = "2025-05-02", children = 9, scenario = "probable" } } },
      expect = { credit = 0.5, reason = "the hardest case that was practised with children: moderate" } },
    { name = "a case that earns nothing was practised all the same", args = { worth = { severe = 1 } },
      plan = { assessment = { date = "2026-09-12" }, drills = { { date = "2025-05-02", children = 9, scenario = "probable" } } },
      expect = { credit = 0, reason = "the hardest case that was practised with children: probable" } },
    { name = "what is not told", cases = {
      { name = "which case", plan = { assessment = { date = "2026-09-12" }, drills = {
        { date = "2025-05-02", children = 9, scenario = "moderate" }, { date = "2025-05-02", children = 9 } } },
        expect = { outcome = "not_assessed" } },
      { name = "how many children", plan = { assessment = { date = "2026-09-12" }, drills = {
        { date = "2025-05-02", children = 9, scenario = "moderate" }, { date = "2025-05-02", scenario = "severe" } } },
        expect = { outcome = "not_assessed" } },
      { name = "when", plan = { assessment = { date = "2026-09-12" }, drills = { { children = 9, scenario = "moderate" } } },
        expect = { outcome = "not_assessed" } },
      { name = "the list of drills", plan = { assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
      { name = "the day of the assessment", plan = { drills = { { date = "2025-05-02", children = 9, scenario = "severe" } } },
        expect = { outcome = "not_assessed" } },
    } },
    { name = "none: a real zero", plan = { assessment = { date = "2026-09-12" }, drills = {} },
      expect = { credit = 0, reason = "no drill with children was held" } },
  },
}
