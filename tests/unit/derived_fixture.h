/* What the tests of derived tables share: plans that may be drafts, short steps and blocks, and a life of a
 * store. */
#ifndef TESTS_DERIVED_FIXTURE_H
#define TESTS_DERIVED_FIXTURE_H

#include "store_fixture.h"

#include "store/derived.h"

/* --- plans and steps ----------------------------------------------------------------------- */

/* Plan number n, as make_plan, which may be a draft. */
static inline const struct plan *plan_of(struct fixture *f, int n, int edition, const char *round,
                                         bool draft)
{
    struct buf b = BUF_INIT;
    buf_printf(&b,
               "{\"banyan\":1,\"plan\":{\"id\":\"P-%d\",\"title\":\"Plan %d\"},\"community\":{"
               "\"country\":\"%s\",\"local\":\"W-%d\",\"name\":\"Ward %d\",\"admin_level\":%d,"
               "\"households\":%d,\"population\":{\"total\":%d,\"children\":{\"0-4\":{\"f\":%d,"
               "\"m\":3}}}},\"facts\":{\"hdi.gnipc\":%d},\"assessment\":{\"round\":\"2026\","
               "\"date\":\"2026-09-12\",\"status\":\"%s\",\"method\":\"desk\"},\"answers\":{"
               "\"D0-00\":%d}}",
               n, n, n % 3 == 0 ? "NPL" : "BGD", n, n, n % 5, n * 1000, n * 4000, n, edition,
               draft ? "draft" : "accepted", n % 4);
    return take_plan(f, &b, round);
}

/* An empty store whose steps and blocks are short. */
static inline void make_short(struct fixture *f, int step, int block)
{
    char sql[96];
    store_close(open_store(f, STORE_WRITE));
    snprintf(sql, sizeof sql, "UPDATE derived_state SET step = %d, block = %d", step, block);
    tamper(f, sql);
}

static inline void put_plan(struct fixture *f, struct store *s, int n, int edition,
                            const char *round, bool draft, bool quick)
{
    struct assessment a = make_assessment(f, plan_of(f, n, edition, round, draft),
                                          quick ? f->quick : f->checklist);
    put(s, &a);
}

static inline void rebuild(struct fixture *f)
{
    struct err e = {0};
    struct store *s = open_store(f, STORE_WRITE);
    if (store_derive(s, NULL, NULL, &e) != 0) {
        fail_msg("%s", e.text);
    }
    store_close(s);
}

/* Inserts, supersedes, drafts, profiles, rounds, rollbacks, new openings. */
static inline void live(struct fixture *f, int batches)
{
    static const char *const rounds[] = {"2026", "2027"};
    struct store *s = open_store(f, STORE_WRITE);
    for (int i = 0; i < batches; i++) {
        begin(s);
        for (uint64_t k = next_random(f, 7); k > 0; k--) {
            put_plan(f, s, (int)next_random(f, 12), (int)next_random(f, 9),
                     rounds[next_random(f, 2)], next_random(f, 6) == 0, next_random(f, 3) == 0);
        }
        if (next_random(f, 5) == 0) {
            store_rollback(s);
        } else {
            commit(s);
        }
        if (next_random(f, 4) == 0) {
            store_close(s);
            s = open_store(f, STORE_WRITE);
        }
    }
    store_close(s);
}

#endif
