-- Schools and other facilities of a plan, and the share of them for which something holds.

local schools = { school = true, preschool = true }

-- What a facility is called in a reason.
local function name(f, i)
  return f.id or f.name or tostring(i)
end

-- The first dozen of a list of names, for a reason that people read.
local function some(list)
  local out = {}
  for i, text in ipairs(list) do
    -- the dozen: more would fill the page
    if i <= 12 then table.insert(out, text) end
  end
  if #list > #out then table.insert(out, "…") end
  return table.concat(out, ", ")
end

-- Facilities whose kind is in `kinds`: how many, for how many test(f) is true (`with`), and the names of
-- those for which it is false (`missing`) or nil, that is, not told (`untold`).
local function share(list, kinds, test)
  local found = { count = 0, with = 0, missing = {}, untold = {} }
  for i, f in ipairs(list) do
    if kinds[f.kind or ""] then
      found.count = found.count + 1
      local holds = test(f)
      if holds == nil then
        table.insert(found.untold, name(f, i))
      elseif holds then
        found.with = found.with + 1
      else
        table.insert(found.missing, name(f, i))
      end
    end
  end
  return found
end

-- The parameters of a reason about such a share.
local function numbers(found)
  return { with = found.with, count = found.count, missing = some(found.missing), short = #found.missing }
end

return { schools = schools, name = name, some = some, share = share, numbers = numbers }
