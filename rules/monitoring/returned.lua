-- Days from the assessment until its results were taken back to the community and to its children.
return {
  id = "monitoring/returned", version = 1,
  title = "Results returned",
  source = "Wording and cut-offs are ours [drafted]",
  needs = { "assessment.date", "assessment.returned" },
  args = { days = { 30, 60, 90 } },
  use = { "lib/dates", "lib/ladder" },
  score = function(plan, _, args)
    local a = plan.assessment
    local community = dates.counted(a.date, a.returned, "days")
    local children = a.returned_to_children and dates.counted(a.date, a.returned_to_children, "days")
    if community == nil or a.returned_to_children ~= nil and children == nil then
      return not_assessed("results were returned before the assessment was made: correct the dates")
    end
    if children == nil then
      return not_assessed("days until results were back with the community: {community}; with children: not told",
                          { community = community })
    end
    return level(ladder.at_most(math.max(community, children), args.days), #args.days,
                 "days until results were back with the community: {community}; with children: {children}",
                 { community = community, children = children })
  end,
  tests = {
    { name = "30 days are the best step",
      plan = { assessment = { date = "2026-09-01", returned = "2026-09-02", returned_to_children = "2026-10-01" } },
      expect = { credit = 1, reason = "days until results were back with the community: 1; with children: 30" } },
    { name = "the later of the two counts: level 2",
      plan = { assessment = { date = "2026-09-01", returned = "2026-10-02", returned_to_children = "2026-09-01" } },
      expect = { credit = 2 / 3 } },
    { name = "90 days: level 1",
      plan = { assessment = { date = "2026-09-01", returned = "2026-11-30", returned_to_children = "2026-09-01" } },
      expect = { credit = 1 / 3 } },
    { name = "91 days: a real zero",
      plan = { assessment = { date = "2026-09-01", returned = "2026-12-01", returned_to_children = "2026-09-01" } },
      expect = { credit = 0 } },
    { name = "before the assessment",
      plan = { assessment = { date = "2026-09-01", returned = "2026-08-31", returned_to_children = "2026-09-01" } },
      expect = { outcome = "not_assessed" } },
    { name = "not yet back with children", plan = { assessment = { date = "2026-09-01", returned = "2026-09-02" } },
      expect = { outcome = "not_assessed",
                 reason = "days until results were back with the community: 1; with children: not told" } },
    { name = "with children before the assessment",
      plan = { assessment = { date = "2026-09-01", returned = "2026-09-02", returned_to_children = "2026-08-31" } },
      expect = { outcome = "not_assessed",
                 reason = "results were returned before the assessment was made: correct the dates" } },
    { name = "before the assessment, and not with children",
      plan = { assessment = { date = "2026-09-01", returned = "2026-08-31" } },
      expect = { outcome = "not_assessed",
                 reason = "results were returned before the assessment was made: correct the dates" } },
    { name = "no day of the assessment", plan = {},
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
    { name = "no day on which results were returned", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "assessment.returned is not in the plan" } },
  },
}
