-- Share of the actions for children that have a responsible body, an end date and a budget line.
return {
  id = "governance/action_ready", version = 1,
  title = "Actions for children with owner, date and money",
  source = "UNDRR Scorecard workbook, columns on institution and time scale; the cut-offs are ours [drafted]",
  needs = { "plan.actions", "plan.budget.lines" },
  args = { shares = { 0.9, 0.6, 0.3 } },
  use = { "lib/children", "lib/ladder" },
  score = function(plan, answer, args)
    if #plan.actions == 0 then return level(0, #args.shares, "the plan has no actions") end
    if children.grouped(plan.actions) == 0 then
      return not_assessed("no action says for whom it is: fill in the groups")
    end
    local paid = {}
    for _, line in ipairs(plan.budget.lines) do
      if line.action ~= nil and line.amount ~= nil and line.amount > 0 then paid[line.action] = true end
    end
    local count, ready, untold = 0, 0, #plan.actions - children.grouped(plan.actions)
    for _, a in ipairs(plan.actions) do
      if children.named(a.groups) and a.status ~= "cancelled" then
        count = count + 1
        if a.responsible ~= nil and a["end"] ~= nil and a.id ~= nil and paid[a.id] then ready = ready + 1 end
      end
    end
    if untold > 0 then
      return not_assessed("{untold} of {actions} actions do not say for whom they are",
                          { untold = untold, actions = #plan.actions })
    end
    if count == 0 then
      return level(0, #args.shares, "no action names children; actions in the plan: {actions}",
                   { actions = #plan.actions })
    end
    return level(ladder.at_least(ready / count, args.shares), #args.shares,
                 "{ready} of {count} actions for children have an owner, an end date and money",
                 { ready = ready, count = count })
  end,
  tests = {
    { name = "all ready",
      plan = { actions = { { id = "A1", groups = { "5-9" }, responsible = "Ward office", ["end"] = "2027-06-30" } },
               budget = { lines = { { id = "B1", action = "A1", amount = 5 } } } },
      expect = { credit = 1 } },
    { name = "one of two has money: level 1 of 3",
      plan = { actions = { { id = "A1", groups = { "5-9" }, responsible = "Ward office", ["end"] = "2027-06-30" },
                           { id = "A2", groups = { "girls" }, responsible = "School", ["end"] = "2027-06-30" } },
               budget = { lines = { { id = "B1", action = "A1", amount = 5 } } } },
      expect = { credit = 1 / 3, reason = "1 of 2 actions for children have an owner, an end date and money" } },
    { name = "actions for others only: a real zero",
      plan = { actions = { { id = "A1", groups = { "elderly" } } }, budget = { lines = {} } },
      expect = { credit = 0, reason = "no action names children; actions in the plan: 1" } },
    { name = "no action says for whom", plan = { actions = { { id = "A1" } }, budget = { lines = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of actions", plan = { budget = { lines = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no budget lines", plan = { actions = {} }, expect = { outcome = "not_assessed" } },
  },
}
