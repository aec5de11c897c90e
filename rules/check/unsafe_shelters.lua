-- Room that is counted in a building which the list of facilities calls unsafe.
return {
  id = "check/unsafe_shelters", version = 1,
  title = "Shelters are in safe buildings",
  source = "Our own [drafted]: a place and the facility it is part of are one building",
  needs = { "community.places", "community.facilities" },
  score = function(plan)
    local unsafe, room, wrong = {}, 0, {}
    for _, f in ipairs(plan.community.facilities) do
      if f.safe == false and f.id ~= nil then unsafe[f.id] = true end
    end
    for i, p in ipairs(plan.community.places) do
      if p.facility ~= nil and unsafe[p.facility] and p.safe ~= false and (p.capacity or 0) > 0 then
        room = room + p.capacity
        table.insert(wrong, p.id or tostring(i))
      end
    end
    if #wrong == 0 then return credit(1, "no room is counted in an unsafe building") end
    return credit(0, "room for {room} is counted in buildings that the list of facilities calls unsafe: {places}",
      { room = room, places = wrong })
  end,
  tests = {
    { name = "a hall of an unsafe school", plan = { community = { facilities = { { id = "F1", safe = false } },
      places = { { id = "P1", facility = "F1", capacity = 400 } } } },
      expect = { credit = 0,
        reason = "room for 400 is counted in buildings that the list of facilities calls unsafe: P1" } },
    { name = "the place is called unsafe as well: it is not counted",
      plan = { community = { facilities = { { id = "F1", safe = false } },
        places = { { facility = "F1", capacity = 400, safe = false } } } }, expect = { credit = 1 } },
    { name = "a safe school, and a place of its own",
      plan = { community = { facilities = { { id = "F1", safe = true } },
      places = { { facility = "F1", capacity = 400 }, { capacity = 9 } } } },
      expect = { credit = 1 } },
    { name = "a place without room shelters nobody",
      plan = { community = { facilities = { { id = "F1", safe = false } },
        places = { { facility = "F1", capacity = 0 } } } },
      expect = { credit = 1 } },
    { name = "no facilities", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", plan = {},
      expect = { outcome = "not_assessed", reason = "community.places is not in the plan" } },
    { name = "no room is told: none is counted", plan = { community = { facilities = { { id = "F1", safe = false } },
      places = { { facility = "F1" } } } }, expect = { credit = 1 } },
    { name = "room for one", plan = { community = { facilities = { { id = "F1", safe = false } },
      places = { { facility = "F1", capacity = 1 } } } },
      expect = { credit = 0, reason = "room for 1 is counted in buildings that the list of facilities calls unsafe: 1" } },
  },
}
