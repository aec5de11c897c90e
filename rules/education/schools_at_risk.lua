-- Shares of schools that are not safe in the most probable and in the most severe event, from the list of schools.
-- Whatever fails in the most probable event fails in the most severe one as well.
return {
  id = "education/schools_at_risk", version = 1,
  title = "Schools at risk",
  source = "UNDRR Scorecard P8.8; the mean of two events and the closing of the ladder's gaps are ours [drafted]",
  needs = { "community.facilities" },
  -- some: up to this share at risk in the most probable event `left` of the credit for it is left
  args = { some = 0.15, left = 0.5, weight_probable = 2, weight_severe = 1 },
  use = { "lib/facilities" },
  score = function(plan, _, args)
    local wrong = {}
    local severe = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.safe end)
    local probable = facilities.share(plan.community.facilities, facilities.schools, function(f)
      if f.safe_probable == nil and f.safe then return true end
      return f.safe_probable
    end)
    for i, f in ipairs(plan.community.facilities) do
      if facilities.schools[f.kind or ""] and f.safe and f.safe_probable == false then
        table.insert(wrong, facilities.name(f, i))
      end
    end
    if severe.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #wrong > 0 then
      return not_assessed("safe in the most severe event, but not in the most probable one: correct one for {schools}",
                          { schools = facilities.some(wrong) })
    end
    if #severe.untold > 0 then
      return not_assessed("whether it is safe in the most severe event is missing for {untold}",
                          { untold = facilities.some(severe.untold) })
    end
    if #probable.untold > 0 then
      return not_assessed("whether it is safe in the most probable event is missing for {untold}",
                          { untold = facilities.some(probable.untold) })
    end
    -- whatever fails in the likelier event is made safe before the others
    local failing, later = {}, {}
    for _, id in ipairs(probable.missing) do failing[id] = true end
    for _, id in ipairs(severe.missing) do
      if not failing[id] then table.insert(later, id) end
    end
    local milder, worst = #probable.missing, #severe.missing
    local good = 0
    if milder == 0 then good = 1 elseif milder <= args.some * probable.count then good = args.left end
    local sum = good * args.weight_probable
    if worst == 0 then sum = sum + args.weight_severe end
    return credit(sum / (args.weight_probable + args.weight_severe),
                  "schools at risk in the most probable event: {milder} of {count}; in the most severe: {worst}",
                  { milder = milder, worst = worst, count = severe.count,
                    first = facilities.some(probable.missing), later = facilities.some(later) })
  end,
  tests = {
    { name = "all safe in both; a clinic does not count",
      plan = { community = { facilities = { { kind = "school", safe = true }, { kind = "clinic", safe = false } } } },
      expect = { credit = 1, reason = "schools at risk in the most probable event: 0 of 1; in the most severe: 0" } },
    { name = "one fails in the severe event only",
      plan = { community = { facilities = { { kind = "school", safe = true },
                                            { kind = "school", safe = false, safe_probable = true } } } },
      expect = { credit = 2 / 3,
        reason = "schools at risk in the most probable event: 0 of 2; in the most severe: 1",
        params = { first = "", later = "2" } } },
    { name = "what fails in the probable event stands apart from what fails in the severe one only",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = false, safe_probable = true },
                                            { id = "F2", kind = "school", safe = false, safe_probable = false },
                                            { id = "F3", kind = "school", safe = true } } } },
      expect = { credit = 0, params = { first = "F2", later = "F1" } } },
    { name = "one of two fails in both: a real zero",
      plan = { community = { facilities = { { kind = "school", safe = true },
                                            { kind = "preschool", safe = false, safe_probable = false } } } },
      expect = { credit = 0 } },
    { name = "one of seven is under 15 %",
      plan = { community = { facilities = { { kind = "school", safe = true }, { kind = "school", safe = true },
        { kind = "school", safe = true }, { kind = "school", safe = true }, { kind = "school", safe = true },
        { kind = "school", safe = true }, { kind = "school", safe = false, safe_probable = false } } } },
      expect = { credit = 1 / 3 } },
    { name = "half where exactly the share is reached",
      plan = { community = { facilities = { { kind = "school", safe = true },
                                            { kind = "school", safe = false, safe_probable = false } } } },
      args = { some = 0.5 }, expect = { credit = 1 / 3 } },
    { name = "safe in the worse event only: one of the two is wrong",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = true, safe_probable = false } } } },
      expect = { outcome = "not_assessed",
                 reason = "safe in the most severe event, but not in the most probable one: correct one for F1" } },
    { name = "nothing said of the severe event",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe_probable = true } } } },
      expect = { outcome = "not_assessed", reason = "whether it is safe in the most severe event is missing for F1" } },
    { name = "nothing said of the probable event",
      plan = { community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed",
        reason = "whether it is safe in the most probable event is missing for F1" } },
    { name = "no school listed", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
