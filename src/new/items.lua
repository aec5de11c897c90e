-- An example to change: what the list is of, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "Ticked items, some of them a must",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- must: ids of items without which nothing is earned. A checklist may set others.
  args = { must = {} },
  -- answer.value is the list of the ids that are ticked, answer.items that of all ids of the question.
  score = function(_, answer, args)
    local ticked, lacking = {}, {}
    for _, id in ipairs(answer.value) do ticked[id] = true end
    for _, id in ipairs(args.must) do
      if not ticked[id] then return credit(0, "without {item} nothing is earned", { item = id }) end
    end
    for _, id in ipairs(answer.items) do
      if not ticked[id] then table.insert(lacking, id) end
    end
    if #lacking == 0 then return credit(1, "all of {all} items", { all = #answer.items }) end
    return credit(#answer.value / #answer.items, "{ticked} of {all} items; not: {lacking}",
                  { ticked = #answer.value, all = #answer.items, lacking = lacking })
  end,
  -- One for each way out.
  tests = {
    { name = "half", answer = { value = { "a" }, items = { "a", "b" } }, expect = { credit = 0.5, reason = "1 of 2 items; not: b" } },
    { name = "none", answer = { value = {}, items = { "a", "b" } }, expect = { credit = 0 } },
    { name = "all", answer = { value = { "a", "b" }, items = { "a", "b" } }, expect = { credit = 1, reason = "all of 2 items" } },
    { name = "a must is lacking", answer = { value = { "a" }, items = { "a", "b" } }, args = { must = { "b" } },
      expect = { credit = 0, reason = "without b nothing is earned" } },
  },
}
