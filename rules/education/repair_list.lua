-- How far the plan goes for schools that are not safe: listed in an action, in an order and with a cost, with money
-- and dates; the mean over these schools, and over the dangers of each. An action counts where it is about the building
-- and is still to come: what was done already left the school unsafe. A school that moves or is built anew is safe from
-- all its dangers; other work from those that the action names.

local full = 3 -- the last of the steps, those of the answers to EDU-A4

-- Whether an action is against a danger of a school, as far as both are told; one that moves or replaces it, against all
-- where it is against one.
local function against(action, danger, dangers, moves)
  if action.hazards == nil or #action.hazards == 0 or danger == "" or register.is_one_of(danger, action.hazards) then return true end
  if not moves[action.purpose or ""] then return false end
  for _, other in ipairs(dangers) do
    if register.is_one_of(other, action.hazards) then return true end
  end
  return false
end

-- The step that an action takes for a school, and whether only money could make it more.
local function step_of(action, funded)
  if action.priority == nil or action.cost == nil then return 1 end
  if action["end"] == nil then return 2 end
  if funded[action.id or ""] then return full end
  return 2, true
end

-- Adds a name to a list where it is not there yet.
local function add(list, seen, name)
  if not seen[name] then table.insert(list, name) end
  seen[name] = true
end

-- What the actions that are to come do for a school: the mean of their steps over its dangers; whether all is ready; whether
-- only money could make it more; and the names of the actions that leave one of its dangers open.
local function work(school, actions, moves, funded)
  local dangers, sum, ready, waits, leaves = school.at_risk or {}, 0, true, false, {}
  if #dangers == 0 then dangers = { "" } end -- not told: as one
  for _, danger in ipairs(dangers) do
    local best, open, others = 0, false, {}
    for _, a in ipairs(actions) do
      local step, money = step_of(a.action, funded)
      if not against(a.action, danger, dangers, moves) then
        table.insert(others, a.name)
      elseif step > best then
        best, open = step, money
      else
        open = open or step == best and money
      end
    end
    sum, ready, waits = sum + best, ready and best == full, waits or open
    if best == 0 then
      for _, name in ipairs(others) do leaves[name] = true end
    end
  end
  return sum / #dangers, ready, waits, leaves
end

return {
  id = "education/repair_list", version = 3,
  title = "List of schools to repair, replace or move",
  source = "Comprehensive School Safety Framework, pillar 1, existing schools; the ladder and the mean are ours [drafted]",
  needs = { "community.facilities", "plan.actions" },
  -- purposes: what such an action can be for; training or relief goods mend no building
  -- moves: those of them by which a school leaves all its dangers behind, since it moves or is built anew
  args = { purposes = { "prevention", "mitigation", "recovery" }, moves = { "prevention", "recovery" } },
  use = { "lib/facilities", "lib/register" },
  score = function(plan, _, args)
    local funded, budget = {}, plan.budget and plan.budget.lines
    for _, l in ipairs(budget or {}) do
      if l.action ~= nil and (l.amount or 0) > 0 then funded[l.action] = true end
    end
    local about, past, linked, builds, moves = {}, {}, false, {}, {}
    for _, purpose in ipairs(args.purposes) do builds[purpose] = true end
    for _, purpose in ipairs(args.moves) do moves[purpose] = true end
    for i, a in ipairs(plan.actions) do
      for _, id in ipairs(a.facilities or {}) do
        linked, about[id], past[id] = true, about[id] or {}, past[id] or {}
        local counts = a.status ~= "cancelled" and a.status ~= "done" and (a.purpose == nil or builds[a.purpose])
        table.insert(counts and about[id] or past[id], { action = a, name = a.id or tostring(i) })
      end
    end
    local by_name = {}
    local schools = facilities.share(plan.community.facilities, facilities.schools, function(f) return f.safe end)
    for i, f in ipairs(plan.community.facilities) do by_name[facilities.name(f, i)] = f end
    if schools.count == 0 then return not_assessed("no school is listed among the facilities") end
    if #schools.untold > 0 then
      return not_assessed("whether it is safe is missing for {untold}", { untold = facilities.some(schools.untold) })
    end
    if #schools.missing == 0 then return not_applicable("no listed school is unsafe") end
    if not linked then return not_assessed("no action says which facilities it is about") end
    local sum, without, unfunded = 0, {}, false
    local ignored, delayed, seen, late = {}, {}, {}, {}
    for _, id in ipairs(schools.missing) do
      local actions = about[id] or {}
      local steps, ready, waits, leaves = work(by_name[id], actions, moves, funded)
      sum, unfunded = sum + steps, unfunded or waits and budget == nil
      if not ready then
        table.insert(without, id)
        for _, a in ipairs(past[id] or {}) do add(ignored, seen, a.name) end
      end
      for _, a in ipairs(actions) do
        if leaves[a.name] then add(ignored, seen, a.name) end
        if a.action.status == "delayed" then add(delayed, late, a.name) end
      end
    end
    if unfunded then
      return not_assessed("order and cost are there; whether there is money is not told: no budget lines")
    end
    local share = sum / (full * #schools.missing)
    local numbers = { with = #schools.missing - #without, count = #schools.missing, missing = facilities.some(without) }
    if #ignored > 0 then numbers.ignored = facilities.some(ignored) end
    if #delayed > 0 then numbers.delayed = facilities.some(delayed) end
    if #ignored > 0 and #delayed > 0 then
      return credit(share,
        "unsafe schools in the plan with order, cost, money and an end date: {with} of {count}. Over, or not about the building and all its dangers: {ignored}; delayed: {delayed}",
        numbers)
    end
    if #ignored > 0 then
      return credit(share,
        "unsafe schools in the plan with order, cost, money and an end date: {with} of {count}. Over, or not about the building and all its dangers: {ignored}",
        numbers)
    end
    if #delayed > 0 then
      return credit(share,
        "unsafe schools in the plan with order, cost, money and an end date: {with} of {count}; delayed: {delayed}", numbers)
    end
    return credit(share, "unsafe schools in the plan with order, cost, money and an end date: {with} of {count}", numbers)
  end,
  tests = {
    { name = "ordered, costed, funded and dated",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                 { id = "F2", kind = "school", safe = true } } } },
      expect = { credit = 1, reason = "unsafe schools in the plan with order, cost, money and an end date: 1 of 1" } },
    { name = "no money in the line: level 2 of 3",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               budget = { lines = { { action = "A1", amount = 0 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "no budget: is there money?",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no end date: level 2 of 3",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10 } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "named, without an order: level 1 of 3; no budget is needed for that",
      plan = { actions = { { id = "A1", facilities = { "F1" }, cost = 10 } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1 / 3 } },
    { name = "no budget and no end date: money alone would change nothing",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10 } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 2 / 3 } },
    { name = "one unsafe school of two is forgotten: half of what the other earns",
      plan = { actions = { { id = "A1", facilities = { "F1" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                                            { id = "F2", kind = "preschool", safe = false } } } },
      expect = { credit = 1 / 6 } },
    { name = "the better of two actions counts",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" },
                           { id = "A2", facilities = { "F1" } }, { id = "A3", facilities = { "F1" }, priority = 2, cost = 1 } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1 } },
    { name = "of two that reach a step, one waits for money of which nothing is told",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10 },
                           { id = "A2", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed" } },
    { name = "shade against the heat is no work against the flood",
      plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "HW" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "FF" } } } } },
      expect = { credit = 0,
        reason = "unsafe schools in the plan with order, cost, money and an end date: 0 of 1. Over, or not about the building and all its dangers: A1" } },
    { name = "work against floods is work against flash floods",
      plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "HW", "FL" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "FF" } } } } },
      expect = { credit = 1 / 3 } },
    { name = "a school with two dangers", cases = {
      { name = "work against one of them is half",
        plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "EQ" }, purpose = "mitigation" } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "GL" } } } } },
        expect = { credit = 1 / 6, params = { missing = "F1", ignored = "A1" } } },
      { name = "two actions against one each, of which one is ready",
        plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "EQ" }, priority = 1, cost = 10, ["end"] = "2027-01-01" },
                             { id = "A2", facilities = { "F1" }, hazards = { "GL" } } },
                 budget = { lines = { { action = "A1", amount = 10 } } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "GL" } } } } },
        expect = { credit = 2 / 3, reason = "unsafe schools in the plan with order, cost, money and an end date: 0 of 1" } },
      { name = "a school that moves leaves both",
        plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "GL" }, purpose = "prevention", priority = 1, cost = 10, ["end"] = "2027-01-01" } },
                 budget = { lines = { { action = "A1", amount = 10 } } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "GL" } } } } },
        expect = { credit = 1, reason = "unsafe schools in the plan with order, cost, money and an end date: 1 of 1" } },
      { name = "one that is built anew, too",
        plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "GL" }, purpose = "recovery" } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "GL" } } } } },
        expect = { credit = 1 / 3 } },
      { name = "one that moves away from something else leaves none",
        plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "HW" }, purpose = "prevention" } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "GL" } } } } },
        expect = { credit = 0, params = { ignored = "A1" } } },
      { name = "a danger is open, and money is not told for the other",
        plan = { actions = { { id = "A1", facilities = { "F1" }, hazards = { "EQ" }, priority = 1, cost = 10, ["end"] = "2027-01-01" } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "EQ", "GL" } } } } },
        expect = { outcome = "not_assessed" } } } },
    { name = "delayed", cases = {
      { name = "it counts, and is told",
        plan = { actions = { { facilities = { "F1", "F2" }, status = "delayed" } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false }, { id = "F2", kind = "school", safe = false } } } },
        expect = { credit = 1 / 3, params = { delayed = "1", missing = "F1, F2" },
          reason = "unsafe schools in the plan with order, cost, money and an end date: 0 of 2; delayed: 1" } },
      { name = "beside one that is over",
        plan = { actions = { { id = "A1", facilities = { "F1", "F2" }, status = "done" }, { id = "A2", facilities = { "F1", "F2" }, status = "delayed" } },
                 community = { facilities = { { id = "F1", kind = "school", safe = false }, { id = "F2", kind = "school", safe = false } } } },
        expect = { credit = 1 / 3,
          reason = "unsafe schools in the plan with order, cost, money and an end date: 0 of 2. Over, or not about the building and all its dangers: A1; delayed: A2" } } } },
    { name = "what is over does not matter where the rest is ready",
      plan = { actions = { { id = "A1", facilities = { "F1" }, priority = 1, cost = 10, ["end"] = "2027-01-01" },
                           { id = "A2", facilities = { "F1" }, status = "done" } },
               budget = { lines = { { action = "A1", amount = 10 } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1, reason = "unsafe schools in the plan with order, cost, money and an end date: 1 of 1" } },
    { name = "an action or a school that names no hazard", cases = {
      { name = "the action", plan = { actions = { { facilities = { "F1" }, hazards = {} } },
        community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = { "FF" } } } } },
        expect = { credit = 1 / 3 } },
      { name = "the school", plan = { actions = { { facilities = { "F1" }, hazards = { "HW" } } },
        community = { facilities = { { id = "F1", kind = "school", safe = false, at_risk = {} } } } },
        expect = { credit = 1 / 3 } } } },
    { name = "walks to high ground mend no building",
      plan = { actions = { { facilities = { "F1" }, purpose = "preparedness" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 0 } },
    { name = "a building is moved for prevention",
      plan = { actions = { { facilities = { "F1" }, purpose = "prevention" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 1 / 3 } },
    { name = "what was done left the school unsafe",
      plan = { actions = { { facilities = { "F1" }, status = "done" } },
               community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { credit = 0 } },
    { name = "a cancelled action repairs nothing",
      plan = { actions = { { id = "A1", facilities = { "F1" }, status = "cancelled" },
        { id = "A2", facilities = { "F2" } } },
               community = { facilities = { { id = "F1", kind = "school", safe = false },
                                            { id = "F2", kind = "school", safe = true } } } },
      expect = { credit = 0 } },
    { name = "no action names facilities: the column was not filled in",
      plan = { actions = { { id = "A1" } },
        community = { facilities = { { id = "F1", kind = "school", safe = false } } } },
      expect = { outcome = "not_assessed", reason = "no action says which facilities it is about" } },
    { name = "every school is safe",
      plan = { actions = {}, community = { facilities = { { id = "F1", kind = "school", safe = true } } } },
      expect = { outcome = "not_applicable", reason = "no listed school is unsafe" } },
    { name = "is it safe?", plan = { actions = {}, community = { facilities = { { id = "F1", kind = "school" } } } },
      expect = { outcome = "not_assessed", reason = "whether it is safe is missing for F1" } },
    { name = "no school listed", plan = { actions = {}, community = { facilities = {} } },
      expect = { outcome = "not_assessed" } },
    { name = "no actions", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {},
      expect = { outcome = "not_assessed", reason = "community.facilities is not in the plan" } },
  },
}
