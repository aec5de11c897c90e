-- Linear between the worst and the best value, clipped. In a checklist of direction risk the credit is
-- the amount of risk, so it is 1 at the worst.
return {
  id = "standard/goalposts", version = 1,
  title = "Between goalposts",
  source = "OECD/JRC Handbook on Constructing Composite Indicators (2008), distance between fixed goalposts",
  args = { worst = false, best = false, transform = "none", transformed = false, direction = "merit" }, -- mutant ok: true is no number either
  use = { "lib/goalposts" },
  score = function(_, answer, args)
    assert(type(args.worst) == "number" and type(args.best) == "number", "worst and best are not both given as numbers")
    assert(args.direction == "merit" or args.direction == "risk", "direction is neither merit nor risk")
    local f = goalposts.transforms[args.transform]
    if args.transform == "log" then f = ln end -- luacheck: globals ln (this rule alone has it)
    assert(f, "transform is not one of none, log, square")
    if args.transform == "log" then
      assert(answer.value > 0, "the value is not above 0: it has no logarithm")
      assert(args.transformed or args.worst > 0 and args.best > 0, "worst and best are not both above 0: they have no logarithm")
    end
    local x, worst, best = f(answer.value), args.worst, args.best
    if not args.transformed then worst, best = f(worst), f(best) end
    assert(worst ~= best, "worst and best are equal")
    local share = goalposts.way(x, worst, best)
    if args.direction == "risk" then share = goalposts.way(x, best, worst) end
    return credit(share, "{value} between {worst} (worst) and {best} (best)",
                  { value = answer.value, worst = args.worst, best = args.best })
  end,
  tests = {
    { name = "half way", answer = 50, args = { worst = 0, best = 100 }, expect = { credit = 0.5 } },
    { name = "clipped at the best", answer = 150, args = { worst = 0, best = 100 }, expect = { credit = 1 } },
    { name = "less is better", answer = 25, args = { worst = 100, best = 0 }, expect = { credit = 0.75 } },
    { name = "as an amount of risk", answer = 25, args = { worst = 0, best = 100, direction = "risk" }, expect = { credit = 0.75 } },
    { name = "logarithm, as in the income index", answer = 4026, args = { worst = 100, best = 75000, transform = "log" }, expect = { credit = 0.558205069 } },
    { name = "square of the value only", answer = 5, args = { worst = 0, best = 100, transform = "square", transformed = true }, expect = { credit = 0.25 } },
    { name = "goalposts equal", answer = 5, args = { worst = 1, best = 1 }, expect = { outcome = "error" } },
    { name = "one goalpost forgotten", answer = 5, args = { worst = 1 }, expect = { outcome = "error" } },
    { name = "an unknown transform", answer = 5, args = { worst = 0, best = 1, transform = "cube" }, expect = { outcome = "error" } },
    { name = "an unknown direction", answer = 5, args = { worst = 0, best = 1, direction = "up" }, expect = { outcome = "error" } },
    { name = "a goalpost without a logarithm", answer = 5, args = { worst = 0, best = 9, transform = "log" }, expect = { outcome = "error" } },
    { name = "a value without a logarithm", answer = 0, args = { worst = 1, best = 9, transform = "log" }, expect = { outcome = "error" } },
    { name = "only one goalpost is a number", answer = 5, args = { worst = 1, best = "9" },
      expect = { outcome = "error", reason = "worst and best are not both given as numbers" } },
    { name = "the other goalpost forgotten", answer = 5, args = { best = 1 },
      expect = { outcome = "error", reason = "worst and best are not both given as numbers" } },
    { name = "what is said of an unknown transform", answer = 5, args = { worst = 0, best = 1, transform = "cube" },
      expect = { outcome = "error", reason = "transform is not one of none, log, square" } },
    { name = "a value of 0 has no logarithm", answer = 0, args = { worst = 1, best = 9, transform = "log" },
      expect = { outcome = "error", reason = "the value is not above 0: it has no logarithm" } },
    { name = "a value of a half has one", answer = 0.5, args = { worst = 1, best = 9, transform = "log" }, expect = { credit = 0 } },
    { name = "the best at 0 has no logarithm", answer = 5, args = { worst = 9, best = 0, transform = "log" },
      expect = { outcome = "error", reason = "worst and best are not both above 0: they have no logarithm" } },
    { name = "the worst at 0 neither", answer = 5, args = { worst = 0, best = 9, transform = "log" },
      expect = { outcome = "error", reason = "worst and best are not both above 0: they have no logarithm" } },
    { name = "ends below 1 have one", answer = 0.5, args = { worst = 0.5, best = 0.9, transform = "log" }, expect = { credit = 0 } },
    { name = "both ends below 1, less is better", answer = 0.5, args = { worst = 0.9, best = 0.5, transform = "log" }, expect = { credit = 1 } },
    { name = "ends that are logarithms may be 0", answer = 1, args = { worst = 0, best = 2, transform = "log", transformed = true }, expect = { credit = 0 } },
  },
}
