-- Days for which the stored child items last; the item that runs out first counts.
return {
  id = "shelter/child_stock", version = 1,
  title = "Relief items for children",
  source = "UNDRR Scorecard P9.4 and P9.5; the cut-offs and the days a kit lasts are ours [drafted]",
  needs = { "plan.stocks", "plan.scenarios" },
  args = {
    days = { 7, 3, 1 },
    -- how many days one unit lasts one child
    lasts = { set = 7, kit = 7, pack = 7, box = 7, ration = 1, ["child-day"] = 1 },
    -- what children cannot be without: where such items are in store, only they count, so that toys beside
    -- them lower nothing
    must_last = { "water", "food", "milk", "meal", "hygiene", "dignity", "infant", "baby", "diaper", "nappy", "medic" },
  },
  use = { "lib/children", "lib/ladder", "lib/places" },
  score = function(plan, answer, args)
    local expected = places.worst(plan.scenarios, "children")
    if expected == nil then return not_assessed("no severe scenario says how many children must leave home") end
    if expected == 0 then return not_applicable("no child must leave home in the most severe event") end
    -- item -> days in store; open: one of which the days are not known
    local needed, others, found, told = { days = {} }, { days = {} }, 0, 0
    for _, s in ipairs(plan.stocks) do
      if s["for"] ~= nil then told = told + 1 end
      if children.named(s["for"]) then
        local lasts, days, item = args.lasts[s.unit or ""], s.days, s.item or "an item"
        if days == nil and s.quantity ~= nil and lasts ~= nil then days = s.quantity * lasts / expected end
        found = found + 1
        local kind = others
        for _, word in ipairs(args.must_last) do
          if item:lower():contains(word) then kind = needed end
        end
        kind.any = true
        if days == nil then kind.open = item else kind.days[item] = (kind.days[item] or 0) + days end
      end
    end
    local counted = needed.any and needed or others
    local items, known = counted.days, 0
    for _ in pairs(items) do known = known + 1 end
    if #plan.stocks == 0 then return level(0, #args.days, "nothing is in store") end
    if told == 0 then return not_assessed("no stock says for whom it is") end
    if found == 0 then return level(0, #args.days, "nothing is in store for children") end
    if known == 0 then
      return not_assessed("for how many days {item} lasts is not known: fill in the days", { item = counted.open })
    end
    local least, which = math.huge, ""
    for item, days in pairs(items) do
      if days < least then least, which = days, item end
    end
    return level(ladder.at_least(least, args.days), #args.days,
                 "{item} lasts {days} days for {expected} children",
                 { item = which, days = math.floor(least * 10) / 10, expected = expected })
  end,
  tests = {
    { name = "a kit for each child: a week",
      plan = { stocks = { { item = "hygiene kit", quantity = 150, unit = "set", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1, reason = "hygiene kit lasts 7 days for 150 children" } },
    { name = "the item that runs out first counts: level 1 of 3",
      plan = { stocks = { { item = "hygiene kit", quantity = 150, unit = "set", ["for"] = "children" },
                          { item = "baby food", quantity = 300, unit = "ration", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3, reason = "baby food lasts 2 days for 150 children" } },
    { name = "days that the plan states win over the unit: level 2 of 3",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "crate", days = 3, ["for"] = "infants" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3 } },
    { name = "toys beside what is needed lower nothing, nor does what cannot be counted in days",
      plan = { stocks = { { item = "hygiene kit", quantity = 300, unit = "kit", ["for"] = "children" },
                          { item = "toys", quantity = 10, unit = "pack", ["for"] = "children" },
                          { item = "baby blankets", quantity = 300, unit = "piece", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 300 } } },
      expect = { credit = 1, reason = "hygiene kit lasts 7 days for 300 children" } },
    { name = "what is needed cannot be counted, and toys do not stand in for it",
      plan = { stocks = { { item = "hygiene kit", quantity = 300, unit = "piece", ["for"] = "children" },
                          { item = "toys", quantity = 300, unit = "pack", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 300 } } },
      expect = { outcome = "not_assessed" } },
    { name = "nothing in store: a real zero",
      plan = { stocks = {}, scenarios = { { severity = "severe", children = 150 } } }, expect = { credit = 0 } },
    { name = "nobody says for whom",
      plan = { stocks = { { item = "rice", quantity = 1, unit = "sack" } }, scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no severe scenario with children",
      plan = { stocks = {}, scenarios = { { severity = "probable", children = 150 } } }, expect = { outcome = "not_assessed" } },
    { name = "stock for adults only: a real zero",
      plan = { stocks = { { item = "rice", quantity = 100, unit = "sack", ["for"] = "all" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0 } },
    { name = "no child must leave home",
      plan = { stocks = {}, scenarios = { { severity = "severe", children = 0 } } },
      expect = { outcome = "not_applicable" } },
    { name = "a unit that says nothing about days",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "crate", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of stocks", plan = { scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed" } },
  },
}
