-- Ticked items over the relevant ones.
return {
  id = "standard/items", version = 1,
  title = "Items of a list",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { weights = {}, relevant = false },
  score = function(_, answer, args)
    for id, weight in pairs(args.weights) do
      assert(type(weight) == "number" and weight >= 0, "the weight of " .. id .. " is below 0")
    end
    local ticked = {}
    for _, id in ipairs(answer.value) do ticked[id] = true end
    local relevant, seen = args.relevant or answer.items, {}
    local have, all, yes, count, lacking = 0, 0, 0, 0, {}
    for _, id in ipairs(relevant) do
      local w = args.weights[id] or 1
      seen[id] = true
      all, count = all + w, count + 1
      if ticked[id] then
        have, yes = have + w, yes + 1
      else
        table.insert(lacking, id)
      end
    end
    for _, id in ipairs(answer.value) do
      assert(seen[id], "an item is ticked that is not relevant: " .. id)
    end
    if count == 0 then return not_applicable("none of the items is relevant") end
    assert(all > 0, "the weights of the relevant items are all 0")
    if #lacking == 0 then return credit(1, "{relevant} of {relevant} items", { relevant = count }) end
    return credit(have / all, "{ticked} of {relevant} items; not: {lacking}",
                  { ticked = yes, relevant = count, lacking = lacking })
  end,
  tests = {
    { name = "half", answer = { value = { "a" }, items = { "a", "b" } }, expect = { credit = 0.5, reason = "1 of 2 items; not: b" } },
    { name = "none", answer = { value = {}, items = { "a", "b" } }, expect = { credit = 0 } },
    { name = "all", answer = { value = { "a", "b" }, items = { "a", "b" } }, expect = { credit = 1, reason = "2 of 2 items" } },
    { name = "weights", answer = { value = { "a" }, items = { "a", "b" } }, args = { weights = { a = 3 } }, expect = { credit = 0.75 } },
    { name = "ticked outside", answer = { value = { "b" }, items = { "a", "b" } }, args = { relevant = { "a" } }, expect = { outcome = "error" } },
    { name = "none relevant", answer = { value = {}, items = { "a" } }, args = { relevant = {} }, expect = { outcome = "not_applicable" } },
    { name = "a weight below 0", answer = { value = { "a" }, items = { "a", "b" } }, args = { weights = { b = -1 } }, expect = { outcome = "error" } },
    { name = "all weights 0", answer = { value = { "a" }, items = { "a" } }, args = { weights = { a = 0 } }, expect = { outcome = "error" } },
    { name = "an item of weight 0 may be lacking", answer = { value = { "a" }, items = { "a", "b" } }, args = { weights = { b = 0 } }, expect = { credit = 1 } },
    { name = "a weight below 0 of an item that is not relevant", answer = { value = { "a" }, items = { "a" } }, args = { weights = { b = -0.5 } },
      expect = { outcome = "error", reason = "the weight of b is below 0" } },
    { name = "a weight that is a text", answer = { value = { "a" }, items = { "a" } }, args = { weights = { b = "1" } },
      expect = { outcome = "error", reason = "the weight of b is below 0" } },
  },
}
