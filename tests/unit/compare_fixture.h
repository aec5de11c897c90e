/* Tables made by hand, for tests of comparisons: a checklist of two domains with two criteria each, and rows
 * whose results come from their credits. */
#ifndef TESTS_COMPARE_FIXTURE_H
#define TESTS_COMPARE_FIXTURE_H

#include "score_fixture.h"

#include "compare/summary.h"

#define FIXTURE_CRITERION(id, more)                                                      \
    "{\"id\":\"" id "\",\"title\":\"Criterion " id "\",\"question\":\"?\",\"weight\":1," \
    "\"answer\":{\"type\":\"percent\"},\"rule\":\"standard/"                             \
    "target\",\"args\":{\"target\":100}," more                                           \
    "\"evidence\":\"e\",\"source\":[{\"title\":\"t\",\"year\":2026,\"status\":\"drafted\"}]}"

static const char fixture_two_domains[] =
    "{\"banyan\":1,\"id\":\"two\",\"version\":\"1.0.0\",\"title\":\"Two domains\","
    "\"language\":\"en\",\"aggregate\":\"arithmetic\",\"missing\":\"range\",\"min_coverage\":0.6,"
    "\"scale\":{\"min\":0,\"max\":100,\"decimals\":1},"
    "\"bands\":[{\"id\":\"A\",\"title\":\"Good\",\"from\":0.5},{\"id\":\"B\",\"title\":\"Weak\","
    "\"from\":0}],\"nodes\":["
    "{\"id\":\"P\",\"title\":\"Plans\",\"weight\":1,\"criteria\":[" FIXTURE_CRITERION(
        "P-01", "") "," FIXTURE_CRITERION("P-02",
                                          "") "]},"
                                              "{\"id\":\"Q\",\"title\":\"Schools\",\"weight\":1,"
                                              "\"criteria\":[" FIXTURE_CRITERION(
                                                  "Q-01",
                                                  "\"critical\":{\"below\":0.5,\"cap\":"
                                                  "\"B\"},") "," FIXTURE_CRITERION("Q-02", "") "]}]"
                                                                                               "}";

enum { FIXTURE_ROWS = 64, FIXTURE_CREDITS = 4, FIXTURE_NODES = 3 };
struct table_fixture {
    struct table table;
    struct table_row rows[FIXTURE_ROWS];
    int32_t credits[FIXTURE_ROWS][FIXTURE_CREDITS];
    struct node_result nodes[FIXTURE_ROWS][FIXTURE_NODES];
    char names[FIXTURE_ROWS][16];
    struct table_attribute attributes[4];
    const char *values[4][FIXTURE_ROWS];
    uint32_t value[4][2 * FIXTURE_ROWS], first[4][FIXTURE_ROWS + 1];
};

static inline void table_fixture_init(struct table_fixture *f)
{
    memset(f, 0, sizeof *f);
    f->table.core = fixture_checklist(fixture_two_domains);
    f->table.rows = f->rows;
    f->table.attributes = f->attributes;
}

static inline void table_fixture_free(struct table_fixture *f)
{
    checklist_free(f->table.core);
}

/* A row with the credits (billionths or CREDIT_...) of the four criteria, scored as the engine does. */
static inline void table_fixture_row(struct table_fixture *f, const char *country,
                                     const char *round, int64_t children, const int32_t *credits)
{
    struct fixture one;
    size_t at = f->table.count++;
    fixture_init(&one, fixture_two_domains);
    for (int i = 0; i < FIXTURE_CREDITS; i++) {
        f->credits[at][i] = credits[i];
        if (credits[i] >= 0) {
            fixture_credit(&one, i, credits[i]);
        } else if (credits[i] == CREDIT_APART) {
            one.a.findings[i].outcome = OUTCOME_NOT_APPLICABLE;
        }
    }
    fixture_score(&one);
    memcpy(f->nodes[at], one.a.nodes, sizeof f->nodes[at]);
    snprintf(f->names[at], sizeof f->names[at], "c%02zu", at);
    f->rows[at] = (struct table_row){.id = f->names[at],
                                     .community = f->names[at],
                                     .name = f->names[at],
                                     .country = country,
                                     .round = round,
                                     .children = children,
                                     .households = -1,
                                     .people = -1,
                                     .credits = f->credits[at],
                                     .nodes = f->nodes[at],
                                     .band = one.a.band,
                                     .fails_critical = credits[2] >= 0 && credits[2] < 500000000,
                                     .open_critical = credits[2] == CREDIT_OPEN};
    fixture_free(&one);
}

/* One more attribute. values: for each row a text, "a+b" for two, NULL for none; names are numbered in the
 * order given. */
static inline void table_fixture_attribute(struct table_fixture *f, const char *name,
                                           const char *const *names, size_t count,
                                           const char *const *values)
{
    size_t at = f->table.attribute_count++;
    struct table_attribute *a = &f->attributes[at];
    uint32_t used = 0;
    for (size_t i = 0; i < count; i++) {
        f->values[at][i] = names[i];
    }
    for (size_t r = 0; r < f->table.count; r++) {
        f->first[at][r] = used;
        for (size_t i = 0; values[r] != NULL && i < count; i++) {
            const char *hit = strstr(values[r], names[i]);
            if (hit != NULL) {
                f->value[at][used++] = (uint32_t)i;
            }
        }
        a->many = a->many || used - f->first[at][r] > 1;
    }
    f->first[at][f->table.count] = used;
    *a = (struct table_attribute){.name = name,
                                  .names = f->values[at],
                                  .count = count,
                                  .values = f->value[at],
                                  .first = f->first[at],
                                  .many = a->many};
}

#endif
