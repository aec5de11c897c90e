-- A check: not more teachers can be trained than there are. It changes no score; below 1 it is told as a doubt.
return {
  id = "check/trained", version = 1,
  title = "Not more trained than there are",
  source = "Our own [drafted]",
  needs = { "community.facilities" },
  use = { "lib/facilities" },
  score = function(plan)
    local wrong = {}
    for i, f in ipairs(plan.community.facilities) do
      if f.staff ~= nil and f.trained ~= nil and f.trained > f.staff then
        table.insert(wrong, facilities.name(f, i))
      end
    end
    if #wrong == 0 then return credit(1, "nowhere are more trained than there are") end
    return credit(0, "more staff are trained than there are at {places}", { places = facilities.some(wrong) })
  end,
  tests = {
    { name = "as many as there are", plan = { community = { facilities = { { staff = 9, trained = 9 }, { staff = 9 }, { trained = 9 } } } },
      expect = { credit = 1 } },
    { name = "one more", plan = { community = { facilities = { { id = "S1", staff = 9, trained = 10 } } } },
      expect = { credit = 0, reason = "more staff are trained than there are at S1" } },
    { name = "no list", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
