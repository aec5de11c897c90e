-- An example to change: what is told for each hazard, and why it matters to children.
return {
  id = "@NAME@", version = 1,
  title = "The worst of the hazards",
  source = "made up as an example: say here where the demand comes from [drafted]",
  -- Facts without which nothing can be said: where one is absent, score is not called.
  needs = { "community.hazards" },
  -- What a value is at most. A checklist may set another.
  args = { max = 1 },
  -- answer.value has a value for each hazard, such as { EQ = 0.5, FL = 1 }.
  score = function(plan, answer, args)
    local open, worst, of = {}, args.max, nil
    for _, hazard in ipairs(plan.community.hazards) do
      local value = answer.value[hazard.type]
      if type(value) ~= "number" then
        table.insert(open, hazard.type)
      elseif of == nil or value < worst then
        worst, of = value, hazard.type
      end
    end
    if #open > 0 then return not_assessed("no value for {hazards}", { hazards = open }) end
    if of == nil then return not_assessed("the hazard register is empty") end
    return credit(worst / args.max, "the lowest value is that of {hazard}", { hazard = hazard_title(of) })
  end,
  -- One for each way out.
  tests = {
    { name = "the worst counts", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } }, answer = { value = { EQ = 1, LS = 0.5 } },
      expect = { credit = 0.5, reason = "the lowest value is that of landslide" } },
    { name = "one that is not told", plan = { community = { hazards = { { type = "EQ" }, { type = "LS" } } } }, answer = { value = { EQ = 1 } },
      expect = { outcome = "not_assessed", reason = "no value for LS" } },
    { name = "no hazards", plan = { community = { hazards = {} } }, answer = { value = {} },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "no register", plan = {}, answer = { value = { EQ = 1 } }, expect = { outcome = "not_assessed" } },
  },
}
