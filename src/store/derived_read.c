/* Totals as they are read: what is stored, and what came after it from its own rows. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/derived_private.h"

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

bool derived_checklist_fits(const struct checklist *c, const char *wanted)
{
    if (wanted == NULL) {
        return true;
    }
    const char *at = strchr(wanted, '@');
    size_t len = at == NULL ? strlen(wanted) : (size_t)(at - wanted);
    if (strlen(c->id) != len || memcmp(c->id, wanted, len) != 0) {
        return false;
    }
    size_t version = at == NULL ? 0 : strlen(at + 1);
    return at == NULL || (strncmp(c->version, at + 1, version) == 0 &&
                          (c->version[version] == '\0' || c->version[version] == '.'));
}

bool derived_profile_fits(const char *profile, const char *wanted)
{
    return wanted == NULL || strcmp(*profile == '\0' ? "whole" : profile, wanted) == 0;
}

int derived_snapshot(struct store *s, struct derived_state *d, int64_t *head, struct err *e)
{
    uint8_t hash[DIGEST_SIZE];
    int code = store_head(s, head, hash, e);
    return code != 0 ? code : derived_state_load(s, *head, d, e);
}

/* ---- stored totals ---- */

/* The stored groups of a series. *lost: they are not all there, or not as they were. */
static int load_series(struct store *s, const struct derived_series *x, const struct checklist *c,
                       struct derived_tally *t, bool *lost, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    int64_t count = 0;
    uint64_t seal = 0;
    int code = 0;
    int step = sqlite3_prepare_v2(
        s->db, "SELECT country, round, data FROM derived_total WHERE series = ?1 ORDER BY id", -1,
        &stmt, NULL);
    if (step == SQLITE_OK) {
        sqlite3_bind_int64(stmt, 1, x->id);
        while (code == 0 && !*lost && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
            const char *country = (const char *)sqlite3_column_text(stmt, 0),
                       *round = (const char *)sqlite3_column_text(stmt, 1);
            struct derived_group *g = country == NULL || round == NULL
                                          ? NULL
                                          : tally_find(t, x->id, country, round, c->node_count,
                                                       c->criterion_count);
            if (g == NULL) {
                code = no_memory(e);
            } else if (group_unpack(g, sqlite3_column_blob(stmt, 2),
                                    (size_t)sqlite3_column_bytes(stmt, 2)) != 0) {
                *lost = true;
            } else {
                count++;
                seal += g->seal;
            }
        }
    }
    if (code == 0 && step != SQLITE_ROW && derived_grave(step)) {
        code = store_sql_error(s, "reading", e);
    }
    *lost = *lost || step != SQLITE_DONE || count != x->totals || seal != x->seal;
    sqlite3_finalize(stmt);
    return code;
}

/* All series that fit. */
static int load_groups(struct store *s, const struct derived_filter *f, struct derived_state *d,
                       struct derived_tally *t, bool *lost, struct err *e)
{
    int code = 0;
    for (size_t i = 0; i < d->series_count && code == 0 && !*lost; i++) {
        const struct derived_series *x = d->series[i];
        const struct checklist *c;
        code = derived_checklist(s, x->checklist, &c, e);
        if (code == 0 && derived_checklist_fits(c, f->checklist) &&
            derived_profile_fits(x->profile, f->profile)) {
            code = load_series(s, x, c, t, lost, e);
        }
    }
    return code;
}

/* ---- and those after them ---- */

struct counting {
    struct store *s;
    struct derived_state *d;
    struct derived_tally *t;
    struct arena arena;
    struct err *e;
};

static int count_one(void *context, struct derived_row *row)
{
    struct counting *k = context;
    int code = derived_apply(k->s, k->d, k->t, &row, row->seq, (int64_t[]){row->seq - 1, row->seq},
                             k->e);
    arena_reset(&k->arena);
    return code;
}

static int count_all(struct store *s, const struct derived_filter *f, struct derived_state *d,
                     int64_t head, struct derived_tally *t, struct err *e)
{
    bool lost = d->lost;
    int code = lost ? 0 : load_groups(s, f, d, t, &lost, e);
    if (lost) {
        tally_free(t);
        derived_state_free(d);
        d->unmarked = INT64_MAX;
    }
    struct counting k = {.s = s, .d = d, .t = t, .arena = ARENA_INIT, .e = e};
    code = code != 0 ? code
                     : derived_rows(s, d, (int64_t[]){d->totals, head},
                                    (const char *const[]){f->country, f->round}, &k.arena,
                                    count_one, &k, e);
    arena_free(&k.arena);
    return code;
}

/* ---- handing over ---- */

struct shown {
    const struct derived_group *group;
    const struct checklist *checklist;
    const char *profile;
};

static int by_name(const void *x, const void *y)
{
    const struct shown *a = x, *b = y;
    int order = strcmp(a->checklist->id, b->checklist->id);
    order = order != 0 ? order : strcmp(a->checklist->version, b->checklist->version);
    order = order != 0 ? order : strcmp(a->checklist->digest, b->checklist->digest);
    order = order != 0 ? order : strcmp(a->profile, b->profile);
    order = order != 0 ? order : strcmp(a->group->country, b->group->country);
    return order != 0 ? order : strcmp(a->group->round, b->group->round);
}

static bool wanted(const struct derived_filter *f, const struct shown *x)
{
    return x->group->assessments > 0 && derived_checklist_fits(x->checklist, f->checklist) &&
           derived_profile_fits(x->profile, f->profile) &&
           (f->country == NULL || strcmp(f->country, x->group->country) == 0) &&
           (f->round == NULL || strcmp(f->round, x->group->round) == 0);
}

static int show(struct store *s, const struct derived_filter *f, const struct derived_state *d,
                const struct derived_tally *t,
                int (*each)(void *context, const struct derived_total *total), void *context,
                struct err *e)
{
    struct shown *list = calloc(t->count + 1, sizeof *list);
    size_t count = 0;
    int code = list == NULL ? no_memory(e) : 0;
    for (size_t i = 0; i < t->count && code == 0; i++) {
        struct shown *x = &list[count];
        const struct derived_series *series = d->series[t->groups[i]->series - 1];
        *x = (struct shown){.group = t->groups[i], .profile = series->profile};
        code = derived_checklist(s, series->checklist, &x->checklist, e);
        count += code == 0 && wanted(f, x);
    }
    if (code == 0 && count > 0) {
        qsort(list, count, sizeof *list, by_name);
    }
    for (size_t i = 0; i < count && code == 0; i++) {
        const struct derived_group *g = list[i].group;
        const struct derived_total total = {
            .checklist = list[i].checklist,
            .profile = *list[i].profile == '\0' ? NULL : list[i].profile,
            .country = g->country,
            .round = g->round,
            .assessments = g->assessments,
            .item_count = (size_t)g->node_count + (size_t)g->criterion_count,
            .items = g->items,
        };
        code = each(context, &total);
    }
    free(list);
    return code;
}

int derived_totals(struct store *s, const struct derived_filter *f,
                   int (*each)(void *context, const struct derived_total *total), void *context,
                   struct err *e)
{
    struct derived_state d = {.lost = true};
    struct derived_tally t = {.arena = ARENA_INIT};
    int64_t head = 0;
    int code = derived_snapshot(s, &d, &head, e);
    code = code != 0 ? code : count_all(s, f, &d, head, &t, e);
    code = code != 0 ? code : show(s, f, &d, &t, each, context, e);
    tally_free(&t);
    derived_state_free(&d);
    return code;
}

int derived_begin(struct store *s, struct err *e)
{
    return s->in_batch ? err_set(e, ERR_USAGE, "%s: a batch is open", s->name)
                       : store_exec(s, "BEGIN", "reading", e);
}

int derived_end(struct store *s, int code, struct err *e)
{
    int ended = store_end(s, code == 0 ? e : NULL);
    return code != 0 ? code : ended;
}

int store_totals(struct store *s, const struct derived_filter *f,
                 int (*each)(void *context, const struct derived_total *total), void *context,
                 struct err *e)
{
    int code = derived_begin(s, e);
    return code != 0 ? code : derived_end(s, derived_totals(s, f, each, context, e), e);
}
