-- Class of the main health facility by its safety index. The main one is the largest kind in the list; of several of
-- that kind the one with the lowest index decides.
return {
  id = "health/safety_class", version = 1,
  title = "Safety class of the main health facility",
  source = "WHO/PAHO Hospital Safety Index, 2nd edition 2015; the limits of the classes [unverified]; half a credit for B is ours [drafted]",
  needs = { "community.facilities" },
  args = { a = 0.66, b = 0.36, credit_b = 0.5 },
  use = { "lib/facilities" },
  score = function(plan, _, args)
    -- the facilities of the highest kind decide
    local kinds, best = { health_post = 1, clinic = 2, hospital = 3 }, 0
    for _, f in ipairs(plan.community.facilities) do best = math.max(best, kinds[f.kind or ""] or 0) end
    if best == 0 then return not_assessed("no health facility is listed") end
    local lowest, which, untold = 2, "", {}
    for i, f in ipairs(plan.community.facilities) do
      if kinds[f.kind or ""] == best then
        if f.safety_index == nil then
          table.insert(untold, facilities.name(f, i))
        elseif f.safety_index < lowest then
          lowest, which = f.safety_index, facilities.name(f, i)
        end
      end
    end
    if #untold > 0 then
      return not_assessed("the safety index is missing for {untold}", { untold = facilities.some(untold) })
    end
    -- The classes are read from two decimals: 0.355 is 0.36, and class B.
    local index = math.floor(lowest * 100 + 0.5) / 100
    local class, worth = "C", 0
    if index >= args.a then class, worth = "A", 1 elseif index >= args.b then class, worth = "B", args.credit_b end
    return credit(worth, "{facility} has a safety index of {index}: class {class}",
                  { facility = which, index = index, class = class })
  end,
  tests = {
    { name = "0.66 is class A",
      plan = { community = { facilities = { { id = "F1", kind = "hospital", safety_index = 0.66 },
        { kind = "school" } } } },
      expect = { credit = 1, reason = "F1 has a safety index of 0.66: class A" } },
    { name = "0.65 is class B",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.65 } } } },
      expect = { credit = 0.5 } },
    { name = "0.355 is read as 0.36: class B",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.355 } } } },
        expect = { credit = 0.5 } },
    { name = "0.35 is class C: a real zero",
      plan = { community = { facilities = { { id = "F1", kind = "health_post", safety_index = 0.35 } } } },
      expect = { credit = 0, reason = "F1 has a safety index of 0.35: class C" } },
    { name = "the hospital counts, and not the posts",
      plan = { community = { facilities = { { id = "F1", kind = "health_post" },
        { id = "F2", kind = "hospital", safety_index = 0.9 } } } },
      expect = { credit = 1 } },
    { name = "of two clinics the weaker one decides",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.9 },
        { id = "F2", kind = "clinic", safety_index = 0.5 } } } },
      expect = { credit = 0.5, reason = "F2 has a safety index of 0.5: class B" } },
    { name = "of two that are alike the first is named",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.5 },
        { id = "F2", kind = "clinic", safety_index = 0.5 } } } },
      expect = { credit = 0.5, reason = "F1 has a safety index of 0.5: class B" } },
    { name = "no index", plan = { community = { facilities = { { id = "F1", kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "the safety index is missing for F1" } },
    { name = "no health facility", plan = { community = { facilities = { { kind = "school" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
