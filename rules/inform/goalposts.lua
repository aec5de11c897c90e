-- A raw indicator between the goalposts of the INFORM Risk Index, as an amount of risk: 1 at the worst end.
return {
  id = "inform/goalposts", version = 1,
  title = "Indicator between INFORM goalposts",
  source = "INFORM Risk Index 2025 v0.7.0, workbook: 0 above the maximum, 1 below the minimum, linear between",
  -- fact: its name; over: the fact that it is divided by; times: then multiplied by this; transform: on the
  -- value only, since the goalposts are given for the transformed value; inverted: high values are good
  args = { fact = false, over = false, times = 1, transform = "none", max = false, min = false, inverted = true,
           zero_is_missing = false },
  use = { "lib/goalposts" },
  score = function(plan, _, args)
    assert(args.fact and args.max and args.min, "fact, max and min are not all given")
    assert(args.max > args.min, "max is not above min")
    local f = assert(goalposts.transforms[args.transform], "transform is neither none nor square")
    local facts = plan.facts or {}
    local function get(name)
      local value = facts[name]
      if type(value) == "number" then return value end
    end
    local value = get(args.fact)
    if value == nil then return not_assessed("{fact} is not given as a number", { fact = args.fact }) end
    if value == 0 and args.zero_is_missing then
      return not_assessed("{fact} is 0, which stands for no data", { fact = args.fact })
    end
    local x = value
    if args.over then
      local by = get(args.over)
      if by == nil then return not_assessed("{fact} is not given as a number", { fact = args.over }) end
      if by == 0 then return not_assessed("{fact} is 0, so no ratio can be formed", { fact = args.over }) end
      x = value / by
    end
    x = f(x * args.times)
    local share = goalposts.way(x, args.max, args.min)
    if not args.inverted then share = goalposts.way(x, args.min, args.max) end
    return credit(share, "{fact} is {value}; goalposts {min} to {max}",
                  { fact = args.fact, value = value, min = args.min, max = args.max })
  end,
  tests = {
    { name = "corruption index of Afghanistan", plan = { facts = { ["inform.corruption"] = 17 } },
      args = { fact = "inform.corruption", max = 100, min = 0 }, expect = { credit = 0.83 } },
    { name = "above the maximum: no risk", plan = { facts = { x = 6488 } }, args = { fact = "x", max = 3000, min = 50 },
      expect = { credit = 0 } },
    { name = "below the minimum: full risk", plan = { facts = { x = 10 } }, args = { fact = "x", max = 3000, min = 50 },
      expect = { credit = 1 } },
    { name = "maternal deaths are not inverted", plan = { facts = { x = 630 } },
      args = { fact = "x", max = 900, min = 0, inverted = false }, expect = { credit = 0.7 } },
    { name = "literacy is squared before goalposts that are squares", plan = { facts = { x = 80 } },
      args = { fact = "x", transform = "square", max = 10000, min = 900 }, expect = { credit = 0.395604396 } },
    { name = "roads over land, times 100", plan = { facts = { km = 30, km2 = 60 } },
      args = { fact = "km", over = "km2", times = 100, max = 100, min = 1 }, expect = { credit = 0.505050505 } },
    { name = "electricity of 0 stands for no data", plan = { facts = { x = 0 } },
      args = { fact = "x", max = 100, min = 0, zero_is_missing = true }, expect = { outcome = "not_assessed" } },
    { name = "a zero that is real", plan = { facts = { x = 0 } }, args = { fact = "x", max = 100, min = 0 },
      expect = { credit = 1 } },
    { name = "the fact is absent", plan = { facts = { y = 1 } }, args = { fact = "x", max = 100, min = 0 },
      expect = { outcome = "not_assessed", reason = "x is not given as a number" } },
    { name = "no facts at all", plan = {}, args = { fact = "x", max = 100, min = 0 },
      expect = { outcome = "not_assessed" } },
    { name = "the divisor is absent", plan = { facts = { km = 30 } },
      args = { fact = "km", over = "km2", max = 100, min = 0 },
      expect = { outcome = "not_assessed", reason = "km2 is not given as a number" } },
    { name = "the divisor is 0", plan = { facts = { km = 30, km2 = 0 } },
      args = { fact = "km", over = "km2", max = 100, min = 0 },
      expect = { outcome = "not_assessed", reason = "km2 is 0, so no ratio can be formed" } },
    { name = "an unknown transform", plan = { facts = { x = 1 } },
      args = { fact = "x", max = 100, min = 0, transform = "log" }, expect = { outcome = "error" } },
    { name = "a text is no number", plan = { facts = { x = "No data" } }, args = { fact = "x", max = 100, min = 0 },
      expect = { outcome = "not_assessed" } },
    { name = "goalposts the wrong way round", plan = { facts = { x = 1 } }, args = { fact = "x", max = 0, min = 100 },
      expect = { outcome = "error" } },
    { name = "no fact is named", plan = { facts = { x = 1 } }, args = { max = 100, min = 0 },
      expect = { outcome = "error", reason = "fact, max and min are not all given" } },
    { name = "no maximum", plan = { facts = { x = 1 } }, args = { fact = "x", min = 0 },
      expect = { outcome = "error", reason = "fact, max and min are not all given" } },
    { name = "no minimum", plan = { facts = { x = 1 } }, args = { fact = "x", max = 100 },
      expect = { outcome = "error", reason = "fact, max and min are not all given" } },
    { name = "goalposts that are equal", plan = { facts = { x = 1 } }, args = { fact = "x", max = 100, min = 100 },
      expect = { outcome = "error", reason = "max is not above min" } },
  },
}
