-- An example to change: what is counted, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "Number for each thousand people",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Facts without which nothing can be said: where one is absent, score is not called.
  needs = { "community.population.total" },
  -- Thresholds. A checklist may set others.
  args = { target = 5, per = 1000 },
  -- answer.value is the number.
  score = function(plan, answer, args)
    local people = plan.community.population.total
    if people == 0 then return not_applicable("nobody lives here") end
    local rate = answer.value / people * args.per
    -- More than enough is no more than 1.
    return credit(math.min(rate / args.target, 1), "{number} for {people} people; the target for each {per} is {target}",
                  { number = answer.value, people = people, per = args.per, target = args.target })
  end,
  -- One for each way out, and one on each side of a threshold.
  tests = {
    { name = "half of the target", plan = { community = { population = { total = 400 } } }, answer = 1,
      expect = { credit = 0.5, reason = "1 for 400 people; the target for each 1000 is 5" } },
    { name = "the target", plan = { community = { population = { total = 400 } } }, answer = 2, expect = { credit = 1 } },
    { name = "more than the target", plan = { community = { population = { total = 400 } } }, answer = 9, expect = { credit = 1 } },
    { name = "nobody", plan = { community = { population = { total = 0 } } }, answer = 9,
      expect = { outcome = "not_applicable", reason = "nobody lives here" } },
    { name = "people are not counted", plan = {}, answer = 9, expect = { outcome = "not_assessed" } },
  },
}
