-- Warnings of a hazard that lack forms which those of other hazards have.
return {
  id = "check/warning_forms", version = 1,
  title = "Each hazard is warned of in each form",
  source = "Our own [drafted]: signs for the deaf in one warning are none in another",
  needs = { "plan.warnings" },
  -- words of `formats` that stand for one form, as in warning/messages
  args = { simple = { "simple", "picture", "audio" }, sign = { "sign" }, child = { "child" } },
  score = function(plan, _, args)
    local function has(hazard, form)
      for _, w in ipairs(plan.warnings) do
        if hazard == nil or w.hazard ~= nil and w.level ~= 0 and hazard_matches(hazard, w.hazard) then
          for _, f in ipairs(w.formats or {}) do
            for _, word in ipairs(args[form]) do
              if f == word then return true end
            end
          end
        end
      end
      return false
    end
    local seen, poorer, missing, lacks = {}, {}, {}, {}
    for _, w in ipairs(plan.warnings) do
      if w.hazard ~= nil and w.formats ~= nil and not seen[w.hazard] then
        seen[w.hazard] = true
        local all = true
        for _, form in ipairs({ "simple", "sign", "child" }) do
          if has(nil, form) and not has(w.hazard, form) then
            all = false
            if not lacks[form] then table.insert(missing, form) end
            lacks[form] = true
          end
        end
        if not all then table.insert(poorer, w.hazard) end
      end
    end
    if #poorer == 0 then return credit(1, "warnings of all hazards have the same forms") end
    return credit(0, "forms that other warnings have are in no warning of {hazards}: {forms}",
      { hazards = poorer, forms = missing })
  end,
  tests = {
    { name = "signs and words for children are for one hazard of two",
      plan = { warnings = { { hazard = "VO", formats = { "audio", "sign", "child" } }, { hazard = "FF", formats = { "audio" } } } },
      expect = { credit = 0, reason = "forms that other warnings have are in no warning of FF: sign, child" } },
    { name = "two hazards that lack the same, each named once",
      plan = { warnings = { { hazard = "VO", formats = { "child" } }, { hazard = "FF", formats = { "sign" } }, { hazard = "LS", formats = { "sign" } }, { hazard = "LS", formats = { "sign" } } } },
      expect = { credit = 0, reason = "forms that other warnings have are in no warning of VO, FF, LS: sign, child" } },
    { name = "a form that no warning has is asked for elsewhere",
      plan = { warnings = { { hazard = "VO", formats = { "audio" } }, { hazard = "FF", formats = { "picture" } } } },
      expect = { credit = 1, reason = "warnings of all hazards have the same forms" } },
    { name = "a second warning of the hazard has it; one of floods is one of flash floods",
      plan = { warnings = { { hazard = "FF", formats = { "audio" } }, { hazard = "FL", formats = { "audio", "sign" } } } },
      expect = { credit = 1 } },
    { name = "a warning of level 0 has no forms for its hazard",
      plan = { warnings = { { hazard = "FF", formats = { "audio" } }, { hazard = "FF", level = 0, formats = { "sign" } } } },
      expect = { credit = 0 } },
    { name = "one that does not tell its forms, or no hazard",
      plan = { warnings = { { hazard = "FF" }, { hazard = "VO", formats = { "audio" } }, { formats = { "audio" } } } },
      expect = { credit = 1 } },
    { name = "no list of warnings", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
