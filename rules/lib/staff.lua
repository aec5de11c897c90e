-- People who work for children in an emergency, as counts.

-- Of the groups with one of `roles`: how many people they are, and for how many `field` holds (trained, signed); and
-- the names of the groups that do not tell one of both, and of those where more have it than there are.
local function share(list, roles, field)
  local wanted, found = {}, { count = 0, with = 0, untold = {}, wrong = {} }
  for _, role in ipairs(roles) do wanted[role] = true end
  for i, s in ipairs(list) do
    local name = s.id or s.role or tostring(i)
    if wanted[s.role or ""] then
      if s.count == nil or s[field] == nil then
        table.insert(found.untold, name)
      elseif s[field] > s.count then
        table.insert(found.wrong, name)
      else
        found.count, found.with = found.count + s.count, found.with + s[field]
      end
    end
  end
  return found
end

return { share = share }
