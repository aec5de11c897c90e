-- Who counts as a child in the group lists of objectives, actions, budget lines and consultations.

local bands = { "0-4", "5-9", "10-14", "15-17" }

-- Words that mean children and nobody else. "disability", "youth" or "displaced" may mean adults.
local words = {
  ["0-4"] = true, ["5-9"] = true, ["10-14"] = true, ["15-17"] = true,
  children = true, girls = true, boys = true, infants = true, out_of_school = true,
}

-- Whether a list of groups (or one word) has an age band of children or a word for them.
local function named(groups)
  if groups == nil then return false end
  if type(groups) == "string" then return words[groups] == true end
  for _, group in ipairs(groups) do
    if words[group] then return true end
  end
  return false
end

-- Words for people who may be adults too, and whom a plan for children names for the children among them.
local left_out = { disability = true, stateless = true, street = true, working = true, institution = true }

-- Whether a list of groups has such a word, and is not for everybody.
local function perhaps(groups)
  local found = false
  for _, group in ipairs(groups or {}) do
    if group == "all" then return false end
    found = found or left_out[group] == true
  end
  return found
end

-- How many entries of a list say at all whom they are for. With none the fact is absent: that is not
-- the same as "not for children".
local function grouped(list)
  local n = 0
  for _, entry in ipairs(list) do
    if entry.groups ~= nil then n = n + 1 end
  end
  return n
end

return { bands = bands, named = named, perhaps = perhaps, grouped = grouped }
