-- A value between two ends.

-- How far x is on the way from one value to another, 0 to 1, clipped at both. The ends may lie either way round.
local function way(x, from, to)
  return math.max(0, math.min(1, (x - from) / (to - from)))
end

-- What is done to a value before it is held against its goalposts.
local transforms = {
  none = function(x) return x end,
  square = function(x) return x * x end,
}

return { transforms = transforms, way = way }
