-- The places of a plan that can shelter people, and the event for which they must last.

-- Places where people gather but do not stay.
local open = { open_space = true, playground = true, water_point = true }

-- Places with room for people, the sum of their room, and all ids that lack `field`, in one text.
local function shelters(list, field)
  local found, room, without = {}, 0, {}
  for i, place in ipairs(list) do
    if place.capacity ~= nil and place.capacity > 0 and not open[place.kind] then
      table.insert(found, place)
      room = room + place.capacity
      if field ~= nil and place[field] == nil then table.insert(without, place.id or tostring(i)) end
    end
  end
  return found, room, table.concat(without, ", ")
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

-- The largest `field` (evacuees, children) of the most severe scenarios, nil when none gives it. Of the milder ones that
-- are above it: the largest of a hazard that has a severe one too, which cannot be right, or nil; and a list of the
-- hazards that have none, so that their worst is not told. A scenario that names no hazard may be of any.
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
    if most ~= nil and s.severity ~= nil and s.severity ~= "severe" and (s[field] or 0) > most then
      if has_severe(s.hazard) then
        milder = math.max(milder or 0, s[field])
      else
        table.insert(untold, s.hazard)
      end
    end
  end
  return most, milder, untold
end

-- The mean of worth(place), 0 to 1, over the room of the places; and the ids of those that fall short.
local function by_room(list, room, worth)
  local sum, short = 0, {}
  for i, p in ipairs(list) do
    local w = math.max(math.min(worth(p), 1), 0)
    sum = sum + w * p.capacity
    if w < 1 then table.insert(short, p.id or tostring(i)) end
  end
  return math.min(sum / room, 1), table.concat(short, ", ")
end

return { by_room = by_room, open = open, serves = serves, shelters = shelters, worst = worst }
