-- An example to change: what the share is of, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "Share of the way to a target",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Thresholds. A checklist may set others.
  args = { target = 90, floor = 40 },
  -- answer.value is the share, from 0 to 100.
  score = function(_, answer, args)
    local share = answer.value
    if share < args.floor then
      return credit(0, "{share} is under {floor}", { share = percent(share / 100), floor = percent(args.floor / 100) })
    end
    -- More than enough is no more than 1.
    return credit(math.min((share - args.floor) / (args.target - args.floor), 1), "{share}; the target is {target}",
                  { share = percent(share / 100), target = percent(args.target / 100) })
  end,
  -- One for each way out, and one on each side of a threshold.
  tests = {
    { name = "half of the way", answer = 65, expect = { credit = 0.5, reason = "65 %; the target is 90 %" } },
    { name = "the target", answer = 90, expect = { credit = 1 } },
    { name = "more than the target", answer = 100, expect = { credit = 1 } },
    { name = "at the floor", answer = 40, expect = { credit = 0, reason = "40 %; the target is 90 %" } },
    { name = "under the floor", answer = 39, expect = { credit = 0, reason = "39 % is under 40 %" } },
  },
}
