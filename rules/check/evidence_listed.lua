-- Evidence that names a document which the plan does not list.
return {
  id = "check/evidence_listed", version = 1,
  title = "Documents named as evidence are listed",
  source = "Our own [drafted]: what is named as proof can be found",
  needs = { "plan.documents" },
  use = { "lib/facilities" },
  score = function(plan)
    local known, missing, names = {}, {}, {}
    for _, d in ipairs(plan.documents) do
      if d.name ~= nil then known[d.name] = true end
      if d.title ~= nil then known[d.title] = true end
    end
    for _, a in pairs(plan.answers or {}) do
      if type(a) == "table" and type(a.evidence) == "table" then
        for _, e in ipairs(a.evidence) do
          if e.document ~= nil and e.url == nil and not known[e.document] then
            missing[e.document] = true -- mutant ok: only the names are looked at
          end
        end
      end
    end
    for name in pairs(missing) do table.insert(names, name) end
    if #names == 0 then return credit(1, "all documents that are named are listed") end
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
    { name = "two answers name the same file", plan = { documents = {}, answers = {
      ["GOV-01"] = { value = 2, evidence = { { document = "law.pdf" } } },
      ["GOV-02"] = { value = 2, evidence = { { document = "law.pdf" }, { document = "a.pdf" } } } } },
      expect = { credit = 0, reason = "named as evidence, but not among the plan's documents: a.pdf, law.pdf" } },
    { name = "evidence that is a text names no document", plan = { documents = {}, answers = {
      ["GOV-01"] = { value = 2, evidence = "law.pdf" } } }, expect = { credit = 1 } },
    { name = "twelve are named, and that there are more", plan = { documents = {}, answers = { ["GOV-01"] = { value = 2,
      evidence = { { document = "01" }, { document = "02" }, { document = "03" }, { document = "04" }, { document = "05" },
        { document = "06" }, { document = "07" }, { document = "08" }, { document = "09" }, { document = "10" },
        { document = "11" }, { document = "12" }, { document = "13" } } } } },
      expect = { credit = 0,
        reason = "named as evidence, but not among the plan's documents: 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12, …" } },
    { name = "twelve alone", plan = { documents = {}, answers = { ["GOV-01"] = { value = 2,
      evidence = { { document = "01" }, { document = "02" }, { document = "03" }, { document = "04" }, { document = "05" },
        { document = "06" }, { document = "07" }, { document = "08" }, { document = "09" }, { document = "10" },
        { document = "11" }, { document = "12" } } } } },
      expect = { credit = 0,
        reason = "named as evidence, but not among the plan's documents: 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12" } },
  },
}
