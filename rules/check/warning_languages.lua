-- Warnings of a hazard that leave out a language in common use, though those of other hazards may have it.
return {
  id = "check/warning_languages", version = 1,
  title = "Each hazard is warned of in each language",
  source = "Our own [drafted]: who understands one warning understands no other for that",
  needs = { "plan.warnings", "community.languages" },
  score = function(plan)
    local seen, without, missing, lacks = {}, {}, {}, {}
    for _, first in ipairs(plan.warnings) do
      if first.hazard ~= nil and not seen[first.hazard] then
        seen[first.hazard] = true
        local spoken, told = {}, false
        for _, w in ipairs(plan.warnings) do
          if w.hazard ~= nil and w.level ~= 0 and hazard_matches(first.hazard, w.hazard) then
            told = told or w.languages ~= nil
            for _, l in ipairs(w.languages or {}) do spoken[l] = true end
          end
        end
        local all = true
        for _, l in ipairs(plan.community.languages) do
          if told and not spoken[l] then
            all = false
            if not lacks[l] then table.insert(missing, l) end
            lacks[l] = true
          end
        end
        if not all then table.insert(without, first.hazard) end
      end
    end
    if #without == 0 then return credit(1, "warnings have the languages in common use") end
    return credit(0, "a language in common use is in no warning of {hazards}: {languages}",
      { hazards = without, languages = missing })
  end,
  tests = {
    { name = "the flood is told in one language of two",
      plan = { warnings = { { hazard = "LS", languages = { "ne", "taj" } }, { hazard = "FL", languages = { "ne" } } },
        community = { languages = { "ne", "taj" } } },
      expect = { credit = 0, reason = "a language in common use is in no warning of FL: taj" } },
    { name = "two hazards, told once each",
      plan = { warnings = { { hazard = "LS", languages = { "en" } }, { hazard = "FL", languages = { "ne" } }, { hazard = "FL" } },
        community = { languages = { "ne", "taj" } } },
      expect = { credit = 0, reason = "a language in common use is in no warning of LS, FL: ne, taj" } },
    { name = "two warnings of a hazard together have all, and one of floods is one of flash floods",
      plan = { warnings = { { hazard = "FF", languages = { "taj" } }, { hazard = "FL", languages = { "ne", "taj" } } },
        community = { languages = { "ne", "taj" } } },
      expect = { credit = 1, reason = "warnings have the languages in common use" } },
    { name = "what a warning of level 0 is told in helps nobody",
      plan = { warnings = { { hazard = "FL", languages = { "ne" } }, { hazard = "FL", level = 0, languages = { "taj" } } },
        community = { languages = { "ne", "taj" } } },
      expect = { credit = 0 } },
    { name = "a warning that does not tell, or names no hazard",
      plan = { warnings = { { hazard = "FL" }, { languages = { "ne" } } }, community = { languages = { "ne", "taj" } } },
      expect = { credit = 1 } },
    { name = "no list of warnings", plan = { community = { languages = { "ne" } } }, expect = { outcome = "not_assessed" } },
    { name = "no list of languages", plan = { warnings = {} }, expect = { outcome = "not_assessed" } },
  },
}
