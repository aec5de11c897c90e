-- A hazard whose HIP code is that of another kind of hazard, or which stands twice.
return {
  id = "check/hazard_codes", version = 1,
  title = "Short code and HIP code agree",
  source = "UNDRR/ISC Hazard Information Profiles 2025: the first four characters name the family",
  needs = { "community.hazards" },
  -- several: short codes that gather more than one family; those without a HIP code of their own are never held against one
  args = { several = { "AP", "SL" } },
  score = function(plan, _, args)
    local seen, several = {}, {}
    for _, code in ipairs(args.several) do several[code] = true end
    for _, h in ipairs(plan.community.hazards) do
      local own = hazard_hip(h.type)
      local given = h.hip and (hip_2025(h.hip) or h.hip)
      if given ~= nil and own ~= nil and not several[h.type] and given:sub(1, 4) ~= own:sub(1, 4) then -- mutant ok: 0 is read as 1
        return credit(0, "{hazard} stands with the HIP code {hip}, but its family is {own}",
          { hazard = h.type, hip = h.hip, own = own })
      end
      local key = h.type .. " " .. (h.hip or "")
      if seen[key] then return credit(0, "{hazard} stands twice in the register", { hazard = h.type }) end
      seen[key] = true
    end
    return credit(1, "short codes and HIP codes agree")
  end,
  tests = {
    { name = "an earthquake with the code of a flood",
      plan = { community = { hazards = { { type = "EQ", hip = "MH0600" } } } },
      expect = { credit = 0, reason = "EQ stands with the HIP code MH0600, but its family is GH0101" } },
    { name = "ash is of the family of volcanoes",
      plan = { community = { hazards = { { type = "VO", hip = "GH0201" } } } }, expect = { credit = 1 } },
    { name = "a code of the edition of 2020 is read as that of 2025",
      plan = { community = { hazards = { { type = "FF", hip = "MH0006" } } } }, expect = { credit = 1 } },
    { name = "a code of 2020 of another family",
      plan = { community = { hazards = { { type = "EQ", hip = "MH0006" } } } }, expect = { credit = 0 } },
    { name = "a code that gathers many", plan = { community = { hazards = { { type = "SL", hip = "GH0405" } } } },
      expect = { credit = 1 } },
    { name = "a hazard without a code in the list",
      plan = { community = { hazards = { { type = "CF", hip = "SO0101" }, { type = "EQ" } } } },
      expect = { credit = 1 } },
    { name = "the same hazard twice", plan = { community = { hazards = { { type = "FL" }, { type = "FL" } } } },
      expect = { credit = 0, reason = "FL stands twice in the register" } },
    { name = "two kinds of one short code", plan = { community = { hazards = { { type = "VO", hip = "GH0201" },
      { type = "VO", hip = "GH0202" } } } }, expect = { credit = 1 } },
    { name = "no register", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "haze with the code of another kind of air pollution",
      plan = { community = { hazards = { { type = "AP", hip = "MH0203" } } } }, expect = { credit = 1 } },
    { name = "a fire in the forest is a wildfire, not a fire", plan = { community = { hazards = { { type = "FR", hip = "EN0205" } } } },
      expect = { credit = 0, reason = "FR stands with the HIP code EN0205, but its family is TL0305" } },
    { name = "a fire in a factory", plan = { community = { hazards = { { type = "FR", hip = "TL0305" } } } },
      expect = { credit = 1 } },
  },
}
