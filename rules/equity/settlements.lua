-- Share of the settlement types of the place that have an action of the plan.
return {
  id = "equity/settlements", version = 1,
  title = "Actions for each type of settlement",
  source = "UNDRR Scorecard P4.1 and P4.4, notes on informal settlements; the share as a credit is ours [drafted]",
  needs = { "community.settlements", "plan.actions" },
  score = function(plan)
    local types, seen = {}, {}
    for _, t in ipairs(plan.community.settlements) do
      if not seen[t] then table.insert(types, t) end
      seen[t] = true
    end
    if #types == 0 then return not_assessed("no type of settlement is listed") end
    if #plan.actions == 0 then return credit(0, "the plan has no actions") end
    local served, told = {}, 0
    for _, a in ipairs(plan.actions) do
      if a.settlements ~= nil then
        told = told + 1
        for _, s in ipairs(a.settlements) do served[s] = true end
      end
    end
    if told == 0 then return not_assessed("no action says for which settlements it is") end
    local count, missing = 0, {}
    for _, t in ipairs(types) do
      if served[t] then count = count + 1 else table.insert(missing, t) end
    end
    if count == #types then return credit(1, "all {types} types of settlement have actions", { types = #types }) end
    return credit(count / #types, "{count} of {types} types of settlement have actions; missing: {missing}",
                  { count = count, types = #types, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "both types have actions",
      plan = { actions = { { settlements = { "rural" } }, { settlements = { "informal", "urban" } } },
               community = { settlements = { "rural", "informal" } } },
      expect = { credit = 1 } },
    { name = "the informal settlement is left out",
      plan = { actions = { { settlements = { "urban" } } }, community = { settlements = { "urban", "informal" } } },
      expect = { credit = 0.5, reason = "1 of 2 types of settlement have actions; missing: informal" } },
    { name = "no actions: a real zero", plan = { actions = {}, community = { settlements = { "urban" } } },
      expect = { credit = 0 } },
    { name = "no action says where", plan = { actions = { { id = "A1" } }, community = { settlements = { "urban" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of settlements", plan = { actions = {} }, expect = { outcome = "not_assessed" } },
  },
}
