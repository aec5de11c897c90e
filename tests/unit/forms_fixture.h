/* A comparison by country and setting made by hand, with every odd case that a form has to stand. */
#ifndef TESTS_FORMS_FIXTURE_H
#define TESTS_FORMS_FIXTURE_H

#include <math.h>

#include "compare_fixture.h"

enum { FORMS_ITEMS = 4, FORMS_GROUPS = 7 };

struct forms_fixture {
    struct table_fixture rows;
    struct table_method method;
    struct comparison c;
    struct compare_item items[FORMS_ITEMS];
    struct compare_group groups[FORMS_GROUPS];
    struct compare_stat stats[FORMS_GROUPS][FORMS_ITEMS];
    const char *keys[FORMS_GROUPS][2], *labels[FORMS_GROUPS][2];
    double bands[FORMS_GROUPS][2];
    struct compare_pair pairs[1];
    struct compare_remark remarks[1];
    struct compare_absent absent[1];
    const char *absent_keys[2];
    const char *rounds[1], *by[2];
    struct arena arena;
};

/* Which group is which odd case. */
enum {
    FORMS_GOOD,     /* 12 assessments, ranked */
    FORMS_ONE,      /* a single one: no spread */
    FORMS_FORMULA,  /* a name that a spreadsheet would run, with quotes, commas and a line end */
    FORMS_RIGHT,    /* written from right to left, and low coverage */
    FORMS_UNSCORED, /* applies, and nobody answered; one domain does not apply */
    FORMS_WITHHELD, /* numbers are there all the same, to see that none gets out */
    FORMS_UNTOLD    /* no setting is told */
};

static const char *const forms_names[FORMS_GROUPS][4] = {
    {"BTN", "rural", "Bhutan", "rural"},
    {"FJI", "-5", "Fiji", "-5"},
    {"NPL", "=cmd|' /C calc'!A0", "Nepal", "=cmd|' /C calc'!A0, \"x\"\nnext"},
    {"NPL", "قرية", "Nepal", "قرية"},
    {"PHL", "a b", "Philippines", "a b"},
    {"PHL", "a-b", "Philippines", "<a> & \"b\""},
    {"VUT", NULL, "Vanuatu", "not told"},
};

static inline struct compare_stat forms_stat(int64_t n, double mean, double coverage)
{
    struct compare_stat s = {.n = n,
                             .applies = n,
                             .mean = mean,
                             .weighted = NAN,
                             .sd = NAN,
                             .error = NAN,
                             .ci_low = NAN,
                             .ci_high = NAN,
                             .min = mean,
                             .q10 = mean,
                             .q1 = mean,
                             .median = mean,
                             .q3 = mean,
                             .q90 = mean,
                             .max = mean,
                             .low = mean * coverage,
                             .high = 1,
                             .coverage = coverage};
    if (n > 1) {
        s.weighted = mean, s.sd = 0.125, s.error = 0.0625;
        s.ci_low = mean - 0.0625, s.ci_high = mean + 0.0625;
    }
    return s;
}

static inline void forms_groups(struct forms_fixture *f)
{
    static const int64_t counts[FORMS_GROUPS] = {12, 1, 7, 6, 0, 3, 5};
    static const double means[FORMS_GROUPS] = {0.5, 0.25, 1.0 / 3, 0.75, NAN, 0.987654321, 0.625};
    for (size_t g = 0; g < FORMS_GROUPS; g++) {
        struct compare_group *group = &f->groups[g];
        for (size_t i = 0; i < FORMS_ITEMS; i++) {
            f->stats[g][i] = forms_stat(counts[g], means[g], g == FORMS_RIGHT ? 0.5 : 0.875);
        }
        f->keys[g][0] = forms_names[g][0], f->keys[g][1] = forms_names[g][1];
        f->labels[g][0] = forms_names[g][2], f->labels[g][1] = forms_names[g][3];
        f->bands[g][0] = 0.75, f->bands[g][1] = 0.25;
        *group = (struct compare_group){.keys = f->keys[g],
                                        .labels = f->labels[g],
                                        .rows = counts[g] + 2,
                                        .scored = counts[g],
                                        .children = g == FORMS_GOOD ? 4321 : -1,
                                        .households = -1,
                                        .stats = f->stats[g],
                                        .band_share = f->bands[g],
                                        .critical = 0.25,
                                        .critical_open = 0,
                                        .withheld = g == FORMS_WITHHELD};
    }
    for (size_t i = 0; i < FORMS_ITEMS; i++) {
        f->stats[FORMS_UNSCORED][i].applies = i == 1 ? 0 : 2;
        f->stats[FORMS_UNSCORED][i].low = 0;
        f->stats[FORMS_UNSCORED][i].coverage = 0;
    }
    f->groups[FORMS_GOOD].of = 40;
    f->groups[FORMS_GOOD].rank = (struct compare_rank){true, 1.5, 1, 2};
}

/* The numbers of a withheld group, none of which may be seen: 0.987654321 and what is made of it. */
static const char *const forms_secrets[] = {"0.98765", "0.864197", "0.9251", "1.0501", NULL};

static inline void forms_init(struct forms_fixture *f)
{
    memset(f, 0, sizeof *f);
    table_fixture_init(&f->rows);
    static const int32_t half[] = {500000000, 500000000, 500000000, 500000000};
    table_fixture_row(&f->rows, "BTN", "2026", 100, half);
    f->rows.rows[0].date = "2026-09-12";
    f->method = (struct table_method){f->rows.table.core, "sha256:0", "desk", "self", 1};
    f->rows.table.methods = &f->method;
    f->rows.table.method_count = 1;
    f->rows.table.superseded = 2, f->rows.table.older = 1, f->rows.table.drafts = 3;
    f->rows.table.shared = f->rows.table.all = 4;
    static const struct compare_item items[FORMS_ITEMS] = {
        {ITEM_TOTAL, 0, "total", "Two domains", -1},
        {ITEM_NODE, 1, "P", "Plans", 0},
        {ITEM_CRITERION, 0, "P-01", "Criterion P-01", 1},
        {ITEM_NODE, 2, "Q", "Schools", 0},
    };
    memcpy(f->items, items, sizeof items);
    f->rounds[0] = "2026";
    f->by[0] = "country", f->by[1] = "setting";
    forms_groups(f);
    f->pairs[0] = (struct compare_pair){0, 2, 0.625, false};
    struct json *params = json_new(&f->arena, JSON_OBJECT);
    assert_int_equal(json_add(&f->arena, params, "count", json_new_number(&f->arena, 2)), 0);
    f->remarks[0] = (struct compare_remark){COMPARABLE_CARE, "{count} methods are mixed", params};
    f->absent_keys[0] = "TON", f->absent_keys[1] = "rural";
    f->absent[0] = (struct compare_absent){f->absent_keys, f->absent_keys, 30};
    f->c = (struct comparison){.table = &f->rows.table,
                               .core = f->rows.table.core,
                               .rounds = f->rounds,
                               .round_count = 1,
                               .by = f->by,
                               .by_count = 2,
                               .items = f->items,
                               .item_count = FORMS_ITEMS,
                               .groups = f->groups,
                               .group_count = FORMS_GROUPS,
                               .level = 0.95,
                               .absent = f->absent,
                               .absent_count = 1,
                               .grade = COMPARABLE_CARE,
                               .remarks = f->remarks,
                               .remark_count = 1,
                               .draws = 10000,
                               .seed = 7,
                               .pairs = f->pairs,
                               .pair_count = 1,
                               .publish = true};
    f->c.sources[SOURCE_MISSING] = (struct compare_source){true, 0.5, 0.625};
    f->c.sources[SOURCE_WEIGHTS] = (struct compare_source){true, NAN, NAN};
}

static inline void forms_free(struct forms_fixture *f)
{
    table_fixture_free(&f->rows);
    arena_free(&f->arena);
}

#endif
