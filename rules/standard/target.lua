-- Linear from a floor to a target.
return {
  id = "standard/target", version = 1,
  title = "Way to a target",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { target = false, floor = 0 },
  use = { "lib/goalposts" },
  score = function(_, answer, args)
    assert(type(args.target) == "number", "no target is given as a number")
    assert(type(args.floor) == "number", "floor is no number")
    assert(args.target ~= args.floor, "target and floor are equal: no way leads from one to the other")
    return credit(goalposts.way(answer.value, args.floor, args.target), "{value} on the way from {floor} to {target}",
                  { value = answer.value, floor = args.floor, target = args.target })
  end,
  tests = {
    { name = "half way", answer = 50, args = { target = 100 }, expect = { credit = 0.5 } },
    { name = "over the target", answer = 120, args = { target = 100 }, expect = { credit = 1 } },
    { name = "less is better", answer = 30, args = { target = 20, floor = 40 }, expect = { credit = 0.5 } },
    { name = "under the floor", answer = 50, args = { target = 20, floor = 40 }, expect = { credit = 0 } },
    { name = "no target", answer = 1, expect = { outcome = "error" } },
    { name = "a floor that is a text", answer = 1, args = { target = 5, floor = "0" }, expect = { outcome = "error" } },
    { name = "target and floor equal", answer = 1, args = { target = 5, floor = 5 }, expect = { outcome = "error" } },
  },
}
