-- Money that is spent before an event, over all disaster money.
return {
  id = "finance/prevention_share", version = 1,
  title = "Prevention before response",
  source = "Republic Act 10121 s.21, 30 % is set aside as quick response fund; its use elsewhere is ours [drafted]",
  needs = { "plan.budget.drr", "plan.budget.lines" },
  args = { purposes = { "prevention", "mitigation", "preparedness" }, full_at = 0.7 },
  score = function(plan, answer, args)
    if plan.budget.drr == 0 then return unknown("there is no disaster budget") end
    local untold, all = 0, 0
    for _, line in ipairs(plan.budget.lines) do
      if line.purpose == nil or line.amount == nil then untold = untold + 1 else all = all + line.amount end
    end
    if #plan.budget.lines == 0 then return not_assessed("the disaster budget has no lines") end
    if untold > 0 then
      return not_assessed("{untold} of {lines} budget lines have no purpose or no amount",
                          { untold = untold, lines = #plan.budget.lines })
    end
    if all > plan.budget.drr then return not_assessed("the budget lines add up to more than the disaster budget") end
    local before = 0
    for _, purpose in ipairs(args.purposes) do before = before + plan.budget:total_of(purpose) end
    local share = before / plan.budget.drr
    return credit(math.min(share / args.full_at, 1), "{share} of the disaster money is spent before an event",
                  { share = percent(share) })
  end,
  tests = {
    { name = "seven tenths before the event",
      plan = { budget = { drr = 100, lines = { { amount = 40, purpose = "prevention" },
                                               { amount = 30, purpose = "preparedness" },
                                               { amount = 30, purpose = "response" } } } },
      expect = { credit = 1 } },
    { name = "35 % is half of what is asked for",
      plan = { budget = { drr = 100, lines = { { amount = 35, purpose = "mitigation" } } } },
      expect = { credit = 0.5 } },
    { name = "response only: a real zero",
      plan = { budget = { drr = 100, lines = { { amount = 100, purpose = "response" } } } },
      expect = { credit = 0 } },
    { name = "a line without a purpose",
      plan = { budget = { drr = 100, lines = { { amount = 50 }, { amount = 50, purpose = "response" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no disaster money", plan = { budget = { drr = 0, lines = {} } }, expect = { outcome = "unknown" } },
    { name = "no budget lines", plan = { budget = { drr = 100 } }, expect = { outcome = "not_assessed" } },
  },
}
