-- For how many of the services that children need the plan sets the days until they work again.
return {
  id = "recovery/service_targets", version = 1,
  title = "Targets for services",
  source = "Services as in Sendai targets D-6 to D-8 [unverified]; the list of four is ours [drafted]",
  needs = { "plan.targets" },
  args = { services = { "learning", "health", "water", "protection" } },
  score = function(plan, _, args)
    local set = {}
    for _, t in ipairs(plan.targets) do
      if t.service ~= nil and t.days ~= nil then set[t.service] = true end
    end
    local missing = {}
    for _, service in ipairs(args.services) do
      if not set[service] then table.insert(missing, service) end
    end
    local count = #args.services
    if #missing == 0 then return credit(1, "all {count} services have a target in days", { count = count }) end
    return credit((count - #missing) / count, "services with a target in days: {with} of {count}; missing: {missing}",
                  { with = count - #missing, count = count, missing = missing })
  end,
  tests = {
    { name = "all four", plan = { targets = { { service = "learning", days = 7 }, { service = "health", days = 2 },
      { service = "water", days = 3 }, { service = "protection", days = 1 } } },
      expect = { credit = 1, reason = "all 4 services have a target in days" } },
    { name = "two of four; one without days and one that is not asked for do not count",
      plan = { targets = { { service = "learning", days = 7 }, { service = "health" }, { service = "water", days = 3 },
        { service = "power", days = 1 } } },
      expect = { credit = 0.5, reason = "services with a target in days: 2 of 4; missing: health, protection" } },
    { name = "no days is a day as well: at once", plan = { targets = { { service = "water", days = 0 } } },
      args = { services = { "water" } },
      expect = { credit = 1 } },
    { name = "none: a real zero", plan = { targets = {} }, expect = { credit = 0 } },
    { name = "no list of targets", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
