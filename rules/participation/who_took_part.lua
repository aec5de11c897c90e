-- Groups of children who took part in any consultation on the plan.
return {
  id = "participation/who_took_part", version = 1,
  title = "Groups of children who took part",
  source = "Children's Charter for DRR 2011, point 5; the list of eight is ours [drafted]",
  needs = { "plan.consultations" },
  args = { groups = {
    { "girls" }, { "boys" }, { "5-9" }, { "10-14" }, { "15-17" }, { "disability" },
    { "out_of_school" },
    { "minority", "indigenous", "displaced", "refugee", "migrant", "returnee", "stateless" },
  } },
  score = function(plan, answer, args)
    if #plan.consultations == 0 then return credit(0, "no consultation was held") end
    local there, told, untold, held = {}, 0, 0, 0
    local today = plan.assessment and plan.assessment.date
    for _, c in ipairs(plan.consultations) do
      if today == nil or c.date == nil or c.date <= today then -- one to come has reached nobody yet
        held = held + 1
        if c.groups ~= nil or c.girls ~= nil or c.boys ~= nil then told = told + 1 else untold = untold + 1 end
        for _, group in ipairs(c.groups or {}) do there[group] = true end
        for _, sex in ipairs({ "girls", "boys" }) do
          if c[sex] ~= nil and c[sex] > 0 then there[sex] = true end
        end
      end
    end
    if held == 0 then return credit(0, "no consultation was held yet") end
    if told == 0 then return not_assessed("no consultation says who took part: fill in the groups") end
    local reached, missing = 0, {}
    for _, names in ipairs(args.groups) do
      local found = false
      for _, name in ipairs(names) do found = found or there[name] == true end
      if found then reached = reached + 1 else table.insert(missing, names[1]) end
    end
    local count = #args.groups
    if reached == 0 and untold > 0 then
      return not_assessed("{untold} of {held} consultations do not say who took part", { untold = untold, held = held })
    end
    if reached == count then return credit(1, "all {count} groups of children took part", { count = count }) end
    return credit(reached / count, "{reached} of {count} groups of children took part; missing: {missing}",
                  { reached = reached, count = count, missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "two groups in one meeting",
      plan = { consultations = { { date = "2026-02-10", groups = { "10-14", "disability" } } } },
      expect = { credit = 0.25 } },
    { name = "groups add up over meetings, each counts once",
      plan = { consultations = {
        { groups = { "5-9", "10-14" }, girls = 12, boys = 9 },
        { groups = { "girls", "15-17", "disability", "out_of_school", "displaced" } } } },
      expect = { credit = 1, reason = "all 8 groups of children took part" } },
    { name = "adults only: a real zero", plan = { consultations = { { groups = { "elderly" } } } },
      expect = { credit = 0 } },
    { name = "an adult meeting beside one of which nobody wrote down who came",
      plan = { consultations = { { groups = { "elderly" } }, { children = 24 } } },
      expect = { outcome = "not_assessed" } },
    { name = "a meeting to come has reached nobody",
      plan = { consultations = { { date = "2027-01-01", groups = { "5-9" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "no consultation was held yet" } },
    { name = "no meeting was held: a real zero", plan = { consultations = {} }, expect = { credit = 0 } },
    { name = "nobody wrote down who came", plan = { consultations = { { date = "2026-02-10" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of consultations", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
