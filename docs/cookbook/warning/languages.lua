-- Do warnings come in every language that is spoken? "ne" and "ne-NP" are one language.
return {
  id = "warning/languages", version = 1,
  title = "Warnings in every language",
  source = "Our own [drafted]",
  needs = { "community.languages", "plan.warnings" },
  score = function(plan)
    local heard, untold = {}, false
    local function language(tag) return string.split(tag, "-")[1] end
    for _, w in ipairs(plan.warnings) do
      untold = untold or w.languages == nil
      for _, tag in ipairs(w.languages or {}) do heard[language(tag)] = true end
    end
    local spoken, missing, seen = 0, {}, {}
    for _, tag in ipairs(plan.community.languages) do
      local l = language(tag)
      if not seen[l] then
        seen[l], spoken = true, spoken + 1
        if not heard[l] then table.insert(missing, tag) end
      end
    end
    if spoken == 0 then return not_assessed("no language in common use is listed") end
    if #missing == 0 then return credit(1, "warnings come in all languages in common use: {spoken}", { spoken = spoken }) end
    if untold then return not_assessed("a warning does not say in which languages it comes") end
    return credit((spoken - #missing) / spoken, "no warning comes in {missing}", { missing = table.concat(missing, ", ") })
  end,
  tests = {
    { name = "one of two", plan = { warnings = { { languages = { "ne-NP" } } }, community = { languages = { "ne", "mai" } } },
      expect = { credit = 0.5, reason = "no warning comes in mai" } },
    { name = "both, over two warnings", plan = { warnings = { { languages = { "ne" } }, { languages = { "mai" } } },
      community = { languages = { "ne", "mai", "ne-NP" } } },
      expect = { credit = 1, reason = "warnings come in all languages in common use: 2" } },
    { name = "no warning: a real zero", plan = { warnings = {}, community = { languages = { "ne" } } }, expect = { credit = 0 } },
    { name = "one warning does not say", plan = { warnings = { { languages = { "ne" } }, {} }, community = { languages = { "ne", "mai" } } },
      expect = { outcome = "not_assessed", reason = "a warning does not say in which languages it comes" } },
    { name = "the others come in all, whatever it says",
      plan = { warnings = { {}, { languages = { "ne" } } }, community = { languages = { "ne" } } }, expect = { credit = 1 } },
    { name = "nobody wrote down what is spoken", plan = { warnings = {}, community = { languages = {} } },
      expect = { outcome = "not_assessed", reason = "no language in common use is listed" } },
    { name = "no list of languages", plan = { warnings = {} }, expect = { outcome = "not_assessed" } },
    { name = "no list of warnings", plan = { community = { languages = { "ne" } } }, expect = { outcome = "not_assessed" } },
  },
}
