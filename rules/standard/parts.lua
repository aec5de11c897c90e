-- A criterion made of parts, each scored by its own rule before this one runs.
return {
  id = "standard/parts", version = 1,
  title = "Parts",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { aggregate = "arithmetic" },
  score = function(_, answer, args)
    assert(args.aggregate == "arithmetic" or args.aggregate == "minimum", "aggregate is neither arithmetic nor minimum")
    local sum, all, least, open, count = 0, 0, 1, {}, 0
    for _, part in ipairs(answer.parts) do
      if part.outcome == "scored" then
        sum, all, count = sum + part.weight * part.credit, all + part.weight, count + 1
        least = math.min(least, part.credit)
      elseif part.outcome ~= "not_applicable" then
        table.insert(open, part.id)
      end
    end
    if #open > 0 then return not_assessed("no value for {parts}", { parts = open }) end
    if count == 0 then return not_applicable("none of the parts applies") end
    if args.aggregate == "minimum" then
      return credit(least, "the weakest part reaches {share}; parts counted: {count}",
                    { count = count, share = percent(least) })
    end
    return credit(sum / all, "{share}; parts counted: {count}", { count = count, share = percent(sum / all) })
  end,
  tests = {
    { name = "mean", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "scored", credit = 0 } } }, expect = { credit = 0.25 } },
    { name = "weakest", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "scored", credit = 0.5 } } }, args = { aggregate = "minimum" }, expect = { credit = 0.5 } },
    { name = "one without a value", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "not_assessed" } } }, expect = { outcome = "not_assessed", reason = "no value for b" } },
    { name = "one that does not apply leaves", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.5 }, { id = "b", weight = 3, outcome = "not_applicable" } } }, expect = { credit = 0.5, reason = "50 %; parts counted: 1" } },
    { name = "none applies", answer = { parts = { { id = "a", weight = 1, outcome = "not_applicable" } } }, expect = { outcome = "not_applicable" } },
    { name = "an unknown way, though a part is open", answer = { parts = { { id = "a", weight = 1, outcome = "not_assessed" } } }, args = { aggregate = "best" }, expect = { outcome = "error" } },
    { name = "an unknown way", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 } } }, args = { aggregate = "best" }, expect = { outcome = "error" } },
  },
}
