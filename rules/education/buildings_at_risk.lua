-- Shares of school buildings at risk, each scored by its own part. Whatever fails in the most probable event fails
-- in the most severe one as well: a smaller share there is a mistake, and no credit follows from it.
return {
  id = "education/buildings_at_risk", version = 1,
  title = "School buildings at risk",
  source = "UNDRR Scorecard P8.8; the mean of two events is ours [drafted]",
  args = { milder = "probable", worst = "severe" },
  score = function(_, answer, args)
    local milder, worst = answer.value[args.milder], answer.value[args.worst]
    if milder == nil or worst == nil then
      return not_assessed("the share at risk is missing for one of the two events")
    end
    if worst < milder then
      return not_assessed("{worst} at risk in the most severe event, but {milder} in the most probable one: correct one",
                          { worst = percent(worst / 100), milder = percent(milder / 100) })
    end
    local sum, all = 0, 0
    for _, part in ipairs(answer.parts) do
      assert(part.outcome == "scored", "part " .. part.id .. " has no credit")
      sum, all = sum + part.weight * part.credit, all + part.weight
    end
    return credit(sum / all, "{milder} of school buildings at risk in the most probable event, {worst} in the most severe",
                  { worst = percent(worst / 100), milder = percent(milder / 100) })
  end,
  tests = {
    { name = "none in the probable event, two in five in the severe one",
      answer = { value = { probable = 0, severe = 40 }, parts = { { id = "probable", weight = 2, outcome = "scored", credit = 1 },
                                                                  { id = "severe", weight = 1, outcome = "scored", credit = 0 } } },
      expect = { credit = 2 / 3,
                 reason = "0 % of school buildings at risk in the most probable event, 40 % in the most severe" } },
    { name = "the same share in both is possible",
      answer = { value = { probable = 40, severe = 40 }, parts = { { id = "probable", weight = 2, outcome = "scored", credit = 0 },
                                                                   { id = "severe", weight = 1, outcome = "scored", credit = 0 } } },
      expect = { credit = 0 } },
    { name = "fewer fail in the worse event: one of the two is wrong",
      answer = { value = { probable = 40, severe = 0 }, parts = { { id = "probable", weight = 2, outcome = "scored", credit = 0 },
                                                                  { id = "severe", weight = 1, outcome = "scored", credit = 1 } } },
      expect = { outcome = "not_assessed",
                 reason = "0 % at risk in the most severe event, but 40 % in the most probable one: correct one" } },
    { name = "one event without a share",
      answer = { value = { probable = 0 }, parts = { { id = "probable", weight = 2, outcome = "scored", credit = 1 },
                                                     { id = "severe", weight = 1, outcome = "not_assessed" } } },
      expect = { outcome = "not_assessed", reason = "the share at risk is missing for one of the two events" } },
    { name = "a part that its rule did not score",
      answer = { value = { probable = 0, severe = 40 }, parts = { { id = "probable", weight = 2, outcome = "not_assessed" } } },
      expect = { outcome = "error" } },
  },
}
