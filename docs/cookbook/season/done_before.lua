-- Are the works that protect schools from floods done before the rains begin? The rains come each year on the same day.
return {
  id = "season/done_before", version = 1,
  title = "Works that end before the rains",
  source = "The day on which the rains begin is the checklist's; 1 June is our own [drafted]",
  needs = { "plan.actions" },
  args = { rains = "06-01", hazard = "FL" },
  use = { "lib/list", "lib/register" },
  score = function(plan, _, args)
    local all, early, late, untold = 0, 0, {}, {}
    for i, a in ipairs(plan.actions) do
      if a.purpose == "prevention" and a.status ~= "cancelled" and register.is_one_of(args.hazard, a.hazards or {}) then
        all = all + 1
        local first, last = a.start, a["end"] -- `end` is a word of Lua: in brackets and quotes
        if a.status == "done" then
          early = early + 1
        elseif first == nil or last == nil then
          table.insert(untold, list.name(a, i))
        else
          -- the first rains after the work has begun: of the same year, or of the next
          local year = tonumber(first:sub(1, 4)) -- mutant ok: sub takes 0 for 1
          if first:sub(6) >= args.rains then year = year + 1 end
          if last < string.format("%04d-%s", year, args.rains) then
            early = early + 1
          else
            table.insert(late, list.name(a, i))
          end
        end
      end
    end
    if all == 0 then return not_assessed("no action of prevention is about this: {hazard}", { hazard = hazard_title(args.hazard) }) end
    if #untold > 0 then return not_assessed("the first or the last day is missing for {actions}", { actions = table.concat(untold, ", ") }) end
    if #late == 0 then return credit(1, "all {all} works end before the rains", { all = all }) end
    return credit(early / all, "{early} of {all} works end before the rains; too late: {late}",
                  { early = early, all = all, late = table.concat(late, ", ") })
  end,
  tests = {
    { name = "the day before", plan = { actions = { { purpose = "prevention", hazards = { "RF" }, start = "2026-01-01", ["end"] = "2026-05-31" } } },
      expect = { credit = 1, reason = "all 1 works end before the rains" } },
    { name = "on the day", plan = { actions = { { id = "A1", purpose = "prevention", hazards = { "FL" }, start = "2026-01-01", ["end"] = "2026-06-01" } } },
      expect = { credit = 0, reason = "0 of 1 works end before the rains; too late: A1" } },
    { name = "begun after the rains, done before the next",
      plan = { actions = { { purpose = "prevention", hazards = { "FL" }, start = "2026-06-01", ["end"] = "2027-05-31" } } },
      expect = { credit = 1 } },
    { name = "begun after the rains, and not done before the next: two of them, and one in time",
      plan = { actions = { { id = "A1", purpose = "prevention", hazards = { "FL" }, start = "2026-06-01", ["end"] = "2027-06-01" },
        { id = "A2", purpose = "prevention", hazards = { "FL" }, start = "2026-12-31", ["end"] = "2028-01-01" },
        { id = "A3", purpose = "prevention", hazards = { "FL" }, start = "2026-04-01", ["end"] = "2026-04-02" },
        { id = "A4", purpose = "prevention", hazards = { "FL" }, status = "cancelled" } } },
      expect = { credit = 1 / 3, reason = "1 of 3 works end before the rains; too late: A1, A2" } },
    { name = "two in time, one too late", plan = { actions = {
        { purpose = "prevention", hazards = { "FL" }, start = "2026-01-01", ["end"] = "2026-01-02" },
        { purpose = "prevention", hazards = { "FL" }, start = "2026-01-01", ["end"] = "2026-01-02" },
        { purpose = "prevention", hazards = { "FL" }, start = "2026-01-01", ["end"] = "2026-07-02" } } },
      expect = { credit = 2 / 3 } },
    { name = "done is done; other works do not count", plan = { actions = { { purpose = "prevention", hazards = { "FL" }, status = "done" },
      { purpose = "prevention", hazards = { "FL" }, start = "2026-04-01", ["end"] = "2026-07-01" },
      { purpose = "response", hazards = { "FL" } }, { purpose = "prevention", hazards = { "EQ" } }, { purpose = "prevention" } } },
      expect = { credit = 0.5 } },
    { name = "no days", plan = { actions = { { purpose = "prevention", hazards = { "FL" }, start = "2026-01-01" } } },
      expect = { outcome = "not_assessed", reason = "the first or the last day is missing for 1" } },
    { name = "no such work", plan = { actions = {} }, expect = { outcome = "not_assessed" } },
    { name = "no list of actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
