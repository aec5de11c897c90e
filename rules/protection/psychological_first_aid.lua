-- Share of front-line staff trained in psychological first aid for children.
return {
  id = "protection/psychological_first_aid", version = 1,
  title = "Psychological first aid",
  source = "CPMS standard 10 [unverified]; the cut-offs and the roles are ours [drafted]",
  needs = { "plan.staff" },
  args = { roles = { "front_line", "caseworker", "shelter", "child_friendly_space", "responder" },
    shares = { 0.6, 0.3, 0.1 } },
  use = { "lib/ladder", "lib/staff" },
  score = function(plan, _, args)
    local found = staff.share(plan.staff, args.roles, "trained_pfa")
    local count, with = found.count, found.with
    if #found.wrong > 0 then return not_assessed("more were trained than there are: correct {staff}", { staff = found.wrong }) end
    if #found.untold > 0 then
      return not_assessed("how many there are, or how many of them were trained, is missing for {staff}",
        { staff = found.untold })
    end
    if count == 0 then return not_assessed("no staff of the roles {roles} is counted", { roles = args.roles }) end
    return level(ladder.at_least(with / count, args.shares), #args.shares,
                 "front-line staff trained in psychological first aid: {with} of {count}",
                   { with = with, count = count, short = count - with })
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { staff = { { role = "front_line", count = 5, trained_pfa = 5 }, { role = "other", count = 9 } } },
      expect = { credit = 1, reason = "front-line staff trained in psychological first aid: 5 of 5" } },
    { name = "30 of 100: level 2 of 3", plan = { staff = { { role = "front_line", count = 100, trained_pfa = 30 } } },
      expect = { credit = 2 / 3 } },
    { name = "10 of 100: level 1 of 3", plan = { staff = { { role = "front_line", count = 100, trained_pfa = 10 } } },
      expect = { credit = 1 / 3 } },
    { name = "none: a real zero", plan = { staff = { { role = "front_line", count = 5, trained_pfa = 0 } } },
      expect = { credit = 0 } },
    { name = "more than there are",
      plan = { staff = { { id = "T1", role = "front_line", count = 5, trained_pfa = 6 } } },
      expect = { outcome = "not_assessed", reason = "more were trained than there are: correct T1" } },
    { name = "one group does not say", plan = { staff = { { role = "front_line", count = 5, trained_pfa = 5 },
      { id = "T2", role = "front_line", count = 5 } } },
      expect = { outcome = "not_assessed",
        reason = "how many there are, or how many of them were trained, is missing for T2" } },
    { name = "nobody of these roles", plan = { staff = { { role = "other", count = 9 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of staff", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
