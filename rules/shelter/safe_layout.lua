-- What the shelters have of what keeps children safe there; the mean by their room.
return {
  id = "shelter/safe_layout", version = 2,
  title = "Layout that is safe for children",
  source = "Republic Act 10821, spaces apart for each sex and for mothers and children; the list is ours [drafted]",
  needs = { "community.places" },
  args = { features = { "lit_toilets_apart", "family_partition", "child_friendly_space", "mother_baby_space",
    "guarded_entry", "lighting" } },
  use = { "lib/places" },
  score = function(plan, _, args)
    local list, room, without, names = places.shelters(plan.community.places, "features")
    if #list == 0 then return not_assessed("no safe place with room for people is listed") end
    if without ~= "" then
      return not_assessed("what it has for children is missing for {places}", { places = without })
    end
    local function has(p, feature)
      for _, f in ipairs(p.features) do
        if f == feature then return true end
      end
      return false
    end
    -- of the shelters that lack most the largest is named, with what it lacks
    local worst, missing, size, lists, lacking = "", {}, 0, {}, {} -- mutant ok: the first that lacks something sets it
    local share, short = places.by_room(list, room, names, function(p, n)
      local lacks = {}
      for _, feature in ipairs(args.features) do
        if not has(p, feature) then table.insert(lacks, feature) end
      end
      lacking[names[n]] = #lacks > 0
      if #lacks > 0 then lists[table.concat(lacks, " ")] = true end -- mutant ok: only the names are looked at
      if #lacks > #missing or #lacks == #missing and #lacks > 0 and p.capacity > size then -- mutant ok: where none lacks anything, none is named
        worst, missing, size = names[n], lacks, p.capacity
      end
      return 1 - #lacks / #args.features
    end)
    if #missing == 0 then return credit(1, "all shelters have all of {features}", { features = args.features }) end
    local count = 0
    for _ in pairs(lists) do count = count + 1 end
    if count == 1 then
      return credit(share, "shelters have {share} of what keeps children safe; missing in {places}: {missing}",
                    { share = percent(share), missing = missing, places = short, place = short })
    end
    local others = {}
    for _, name in ipairs(names) do
      if lacking[name] and name ~= worst then table.insert(others, name) end
    end
    return credit(share,
      "shelters have {share} of what keeps children safe; something is missing in {places}, the most in {place}: {missing}",
                  { share = percent(share), missing = missing, place = worst, places = short, others = others })
  end,
  tests = {
    { name = "what an unsafe place has keeps nobody safe",
      plan = { community = { places = { { id = "P1", capacity = 100, features = { "lighting" }, safe = false },
        { id = "P2", capacity = 100, features = {} } } } },
      expect = { credit = 0 } },
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
    { name = "two places that lack the same", args = { features = { "lighting" } },
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, features = {} },
        { id = "P2", kind = "gym", capacity = 200, features = {} } } } },
      expect = { credit = 0, reason = "shelters have 0 % of what keeps children safe; missing in P1, P2: lighting" } },
    { name = "each place lacks something else: the one that lacks most is told, of two alike the larger",
      args = { features = { "lighting", "guarded_entry", "partition" } },
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, features = { "lighting", "partition" } },
        { id = "P2", kind = "gym", capacity = 100, features = { "guarded_entry" } },
        { id = "P3", kind = "gym", capacity = 200, features = { "partition" } },
        { id = "P4", kind = "gym", capacity = 200, features = { "lighting" } } } } },
      expect = { credit = 7 / 18,
        reason = "shelters have 38.9 % of what keeps children safe; something is missing in P1, P2, P3, P4, the most in P3: lighting, guarded_entry",
        params = { others = "P1, P2, P4" } } },
    { name = "the largest of those that lack something is named, the one that has all is not among the others",
      args = { features = { "lighting", "guarded_entry" } },
      plan = { community = { places = { { id = "P1", capacity = 100, features = { "lighting" } },
        { id = "P2", capacity = 200, features = { "guarded_entry" } }, { id = "P3", capacity = 100, features = { "lighting", "guarded_entry" } } } } },
      expect = { credit = 0.625, params = { place = "P2", others = "P1" } } },
    { name = "one place does not say",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "what it has for children is missing for P1" } },
    { name = "no shelter in the list", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
