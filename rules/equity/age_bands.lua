-- Age bands of children that have an action of their own.
return {
  id = "equity/age_bands", version = 1,
  title = "Actions for each age",
  source = "Own list of four age bands [drafted]",
  needs = { "plan.actions" },
  use = { "lib/children" },
  score = function(plan)
    if #plan.actions == 0 then return credit(0, "the plan has no actions") end
    if children.grouped(plan.actions) == 0 then
      return not_assessed("no action says for whom it is: fill in the groups")
    end
    local served = {}
    for _, a in ipairs(plan.actions) do
      if a.status ~= "cancelled" then
        for _, group in ipairs(a.groups or {}) do served[group == "infants" and "0-4" or group] = true end
      end
    end
    local count, missing = 0, {}
    for _, band in ipairs(children.bands) do
      if served[band] then count = count + 1 else table.insert(missing, band) end
    end
    local untold = #plan.actions - children.grouped(plan.actions)
    if count == 0 and untold > 0 then
      return not_assessed("{untold} of {actions} actions do not say for whom they are",
                          { untold = untold, actions = #plan.actions })
    end
    if count == #children.bands then return credit(1, "all {count} age bands have an action", { count = count }) end
    return credit(count / #children.bands, "{count} of {bands} age bands have an action; missing: {missing}",
                  { count = count, bands = #children.bands, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "all four", plan = { actions = { { groups = { "0-4", "5-9" } }, { groups = { "10-14", "15-17" } } } },
      expect = { credit = 1, reason = "all 4 age bands have an action" } },
    { name = "an action for all children is for no age of its own",
      plan = { actions = { { groups = { "children" } }, { groups = { "5-9" } } } },
      expect = { credit = 0.25, reason = "1 of 4 age bands have an action; missing: 0-4, 10-14, 15-17" } },
    { name = "actions for adults only: a real zero", plan = { actions = { { groups = { "elderly" } } } },
      expect = { credit = 0 } },
    { name = "infants are of the youngest band, and what was cancelled serves nobody",
      plan = { actions = { { groups = { "infants" } }, { groups = { "5-9" }, status = "cancelled" } } },
      expect = { credit = 0.25 } },
    { name = "one for adults, one of which nobody says for whom",
      plan = { actions = { { groups = { "elderly" } }, { id = "A2" } } }, expect = { outcome = "not_assessed" } },
    { name = "a plan without actions: a real zero", plan = { actions = {} }, expect = { credit = 0 } },
    { name = "no action says for whom", plan = { actions = { { id = "A1" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
