-- An answer claims what the plan itself would have to list, and that list is empty.
return {
  id = "check/listed", version = 1,
  title = "What is claimed is listed",
  source = "Our own [drafted]: the answer and the plan's lists describe the same thing",
  -- list: a list of plan (bodies, drills, stocks) or, with `of = "community"`, of community; from: the lowest level or
  -- number of an answer that claims something; what: how the list is called in the reason
  args = { list = "", of = "plan", from = 1, what = "" }, -- mutant ok: any other word than community means the plan
  score = function(plan, answer, args)
    if answer == nil then return not_assessed("no answer was given") end
    local list
    if args.of == "community" then list = plan.community and plan.community[args.list] else list = plan[args.list] end
    if list == nil then return not_assessed("the plan has no list of them") end
    local claims = answer.value == true
    if type(answer.value) == "number" then claims = answer.value >= args.from end
    if type(answer.value) == "table" then claims = #answer.value >= args.from end
    if claims and #list == 0 then
      return credit(0, "the answer says that there is something, but the plan's list of {what} is empty",
        { what = args.what })
    end
    return credit(1, "answer and list agree")
  end,
  tests = {
    { name = "a level that claims a body, and no body", answer = 2,
      args = { list = "bodies", from = 2, what = "committees" }, plan = { bodies = {} },
      expect = { credit = 0,
        reason = "the answer says that there is something, but the plan's list of committees is empty" } },
    { name = "a level that claims nothing", answer = 1, args = { list = "bodies", from = 2 }, plan = { bodies = {} },
      expect = { credit = 1 } },
    { name = "yes, and nothing is listed", answer = true, args = { list = "bodies" }, plan = { bodies = {} },
      expect = { credit = 0 } },
    { name = "no, and nothing is listed", answer = false, args = { list = "bodies" }, plan = { bodies = {} },
      expect = { credit = 1 } },
    { name = "items ticked, and nothing is listed", answer = { value = { "drowning" } }, args = { list = "actions" },
      plan = { actions = {} }, expect = { credit = 0 } },
    { name = "a list of the community", answer = 3, args = { list = "practices", of = "community" },
      plan = { community = { practices = {} } }, expect = { credit = 0 } },
    { name = "something is listed", answer = 3, args = { list = "bodies" }, plan = { bodies = { {} } },
      expect = { credit = 1 } },
    { name = "nobody wrote the list", answer = 3, args = { list = "bodies" }, plan = {},
      expect = { outcome = "not_assessed" } },
    { name = "no answer", args = { list = "bodies" }, plan = { bodies = {} }, expect = { outcome = "not_assessed" } },
    { name = "level 0 claims nothing", answer = 0, args = { list = "bodies" }, plan = { bodies = {} }, expect = { credit = 1 } },
    { name = "something is listed in the community", answer = 3, args = { list = "practices", of = "community" },
      plan = { community = { practices = { {} } } }, expect = { credit = 1 } },
  },
}
