-- Share of the staff of all schools that was trained on disaster risk in the last three years.
return {
  id = "education/teachers_trained", version = 1,
  title = "Teachers trained",
  source = "School Preparedness Index, teachers trained as a fraction; staff stands for teachers [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local staff, trained, schools, untold, wrong, missing = 0, 0, 0, {}, {}, {}
    for i, f in ipairs(plan.community.facilities) do
      if facilities.schools[f.kind or ""] then
        schools = schools + 1 -- mutant ok: only whether there is one is asked
        if f.staff == nil or f.trained == nil then
          table.insert(untold, facilities.name(f, i))
        elseif f.trained > f.staff then
          table.insert(wrong, facilities.name(f, i))
        else
          staff, trained = staff + f.staff, trained + f.trained
          if f.trained < f.staff then table.insert(missing, facilities.name(f, i)) end
        end
      end
    end
    if schools == 0 then return not_assessed("no school is listed among the facilities") end
    if #wrong > 0 then
      return not_assessed("more staff trained than there are: correct {schools}", { schools = facilities.some(wrong) })
    end
    if #untold > 0 then
      return not_assessed("staff, or how many of them are trained, is missing for {untold}",
        { untold = facilities.some(untold) })
    end
    if staff == 0 then return not_assessed("no listed school has staff") end
    return credit(trained / staff, "school staff trained in three years: {trained} of {staff}",
                  { trained = trained, staff = staff, short = staff - trained, missing = facilities.some(missing) })
  end,
  tests = {
    { name = "all of them; a clinic does not count",
      plan = { community = { facilities = { { kind = "school", staff = 9, trained = 9 },
        { kind = "clinic", staff = 5, trained = 0 } } } },
      expect = { credit = 1, reason = "school staff trained in three years: 9 of 9" } },
    { name = "three of twelve in two schools",
      plan = { community = { facilities = { { kind = "school", staff = 9, trained = 0 },
        { kind = "preschool", staff = 3, trained = 3 } } } },
      expect = { credit = 0.25 } },
    { name = "none: a real zero",
      plan = { community = { facilities = { { kind = "school", staff = 9, trained = 0 } } } },
      expect = { credit = 0 } },
    { name = "more trained than there are",
      plan = { community = { facilities = { { id = "F1", kind = "school", staff = 3, trained = 4 } } } },
      expect = { outcome = "not_assessed", reason = "more staff trained than there are: correct F1" } },
    { name = "one school does not count its trained staff",
      plan = { community = { facilities = { { kind = "school", staff = 9, trained = 9 },
        { id = "F2", kind = "school", staff = 3 } } } },
      expect = { outcome = "not_assessed", reason = "staff, or how many of them are trained, is missing for F2" } },
    { name = "schools without staff",
      plan = { community = { facilities = { { kind = "school", staff = 0, trained = 0 } } } },
        expect = { outcome = "not_assessed" } },
    { name = "no school listed", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
