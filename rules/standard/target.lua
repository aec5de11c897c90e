-- Linear from a floor to a target.

-- Whole sentences, so that they can be translated.
local of_number = {
  there = "{value}: the target {target} is reached",
  between = "{value} on the way from {floor} to {target}",
  begin = "{value} is no better than {floor}, where the way to {target} begins",
}
local of_unit = {
  there = "{value} {unit}: the target {target} is reached",
  between = "{value} {unit}, on the way from {floor} to {target}",
  begin = "{value} {unit} is no better than {floor}, where the way to {target} begins",
}

return {
  id = "standard/target", version = 1,
  title = "Way to a target",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { target = false, floor = 0 }, -- mutant ok: true is no number either
  use = { "lib/goalposts" },
  score = function(_, answer, args)
    assert(type(args.target) == "number", "no target is given as a number")
    assert(type(args.floor) == "number", "floor is no number")
    assert(args.target ~= args.floor, "target and floor are equal: no way leads from one to the other")
    local way = goalposts.way(answer.value, args.floor, args.target)
    local function shows(x) return answer.type == "percent" and percent(x / 100) or x end
    local numbers = { value = shows(answer.value), floor = shows(args.floor), target = shows(args.target), unit = answer.unit }
    local says = answer.unit ~= nil and of_unit or of_number
    if way == 1 then return credit(1, says.there, numbers) end
    if way == 0 then return credit(0, says.begin, numbers) end
    return credit(way, says.between, numbers)
  end,
  tests = {
    { name = "half way", answer = 50, args = { target = 100 }, expect = { credit = 0.5, reason = "50 on the way from 0 to 100" } },
    { name = "a share", answer = { value = 50, type = "percent" }, args = { target = 80 }, expect = { credit = 0.625, reason = "50 % on the way from 0 % to 80 %" } },
    { name = "with a unit", answer = { value = 30, unit = "children per caseworker" }, args = { target = 20, floor = 40 },
      expect = { credit = 0.5, reason = "30 children per caseworker, on the way from 40 to 20" } },
    { name = "over the target", answer = 120, args = { target = 100 }, expect = { credit = 1, reason = "120: the target 100 is reached" } },
    { name = "less is better", answer = 30, args = { target = 20, floor = 40 }, expect = { credit = 0.5 } },
    { name = "under the floor", answer = 50, args = { target = 20, floor = 40 },
      expect = { credit = 0, reason = "50 is no better than 40, where the way to 20 begins" } },
    { name = "no target", answer = 1, expect = { outcome = "error" } },
    { name = "a floor that is a text", answer = 1, args = { target = 5, floor = "0" }, expect = { outcome = "error" } },
    { name = "target and floor equal", answer = 1, args = { target = 5, floor = 5 }, expect = { outcome = "error" } },
    { name = "what is said without a target", answer = 1, expect = { outcome = "error", reason = "no target is given as a number" } },
    { name = "what is said of a floor that is a text", answer = 1, args = { target = 5, floor = "0" }, expect = { outcome = "error", reason = "floor is no number" } },
  },
}
