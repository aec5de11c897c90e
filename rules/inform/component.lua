-- A component that INFORM publishes on 0 to 10, taken over as it is.
return {
  id = "inform/component", version = 1,
  title = "Published INFORM component",
  source = "INFORM Risk Index 2025 v0.7.0: components on 0 to 10, 10 is worst",
  args = { fact = false, scale = 10 },
  score = function(plan, _, args)
    assert(args.fact, "fact is not given")
    local value = (plan.facts or {})[args.fact]
    if type(value) ~= "number" then return not_assessed("{fact} is not given as a number", { fact = args.fact }) end
    assert(value >= 0 and value <= args.scale, args.fact .. " is not between 0 and " .. args.scale)
    return credit(value / args.scale, "{fact} is {value} of {scale}",
                  { fact = args.fact, value = value, scale = args.scale })
  end,
  tests = {
    { name = "as published", plan = { facts = { ["inform.drought"] = 8.7 } }, args = { fact = "inform.drought" },
      expect = { credit = 0.87, reason = "inform.drought is 8.7 of 10" } },
    { name = "a real zero", plan = { facts = { x = 0 } }, args = { fact = "x" }, expect = { credit = 0 } },
    { name = "absent, among others", plan = { facts = { y = 1 } }, args = { fact = "x" },
      expect = { outcome = "not_assessed", reason = "x is not given as a number" } },
    { name = "no facts at all", plan = {}, args = { fact = "x" }, expect = { outcome = "not_assessed" } },
    { name = "INFORM's mark for a missing value", plan = { facts = { x = "x" } }, args = { fact = "x" },
      expect = { outcome = "not_assessed" } },
    { name = "on another scale", plan = { facts = { x = 87 } }, args = { fact = "x" }, expect = { outcome = "error" } },
    { name = "no fact is named", plan = { facts = { x = 1 } }, expect = { outcome = "error", reason = "fact is not given" } },
    { name = "the worst", plan = { facts = { x = 10 } }, args = { fact = "x" }, expect = { credit = 1 } },
    { name = "a half above the worst", plan = { facts = { x = 10.5 } }, args = { fact = "x" },
      expect = { outcome = "error", reason = "x is not between 0 and 10" } },
    { name = "a half below 0", plan = { facts = { x = -0.5 } }, args = { fact = "x" },
      expect = { outcome = "error", reason = "x is not between 0 and 10" } },
  },
}
