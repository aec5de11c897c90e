-- Services for children that sit on the disaster body; of several such bodies on the one with most of them.
return {
  id = "governance/seats", version = 2,
  title = "Child services on the disaster body",
  source = "UNICEF Child Friendly Cities building blocks; the list of seven is ours [drafted]",
  needs = { "plan.bodies" },
  -- a service may go by more than one name; the first one stands in the reason
  args = { seats = {
    { "education", "school" }, { "health", "nutrition" }, { "protection", "social_welfare" }, { "wash" },
    { "disability" }, { "women" }, { "youth", "children" },
  } },
  use = { "lib/bodies" },
  score = function(plan, answer, args)
    if #plan.bodies == 0 then return credit(0, "there is no disaster body") end
    local candidates = bodies.disaster(plan.bodies)
    if candidates == nil then
      return not_assessed("which of the {count} bodies deals with disasters is not told: give it a seat for disaster management",
                          { count = #plan.bodies })
    end
    local best, missing, which, told = -1, "", "", 0 -- mutant ok: whatever is below 0
    for _, body in ipairs(candidates) do
      if body.seats ~= nil then
        told = told + 1 -- mutant ok: only whether one tells is asked
        local filled, empty, sits = 0, {}, {}
        for _, seat in ipairs(body.seats) do sits[seat] = true end
        for _, names in ipairs(args.seats) do
          local found = false
          for _, name in ipairs(names) do found = found or sits[name] == true end
          if found then filled = filled + 1 else table.insert(empty, names[1]) end
        end
        if filled > best then
          best, missing, which = filled, table.concat(empty, ", "), bodies.name(body)
        end
      end
    end
    if told == 0 then return not_assessed("who sits on the disaster body is not told: fill in its seats") end
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
    { name = "of two disaster bodies the better one counts, other seats do not",
      plan = { bodies = { { id = "C1", name = "Relief group", seats = { "police", "health", "disaster_management" } },
                          { id = "C2", name = "Ward committee",
                            seats = { "disaster_management", "children", "social_welfare", "finance" } } } },
      expect = { credit = 2 / 7, reason = "services for children that sit on Ward committee: 2 of 7; missing: education, health, wash, disability, women" } },
    { name = "one that has nothing to do with disasters does not count",
      plan = { bodies = { { id = "C1", name = "Committee for disasters", seats = { "disaster_management", "police" } },
                          { id = "C2", name = "Committee for women and children", seats = { "women", "health", "education" } },
                          { id = "C3" } } },
      expect = { credit = 0, reason = "services for children that sit on Committee for disasters: 0 of 7; missing: education, health, protection, wash, disability, women, youth" } },
    { name = "which of two is the disaster body?",
      plan = { bodies = { { id = "C1", seats = { "police" } }, { id = "C2", seats = { "women", "health" } } } },
      expect = { outcome = "not_assessed",
        reason = "which of the 2 bodies deals with disasters is not told: give it a seat for disaster management" } },
    { name = "the only body, without a name",
      plan = { bodies = { { seats = { "health" } } } },
      expect = { credit = 1 / 7, reason = "services for children that sit on 1: 1 of 7; missing: education, protection, wash, disability, women, youth" } },
    { name = "no child service at all: a real zero",
      plan = { bodies = { { id = "C1", name = "Committee", seats = { "police" } } } }, expect = { credit = 0 } },
    { name = "no body: a real zero", plan = { bodies = {} }, expect = { credit = 0 } },
    { name = "nobody wrote down the seats", plan = { bodies = { { id = "C1", name = "Committee" } } },
      expect = { outcome = "not_assessed", reason = "who sits on the disaster body is not told: fill in its seats" } },
    { name = "no list of bodies", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
