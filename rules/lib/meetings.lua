-- Consultations of a plan with children: which groups came, and whether there was none at all.

-- The eight groups that are looked for, by the words that mean one; a reason names the first.
local eight = {
  { "girls" }, { "boys" }, { "5-9" }, { "10-14" }, { "15-17" }, { "disability" },
  { "out_of_school" },
  { "minority", "indigenous", "displaced", "refugee", "migrant", "returnee", "stateless" },
}

-- Of the consultations with a day up to `today`: the groups that came (`there`), those that did not (`missing`), and
-- whether each of them tells who came (`told`).
local function groups(list, today)
  local came, found = {}, { there = {}, missing = {}, told = true }
  for _, c in ipairs(list) do
    if c.date ~= nil and c.date <= today then
      for _, group in ipairs(c.groups or {}) do came[group] = true end
      for _, sex in ipairs({ "girls", "boys" }) do
        if (c[sex] or 0) > 0 then came[sex] = true end
      end
      if c.groups == nil then found.told = false end
    end
  end
  for _, names in ipairs(eight) do
    local any = false
    for _, name in ipairs(names) do any = any or came[name] == true end
    table.insert(any and found.there or found.missing, names[1])
  end
  return found
end

-- Whether the answer to a question says that children were not heard at all: its lowest level.
local function none(answers, question)
  local answer = answers and answers[question]
  return answer ~= nil and answer.value == 0
end

return { eight = eight, groups = groups, none = none }
