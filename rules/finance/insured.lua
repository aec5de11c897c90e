-- Cover of schools and health facilities by insurance or another risk transfer, and whether the plan promotes it.
return {
  id = "finance/insured", version = 2,
  title = "Insurance of services for children",
  source = "UNDRR Scorecard P3.3, its ladder; the shares and the tag of an action are ours [drafted]",
  needs = { "community.facilities" },
  args = { high = 0.8, little = 0.2, tag = "insurance" },
  use = { "lib/facilities" },
  score = function(plan, _, args)
    local kinds = { school = true, preschool = true, health_post = true, clinic = true, hospital = true }
    local found = facilities.share(plan.community.facilities, kinds, function(f) return f.insured end)
    if found.count == 0 then return not_assessed("no school or health facility is listed") end
    if #found.untold > 0 then
      return not_assessed("whether it is insured is missing for {untold}", { untold = facilities.some(found.untold) })
    end
    local promoted, tagged = false, false
    for _, a in ipairs(plan.actions or {}) do
      tagged = tagged or a.tags ~= nil
      for _, tag in ipairs(a.tags or {}) do promoted = promoted or tag == args.tag and a.status ~= "cancelled" end
    end
    local share, step = found.with / found.count, 0
    -- only between little and wide cover does it matter whether the plan promotes it
    if share > args.little and share < args.high and not tagged then
      return not_assessed(
        "insured are {with} of {count}; no action has tags: give those that promote it the tag {tag}, or answer the question",
        { with = found.with, count = found.count, tag = args.tag })
    end
    if share >= args.high then step = 3 elseif share > args.little then step = promoted and 2 or 1 end
    return level(step, 3, "schools and health facilities that are insured: {with} of {count}",
      facilities.numbers(found))
  end,
  tests = {
    { name = "four of five: widely covered",
      plan = { community = { facilities = { { kind = "school", insured = true }, { kind = "school", insured = true },
        { kind = "clinic", insured = true },
               { kind = "hospital", insured = true }, { kind = "health_post", insured = false },
                 { kind = "playground" } } } },
      expect = { credit = 1, reason = "schools and health facilities that are insured: 4 of 5" } },
    { name = "half, and the plan promotes it: level 2",
      plan = { actions = { { tags = { "insurance" } } },
               community = { facilities = { { kind = "school", insured = true },
                 { kind = "school", insured = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "half: level 1, and a cancelled action promotes nothing",
      plan = { actions = { { tags = { "insurance" }, status = "cancelled" } },
               community = { facilities = { { kind = "school", insured = true },
                 { kind = "school", insured = false } } } },
      expect = { credit = 1 / 3 } },
    { name = "none is none, though it is promoted: a real zero",
      plan = { actions = { { tags = { "insurance" } } },
        community = { facilities = { { kind = "school", insured = false } } } },
      expect = { credit = 0, reason = "schools and health facilities that are insured: 0 of 1" } },
    { name = "none, and no action has tags: a real zero",
      plan = { actions = { {} }, community = { facilities = { { kind = "school", insured = false } } } },
      expect = { credit = 0 } },
    { name = "half, and no action has tags: is it promoted?",
      plan = { actions = { {} },
        community = { facilities = { { kind = "school", insured = true }, { kind = "school", insured = false } } } },
      expect = { outcome = "not_assessed",
        reason = "insured are 1 of 2; no action has tags: give those that promote it the tag insurance, or answer the question" } },
    { name = "one of five is little: a real zero",
      plan = { actions = { { tags = {} } }, community = { facilities = { { kind = "school", insured = true },
        { kind = "school", insured = false }, { kind = "school", insured = false },
               { kind = "school", insured = false }, { kind = "school", insured = false } } } },
      expect = { credit = 0 } },
    { name = "one does not say", plan = { community = { facilities = { { id = "F1", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "whether it is insured is missing for F1" } },
    { name = "none is listed", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
