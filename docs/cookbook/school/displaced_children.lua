-- Share of the displaced children who go to school.
return {
  id = "school/displaced_children", version = 1,
  title = "Displaced children in school",
  source = "Convention on the Rights of the Child, article 28; the share as a credit is ours [drafted]",
  needs = { "community.population.children_displaced" },
  score = function(plan, answer)
    local displaced = plan.community.population.children_displaced
    if displaced == 0 then return not_applicable("no displaced children live here") end
    if answer.value > displaced then
      return unknown("{value} go to school, but only {displaced} are counted", { value = answer.value, displaced = displaced })
    end
    return credit(answer.value / displaced, "{share} of {displaced} displaced children go to school",
                  { share = percent(answer.value / displaced), displaced = displaced })
  end,
  tests = {
    { name = "three of four", plan = { community = { population = { children_displaced = 400 } } }, answer = 300,
      expect = { credit = 0.75, reason = "75 % of 400 displaced children go to school" } },
    { name = "all", plan = { community = { population = { children_displaced = 400 } } }, answer = 400, expect = { credit = 1 } },
    { name = "none of them: a real zero", plan = { community = { population = { children_displaced = 400 } } }, answer = 0,
      expect = { credit = 0 } },
    { name = "nobody is displaced", plan = { community = { population = { children_displaced = 0 } } }, answer = 0,
      expect = { outcome = "not_applicable" } },
    { name = "more than there are", plan = { community = { population = { children_displaced = 400 } } }, answer = 401,
      expect = { outcome = "unknown", reason = "401 go to school, but only 400 are counted" } },
    { name = "they are not counted", plan = {}, answer = 300, expect = { outcome = "not_assessed" } },
  },
}
