-- The hazard register of a plan, held against a list of hazards that a rule is about.

-- Whether hazard `code` is one of `wanted`, or their umbrella, or one of their members.
local function is_one_of(code, wanted)
  for _, w in ipairs(wanted) do
    if hazard_matches(code, w) then return true end
  end
  return false
end

-- The entries of the register that a rule is about.
local function relevant(hazards, wanted)
  local list = {}
  for _, h in ipairs(hazards) do
    if is_one_of(h.type, wanted) then table.insert(list, h) end
  end
  return list
end

return { is_one_of = is_one_of, relevant = relevant }
