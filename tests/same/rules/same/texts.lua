-- Everything by which a rule turns numbers into text, and what could follow the order of a hash.
return {
  id = "same/texts", version = 1, title = "Numbers as text", source = "our own",
  args = { parts = 7 },
  score = function(plan, answer, args)
    local share = answer.value / args.parts
    local facts, total = {}, 0
    for name, value in pairs(plan.facts) do
      table.insert(facts, name .. "=" .. tostring(value))
      total = total + (type(value) == "number" and value / 3 or 0.1)
    end
    local own = { zeta = 1, alpha = 2, ["ı"] = 3, I = 4, i = 5, [7] = 6 }
    local keys = {}
    for key in pairs(own) do table.insert(keys, tostring(key)) end
    return credit(share / 100, "{joined}; {formed}; {told}; {list}; {share}; {letters}; {facts}; {keys}",
                  { joined = "x" .. share .. "/" .. total,
                    formed = string.format("%.3f %g %8.2f", share, total, share * 1e9),
                    told = tostring(share) .. " " .. tostring(1e300 * share) .. " " .. tostring(share * 1e-9),
                    list = { share, share / 9, 12, "é" }, share = percent(share / 100),
                    letters = ("Iiİı"):upper() .. ("Iiİı"):lower(),
                    facts = table.concat(facts, ", "), keys = table.concat(keys, " ") })
  end,
  tests = {
    { name = "a seventh", answer = 70, plan = { facts = {} }, expect = { credit = 0.1 } },
    { name = "nothing", answer = 0, plan = { facts = {} }, expect = { credit = 0 } },
  },
}
