-- What the shelters have of what keeps children safe there; the mean by their room.
return {
  id = "shelter/safe_layout", version = 1,
  title = "Layout that is safe for children",
  source = "Republic Act 10821, spaces apart for each sex and for mothers and children; the list is ours [drafted]",
  needs = { "community.places" },
  args = { features = { "lit_toilets_apart", "family_partition", "child_friendly_space", "mother_baby_space",
    "guarded_entry", "lighting" } },
  use = { "lib/places" },
  score = function(plan, _, args)
    local list, room, without, names = places.shelters(plan.community.places, "features")
    if #list == 0 then return not_assessed("no place with room for people is listed") end
    if without ~= "" then
      return not_assessed("what it has for children is missing for {places}", { places = without })
    end
    local lacking = {}
    local function has(p, feature)
      for _, f in ipairs(p.features) do
        if f == feature then return true end
      end
      return false
    end
    local share, short = places.by_room(list, room, names, function(p)
      local n = 0
      for _, feature in ipairs(args.features) do
        if has(p, feature) then n = n + 1 else lacking[feature] = true end
      end
      return n / #args.features
    end)
    local missing = {}
    for _, feature in ipairs(args.features) do
      if lacking[feature] then table.insert(missing, feature) end
    end
    if #missing == 0 then return credit(1, "all shelters have all of {features}", { features = args.features }) end
    return credit(share, "shelters have {share} of what keeps children safe; missing in {places}: {missing}",
                  { share = percent(share), missing = missing, places = short })
  end,
  tests = {
    { name = "everything", args = { features = { "lighting", "guarded_entry" } },
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100,
        features = { "guarded_entry", "lighting", "library" } } } } },
      expect = { credit = 1, reason = "all shelters have all of lighting, guarded_entry" } },
    { name = "three of six",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100,
        features = { "lighting", "guarded_entry", "mother_baby_space" } } } } },
      expect = { credit = 0.5,
        reason = "shelters have 50 % of what keeps children safe; missing in P1: lit_toilets_apart, family_partition, child_friendly_space" } },
    { name = "nothing: a real zero",
      plan = { community = { places = { { kind = "school", capacity = 100, features = {} } } } },
      expect = { credit = 0 } },
    { name = "by room", args = { features = { "lighting" } },
      plan = { community = { places = { { kind = "school", capacity = 300, features = { "lighting" } },
        { id = "P2", kind = "gym", capacity = 100, features = {} } } } },
      expect = { credit = 0.75, reason = "shelters have 75 % of what keeps children safe; missing in P2: lighting" } },
    { name = "one place does not say",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "what it has for children is missing for P1" } },
    { name = "no shelter in the list", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
