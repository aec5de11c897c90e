-- Money that is spent before an event, over all disaster money. The lines must account for nine tenths of that
-- money, the quick response fund included: what no line tells of is not taken for response. The small rest is.
return {
  id = "finance/prevention_share", version = 2,
  title = "Prevention before response",
  source = "Republic Act 10121 s.21, 30 % is set aside as quick response fund; its use elsewhere is ours [drafted]",
  needs = { "plan.budget.drr", "plan.budget.lines" },
  args = { purposes = { "prevention", "mitigation", "preparedness" }, full_at = 0.7, told_at = 0.9 },
  score = function(plan, answer, args)
    local drr, lines = plan.budget.drr, #plan.budget.lines
    if drr == 0 then return unknown("there is no disaster budget") end
    if lines == 0 then return not_assessed("the disaster budget has no lines") end
    local before_event = {}
    for _, purpose in ipairs(args.purposes) do before_event[purpose] = true end
    local untold, all, before, response = 0, 0, 0, 0
    for _, line in ipairs(plan.budget.lines) do
      all = all + (line.amount or 0)
      if line.purpose == nil or line.amount == nil then
        untold = untold + 1
      elseif before_event[line.purpose] then
        before = before + line.amount
      elseif line.purpose == "response" then
        response = response + line.amount
      end
    end
    -- a last digit of the sum is no contradiction
    -- mutant ok: no sum falls on this edge
    if all > drr * (1 + 1e-9) then
      return not_assessed("the budget lines add up to {sum}, more than the disaster money of {drr}", { sum = all, drr = drr })
    end
    local share = math.min(before / drr, 1) -- mutant ok: only the last digit of a sum is above all
    -- whatever the rest is for, it cannot make it less
    if share < args.full_at then
      if untold > 0 then
        return not_assessed("budget lines without a purpose or an amount: {untold} of {lines}",
                            { untold = untold, lines = lines })
      end
      local told = (all + math.max((plan.budget.quick_response or 0) - response, 0)) / drr
      if told < args.told_at then
        return not_assessed("the budget lines tell of {told} of the disaster money only", { told = percent(told) })
      end
    end
    return credit(math.min(share / args.full_at, 1), "{share} of the disaster money is spent before an event",
                  { share = percent(share), short = math.max(math.ceil(args.full_at * drr - before), 0) })
  end,
  tests = {
    { name = "seven tenths before the event",
      plan = { budget = { drr = 100, lines = { { amount = 40, purpose = "prevention" },
                                               { amount = 30, purpose = "preparedness" },
                                               { amount = 30, purpose = "response" } } } },
      expect = { credit = 1 } },
    { name = "35 % is half of what is asked for",
      plan = { budget = { drr = 100, lines = { { amount = 35, purpose = "mitigation" },
                                               { amount = 55, purpose = "response" },
                                               { amount = 10, purpose = "recovery" } } } },
      expect = { credit = 0.5, reason = "35 % of the disaster money is spent before an event" } },
    { name = "the quick response fund need not be a line",
      plan = { budget = { drr = 100, quick_response = 60, lines = { { amount = 35, purpose = "mitigation" } } } },
      expect = { credit = 0.5 } },
    { name = "nor does it count twice where it is one",
      plan = { budget = { drr = 100, quick_response = 30, lines = { { amount = 35, purpose = "mitigation" },
                                                                    { amount = 30, purpose = "response" } } } },
      expect = { outcome = "not_assessed", reason = "the budget lines tell of 65 % of the disaster money only" } },
    { name = "two thirds of the money are in no line",
      plan = { budget = { drr = 100, lines = { { amount = 35, purpose = "mitigation" } } } },
      expect = { outcome = "not_assessed", reason = "the budget lines tell of 35 % of the disaster money only" } },
    { name = "enough is before an event, whatever the rest is for",
      plan = { budget = { drr = 100, lines = { { amount = 75, purpose = "mitigation" }, { amount = 5 } } } },
      expect = { credit = 1 } },
    { name = "response only: a real zero",
      plan = { budget = { drr = 100, lines = { { amount = 100, purpose = "response" } } } },
      expect = { credit = 0 } },
    { name = "a line without a purpose",
      plan = { budget = { drr = 100, lines = { { amount = 50 }, { amount = 50, purpose = "response" } } } },
      expect = { outcome = "not_assessed", reason = "budget lines without a purpose or an amount: 1 of 2" } },
    { name = "lines over the whole",
      plan = { budget = { drr = 100, lines = { { amount = 150, purpose = "prevention" } } } },
      expect = { outcome = "not_assessed", reason = "the budget lines add up to 150, more than the disaster money of 100" } },
    { name = "decimals are no contradiction",
      plan = { budget = { drr = 0.3, lines = { { amount = 0.1, purpose = "prevention" },
                                               { amount = 0.2, purpose = "mitigation" } } } },
      expect = { credit = 1 } },
    { name = "an empty list of lines", plan = { budget = { drr = 100, lines = {} } },
      expect = { outcome = "not_assessed", reason = "the disaster budget has no lines" } },
    { name = "no disaster money", plan = { budget = { drr = 0, lines = {} } }, expect = { outcome = "unknown" } },
    { name = "no budget lines", plan = { budget = { drr = 100 } }, expect = { outcome = "not_assessed" } },
    { name = "the budget says no disaster money", plan = {},
      expect = { outcome = "not_assessed", reason = "plan.budget.drr is not in the plan" } },
  },
}
