-- Share of the places (by room for people) that have enough covered area for each person.
return {
  id = "shelter/covered_area", version = 2,
  title = "Covered area for each person",
  source = "Sphere 2018, as reported elsewhere: 3.5 square metres; 4.5 in the cold [unverified]; the share as a credit is ours [drafted]",
  needs = { "community.places" },
  args = { square_metres = 3.5, in_the_cold = 4.5 },
  use = { "lib/places" },
  score = function(plan, answer, args)
    local need, good, warm = nil, 0, 0
    local function a_person()
      if need == nil then
        need = args.square_metres
        for _, h in ipairs(plan.community.hazards or {}) do
          if hazard_matches(h.type, "CW") then need = args.in_the_cold end
        end
      end
      return need
    end
    local found = places.measured(plan.community.places, function(p) return p.area_m2 end, function(p, area)
      if area / p.capacity >= args.in_the_cold then warm = warm + p.capacity end
      if area / p.capacity < a_person() then return 0 end -- mutant ok: less than none is none
      good = good + p.capacity
      return 1 -- mutant ok: more than all is all
    end, function(p, area) return math.ceil(a_person() * p.capacity - area) end)
    if found.count == 0 then return not_assessed("no safe place with room for people is listed") end
    if found.without ~= "" then return not_assessed("the area is missing for {places}", { places = found.without }) end
    -- without a register nobody knows whether cold waves come, and what is enough in the cold is always enough
    if #(plan.community.hazards or {}) == 0 and warm < good then return not_assessed("the hazard register is empty") end
    return credit(found.share, "room in shelters with {need} square metres or more a person: {good} of {room}",
                  { good = good, room = found.room, need = need, short = found.short })
  end,
  tests = {
    { name = "3.6 square metres a person are enough",
      plan = { community = { hazards = { { type = "FL" } },
        places = { { id = "P1", kind = "school", capacity = 800, area_m2 = 2900 } } } },
      expect = { credit = 1, reason = "room in shelters with 3.5 square metres or more a person: 800 of 800" } },
    { name = "the same is too little where cold waves come",
      plan = { community = { hazards = { { type = "CW" } },
        places = { { id = "P1", kind = "school", capacity = 800, area_m2 = 2900 } } } },
      expect = { credit = 0 } },
    { name = "one good place of two, by their room",
      plan = { community = { hazards = { { type = "FL" } },
        places = { { id = "P1", kind = "community_hall", capacity = 300, area_m2 = 1050 },
                   { id = "P2", kind = "community_hall", capacity = 100, area_m2 = 349 } } } },
      expect = { credit = 0.75 } },
    { name = "without a register cold waves may come",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 800, area_m2 = 2900 } } } },
      expect = { outcome = "not_assessed", reason = "the hazard register is empty" } },
    { name = "what is enough in the cold is enough, register or none",
      plan = { community = { places = { { id = "P1", kind = "school", capacity = 100, area_m2 = 1000 } } } },
      expect = { credit = 1 } },
    { name = "one place without its area",
      plan = { community = { places = { { id = "P1", kind = "community_hall", capacity = 300, area_m2 = 1050 },
                                        { id = "P2", kind = "community_hall", capacity = 100 } } } },
      expect = { outcome = "not_assessed", reason = "the area is missing for P2" } },
    { name = "an open space is no shelter",
      plan = { community = { places = { { id = "P1", kind = "open_space", capacity = 300 } } } },
      expect = { outcome = "not_assessed" } },
    { name = "the area of an unsafe place is none",
      plan = { community = { hazards = { { type = "FL" } }, places = { { id = "P1", area_m2 = 900, capacity = 100, safe = false }, { area_m2 = 70, capacity = 50 } } } },
      expect = { credit = 0, reason = "room in shelters with 3.5 square metres or more a person: 0 of 50" } },
    { name = "no list of places", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
