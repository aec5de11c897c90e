-- Share of the actions for children that have a responsible body, an end date and a budget line. For children is an
-- action that names them, and one for people with disabilities, stateless people and the like.
return {
  id = "governance/action_ready", version = 2,
  title = "Actions for children with owner, date and money",
  source = "UNDRR Scorecard workbook, columns on institution and time scale; the cut-offs are ours [drafted]",
  needs = { "plan.actions", "plan.budget.lines" },
  args = { shares = { 0.9, 0.6, 0.3 } },
  use = { "lib/children", "lib/ladder" },
  score = function(plan, answer, args)
    local paid, unclear = {}, {}
    for _, line in ipairs(plan.budget.lines) do
      if line.action ~= nil and line.amount == nil then
        unclear[line.action] = true
      elseif line.action ~= nil and line.amount > 0 then
        paid[line.action] = true
      end
    end
    local active, untold, count, ready, without = 0, 0, 0, 0, {}
    for _, a in ipairs(plan.actions) do
      if a.status ~= "cancelled" then
        active = active + 1
        if a.groups == nil then untold = untold + 1 end
        if children.named(a.groups) or children.perhaps(a.groups) then
          count = count + 1
          if (a.responsible or ""):trim() ~= "" and a["end"] ~= nil and a.id ~= nil then
            if paid[a.id] then ready = ready + 1 elseif unclear[a.id] then table.insert(without, a.id) end
          end
        end
      end
    end
    if active == 0 then return level(0, #args.shares, "the plan has no actions") end
    if untold > 0 then
      return not_assessed("actions that do not say for whom they are: {untold} of {actions}",
                          { untold = untold, actions = active })
    end
    if #without > 0 then
      return not_assessed("the amount is missing in the budget lines of {actions}",
                          { actions = table.concat(without, ", ") })
    end
    if count == 0 then
      return level(0, #args.shares, "no action names children; actions in the plan: {actions}", { actions = active })
    end
    return level(ladder.at_least(ready / count, args.shares), #args.shares,
                 "actions for children with an owner, an end date and money: {ready} of {count}",
                 { ready = ready, count = count, short = count - ready })
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
      expect = { credit = 1 / 3, reason = "actions for children with an owner, an end date and money: 1 of 2" } },
    { name = "those who are left out", cases = {
      { name = "an action for them counts, and lacks money",
        plan = { actions = { { id = "A1", groups = { "5-9" }, responsible = "Ward office", ["end"] = "2027-06-30" },
                             { id = "A2", groups = { "stateless", "migrant" }, responsible = "Clinic", ["end"] = "2027-06-30" } },
                 budget = { lines = { { action = "A1", amount = 5 } } } },
        expect = { credit = 1 / 3, reason = "actions for children with an owner, an end date and money: 1 of 2" } },
      { name = "it has all",
        plan = { actions = { { id = "A1", groups = { "disability" }, responsible = "Ward office", ["end"] = "2027-06-30" } },
                 budget = { lines = { { action = "A1", amount = 5 } } } },
        expect = { credit = 1 } },
      { name = "for everybody, them included: not for them",
        plan = { actions = { { id = "A1", groups = { "disability", "all" } } }, budget = { lines = {} } },
        expect = { credit = 0, reason = "no action names children; actions in the plan: 1" } },
    } },
    { name = "actions for others only: a real zero",
      plan = { actions = { { id = "A1", groups = { "elderly" } } }, budget = { lines = {} } },
      expect = { credit = 0, reason = "no action names children; actions in the plan: 1" } },
    { name = "nobody is no owner, and no money is none",
      plan = { actions = { { id = "A1", groups = { "5-9" }, responsible = " ", ["end"] = "2027-06-30" },
                           { id = "A2", groups = { "5-9" }, responsible = "School", ["end"] = "2027-06-30" } },
               budget = { lines = { { action = "A1", amount = 5 }, { action = "A2", amount = 0 } } } },
      expect = { credit = 0, reason = "actions for children with an owner, an end date and money: 0 of 2" } },
    { name = "a cancelled action does not count",
      plan = { actions = { { id = "A1", groups = { "5-9" }, responsible = "Ward office", ["end"] = "2027-06-30" },
                           { id = "A2", groups = { "5-9" }, status = "cancelled" }, { id = "A3", status = "cancelled" } },
               budget = { lines = { { action = "A1", amount = 5 } } } },
      expect = { credit = 1 } },
    { name = "a budget line without an amount may pay for it",
      plan = { actions = { { id = "A1", groups = { "5-9" }, responsible = "Ward office", ["end"] = "2027-06-30" } },
               budget = { lines = { { action = "A1" } } } },
      expect = { outcome = "not_assessed", reason = "the amount is missing in the budget lines of A1" } },
    { name = "no actions, or cancelled ones only: a real zero",
      plan = { actions = { { id = "A1", groups = { "5-9" }, status = "cancelled" } }, budget = { lines = {} } },
      expect = { credit = 0, reason = "the plan has no actions" } },
    { name = "one action does not say for whom",
      plan = { actions = { { id = "A1", groups = { "elderly" } }, { id = "A2" } }, budget = { lines = {} } },
      expect = { outcome = "not_assessed", reason = "actions that do not say for whom they are: 1 of 2" } },
    { name = "no list of actions", plan = { budget = { lines = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no budget lines", plan = { actions = {} }, expect = { outcome = "not_assessed" } },
  },
}
