-- An answer claims something that the answer to another question rules out: places on a map where there is no map.
return {
  id = "check/other_answer", version = 1,
  title = "Two answers agree",
  source = "Our own [drafted]: two questions about the same thing",
  -- other: the criterion whose answer rules the claim out where it is not above `up_to`
  args = { other = "", up_to = 0 },
  score = function(plan, answer, args)
    local other = plan.answers and plan.answers[args.other]
    if answer == nil or other == nil or type(other.value) ~= "number" then return not_assessed("one of the answers is not given") end
    if #answer.value == 0 or other.value > args.up_to then return credit(1, "the answers agree") end
    return credit(0, "ticked here: {ticked}; the answer to {other} is level {level}, which leaves nothing to tick",
      { ticked = table.concat(answer.value, ", "), other = args.other, level = other.value })
  end,
  tests = {
    { name = "places on a map where there is no map", answer = { value = { "homes", "water" } }, args = { other = "RSK-05" },
      plan = { answers = { ["RSK-05"] = 0 } },
      expect = { credit = 0, reason = "ticked here: homes, water; the answer to RSK-05 is level 0, which leaves nothing to tick" } },
    { name = "there is a map", answer = { value = { "homes" } }, args = { other = "RSK-05" }, plan = { answers = { ["RSK-05"] = 1 } },
      expect = { credit = 1 } },
    { name = "nothing is ticked", answer = { value = {} }, args = { other = "RSK-05" }, plan = { answers = { ["RSK-05"] = 0 } },
      expect = { credit = 1 } },
    { name = "nobody knows", answer = { value = { "homes" } }, args = { other = "RSK-05" },
      plan = { answers = { ["RSK-05"] = { unknown = true } } }, expect = { outcome = "not_assessed", reason = "one of the answers is not given" } },
    { name = "the other was not answered", answer = { value = { "homes" } }, args = { other = "RSK-05" }, plan = { answers = {} },
      expect = { outcome = "not_assessed" } },
    { name = "no answers at all", answer = { value = { "homes" } }, args = { other = "RSK-05" }, plan = {}, expect = { outcome = "not_assessed" } },
    { name = "no answer here", args = { other = "RSK-05" }, plan = { answers = { ["RSK-05"] = 0 } }, expect = { outcome = "not_assessed" } },
  },
}
