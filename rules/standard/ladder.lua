-- The first step that fits, best first; a date counts as its age on the day of the assessment.
local limits = { "at_least", "above", "at_most", "below" }
local units = { years = "year", months = "month", days = "day" }

-- Whole sentences, so that they can be translated: of a step that fits, and, with `not`, of the last one where none does.
local of_number = {
  at_least = "{value} is at least {limit}", above = "{value} is above {limit}",
  at_most = "{value} is at most {limit}", below = "{value} is below {limit}",
  not_at_least = "{value} is less than {limit}, the least that counts",
  not_above = "{value} is not above {limit}, and only more than that counts",
  not_at_most = "{value} is more than {limit}, the most that counts",
  not_below = "{value} is not below {limit}, and only less than that counts",
}
local of_unit = {
  at_least = "{value} {unit} is at least {limit}", above = "{value} {unit} is above {limit}",
  at_most = "{value} {unit} is at most {limit}", below = "{value} {unit} is below {limit}",
  not_at_least = "{value} {unit} is less than {limit}, the least that counts",
  not_above = "{value} {unit} is not above {limit}, and only more than that counts",
  not_at_most = "{value} {unit} is more than {limit}, the most that counts",
  not_below = "{value} {unit} is not below {limit}, and only less than that counts",
}
local of_begun = {
  at_most = "{value} {unit} (a begun one counted) is at most {limit}",
  below = "{value} {unit} (a begun one counted) is below {limit}",
  not_at_most = "{value} {unit} (a begun one counted) is more than {limit}, the most that counts",
  not_below = "{value} {unit} (a begun one counted) is not below {limit}, and only less than that counts",
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
    local function plain(x) return x end
    local shows, finished = plain, { says = of_number, shown = value }
    if answer.unit ~= nil then finished = { says = of_unit, shown = value, unit = answer.unit } end
    local begun = finished
    if type(value) == "string" then
      if value > plan.assessment.date then
        return not_assessed("{date} lies after the day of the assessment", { date = value })
      end
      local whole, unfinished = age(value, plan.assessment.date, args.unit)
      value, more = whole, whole
      -- An unfinished unit counts as one more where the step sets an upper limit.
      if unfinished then more = whole + 1 end
      finished = { says = of_unit, shown = value, unit = value == 1 and units[args.unit] or args.unit }
      begun = { says = unfinished and of_begun or of_unit, shown = more, unit = more == 1 and units[args.unit] or args.unit }
    elseif answer.type == "percent" then
      shows = function(x) return percent(x / 100) end
      finished.shown = shows(value)
    end
    for i, step in ipairs(args.steps) do
      local upper = names[i] == "at_most" or names[i] == "below"
      local limit = step[names[i]]
      local one = upper and begun or finished
      if fits(names[i], upper and more or value, limit) then
        return credit(step.credit, one.says[names[i]], { value = one.shown, unit = one.unit, limit = shows(limit) })
      end
    end
    -- the last step is the lowest mark, since the best stands first
    local last = names[#names]
    local one = (last == "at_most" or last == "below") and begun or finished
    return credit(0, one.says["not_" .. last],
                  { value = one.shown, unit = one.unit, limit = shows(args.steps[#names][last]) })
  end,
  tests = {
    { name = "best step", answer = 95, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 1 } },
    { name = "an edge that is not above", answer = 90, args = { steps = { { above = 90, credit = 1 }, { above = 75, credit = 0.5 } } }, expect = { credit = 0.5 } },
    { name = "no step", answer = 10, args = { steps = { { at_least = 50, credit = 1 } } }, expect = { credit = 0, reason = "10 is less than 50, the least that counts" } },
    { name = "a percentage", answer = { value = 62.5, type = "percent" }, args = { steps = { { at_least = 50, credit = 1 } } },
      expect = { credit = 1, reason = "62.5 % is at least 50 %" } },
    { name = "an edge that is at most", answer = 7, args = { steps = { { at_most = 7, credit = 1 } } }, expect = { credit = 1, reason = "7 is at most 7" } },
    { name = "below", answer = 7, args = { steps = { { below = 7, credit = 1 } } },
      expect = { credit = 0, reason = "7 is not below 7, and only less than that counts" } },
    { name = "a percentage that is too little", answer = { value = 20, type = "percent" }, args = { steps = { { above = 50, credit = 1 }, { above = 25, credit = 0.5 } } },
      expect = { credit = 0, reason = "20 % is not above 25 %, and only more than that counts" } },
    { name = "a number with a unit", answer = { value = 12, unit = "days" }, args = { steps = { { at_most = 30, credit = 1 } } },
      expect = { credit = 1, reason = "12 days is at most 30" } },
    { name = "a number with a unit that is too much", answer = { value = 39, unit = "days" }, args = { steps = { { at_most = 15, credit = 1 }, { at_most = 30, credit = 0.5 } } },
      expect = { credit = 0, reason = "39 days is more than 30, the most that counts" } },
    { name = "three years to the day", plan = { assessment = { date = "2026-06-30" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } },
      expect = { credit = 1, reason = "3 years is at most 3" } },
    { name = "three years and a day", plan = { assessment = { date = "2026-07-01" } }, answer = "2023-06-30", args = { steps = { { at_most = 3, credit = 1 } } },
      expect = { credit = 0, reason = "4 years (a begun one counted) is more than 3, the most that counts" } },
    { name = "a begun year counts", plan = { assessment = { date = "2026-07-01" } }, answer = "2025-06-30", args = { steps = { { below = 3, credit = 1 } } },
      expect = { credit = 1, reason = "2 years (a begun one counted) is below 3" } },
    { name = "one month", plan = { assessment = { date = "2026-07-01" } }, answer = "2026-06-15", args = { unit = "months", steps = { { at_most = 6, credit = 1 } } },
      expect = { credit = 1, reason = "1 month (a begun one counted) is at most 6" } },
    { name = "at least counts finished years only", plan = { assessment = { date = "2026-06-29" } }, answer = "2023-06-30", args = { steps = { { at_least = 3, credit = 1 } } },
      expect = { credit = 0, reason = "2 years is less than 3, the least that counts" } },
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
    { name = "what is said of a limit that is a text", answer = 1, args = { steps = { { at_most = "3", credit = 1 } } },
      expect = { outcome = "error", reason = "step 1: at_most is no number" } },
    { name = "what is said of a step without a limit", answer = 1, args = { steps = { { credit = 1 } } },
      expect = { outcome = "error", reason = "step 1 has no limit: give one of at_least, above, at_most, below" } },
    { name = "what is said of a later step without a credit", answer = 1, args = { steps = { { at_most = 3, credit = 1 }, { at_most = 5 } } },
      expect = { outcome = "error", reason = "step 2 has no credit from 0 to 1" } },
    { name = "a credit of a half more, in a later step", answer = 1, args = { steps = { { at_most = 3, credit = 1 }, { at_most = 5, credit = 1.5 } } },
      expect = { outcome = "error", reason = "step 2 has no credit from 0 to 1" } },
    { name = "a credit below 0, in a later step", answer = 1, args = { steps = { { at_most = 3, credit = 1 }, { at_most = 5, credit = -0.5 } } },
      expect = { outcome = "error", reason = "step 2 has no credit from 0 to 1" } },
    { name = "a credit that is a text", answer = 1, args = { steps = { { at_most = 3, credit = "1" } } },
      expect = { outcome = "error", reason = "step 1 has no credit from 0 to 1" } },
    { name = "a step may be worth nothing", answer = 4, args = { steps = { { at_most = 3, credit = 1 }, { at_most = 5, credit = 0 } } },
      expect = { credit = 0, reason = "4 is at most 5" } },
    { name = "what is said without steps", answer = 1, expect = { outcome = "error", reason = "no step is given" } },
    { name = "steps that are not there", answer = 1, args = { steps = false }, expect = { outcome = "error", reason = "no step is given" } },
    { name = "what is said of an unknown unit", answer = 1, args = { unit = "weeks", steps = { { at_most = 3, credit = 1 } } },
      expect = { outcome = "error", reason = "unit is not one of years, months, days" } },
    { name = "the day of the assessment itself", plan = { assessment = { date = "2026-06-29" } }, answer = "2026-06-29", args = { steps = { { at_most = 3, credit = 1 } } },
      expect = { credit = 1, reason = "0 years is at most 3" } },
    { name = "one day", plan = { assessment = { date = "2026-06-30" } }, answer = "2026-06-29", args = { unit = "days", steps = { { at_least = 1, credit = 1 } } },
      expect = { credit = 1, reason = "1 day is at least 1" } },
    { name = "one year", plan = { assessment = { date = "2026-06-30" } }, answer = "2025-06-30", args = { steps = { { above = 0, credit = 1 } } },
      expect = { credit = 1, reason = "1 year is above 0" } },
    { name = "no year yet", plan = { assessment = { date = "2026-06-30" } }, answer = "2026-05-30", args = { steps = { { at_least = 0, credit = 1 } } },
      expect = { credit = 1, reason = "0 years is at least 0" } },
  },
}
