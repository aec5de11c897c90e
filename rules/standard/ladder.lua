-- The first step that fits, best first; a date counts as its age on the day of the assessment.
local limits = { "at_least", "above", "at_most", "below" }
local units = { years = "year", months = "month", days = "day" }

-- Whole sentences, so that they can be translated; `none` where no step fits.
local of_number = {
  at_least = "{value} is at least {limit}", above = "{value} is above {limit}",
  at_most = "{value} is at most {limit}", below = "{value} is below {limit}",
  none = "{value} reaches no step",
}
local of_age = {
  at_least = "{value} {unit} is at least {limit}", above = "{value} {unit} is above {limit}",
  at_most = "{value} {unit} is at most {limit}", below = "{value} {unit} is below {limit}",
  none = "{value} {unit} reaches no step",
}
local of_begun = {
  at_most = "{value} {unit} (a begun one counted) is at most {limit}",
  below = "{value} {unit} (a begun one counted) is below {limit}",
  none = "{value} {unit} (a begun one counted) reaches no step",
}

-- The name of a step's only limit. A step that is made wrongly is an error that names it.
local function limit_of(step, i)
  local name
  for _, key in ipairs(limits) do
    if step[key] ~= nil then
      assert(name == nil, "step " .. i .. " has two limits: give one of at_least, above, at_most, below")
      assert(type(step[key]) == "number", "step " .. i .. ": " .. key .. " is no number")
      name = key
    end
  end
  assert(name, "step " .. i .. " has no limit: give one of at_least, above, at_most, below")
  local x = step.credit
  assert(type(x) == "number" and x >= 0 and x <= 1, "step " .. i .. " has no credit from 0 to 1")
  return name
end

local function fits(name, x, limit)
  if name == "at_least" then return x >= limit end
  if name == "above" then return x > limit end
  if name == "at_most" then return x <= limit end
  return x < limit
end

return {
  id = "standard/ladder", version = 1,
  title = "Ladder of steps",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { steps = {}, unit = "years" },
  score = function(plan, answer, args)
    assert(args.steps and #args.steps > 0, "no step is given")
    assert(units[args.unit], "unit is not one of years, months, days")
    local names = {}
    for i, step in ipairs(args.steps) do names[i] = limit_of(step, i) end
    local value, more = answer.value, answer.value
    local finished = { says = of_number, shown = value }
    local begun = finished
    if type(value) == "string" then
      if value > plan.assessment.date then
        return not_assessed("{date} lies after the day of the assessment", { date = value })
      end
      local whole, unfinished = age(value, plan.assessment.date, args.unit)
      value, more = whole, whole
      -- An unfinished unit counts as one more where the step sets an upper limit.
      if unfinished then more = whole + 1 end
      finished = { says = of_age, shown = value, unit = value == 1 and units[args.unit] or args.unit }
      begun = { says = unfinished and of_begun or of_age, shown = more, unit = more == 1 and units[args.unit] or args.unit }
    elseif answer.type == "percent" then
      finished.shown = percent(value / 100)
    end
    local last
    for i, step in ipairs(args.steps) do
      local upper = names[i] == "at_most" or names[i] == "below"
      local limit = step[names[i]]
      last = upper and begun or finished
      if fits(names[i], upper and more or value, limit) then
        return credit(step.credit, last.says[names[i]], { value = last.shown, unit = last.unit, limit = limit })
      end
    end
    return credit(0, last.says.none, { value = last.shown, unit = last.unit })
  end,
  tests = {
    { name = "best step", answer = 95, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 1 } },
    { name = "an edge that is not above", answer = 90, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 0.5 } },
    { name = "no step", answer = 10, args = { steps = { { at_least = 50, credit = 1 } } }, expect = { credit = 0, reason = "10 reaches no step" } },
    { name = "a percentage", answer = { value = 62.5, type = "percent" }, args = { steps = { { at_least = 50, credit = 1 } } },
      expect = { credit = 1, reason = "62.5 % is at least 50" } },
    { name = "an edge that is at most", answer = 7, args = { steps = { { at_most = 7, credit = 1 } } }, expect = { credit = 1, reason = "7 is at most 7" } },
    { name = "below", answer = 7, args = { steps = { { below = 7, credit = 1 } } }, expect = { credit = 0 } },
    { name = "three years to the day", plan = { assessment = { date = "2026-06-30" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } },
      expect = { credit = 1, reason = "3 years is at most 3" } },
    { name = "three years and a day", plan = { assessment = { date = "2026-07-01" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } },
      expect = { credit = 0, reason = "4 years (a begun one counted) reaches no step" } },
    { name = "a begun year counts", plan = { assessment = { date = "2026-07-01" } }, answer = "2025-06-30", args = { steps = { { below = 3, credit = 1 } } },
      expect = { credit = 1, reason = "2 years (a begun one counted) is below 3" } },
    { name = "one month", plan = { assessment = { date = "2026-07-01" } }, answer = "2026-06-15", args = { unit = "months", steps = { { at_most = 6, credit = 1 } } },
      expect = { credit = 1, reason = "1 month (a begun one counted) is at most 6" } },
    { name = "at least counts finished years only", plan = { assessment = { date = "2026-06-29" } }, answer = "2023-06-30", args = { steps = { { at_least = 3, credit = 1 } } },
      expect = { credit = 0, reason = "2 years reaches no step" } },
    { name = "a date to come", plan = { assessment = { date = "2026-06-29" } }, answer = "2027-06-30", args = { steps = { { at_most = 3, credit = 1 } } },
      expect = { outcome = "not_assessed", reason = "2027-06-30 lies after the day of the assessment" } },
    { name = "steps forgotten", answer = 1, expect = { outcome = "error" } },
    { name = "an empty list of steps", answer = 1, args = { steps = {} }, expect = { outcome = "error" } },
    { name = "a step without a limit", answer = 1, args = { steps = { { credit = 1 } } }, expect = { outcome = "error" } },
    { name = "a later step with two limits", answer = 9, args = { steps = { { above = 5, credit = 1 }, { above = 2, at_most = 5, credit = 0.5 } } }, expect = { outcome = "error" } },
    { name = "a step without a credit", answer = 1, args = { steps = { { at_most = 3 } } }, expect = { outcome = "error" } },
    { name = "a credit in percent", answer = 1, args = { steps = { { at_most = 3, credit = 50 } } }, expect = { outcome = "error" } },
    { name = "a limit that is a text", answer = 1, args = { steps = { { at_most = "3", credit = 1 } } }, expect = { outcome = "error" } },
    { name = "an unknown unit", plan = { assessment = { date = "2026-06-29" } }, answer = "2025-06-30", args = { unit = "weeks", steps = { { at_most = 3, credit = 1 } } }, expect = { outcome = "error" } },
  },
}
