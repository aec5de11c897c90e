-- A level from 0 to the highest; evenly spaced, or with the credits that the checklist gives.
return {
  id = "standard/level", version = 1,
  title = "Level",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { credits = false },
  score = function(_, answer, args)
    local i, max = answer.value, answer.max
    if args.credits then
      assert(#args.credits == max + 1, "credits has not one number for each level, from 0 to the highest")
      for step, x in ipairs(args.credits) do
        assert(type(x) == "number" and x >= 0 and x <= 1, "the credit of level " .. step - 1 .. " is not from 0 to 1")
      end
      return credit(args.credits[i + 1], "level {i} of {max}", { i = i, max = max })
    end
    return level(i, max)
  end,
  tests = {
    { name = "lowest", answer = { value = 0, max = 3 }, expect = { credit = 0, reason = "level 0 of 3" } },
    { name = "one of three", answer = { value = 1, max = 3 }, expect = { credit = 1 / 3, reason = "level 1 of 3" } },
    { name = "two of three", answer = { value = 2, max = 3 }, expect = { credit = 0.666666667 } },
    { name = "highest", answer = { value = 3, max = 3 }, expect = { credit = 1 } },
    { name = "own credits", answer = { value = 1, max = 2 }, args = { credits = { 0, 0.8, 1 } }, expect = { credit = 0.8 } },
    { name = "a level without a credit", answer = { value = 2, max = 2 }, args = { credits = { 0, 1 } }, expect = { outcome = "error" } },
    { name = "credits for fewer levels, at one that has one", answer = { value = 1, max = 2 }, args = { credits = { 0, 1 } }, expect = { outcome = "error" } },
    { name = "credits for more levels", answer = { value = 1, max = 1 }, args = { credits = { 0, 1, 1 } }, expect = { outcome = "error" } },
    { name = "a credit above 1", answer = { value = 1, max = 1 }, args = { credits = { 0, 2 } }, expect = { outcome = "error" } },
    { name = "a credit over 1, of another level", answer = { value = 0, max = 1 }, args = { credits = { 0, 2 } },
      expect = { outcome = "error" } },
    { name = "a credit below 0, of another level", answer = { value = 0, max = 1 }, args = { credits = { 0, -0.5 } },
      expect = { outcome = "error", reason = "the credit of level 1 is not from 0 to 1" } },
  },
}
