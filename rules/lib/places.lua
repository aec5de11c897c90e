-- The places of a plan that can shelter people, and the event for which they must last.

-- Places where people gather but do not stay.
local open = { open_space = true, playground = true, water_point = true }

-- Places with room for people that are not called unsafe, the sum of their room, the names of those that lack `field`,
-- in one text, and the names of all. What is unsafe shelters nobody, however well it is fitted out.
local function shelters(list, field)
  local found, room, without, names = {}, 0, {}, {}
  for i, place in ipairs(list) do
    if place.capacity ~= nil and place.capacity > 0 and not open[place.kind] and place.safe ~= false then
      table.insert(found, place)
      table.insert(names, place.id or tostring(i))
      room = room + place.capacity
      if field ~= nil and place[field] == nil then table.insert(without, names[#names]) end
    end
  end
  return found, room, table.concat(without, ", "), names
end

-- Whether people can go to a place when a hazard comes: not to one that is unsafe, that the plan keeps for other
-- hazards, or that is at risk of this one. One that is called safe is so, though it stands where the hazard comes.
local function serves(place, hazard)
  local function among(list)
    for _, h in ipairs(list) do
      if hazard_matches(h, hazard) then return true end
    end
    return false
  end
  if place.safe == false or place.hazards ~= nil and not among(place.hazards) then return false end
  return place.safe == true or place.at_risk == nil or not among(place.at_risk)
end

-- The largest `field` (evacuees, children) of the most severe scenarios, nil when none gives it. Of the milder ones
-- that are above it: the largest of a hazard that has a severe one too, which cannot be right, or nil; and a list of
-- the hazards that have none, so that their worst is not told. A scenario that names no hazard may be of any.
local function worst(scenarios, field)
  local most, milder, untold = nil, nil, {}
  for _, s in ipairs(scenarios) do
    if s[field] ~= nil and s.severity == "severe" then most = math.max(most or 0, s[field]) end
  end
  local function has_severe(hazard)
    for _, s in ipairs(scenarios) do
      if s[field] ~= nil and s.severity == "severe" and
         (hazard == nil or s.hazard == nil or hazard_matches(s.hazard, hazard)) then
        return true
      end
    end
    return false
  end
  for _, s in ipairs(scenarios) do
    if most ~= nil and s.severity ~= nil and (s[field] or 0) > most then -- so it is a milder one
      if has_severe(s.hazard) then
        milder = math.max(milder or 0, s[field]) -- mutant ok: it is above `most`
      else
        table.insert(untold, s.hazard)
      end
    end
  end
  return most, milder, untold
end

-- The mean of worth(place, its number in the list), 0 to 1, over the room of the places; and the names of those that
-- fall short.
local function by_room(list, room, names, worth)
  local sum, short = 0, {}
  for i, p in ipairs(list) do
    local w = math.max(math.min(worth(p, i), 1), 0)
    sum = sum + w * p.capacity
    if w < 1 then table.insert(short, names[i]) end
  end
  return math.min(sum / room, 1), -- mutant ok: only the last digit of a sum is above all
         table.concat(short, ", ")
end

-- The shelters of a list, measured: value(p) is a number, or nil where it is not told; worth(p, n) what it earns, 0 to
-- 1; lacks(p, n), where it is given, how much is missing. Gives `count`, `room`, the names `without` of those that do
-- not tell, in one text; and, where all tell, the sum of the values `total`, the mean worth by room `share`, the names
-- `missing` of those that fall short, and `short`, how much is missing in all.
local function measured(list, value, worth, lacks)
  local all, room, _, names = shelters(list)
  local found, without, values = { count = #all, room = room, total = 0, short = 0 }, {}, {}
  for i, p in ipairs(all) do
    values[i] = value(p)
    if values[i] == nil then table.insert(without, names[i]) end
  end
  found.without = table.concat(without, ", ")
  if #all == 0 or #without > 0 then return found end -- mutant ok: of no place nobody asks for more than their number
  for i, p in ipairs(all) do
    found.total = found.total + values[i]
    if lacks ~= nil then found.short = found.short + math.max(lacks(p, values[i]), 0) end
  end
  found.share, found.missing = by_room(all, room, names, function(p, i) return worth(p, values[i]) end)
  return found
end

return { by_room = by_room, measured = measured, open = open, serves = serves, shelters = shelters, worst = worst }
