-- An example to change: what the levels are of, and why they matter to children.
return {
  id = "@NAME@", version = 1,
  title = "Level that somebody answers for",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Facts without which nothing can be said: where one is absent, score is not called.
  needs = { "plan.actions" },
  -- Thresholds. A checklist may set others.
  args = { alone = 0.5 },
  -- answer.value is the level, answer.max the highest one of the question.
  score = function(plan, answer, args)
    local i, max = answer.value, answer.max
    for _, action in ipairs(plan.actions) do
      if action.responsible ~= nil then return level(i, max, "level {i} of {max}", { i = i, max = max }) end
    end
    return credit(i / max * args.alone, "level {i} of {max}, but nobody answers for an action", { i = i, max = max })
  end,
  -- One for each way out.
  tests = {
    { name = "two of three", plan = { actions = { { responsible = "Ward office" } } }, answer = { value = 2, max = 3 },
      expect = { credit = 2 / 3, reason = "level 2 of 3" } },
    { name = "the highest", plan = { actions = { { responsible = "Ward office" } } }, answer = { value = 3, max = 3 }, expect = { credit = 1 } },
    { name = "nobody answers for it", plan = { actions = { {} } }, answer = { value = 3, max = 3 },
      expect = { credit = 0.5, reason = "level 3 of 3, but nobody answers for an action" } },
    { name = "no list of actions", plan = {}, answer = { value = 3, max = 3 }, expect = { outcome = "not_assessed" } },
  },
}
