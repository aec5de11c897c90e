-- Small helpers that several of these rules share.

-- Whether a list, which may be absent, has a value.
local function has(list, wanted)
  for _, value in ipairs(list or {}) do
    if value == wanted then return true end
  end
  return false
end

-- What an entry is called in a reason: its id, else its place in the list.
local function name(entry, i) return entry.id or tostring(i) end

return { has = has, name = name }
