-- Dates of things that must be fresh.

-- Age of `from` at `to` in units, an unfinished one counting as one more; nil when `from` is later.
local function counted(from, to, unit)
  if from > to then return nil end
  local whole, unfinished = age(from, to, unit)
  if unfinished then return whole + 1 end
  return whole
end

-- Whether `from` lies at most `months` before `to`, and not after it.
local function within(from, to, months)
  if from == nil then return false end
  local n = counted(from, to, "months")
  return n ~= nil and n <= months
end

return { counted = counted, within = within }
