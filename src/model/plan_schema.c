/* The tables of a plan document's members. */
#include "model/plan_schema.h"

#include <string.h>

#include "base/text.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define OF(kind, k, h)                          \
    {                                           \
        .key = (k), .type = (kind), .help = (h) \
    }
#define TEXT(k, h) OF(FIELD_TEXT, k, h)
#define ID(k, h) OF(FIELD_ID, k, h)
#define BOOL(k, h) OF(FIELD_BOOL, k, h)
#define DATE(k, h) OF(FIELD_DATE, k, h)
#define HAZARD(k, h) OF(FIELD_HAZARD, k, h)
#define NUMBER(k, low, high, h)                                                    \
    {                                                                              \
        .key = (k), .type = FIELD_NUMBER, .min = (low), .max = (high), .help = (h) \
    }
#define WHOLE(k, low, high, h)                                                    \
    {                                                                             \
        .key = (k), .type = FIELD_WHOLE, .min = (low), .max = (high), .help = (h) \
    }
#define AMOUNT(k, h) NUMBER(k, 0, FIELD_MOST, h)
#define TALLY(k, h) WHOLE(k, 0, FIELD_MOST, h)
#define WORD(k, w, h)                                                    \
    {                                                                    \
        .key = (k), .type = FIELD_WORD, .words = &words_##w, .help = (h) \
    }
#define OBJECT(k, o, h)                                               \
    {                                                                 \
        .key = (k), .type = FIELD_OBJECT, .object = &(o), .help = (h) \
    }
#define LIST_OF(kind, k, h)                                   \
    {                                                         \
        .key = (k), .type = (kind), .list = true, .help = (h) \
    }
#define WORDS(k, w, h)                                                                 \
    {                                                                                  \
        .key = (k), .type = FIELD_WORD, .list = true, .words = &words_##w, .help = (h) \
    }
#define OBJECTS(k, o, h)                                                            \
    {                                                                               \
        .key = (k), .type = FIELD_OBJECT, .list = true, .object = &(o), .help = (h) \
    }
#define MUST(kind, k, h)                                          \
    {                                                             \
        .key = (k), .type = (kind), .required = true, .help = (h) \
    }
#define SCHEMA(id, n)                 \
    static const struct schema id = { \
        .name = (n), .fields = id##_fields, .count = COUNT(id##_fields)}

/* ---- plan ------------------------------------------------------------------------------------ */

static const struct field period_fields[] = {
    DATE("from", "first day"),
    DATE("to", "last day"),
};
static const struct schema period = {.name = "period",
                                     .fields = period_fields,
                                     .count = COUNT(period_fields),
                                     .from = "from",
                                     .to = "to"};

static const struct field file_fields[] = {
    TEXT("name", "file name, as evidence entries name it"),
    TEXT("title", "title"),
    TEXT("sha256", "SHA-256 of the file, 64 hex digits"),
    TEXT("url", "where it can be found"),
    DATE("date", "date of the document"),
    OF(FIELD_LANGUAGE, "language", "BCP 47 tag"),
    TALLY("pages", "number of pages"),
    BOOL("for_children", "a version that children can read, or hear"),
    TEXT("note", "remark"),
};
SCHEMA(file, "document");

static const struct field objective_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("text", "the objective"),
    WORDS("groups", groups, "whom it names"),
    LIST_OF(FIELD_HAZARD, "hazards", "hazards it is about"),
    ID("domain", "node of the checklist"),
    TEXT("indicator", "what is measured"),
    TEXT("unit", "unit of baseline and target"),
    NUMBER("baseline", -FIELD_MOST, FIELD_MOST, "value at the start, in unit"),
    WHOLE("baseline_year", 1900, 2200, "year of the baseline"),
    NUMBER("target", -FIELD_MOST, FIELD_MOST, "value aimed at, in unit"),
    WHOLE("year", 1900, 2200, "year of the target"),
    TEXT("frequency", "how often the indicator is measured"),
    BOOL("published", "progress is published"),
    TEXT("note", "remark"),
};
SCHEMA(objective, "objective");

static const struct field action_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("text", "the action"),
    ID("domain", "node of the checklist"),
    ID("objective", "id of an objective of this plan"),
    LIST_OF(FIELD_HAZARD, "hazards", "hazards it acts on"),
    WORDS("groups", groups, "for whom"),
    WORDS("settlements", settings, "in which settlements"),
    LIST_OF(FIELD_ID, "tags", "words of your own: retrofit, training"),
    LIST_OF(FIELD_ID, "facilities", "ids of facilities of this community that it is about"),
    WHOLE("priority", 1, 99, "place in the order of work, 1 the first"),
    WORD("purpose", purposes, "purpose"),
    TEXT("responsible", "who does it"),
    LIST_OF(FIELD_TEXT, "partners", "who helps"),
    TEXT("location", "where"),
    DATE("start", "first day"),
    DATE("end", "last day"),
    AMOUNT("cost", "estimated cost, in the budget's currency"),
    WORD("status", statuses, "how far it is"),
    TEXT("note", "remark"),
};
static const struct schema action = {.name = "action",
                                     .fields = action_fields,
                                     .count = COUNT(action_fields),
                                     .from = "start",
                                     .to = "end"};

static const struct field line_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("text", "what the money is for"),
    ID("action", "id of an action of this plan"),
    AMOUNT("amount", "appropriated, in the budget's currency"),
    AMOUNT("obligated", "obligated, in the budget's currency"),
    AMOUNT("spent", "spent, in the budget's currency; may exceed the amount"),
    WORD("purpose", purposes, "purpose"),
    BOOL("children", "the line is marked for children"),
    WORDS("groups", groups, "for whom"),
    LIST_OF(FIELD_HAZARD, "hazards", "hazards it acts on"),
    TEXT("source", "source of funds"),
    TEXT("year", "fiscal year"),
    TEXT("note", "remark"),
};
SCHEMA(line, "budget line");

static const struct field budget_fields[] = {
    OF(FIELD_CURRENCY, "currency", "ISO 4217 code of all amounts"),
    TEXT("year", "fiscal year, as it is called: 2083/84"),
    DATE("ends", "last day of that fiscal year"),
    AMOUNT("total", "whole local budget of the year, in the currency"),
    AMOUNT("revenue", "estimated revenue from regular sources, in the currency"),
    AMOUNT("drr", "disaster-risk budget, in the currency"),
    AMOUNT("quick_response", "part of it kept for response, in the currency"),
    AMOUNT("contingency", "contingency fund, in the currency"),
    AMOUNT("spent", "spent of the disaster-risk budget in the last closed year, in the currency"),
    AMOUNT("spent_of", "disaster-risk budget of that closed year, in the currency"),
    BOOL("ring_fenced", "the disaster-risk budget is ring-fenced"),
    AMOUNT("usd_rate", "units of the currency for one US dollar"),
    DATE("usd_date", "date of that rate"),
    OBJECTS("lines", line, "budget lines"),
    TEXT("note", "remark"),
};
SCHEMA(budget, "budget");

static const struct field body_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("name", "name"),
    WORDS("seats", seats, "who has a seat"),
    TEXT("mandate", "the rule that sets it up"),
    DATE("established", "date it was set up"),
    TALLY("meetings", "meetings in the last 12 months"),
    TALLY("members", "members"),
    TALLY("children", "seats held by children"),
    TEXT("note", "remark"),
};
SCHEMA(body, "body");

static const struct field institution_fields[] = {
    ID("id", "id, unique in the list"),    TEXT("name", "name"),
    TEXT("type", "kind of institution"),   TEXT("role", "role in the plan"),
    TEXT("level", "administrative level"), TEXT("note", "remark"),
};
SCHEMA(institution, "institution");

static const struct field consultation_fields[] = {
    ID("id", "id, unique in the list"),
    DATE("date", "day"),
    TEXT("topic", "what was asked"),
    TEXT("method", "how"),
    WORDS("groups", groups, "who took part"),
    TALLY("children", "children who took part"),
    TALLY("girls", "of them girls"),
    TALLY("boys", "of them boys"),
    TALLY("adults", "adults who took part"),
    DATE("reply", "day on which they got an answer"),
    BOOL("replied", "false: they never got an answer"),
    TEXT("note", "remark"),
};
static const struct schema consultation = {.name = "consultation",
                                           .fields = consultation_fields,
                                           .count = COUNT(consultation_fields),
                                           .from = "date",
                                           .to = "reply"};

static const struct field drill_fields[] = {
    ID("id", "id, unique in the list"),
    DATE("date", "day"),
    HAZARD("hazard", "hazard practised"),
    WORD("site", sites, "where"),
    WORD("scenario", severities, "most probable, moderate or most severe case"),
    BOOL("with_disabled", "people with disabilities took part"),
    TALLY("children", "children who took part"),
    TALLY("participants", "all who took part"),
    BOOL("evaluated", "results were written down"),
    TEXT("note", "remark"),
};
SCHEMA(drill, "drill");

static const struct field warning_fields[] = {
    ID("id", "id, unique in the list"),
    HAZARD("hazard", "hazard warned of"),
    NUMBER("level", 0, 1, "how complete: 0, 0.25, 0.5, 0.75, 1 (Sendai G-2)"),
    WORDS("reaches", reaches, "whom it reaches"),
    NUMBER("percent", 0, 100, "percent of the people it reaches"),
    LIST_OF(FIELD_TEXT, "channels", "siren, radio, SMS"),
    LIST_OF(FIELD_LANGUAGE, "languages", "languages of the messages, BCP 47"),
    LIST_OF(FIELD_ID, "formats", "forms of the messages: sign, picture, audio, simple, child"),
    DATE("tested", "day of the last test"),
    NUMBER("lead_minutes", 0, 1e6, "lead time in minutes"),
    TEXT("note", "remark"),
};
SCHEMA(warning, "warning");

static const struct field scenario_fields[] = {
    ID("id", "id, unique in the list"),
    HAZARD("hazard", "hazard"),
    WORD("severity", severities, "most probable, moderate or most severe case"),
    TEXT("text", "what happens"),
    TEXT("child_effects", "what it does to children"),
    TALLY("evacuees", "people to be sheltered"),
    TALLY("children", "of them children"),
    TALLY("affected", "people affected"),
    TALLY("houses", "houses damaged"),
    NUMBER("days", 0, 1e5, "days that it lasts"),
    NUMBER("onset_minutes", 0, 1e6, "minutes from the first sign until it arrives"),
    DATE("updated", "day of the last update"),
    TEXT("note", "remark"),
};
SCHEMA(scenario, "scenario");

static const struct field stock_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("item", "what"),
    AMOUNT("quantity", "how much, in unit"),
    TEXT("unit", "unit"),
    WORD("for", stock_for, "for whom"),
    NUMBER("days", 0, 1e5, "days that it lasts for those it is for"),
    TEXT("place", "where it lies"),
    DATE("checked", "day of the last check"),
    DATE("expires", "use before"),
    TEXT("note", "remark"),
};
SCHEMA(stock, "stock");

static const struct field target_fields[] = {
    ID("id", "id, unique in the list"),
    WORD("service", services, "service that works again"),
    NUMBER("days", 0, 1e5, "days after the event at most"),
    TEXT("text", "what works again, and for whom"),
    TEXT("note", "remark"),
};
SCHEMA(target, "target");

static const struct field staff_fields[] = {
    ID("id", "id, unique in the list"),
    WORD("role", roles, "what they do"),
    TALLY("count", "how many there are, volunteers too"),
    TALLY("cases", "active cases of children that they have together"),
    TALLY("trained_pfa", "of them trained in psychological first aid for children"),
    TALLY("signed", "of them who signed the code of conduct"),
    TEXT("note", "remark"),
};
SCHEMA(staff, "staff");

static const struct field plan_fields[] = {
    MUST(FIELD_ID, "id", "id of the plan"),
    MUST(FIELD_TEXT, "title", "title"),
    WORD("type", plan_types, "kind of plan"),
    OF(FIELD_LANGUAGE, "language", "BCP 47 tag of the plan's language"),
    OBJECT("period", period, "time the plan is for"),
    DATE("approved", "date of approval"),
    TEXT("approved_by", "who approved it"),
    DATE("revised", "date of the last formal revision"),
    DATE("review_due", "date of the next review"),
    TEXT("version", "version, as the plan names it"),
    ID("parent", "id of the plan it belongs to"),
    TEXT("legal_basis", "law or order it rests on"),
    TEXT("summary", "what it says, in short"),
    TEXT("note", "remark"),
    OBJECTS("documents", file, "files of the plan"),
    OBJECTS("objectives", objective, "objectives"),
    OBJECTS("actions", action, "actions"),
    OBJECT("budget", budget, "money"),
    OBJECTS("bodies", body, "committees"),
    OBJECTS("institutions", institution, "institutions with a role in the plan"),
    OBJECTS("consultations", consultation, "consultations"),
    OBJECTS("drills", drill, "drills"),
    OBJECTS("warnings", warning, "warning systems"),
    OBJECTS("scenarios", scenario, "scenarios"),
    OBJECTS("stocks", stock, "relief stocks"),
    OBJECTS("targets", target, "days until services work again"),
    OBJECTS("staff", staff, "people who work for children in an emergency, as counts"),
};
SCHEMA(plan, "plan");

/* ---- community ------------------------------------------------------------------------------- */

static const struct field sexes_fields[] = {
    TALLY("f", "girls"),
    TALLY("m", "boys"),
};
SCHEMA(sexes, "age band");

static const struct field children_fields[] = {
    OBJECT("0-4", sexes, "children of 0 to 4 years"),
    OBJECT("5-9", sexes, "children of 5 to 9 years"),
    OBJECT("10-14", sexes, "children of 10 to 14 years"),
    OBJECT("15-17", sexes, "children of 15 to 17 years"),
};
SCHEMA(children, "children");

static const struct field population_fields[] = {
    TALLY("total", "people"),
    OBJECT("children", children, "children by age band and sex"),
    TALLY("children_with_disability", "children with a disability"),
    WORD("disability_tool", tools, "tool by which they were found"),
    TALLY("children_out_of_school", "children of school age who are not in school"),
    TALLY("children_displaced", "children who are displaced"),
    TALLY("women", "women and girls"),
    TALLY("men", "men and boys"),
    TALLY("pregnant", "pregnant and nursing women"),
    TALLY("elderly", "people of 60 years and over"),
    TALLY("with_disability", "people with a disability"),
    TALLY("displaced", "displaced people"),
    TALLY("migrants", "migrants"),
    TALLY("stateless", "people without a nationality"),
    DATE("date", "day of the count"),
    TEXT("source", "where the figures come from"),
};
SCHEMA(population, "population");

static const struct field hazard_fields[] = {
    MUST(FIELD_HAZARD, "type", "short code of the hazard"),
    OF(FIELD_HIP, "hip", "HIP 2025 code"),
    WHOLE("likelihood", 1, 5, "1 very unlikely to 5 almost certain"),
    WHOLE("severity", 1, 5, "1 negligible to 5 catastrophic"),
    TALLY("children_exposed", "children exposed"),
    TALLY("people_exposed", "people exposed"),
    DATE("assessed", "day of the assessment"),
    DATE("mapped", "day of the hazard map"),
    DATE("last_event", "day of the last event"),
    TEXT("season", "when in the year"),
    TEXT("source", "where it comes from"),
    TEXT("note", "remark"),
};
SCHEMA(hazard, "hazard");

static const struct field place_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("name", "name"),
    WORD("kind", kinds, "kind of place"),
    ID("facility", "id of the facility it is part of"),
    TALLY("capacity", "people it can take"),
    AMOUNT("area_m2", "covered area in square metres"),
    AMOUNT("site_m2", "whole site in square metres"),
    TALLY("toilets_f", "toilets for girls and women"),
    TALLY("toilets_m", "toilets for boys and men"),
    TALLY("toilets", "all toilets"),
    TALLY("taps", "water taps"),
    AMOUNT("water_litres", "litres of water a day"),
    BOOL("accessible", "ramp, rail and reachable toilet"),
    LIST_OF(FIELD_ID, "features",
            "what it has: lighting, guarded_entry, lit_toilets_apart, family_partition, "
            "mother_baby_space, child_friendly_space"),
    NUMBER("walk_minutes", 0, 1e5, "minutes on foot for a child of 5"),
    LIST_OF(FIELD_HAZARD, "hazards", "hazards for which people go there; not given: for all"),
    LIST_OF(FIELD_HAZARD, "at_risk", "hazards it is at risk of"),
    BOOL("safe", "safe in the most severe scenario"),
    NUMBER("latitude", -90, 90, "degrees, WGS 84"),
    NUMBER("longitude", -180, 180, "degrees, WGS 84"),
    TEXT("note", "remark"),
};
SCHEMA(place, "place");

static const struct field facility_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("name", "name"),
    WORD("kind", kinds, "kind of facility"),
    TEXT("code", "code in the registry (EMIS, HMIS)"),
    TALLY("children", "children who use it"),
    TALLY("girls", "of them girls"),
    TALLY("boys", "of them boys"),
    TALLY("staff", "staff"),
    TALLY("trained", "staff trained in disaster risk in the last 3 years"),
    TALLY("toilets_f", "toilets for girls"),
    TALLY("toilets_m", "toilets for boys"),
    DATE("assessed", "day of the last assessment of all its hazards"),
    BOOL("cited", "the plan uses that assessment"),
    DATE("inspected", "day on which an engineer last checked the building"),
    LIST_OF(FIELD_HAZARD, "at_risk", "hazards it is at risk of"),
    BOOL("safe", "safe in the most severe scenario"),
    BOOL("safe_probable", "safe in the most probable scenario"),
    BOOL("accessible", "accessible for people with disabilities"),
    BOOL("registry", "the official registry has its hazard and safety data"),
    WHOLE("measures", 0, 3, "safety measures: 0 none, 1 some, not working, 2 some, 3 all, working"),
    NUMBER("safety_index", 0, 1, "Hospital Safety Index, 0 to 1"),
    BOOL("committee", "has a safety committee with learners and parents"),
    BOOL("warning", "has a tested way to get warnings"),
    BOOL("continuity", "has a continuity plan"),
    BOOL("kit", "has a first-aid kit and an extinguisher"),
    BOOL("route", "the way there is mapped and checked"),
    BOOL("insured", "is insured"),
    TALLY("drills", "drills in the last 12 months"),
    NUMBER("latitude", -90, 90, "degrees, WGS 84"),
    NUMBER("longitude", -180, 180, "degrees, WGS 84"),
    TEXT("note", "remark"),
};
SCHEMA(facility, "facility");

static const struct field practice_fields[] = {
    ID("id", "id, unique in the list"),
    TEXT("title", "title"),
    TEXT("text", "what was done and what came of it"),
    WORD("outcome", outcomes, "whether it worked"),
    LIST_OF(FIELD_ID, "criteria", "criteria it helps with"),
    LIST_OF(FIELD_HAZARD, "hazards", "hazards it is about"),
    WHOLE("year", 1900, 2200, "year"),
    AMOUNT("cost", "cost, in the budget's currency"),
    TEXT("contact", "office to ask; no person's name"),
    TEXT("url", "where to read more"),
};
SCHEMA(practice, "practice");

static const struct field source_fields[] = {
    TEXT("title", "title"), TEXT("publisher", "publisher"),       WHOLE("year", 1900, 2200, "year"),
    DATE("date", "day"),    TEXT("url", "where it can be found"), TEXT("note", "remark"),
};
SCHEMA(source, "source");

static const struct field community_fields[] = {
    MUST(FIELD_COUNTRY, "country", "ISO 3166-1 alpha-3"),
    ID("pcode", "finest official place code (OCHA p-code)"),
    DATE("pcode_date", "day on which the code was valid"),
    TEXT("local", "local code below the official one"),
    TEXT("name", "name; needed where there is no pcode"),
    TEXT("local_name", "name in the local language"),
    WHOLE("admin_level", 0, 9, "level of the place, 0 the country"),
    TEXT("admin1", "name of the first level (province)"),
    TEXT("admin2", "name of the second level (district)"),
    TEXT("admin3", "name of the third level (municipality)"),
    TEXT("admin4", "name of the fourth level (ward)"),
    WORD("setting", settings, "main kind of settlement"),
    WORDS("settlements", settings, "all kinds of settlement in it"),
    WHOLE("wealth_quintile", 1, 5, "1 poorest fifth of the country's places to 5 richest"),
    NUMBER("poverty_percent", 0, 100, "percent of the people in poverty"),
    TALLY("households", "households"),
    AMOUNT("area_km2", "area in square kilometres"),
    NUMBER("latitude", -90, 90, "degrees, WGS 84"),
    NUMBER("longitude", -180, 180, "degrees, WGS 84"),
    LIST_OF(FIELD_LANGUAGE, "languages", "languages in common use, BCP 47"),
    TALLY("schools", "schools"),
    TALLY("preschools", "pre-schools"),
    TALLY("health_facilities", "health posts, clinics and hospitals"),
    OBJECT("population", population, "people"),
    OBJECTS("hazards", hazard, "hazard register"),
    OBJECTS("places", place, "places of shelter and safety"),
    OBJECTS("facilities", facility, "places where children learn, heal and live"),
    OBJECTS("practices", practice, "what was tried, with its outcome"),
    OBJECTS("sources", source, "where the figures come from"),
    TEXT("note", "remark"),
};
SCHEMA(community, "community");

/* ---- assessment, answers, document ----------------------------------------------------------- */

static const struct field assessment_fields[] = {
    MUST(FIELD_ROUND, "round", "wave of assessments: 2026, 2026-2"),
    MUST(FIELD_DATE, "date", "day of the assessment; ages are counted to it"),
    WORD("method", methods, "how it was done"),
    WORD("status", stages, "how far it is: a draft is not compared"),
    WORD("assessor_type", assessors, "the community itself, one like it, or somebody from outside"),
    LIST_OF(FIELD_TEXT, "assessors", "who assessed: teams or roles, no persons' names"),
    LIST_OF(FIELD_TEXT, "reviewers", "who looked a second time"),
    TALLY("participants", "people who took part"),
    TALLY("children_took_part", "children who took part"),
    WORDS("groups", groups, "groups that took part"),
    OF(FIELD_LANGUAGE, "language", "BCP 47 tag of the answers' language"),
    DATE("returned", "day on which results went back to the community"),
    DATE("returned_to_children", "day on which results went back to children"),
    TEXT("note", "remark"),
};
SCHEMA(assessment, "assessment");

static const struct field evidence_fields[] = {
    TEXT("document", "file name or title"),
    {.key = "page", .type = FIELD_SCALAR, .help = "page: a number, or a text such as 14-16"},
    TEXT("section", "section or clause"),
    TEXT("quote", "the words that bear it out"),
    TEXT("kind", "kind of evidence: document, photo, register, observation, interview"),
    TEXT("url", "where it can be found"),
    DATE("date", "date of the evidence"),
    TEXT("sha256", "SHA-256 of the file, 64 hex digits"),
    TEXT("note", "remark"),
};
SCHEMA(evidence, "evidence");

static const struct field entry_fields[] = {
    OF(FIELD_ANY, "value", "the answer, as the criterion's answer type asks"),
    WORD("state", states, "a claim instead of a value"),
    TEXT("reason", "why; needed with not_applicable"),
    TEXT("note", "remark"),
    OBJECTS("evidence", evidence, "what bears the answer out"),
    WORD("confidence", confidence, "how sure the assessor is"),
    TEXT("assessor", "who answered: a team or role"),
    DATE("date", "day of the answer"),
};
const struct schema schema_entry = {
    .name = "answer", .fields = entry_fields, .count = COUNT(entry_fields)};

static const struct field document_fields[] = {
    TEXT("$schema", "address of this schema, for editors"),
    {.key = "banyan",
     .type = FIELD_WHOLE,
     .required = true,
     .min = 1,
     .max = 1,
     .help = "version of this form: 1"},
    {.key = "plan", .type = FIELD_OBJECT, .required = true, .object = &plan, .help = "the plan"},
    {.key = "community",
     .type = FIELD_OBJECT,
     .required = true,
     .object = &community,
     .help = "the place"},
    OF(FIELD_FACTS, "facts", "figures for other instruments, by dotted name"),
    {.key = "assessment",
     .type = FIELD_OBJECT,
     .required = true,
     .object = &assessment,
     .help = "how the answers came about"},
    OF(FIELD_CHECKLIST, "checklist", "checklist to use: ID or ID@VERSION"),
    OF(FIELD_ANSWERS, "answers", "answers by criterion"),
};
const struct schema schema_document = {
    .name = "plan document", .fields = document_fields, .count = COUNT(document_fields)};

/* ---- look-ups -------------------------------------------------------------------------------- */

const struct field *schema_field(const struct schema *s, const char *key)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->fields[i].key[0] == key[0] && strcmp(s->fields[i].key, key) == 0) {
            return &s->fields[i];
        }
    }
    return NULL;
}

const char *schema_nearest(const struct schema *s, const char *key)
{
    const char *words[64];
    size_t count = s->count < COUNT(words) ? s->count : COUNT(words);
    for (size_t i = 0; i < count; i++) {
        words[i] = s->fields[i].key;
    }
    return text_nearest(key, words, count);
}

const struct field *schema_path(const char *path)
{
    static const struct field fact = {
        .key = "facts", .type = FIELD_SCALAR, .help = "a number or a text"};
    const struct schema *s = &schema_document;
    const struct field *found = NULL;
    for (const char *at = path;;) {
        size_t len = strcspn(at, ".");
        char key[64];
        if (s == NULL || len >= sizeof key) {
            return NULL;
        }
        memcpy(key, at, len);
        key[len] = '\0';
        found = schema_field(s, key);
        if (found == NULL || at[len] == '\0') {
            return found;
        }
        at += len + 1;
        if (found->type == FIELD_FACTS) {
            return at[0] == '\0' ? NULL : &fact;
        }
        s = found->list ? NULL : found->object;
    }
}
