-- Services for children that sit on the disaster body with most of them.
return {
  id = "governance/seats", version = 1,
  title = "Child services on the disaster body",
  source = "UNICEF Child Friendly Cities building blocks; the list of seven is ours [drafted]",
  needs = { "plan.bodies" },
  -- a service may go by more than one name; the first one stands in the reason
  args = { seats = {
    { "education", "school" }, { "health", "nutrition" }, { "protection", "social_welfare" }, { "wash" },
    { "disability" }, { "women" }, { "youth", "children" },
  } },
  score = function(plan, answer, args)
    if #plan.bodies == 0 then return credit(0, "there is no disaster body") end
    local best, missing, which, told = -1, "", "", 0
    for _, body in ipairs(plan.bodies) do
      if body.seats ~= nil then
        told = told + 1
        local filled, empty, sits = 0, {}, {}
        for _, seat in ipairs(body.seats) do sits[seat] = true end
        for _, names in ipairs(args.seats) do
          local found = false
          for _, name in ipairs(names) do found = found or sits[name] == true end
          if found then filled = filled + 1 else table.insert(empty, names[1]) end
        end
        if filled > best then
          best, missing, which = filled, table.concat(empty, ", "), body.name or body.id or ""
        end
      end
    end
    if told == 0 or best == 0 and told < #plan.bodies then
      return not_assessed("bodies that do not say who sits on them: {untold} of {bodies}: fill in the seats",
                          { untold = #plan.bodies - told, bodies = #plan.bodies })
    end
    if best == #args.seats then
      return credit(1, "all {count} services for children sit on {body}", { count = best, body = which })
    end
    return credit(best / #args.seats, "services for children that sit on {body}: {filled} of {count}; missing: {missing}",
                  { filled = best, count = #args.seats, body = which, missing = missing })
  end,
  tests = {
    { name = "all seven seats",
      plan = { bodies = { { id = "C1", name = "Ward committee",
        seats = { "education", "health", "protection", "wash", "disability", "women", "youth" } } } },
      expect = { credit = 1, reason = "all 7 services for children sit on Ward committee" } },
    { name = "the best body counts, other seats do not",
      plan = { bodies = { { id = "C1", name = "Relief group", seats = { "police", "health" } },
                          { id = "C2", name = "Ward committee",
                            seats = { "children", "social_welfare", "finance" } } } },
      expect = { credit = 2 / 7, reason = "services for children that sit on Ward committee: 2 of 7; missing: education, health, wash, disability, women" } },
    { name = "no child service at all: a real zero",
      plan = { bodies = { { id = "C1", name = "Committee", seats = { "police" } } } }, expect = { credit = 0 } },
    { name = "no body: a real zero", plan = { bodies = {} }, expect = { credit = 0 } },
    { name = "nobody wrote down the seats", plan = { bodies = { { id = "C1", name = "Committee" } } },
      expect = { outcome = "not_assessed" } },
    { name = "a body that does not say may be the one with the seats",
      plan = { bodies = { { id = "C1", seats = { "police" } }, { id = "C2" } } },
      expect = { outcome = "not_assessed", reason = "bodies that do not say who sits on them: 1 of 2: fill in the seats" } },
    { name = "no list of bodies", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
