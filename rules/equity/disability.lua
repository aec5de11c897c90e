-- How the plan deals with children with disabilities: named in an objective or action, found with a standard tool, and
-- given money.
return {
  id = "equity/disability", version = 1,
  title = "Children with disabilities",
  source = "Washington Group questions and Child Functioning Module; the ladder is ours [drafted]",
  needs = { "plan.actions" },
  args = { tools = { "washington_group", "child_functioning" } },
  score = function(plan, _, args)
    local grouped = 0
    local function names(list)
      local found = false
      for _, entry in ipairs(list or {}) do
        if entry.groups ~= nil then grouped = grouped + 1 end
        for _, g in ipairs(entry.groups or {}) do found = found or g == "disability" end
      end
      return found
    end
    local named = names(plan.objectives)
    named = names(plan.actions) or named
    local money = 0
    for _, l in ipairs(plan.budget and plan.budget.lines or {}) do
      for _, g in ipairs(l.groups or {}) do
        if g == "disability" then money = money + (l.amount or 0) end
      end
    end
    local people, tool = plan.community and plan.community.population, false
    for _, t in ipairs(args.tools) do tool = tool or people ~= nil and people.disability_tool == t end
    local counted = tool and people.children_with_disability ~= nil
    if not named and not counted and grouped == 0 then
      return not_assessed("no objective and no action says for whom it is")
    end
    if counted and named and money > 0 then
      return level(3, 3, "children with a disability: {count}, found with a standard tool; money for them: {money}",
                   { count = people.children_with_disability, money = money })
    end
    if counted and named then
      return level(2, 3, "children with a disability: {count}, found with a standard tool; no budget line is for them",
                   { count = people.children_with_disability })
    end
    if named then return level(1, 3, "named in the plan, but not found with a standard tool") end
    return level(0, 3, "no objective and no action names people with disabilities")
  end,
  tests = {
    { name = "named, found, with money",
      plan = { actions = { { groups = { "disability" } } }, budget = { lines = { { groups = { "disability" }, amount = 50 } } },
               community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
      expect = { credit = 1, reason = "children with a disability: 61, found with a standard tool; money for them: 50" } },
    { name = "a line without an amount is no money: level 2",
      plan = { actions = {}, objectives = { { groups = { "disability" } } }, budget = { lines = { { groups = { "disability" } } } },
               community = { population = { children_with_disability = 61, disability_tool = "child_functioning" } } },
      expect = { credit = 2 / 3 } },
    { name = "counted with a tool of one's own: level 1",
      plan = { actions = { { groups = { "disability" } } }, community = { population = { children_with_disability = 61, disability_tool = "other" } } },
      expect = { credit = 1 / 3, reason = "named in the plan, but not found with a standard tool" } },
    { name = "a tool and no count: level 1",
      plan = { actions = { { groups = { "disability" } } }, community = { population = { disability_tool = "washington_group" } } }, expect = { credit = 1 / 3 } },
    { name = "counted, and nothing is done: a real zero",
      plan = { actions = {}, community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } }, expect = { credit = 0 } },
    { name = "others are named: a real zero", plan = { actions = { { groups = { "children" } } } },
      expect = { credit = 0, reason = "no objective and no action names people with disabilities" } },
    { name = "nobody is named at all: the column was not filled in", plan = { actions = { { id = "A1" } } },
      expect = { outcome = "not_assessed", reason = "no objective and no action says for whom it is" } },
    { name = "no actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
