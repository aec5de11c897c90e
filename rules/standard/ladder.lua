-- The first step that fits, best first; a date counts as its age on the day of the assessment.
local limits = { "at_least", "above", "at_most", "below" }
local said = { at_least = "at least", above = "above", at_most = "at most", below = "below" }
local units = { years = "year", months = "month", days = "day" }

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
    local value, more, what, begun = answer.value, answer.value, "{value}", "{value}"
    local shown, shown_more = value, value
    if type(value) == "string" then
      if value > plan.assessment.date then
        return not_assessed("{date} lies after the day of the assessment", { date = value })
      end
      local whole, unfinished = age(value, plan.assessment.date, args.unit)
      value, more = whole, whole
      -- An unfinished unit counts as one more where the step sets an upper limit.
      if unfinished then more = whole + 1 end
      shown, shown_more = value, more
      what = "{value} " .. (value == 1 and units[args.unit] or args.unit)
      begun = "{value} " .. (more == 1 and units[args.unit] or args.unit)
      if unfinished then begun = begun .. " (a begun one counted)" end
    elseif answer.type == "percent" then
      shown, shown_more = percent(value / 100), percent(value / 100)
    end
    local last
    for i, step in ipairs(args.steps) do
      local upper = names[i] == "at_most" or names[i] == "below"
      local limit = step[names[i]]
      last = upper and { begun, shown_more } or { what, shown }
      if fits(names[i], upper and more or value, limit) then
        return credit(step.credit, last[1] .. " is " .. said[names[i]] .. " {limit}", { value = last[2], limit = limit })
      end
    end
    return credit(0, last[1] .. " reaches no step", { value = last[2] })
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
