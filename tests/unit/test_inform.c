/* A published index is reproduced from its own inputs through the library: INFORM 2025 for 38
 * countries to the last digit, and INFORM 2020 for Bangladesh. tests/numbers has more, through the
 * program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "assess.h"
#include "base/csv.h"
#include "base/file.h"
#include "input/input.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DATA "tests/data/inform/"
enum { COUNTRIES = 38, MAX_COLUMNS = 64, MAX_FILE = 1 << 20 };

/* ---- tables ---------------------------------------------------------------------------------- */

struct table {
    struct arena arena;
    size_t columns, rows;
    const char *cells[COUNTRIES + 1][MAX_COLUMNS]; /* row 0: heads */
};

static int keep(void *context, const struct csv_row *row)
{
    struct table *t = context;
    assert_true(t->rows <= COUNTRIES && row->count <= MAX_COLUMNS);
    for (size_t i = 0; i < row->count; i++) {
        t->cells[t->rows][i] = arena_strdup(&t->arena, row->fields[i]);
        assert_non_null(t->cells[t->rows][i]);
    }
    t->columns = row->count;
    t->rows++;
    return 0;
}

static void table_load(struct table *t, const char *path)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct json_error error = {0};
    *t = (struct table){.arena = ARENA_INIT};
    assert_int_equal(file_read(path, MAX_FILE, &text, &e), 0);
    assert_int_equal(csv_read(text.data, text.len, keep, t, &error), 0);
    assert_int_equal(t->rows, COUNTRIES + 1);
    buf_free(&text);
}

/* The cell of a country under a head, or under a head that begins with "HEAD|". */
static const char *table_cell(const struct table *t, const char *iso3, const char *head)
{
    size_t len = strlen(head);
    for (size_t row = 1; row < t->rows; row++) {
        for (size_t i = 0; i < t->columns && strcmp(t->cells[row][1], iso3) == 0; i++) {
            const char *h = t->cells[0][i];
            if (strncmp(h, head, len) == 0 && (h[len] == '\0' || h[len] == '|')) {
                return t->cells[row][i];
            }
        }
    }
    fail_msg("no cell %s of %s", head, iso3);
    return NULL;
}

/* INFORM's marks for a missing value. */
static bool is_missing(const char *cell)
{
    return strcmp(cell, "x") == 0 || strcmp(cell, "No data") == 0;
}

/* A published value on 0 to 10 as billionths. */
static int64_t published(const char *cell)
{
    return is_missing(cell) ? SCORE_NONE : (int64_t)(strtod(cell, NULL) * 1e8 + 0.5);
}

/* ---- the world: tables, rules, checklists ---------------------------------------------------- */

struct world {
    struct table raw, scored, results;
    struct ruleset *rules;
    struct checklist *inform, *inform_2020;
};

static struct ruleset *rules_load(void)
{
    static const char *const names[] = {"inform/component", "inform/goalposts", "lib/goalposts"};
    struct rule_file files[COUNT(names)];
    struct buf texts[COUNT(names)];
    struct buf paths[COUNT(names)];
    struct ruleset *rules = NULL;
    struct err e = {0};
    for (size_t i = 0; i < COUNT(names); i++) {
        texts[i] = paths[i] = (struct buf)BUF_INIT;
        buf_printf(&paths[i], "rules/%s.lua", names[i]);
        assert_int_equal(file_read(paths[i].data, MAX_FILE, &texts[i], &e), 0);
        files[i] = (struct rule_file){names[i], paths[i].data, texts[i].data, texts[i].len, NULL};
    }
    if (ruleset_new(files, COUNT(names), false, &rules, &e) != 0 ||
        ruleset_inspect(rules, NULL, &e) != 0) {
        fail_msg("%s", e.text);
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct rule_info *info = ruleset_find(rules, names[i]);
        /* a library is seen when the rule that uses it loads */
        bool library = strncmp(names[i], "lib/", 4) == 0;
        if (!library && (info == NULL || info->error != NULL)) {
            fail_msg("%s: %s", names[i], info == NULL ? "not found" : info->error);
        }
        buf_free(&texts[i]);
        buf_free(&paths[i]);
    }
    return rules;
}

static struct checklist *checklist_load(const char *path)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, path);
    assert_int_equal(file_read(path, MAX_FILE, &text, &e), 0);
    if (checklist_parse(text.data, text.len, NULL, &d, &c) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    buf_free(&text);
    diag_free(&d);
    return c;
}

static int world_setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return -1;
    }
    table_load(&w->raw, DATA "indicator_raw_lcc_asia_pacific.csv");
    table_load(&w->scored, DATA "scored_lcc_asia_pacific.csv");
    table_load(&w->results, DATA "inform2025_results_asia_pacific.csv");
    w->rules = rules_load();
    w->inform = checklist_load("checklists/inform-2025/checklist.json");
    w->inform_2020 = checklist_load(DATA "inform-2020.json");
    *state = w;
    return 0;
}

static int world_teardown(void **state)
{
    struct world *w = *state;
    checklist_free(w->inform);
    checklist_free(w->inform_2020);
    ruleset_free(w->rules);
    arena_free(&w->raw.arena);
    arena_free(&w->scored.arena);
    arena_free(&w->results.arena);
    free(w);
    return 0;
}

/* ---- assessing ------------------------------------------------------------------------------- */

static struct engine *engine(const struct world *w, const struct checklist *c)
{
    struct engine *g = NULL;
    struct err e = {0};
    if (engine_new(c, w->rules, &g, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return g;
}

static void assess(struct engine *g, const struct json *doc, struct arena *arena, struct plan *plan,
                   struct assessment *a)
{
    struct diag d;
    diag_init(&d, "plan");
    if (plan_check(arena, doc, NULL, &d, plan) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    assert_int_equal(engine_assess(g, plan, arena, a), 0);
    assert_int_equal(a->counts[OUTCOME_ERROR], 0);
    diag_free(&d);
}

/* A plan of Bangladesh with these facts (JSON members). */
static const struct json *document(struct arena *arena, const char *facts)
{
    struct buf text = BUF_INIT;
    struct json *doc = NULL;
    struct json_error error = {0};
    buf_printf(
        &text,
        "{\"banyan\": 1, \"plan\": {\"id\": \"P1\", \"title\": \"T\"}, \"community\": "
        "{\"country\": "
        "\"BGD\", \"name\": \"Bangladesh\"}, \"assessment\": {\"round\": \"2020\", \"date\": "
        "\"2020-03-01\"}, \"facts\": {%s}}",
        facts);
    assert_int_equal(json_parse(arena, buf_text(&text), text.len, 1, &doc, &error), 0);
    buf_free(&text);
    return doc;
}

/* Calls check for each country of the example table. */
static void each_country(struct world *w, void (*check)(const struct world *, const struct plan *,
                                                        const struct assessment *))
{
    static const char *const path = "examples/inform-2025.csv";
    struct input *in = NULL;
    struct err e = {0};
    struct diag d;
    struct input_item item;
    size_t count = 0;
    struct engine *g = engine(w, w->inform);
    diag_init(&d, path);
    assert_int_equal(input_new(&path, 1, &in, &e), 0);
    for (;;) {
        struct arena arena = ARENA_INIT;
        struct plan plan;
        struct assessment a;
        int rc = input_next(in, &arena, &d, &item);
        if (rc == 1 && item.doc == NULL) {
            fail_msg("%s", buf_text(&d.text));
        }
        if (rc == 1) {
            assess(g, item.doc, &arena, &plan, &a);
            check(w, &plan, &a);
            count++;
        }
        arena_free(&arena);
        if (rc != 1) {
            assert_int_equal(rc, 0);
            break;
        }
    }
    assert_int_equal(count, COUNTRIES);
    input_free(in);
    engine_free(g);
    diag_free(&d);
}

static const struct node_result *node(const struct assessment *a, const char *id)
{
    for (int i = 0; i < a->checklist->node_count; i++) {
        const char *name = a->checklist->nodes[i].id;
        if (name != NULL && strcmp(name, id) == 0) {
            return &a->nodes[i];
        }
    }
    fail_msg("no node %s", id);
    return NULL;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static const struct {
    const char *fact, *head;
} RESULT_FACTS[] = {{"inform.earthquake", "Earthquake"},
                    {"inform.river_flood", "River Flood"},
                    {"inform.tsunami", "Tsunami"},
                    {"inform.tropical_cyclone", "Tropical Cyclone"},
                    {"inform.coastal_flood", "Coastal flood"},
                    {"inform.drought", "Drought"},
                    {"inform.epidemic", "Epidemic"},
                    {"inform.conflict_probability", "Projected Conflict Probability"},
                    {"inform.conflict_intensity", "Current Conflict Intensity"},
                    {"inform.development_deprivation", "Development & Deprivation"},
                    {"inform.inequality", "Inequality"},
                    {"inform.economic_dependency", "Economic Dependency"},
                    {"inform.uprooted_people", "Uprooted people"},
                    {"inform.health_conditions", "Health Conditions"},
                    {"inform.children_u5", "Children U5"},
                    {"inform.recent_shocks", "Recent Shocks"},
                    {"inform.food_security", "Food Security"}},
  RAW_FACTS[] = {{"inform.sfm_e1_score", "BF"},
                 {"inform.sfm_e1_frequency", "BG"},
                 {"inform.corruption", "BI"},
                 {"inform.government_effectiveness", "BH"},
                 {"inform.adult_literacy", "BK"},
                 {"inform.electricity", "BJ"},
                 {"inform.internet_users", "BL"},
                 {"inform.mobile_subscriptions", "BM"},
                 {"inform.road_length_km", "BN"},
                 {"inform.land_area_km2", "BX"},
                 {"inform.sanitation", "BO"},
                 {"inform.drinking_water", "BP"},
                 {"inform.physicians", "BQ"},
                 {"inform.dtp3", "BR"},
                 {"inform.mcv2", "BS"},
                 {"inform.pcv3", "BT"},
                 {"inform.health_expenditure", "BU"},
                 {"inform.maternal_mortality", "BV"}};

static void check_fact(const struct plan *plan, const char *fact, const char *cell)
{
    const struct json *value = json_get(json_get(plan->doc, "facts"), fact);
    if (is_missing(cell)) {
        assert_null(value);
    } else if (value == NULL || value->type != JSON_NUMBER || value->number != strtod(cell, NULL)) {
        fail_msg("%s: %s is not %s", plan->country, fact, cell);
    }
}

static void check_facts(const struct world *w, const struct plan *plan, const struct assessment *a)
{
    (void)a;
    for (size_t i = 0; i < COUNT(RESULT_FACTS); i++) {
        check_fact(plan, RESULT_FACTS[i].fact,
                   table_cell(&w->results, plan->country, RESULT_FACTS[i].head));
    }
    for (size_t i = 0; i < COUNT(RAW_FACTS); i++) {
        check_fact(plan, RAW_FACTS[i].fact, table_cell(&w->raw, plan->country, RAW_FACTS[i].head));
    }
}

static void the_example_table_holds_what_was_published(void **state)
{
    each_country(*state, check_facts);
}

static void check_score(const struct plan *plan, const char *what, int64_t score, const char *cell)
{
    if (score != published(cell)) {
        fail_msg("%s: %s is %lld billionths, published %s", plan->country, what, (long long)score,
                 cell);
    }
}

static void check_nodes(const struct world *w, const struct plan *plan, const struct assessment *a)
{
    static const struct {
        const char *node, *head;
    } nodes[] = {{"HE", "HAZARD & EXPOSURE"},
                 {"NAT", "Natural"},
                 {"HUM", "Human"},
                 {"VU", "VULNERABILITY"},
                 {"SE", "Socio-Economic Vulnerability"},
                 {"VG", "Vulnerable Groups"},
                 {"OVG", "Other Vulnerable Groups"},
                 {"LCC", "LACK OF COPING CAPACITY"},
                 {"INS", "Institutional"},
                 {"DRR", "DRR"},
                 {"GOV", "Governance"},
                 {"INF", "Infrastructure"},
                 {"COM", "Communication"},
                 {"PHY", "Physical infrastructure"},
                 {"HEA", "Access to health care"}};
    for (size_t i = 0; i < COUNT(nodes); i++) {
        check_score(plan, nodes[i].node, node(a, nodes[i].node)->score,
                    table_cell(&w->results, plan->country, nodes[i].head));
    }
    check_score(plan, "IMM, unrounded", node(a, "IMM")->score,
                table_cell(&w->scored, plan->country, "X"));
    check_score(plan, "risk", a->nodes[0].score,
                table_cell(&w->results, plan->country, "INFORM RISK"));
}

static void every_published_mean_dimension_and_risk_of_2025_is_reproduced(void **state)
{
    each_country(*state, check_nodes);
}

static void check_indicators(const struct world *w, const struct plan *plan,
                             const struct assessment *a)
{
    static const struct {
        const char *criterion, *column;
    } indicators[] = {{"DRR-S", "C"}, {"DRR-F", "D"}, {"GOV-C", "F"}, {"GOV-E", "G"},
                      {"COM-L", "J"}, {"COM-E", "K"}, {"COM-I", "L"}, {"COM-M", "M"},
                      {"PHY-R", "P"}, {"PHY-S", "Q"}, {"PHY-W", "R"}, {"HEA-P", "T"},
                      {"IMM-D", "U"}, {"IMM-M", "V"}, {"IMM-P", "W"}, {"HEA-X", "Y"},
                      {"HEA-M", "Z"}};
    for (size_t i = 0; i < COUNT(indicators); i++) {
        const char *id = indicators[i].criterion;
        int at = checklist_find(a->checklist, id);
        assert_true(at >= 0);
        const struct finding *f = &a->findings[at];
        const char *cell = table_cell(&w->scored, plan->country, indicators[i].column);
        assert_int_equal(f->outcome, is_missing(cell) ? OUTCOME_NOT_ASSESSED : OUTCOME_SCORED);
        check_score(plan, id, f->outcome == OUTCOME_SCORED ? f->credit : SCORE_NONE, cell);
    }
}

static void every_indicator_score_of_2025_is_reproduced(void **state)
{
    each_country(*state, check_indicators);
}

/* The engine's band is that of the worse end, so it agrees with the published class, which is that
 * of the score, wherever no indicator is missing, and is never better. */
static void check_class(const struct world *w, const struct plan *plan, const struct assessment *a)
{
    const struct checklist *c = a->checklist;
    const char *class = table_cell(&w->results, plan->country, "RISK CLASS");
    int of_score = 0;
    while (a->nodes[0].score > c->bands[of_score].limit) {
        of_score++;
    }
    assert_string_equal(c->bands[of_score].title, class);
    assert_true(a->band >= of_score && a->band_possible <= of_score);
    if (a->counts[OUTCOME_NOT_ASSESSED] == 0) {
        assert_int_equal(a->band, of_score);
        assert_int_equal(a->band_possible, of_score);
        assert_int_equal(a->nodes[0].low, a->nodes[0].high);
    }
}

static void every_class_of_2025_is_reproduced(void **state)
{
    each_country(*state, check_class);
}

/* METHOD.md, CLASS: no country of the table lies on some of these edges. */
static void the_classes_begin_where_inform_says(void **state)
{
    static const int first[] = {0, 22, 32, 51, 69, 101}; /* tenths */
    const struct world *w = *state;
    assert_int_equal(w->inform->band_count, 5);
    for (int band = 0; band < 5; band++) {
        int64_t limit = w->inform->bands[band].limit;
        assert_int_equal(limit, (int64_t)(first[band + 1] - 1) * 10000000);
    }
}

static void without_one_dimension_there_is_no_risk(void **state)
{
    struct world *w = *state;
    struct arena arena = ARENA_INIT;
    struct plan plan;
    struct assessment a;
    struct engine *g = engine(w, w->inform);
    assess(g, document(&arena, "\"inform.earthquake\": 9.8"), &arena, &plan, &a);
    assert_int_equal(node(&a, "NAT")->score, 980000000);
    assert_int_equal(node(&a, "LCC")->score, SCORE_NONE);
    assert_int_equal(a.nodes[0].score, SCORE_NONE);
    assert_int_equal(a.band, -1);
    assert_int_equal(a.nodes[0].low, 0);
    assert_int_equal(a.nodes[0].high, 1000000000);
    engine_free(g);
    arena_free(&arena);
}

static void bangladesh_2020_is_reproduced_from_its_dimensions(void **state)
{
    struct world *w = *state;
    struct arena arena = ARENA_INIT;
    struct plan plan;
    struct assessment a;
    struct engine *g = engine(w, w->inform_2020);
    assess(g,
           document(&arena, "\"inform.natural\": 8.2, \"inform.human\": 6.9, "
                            "\"inform.vulnerability\": 5.7, \"inform.coping\": 5.1"),
           &arena, &plan, &a);
    assert_int_equal(node(&a, "HE")->score, 760000000);
    assert_int_equal(a.nodes[0].score, 600000000);
    engine_free(g);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_table_holds_what_was_published),
        cmocka_unit_test(every_indicator_score_of_2025_is_reproduced),
        cmocka_unit_test(every_published_mean_dimension_and_risk_of_2025_is_reproduced),
        cmocka_unit_test(every_class_of_2025_is_reproduced),
        cmocka_unit_test(the_classes_begin_where_inform_says),
        cmocka_unit_test(without_one_dimension_there_is_no_risk),
        cmocka_unit_test(bangladesh_2020_is_reproduced_from_its_dimensions),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
