-- Drills that schools or actions claim, and none is in the plan's list of drills.
return {
  id = "check/drills_listed", version = 1,
  title = "Drills that are claimed are listed",
  source = "Our own [drafted]: a drill that was held has a day",
  needs = { "plan.drills", "assessment.date" },
  -- schools: count those that schools say they held; else actions with this tag that are done or under way
  args = { schools = false, tag = "drill", months = 12 },
  use = { "lib/dates" },
  score = function(plan, _, args)
    local listed, claimed = 0, 0
    for _, d in ipairs(plan.drills) do
      local at_school = d.site == "school" or d.site == "preschool"
      if d.site == nil or at_school == args.schools then
        if d.date == nil or dates.within(d.date, plan.assessment.date, args.months) then
          listed = listed + 1 -- mutant ok: only whether there is one is asked
        end
      end
    end
    if args.schools then
      for _, f in ipairs(plan.community and plan.community.facilities or {}) do
        if f.kind == "school" or f.kind == "preschool" then claimed = claimed + (f.drills or 0) end
      end
    else
      for _, a in ipairs(plan.actions or {}) do
        for _, tag in ipairs(a.tags or {}) do
          if tag == args.tag and (a.status == "done" or a.status == "ongoing") then claimed = claimed + 1 end
        end
      end
    end
    if claimed == 0 or listed > 0 then return credit(1, "claims and list agree") end
    if args.schools then
      return credit(0, "schools claim {claimed} drills in {months} months, but the plan lists none at a school",
        { claimed = claimed, months = args.months })
    end
    return credit(0, "actions for drills that are done or under way: {claimed}, but the plan lists no drill of the last {months} months",
                  { claimed = claimed, months = args.months })
  end,
  tests = {
    { name = "schools claim three", args = { schools = true },
      plan = { drills = { { site = "community", date = "2026-05-01" } },
        community = { facilities = { { kind = "school", drills = 3 }, { kind = "clinic", drills = 9 } } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "schools claim 3 drills in 12 months, but the plan lists none at a school" } },
    { name = "one is listed", args = { schools = true },
      plan = { drills = { { site = "preschool", date = "2026-05-01" } },
        community = { facilities = { { kind = "school", drills = 3 } } }, assessment = { date = "2026-09-12" } },
        expect = { credit = 1 } },
    { name = "one without a site may be it", args = { schools = true },
      plan = { drills = { { date = "2026-05-01" } }, community = { facilities = { { kind = "school", drills = 3 } } },
        assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "an action that is done, and an old drill",
      plan = { drills = { { site = "community", date = "2020-05-01" } },
        actions = { { tags = { "drill" }, status = "done" } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 0,
        reason = "actions for drills that are done or under way: 1, but the plan lists no drill of the last 12 months" } },
    { name = "an action that is only planned", plan = { drills = {}, actions = { { tags = { "drill" },
      status = "planned" } }, assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "nothing is claimed", args = { schools = true },
      plan = { drills = {}, assessment = { date = "2026-09-12" } }, expect = { credit = 1 } },
    { name = "no list of drills", plan = { assessment = { date = "2026-09-12" } },
      expect = { outcome = "not_assessed" } },
    { name = "the plan has no list of drills", plan = {},
      expect = { outcome = "not_assessed", reason = "plan.drills is not in the plan" } },
    { name = "no day of the assessment", plan = { drills = {} },
      expect = { outcome = "not_assessed", reason = "assessment.date is not in the plan" } },
    { name = "one is listed at a school", args = { schools = true },
      plan = { drills = { { site = "school", date = "2026-05-01" } },
        community = { facilities = { { kind = "school", drills = 3 } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "a pre-school claims two, a school says nothing", args = { schools = true },
      plan = { drills = {}, community = { facilities = { { kind = "preschool", drills = 2 }, { kind = "school" } } },
        assessment = { date = "2026-09-12" } },
      expect = { credit = 0, reason = "schools claim 2 drills in 12 months, but the plan lists none at a school" } },
    { name = "a school that says nothing claims nothing", args = { schools = true },
      plan = { drills = {}, community = { facilities = { { kind = "school" } } }, assessment = { date = "2026-09-12" } },
      expect = { credit = 1 } },
    { name = "an action under way", plan = { drills = {}, actions = { { tags = { "drill" }, status = "ongoing" } },
      assessment = { date = "2026-09-12" } }, expect = { credit = 0 } },
  },
}
