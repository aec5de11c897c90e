-- Days for which stored items for children last, by the item that lasts longest of those that are for all children. So
-- more in store is never worse; whether food and water last for all people is asked elsewhere in the checklist. What is
-- for some of the children only, such as infants, leaves the others with nothing, and takes the credit to the first level.

-- Whether a text holds one of the words.
local function has(item, words)
  for _, word in ipairs(words) do
    if item:lower():contains(word) then return true end
  end
  return false
end

-- Days that a stock lasts for so many children: as stated, but no longer than its quantity can.
local function lasts_for(s, expected, args)
  local of_one = args.lasts[s.unit or ""]
  if s.unit == args.litre and s.item ~= nil and has(s.item, args.water) then of_one = 1 / args.litres end
  if s.quantity == nil or of_one == nil then return s.days end
  -- a kit lasts one child as long as the plan says; a ration is one of a day, whatever it says
  if args.kits[s.unit] and s.days ~= nil then of_one = s.days end
  local days = s.quantity * of_one / expected
  return s.days == nil and days or math.min(s.days, days)
end

return {
  id = "shelter/child_stock", version = 3,
  title = "Relief items for children",
  source = "UNDRR Scorecard P9.4 and P9.5; the cut-offs, the items that must last and the days a kit lasts are ours [drafted]; 2.5 litres of drinking water a day: Sphere 2018 [unverified]",
  needs = { "plan.stocks", "plan.scenarios" },
  args = {
    days = { 7, 3, 1 },
    -- only items whose text holds one of these words count: toys and blankets are not used up
    must_last = { "water", "food", "feeding", "milk", "meal", "biscuit", "porridge", "hygiene", "soap", "infant", "baby", "diaper", "nappy", "nappies", "medic" },
    -- not even then: only older girls use these, and they are asked for elsewhere
    of_some = { "dignity", "menstrual", "sanitary" },
    -- how many days one unit lasts one child, where the days are not stated; used for stock for "children", since the
    -- scenarios count no infants or girls. Stock for a part of the children must state its days.
    lasts = { set = 7, kit = 7, pack = 7, box = 7, ration = 1, portion = 1, ["child-day"] = 1 },
    -- those of which one is for one child, for as many days as are stated
    kits = { set = true, kit = true, pack = true, box = true },
    -- water: litres that a child drinks a day, and what water is called
    litre = "litre", litres = 2.5, water = { "water" },
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
    local items, for_some, without, unclear, other = {}, {}, {}, {}, {}
    for i, s in ipairs(plan.stocks) do
      local name = s.item or s.id or tostring(i)
      local passed_over = s.item ~= nil and has(s.item, args.of_some)
      local for_all = s["for"] == "children"
      if not passed_over and (s.item == nil or has(s.item, args.must_last)) then
        local days = s.days
        if for_all then days = lasts_for(s, expected, args) end
        if s["for"] == nil or s.item == nil and children.named(s["for"]) then
          table.insert(unclear, name)
        elseif children.named(s["for"]) and days == nil then
          table.insert(without, name)
        elseif children.named(s["for"]) then
          local found = for_all and items or for_some
          found[name] = found[name] or { days = 0, stated = 0, group = s["for"] }
          found[name].days = found[name].days + days
          found[name].stated = found[name].stated + (s.days or days)
        end
      elseif not passed_over and (s["for"] == nil or children.named(s["for"])) then
        table.insert(other, name)
      end
    end
    local function longest_of(found)
      local best, which = { days = -1 }, nil
      for item, e in pairs(found) do
        if e.days > best.days then best, which = e, item end
      end
      return best, which
    end
    local best, which = longest_of(items)
    local step = ladder.at_least(best.days, args.days)
    local some, of_some = longest_of(for_some)
    -- to a tenth of a day, but never up to a step that is not reached
    local function tenths(days)
      local parts = 10 -- of a day
      local rounded = math.floor(days * parts + 1 / 2) / parts
      if ladder.at_least(rounded, args.days) > ladder.at_least(days, args.days) then return math.floor(days * parts) / parts end
      return rounded
    end
    local of_group = of_some ~= nil and math.min(ladder.at_least(some.days, args.days), 1) or 0
    if step == 0 and of_some ~= nil and (of_group > 0 or which == nil) then
      return level(of_group, #args.days,
                   "days for which {item} lasts: {days}, but it is for {group} alone; children expected: {expected}",
                   { item = of_some, days = tenths(some.days), group = some.group, expected = expected })
    end
    if which == nil and #without > 0 then
      return not_assessed("for how many days it lasts is missing for {items}: fill in the days",
                          { items = table.concat(without, ", ") })
    end
    if which == nil and #unclear > 0 then
      return not_assessed("what it is or for whom is missing for {items}", { items = table.concat(unclear, ", ") })
    end
    -- the words are English: an item for children under another name may well be food
    if which == nil and #other > 0 then
      return not_assessed("no item for children has one of the words {words}; if one of these is used up like them, name it so: {items}",
                          { words = table.concat(args.must_last, ", "), items = table.concat(other, ", ") })
    end
    if #plan.stocks == 0 then return level(0, #args.days, "nothing is in store", { expected = expected }) end
    if which == nil then
      return level(0, #args.days, "no food, water or hygiene items for children are in store", { expected = expected })
    end
    if best.days < best.stated then
      return level(step, #args.days,
        "days for which {item} lasts, as stated: {stated}, by its quantity: {days}; children expected: {expected}",
        { item = which, stated = best.stated, days = tenths(best.days), expected = expected })
    end
    return level(step, #args.days, "days for which {item} lasts: {days}; children expected: {expected}",
                 { item = which, days = tenths(best.days), expected = expected })
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
    { name = "days that the plan states, where there is a kit for each child",
      plan = { stocks = { { item = "milk", quantity = 150, unit = "set", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3, reason = "days for which milk lasts: 3; children expected: 150" } },
    { name = "three days, and a kit for two of three children: level 1 of 3",
      plan = { stocks = { { item = "milk", quantity = 100, unit = "set", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3,
        reason = "days for which milk lasts, as stated: 3, by its quantity: 2; children expected: 150" } },
    { name = "four days, and portions for less than three",
      plan = { stocks = { { item = "instant food", quantity = 400, unit = "portion", days = 4, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3,
        reason = "days for which instant food lasts, as stated: 4, by its quantity: 2.7; children expected: 150" } },
    { name = "more than is claimed takes nothing away, and adds nothing",
      plan = { stocks = { { item = "milk", quantity = 900, unit = "ration", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3, reason = "days for which milk lasts: 3; children expected: 150" } },
    { name = "water by the litre, to drink",
      plan = { stocks = { { item = "Water", quantity = 375, unit = "litre", days = 2, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3,
        reason = "days for which Water lasts, as stated: 2, by its quantity: 1; children expected: 150" } },
    { name = "a litre of milk is not one of water: the days count",
      plan = { stocks = { { item = "milk", quantity = 3, unit = "litre", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3 } },
    { name = "kits for infants last longest, and feed no other child",
      plan = { stocks = { { item = "infant kit", quantity = 20, unit = "kit", days = 30, ["for"] = "infants" },
                          { item = "biscuits (food)", days = 3, ["for"] = "children" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 2 / 3, reason = "days for which biscuits (food) lasts: 3; children expected: 150" } },
    { name = "only some of the children have something: level 1 of 3",
      plan = { stocks = { { item = "infant kit", quantity = 20, unit = "kit", days = 30, ["for"] = "infants" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3,
        reason = "days for which infant kit lasts: 30, but it is for infants alone; children expected: 150" } },
    { name = "half a day for infants",
      plan = { stocks = { { item = "infant kit", days = 0.5, ["for"] = "infants" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0 } },
    { name = "days are rounded, but not up to a step that they miss", cases = {
      { name = "nearly a day", plan = { scenarios = { { severity = "severe", children = 100 } },
        stocks = { { item = "milk", ["for"] = "children", quantity = 99, unit = "portion" } } },
        expect = { credit = 0, reason = "days for which milk lasts: 0.9; children expected: 100" } },
      { name = "nearly two days", plan = { scenarios = { { severity = "severe", children = 100 } },
        stocks = { { item = "milk", ["for"] = "children", quantity = 197, unit = "portion" } } },
        expect = { credit = 1 / 3, reason = "days for which milk lasts: 2; children expected: 100" } },
      { name = "a little more than two", plan = { scenarios = { { severity = "severe", children = 100 } },
        stocks = { { item = "milk", ["for"] = "children", quantity = 204, unit = "portion" } } },
        expect = { credit = 1 / 3, reason = "days for which milk lasts: 2; children expected: 100" } } } },
    { name = "nearly nothing for all, and half a day for infants",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "set", days = 3, ["for"] = "children" },
                          { item = "infant kit", days = 0.5, ["for"] = "infants" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 0, reason = "days for which milk lasts, as stated: 3, by its quantity: 0.2; children expected: 150" } },
    { name = "nearly nothing for all, and a week for the smallest",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "set", days = 3, ["for"] = "children" },
                          { item = "porridge (food)", days = 7, ["for"] = "0-4" } },
               scenarios = { { severity = "severe", children = 150 } } },
      expect = { credit = 1 / 3 } },
    { name = "a stock without days is passed over where another has them",
      plan = { stocks = { { item = "milk", quantity = 9, unit = "crate", ["for"] = "children" },
                          { item = "soap", days = 3, ["for"] = "children" } },
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
