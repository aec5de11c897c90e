-- A criterion made of parts, each scored by its own rule before this one runs.
local ways = { arithmetic = true, minimum = true, shares = true }

-- Parts that exclude each other and together are the whole, such as the shares of low, average and high: each
-- is worth its own credit. Sheets print rounded shares, so their sum may be off by a thousandth.
local function of_shares(parts, credits)
  local sum, worth, names = 0, 0, {}
  for _, part in ipairs(parts) do
    local x = credits[part.id]
    assert(type(x) == "number" and x >= 0 and x <= 1, "part " .. part.id .. " has no credit from 0 to 1 in credits")
    if part.outcome == "scored" then
      sum, worth = sum + part.credit, worth + part.credit * x
      table.insert(names, part.id)
    end
  end
  if sum < 0.999 or sum > 1.001 then -- by a thousandth, as said above
    return not_assessed("the shares make {sum} together, not 100 %", { sum = percent(sum) })
  end
  return credit(worth / sum, "{share}, by the shares of {parts}", { share = percent(worth / sum), parts = names })
end

return {
  id = "standard/parts", version = 2,
  title = "Parts",
  source = "The answer types of the checklist format, docs/writing-a-checklist.md",
  -- credits: for shares only, what each part of the whole is worth
  args = { aggregate = "arithmetic", credits = {} },
  score = function(_, answer, args)
    assert(ways[args.aggregate], "aggregate is none of arithmetic, minimum, shares")
    local sum, all, least, open, count, lacking = 0, 0, 1, {}, 0, {} -- mutant ok: no credit is above 1
    for _, part in ipairs(answer.parts) do
      if part.outcome == "scored" then
        sum, all, count = sum + part.weight * part.credit, all + part.weight, count + 1
        least = math.min(least, part.credit)
        if part.credit < 1 then table.insert(lacking, part.id) end
      elseif part.outcome ~= "not_applicable" then
        table.insert(open, part.id)
      end
    end
    if #open > 0 then return not_assessed("no value for {parts}", { parts = open }) end
    if count == 0 then return not_applicable("none of the parts applies") end
    if args.aggregate == "shares" then return of_shares(answer.parts, args.credits) end
    if #lacking == 0 then return credit(1, "all parts are met: {count}", { count = count }) end
    if args.aggregate == "minimum" then
      return credit(least, "the weakest part reaches {share}; of {count} parts these fall short: {lacking}",
                    { count = count, share = percent(least), lacking = lacking })
    end
    return credit(sum / all, "{share}; of {count} parts these fall short: {lacking}",
                  { count = count, share = percent(sum / all), lacking = lacking })
  end,
  tests = {
    { name = "mean", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "scored", credit = 0 } } }, expect = { credit = 0.25 } },
    { name = "weakest", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "scored", credit = 0.5 } } }, args = { aggregate = "minimum" },
      expect = { credit = 0.5, reason = "the weakest part reaches 50 %; of 2 parts these fall short: b" } },
    { name = "one without a value", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "not_assessed" } } }, expect = { outcome = "not_assessed", reason = "no value for b" } },
    { name = "one that does not apply leaves", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.5 }, { id = "b", weight = 3, outcome = "not_applicable" } } }, expect = { credit = 0.5, reason = "50 %; of 1 parts these fall short: a" } },
    { name = "none applies", answer = { parts = { { id = "a", weight = 1, outcome = "not_applicable" } } }, expect = { outcome = "not_applicable" } },
    { name = "shares of a whole, each with its worth", answer = { parts = { { id = "low", weight = 1, outcome = "scored", credit = 0.03 }, { id = "average", weight = 1, outcome = "scored", credit = 0.42 }, { id = "high", weight = 1, outcome = "scored", credit = 0.55 } } },
      args = { aggregate = "shares", credits = { low = 0.25, average = 0.5, high = 1 } }, expect = { credit = 0.7675, reason = "76.8 %, by the shares of low, average, high" } },
    { name = "shares that are rounded", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.333 }, { id = "b", weight = 1, outcome = "scored", credit = 0.666 } } },
      args = { aggregate = "shares", credits = { a = 0, b = 1 } }, expect = { credit = 0.666666667 } },
    { name = "shares that are not the whole", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.5 }, { id = "b", weight = 1, outcome = "scored", credit = 0.4 } } },
      args = { aggregate = "shares", credits = { a = 0, b = 1 } }, expect = { outcome = "not_assessed", reason = "the shares make 90 % together, not 100 %" } },
    { name = "shares that are more than the whole", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.5 }, { id = "b", weight = 1, outcome = "scored", credit = 0.51 } } },
      args = { aggregate = "shares", credits = { a = 0, b = 1 } }, expect = { outcome = "not_assessed" } },
    { name = "a share that is missing", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 1, outcome = "not_assessed" } } },
      args = { aggregate = "shares", credits = { a = 0, b = 1 } }, expect = { outcome = "not_assessed", reason = "no value for b" } },
    { name = "a share without a worth", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 } } }, args = { aggregate = "shares" }, expect = { outcome = "error" } },
    { name = "a worth in percent", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 } } }, args = { aggregate = "shares", credits = { a = 50 } }, expect = { outcome = "error" } },
    { name = "an unknown way, though a part is open", answer = { parts = { { id = "a", weight = 1, outcome = "not_assessed" } } }, args = { aggregate = "best" }, expect = { outcome = "error" } },
    { name = "an unknown way", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 } } }, args = { aggregate = "best" }, expect = { outcome = "error" } },
    { name = "a worth of a half more than all", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 1, outcome = "scored", credit = 0 } } },
      args = { aggregate = "shares", credits = { a = 1, b = 1.5 } }, expect = { outcome = "error", reason = "part b has no credit from 0 to 1 in credits" } },
    { name = "a worth below 0", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 1, outcome = "scored", credit = 0 } } },
      args = { aggregate = "shares", credits = { a = 1, b = -0.5 } }, expect = { outcome = "error", reason = "part b has no credit from 0 to 1 in credits" } },
    { name = "a worth that is a text", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 } } },
      args = { aggregate = "shares", credits = { a = "1" } }, expect = { outcome = "error", reason = "part a has no credit from 0 to 1 in credits" } },
    { name = "a thousandth less than the whole", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.999 } } },
      args = { aggregate = "shares", credits = { a = 0.5 } }, expect = { credit = 0.5, reason = "50 %, by the shares of a" } },
    { name = "a thousandth and a half less", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.9985 } } },
      args = { aggregate = "shares", credits = { a = 0.5 } }, expect = { outcome = "not_assessed" } },
    { name = "a thousandth more", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 1, outcome = "scored", credit = 0.001 } } },
      args = { aggregate = "shares", credits = { a = 0.5, b = 0.5 } }, expect = { credit = 0.5 } },
    { name = "a thousandth and a half more", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 1, outcome = "scored", credit = 0.0015 } } },
      args = { aggregate = "shares", credits = { a = 0.5, b = 0.5 } }, expect = { outcome = "not_assessed" } },
    { name = "the share is of what the parts make together", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 0.999 } } },
      args = { aggregate = "shares", credits = { a = 0.999 } }, expect = { credit = 0.999, reason = "99.9 %, by the shares of a" } },
    { name = "what is said of a mean", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 }, { id = "b", weight = 3, outcome = "scored", credit = 0 } } },
      expect = { credit = 0.25, reason = "25 %; of 2 parts these fall short: b" } },
    { name = "all full: the weakest is full", answer = { parts = { { id = "a", weight = 1, outcome = "scored", credit = 1 } } }, args = { aggregate = "minimum" },
      expect = { credit = 1, reason = "all parts are met: 1" } },
  },
}
