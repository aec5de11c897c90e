-- An indicator of children's vulnerability, clipped and held between the lowest and highest value of the
-- countries, as an amount of risk.
return {
  id = "ccrr/indicator", version = 1,
  title = "Indicator of children's vulnerability",
  source = "UNICEF Children's Climate Risk Report 2026, pillar 2: clip, min-max over the clipped sample, reverse",
  -- low, high: of the clipped sample; they lie inside the published clip limits, so that one clip does both
  args = { fact = false, low = false, high = false, reversed = false },
  use = { "lib/goalposts" },
  score = function(plan, _, args)
    assert(args.fact and args.low and args.high, "fact, low and high are not all given")
    assert(args.high > args.low, "high is not above low")
    local value = (plan.facts or {})[args.fact]
    if type(value) ~= "number" then return not_assessed("{fact} is not given as a number", { fact = args.fact }) end
    local share = goalposts.way(value, args.low, args.high)
    if args.reversed then share = 1 - share end
    return credit(share, "{fact} is {value}; the countries lie between {low} and {high}",
                  { fact = args.fact, value = value, low = args.low, high = args.high })
  end,
  tests = {
    { name = "child labour in Nepal", plan = { facts = { ["ccrr.child_labour"] = 10 } },
      args = { fact = "ccrr.child_labour", low = 1, high = 40 }, expect = { credit = 0.230769231 } },
    { name = "social protection is good, so it is reversed", plan = { facts = { x = 27.5 } },
      args = { fact = "x", low = 0, high = 100, reversed = true }, expect = { credit = 0.725 } },
    { name = "clipped at the top", plan = { facts = { x = 98.5 } },
      args = { fact = "x", low = 48, high = 98, reversed = true }, expect = { credit = 0 } },
    { name = "clipped at the bottom", plan = { facts = { x = 0.2 } }, args = { fact = "x", low = 1, high = 40 },
      expect = { credit = 0 } },
    { name = "absent", plan = { facts = { y = 1 } }, args = { fact = "x", low = 1, high = 40 },
      expect = { outcome = "not_assessed", reason = "x is not given as a number" } },
    { name = "no facts at all", plan = {}, args = { fact = "x", low = 1, high = 40 },
      expect = { outcome = "not_assessed" } },
    { name = "an empty range", plan = { facts = { x = 1 } }, args = { fact = "x", low = 4, high = 4 },
      expect = { outcome = "error" } },
    { name = "no fact is named", plan = { facts = { x = 1 } }, args = { low = 1, high = 4 },
      expect = { outcome = "error", reason = "fact, low and high are not all given" } },
    { name = "no lowest value", plan = { facts = { x = 1 } }, args = { fact = "x", high = 4 },
      expect = { outcome = "error", reason = "fact, low and high are not all given" } },
    { name = "no highest value", plan = { facts = { x = 1 } }, args = { fact = "x", low = 4 },
      expect = { outcome = "error", reason = "fact, low and high are not all given" } },
  },
}
