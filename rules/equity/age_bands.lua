-- Age bands of children that have an action of their own.
return {
  id = "equity/age_bands", version = 1,
  title = "Actions for each age",
  source = "Own list of four age bands [drafted]",
  needs = { "plan.actions" },
  use = { "lib/children" },
  score = function(plan)
    local active, untold, served = 0, 0, {}
    for _, a in ipairs(plan.actions) do
      if a.status ~= "cancelled" then
        active = active + 1
        if a.groups == nil then untold = untold + 1 end
        for _, group in ipairs(a.groups or {}) do
          served[group] = true
          if group == "infants" then served["0-4"] = true end
        end
      end
    end
    if active == 0 then return credit(0, "the plan has no actions") end
    local count, missing = 0, {}
    for _, band in ipairs(children.bands) do
      if served[band] then count = count + 1 else table.insert(missing, band) end
    end
    if count == #children.bands then return credit(1, "all {count} age bands have an action", { count = count }) end
    if untold > 0 then
      return not_assessed("actions that do not say for whom they are: {untold} of {actions}",
                          { untold = untold, actions = active })
    end
    return credit(count / #children.bands, "age bands with an action of their own: {count} of {bands}; missing: {missing}",
                  { count = count, bands = #children.bands, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "all four", plan = { actions = { { groups = { "0-4", "5-9" } }, { groups = { "10-14", "15-17" } } } },
      expect = { credit = 1, reason = "all 4 age bands have an action" } },
    { name = "an action for all children is for no age of its own",
      plan = { actions = { { groups = { "children" } }, { groups = { "5-9" } } } },
      expect = { credit = 0.25, reason = "age bands with an action of their own: 1 of 4; missing: 0-4, 10-14, 15-17" } },
    { name = "infants are of the first band", plan = { actions = { { groups = { "infants", "caregivers" } } } },
      expect = { credit = 0.25 } },
    { name = "actions for adults only: a real zero", plan = { actions = { { groups = { "elderly" } } } },
      expect = { credit = 0 } },
    { name = "a cancelled action serves nobody",
      plan = { actions = { { groups = { "5-9" }, status = "cancelled" }, { groups = { "0-4" }, status = "planned" } } },
      expect = { credit = 0.25 } },
    { name = "all actions cancelled: a real zero", plan = { actions = { { groups = { "5-9" }, status = "cancelled" } } },
      expect = { credit = 0, reason = "the plan has no actions" } },
    { name = "an empty list of actions: a real zero", plan = { actions = {} }, expect = { credit = 0 } },
    { name = "no action says for whom", plan = { actions = { { id = "A1" } } },
      expect = { outcome = "not_assessed" } },
    { name = "one action does not say for whom",
      plan = { actions = { { groups = { "5-9" } }, { id = "A2" }, { id = "A3", status = "cancelled" } } },
      expect = { outcome = "not_assessed", reason = "actions that do not say for whom they are: 1 of 2" } },
    { name = "it need not say where all ages are served already",
      plan = { actions = { { groups = { "0-4", "5-9", "10-14", "15-17" } }, { id = "A2" } } }, expect = { credit = 1 } },
    { name = "no list of actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
