-- An example to change: what is asked, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "Yes, and somebody answers for it",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Facts without which nothing can be said: where one is absent, score is not called.
  needs = { "plan.actions" },
  -- Thresholds. A checklist may set others.
  args = { alone = 0.5 },
  -- answer.value is true or false.
  score = function(plan, answer, args)
    if not answer.value then return credit(0, "the answer is no") end
    for _, action in ipairs(plan.actions) do
      if action.responsible ~= nil then
        return credit(1, "the answer is yes, and {who} answers for it", { who = action.responsible })
      end
    end
    return credit(args.alone, "the answer is yes, but nobody answers for an action")
  end,
  -- One for each way out.
  tests = {
    { name = "yes", plan = { actions = { { responsible = "Ward office" } } }, answer = true,
      expect = { credit = 1, reason = "the answer is yes, and Ward office answers for it" } },
    { name = "yes, and nobody answers for it", plan = { actions = { {} } }, answer = true, expect = { credit = 0.5 } },
    { name = "no", plan = { actions = {} }, answer = false, expect = { credit = 0, reason = "the answer is no" } },
    { name = "no list of actions", plan = {}, answer = true, expect = { outcome = "not_assessed" } },
  },
}
