-- In which of four forms warnings are given: all local languages, plain, with signs, for children.
return {
  id = "warning/messages", version = 1,
  title = "Messages everyone can use",
  source = "UNDRR Scorecard P6.2 and P6.5; the list of four is ours [drafted]",
  needs = { "plan.warnings", "community.languages" },
  -- words of `formats` that stand for one form
  args = { simple = { "simple", "picture", "audio" }, sign = { "sign" }, child = { "child" } },
  score = function(plan, _, args)
    local formats, spoken, told = {}, {}, { formats = false, languages = false }
    for _, w in ipairs(plan.warnings) do
      for _, f in ipairs(w.formats or {}) do formats[f] = true end
      for _, l in ipairs(w.languages or {}) do spoken[l] = true end
      told.formats = told.formats or w.formats ~= nil
      told.languages = told.languages or w.languages ~= nil
    end
    if #plan.warnings > 0 and not told.formats then
      return not_assessed("no warning says in which forms it is given")
    end
    if #plan.warnings > 0 and not told.languages then
      return not_assessed("no warning says in which languages it is given")
    end
    if #plan.community.languages == 0 then return not_assessed("no language in common use is listed") end
    local missing, all = {}, true
    for _, l in ipairs(plan.community.languages) do all = all and spoken[l] == true end
    if not all then table.insert(missing, "languages") end
    for _, form in ipairs({ "simple", "sign", "child" }) do
      local there = false
      for _, word in ipairs(args[form]) do there = there or formats[word] == true end
      if not there then table.insert(missing, form) end
    end
    if #missing == 0 then return credit(1, "warnings are given in all four forms") end
    local all_forms = 4 -- the languages, and the three forms above
    local count = all_forms - #missing
    return credit(count / all_forms, "warnings are given in {count} of 4 forms; missing: {missing}",
                  { count = count, missing = missing })
  end,
  tests = {
    { name = "all four", plan = { warnings = { { languages = { "ne" }, formats = { "picture", "sign" } },
      { languages = { "gvr" }, formats = { "child" } } },
                                  community = { languages = { "ne", "gvr" } } },
      expect = { credit = 1, reason = "warnings are given in all four forms" } },
    { name = "one language is left out, and there is nothing for children",
      plan = { warnings = { { languages = { "ne" }, formats = { "audio", "sign" } } },
        community = { languages = { "ne", "gvr" } } },
      expect = { credit = 0.5, reason = "warnings are given in 2 of 4 forms; missing: languages, child" } },
    { name = "no warnings: a real zero", plan = { warnings = {}, community = { languages = { "ne" } } },
      expect = { credit = 0 } },
    { name = "no warning says its forms",
      plan = { warnings = { { languages = { "ne" } } }, community = { languages = { "ne" } } },
      expect = { outcome = "not_assessed", reason = "no warning says in which forms it is given" } },
    { name = "no warning says its languages",
      plan = { warnings = { { formats = { "sign" } } }, community = { languages = { "ne" } } },
      expect = { outcome = "not_assessed", reason = "no warning says in which languages it is given" } },
    { name = "which languages are spoken?",
      plan = { warnings = { { formats = { "sign" }, languages = { "ne" } } }, community = { languages = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of warnings", plan = { community = { languages = { "ne" } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of languages", plan = { warnings = {} }, expect = { outcome = "not_assessed" } },
  },
}
