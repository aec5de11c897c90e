-- Levels from a list of limits, the best first.

-- { 0.9, 0.6, 0.3 }: 3 from 0.9 on, 2 from 0.6 on, 1 from 0.3 on, else 0.
local function at_least(value, limits)
  for i, limit in ipairs(limits) do
    if value >= limit then return #limits - i + 1 end
  end
  return 0
end

-- { 1, 3, 5 }: 3 up to 1, 2 up to 3, 1 up to 5, else 0.
local function at_most(value, limits)
  for i, limit in ipairs(limits) do
    if value <= limit then return #limits - i + 1 end
  end
  return 0
end

return { at_least = at_least, at_most = at_most }
