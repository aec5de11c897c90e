-- Active cases of children for each caseworker: full credit up to the standard, none from twice as many on.
return {
  id = "protection/caseload", version = 1,
  title = "Children per caseworker",
  source = "CPMS 2019, standard 18: at most 25 active cases [unverified]; none from twice as many is ours [drafted]",
  needs = { "plan.staff" },
  args = { cases = 25, times = 2 },
  score = function(plan, _, args)
    local workers, cases, groups, untold = 0, 0, 0, {}
    for i, s in ipairs(plan.staff) do
      if s.role == "caseworker" then
        groups = groups + 1 -- mutant ok: only whether there is one is asked
        if s.count == nil or s.cases == nil then
          table.insert(untold, s.id or tostring(i))
        else
          workers, cases = workers + s.count, cases + s.cases
        end
      end
    end
    if #untold > 0 then
      return not_assessed("caseworkers or their cases are not counted for {staff}", { staff = untold })
    end
    if groups == 0 then return credit(0, "the plan lists staff, but no caseworker") end
    local short = math.max(math.ceil(cases / args.cases) - workers, 0)
    if workers == 0 then
      return credit(0, "no caseworker for {cases} active cases", { cases = cases, short = math.max(short, 1) })
    end
    local load = cases / workers
    return credit(math.max(math.min((args.times - load / args.cases) / (args.times - 1), 1), 0),
                  "active cases for each caseworker: {load}",
                    { load = load, short = short })
  end,
  tests = {
    { name = "25 cases are still the standard",
      plan = { staff = { { role = "caseworker", count = 2, cases = 50 }, { role = "teacher" } } },
      expect = { credit = 1, reason = "active cases for each caseworker: 25" } },
    { name = "37.5: half way", plan = { staff = { { role = "caseworker", count = 2, cases = 75 } } },
      expect = { credit = 0.5 } },
    { name = "50: nothing is left", plan = { staff = { { role = "caseworker", count = 1, cases = 50 } } },
      expect = { credit = 0 } },
    { name = "more: no less than nothing", plan = { staff = { { role = "caseworker", count = 1, cases = 500 } } },
      expect = { credit = 0 } },
    { name = "nobody in the post: a real zero", plan = { staff = { { role = "caseworker", count = 0, cases = 30 } } },
      expect = { credit = 0, reason = "no caseworker for 30 active cases" } },
    { name = "no caseworker in the list: a real zero", plan = { staff = { { role = "teacher", count = 3 } } },
      expect = { credit = 0, reason = "the plan lists staff, but no caseworker" } },
    { name = "cases are not counted", plan = { staff = { { id = "T1", role = "caseworker", count = 2 } } },
      expect = { outcome = "not_assessed", reason = "caseworkers or their cases are not counted for T1" } },
    { name = "no list of staff", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
