-- Evidence that names a document which the plan does not list.
return {
  id = "check/evidence_listed", version = 1,
  title = "Documents named as evidence are listed",
  source = "Our own [drafted]: what is named as proof can be found",
  needs = { "plan.documents" },
  use = { "lib/facilities" },
  score = function(plan)
    local known, missing, count = {}, {}, 0
    for _, d in ipairs(plan.documents) do
      if d.name ~= nil then known[d.name] = true end
      if d.title ~= nil then known[d.title] = true end
    end
    for _, a in pairs(plan.answers or {}) do
      if type(a) == "table" and a.evidence ~= nil and type(a.evidence) == "table" then
        for _, e in ipairs(a.evidence) do
          if e.document ~= nil and e.url == nil and not known[e.document] then
            if missing[e.document] == nil then count = count + 1 end
            missing[e.document] = true
          end
        end
      end
    end
    if count == 0 then return credit(1, "all documents that are named are listed") end
    local names = {}
    for name in pairs(missing) do table.insert(names, name) end
    return credit(0, "named as evidence, but not among the plan's documents: {documents}",
      { documents = facilities.some(names) })
  end,
  tests = {
    { name = "a file that nobody lists", plan = { documents = { { name = "plan.pdf" } },
      answers = { ["GOV-01"] = { value = 2, evidence = { { document = "law.pdf" }, { document = "plan.pdf" } } } } },
      expect = { credit = 0, reason = "named as evidence, but not among the plan's documents: law.pdf" } },
    { name = "by its title, or with an address", plan = { documents = { { name = "plan.pdf", title = "The plan" } },
      answers = { ["GOV-01"] = { value = 2, evidence = { { document = "The plan" }, { document = "law.pdf",
        url = "https://example.org" } } }, ["GOV-02"] = 2 } }, expect = { credit = 1 } },
    { name = "no answers", plan = { documents = {} }, expect = { credit = 1 } },
    { name = "no list of documents", plan = { answers = {} }, expect = { outcome = "not_assessed" } },
  },
}
