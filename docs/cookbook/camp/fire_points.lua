-- Fire points are counted by the one who answers, households stand in the plan.
return {
  id = "camp/fire_points", version = 1,
  title = "Fire points in a camp",
  source = "One for 50 households is our own [drafted]",
  needs = { "community.households" },
  args = { households = 50 },
  score = function(plan, answer, args)
    local households = plan.community.households
    if households == 0 then return unknown("the plan counts no households") end
    local needed = math.ceil(households / args.households)
    if answer.value >= needed then
      return credit(1, "{points} fire points for {households} households", { points = answer.value, households = households })
    end
    return credit(answer.value / needed, "{points} fire points for {households} households; add {short}",
                  { points = answer.value, households = households, short = needed - answer.value })
  end,
  tests = {
    { name = "just enough", plan = { community = { households = 200 } }, answer = 4,
      expect = { credit = 1, reason = "4 fire points for 200 households" } },
    { name = "one household more needs one more", plan = { community = { households = 201 } }, answer = 4,
      expect = { credit = 0.8, reason = "4 fire points for 201 households; add 1" } },
    { name = "none: a real zero", plan = { community = { households = 10 } }, answer = 0, expect = { credit = 0 } },
    { name = "a count that says zero", plan = { community = { households = 0 } }, answer = 3, expect = { outcome = "unknown" } },
    { name = "households are not counted", plan = {}, answer = 3, expect = { outcome = "not_assessed" } },
  },
}
