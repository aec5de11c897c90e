-- Share of the settlement types of the place that have an action of the plan.
return {
  id = "equity/settlements", version = 2,
  title = "Actions for each type of settlement",
  source = "UNDRR Scorecard P4.1 and P4.4, notes on informal settlements; the share as a credit is ours [drafted]",
  needs = { "community.settlements", "plan.actions" },
  -- same: a type that names the people of another one, where both are listed
  args = { same = { island = "coastal" } },
  score = function(plan, _, args)
    local types, seen = {}, {}
    for _, t in ipairs(plan.community.settlements) do
      local people = args.same[t] or t
      if not seen[people] then table.insert(types, t) end
      seen[people] = true
    end
    if #types == 0 then return not_assessed("no type of settlement is listed") end
    local active, untold, served = 0, 0, {}
    for _, a in ipairs(plan.actions) do
      if a.status ~= "cancelled" then
        active = active + 1
        if a.settlements == nil then untold = untold + 1 end
        for _, s in ipairs(a.settlements or {}) do served[args.same[s] or s] = true end
      end
    end
    if active == 0 then return credit(0, "the plan has no actions") end
    local count, missing = 0, {}
    for _, t in ipairs(types) do
      if served[args.same[t] or t] then count = count + 1 else table.insert(missing, t) end
    end
    local numbers = { count = count, types = #types, missing = table.concat(missing, ", ") }
    if count == #types then return credit(1, "types of settlement with actions: {count} of {types}", numbers) end
    if untold > 0 then
      return not_assessed("actions that do not say for which settlements they are: {untold} of {actions}",
                          { untold = untold, actions = active })
    end
    return credit(count / #types, "types of settlement with actions: {count} of {types}; missing: {missing}", numbers)
  end,
  tests = {
    { name = "both types have actions",
      plan = { actions = { { settlements = { "rural" } }, { settlements = { "informal", "urban" } }, { id = "A3" } },
               community = { settlements = { "rural", "informal" } } },
      expect = { credit = 1, reason = "types of settlement with actions: 2 of 2" } },
    { name = "the informal settlement is left out",
      plan = { actions = { { settlements = { "urban" } } }, community = { settlements = { "urban", "informal" } } },
      expect = { credit = 0.5, reason = "types of settlement with actions: 1 of 2; missing: informal" } },
    { name = "an island and its coast are the same people", cases = {
      { name = "both are listed, one is served", plan = { actions = { { settlements = { "island" } } },
        community = { settlements = { "coastal", "island", "rural" } } },
        expect = { credit = 0.5, reason = "types of settlement with actions: 1 of 2; missing: rural" } },
      { name = "the other one is served", plan = { actions = { { settlements = { "coastal" } } },
        community = { settlements = { "island" } } }, expect = { credit = 1 } },
      { name = "none is", plan = { actions = { { settlements = { "rural" } } }, community = { settlements = { "island", "coastal", "rural" } } },
        expect = { credit = 0.5, reason = "types of settlement with actions: 1 of 2; missing: island" } } } },
    { name = "a type listed twice counts once",
      plan = { actions = { { settlements = { "urban" } } },
               community = { settlements = { "urban", "urban", "informal" } } },
      expect = { credit = 0.5 } },
    { name = "a cancelled action serves nobody",
      plan = { actions = { { settlements = { "urban" } }, { settlements = { "informal" }, status = "cancelled" } },
               community = { settlements = { "urban", "informal" } } },
      expect = { credit = 0.5 } },
    { name = "no actions: a real zero", plan = { actions = {}, community = { settlements = { "urban" } } },
      expect = { credit = 0 } },
    { name = "no action says where", plan = { actions = { { id = "A1" } }, community = { settlements = { "urban" } } },
      expect = { outcome = "not_assessed" } },
    { name = "one action does not say where",
      plan = { actions = { { settlements = { "urban" } }, { id = "A2" } },
               community = { settlements = { "urban", "informal" } } },
      expect = { outcome = "not_assessed", reason = "actions that do not say for which settlements they are: 1 of 2" } },
    { name = "an empty list of settlements", plan = { actions = {}, community = { settlements = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of settlements", plan = { actions = {} }, expect = { outcome = "not_assessed" } },
    { name = "no list of actions", plan = { community = { settlements = {} } },
      expect = { outcome = "not_assessed", reason = "plan.actions is not in the plan" } },
  },
}
