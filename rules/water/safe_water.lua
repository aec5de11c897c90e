-- The tests of water where people collect it. Germs of faeces make it unsafe, however clear it is and whatever the
-- chlorine shows; without them the share of the tests that it passes counts.
return {
  id = "water/safe_water", version = 1,
  title = "Safe water",
  source = "Sphere 2018: chlorine, turbidity and faecal coliforms [unverified]; nothing for water with germs, and the share as a credit, are ours [drafted]",
  -- germs: the part that says whether the water is free of them
  args = { germs = "coliforms" },
  score = function(_, answer, args)
    local passed, count, failed, open, germs = 0, 0, {}, {}, false
    for _, part in ipairs(answer.parts) do
      if part.outcome == "scored" then
        passed, count = passed + part.credit, count + 1
        if part.credit < 1 then table.insert(failed, part.id) end
        germs = germs or part.id == args.germs and part.credit < 1
      elseif part.outcome ~= "not_applicable" then
        table.insert(open, part.id)
      end
    end
    -- what is not told makes it no better
    if germs then return credit(0, "the water has germs of faeces; it fails: {failed}", { failed = failed }) end
    if #open > 0 then return not_assessed("no value for {parts}", { parts = open }) end
    if count == 0 then return not_applicable("none of the parts applies") end
    if #failed == 0 then return credit(1, "the water passes all tests") end
    return credit(passed / count, "the water passes {passed} of {count} tests; it fails: {failed}",
                  { passed = passed, count = count, failed = failed })
  end,
  tests = {
    { name = "germs in water that is clear and has chlorine: a real zero",
      answer = { parts = { { id = "chlorine", weight = 1, outcome = "scored", credit = 1 },
        { id = "turbidity", weight = 1, outcome = "scored", credit = 1 },
        { id = "coliforms", weight = 1, outcome = "scored", credit = 0 } } },
      expect = { credit = 0, reason = "the water has germs of faeces; it fails: coliforms" } },
    { name = "germs, whatever the others may be",
      answer = { parts = { { id = "coliforms", weight = 1, outcome = "scored", credit = 0 },
        { id = "chlorine", weight = 1, outcome = "not_assessed" },
        { id = "turbidity", weight = 1, outcome = "scored", credit = 0 } } },
      expect = { credit = 0, reason = "the water has germs of faeces; it fails: coliforms, turbidity" } },
    { name = "no germs, though without chlorine",
      answer = { parts = { { id = "chlorine", weight = 1, outcome = "scored", credit = 0 },
        { id = "turbidity", weight = 1, outcome = "scored", credit = 1 },
        { id = "coliforms", weight = 1, outcome = "scored", credit = 1 } } },
      expect = { credit = 2 / 3, reason = "the water passes 2 of 3 tests; it fails: chlorine" } },
    { name = "all passed",
      answer = { parts = { { id = "turbidity", weight = 1, outcome = "scored", credit = 1 },
        { id = "coliforms", weight = 1, outcome = "scored", credit = 1 } } },
      expect = { credit = 1, reason = "the water passes all tests" } },
    { name = "a test that was not made",
      answer = { parts = { { id = "chlorine", weight = 1, outcome = "not_assessed" },
        { id = "coliforms", weight = 1, outcome = "scored", credit = 1 } } },
      expect = { outcome = "not_assessed", reason = "no value for chlorine" } },
    { name = "one that is claimed not to apply leaves",
      answer = { parts = { { id = "chlorine", weight = 1, outcome = "not_applicable" },
        { id = "turbidity", weight = 1, outcome = "scored", credit = 0 },
        { id = "coliforms", weight = 1, outcome = "scored", credit = 1 } } },
      expect = { credit = 0.5, reason = "the water passes 1 of 2 tests; it fails: turbidity" } },
    { name = "none applies", answer = { parts = { { id = "chlorine", weight = 1, outcome = "not_applicable" } } },
      expect = { outcome = "not_applicable", reason = "none of the parts applies" } },
    { name = "another part may tell of germs", args = { germs = "e_coli" },
      answer = { parts = { { id = "e_coli", weight = 1, outcome = "scored", credit = 0 },
        { id = "coliforms", weight = 1, outcome = "scored", credit = 1 } } },
      expect = { credit = 0 } },
  },
}
