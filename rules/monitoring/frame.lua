-- How well the objectives can be followed: indicator; baseline, target and year; progress that is published. The mean
-- over the objectives.
return {
  id = "monitoring/frame", version = 2,
  title = "Monitoring frame",
  source = "Sendai Framework Monitor E-1, monitor and report in public; the ladder and the mean are ours [drafted]",
  needs = { "plan.objectives" },
  score = function(plan)
    -- by step: an indicator; baseline, target and year; published
    local indicator, dated, published, untold = 0, 0, 0, 0
    for _, o in ipairs(plan.objectives) do
      if o.indicator ~= nil then
        indicator = indicator + 1
        if o.baseline ~= nil and o.target ~= nil and o.year ~= nil then
          dated = dated + 1
          if o.published then published = published + 1 elseif o.published == nil then untold = untold + 1 end
        end
      end
    end
    local count = #plan.objectives
    if count == 0 then return level(0, 1, "the plan has no objectives") end
    if untold > 0 then
      return not_assessed("objectives that do not say whether progress is published: {untold}", { untold = untold })
    end
    return credit((indicator + dated + published) / (3 * count), -- the three steps
      "objectives with an indicator: {indicator} of {count}; with baseline, target and year: {dated}; published: {published}",
                 { indicator = indicator, dated = dated, published = published, count = count })
  end,
  tests = {
    { name = "two of three are published, the third has nothing",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true },
                              { indicator = "i", baseline = 1, target = 2, year = 2028, published = true }, {} } },
      expect = { credit = 2 / 3,
        reason = "objectives with an indicator: 2 of 3; with baseline, target and year: 2; published: 2" } },
    { name = "all, of each",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true } } },
      expect = { credit = 1 } },
    { name = "one of two is published",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true },
                              { indicator = "i", baseline = 1, target = 2, year = 2028, published = false } } },
      expect = { credit = 5 / 6 } },
    { name = "one of two has an indicator and dates: half of two thirds",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = false }, {} } },
      expect = { credit = 1 / 3 } },
    { name = "is the other one published?",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true },
                              { indicator = "i", baseline = 1, target = 2, year = 2028 } } },
      expect = { outcome = "not_assessed", reason = "objectives that do not say whether progress is published: 1" } },
    { name = "no baseline: a third", plan = { objectives = { { indicator = "i", target = 2, year = 2028,
      published = true } } }, expect = { credit = 1 / 3 } },
    { name = "a baseline of 0 is one", plan = { objectives = { { indicator = "i", baseline = 0, target = 2, year = 2028,
      published = false } } }, expect = { credit = 2 / 3 } },
    { name = "no indicator: a real zero", plan = { objectives = { { baseline = 1, target = 2, year = 2028 } } },
      expect = { credit = 0 } },
    { name = "no objectives: a real zero", plan = { objectives = {} },
      expect = { credit = 0, reason = "the plan has no objectives" } },
    { name = "no list of objectives", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
