-- Pupils of each sex for each toilet, school by school: full credit up to the standard, none from three times as
-- many on; the mean over all pupils.
return {
  id = "education/toilets", version = 1,
  title = "Toilets at school",
  source = "WHO 2009: 25 girls, 50 boys (with a urinal) [unverified]; none from three times as many is ours [drafted]",
  needs = { "community.facilities" },
  args = { girls = 25, boys = 50, times = 3 },
  use = { "lib/facilities" },
  score = function(plan, _, args)
    local sum, pupils, girls, boys, short, untold, schools = 0, 0, 0, 0, 0, {}, 0
    local function add(count, toilets, limit)
      pupils = pupils + count
      local need = math.ceil(count / limit)
      short = short + math.max(need - toilets, 0)
      if count == 0 or toilets * limit >= count then -- mutant ok: none needs none, and the way down begins with all
        sum = sum + count
      elseif toilets > 0 then -- mutant ok: a ratio without end is worth none as well
        local ratio = count / toilets
        sum = sum + count * math.max((args.times * limit - ratio) / (args.times * limit - limit), 0)
      end
    end
    for i, f in ipairs(plan.community.facilities) do
      if facilities.schools[f.kind or ""] then
        schools = schools + 1 -- mutant ok: only whether there is one is asked
        if f.girls == nil or f.boys == nil or f.toilets_f == nil or f.toilets_m == nil then
          table.insert(untold, facilities.name(f, i))
        else
          add(f.girls, f.toilets_f, args.girls)
          add(f.boys, f.toilets_m, args.boys)
          girls, boys = girls + f.girls, boys + f.boys
        end
      end
    end
    if schools == 0 then return not_assessed("no school is listed among the facilities") end
    if #untold > 0 then
      return not_assessed("girls, boys or their toilets are not counted for {untold}",
        { untold = facilities.some(untold) })
    end
    if pupils == 0 then return not_applicable("no pupil uses a listed school") end
    -- mutant ok: nobody counts for more than one
    return credit(math.min(sum / pupils, 1), "toilets missing at schools with {girls} girls and {boys} boys: {short}",
                  { girls = girls, boys = boys, short = short })
  end,
  tests = {
    { name = "exactly enough; a clinic does not count",
      plan = { community = { facilities = { { kind = "school", girls = 50, boys = 100, toilets_f = 2, toilets_m = 2 },
        { kind = "clinic" } } } },
      expect = { credit = 1, reason = "toilets missing at schools with 50 girls and 100 boys: 0" } },
    { name = "50 girls on one toilet are half way down",
      plan = { community = { facilities = { { kind = "school", girls = 50, boys = 0, toilets_f = 1,
        toilets_m = 0 } } } },
      expect = { credit = 0.5, reason = "toilets missing at schools with 50 girls and 0 boys: 1" } },
    { name = "three times as many: nothing is left",
      plan = { community = { facilities = { { kind = "school", girls = 75, boys = 0, toilets_f = 1,
        toilets_m = 0 } } } },
      expect = { credit = 0 } },
    { name = "no toilet: a real zero for those pupils",
      plan = { community = { facilities = { { kind = "school", girls = 50, boys = 50, toilets_f = 0,
        toilets_m = 1 } } } },
      expect = { credit = 0.5 } },
    { name = "spare toilets in one school help none in another",
      plan = { community = { facilities = { { kind = "school", girls = 25, boys = 0, toilets_f = 9, toilets_m = 0 },
                                            { kind = "preschool", girls = 75, boys = 0, toilets_f = 1,
                                              toilets_m = 0 } } } },
      expect = { credit = 0.25 } },
    { name = "boys are not counted",
      plan = { community = { facilities = { { id = "F1", kind = "school", girls = 50, toilets_f = 2,
        toilets_m = 2 } } } },
      expect = { outcome = "not_assessed", reason = "girls, boys or their toilets are not counted for F1" } },
    { name = "toilets of boys are not counted",
      plan = { community = { facilities = { { id = "F1", kind = "school", girls = 50, boys = 50, toilets_f = 2 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "no pupils",
      plan = { community = { facilities = { { kind = "school", girls = 0, boys = 0, toilets_f = 0,
        toilets_m = 0 } } } },
      expect = { outcome = "not_applicable" } },
    { name = "no school listed", plan = { community = { facilities = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of facilities", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
