#include "compare/publish.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/items.h"
#include "compare/publish_internal.h"

/* ---- groups ------------------------------------------------------------------------------------ */

/* A value that the plan itself puts into words may name a single place. */
static bool free_words(const char *attribute)
{
    return strchr(attribute, '.') != NULL || strcmp(attribute, "community") == 0 ||
           strcmp(attribute, "pcode") == 0;
}

/* Whoever is named alone is told by the name. */
static int only_lists(const struct comparison *c, struct err *e)
{
    for (size_t i = 0; i < c->by_count; i++) {
        if (free_words(c->by[i])) {
            return err_set(e, ERR_USAGE,
                           "%.60s: its values are a plan's own words, and may name one place: for "
                           "publishing, group by attributes with names of their own, such as "
                           "country, admin1, setting",
                           c->by[i]);
        }
    }
    return 0;
}

static void withhold(const struct comparison *c, struct compare_group *g)
{
    g->withheld = true;
    g->rows = g->scored = g->children = g->households = -1;
    g->of = 0;
    g->members = NULL;
    g->rank = (struct compare_rank){false, NAN, NAN, NAN};
    g->critical = g->critical_open = NAN;
    for (int i = 0; i < c->core->band_count; i++) {
        g->band_share[i] = NAN;
    }
    for (size_t i = 0; i < c->item_count; i++) {
        publish_stat_clear(&g->stats[i]);
    }
}

/* All rows, and the rows of each group. A table that was published whole needs no group left out but those
 * that would follow from it. */
static int judge_groups(struct comparison *c, struct publish_field *f, struct published *memory,
                        struct err *e)
{
    struct publish_question q;
    size_t *all = calloc(c->table->count + 1, sizeof *all);
    int code = all == NULL ? ERR_MEMORY : publish_question_begin(&q, f, PUBLISHED_COUNT, NULL);
    for (size_t i = 0; code == 0 && i < c->table->count; i++) {
        all[i] = i;
    }
    code = code == 0 ? publish_question_ask(&q, false) : code;
    code = code == 0 ? publish_question_set(&q, all, c->table->count) : code;
    free(all);
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        const struct compare_group *g = &c->groups[i];
        code = publish_question_ask(&q, true);
        code = code == 0 ? publish_question_set(&q, g->members, (size_t)g->rows) : code;
    }
    if (code != 0 || publish_question_small(&q) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    q.guarded = true;
    code = publish_question_answer(&q, memory, e);
    if (code == 0) {
        c->whole = q.bundles[0].safe ? (int64_t)c->table->count : -1;
    }
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        if (!q.bundles[i + 1].safe) {
            withhold(c, &c->groups[i]);
        }
    }
    return code;
}

/* ---- items ------------------------------------------------------------------------------------- */

/* A group in which all have the same score tells the score of each. */
static bool alike(const struct compare_stat *s)
{
    return !(s->sd > 0);
}

/* Scores of an item are sums over the rows that have one. */
static int judge_item(struct comparison *c, struct publish_field *f, size_t item,
                      struct published *memory, size_t *rows, struct err *e)
{
    struct publish_question q;
    int code = publish_question_begin(&q, f, c->items[item].id, NULL);
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        const struct compare_group *g = &c->groups[i];
        size_t count = 0;
        for (int64_t k = 0; k < g->rows && !alike(&g->stats[item]); k++) {
            const struct table_row *row = &c->table->rows[g->members[k]];
            if (item_of_row(&c->items[item], row).score != SCORE_NONE) {
                rows[count++] = g->members[k];
            }
        }
        code = publish_question_ask(&q, false);
        code = code == 0 ? publish_question_set(&q, rows, count) : code;
    }
    if (code != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = publish_question_answer(&q, memory, e);
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        if (q.bundles[i].safe) {
            publish_stat(c, &c->groups[i], item);
        } else {
            publish_stat_clear(&c->groups[i].stats[item]);
        }
    }
    return code;
}

/* ---- shares ------------------------------------------------------------------------------------ */

/* Asks for one part of a group: the rows whose part it is. Returns how many there are, or ERR_MEMORY. */
static int64_t ask_part(struct publish_question *q, const struct comparison *c,
                        const struct compare_group *g, int (*part_of)(const struct table_row *),
                        int part, size_t *rows)
{
    size_t count = 0;
    for (int64_t k = 0; k < g->rows; k++) {
        if (part_of(&c->table->rows[g->members[k]]) == part) {
            rows[count++] = g->members[k];
        }
    }
    int code = publish_question_set(q, rows, count);
    return code != 0 ? code : (int64_t)count;
}

static int band_of(const struct table_row *row)
{
    return row->band;
}

static int critical_of(const struct table_row *row)
{
    return row->fails_critical ? 0 : row->open_critical ? 1 : 2;
}

/* Asks for all parts of all groups; *shown says of each group whether they may be told. A part that holds
 * everybody tells of everybody. */
static int judge_parts(struct comparison *c, struct publish_field *f, const bool *without,
                       int (*part_of)(const struct table_row *), int parts, bool *shown,
                       struct published *memory, size_t *rows, struct err *e)
{
    struct publish_question q;
    int code = publish_question_begin(&q, f, PUBLISHED_COUNT, without);
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        int filled = 0;
        code = publish_question_ask(&q, false);
        for (int part = 0; code == 0 && part < parts; part++) {
            int64_t count = ask_part(&q, c, &c->groups[i], part_of, part, rows);
            code = count < 0 ? ERR_MEMORY : 0;
            filled += count > 0;
        }
        if (code == 0 && filled < 2) {
            struct publish_bundle *b = &q.bundles[i];
            q.set_count = b->first;
            b->count = 0;
        }
    }
    if (code != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    code = publish_question_answer(&q, memory, e);
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        shown[i] = q.bundles[i].safe;
    }
    return code;
}

static int judge_both(struct comparison *c, struct publish_field *f, bool *without, bool *shown,
                      struct published *memory, size_t *rows, struct err *e)
{
    int code = judge_parts(c, f, NULL, critical_of, 3, shown, memory, rows, e);
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        struct compare_group *g = &c->groups[i];
        g->critical = shown[i] ? publish_rounded(g->critical) : NAN;
        g->critical_open = shown[i] ? publish_rounded(g->critical_open) : NAN;
    }
    for (size_t i = 0; code == 0 && i < c->table->count; i++) {
        without[i] = c->table->rows[i].band < 0; /* shares are of those that have a score */
    }
    code = code == 0
               ? judge_parts(c, f, without, band_of, c->core->band_count, shown, memory, rows, e)
               : code;
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        double *share = c->groups[i].band_share;
        for (int b = 0; b < c->core->band_count; b++) {
            share[b] = shown[i] && c->groups[i].scored >= 0 ? publish_rounded(share[b]) : NAN;
        }
    }
    return code;
}

static int judge_shares(struct comparison *c, struct publish_field *f, struct published *memory,
                        size_t *rows, struct err *e)
{
    bool *without = calloc(c->table->count + 1, sizeof *without);
    bool *shown = calloc(c->group_count + 1, sizeof *shown);
    int code = 0;
    if (without == NULL || shown == NULL) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else {
        code = judge_both(c, f, without, shown, memory, rows, e);
    }
    free(without);
    free(shown);
    return code;
}

static int judge(struct comparison *c, struct publish_field *f, struct published *memory,
                 size_t *rows, struct err *e)
{
    int code = judge_groups(c, f, memory, e);
    for (size_t i = 0; code == 0 && i < c->item_count; i++) {
        code = judge_item(c, f, i, memory, rows, e);
    }
    code = code == 0 ? judge_shares(c, f, memory, rows, e) : code;
    for (size_t i = 0; code == 0 && i < c->group_count; i++) {
        c->groups[i].scored = c->groups[i].stats[0].n;
    }
    return code;
}

int publish_groups(struct comparison *c, struct published *memory, struct err *e)
{
    struct publish_field f = {.arena = ARENA_INIT};
    int code = only_lists(c, e);
    if (code != 0) {
        return code;
    }
    c->publish = true;
    size_t *rows = calloc(c->table->count + 1, sizeof *rows);
    if (rows == NULL || publish_field_make(&f, c->table, memory) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    } else {
        code = judge(c, &f, memory, rows, e);
    }
    if (code == 0 && publish_heads(c, memory) != 0) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    }
    publish_field_free(&f);
    free(rows);
    return code;
}
