-- Days for which stored items for children last, by the item that lasts longest. So more in store is never
-- worse; whether food and water last for all is asked elsewhere in the checklist.
return {
  id = "shelter/child_stock", version = 2,
  title = "Relief items for children",
  source = "UNDRR Scorecard P9.4 and P9.5; the cut-offs, the items that must last and the days a kit lasts are ours [drafted]",
  needs = { "plan.stocks", "plan.scenarios" },
  args = {
    days = { 7, 3, 1 },
    -- only items whose text holds one of these words count: toys and blankets are not used up
    must_last = { "water", "food", "feeding", "milk", "meal", "hygiene", "soap", "infant", "baby", "diaper", "nappy", "medic" },
    -- not even then: only older girls use these, and they are asked for elsewhere
    of_some = { "dignity", "menstrual", "sanitary" },
    -- how many days one unit lasts one child; used for stock for "children", since the scenarios count no
    -- infants or girls. Stock for a part of the children must state its days.
    lasts = { set = 7, kit = 7, pack = 7, box = 7, ration = 1, ["child-day"] = 1 },
  },
  use = { "lib/children", "lib/ladder", "lib/places" },
  score = function(plan, answer, args)
    local expected, milder, untold = places.worst(plan.scenarios, "children")
    if expected == nil then return not_assessed("no severe scenario says how many children must leave home") end
    if milder ~= nil and milder > expected then
      return not_assessed("the most severe event drives {children} children from home, a milder one {milder}: correct the scenarios",
                          { children = expected, milder = milder })
    end
    if #untold > 0 then
      return not_assessed("no severe scenario of {hazards} says how many children must leave home",
                          { hazards = table.concat(untold, ", ") })
    end
    if expected == 0 then return not_applicable("no child must leave home in the most severe event") end
    local function has(item, words)
      for _, word in ipairs(words) do
        if item:lower():contains(word) then return true end
      end
      return false
    end
    local items, without, unclear, other = {}, {}, {}, {}
    for i, s in ipairs(plan.stocks) do
      local name = s.item or s.id or tostring(i)
      local passed_over = s.item ~= nil and has(s.item, args.of_some)
      if not passed_over and (s.item == nil or has(s.item, args.must_last)) then
        local days = s.days
        if days == nil and s["for"] == "children" and s.quantity ~= nil and args.lasts[s.unit or ""] ~= nil then
          days = s.quantity * args.lasts[s.unit] / expected
        end
        if s["for"] == nil or s.item == nil and children.named(s["for"]) then
          table.insert(unclear, name)
        elseif children.named(s["for"]) and days == nil then
          table.insert(without, name)
        elseif children.named(s["for"]) then
          items[name] = (items[name] or 0) + days
        end
      elseif not passed_over and (s["for"] == nil or children.named(s["for"])) then
        table.insert(other, name)
      end
    end
    local longest, which = -1, nil
    for item, days in pairs(items) do
      if days > longest then longest, which = days, item end
    end
    if which == nil and #without > 0 then
      return not_assessed("for how many days it lasts is missing for {items}: fill in the days",
                          { items = table.concat(without, ", ") })
    end
    if which == nil and #unclear > 0 then
      return not_assessed("what it is or for whom is missing for {items}", { items = table.concat(unclear, ", ") })
    end
    -- the words are English: an item under another name may well be food
    if which == nil and #other > 0 then
      return not_assessed("none of the items has one of the words {words}; if one of them is used up like these, name it so: {items}",
                          { words = table.concat(args.must_last, ", "), items = table.concat(other, ", ") })
    end
    if #plan.stocks == 0 then return level(0, #args.days, "nothing is in store") end
    if which == nil then return level(0, #args.days, "no food, water or hygiene items for children are in store") end
    return level(ladder.at_least(longest, args.days), #args.days,
                 "days for which {item} lasts: {days}; children expected: {expected}",
                 -- to a tenth of a day
                 { item = which, days = math.floor(longest * 10) / 10, expected = expected })
  end,
  tests = {
    { name = "a kit for each child: a week",
      plan = { stocks = { { item = "hygiene kit", quantity = 150, unit = "set", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1, reason = "days for which hygiene kit lasts: 7; children expected: 150" } },
    { name = "a few toys, blankets and some baby food beside the kits take nothing away",
      plan = { stocks = { { item = "Hygiene kit", quantity = 300, unit = "set", ["for"] = "children" },
                          { item = "toys", quantity = 10, unit = "pack", ["for"] = "children" },
                          { item = "blanket", quantity = 500, unit = "piece", ["for"] = "children" },
                          { item = "baby food", quantity = 300, unit = "ration", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1, reason = "days for which Hygiene kit lasts: 14; children expected: 150" } },
    { name = "two days: level 1 of 3",
      plan = { stocks = { { item = "baby food", quantity = 150, unit = "ration", ["for"] = "children" },
                          { item = "baby food", quantity = 150, unit = "ration", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3, reason = "days for which baby food lasts: 2; children expected: 150" } },
    { name = "days that the plan states win over the unit: level 2 of 3",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "set", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3 } },
    { name = "a stock without days is passed over where another has them",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "crate", ["for"] = "children" },
                          { item = "soap", days = 3, ["for"] = "girls" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3 } },
    { name = "stock for adults only: a real zero",
      plan = { stocks = { { item = "rice", quantity = 100, unit = "sack", ["for"] = "all" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0 } },
    { name = "dignity kits are for older girls, whatever they are called",
      plan = { stocks = { { item = "Dignity kit", days = 30, ["for"] = "girls" },
                          { item = "sanitary pads and soap", days = 30, ["for"] = "girls" },
                          { item = "biscuits (food)", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3, reason = "days for which biscuits (food) lasts: 3; children expected: 150" } },
    { name = "dignity kits only: a real zero",
      plan = { stocks = { { item = "dignity kit", days = 30, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0, reason = "no food, water or hygiene items for children are in store" } },
    { name = "an item under no known word may be food: no zero",
      plan = { stocks = { { item = "paket makanan", days = 4, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed" } },
    { name = "a checklist may set words of its own language",
      plan = { stocks = { { item = "paket makanan", days = 4, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      args = { must_last = { "makanan" } }, expect = { credit = 2 / 3 } },
    { name = "goods of unknown name for others: a real zero",
      plan = { stocks = { { item = "terpal", days = 4, ["for"] = "households" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0, reason = "no food, water or hygiene items for children are in store" } },
    { name = "an empty store: a real zero",
      plan = { stocks = {}, scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0, reason = "nothing is in store" } },
    { name = "no child must leave home",
      plan = { stocks = {}, scenarios = { { severity = "severe", children = 0 } } },
      expect = { outcome = "not_applicable" } },
    { name = "no child in the severe event, many in the probable one",
      plan = { stocks = {}, scenarios = { { severity = "severe", children = 0 }, { severity = "probable", children = 90 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no child in a severe drought, many in a probable flood: how many in a severe one?",
      plan = { stocks = {}, scenarios = { { hazard = "DR", severity = "severe", children = 0 },
                                          { hazard = "CFL", severity = "probable", children = 38 } } },
      expect = { outcome = "not_assessed", reason = "no severe scenario of CFL says how many children must leave home" } },
    { name = "a severe event that names no hazard may be of any",
      plan = { stocks = {}, scenarios = { { severity = "severe", children = 0 },
                                          { hazard = "FL", severity = "probable", children = 38 } } },
      expect = { outcome = "not_assessed",
        reason = "the most severe event drives 0 children from home, a milder one 38: correct the scenarios" } },
    { name = "a milder event of another hazard that drives out fewer takes nothing away",
      plan = { stocks = { { item = "milk", days = 3, ["for"] = "children" } },
               scenarios = { { hazard = "TS", severity = "severe", children = 90 },
                             { hazard = "FL", severity = "probable", children = 38 } } },
      expect = { credit = 2 / 3 } },
    { name = "a milder flood beside a severe one that drives out none",
      plan = { stocks = {}, scenarios = { { hazard = "FL", severity = "severe", children = 0 },
                                          { hazard = "FF", severity = "probable", children = 38 } } },
      expect = { outcome = "not_assessed",
        reason = "the most severe event drives 0 children from home, a milder one 38: correct the scenarios" } },
    { name = "a unit that says nothing about days",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "crate", ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed", reason = "for how many days it lasts is missing for milk: fill in the days" } },
    { name = "how many infants there are is not in the scenario: days are asked for",
      plan = { stocks = { { item = "infant feeding kit", quantity = 9, unit = "set", ["for"] = "infants" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed" } },
    { name = "nobody wrote down for whom the soap is",
      plan = { stocks = { { item = "soap", days = 9 } }, scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed", reason = "what it is or for whom is missing for soap" } },
    { name = "nobody wrote down what it is",
      plan = { stocks = { { days = 9, ["for"] = "children" } }, scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed", reason = "what it is or for whom is missing for 1" } },
    { name = "no severe scenario", plan = { stocks = {}, scenarios = { { severity = "probable", children = 150 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no list of stocks", plan = { scenarios = { { severity = "severe", children = 150 } } },
      expect = { outcome = "not_assessed" } },
    { name = "no scenarios", plan = { stocks = {} },
      expect = { outcome = "not_assessed", reason = "plan.scenarios is not in the plan" } },
  },
}
