#include "script/interface.h"

#include <string.h>

#include "script/sandbox.h"

/* The host's own parts, in the order in which they are shown; the libraries of rules follow. */
static const struct interface_row given_rows[] = {
    {.name = "plan",
     .text = "What stands under `plan` in the document. It is read-only, as are its parts; what is "
             "not in the "
             "document is nil. What a rule reads is noted, and shown with its finding.",
     .gives = {{"plan", "plan", NULL}},
     .example = "plan.budget.drr, plan.title",
     .result = "1000, nil"},
    {.name = "plan.community",
     .text = "The community: country, population, hazards, places.",
     .gives = {{"community", "plan.community?", NULL}},
     .example = "plan.community.country, #plan.community.places",
     .result = "\"NPL\", 3"},
    {.name = "plan.assessment",
     .text = "Of the assessment: its date, from which ages are seen.",
     .gives = {{"assessment", "{ date: string }?", NULL}},
     .example = "plan.assessment.date",
     .result = "\"2026-09-12\""},
    {.name = "plan.facts",
     .text = "Facts that have no place of their own in the document, by name.",
     .gives = {{"facts", "table<string, any>?", NULL}},
     .example = "plan.facts.literacy",
     .result = "0.8"},
    {.name = "plan.answers",
     .text = "The answers to all questions, by criterion, each with its value; a bare value is "
             "seen so, too.",
     .gives = {{"answers", "table<string, answer>?", NULL}},
     .example = "plan.answers[\"GOV-01\"].value, plan.answers[\"GOV-02\"]",
     .result = "3, nil"},
    {.name = "answer",
     .text =
         "The answer to the question; nil where nothing was asked, and in a check where nobody "
         "answered. "
         "Beside value, note and evidence it has what the criterion declares: max, items, steps.",
     .gives = {{"answer", "answer?", NULL}},
     .example = "answer.max, answer.steps",
     .result = "3, nil"},
    {.name = "answer.value",
     .text = "The value: true or false, a number, a text, a list of items, or a map by hazard.",
     .gives = {{"value", "any", NULL}},
     .example = "answer.value",
     .result = "2"},
    {.name = "answer.note",
     .text = "What the planner wrote beside it.",
     .gives = {{"note", "string?", NULL}},
     .example = "answer.note",
     .result = "\"seen on site\""},
    {.name = "answer.evidence",
     .text = "What the planner named as evidence.",
     .gives = {{"evidence", "any", NULL}},
     .example = "answer.evidence",
     .result = "nil"},
    {.name = "args",
     .text = "The arguments that the rule declares: its defaults, with what the checklist sets. "
             "They are "
             "read-only.",
     .gives = {{"args", "table<string, any>", NULL}},
     .example = "args.steps[1]",
     .result = "0.9"},
    {.name = NULL}};

static const struct interface_part PARTS[] = {
    {"given", "What score is given", "The three arguments of `score`, in this order.", NULL, NULL,
     NULL, given_rows, true},
    {"findings", "Findings",
     "What `score` returns. A bare number is a credit too, without a reason of its own.", NULL,
     NULL, NULL, finding_rows, false},
    {"basics", "Basics", "As in Lua, but for what differs from machine to machine.", NULL, NULL,
     NULL, base_rows, false},
    {"numbers", "Numbers", "Without chance, and without what differs between machines.", "math",
     NULL, NULL, math_rows, false},
    {"texts", "Texts",
     "The first argument may stand before a colon: `text:contains(\"x\")`. Places count bytes. "
     "Only "
     "A to Z are letters, whatever the language of the machine. There are no patterns.",
     "string", NULL, NULL, string_rows, false},
    {"lists", "Lists",
     "Lists of the plan may be read with all of them; only lists of the rule's own may be changed.",
     "table", NULL, NULL, table_rows, false},
    {"field", "Dates, hazards and countries", "What the code lists know.", NULL, NULL, NULL,
     field_rows, false},
    {"budget", "The budget", "Methods of `plan.budget`, where the plan has one.", NULL, NULL,
     "plan.budget", budget_rows, false},
    {"community", "The community", "Methods of `plan.community`, where the plan has one.", NULL,
     NULL, "community", community_rows, false},
};
enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };

const struct interface_part *interface_part(size_t index)
{
    const struct interface_part *p = index < PART_COUNT ? &PARTS[index] : interface_libraries;
    for (size_t i = PART_COUNT; i < index && p->id != NULL; i++) {
        p++;
    }
    return p->id == NULL ? NULL : p;
}

const struct interface_part *interface_place(const char *path)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (PARTS[i].place != NULL && strcmp(PARTS[i].place, path) == 0) {
            return &PARTS[i];
        }
    }
    return NULL;
}

const struct interface_row *interface_find(const char *name, const struct interface_part **part)
{
    const struct interface_part *p = NULL;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
            if (strcmp(row->name, name) == 0) {
                if (part != NULL) {
                    *part = p;
                }
                return row;
            }
        }
    }
    return NULL;
}

size_t interface_words(const char *rule, const char **out, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (PARTS[i].place != NULL || PARTS[i].given) {
            continue;
        }
        if (PARTS[i].table != NULL) {
            out[count] = PARTS[i].table;
            count += count + 1 < room;
            continue;
        }
        for (const struct interface_row *row = PARTS[i].rows; row->name != NULL; row++) {
            if (row->only == NULL || (rule != NULL && strcmp(row->only, rule) == 0)) {
                out[count] = row->name;
                count += count + 1 < room;
            }
        }
    }
    return count;
}

bool interface_member(const char *table, const char *member)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        bool same = PARTS[i].table != NULL && strcmp(PARTS[i].table, table) == 0;
        for (const struct interface_row *row = PARTS[i].rows; same && row->name != NULL; row++) {
            if (strcmp(interface_last(row), member) == 0) {
                return true;
            }
        }
    }
    return false;
}

const char *interface_last(const struct interface_row *row)
{
    const char *sign = strpbrk(row->name, ":");
    sign = sign == NULL ? strrchr(row->name, '.') : sign;
    return sign == NULL ? row->name : sign + 1;
}

const char *interface_since(const struct interface_row *row)
{
    return row->since == NULL ? "1.0.0" : row->since;
}

/* What the table on top is given of one row. */
static void fill_row(lua_State *L, const struct interface_row *row)
{
    if (row->function != NULL) {
        lua_pushcfunction(L, row->function);
    } else if (row->integer != 0) {
        lua_pushinteger(L, row->integer);
    } else {
        lua_pushnumber(L, row->number);
    }
    lua_setfield(L, -2, interface_last(row));
}

void lib_fill(lua_State *L, const struct interface_part *part)
{
    for (const struct interface_row *row = part->rows; row->name != NULL; row++) {
        fill_row(L, row);
    }
}

const char interface_plan[] =
    "{\n"
    "  budget = { drr = 1000, lines = {\n"
    "    { id = \"B1\", amount = 300, purpose = \"preparedness\", children = true },\n"
    "    { id = \"B2\", amount = 700, purpose = \"prevention\", children = false } } },\n"
    "  community = {\n"
    "    country = \"NPL\",\n"
    "    hazards = { { type = \"EQ\" }, { type = \"FF\" } },\n"
    "    population = { total = 125, children = { [\"0-4\"] = { f = 12, m = 13 }, "
    "[\"5-9\"] = { f = 11, m = 14 } } },\n"
    "    places = {\n"
    "      { id = \"P1\", kind = \"school\", capacity = 80, toilets_f = 3, safe = true },\n"
    "      { id = \"P2\", kind = \"shelter\", capacity = 20, toilets_f = 1, at_risk = { \"FL\" } "
    "},\n"
    "      { id = \"P3\", kind = \"open_space\" } } },\n"
    "  assessment = { date = \"2026-09-12\" },\n"
    "  facts = { literacy = 0.8 },\n"
    "  answers = { [\"GOV-01\"] = 3 },\n"
    "}";
const char interface_answer[] = "{ value = 2, max = 3, note = \"seen on site\" }";
const char interface_args[] = "{ steps = { 0.9, 0.6, 0.3 } }";
