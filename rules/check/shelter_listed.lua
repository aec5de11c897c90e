-- An answer speaks of shelters, and none of the plan's places is one; or it says that nobody knows, and the places tell
-- that there is none.
return {
  id = "check/shelter_listed", version = 3,
  title = "Shelters that are counted are listed",
  source = "Our own [drafted]: the answer and the list of places describe the same thing",
  needs = { "community.places" },
  -- kind: of place, or feature of one; criterion: whose answer may say that nobody knows of such a place
  args = { kind = "", criterion = "" },
  use = { "lib/places" },
  score = function(plan, answer, args)
    local claim = plan.answers and plan.answers[args.criterion]
    local nobody_knows = answer == nil and type(claim) == "table" and claim.state == "unknown"
    if answer == nil and not nobody_knows then return not_assessed("no answer was given") end
    local value = answer and answer.value
    local claims = value == true or type(value) == "number" and value > 0
    if type(value) == "table" then
      for _ in pairs(value) do claims = true end
    end
    local found = false
    for _, p in ipairs(plan.community.places) do -- whether they are safe is asked elsewhere
      found = found or (p.capacity or 0) > 0 and not places.open[p.kind]
    end
    if args.kind ~= "" then
      found = false
      for _, p in ipairs(plan.community.places) do
        found = found or p.kind == args.kind
        -- a shelter may have one inside: then it is among its features
        for _, feature in ipairs(p.features or {}) do found = found or feature == args.kind end
      end
    end
    if nobody_knows and not found then
      return credit(0, "nobody knows, it says, but the plan's places are listed, and none is a {kind}", { kind = args.kind })
    end
    if claims and not found and args.kind ~= "" then
      return credit(0, "the answer speaks of a {kind}, but none is among the plan's places", { kind = args.kind })
    end
    if claims and not found then
      return credit(0, "the answer speaks of shelters, but no place with room for people is listed; places: {count}",
                    { count = #plan.community.places })
    end
    return credit(1, "answer and places agree")
  end,
  tests = {
    { name = "room for each, but nowhere", answer = 45,
      plan = { community = { places = { { kind = "open_space", capacity = 900 } } } },
      expect = { credit = 0,
        reason = "the answer speaks of shelters, but no place with room for people is listed; places: 1" } },
    { name = "items, but nowhere", answer = { value = { "lighting" } }, plan = { community = { places = {} } },
      expect = { credit = 0 } },
    { name = "nothing is claimed", answer = 0, plan = { community = { places = {} } }, expect = { credit = 1 } },
    { name = "no item is ticked", answer = { value = {} }, plan = { community = { places = {} } },
      expect = { credit = 1 } },
    { name = "there is a shelter", answer = 45, plan = { community = { places = { { kind = "gym", capacity = 90 } } } },
      expect = { credit = 1 } },
    { name = "a kind that is not there", args = { kind = "child_friendly_space" },
      answer = { value = { ["5-9"] = 10 } },
      plan = { community = { places = { { kind = "gym", capacity = 90 } } } },
      expect = { credit = 0,
        reason = "the answer speaks of a child_friendly_space, but none is among the plan's places" } },
    { name = "a kind that is there", args = { kind = "child_friendly_space" }, answer = { value = { ["5-9"] = 10 } },
      plan = { community = { places = { { kind = "child_friendly_space" } } } }, expect = { credit = 1 } },
    { name = "a shelter that has one inside", args = { kind = "child_friendly_space" }, answer = { value = { ["5-9"] = 10 } },
      plan = { community = { places = { { kind = "gym", features = { "lighting", "child_friendly_space" } } } } },
      expect = { credit = 1 } },
    { name = "a shelter that has other things inside", args = { kind = "child_friendly_space" },
      answer = { value = { ["5-9"] = 10 } },
      plan = { community = { places = { { kind = "gym", features = { "lighting" } } } } }, expect = { credit = 0 } },
    { name = "nobody knows, it says", cases = {
      { name = "and none is listed", args = { kind = "child_friendly_space", criterion = "CP-04" },
        plan = { answers = { ["CP-04"] = { state = "unknown" } },
                 community = { places = { { kind = "gym", capacity = 90 } } } },
        expect = { credit = 0,
          reason = "nobody knows, it says, but the plan's places are listed, and none is a child_friendly_space" } },
      { name = "and one is listed", args = { kind = "child_friendly_space", criterion = "CP-04" },
        plan = { answers = { ["CP-04"] = { state = "unknown" } },
                 community = { places = { { kind = "child_friendly_space" } } } },
        expect = { credit = 1 } },
      { name = "no: it is claimed not to apply", args = { kind = "child_friendly_space", criterion = "CP-04" },
        plan = { answers = { ["CP-04"] = { state = "not_applicable", reason = "none" } }, community = { places = {} } },
        expect = { outcome = "not_assessed" } },
      { name = "no: there is no answer at all", args = { kind = "child_friendly_space", criterion = "CP-04" },
        plan = { answers = {}, community = { places = {} } }, expect = { outcome = "not_assessed" } },
    } },
    { name = "no answer", plan = { community = { places = {} } }, expect = { outcome = "not_assessed" } },
    { name = "no list of places", answer = 45, plan = {}, expect = { outcome = "not_assessed" } },
    { name = "the plan has no list of places", plan = {},
      expect = { outcome = "not_assessed", reason = "community.places is not in the plan" } },
    { name = "yes, but nowhere", answer = true, plan = { community = { places = {} } }, expect = { credit = 0 } },
    { name = "one person a place, but nowhere", answer = 1, plan = { community = { places = {} } }, expect = { credit = 0 } },
    { name = "places where people gather shelter nobody", answer = 1, plan = { community = { places = {
      { kind = "playground", capacity = 9 }, { kind = "water_point", capacity = 9 } } } }, expect = { credit = 0 } },
    { name = "nor does one without room", answer = 1, plan = { community = { places = { { kind = "gym", capacity = 0 } } } },
      expect = { credit = 0 } },
    { name = "room for one is room", answer = 1, plan = { community = { places = { { kind = "gym", capacity = 1 } } } },
      expect = { credit = 1 } },
  },
}
