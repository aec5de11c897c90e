-- In how many of the languages in common use there is a version of the plan for children.
return {
  id = "participation/child_version", version = 1,
  title = "A version children can read",
  source = "UNDRR Scorecard P6.5, its ladder applied to the plan; 'most' as over half is ours [drafted]",
  needs = { "plan.documents", "community.languages" },
  args = { most = 0.5 },
  score = function(plan, _, args)
    local told, there = false, {}
    for _, d in ipairs(plan.documents) do
      told = told or d.for_children ~= nil
      if d.for_children and d.language ~= nil then there[d.language] = true end
      if d.for_children and d.language == nil then
        return not_assessed("a version for children does not say its language")
      end
    end
    if #plan.community.languages == 0 then return not_assessed("no language in common use is listed") end
    if not told then return not_assessed("no document says whether it is for children") end
    local count, missing = #plan.community.languages, {}
    for _, l in ipairs(plan.community.languages) do
      if not there[l] then table.insert(missing, l) end
    end
    local with, step = count - #missing, 0
    if with == count then step = 3 elseif with / count > args.most then step = 2 elseif with > 0 then step = 1 end
    return level(step, 3, "languages with a version for children: {with} of {count}",
      { with = with, count = count, missing = missing })
  end,
  tests = {
    { name = "all languages", plan = { documents = { { language = "ne" }, { language = "ne", for_children = true } },
      community = { languages = { "ne" } } },
      expect = { credit = 1, reason = "languages with a version for children: 1 of 1" } },
    { name = "two of three: most", plan = { documents = { { language = "ne", for_children = true }, { language = "gvr",
      for_children = true } }, community = { languages = { "ne", "gvr", "mai" } } },
      expect = { credit = 2 / 3 } },
    { name = "half is some",
      plan = { documents = { { language = "ne", for_children = true } }, community = { languages = { "ne", "gvr" } } },
      expect = { credit = 1 / 3 } },
    { name = "none: a real zero", plan = { documents = { { language = "ne", for_children = false } },
      community = { languages = { "ne" } } }, expect = { credit = 0 } },
    { name = "no document says for whom it is",
      plan = { documents = { { language = "ne" } }, community = { languages = { "ne" } } },
      expect = { outcome = "not_assessed", reason = "no document says whether it is for children" } },
    { name = "in which language?", plan = { documents = { { for_children = true } },
      community = { languages = { "ne" } } }, expect = { outcome = "not_assessed" } },
    { name = "no language listed", plan = { documents = {}, community = { languages = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of languages", plan = { documents = {} }, expect = { outcome = "not_assessed" } },
    { name = "no list of documents", plan = { community = { languages = { "ne" } } },
      expect = { outcome = "not_assessed" } },
  },
}
