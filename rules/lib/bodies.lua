-- The disaster body of a plan among its committees.

-- The bodies that deal with disasters: those with a seat for disaster management; the only one of a plan is it without
-- that. nil where several are listed and none has such a seat: then it is not told which.
local function disaster(list)
  local found = {}
  for _, body in ipairs(list) do
    for _, seat in ipairs(body.seats or {}) do
      if seat == "disaster_management" then
        table.insert(found, body)
        break
      end
    end
  end
  if #found > 0 then return found end
  if #list > 1 then return nil end
  return list
end

-- What a body is called in a reason.
local function name(body)
  return body.name or body.id or "1"
end

return { disaster = disaster, name = name }
