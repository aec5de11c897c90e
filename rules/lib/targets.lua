-- The days after which services work again, by plan.

-- The longest days among the targets of a service, nil without one; and whether one of them has no days.
local function longest(targets, service)
  local days, untold = nil, false
  for _, t in ipairs(targets) do
    if t.service == service and t.days == nil then
      untold = true
    elseif t.service == service then
      days = math.max(days or 0, t.days)
    end
  end
  return days, untold
end

return { longest = longest }
