-- Shelters are listed, and nobody is counted who works there.
return {
  id = "check/shelter_staff", version = 1,
  title = "Staff of shelters that are listed are counted",
  source = "Our own [drafted]: somebody opens and runs each shelter",
  needs = { "community.places", "plan.staff" },
  args = { role = "shelter" },
  use = { "lib/places" },
  score = function(plan, _, args)
    local list = places.shelters(plan.community.places)
    for _, s in ipairs(plan.staff) do
      if s.role == args.role then return credit(1, "staff of shelters is listed") end
    end
    if #list == 0 then return credit(1, "no shelter is listed") end
    return credit(0, "shelters are listed: {count}; but none of the staff that is listed works in shelters", { count = #list })
  end,
  tests = {
    { name = "staff of child-friendly spaces alone",
      plan = { staff = { { role = "child_friendly_space", count = 6, signed = 6 } }, community = { places = { { capacity = 80 } } } },
      expect = { credit = 0,
        reason = "shelters are listed: 1; but none of the staff that is listed works in shelters" } },
    { name = "staff of shelters", plan = { staff = { { role = "shelter" } }, community = { places = { { capacity = 80 } } } },
      expect = { credit = 1, reason = "staff of shelters is listed" } },
    { name = "no shelter", plan = { staff = {}, community = { places = { { kind = "school" } } } },
      expect = { credit = 1, reason = "no shelter is listed" } },
    { name = "no list of staff", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = { staff = {} }, expect = { outcome = "not_assessed" } },
  },
}
