-- The first step that fits, best first; a date counts as its age on the day of the assessment.
local function fits(step, x, more)
  if step.at_least then return x >= step.at_least, "at least", step.at_least end
  if step.above then return x > step.above, "above", step.above end
  if step.at_most then return more <= step.at_most, "at most", step.at_most end
  if step.below then return more < step.below, "below", step.below end
  error("a step has none of at_least, above, at_most, below")
end

return {
  id = "standard/ladder", version = 1,
  title = "Ladder of steps",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { steps = {}, unit = "years" },
  score = function(plan, answer, args)
    local x, more, shown = answer.value, answer.value, answer.value
    if type(x) == "string" then
      if x > plan.assessment.date then
        return not_assessed("{date} lies after the day of the assessment", { date = x })
      end
      local whole, unfinished = age(x, plan.assessment.date, args.unit)
      x, more, shown = whole, whole, whole .. " " .. args.unit
      -- An unfinished unit counts as one more where the step sets an upper limit.
      if unfinished then more = whole + 1 end
    elseif answer.type == "percent" then
      shown = percent(x / 100)
    end
    for _, step in ipairs(args.steps) do
      local ok, word, limit = fits(step, x, more)
      if ok then
        return credit(step.credit, "{value} is " .. word .. " {limit}", { value = shown, limit = limit })
      end
    end
    return credit(0, "{value} reaches no step", { value = shown })
  end,
  tests = {
    { name = "best step", answer = 95, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 1 } },
    { name = "an edge that is not above", answer = 90, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 0.5 } },
    { name = "no step", answer = 10, args = { steps = { { at_least = 50, credit = 1 } } }, expect = { credit = 0, reason = "10 reaches no step" } },
    { name = "an edge that is at most", answer = 7, args = { steps = { { at_most = 7, credit = 1 } } }, expect = { credit = 1, reason = "7 is at most 7" } },
    { name = "below", answer = 7, args = { steps = { { below = 7, credit = 1 } } }, expect = { credit = 0 } },
    { name = "three years to the day", plan = { assessment = { date = "2026-06-30" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } }, expect = { credit = 1 } },
    { name = "three years and a day", plan = { assessment = { date = "2026-07-01" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } }, expect = { credit = 0 } },
    { name = "at least counts finished years only", plan = { assessment = { date = "2026-06-29" } }, answer = "2023-06-30", args = { steps = { { at_least = 3, credit = 1 } } }, expect = { credit = 0 } },
    { name = "a date to come", plan = { assessment = { date = "2026-06-29" } }, answer = "2027-06-30", args = { steps = { { at_most = 3, credit = 1 } } }, expect = { outcome = "not_assessed" } },
    { name = "a step without a limit", answer = 1, args = { steps = { { credit = 1 } } }, expect = { outcome = "error" } },
  },
}
