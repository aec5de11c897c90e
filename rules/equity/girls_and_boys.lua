-- In how many of four fields the plan has a measure for girls or for boys as such.
return {
  id = "equity/girls_and_boys", version = 2,
  title = "Girls and boys",
  source = "UNDRR reviews of the Hyogo Framework, gender in risk reduction; the list of four fields is ours [drafted]",
  needs = { "plan.actions" },
  -- nodes of the checklist whose actions belong to a field; being heard is also shown by a consultation that counted both
  args = { safety = { "CP", "SHL" }, wash = { "WSH" }, education = { "EDU" }, voice = { "PAR" } },
  score = function(plan, _, args)
    local fields, there, untold = { "safety", "wash", "education", "voice" }, {}, 0
    for _, a in ipairs(plan.actions) do
      local named = false
      for _, g in ipairs(a.groups or {}) do named = named or g == "girls" or g == "boys" end
      if a.groups == nil or named and a.domain == nil then untold = untold + 1 end
      for _, field in ipairs(fields) do
        for _, node in ipairs(args[field]) do there[field] = there[field] or named and a.domain == node end
      end
    end
    for _, c in ipairs(plan.consultations or {}) do
      there.voice = there.voice or (c.girls or 0) > 0 and (c.boys or 0) > 0
    end
    local missing = {}
    for _, field in ipairs(fields) do
      if not there[field] then table.insert(missing, field) end
    end
    if #missing == 0 then return credit(1, "measures for girls or boys in all {count} fields", { count = #fields }) end
    if untold > 0 then
      return not_assessed("for whom it is, or its field, is missing for {untold} of {count} actions",
                          { untold = untold, count = #plan.actions })
    end
    if not there.voice and plan.consultations == nil then
      return not_assessed("whether girls and boys were heard is not told: no list of consultations")
    end
    return credit((#fields - #missing) / #fields,
      "fields with a measure for girls or boys: {with} of {count}; missing: {missing}",
                  { with = #fields - #missing, count = #fields, missing = missing })
  end,
  tests = {
    { name = "all four, one by a consultation; an action that says little takes nothing away",
      plan = { actions = { { domain = "SHL", groups = { "girls" } }, { domain = "WSH", groups = { "girls" } },
        { domain = "EDU", groups = { "boys" } }, {} },
               consultations = { { girls = 3, boys = 4 } } },
      expect = { credit = 1, reason = "measures for girls or boys in all 4 fields" } },
    { name = "one field; children in general are not girls or boys as such",
      plan = { actions = { { domain = "CP", groups = { "girls" } }, { domain = "WSH", groups = { "children" } } },
               consultations = {} },
      expect = { credit = 0.25,
        reason = "fields with a measure for girls or boys: 1 of 4; missing: wash, education, voice" } },
    { name = "a consultation of girls alone does not count both",
      plan = { actions = { { domain = "EDU", groups = { "boys" } } }, consultations = { { girls = 3 } } },
        expect = { credit = 0.25 } },
    { name = "boys alone were heard, no girl",
      plan = { actions = {}, consultations = { { girls = 0, boys = 4 }, { girls = 4, boys = 0 } } },
        expect = { credit = 0 } },
    { name = "nothing: a real zero", plan = { actions = {}, consultations = {} }, expect = { credit = 0 } },
    { name = "no list of consultations: were they heard?", plan = { actions = {} },
      expect = { outcome = "not_assessed", reason = "whether girls and boys were heard is not told: no list of consultations" } },
    { name = "an action for girls without a field", plan = { actions = { { groups = { "girls" } } } },
      expect = { outcome = "not_assessed", reason = "for whom it is, or its field, is missing for 1 of 1 actions" } },
    { name = "an action that does not say for whom", plan = { actions = { { domain = "WSH" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
