/* What the libraries of rules/lib hand out, which are written in Lua themselves. */
#include "script/interface.h"

#define LIST(what)              \
    {                           \
        "list", "table[]", what \
    }

static const struct interface_row bodies_rows[] = {
    {.name = "bodies.disaster",
     .text = "The bodies that deal with disasters: those with a seat for disaster management; the "
             "only one of a plan "
             "is it without that seat.",
     .args = {LIST("of committees")},
     .gives = {{"found", "table[]?", "nil where several are listed and it is not told which"}},
     .setup = "local found = bodies.disaster({ { id = \"C1\" },\n"
              "                               { id = \"C2\", seats = { \"health\", "
              "\"disaster_management\" } } })",
     .example = "#found, found[1].id, bodies.disaster({ { id = \"C1\" }, { id = \"C3\" } })",
     .result = "1, \"C2\", nil"},
    {.name = "bodies.name",
     .text = "What a body is called in a reason: its name, or its id.",
     .args = {{"body", "table", NULL}},
     .gives = {{"name", "string", NULL}},
     .example =
         "bodies.name({ id = \"C2\", name = \"Ward committee\" }), bodies.name({ id = \"C2\" })",
     .result = "\"Ward committee\", \"C2\""},
    {.name = NULL}};

static const struct interface_row children_rows[] = {
    {.name = "children.bands",
     .text = "The age bands of children, in order.",
     .gives = {{"bands", "string[]", NULL}},
     .example = "children.bands",
     .result = "{ \"0-4\", \"5-9\", \"10-14\", \"15-17\" }"},
    {.name = "children.named",
     .text = "Whether a list of groups, or one word, names children and nobody else: an age band, "
             "or a word "
             "such as girls.",
     .args = {{"groups", "string[]|string|nil", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .example = "children.named({ \"elderly\", \"girls\" }), children.named(\"youth\")",
     .result = "true, false"},
    {.name = "children.perhaps",
     .text = "Whether a list of groups names somebody who is left out easily and may be a child or "
             "an adult, such as "
             "disability; not where it names all.",
     .args = {{"groups", "string[]?", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .example =
         "children.perhaps({ \"disability\" }), children.perhaps({ \"disability\", \"all\" })",
     .result = "true, false"},
    {.name = "children.grouped",
     .text =
         "How many entries of a list say at all whom they are for. With none the fact is absent.",
     .args = {LIST("of objectives, actions, budget lines or consultations")},
     .gives = {{"count", "integer", NULL}},
     .example = "children.grouped({ { id = \"A1\", groups = { \"boys\" } }, { id = \"A2\" } })",
     .result = "1"},
    {.name = NULL}};

static const struct interface_row dates_rows[] = {
    {.name = "dates.counted",
     .text = "The age of one date at another; a unit that has begun counts as one.",
     .args = {{"from", "string", "YYYY-MM-DD"},
              {"to", "string", "YYYY-MM-DD"},
              {"unit?", "string", "\"years\" (without it), \"months\" or \"days\""}},
     .gives = {{"units", "integer?", "nil where from is later"}},
     .errors = "one of both is no date, or the unit is another",
     .example = "dates.counted(\"2025-09-01\", \"2026-09-12\", \"years\")",
     .result = "2"},
    {.name = "dates.within",
     .text = "Whether a date lies at most so many months before another, and not after it.",
     .args = {{"from", "string?", "YYYY-MM-DD"},
              {"to", "string", "YYYY-MM-DD"},
              {"months", "number", NULL}},
     .gives = {{"yes", "boolean", "false where from is nil"}},
     .example = "dates.within(\"2026-01-20\", plan.assessment.date, 12)",
     .result = "true"},
    {.name = NULL}};

static const struct interface_row facilities_rows[] = {
    {.name = "facilities.schools",
     .text = "The kinds of facility that are schools, as keys.",
     .gives = {{"kinds", "table<string, boolean>", NULL}},
     .example = "facilities.schools",
     .result = "{ preschool = true, school = true }"},
    {.name = "facilities.name",
     .text = "What a facility is called in a reason: its id, its name, or its place in the list.",
     .args = {{"f", "table", NULL}, {"i", "integer", NULL}},
     .gives = {{"name", "string", NULL}},
     .example = "facilities.name({ name = \"Ward school\" }, 3), facilities.name({}, 3)",
     .result = "\"Ward school\", \"3\""},
    {.name = "facilities.some",
     .text = "The first dozen of a list of names, as one text for a reason.",
     .args = {{"list", "string[]", NULL}},
     .gives = {{"text", "string", NULL}},
     .example = "facilities.some({ \"S1\", \"S2\" })",
     .result = "\"S1, S2\""},
    {.name = "facilities.share",
     .text =
         "The facilities of these kinds: for how many the test holds, and the names of the others.",
     .args = {LIST("of facilities"),
              {"kinds", "table<string, boolean>", "such as facilities.schools"},
              {"test", "fun(f: table): boolean?", "nil: that is not told"}},
     .gives = {{"found", "table", "count, with, missing (names), untold (names)"}},
     .example = "facilities.share(plan.community.places, facilities.schools,\n"
                "                 function(f) return f.toilets_f >= 4 end)",
     .result = "{ count = 1, missing = { \"P1\" }, untold = {}, with = 0 }"},
    {.name = "facilities.numbers",
     .text = "The parameters of a reason about such a share.",
     .args = {{"found", "table", "of facilities.share"}},
     .gives = {{"params", "table", "with, count, missing (one text), short (how many)"}},
     .example = "facilities.numbers({ count = 2, with = 1, missing = { \"P1\" }, untold = {} })",
     .result = "{ count = 2, missing = \"P1\", short = 1, with = 1 }"},
    {.name = NULL}};

static const struct interface_row goalposts_rows[] = {
    {.name = "goalposts.way",
     .text = "How far x is on the way from one value to another, 0 to 1, clipped at both.",
     .args = {{"x", "number", NULL},
              {"from", "number", NULL},
              {"to", "number", "another than from"}},
     .gives = {{"share", "number", NULL}},
     .example = "goalposts.way(50, 20, 80), goalposts.way(10, 80, 20)",
     .result = "0.5, 1"},
    {.name = "goalposts.transforms",
     .text = "What can be done to a value before it is held against its goalposts: none, square.",
     .gives = {{"transforms", "table<string, fun(x: number): number>", NULL}},
     .example = "goalposts.transforms.square(3)",
     .result = "9"},
    {.name = NULL}};

#define LIMITS                                 \
    {                                          \
        "limits", "number[]", "the best first" \
    }

static const struct interface_row ladder_rows[] = {
    {.name = "ladder.at_least",
     .text = "The level among limits, where more is better: 3 from the first of three limits on, 2 "
             "from the "
             "second on, 0 below the last.",
     .args = {{"value", "number", NULL}, LIMITS},
     .gives = {{"level", "integer", NULL}},
     .example = "ladder.at_least(0.7, args.steps)",
     .result = "2"},
    {.name = "ladder.at_most",
     .text = "The level among limits, where less is better.",
     .args = {{"value", "number", NULL}, LIMITS},
     .gives = {{"level", "integer", NULL}},
     .example = "ladder.at_most(4, { 1, 3, 5 })",
     .result = "1"},
    {.name = NULL}};

static const struct interface_row places_rows[] = {
    {.name = "places.open",
     .text = "The kinds of places where people gather but do not stay, as keys.",
     .gives = {{"kinds", "table<string, boolean>", NULL}},
     .example = "places.open",
     .result = "{ open_space = true, playground = true, water_point = true }"},
    {.name = "places.shelters",
     .text = "The places of a list with room for people to stay, without those called unsafe.",
     .args = {LIST("of places"), {"field?", "string", "a field that each should have"}},
     .gives = {{"found", "table[]", NULL},
               {"room", "number", "people, in all"},
               {"without", "string", "names of those that lack the field, in one text"},
               {"names", "string[]", "of all"}},
     .setup =
         "local found, room, without, names = places.shelters(plan.community.places, \"at_risk\")",
     .example = "#found, room, without, names",
     .result = "2, 100, \"P1\", { \"P1\", \"P2\" }"},
    {.name = "places.by_room",
     .text = "The mean of what places are worth, over their room; and the names of those that fall "
             "short.",
     .args = {LIST("of places with a capacity"),
              {"room", "number", "in all"},
              {"names", "string[]", "of the places"},
              {"worth", "fun(place: table, i: integer): number", "0 to 1"}},
     .gives = {{"share", "number", "0 to 1"}, {"short", "string", "names, in one text"}},
     .example =
         "places.by_room({ { capacity = 60 }, { capacity = 40 } }, 100, { \"P1\", \"P2\" },\n"
         "               function(p) return p.capacity >= 50 and 1 or 0 end)",
     .result = "0.6, \"P2\""},
    {.name = "places.measured",
     .text = "The shelters of a list, measured: what each has, and what it earns.",
     .args = {LIST("of places"),
              {"value", "fun(place: table): number?", "nil: that is not told"},
              {"worth", "fun(place: table, value: number): number", "0 to 1"},
              {"lacks?", "fun(place: table, value: number): number", "how much is missing"}},
     .gives =
         {{"found", "table",
           "count, room, total, short, without (names that do not tell); where all tell also share "
           "and missing (names)"}},
     .example = "places.measured(plan.community.places, function(p) return p.toilets_f end,\n"
                "                function(p, n) return n * 20 / p.capacity end)",
     .result =
         "{ count = 2, missing = \"P1\", room = 100, share = 0.8, short = 0, total = 4, without = "
         "\"\" }"},
    {.name = "places.serves",
     .text = "Whether people can go to a place when a hazard comes: not where it is unsafe, kept "
             "for other "
             "hazards, or at risk of this one.",
     .args = {{"place", "table", NULL}, {"hazard", "string", "its code"}},
     .gives = {{"yes", "boolean", NULL}},
     .example =
         "places.serves(plan.community.places[2], \"FF\"), places.serves(plan.community.places[2], "
         "\"EQ\")",
     .result = "false, true"},
    {.name = "places.worst",
     .text = "The largest number of people in the most severe scenarios, and whether milder ones "
             "contradict "
             "it.",
     .args = {{"scenarios", "table[]", NULL}, {"field", "string", "evacuees or children"}},
     .gives = {{"most", "number?", "nil where none gives it"},
               {"milder", "number?", "a larger one of a milder scenario, which cannot be right"},
               {"untold", "string[]", "hazards without a severe scenario"}},
     .example = "places.worst({ { hazard = \"FL\", severity = \"severe\", evacuees = 80 },\n"
                "               { hazard = \"FL\", severity = \"moderate\", evacuees = 90 } }, "
                "\"evacuees\")",
     .result = "80, 90, {}"},
    {.name = NULL}};

static const struct interface_row register_rows[] = {
    {.name = "register.is_one_of",
     .text = "Whether a hazard is one of those wanted, their umbrella, or one of their kinds.",
     .args = {{"code", "string", NULL}, {"wanted", "string[]", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .example = "register.is_one_of(\"FF\", { \"FL\", \"TC\" })",
     .result = "true"},
    {.name = "register.relevant",
     .text = "The entries of the hazard register that a rule is about.",
     .args = {{"hazards", "table[]", "such as plan.community.hazards"},
              {"wanted", "string[]", NULL}},
     .gives = {{"list", "table[]", NULL}},
     .setup = "local list = register.relevant(plan.community.hazards, { \"FL\" })",
     .example = "#list, list[1].type",
     .result = "1, \"FF\""},
    {.name = NULL}};

static const struct interface_row staff_rows[] = {
    {.name = "staff.share",
     .text = "Of the groups of people with these roles: how many they are, and for how many a "
             "field holds.",
     .args = {LIST("of groups with role and count"),
              {"roles", "string[]", NULL},
              {"field", "string", "such as trained"}},
     .gives = {{"found", "table", "count, with, untold (names), wrong (names)"}},
     .example = "staff.share({ { id = \"T1\", role = \"teacher\", count = 10, trained = 4 } }, { "
                "\"teacher\" }, "
                "\"trained\")",
     .result = "{ count = 10, untold = {}, with = 4, wrong = {} }"},
    {.name = NULL}};

static const struct interface_row targets_rows[] = {
    {.name = "targets.longest",
     .text = "The longest days among the targets of a service, and whether one of them does not "
             "tell its days.",
     .args = {{"targets", "table[]", NULL}, {"service", "string", NULL}},
     .gives = {{"days", "number?", "nil without a target"}, {"untold", "boolean", NULL}},
     .example = "targets.longest({ { service = \"water\", days = 3 }, { service = \"water\", days "
                "= 7 } }, "
                "\"water\")",
     .result = "7, false"},
    {.name = NULL}};

static const struct interface_row meetings_rows[] = {
    {.name = "meetings.eight",
     .text = "The eight groups of children that are looked for, each with the words that mean it.",
     .gives = {{"groups", "string[][]", NULL}},
     .example = "#meetings.eight, meetings.eight[1]",
     .result = "8, { \"girls\" }"},
    {.name = "meetings.groups",
     .text =
         "Of the consultations with a day up to `today`: which of the eight groups came, which did "
         "not, and whether each consultation tells who came.",
     .args = {{"list", "table[]", NULL}, {"today", "string", NULL}},
     .gives = {{"found", "table", "there, missing, told"}},
     .example = "meetings.groups({ { date = \"2026-02-10\", girls = 3 } }, \"2026-09-12\").there",
     .result = "{ \"girls\" }"},
    {.name = "meetings.none",
     .text =
         "Whether the answer to a question says that children were not heard at all: its lowest "
         "level.",
     .args = {{"answers", "table|nil", NULL}, {"question", "string", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .example = "meetings.none({ [\"PAR-01\"] = { value = 0 } }, \"PAR-01\")",
     .result = "true"},
    {.name = NULL}};

#define LIBRARY(name, title, text)                                               \
    {                                                                            \
        "lib-" #name, title, text, #name, "lib/" #name, NULL, name##_rows, false \
    }

const struct interface_part interface_libraries[] = {
    LIBRARY(bodies, "Bodies", "The disaster body of a plan among its committees."),
    LIBRARY(children, "Children", "Who counts as a child."),
    LIBRARY(dates, "Dates of things that must be fresh", "Over `age`."),
    LIBRARY(facilities, "Schools and other facilities",
            "Shares of facilities for which something holds."),
    LIBRARY(goalposts, "Values between two ends", "How indices of others scale their figures."),
    LIBRARY(ladder, "Ladders", "A level from a list of limits."),
    LIBRARY(meetings, "Meetings with children", "Who came to the consultations of a plan."),
    LIBRARY(places, "Places of refuge",
            "Places of a plan, and the event for which they must last."),
    LIBRARY(register, "The hazard register", "Held against the hazards that a rule is about."),
    LIBRARY(staff, "Staff", "People who work for children in an emergency."),
    LIBRARY(targets, "Targets", "The days after which services work again."),
    {.id = NULL}};
