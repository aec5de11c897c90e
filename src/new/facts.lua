-- An example to change: what the rule looks at, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "Actions that somebody answers for",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Facts without which nothing can be said: where one is absent, score is not called.
  needs = { "plan.actions" },
  -- Thresholds. A checklist may set others.
  args = { enough = 0.8 },
  score = function(plan, _, args)
    local count, named = 0, 0
    for _, action in ipairs(plan.actions) do
      count = count + 1
      if action.responsible ~= nil then named = named + 1 end
    end
    if count == 0 then return credit(0, "the plan has no actions") end
    -- More than enough is no more than 1.
    return credit(math.min(named / count / args.enough, 1), "actions that somebody answers for: {named} of {count}",
                  { named = named, count = count })
  end,
  -- One for each way out, and one on each side of a threshold.
  tests = {
    { name = "half of what is enough", plan = { actions = { { responsible = "Ward office" }, {}, {}, {}, {} } },
      expect = { credit = 0.25, reason = "actions that somebody answers for: 1 of 5" } },
    { name = "enough is not all", plan = { actions = { { responsible = "A" }, { responsible = "B" }, { responsible = "C" }, { responsible = "D" }, {} } },
      expect = { credit = 1 } },
    { name = "a list without actions", plan = { actions = {} }, expect = { credit = 0, reason = "the plan has no actions" } },
    { name = "no list of actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
