-- The first step that fits, best first; a date counts as its age on the day of the assessment.
local words = { "at_least", "above", "at_most", "below" }

-- Whether the step fits, how it is said, its limit, and whether it is an upper one.
local function fits(number, step, x, more)
  local kind
  for _, word in ipairs(words) do
    if step[word] ~= nil then
      assert(kind == nil, string.format("step %d has two limits: keep one", number))
      kind = word
    end
  end
  assert(kind ~= nil, string.format("step %d has none of at_least, above, at_most, below", number))
  assert(type(step.credit) == "number" and step.credit >= 0 and step.credit <= 1,
         string.format("step %d has no credit from 0 to 1", number))
  local limit = step[kind]
  if kind == "at_least" then return x >= limit, "at least", limit, false end
  if kind == "above" then return x > limit, "above", limit, false end
  if kind == "at_most" then return more <= limit, "at most", limit, true end
  return more < limit, "below", limit, true
end

-- "1 year", "2 months"
local function spell(count, unit)
  return count .. " " .. (count == 1 and unit:sub(1, -2) or unit)
end

return {
  id = "standard/ladder", version = 1,
  title = "Ladder of steps",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { steps = {}, unit = "years" },
  score = function(plan, answer, args)
    assert(#args.steps > 0, "no step is given")
    local x, more, shown, begun = answer.value, answer.value, answer.value, nil
    if type(x) == "string" then
      if x > plan.assessment.date then
        return not_assessed("{date} lies after the day of the assessment", { date = x })
      end
      local whole, unfinished = age(x, plan.assessment.date, args.unit)
      x, more, shown = whole, whole, spell(whole, args.unit)
      begun = shown
      -- An unfinished unit counts as one more where the step sets an upper limit.
      if unfinished then more, begun = whole + 1, spell(whole + 1, args.unit) .. " (the last one begun)" end
    elseif answer.type == "percent" then
      shown = percent(x / 100)
    end
    local credited, said, upper
    for number, step in ipairs(args.steps) do -- all are looked at: a faulty one is told whatever the answer
      local ok, word, limit, is_upper = fits(number, step, x, more)
      upper = upper or is_upper
      if ok and not credited then
        credited = step.credit
        said = { text = "{value} is " .. word .. " {limit}", value = is_upper and begun or shown, limit = limit }
      end
    end
    if credited then return credit(credited, said.text, { value = said.value, limit = said.limit }) end
    return credit(0, "{value} reaches no step", { value = upper and begun or shown })
  end,
  tests = {
    { name = "best step", answer = 95, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 1 } },
    { name = "an edge that is not above", answer = 90, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 0.5 } },
    { name = "no step", answer = 10, args = { steps = { { at_least = 50, credit = 1 } } }, expect = { credit = 0, reason = "10 reaches no step" } },
    { name = "an edge that is at most", answer = 7, args = { steps = { { at_most = 7, credit = 1 } } }, expect = { credit = 1, reason = "7 is at most 7" } },
    { name = "below", answer = 7, args = { steps = { { below = 7, credit = 1 } } }, expect = { credit = 0 } },
    { name = "three years to the day", plan = { assessment = { date = "2026-06-30" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } }, expect = { credit = 1 } },
    { name = "three years and a day", plan = { assessment = { date = "2026-07-01" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } }, expect = { credit = 0, reason = "4 years (the last one begun) reaches no step" } },
    { name = "a begun year is said", plan = { assessment = { date = "2026-09-12" } }, answer = "2025-09-11", args = { steps = { { at_most = 1, credit = 1 }, { at_most = 3, credit = 0.5 } } }, expect = { credit = 0.5, reason = "2 years (the last one begun) is at most 3" } },
    { name = "one year", plan = { assessment = { date = "2026-09-12" } }, answer = "2025-09-12", args = { steps = { { at_most = 1, credit = 1 } } }, expect = { credit = 1, reason = "1 year is at most 1" } },
    { name = "at least counts finished years only", plan = { assessment = { date = "2026-06-29" } }, answer = "2023-06-30", args = { steps = { { at_least = 3, credit = 1 } } }, expect = { credit = 0 } },
    { name = "a date to come", plan = { assessment = { date = "2026-06-29" } }, answer = "2027-06-30", args = { steps = { { at_most = 3, credit = 1 } } }, expect = { outcome = "not_assessed" } },
    { name = "no steps", answer = 1, expect = { outcome = "error" } },
    { name = "a step with two limits", answer = 1, args = { steps = { { at_least = 1, below = 5, credit = 1 } } }, expect = { outcome = "error" } },
    { name = "a step without a credit", answer = 9, args = { steps = { { at_least = 5, credit = 1 }, { at_least = 1 } } }, expect = { outcome = "error" } },
    { name = "a step without a limit", answer = 1, args = { steps = { { credit = 1 } } }, expect = { outcome = "error" } },
  },
}
