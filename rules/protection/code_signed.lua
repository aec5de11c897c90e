-- Share of staff and volunteers at shelters and child-friendly spaces who signed the code of conduct.
return {
  id = "protection/code_signed", version = 1,
  title = "Safeguarding code signed",
  source = "Minimum standards for child-friendly spaces, Sudan 2011: all staff and volunteers; the share as a credit is ours [drafted]",
  needs = { "plan.staff" },
  args = { roles = { "shelter", "child_friendly_space" } },
  use = { "lib/staff" },
  score = function(plan, _, args)
    local found = staff.share(plan.staff, args.roles, "signed")
    local count, with = found.count, found.with
    if #found.wrong > 0 then
      return not_assessed("more signed the code than there are: correct {staff}", { staff = found.wrong })
    end
    if #found.untold > 0 then
      return not_assessed("how many there are, or how many of them signed the code, is missing for {staff}",
        { staff = found.untold })
    end
    if count == 0 then return not_assessed("no staff of the roles {roles} is counted", { roles = args.roles }) end
    return credit(with / count, "staff and volunteers who signed the code of conduct: {with} of {count}",
      { with = with, count = count, short = count - with })
  end,
  tests = {
    { name = "all of them; others do not count",
      plan = { staff = { { role = "shelter", count = 5, signed = 5 }, { role = "other", count = 9 } } },
      expect = { credit = 1, reason = "staff and volunteers who signed the code of conduct: 5 of 5" } },
    { name = "three of four, of two groups together",
      plan = { staff = { { role = "shelter", count = 1, signed = 0 },
      { role = "child_friendly_space", count = 3, signed = 3 } } },
      expect = { credit = 0.75 } },
    { name = "none: a real zero", plan = { staff = { { role = "shelter", count = 5, signed = 0 } } },
      expect = { credit = 0 } },
    { name = "more than there are", plan = { staff = { { id = "T1", role = "shelter", count = 5, signed = 6 } } },
      expect = { outcome = "not_assessed", reason = "more signed the code than there are: correct T1" } },
    { name = "one group does not say",
      plan = { staff = { { role = "shelter", count = 5, signed = 5 }, { id = "T2", role = "shelter", count = 5 } } },
      expect = { outcome = "not_assessed",
        reason = "how many there are, or how many of them signed the code, is missing for T2" } },
    { name = "nobody of these roles", plan = { staff = { { role = "other", count = 9 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of staff", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
