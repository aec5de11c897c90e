-- Masks that fit children, for each child. The plan document has no place for masks: they stand under `facts`.
return {
  id = "ash/masks", version = 1,
  title = "Masks against ash, in children's sizes",
  source = "One for each child is our own [drafted]",
  needs = { "facts.masks.children", "community.population.children" },
  use = { "lib/count" },
  score = function(plan)
    local masks, children = plan.facts["masks.children"], count.all_children(plan.community)
    if type(masks) ~= "number" or masks < 0 then return not_assessed("masks.children is no count") end
    if children == nil then return not_assessed("children are not counted in each band") end
    if children == 0 then return not_applicable("no children live here") end
    return credit(math.min(masks / children, 1), "{masks} masks in children's sizes for {children} children",
                  { masks = masks, children = children })
  end,
  tests = {
    { name = "half", plan = { facts = { ["masks.children"] = 100 }, community = { population = { children = {
      ["0-4"] = { f = 25, m = 25 }, ["5-9"] = { f = 25, m = 25 }, ["10-14"] = { f = 25, m = 25 }, ["15-17"] = { f = 25, m = 25 } } } } },
      expect = { credit = 0.5, reason = "100 masks in children's sizes for 200 children" } },
    { name = "more than enough", plan = { facts = { ["masks.children"] = 900 }, community = { population = { children = {
      ["0-4"] = { f = 25, m = 25 }, ["5-9"] = { f = 25, m = 25 }, ["10-14"] = { f = 25, m = 25 }, ["15-17"] = { f = 25, m = 25 } } } } },
      expect = { credit = 1 } },
    { name = "a band is missing", plan = { facts = { ["masks.children"] = 100 },
      community = { population = { children = { ["0-4"] = { f = 25, m = 25 } } } } }, expect = { outcome = "not_assessed" } },
    { name = "the boys of a band are missing", plan = { facts = { ["masks.children"] = 100 },
      community = { population = { children = { ["0-4"] = { f = 25, m = 25 }, ["5-9"] = { f = 25, m = 25 },
        ["10-14"] = { f = 25, m = 25 }, ["15-17"] = { f = 25 } } } } },
      expect = { outcome = "not_assessed", reason = "children are not counted in each band" } },
    { name = "a text instead of a count", plan = { facts = { ["masks.children"] = "many" },
      community = { population = { children = {} } } },
      expect = { outcome = "not_assessed", reason = "masks.children is no count" } },
    { name = "less than none", plan = { facts = { ["masks.children"] = -0.5 }, community = { population = { children = {} } } },
      expect = { outcome = "not_assessed", reason = "masks.children is no count" } },
    { name = "no children", plan = { facts = { ["masks.children"] = 0 }, community = { population = { children = {
      ["0-4"] = { f = 0, m = 0 }, ["5-9"] = { f = 0, m = 0 }, ["10-14"] = { f = 0, m = 0 }, ["15-17"] = { f = 0, m = 0 } } } } },
      expect = { outcome = "not_applicable" } },
    { name = "masks are not counted", plan = { community = { population = { children = {} } } }, expect = { outcome = "not_assessed" } },
    { name = "children are not counted", plan = { facts = { ["masks.children"] = 100 } }, expect = { outcome = "not_assessed" } },
  },
}
