-- Share of the school children whose building an engineer has seen within the years.
return {
  id = "school/inspected", version = 1,
  title = "School buildings that an engineer has seen",
  source = "Five years are our own [drafted]",
  needs = { "community.facilities", "assessment.date" },
  args = { months = 60 },
  use = { "lib/dates", "lib/facilities" },
  score = function(plan, _, args)
    local all, seen, listed, dated, untold, missing = 0, 0, false, false, {}, {}
    for i, f in ipairs(plan.community.facilities) do
      if facilities.schools[f.kind or ""] then
        listed = true
        dated = dated or f.inspected ~= nil
        if f.children == nil then
          table.insert(untold, facilities.name(f, i))
        else
          all = all + f.children
          if dates.within(f.inspected, plan.assessment.date, args.months) then
            seen = seen + f.children
          else
            table.insert(missing, facilities.name(f, i))
          end
        end
      end
    end
    if #untold > 0 then return not_assessed("children are not counted at {schools}", { schools = facilities.some(untold) }) end
    if not listed then return not_assessed("no school is listed among the facilities") end
    if all == 0 then return not_applicable("no child goes to a listed school") end
    -- where some have a date, one without was never seen
    if not dated then return not_assessed("no school says when an engineer last saw its building") end
    if #missing == 0 then return credit(1, "an engineer has seen the buildings of all {all} school children", { all = all }) end
    return credit(seen / all, "an engineer has seen the buildings of {seen} of {all} school children; missing: {missing}",
                  { seen = seen, all = all, missing = facilities.some(missing) })
  end,
  tests = {
    { name = "five years to the day", plan = { assessment = { date = "2026-09-12" },
      community = { facilities = { { kind = "school", children = 9, inspected = "2021-09-12" } } } },
      expect = { credit = 1, reason = "an engineer has seen the buildings of all 9 school children" } },
    { name = "the large school was never seen", plan = { assessment = { date = "2026-09-12" },
      community = { facilities = { { kind = "preschool", children = 100, inspected = "2025-01-01" },
        { id = "S2", kind = "school", children = 300 }, { kind = "clinic" } } } },
      expect = { credit = 0.25, reason = "an engineer has seen the buildings of 100 of 400 school children; missing: S2" } },
    { name = "a day too long ago", plan = { assessment = { date = "2026-09-12" },
      community = { facilities = { { kind = "school", children = 9, inspected = "2021-09-11" } } } }, expect = { credit = 0 } },
    { name = "one school does not say how many", plan = { assessment = { date = "2026-09-12" },
      community = { facilities = { { id = "S1", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "children are not counted at S1" } },
    { name = "no school says when", plan = { assessment = { date = "2026-09-12" },
      community = { facilities = { { kind = "school", children = 9 } } } },
      expect = { outcome = "not_assessed", reason = "no school says when an engineer last saw its building" } },
    { name = "no school is listed", plan = { assessment = { date = "2026-09-12" }, community = { facilities = { { kind = "clinic" }, {} } } },
      expect = { outcome = "not_assessed", reason = "no school is listed among the facilities" } },
    { name = "no child", plan = { assessment = { date = "2026-09-12" }, community = { facilities = { { kind = "school", children = 0 } } } },
      expect = { outcome = "not_applicable" } },
    { name = "no list", plan = { assessment = { date = "2026-09-12" } }, expect = { outcome = "not_assessed" } },
    { name = "no day of the assessment", plan = { community = { facilities = { { kind = "school", children = 9, inspected = "2025-01-01" } } } }, expect = { outcome = "not_assessed" } },
  },
}
