-- Ticked items over the relevant ones.
return {
  id = "standard/items", version = 1,
  title = "Items of a list",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { weights = {}, relevant = false },
  score = function(_, answer, args)
    local ticked = {}
    for _, id in ipairs(answer.value) do ticked[id] = true end
    local relevant, seen = args.relevant or answer.items, {}
    local have, all, yes, count, lacking = 0, 0, 0, 0, {}
    for _, id in ipairs(relevant) do
      local w = args.weights[id] or 1
      assert(w >= 0, "a weight is below 0: " .. id)
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
    if all == 0 then return not_applicable("none of the items is relevant") end
    if #lacking == 0 then return credit(1, "all {relevant} items", { relevant = count }) end
    return credit(have / all, "{ticked} of {relevant} items; not: {lacking}",
                  { ticked = yes, relevant = count, lacking = lacking })
  end,
  tests = {
    { name = "half", answer = { value = { "a" }, items = { "a", "b" } }, expect = { credit = 0.5, reason = "1 of 2 items; not: b" } },
    { name = "none", answer = { value = {}, items = { "a", "b" } }, expect = { credit = 0 } },
    { name = "all", answer = { value = { "a", "b" }, items = { "a", "b" } }, expect = { credit = 1 } },
    { name = "weights", answer = { value = { "a" }, items = { "a", "b" } }, args = { weights = { a = 3 } }, expect = { credit = 0.75 } },
    { name = "a negative weight", answer = { value = { "a" }, items = { "a", "b" } }, args = { weights = { b = -1 } }, expect = { outcome = "error" } },
    { name = "ticked outside", answer = { value = { "b" }, items = { "a", "b" } }, args = { relevant = { "a" } }, expect = { outcome = "error" } },
    { name = "none relevant", answer = { value = {}, items = { "a" } }, args = { relevant = {} }, expect = { outcome = "not_applicable" } },
  },
}
