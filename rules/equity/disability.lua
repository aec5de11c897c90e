-- How the plan deals with children with disabilities: named in an objective or action, found with a standard tool, and
-- given money. A count that nothing follows is less: with a standard tool it is no more than a mention, and with any other
-- it leaves them out of the plan.
return {
  id = "equity/disability", version = 3,
  title = "Children with disabilities",
  source = "Washington Group questions and Child Functioning Module; the ladder is ours [drafted]",
  needs = { "plan.actions" },
  args = { tools = { "washington_group", "child_functioning" } },
  score = function(plan, _, args)
    local untold = 0
    local function names(list)
      local found = false
      for _, entry in ipairs(list or {}) do
        if entry.groups == nil then untold = untold + 1 end
        for _, g in ipairs(entry.groups or {}) do found = found or g == "disability" end
      end
      return found
    end
    local named = names(plan.objectives)
    named = names(plan.actions) or named
    local people, standard = plan.community and plan.community.population or {}, false
    local count, tool = people.children_with_disability, people.disability_tool
    for _, t in ipairs(args.tools) do standard = standard or count ~= nil and tool == t end
    if count ~= nil and tool == nil then
      return not_assessed("by which tool children with a disability were found is not told")
    end
    if not standard and named then return level(1, 3, "named in the plan, but not found with a standard tool") end
    if not standard and untold > 0 then
      return not_assessed("objectives and actions that do not say for whom they are: {untold}", { untold = untold })
    end
    if count ~= nil and not standard then
      return level(0, 3, "children with a disability: {counted}, not found with a standard tool; no objective and no action names them",
                   { counted = count })
    end
    if not standard then
      return level(0, 3, "nothing in the plan names people with disabilities; the children are not counted")
    end
    local lines, money, shared, open = plan.budget and plan.budget.lines, 0, 0, 0
    for _, l in ipairs(lines or {}) do
      if l.groups == nil then open = open + 1 end
      for _, g in ipairs(l.groups or {}) do
        if g == "disability" then
          money = money + (l.amount or 0)
          -- which part of it is theirs is not told, and no share of ours would be truer
          if #l.groups > 1 then shared = shared + (l.amount or 0) end
          break
        end
      end
    end
    if money == 0 and (lines == nil or open > 0) then
      return not_assessed("whether there is money for them is not told: budget lines that do not say for whom they are: {open}", { open = open })
    end
    if money == 0 and not named and untold > 0 then
      return not_assessed("objectives and actions that do not say for whom they are: {untold}", { untold = untold })
    end
    if money == 0 and not named then
      return level(1, 3, "children with a disability: {count}, found with a standard tool; no objective, action or budget line names them",
        { count = count })
    end
    if money == 0 then
      return level(2, 3, "children with a disability: {count}, found with a standard tool; no budget line is for them",
        { count = count })
    end
    if shared > 0 then
      return level(3, 3,
        "children with a disability: {count}, found with a standard tool; money in lines for them: {money}, of it in lines for others too: {shared}",
        { count = count, money = money, shared = shared })
    end
    return level(3, 3, "children with a disability: {count}, found with a standard tool; money for them: {money}",
      { count = count, money = money })
  end,
  tests = {
    { name = "named, found, with money; a line that says nothing takes nothing away",
      plan = { actions = { { groups = { "disability" } }, {} },
        budget = { lines = { { groups = { "disability" }, amount = 50 }, {} } },
               community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
      expect = { credit = 1,
        reason = "children with a disability: 61, found with a standard tool; money for them: 50" } },
    { name = "a line for others too is told apart",
      plan = { actions = { { groups = { "disability" } } },
        budget = { lines = { { groups = { "disability" }, amount = 50 },
                             { groups = { "all", "disability", "disability" }, amount = 900 } } },
               community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
      expect = { credit = 1,
        reason = "children with a disability: 61, found with a standard tool; money in lines for them: 950, of it in lines for others too: 900" } },
    { name = "a line without an amount is no money: level 2",
      plan = { actions = {}, objectives = { { groups = { "disability" } } },
        budget = { lines = { { groups = { "disability" } } } },
               community = { population = { children_with_disability = 61, disability_tool = "child_functioning" } } },
      expect = { credit = 2 / 3,
        reason = "children with a disability: 61, found with a standard tool; no budget line is for them" } },
    { name = "no budget: is there money?",
      plan = { actions = { { groups = { "disability" } } },
        community = { population = { children_with_disability = 61, disability_tool = "child_functioning" } } },
      expect = { outcome = "not_assessed" } },
    { name = "a line that does not say for whom it is",
      plan = { actions = { { groups = { "disability" } } }, budget = { lines = { { amount = 50 } } },
               community = { population = { children_with_disability = 61, disability_tool = "child_functioning" } } },
      expect = { outcome = "not_assessed",
        reason = "whether there is money for them is not told: budget lines that do not say for whom they are: 1" } },
    { name = "counted with a tool of one's own: level 1",
      plan = { actions = { { groups = { "disability" } } },
        community = { population = { children_with_disability = 61, disability_tool = "other" } } },
      expect = { credit = 1 / 3, reason = "named in the plan, but not found with a standard tool" } },
    { name = "counted, but with which tool?",
      plan = { actions = { { groups = { "disability" } } },
        community = { population = { children_with_disability = 61 } } },
      expect = { outcome = "not_assessed",
        reason = "by which tool children with a disability were found is not told" } },
    { name = "named and not counted: level 1", plan = { actions = { { groups = { "disability" } } } },
      expect = { credit = 1 / 3 } },
    { name = "counted, and no action names them", cases = {
      { name = "with a standard tool: level 1",
        plan = { actions = { { groups = { "children" } } }, budget = { lines = { { groups = { "children" }, amount = 5 } } },
                 community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
        expect = { credit = 1 / 3,
          reason = "children with a disability: 61, found with a standard tool; no objective, action or budget line names them" } },
      { name = "an action does not say for whom it is: perhaps it names them",
        plan = { actions = { { id = "A1" } }, budget = { lines = { { groups = { "children" }, amount = 5 } } },
                 community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
        expect = { outcome = "not_assessed", reason = "objectives and actions that do not say for whom they are: 1" } },
      { name = "with a standard tool, and money",
        plan = { actions = {}, budget = { lines = { { groups = { "disability" }, amount = 5 } } },
                 community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
        expect = { credit = 1 } },
      { name = "with a standard tool; is there money?",
        plan = { actions = {}, community = { population = { children_with_disability = 61, disability_tool = "washington_group" } } },
        expect = { outcome = "not_assessed" } },
      { name = "with a tool of one's own, and an action does not say for whom it is",
        plan = { actions = { { groups = { "children" } }, {} },
                 community = { population = { children_with_disability = 61, disability_tool = "other" } } },
        expect = { outcome = "not_assessed" } },
      { name = "with a tool of one's own: they are left out",
        plan = { actions = { { groups = { "children" } } },
                 community = { population = { children_with_disability = 61, disability_tool = "other" } } },
        expect = { credit = 0,
          reason = "children with a disability: 61, not found with a standard tool; no objective and no action names them" } },
      { name = "with which tool?",
        plan = { actions = {}, community = { population = { children_with_disability = 61 } } },
        expect = { outcome = "not_assessed" } },
    } },
    { name = "others are named, and nobody is counted: a real zero",
      plan = { actions = { { groups = { "children" } } }, community = { population = { disability_tool = "washington_group" } } },
      expect = { credit = 0,
        reason = "nothing in the plan names people with disabilities; the children are not counted" } },
    { name = "an empty plan: a real zero", plan = { actions = {} }, expect = { credit = 0 } },
    { name = "one action does not say for whom it is",
      plan = { actions = { { groups = { "children" } }, { id = "A1" } } },
      expect = { outcome = "not_assessed", reason = "objectives and actions that do not say for whom they are: 1" } },
    { name = "no actions", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
