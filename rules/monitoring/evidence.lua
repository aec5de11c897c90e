-- Share of the answers with a value that name evidence.

-- What an entry without a value may hold. Such an entry is a claim or a mere remark; any other is a bare
-- answer by hazard or part.
local members = { "state", "reason", "note", "evidence", "confidence", "assessor", "date" }

local function is_answer(entry)
  if entry.value ~= nil then return true end
  for _, member in ipairs(members) do
    if entry[member] ~= nil then return false end
  end
  return true
end

return {
  id = "monitoring/evidence", version = 1,
  title = "Evidence behind answers",
  source = "UNDRR Scorecard workbook, means of verification for each question; the cut-offs are ours [drafted]",
  needs = { "answers" },
  args = { shares = { 0.95, 0.75, 0.5 } },
  use = { "lib/ladder" },
  score = function(plan, answer, args)
    local answered, proved = 0, 0
    for _, a in pairs(plan.answers) do
      if is_answer(a) then
        answered = answered + 1
        local evidence = a.evidence
        if evidence ~= nil and #evidence > 0 then proved = proved + 1 end
      end
    end
    if answered == 0 then return not_assessed("no question has been answered yet") end
    return level(ladder.at_least(proved / answered, args.shares), #args.shares,
                 "answers with evidence: {proved} of {answered}", { proved = proved, answered = answered, short = answered - proved })
  end,
  tests = {
    { name = "every answer has evidence; a claim is no answer",
      plan = { answers = { ["GOV-01"] = { value = 2, evidence = { { document = "plan.pdf", page = 14 } } },
                           ["CP-02"] = { state = "unknown" }, ["CP-01"] = { note = "ask again" } } },
      expect = { credit = 1, reason = "answers with evidence: 1 of 1" } },
    { name = "half of them: level 1 of 3",
      plan = { answers = { ["GOV-01"] = { value = 2, evidence = { { document = "plan.pdf" } } },
                           ["GOV-03"] = { value = 1 } } },
      expect = { credit = 1 / 3 } },
    { name = "an empty entry answers by hazard for no hazard: an answer, without evidence",
      plan = { answers = { ["GOV-01"] = { value = 2, evidence = { { document = "plan.pdf" } } }, ["EWS-02"] = {} } },
      expect = { credit = 1 / 3, reason = "answers with evidence: 1 of 2" } },
    { name = "bare answers without evidence: a real zero",
      plan = { answers = { ["GOV-01"] = 2, ["EWS-02"] = { LS = 0.5 }, ["GOV-03"] = { value = 1, evidence = {} } } },
      expect = { credit = 0 } },
    { name = "claims only", plan = { answers = { ["CP-02"] = { state = "unknown" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no answers", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
