/* What the tests of the store share: a checklist of 119 criteria, plans, findings of several kinds
 * of rules, a folder of their own. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"
#include "store/store.h"

enum { DOMAINS = 10, CRITERIA = 119 };
static const char manifest[] = "standard/level "
                               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";

struct fixture {
    char folder[64], path[128];
    struct checklist *checklist, *quick;
    struct arena arena;
    char ruleset[DIGEST_TEXT];
    uint64_t random;
};

static inline uint64_t next_random(struct fixture *f, uint64_t below)
{
    f->random = f->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (f->random >> 33) % below;
}

/* --- documents ----------------------------------------------------------------------------- */

static inline void write_criterion(struct buf *b, int domain, int i)
{
    buf_printf(b,
               "%s{\"id\":\"D%d-%02d\",\"title\":\"Criterion %d of %d\",\"question\":\"Is it "
               "so?\",\"weight\":%d,",
               i == 0 ? "" : ",", domain, i, i, domain, i % 3 + 1);
    buf_puts(b, "\"answer\":{\"type\":\"level\",\"max\":3},\"rule\":\"standard/level\","
                "\"evidence\":\"minutes\",\"source\":[{\"title\":\"Handbook\",\"year\":2017,"
                "\"section\":\"1\",\"status\":\"found\"}]}");
}

static inline struct checklist *make_checklist(const char *profile)
{
    struct buf b = BUF_INIT;
    struct diag d;
    struct checklist *c = NULL;
    buf_puts(&b, "{\"banyan\":1,\"id\":\"tried\",\"version\":\"1.0.0\",\"title\":\"Tried\","
                 "\"language\":\"en\","
                 "\"min_coverage\":0.5,\"bands\":[{\"id\":\"A\",\"title\":\"good\",\"from\":0.6},"
                 "{\"id\":\"B\",\"title\":\"fair\",\"from\":0.3},{\"id\":\"C\",\"title\":\"poor\","
                 "\"from\":0}],"
                 "\"profiles\":{\"quick\":{\"title\":\"Quick\",\"criteria\":[\"D0-00\",\"D0-01\"]}}"
                 ",\"nodes\":[");
    for (int domain = 0, left = CRITERIA; domain < DOMAINS; domain++) {
        int count = domain == DOMAINS - 1 ? left : CRITERIA / DOMAINS;
        buf_printf(&b, "%s{\"id\":\"D%d\",\"title\":\"Domain %d\",\"weight\":%d,\"criteria\":[",
                   domain == 0 ? "" : ",", domain, domain, domain + 1);
        for (int i = 0; i < count; i++) {
            write_criterion(&b, domain, i);
        }
        buf_puts(&b, "]}");
        left -= count;
    }
    buf_puts(&b, "]}");
    diag_init(&d, "checklist");
    int code = checklist_parse(buf_text(&b), b.len, profile, &d, &c);
    if (code != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    diag_free(&d);
    buf_free(&b);
    return c;
}

/* The plan that a text is; b is released. */
static inline const struct plan *take_plan(struct fixture *f, struct buf *b, const char *round)
{
    struct json *doc;
    struct json_error error;
    struct diag d;
    struct plan *plan = arena_alloc(&f->arena, sizeof *plan);
    assert_int_equal(json_parse(&f->arena, buf_text(b), b->len, 1, &doc, &error), 0);
    diag_init(&d, "plan");
    if (plan_check(&f->arena, doc, round, &d, plan) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    diag_free(&d);
    buf_free(b);
    return plan;
}

/* Plan number n; edition changes its content but not its identity. */
static inline const struct plan *make_plan(struct fixture *f, int n, int edition, const char *round)
{
    static const char *const countries[] = {"NPL", "BGD", "PHL", "KEN"};
    struct buf b = BUF_INIT;
    buf_printf(&b,
               "{\"banyan\":1,\"plan\":{\"id\":\"WARD-%05d-2026\",\"title\":\"Ward %d disaster and "
               "development plan\"},"
               "\"community\":{\"country\":\"%s\",\"pcode\":\"XX%04d\",\"local\":\"XX%04d-GOR-%"
               "02d\",\"name\":\"Ward %d\"},"
               "\"facts\":{\"hdi.gnipc\":%d},\"assessment\":{\"round\":\"2026\",\"date\":\"2026-09-"
               "12\"},\"answers\":{",
               n, n, countries[n % 4], n % 100, n % 100, n % 60, n, edition);
    for (int i = 0; i < CRITERIA / DOMAINS; i++) {
        buf_printf(&b, "%s\"D%d-%02d\":%d", i == 0 ? "" : ",", n % DOMAINS, i, (n + i) % 4);
    }
    buf_puts(&b, "}}");
    return take_plan(f, &b, round);
}

/* --- findings ------------------------------------------------------------------------------ */

static inline struct json *params(struct fixture *f, const char *a, struct json *x, const char *b,
                                  struct json *y)
{
    struct json *object = json_new(&f->arena, JSON_OBJECT);
    assert_int_equal(json_add(&f->arena, object, a, x), 0);
    if (b != NULL) {
        assert_int_equal(json_add(&f->arena, object, b, y), 0);
    }
    return object;
}

static inline struct json *number(struct fixture *f, double x)
{
    return json_new_number(&f->arena, x);
}

static inline struct json *percent(struct fixture *f, double x)
{
    return params(f, "percent", number(f, x), NULL, NULL);
}

static inline const char *const *own_read(struct fixture *f, const char *criterion,
                                          const char *other, size_t *count)
{
    const char **read = arena_alloc(&f->arena, 3 * sizeof *read);
    struct buf b = BUF_INIT;
    buf_printf(&b, "answers.%s", criterion);
    read[0] = arena_strdup(&f->arena, buf_text(&b));
    read[1] = other;
    *count = other == NULL ? 1 : 2;
    buf_free(&b);
    return read;
}

static inline void score(struct finding *out, double raw)
{
    out->outcome = OUTCOME_SCORED;
    out->raw = raw;
    out->credit = number_to_credit(raw);
}

/* What rules of several kinds say, in the shares that filled-in plans have. */
static inline struct finding make_finding(struct fixture *f, const char *criterion, int kind)
{
    struct finding out = {.outcome = OUTCOME_NOT_ASSESSED, .template_text = "there is no answer"};
    uint64_t n = next_random(f, 100);
    if (n < 15) {
        return out;
    }
    if (n < 20) {
        out.outcome = OUTCOME_NOT_APPLICABLE;
        out.by = n < 18 ? BY_CONTEXT : BY_CLAIM;
        out.template_text = n < 18 ? "the register has none of {hazards}" : "{reason}";
        out.params = params(
            f, n < 18 ? "hazards" : "reason",
            json_new_string(&f->arena, n < 18 ? "FL, TC" : "no river", n < 18 ? 6 : 8), NULL, NULL);
        return out;
    }
    if (n < 22) {
        out.outcome = OUTCOME_UNKNOWN;
        out.by = BY_CLAIM;
        out.template_text = "asked, nobody knows";
        return out;
    }
    static const char *const rules[] = {"standard/level@1", "standard/yes_no@1",
                                        "standard/by_hazard@1", "standard/target@1",
                                        "finance/child_share@1"};
    out.rule = rules[kind];
    out.line = 12 + kind + (int)(n % 2);
    out.read = own_read(f, criterion, kind == 4 ? "plan.budget.drr" : NULL, &out.read_count);
    double level = (double)next_random(f, 4);
    double share = (double)next_random(f, 100000) / 100000;
    switch (kind) {
    case 0:
        score(&out, level / 3);
        out.template_text = "level {i} of {max}";
        out.params = params(f, "i", number(f, level), "max", number(f, 3));
        break;
    case 1:
        score(&out, level > 1);
        out.template_text = level > 1 ? "yes" : "no";
        break;
    case 2:
        score(&out, level / 5);
        out.template_text = "{covered} of {relevant} hazards have a warning that reaches schools";
        out.params = params(f, "covered", number(f, level), "relevant", number(f, 5));
        break;
    case 3:
        score(&out, floor(share * 100) / 100);
        out.template_text = "{value} {unit}, target 100";
        out.params = params(f, "value", number(f, floor(share * 100)), "unit",
                            json_new_string(&f->arena, "%", 1));
        break;
    default:
        score(&out, share * 0.7654321);
        out.template_text = "{money} of the budget is for children, {fair} of the people";
        out.params = params(f, "money", percent(f, share * 0.7654321), "fair", percent(f, 0.41));
    }
    return out;
}

static inline struct assessment make_assessment(struct fixture *f, const struct plan *plan,
                                                const struct checklist *c)
{
    static const int kinds[] = {0, 1, 2, 0, 1, 3, 0, 1, 0, 2, 1, 4};
    struct assessment a = {.engine = "banyan 1.0.0", .checklist = c, .plan = plan};
    memcpy(a.ruleset_digest, f->ruleset, DIGEST_TEXT);
    a.findings = arena_alloc(&f->arena, (size_t)c->criterion_count * sizeof *a.findings);
    for (int i = 0; i < c->criterion_count; i++) {
        a.findings[i] = make_finding(f, c->criteria[i].demand.id, kinds[i % 12]);
    }
    assert_int_equal(score_assessment(&f->arena, &a), 0);
    return a;
}

/* --- set-up -------------------------------------------------------------------------------- */

static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    snprintf(f->folder, sizeof f->folder, "/tmp/banyan-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/store.db", f->folder);
    f->checklist = make_checklist(NULL);
    f->quick = make_checklist("quick");
    digest_text(manifest, strlen(manifest), f->ruleset);
    *state = f;
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;
    const char *const *names;
    size_t count;
    struct err e;
    assert_int_equal(file_list(f->folder, 0, &f->arena, &names, &count, &e), 0);
    for (size_t i = 0; i < count; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", f->folder, names[i]);
        unlink(path);
    }
    rmdir(f->folder);
    checklist_free(f->checklist);
    checklist_free(f->quick);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static inline struct store *open_store(struct fixture *f, enum store_mode mode)
{
    struct err e = {0};
    struct store *s = NULL;
    if (store_open(f->path, mode, &s, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return s;
}

static inline void begin(struct store *s)
{
    struct err e;
    assert_int_equal(store_begin(s, &e), 0);
    assert_int_equal(store_put_document(s, STORE_RULE, "", 0, &e), 0);
    assert_int_equal(store_put_document(s, STORE_RULESET, manifest, strlen(manifest), &e), 0);
}

static inline enum store_put put(struct store *s, struct assessment *a)
{
    struct err e = {0};
    enum store_put how = STORE_ADDED;
    if (store_put(s, a, &how, &e) != 0) {
        fail_msg("%s", e.text);
    }
    return how;
}

static inline void commit(struct store *s)
{
    struct err e = {0};
    if (store_commit(s, &e) != 0) {
        fail_msg("%s", e.text);
    }
}

static inline void fill(struct fixture *f, int count)
{
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int i = 0; i < count; i++) {
        struct assessment a = make_assessment(f, make_plan(f, i, 1, NULL), f->checklist);
        put(s, &a);
    }
    commit(s);
    store_close(s);
}

/* The number that a question gives of the file as it lies there. */
static inline int64_t scalar(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return value;
}

static inline int64_t check(struct fixture *f, struct buf *report)
{
    struct err e = {0};
    int64_t faults = -1, assessments = -1;
    struct store *s = open_store(f, STORE_READ);
    if (store_check(s, report, &faults, &assessments, &e) != 0) {
        fail_msg("%s", e.text);
    }
    store_close(s);
    return faults;
}

static inline void assert_whole(struct fixture *f)
{
    struct buf report = BUF_INIT;
    if (check(f, &report) != 0) {
        fail_msg("%s", buf_text(&report));
    }
    buf_free(&report);
}

/* Changes the file behind the store's back, as somebody with another SQLite client may. */
static inline void tamper(struct fixture *f, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline int count_row(void *context, const struct store_row *row)
{
    (void)row;
    ++*(int64_t *)context;
    return 0;
}

static inline int64_t listed(struct fixture *f, const struct store_filter *filter)
{
    struct err e;
    int64_t count = 0;
    struct store *s = open_store(f, STORE_READ);
    assert_int_equal(store_list(s, filter, count_row, &count, &e), 0);
    store_close(s);
    return count;
}

#endif
