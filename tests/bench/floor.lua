-- Rules with nothing around them: what the host gives them, as plainly as Lua allows. No sandbox, no budget,
-- no record of what was read. ... are the functions named next, in C.
local age, hazard_matches, hazard_umbrella, hazard_hip, hip_2025, ln = ...

local function result(outcome)
  return function(reason, params) return { outcome = outcome, reason = reason, params = params } end
end
local function credit(x, reason, params)
  return { outcome = "scored", credit = x, reason = reason, params = params }
end
local function level(i, max, reason, params)
  return { outcome = "scored", credit = i / max, reason = reason or "level {i} of {max}",
           params = params or { i = i, max = max } }
end

local text = setmetatable({}, { __index = string })
function text.contains(s, part) return s:find(part, 1, true) ~= nil end
function text.starts_with(s, part) return s:sub(1, #part) == part end
function text.ends_with(s, part) return part == "" or s:sub(-#part) == part end
function text.trim(s) return (s:match("^%s*(.-)%s*$")) end
getmetatable("").__index = text

local names = {
  assert = assert, error = error, ipairs = ipairs, pairs = pairs, select = select, tonumber = tonumber,
  tostring = tostring, type = type, math = math, string = text, table = table,
  credit = credit, level = level, not_applicable = result("not_applicable"), unknown = result("unknown"),
  not_assessed = result("not_assessed"), percent = function(x) return { percent = x } end,
  age = age, hazard_matches = hazard_matches, hazard_umbrella = hazard_umbrella,
  hazard_hip = hazard_hip, hip_2025 = hip_2025, ln = ln,
}

local files = {}
local function read(name)
  if not files[name] then
    local rule = assert(io.open("rules/" .. name .. ".lua")):read("a")
    local env = setmetatable({}, { __index = names })
    for library in (rule:match("use = (%b{})") or ""):gmatch('"lib/([%w_]+)"') do env[library] = read("lib/" .. library) end
    files[name] = assert(load(rule, "@" .. name, "t", env))()
  end
  return files[name]
end

-- What a demand (criterion or part) asks a rule to do: {score, args}.
local function bound(demand, direction)
  local rule, args = read(demand.rule), {}
  for k, v in pairs(rule.args or {}) do args[k] = v end
  if args.direction ~= nil then args.direction = direction end
  for k, v in pairs(demand.args or {}) do args[k] = v end
  return { score = rule.score, args = args, declared = demand.declared or {}, id = demand.id, weight = demand.weight }
end

local methods = {}
function methods.budget(lines)
  return { child_total = function()
             local sum = 0
             for _, l in ipairs(lines) do if l.children then sum = sum + (l.amount or 0) end end
             return sum
           end,
           total_of = function(_, purpose)
             local sum = 0
             for _, l in ipairs(lines) do if l.purpose == purpose then sum = sum + (l.amount or 0) end end
             return sum
           end }
end
function methods.community(community)
  return { hazard = function(_, code)
             local found
             for _, h in ipairs(community.hazards or {}) do
               if h.type == code then return h end
               if not found and hazard_matches(h.type, code) then found = h end
             end
             return found
           end,
           children_total = function()
             local bands = community.population and community.population.children
             if not bands or next(bands) == nil then return nil end
             local sum = 0
             for _, band in pairs(bands) do
               if type(band) == "number" then sum = sum + band else for _, n in pairs(band) do sum = sum + n end end
             end
             return sum
           end }
end

-- The plan as rules see it, made before the clock runs.
local function view(doc)
  local plan = doc.plan
  plan.community, plan.assessment, plan.facts = doc.community, doc.assessment, doc.facts
  plan.answers = {}
  for id, entry in pairs(doc.answers or {}) do
    local object = type(entry) == "table" and (entry.value ~= nil or entry.state ~= nil)
    plan.answers[id] = object and entry or { value = entry }
  end
  if plan.budget then setmetatable(plan.budget, { __index = plan.budget.lines and methods.budget(plan.budget.lines) }) end
  if plan.community then setmetatable(plan.community, { __index = methods.community(plan.community) }) end
  return plan
end

local function answer(demand, value)
  local out = { value = value }
  for k, v in pairs(demand.declared) do out[k] = v end
  return out
end

local floor = { bound = {} }

function floor.bind(demand, direction, parts)
  local c = bound(demand, direction)
  for i, part in ipairs(parts) do
    c.parts = c.parts or {}
    c.parts[i] = bound(part, direction)
  end
  floor.bound[#floor.bound + 1] = c
end

-- One plan's work. What runs is the engine's business, and is known here: {rule, answered, counts}.
function floor.prepare(doc, runs)
  local plan, work = view(doc), {}
  for _, run in ipairs(runs) do
    local c = floor.bound[run[1]]
    local entry = run[2] and plan.answers[c.id] or nil
    local job = { criterion = c, answer = entry and answer(c, entry.value), parts = {}, counts = run[3] }
    for k, part in ipairs(entry and c.parts or {}) do
      local value = entry.value[part.id]
      job.parts[k] = { part = part, answer = value ~= nil and answer(part, value) or nil }
    end
    work[#work + 1] = job
  end
  return { plan = plan, jobs = work }
end

local function outcome(r)
  if type(r) == "number" then return { outcome = "scored", credit = r } end
  return r
end

-- Timed: the rules of all plans. Returns the sum of credits.
function floor.run(list)
  local sum = 0
  for _, work in ipairs(list) do
    for _, job in ipairs(work.jobs) do
      local c = job.criterion
      if c.parts and job.answer then
        local parts = {}
        for k, p in ipairs(job.parts) do
          local r = p.answer and outcome(p.part.score(work.plan, p.answer, p.part.args)) or { outcome = "not_assessed" }
          parts[k] = { id = p.part.id, weight = p.part.weight, outcome = r.outcome, credit = r.credit, reason = r.reason }
        end
        job.answer.parts = parts
      end
      local r = outcome(c.score(work.plan, job.answer, c.args))
      if job.counts and r.outcome == "scored" then sum = sum + r.credit end
    end
  end
  return sum
end

return floor
