-- Counts that are only known when all their parts are.

-- Children of all ages, or nil where a band or a sex is not counted.
local function all_children(community)
  local counts = community.population.children
  for _, band in ipairs({ "0-4", "5-9", "10-14", "15-17" }) do
    if counts[band] == nil or counts[band].f == nil or counts[band].m == nil then return nil end
  end
  return community:children_total()
end

return { all_children = all_children }
