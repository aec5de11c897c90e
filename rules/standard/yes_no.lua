-- A yes or a no.
return {
  id = "standard/yes_no", version = 1,
  title = "Yes or no",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  args = { yes = 1, no = 0 },
  score = function(_, answer, args)
    for _, name in ipairs({ "yes", "no" }) do
      local x = args[name]
      assert(type(x) == "number" and x >= 0 and x <= 1, "the credit for " .. name .. " is not from 0 to 1")
    end
    if answer.value then return credit(args.yes, "yes") end
    return credit(args.no, "no")
  end,
  tests = {
    { name = "yes", answer = true, expect = { credit = 1, reason = "yes" } },
    { name = "no", answer = false, expect = { credit = 0, reason = "no" } },
    { name = "a no that is the better answer", answer = false, args = { yes = 0, no = 1 }, expect = { credit = 1 } },
    { name = "a credit in percent", answer = true, args = { yes = 100 }, expect = { outcome = "error" } },
    { name = "a credit of a half more", answer = false, args = { yes = 1.5 }, expect = { outcome = "error", reason = "the credit for yes is not from 0 to 1" } },
    { name = "a credit below 0", answer = true, args = { no = -0.5 }, expect = { outcome = "error", reason = "the credit for no is not from 0 to 1" } },
    { name = "a credit that is a text", answer = true, args = { no = "0" }, expect = { outcome = "error", reason = "the credit for no is not from 0 to 1" } },
  },
}
