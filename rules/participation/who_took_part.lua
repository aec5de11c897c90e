-- Groups of children who took part in any consultation on the plan. Where the plan lists no consultations and the
-- answer to another question says that children were not heard at all, nobody took part.
return {
  id = "participation/who_took_part", version = 3,
  title = "Groups of children who took part",
  source = "Children's Charter for DRR 2011, point 5; the list of eight is ours [drafted]",
  needs = { "assessment.date" },
  args = { heard = "PAR-01" },
  use = { "lib/meetings" },
  score = function(plan, _, args)
    if plan.consultations == nil then
      if meetings.none(plan.answers, args.heard) then
        return credit(0, "children were not heard at all, it says, so none took part")
      end
      return not_assessed("{fact} is not in the plan", { fact = "plan.consultations" })
    end
    local there, perhaps, held, untold = {}, {}, 0, {}
    for i, c in ipairs(plan.consultations) do
      -- one that is planned has reached nobody yet, and one without a date may be planned
      if c.date == nil or c.date <= plan.assessment.date then
        held = held + 1 -- mutant ok: only whether there was one is asked
        local came = c.date == nil and perhaps or there
        for _, group in ipairs(c.groups or {}) do came[group] = true end
        for _, sex in ipairs({ "girls", "boys" }) do
          if c[sex] ~= nil and c[sex] > 0 then came[sex] = true end
        end
        if c.groups == nil and c.girls == nil and c.boys == nil then
          table.insert(untold, c.id or c.date or tostring(i))
        end
      end
    end
    if held == 0 then return credit(0, "no consultation was held") end
    local reached, missing, undated = 0, {}, false
    for _, names in ipairs(meetings.eight) do
      local found, may = false, false
      for _, name in ipairs(names) do
        found, may = found or there[name] == true, may or perhaps[name] == true
      end
      undated = undated or may and not found
      if found then reached = reached + 1 else table.insert(missing, names[1]) end
    end
    if undated then return not_assessed("a consultation has no date") end
    if reached == 0 and #untold > 0 then
      return not_assessed("who took part is missing for the consultations {consultations}",
                          { consultations = table.concat(untold, ", ") })
    end
    local count = #meetings.eight
    if reached == count then return credit(1, "all {count} groups of children took part", { count = count }) end
    return credit(reached / count, "{reached} of {count} groups of children took part; missing: {missing}",
                  { reached = reached, count = count, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "two groups in one meeting",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "disability" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0.25 } },
    { name = "groups add up over meetings, each counts once",
      plan = { consultations = {
        { date = "2026-02-10", groups = { "5-9", "10-14" }, girls = 12, boys = 9 },
        { date = "2026-03-10", groups = { "girls", "15-17", "disability", "out_of_school", "displaced" } } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 1, reason = "all 8 groups of children took part" } },
    { name = "adults only: a real zero",
      plan = { consultations = { { groups = { "elderly" }, girls = 0, boys = 0 } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "no meeting was held: a real zero", plan = { consultations = {}, assessment = { date = "2026-09-12" } },
      expect = { credit = 0 } },
    { name = "a meeting to come has reached nobody",
      plan = { consultations = { { date = "2026-10-01", groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no consultation was held" } },
    { name = "a meeting on the day counts",
      plan = { consultations = { { date = "2026-09-12", groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0.125 } },
    { name = "nobody wrote down who came",
      plan = { consultations = { { date = "2026-02-10" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "who took part is missing for the consultations 2026-02-10" } },
    { name = "adults in one meeting, and nobody wrote down who came to the other",
      plan = { consultations = { { groups = { "elderly" } }, { id = "K2" } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "who took part is missing for the consultations K2" } },
    { name = "children in one meeting are known, whoever came to the other",
      plan = { consultations = { { date = "2026-02-10", groups = { "girls" } }, { id = "K2" } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0.125 } },
    { name = "a meeting without a day may be still to come",
      plan = { consultations = { { groups = { "girls" } } }, assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed", reason = "a consultation has no date" } },
    { name = "without a day it takes nothing from what others reached",
      plan = { consultations = { { date = "2026-02-10", groups = { "girls" } }, { groups = { "girls" } } },
               assessment = { date = "2026-09-12" } },
      expect = { credit = 0.125 } },
    { name = "no list of consultations", cases = {
      { name = "and nobody said whether children were heard", plan = { assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed", reason = "plan.consultations is not in the plan" } },
      { name = "and they were not, says an answer",
        plan = { answers = { ["PAR-01"] = 0 }, assessment = { date = "2026-09-12" } },
        expect = { credit = 0, reason = "children were not heard at all, it says, so none took part" } },
      { name = "and they were, says an answer",
        plan = { answers = { ["PAR-01"] = 1 }, assessment = { date = "2026-09-12" } },
        expect = { outcome = "not_assessed" } } } },
    { name = "no day of the assessment", plan = { consultations = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
  },
}
