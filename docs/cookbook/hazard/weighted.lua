-- An answer for each hazard, weighed by how likely and how bad the register says that it is.
return {
  id = "hazard/weighted", version = 1,
  title = "An answer for each hazard, by its weight",
  source = "Likelihood times severity as a weight is common in risk matrices; its use here is our own [drafted]",
  needs = { "community.hazards" },
  score = function(plan, answer)
    local sum, all, open, weakest, worst = 0, 0, {}, nil, nil
    for _, h in ipairs(plan.community.hazards) do
      local value = answer.value[h.type]
      if type(value) ~= "number" or h.likelihood == nil or h.severity == nil then
        table.insert(open, hazard_title(h.type))
      else
        local weight = h.likelihood * h.severity
        sum, all = sum + weight * value, all + weight
        local lacking = weight * (1 - value)
        if worst == nil or lacking > worst then worst, weakest = lacking, h.type end
      end
    end
    if #open > 0 then return not_assessed("a value, a likelihood or a severity is missing: {hazards}", { hazards = table.concat(open, ", ") }) end
    if all == 0 then return not_assessed("the hazard register is empty") end
    if worst == 0 then return credit(1, "all that is asked is there for each hazard") end
    return credit(sum / all, "{share} of what is asked; most is missing for this: {hazard}",
                  { share = percent(sum / all), hazard = hazard_title(weakest) })
  end,
  tests = {
    { name = "the grave one weighs more", plan = { community = { hazards = { { type = "EQ", likelihood = 3, severity = 5 },
      { type = "LS", likelihood = 5, severity = 1 } } } }, answer = { value = { EQ = 0, LS = 1 } },
      expect = { credit = 0.25, reason = "25 % of what is asked; most is missing for this: earthquake" } },
    { name = "all", plan = { community = { hazards = { { type = "EQ", likelihood = 3, severity = 5 } } } },
      answer = { value = { EQ = 1 } }, expect = { credit = 1, reason = "all that is asked is there for each hazard" } },
    { name = "most is missing where value and weight together say so, not where the value is least",
      plan = { community = { hazards = { { type = "LS", likelihood = 1, severity = 2 }, { type = "EQ", likelihood = 2, severity = 5 },
        { type = "FL", likelihood = 5, severity = 2 } } } }, answer = { value = { LS = 0, EQ = 0.5, FL = 0.5 } },
      expect = { credit = 10 / 22, reason = "45.5 % of what is asked; most is missing for this: earthquake" } },
    { name = "a little is missing", plan = { community = { hazards = { { type = "EQ", likelihood = 1, severity = 1 } } } },
      answer = { value = { EQ = 0.5 } }, expect = { credit = 0.5, reason = "50 % of what is asked; most is missing for this: earthquake" } },
    { name = "one has no answer", plan = { community = { hazards = { { type = "EQ", likelihood = 3, severity = 5 },
      { type = "LS", likelihood = 5, severity = 1 } } } }, answer = { value = { LS = 1 } },
      expect = { outcome = "not_assessed", reason = "a value, a likelihood or a severity is missing: earthquake" } },
    { name = "one has no answer, one no severity", plan = { community = { hazards = { { type = "EQ", likelihood = 3, severity = 5 },
      { type = "LS", likelihood = 5 } } } }, answer = { value = { LS = 1 } },
      expect = { outcome = "not_assessed", reason = "a value, a likelihood or a severity is missing: earthquake, landslide" } },
    { name = "an empty register", plan = { community = { hazards = {} } }, answer = { value = { EQ = 1 } },
      expect = { outcome = "not_assessed" } },
    { name = "no register", plan = {}, answer = { value = { EQ = 1 } }, expect = { outcome = "not_assessed" } },
  },
}
