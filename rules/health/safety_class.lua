-- Class of the main health facility by its safety index. The main one is a hospital where one is listed, else a clinic or
-- health post, whose names say little of their size; of several the one with the most staff, or, where that is not told of all, the one with the lowest index.

-- Of facilities of one kind the main one: its number in the list, and how it was found.
local function main_of(list)
  local best, ways = 1, "{facility} has a safety index of {index}: class {class}"
  if #list == 1 then return best, ways end
  local staff, index = true, true
  for _, e in ipairs(list) do
    staff = staff and e.f.staff ~= nil
    index = index and e.f.safety_index ~= nil
  end
  for n, e in ipairs(list) do
    local now, kept = e.f, list[best].f
    local weaker = (now.safety_index or 0) < (kept.safety_index or 0)
    if staff and (now.staff > kept.staff or now.staff == kept.staff and weaker) or not staff and index and weaker then
      best = n
    end
  end
  if staff then return best, "{facility}, of {count} the one with the most staff, has a safety index of {index}: class {class}" end
  if index then return best, "{facility}, of {count} the weakest, has a safety index of {index}: class {class}" end
end

return {
  id = "health/safety_class", version = 3,
  title = "Safety class of the main health facility",
  source = "WHO/PAHO Hospital Safety Index, 2nd edition 2015; the limits of the classes [unverified]; half a credit for B, and which facility is the main one, are ours [drafted]",
  needs = { "community.facilities" },
  args = { a = 0.66, b = 0.36, credit_b = 0.5 },
  use = { "lib/facilities" },
  score = function(plan, _, args)
    -- hospitals go before all others
    local kinds, highest, list = { health_post = 1, clinic = 1, hospital = 2 }, 0, {}
    for _, f in ipairs(plan.community.facilities) do highest = math.max(highest, kinds[f.kind or ""] or 0) end
    if highest == 0 then return not_assessed("no health facility is listed") end
    for i, f in ipairs(plan.community.facilities) do
      if kinds[f.kind or ""] == highest then table.insert(list, { f = f, name = facilities.name(f, i) }) end
    end
    local best, says = main_of(list)
    local untold = {}
    for n, e in ipairs(list) do
      if e.f.safety_index == nil and (best == nil or n == best) then table.insert(untold, e.name) end
    end
    if #untold > 0 then
      return not_assessed("the safety index is missing for {untold}", { untold = facilities.some(untold) })
    end
    -- The classes are read from two decimals: 0.355 is 0.36, and class B.
    local index = math.floor(list[best].f.safety_index * 100 + 0.5) / 100
    local class, worth = "C", 0
    if index >= args.a then class, worth = "A", 1 elseif index >= args.b then class, worth = "B", args.credit_b end
    return credit(worth, says, { facility = list[best].name, index = index, class = class, count = #list })
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
    { name = "of three health posts the one with the most staff decides",
      plan = { community = { facilities = { { id = "F1", kind = "health_post", safety_index = 0.58, staff = 3 },
        { id = "F2", kind = "health_post", safety_index = 0.7, staff = 5 },
        { id = "F3", kind = "health_post", safety_index = 0.2, staff = 2 } } } },
      expect = { credit = 1,
        reason = "F2, of 3 the one with the most staff, has a safety index of 0.7: class A" } },
    { name = "as many staff: the weaker one, though it stands first",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.5, staff = 5 },
        { id = "F2", kind = "clinic", safety_index = 0.7, staff = 5 } } } },
      expect = { credit = 0.5 } },
    { name = "as many staff: the weaker one",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.7, staff = 5 },
        { id = "F2", kind = "clinic", safety_index = 0.5, staff = 5 } } } },
      expect = { credit = 0.5,
        reason = "F2, of 2 the one with the most staff, has a safety index of 0.5: class B" } },
    { name = "the index of a smaller one is not needed, that of the main one is",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", staff = 5 },
        { id = "F2", kind = "clinic", staff = 2 } } } },
      expect = { outcome = "not_assessed", reason = "the safety index is missing for F1" } },
    { name = "neither the staff of all nor the index of all is told",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", staff = 5, safety_index = 0.7 },
        { id = "F2", kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "the safety index is missing for F2" } },
    { name = "of two clinics of unknown size the weaker one decides",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.9 },
        { id = "F2", kind = "clinic", safety_index = 0.5 } } } },
      expect = { credit = 0.5, reason = "F2, of 2 the weakest, has a safety index of 0.5: class B" } },
    { name = "of two that are alike the first is named",
      plan = { community = { facilities = { { id = "F1", kind = "clinic", safety_index = 0.5 },
        { id = "F2", kind = "clinic", safety_index = 0.5 } } } },
      expect = { credit = 0.5, reason = "F1, of 2 the weakest, has a safety index of 0.5: class B" } },
    { name = "no index", plan = { community = { facilities = { { id = "F1", kind = "clinic" } } } },
      expect = { outcome = "not_assessed", reason = "the safety index is missing for F1" } },
    { name = "no health facility", plan = { community = { facilities = { { kind = "school" } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
