-- How well the objectives can be followed: indicator; baseline, target and year; progress that is published. The share
-- of the objectives that must reach a step is named.
return {
  id = "monitoring/frame", version = 1,
  title = "Monitoring frame",
  source = "Sendai Framework Monitor E-1, monitor and report in public; the ladder and 'most' as over half are ours [drafted]",
  needs = { "plan.objectives" },
  args = { most = 0.5 },
  score = function(plan, _, args)
    local reached, untold = { 0, 0, 0 }, 0
    for _, o in ipairs(plan.objectives) do
      if o.indicator ~= nil then
        reached[1] = reached[1] + 1
        if o.baseline ~= nil and o.target ~= nil and o.year ~= nil then
          reached[2] = reached[2] + 1
          if o.published then reached[3] = reached[3] + 1 elseif o.published == nil then untold = untold + 1 end
        end
      end
    end
    local count, step = #plan.objectives, 0
    if count == 0 then return level(0, 3, "the plan has no objectives") end
    for i = 1, 3 do
      if reached[i] / count > args.most then step = i end
    end
    if step == 2 and untold > 0 and (reached[3] + untold) / count > args.most then
      return not_assessed("objectives that do not say whether progress is published: {untold}", { untold = untold })
    end
    return level(step, 3,
      "objectives with an indicator: {indicator} of {count}; with baseline, target and year: {dated}; published: {published}",
                 { indicator = reached[1], dated = reached[2], published = reached[3], count = count })
  end,
  tests = {
    { name = "two of three are published",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true },
                              { indicator = "i", baseline = 1, target = 2, year = 2028, published = true }, {} } },
      expect = { credit = 1,
        reason = "objectives with an indicator: 2 of 3; with baseline, target and year: 2; published: 2" } },
    { name = "one of two is not most: level 2",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true },
                              { indicator = "i", baseline = 1, target = 2, year = 2028, published = false } } },
                                expect = { credit = 2 / 3 } },
    { name = "is the other one published?",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028, published = true },
                              { indicator = "i", baseline = 1, target = 2, year = 2028 } } },
      expect = { outcome = "not_assessed", reason = "objectives that do not say whether progress is published: 1" } },
    { name = "if all the untold were published it would be half, and half is not most: level 2",
      plan = { objectives = { { indicator = "i", baseline = 1, target = 2, year = 2028 },
                              { indicator = "i", baseline = 1, target = 2, year = 2028 },
                              { indicator = "i", baseline = 1, target = 2, year = 2028, published = false },
                              { indicator = "i", baseline = 1, target = 2, year = 2028, published = false } } },
      expect = { credit = 2 / 3 } },
    { name = "no baseline: level 1", plan = { objectives = { { indicator = "i", target = 2, year = 2028,
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
