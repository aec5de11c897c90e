/* `rules bench`: what rules take on plans, from files or from a store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases/bench.h"
#include "cli/rules.h"

enum { REPEAT = 20, STORED = 100 };

struct method {
    const char *name; /* reference, or digest of a stored one */
    struct checklist *c;
};

struct benching {
    struct cli *cli;
    const struct ruleset *rules;
    struct bench bench;
    struct arena arena; /* plans */
    struct method *methods;
    size_t method_count;
    const char *checklist; /* of the command line; NULL: each plan's own */
    struct store *store;
    struct err *e;
};

/* ---- checklists, each read once -------------------------------------------------------------- */

static int load_stored(struct benching *x, const char *digest, struct checklist **out)
{
    struct buf text = BUF_INIT;
    struct diag d;
    int rc = store_get_document(x->store, digest, &text, x->e);
    if (rc == 0) {
        diag_init(&d, digest);
        rc = checklist_parse(buf_text(&text), text.len, NULL, &d, out);
        rc = rc == 0 ? 0
                     : err_set(x->e, rc, "%s",
                               rc == ERR_MEMORY ? "out of memory"
                                                : "a stored checklist cannot be read: see `banyan "
                                                  "store check`");
        diag_free(&d);
    }
    buf_free(&text);
    return rc;
}

static int method_get(struct benching *x, const char *name, bool stored,
                      const struct checklist **out)
{
    for (size_t i = 0; i < x->method_count; i++) {
        if (strcmp(x->methods[i].name, name) == 0) {
            *out = x->methods[i].c;
            return 0;
        }
    }
    struct method *all = realloc(x->methods, sizeof *all * (x->method_count + 1));
    struct method m = {arena_strdup(&x->arena, name), NULL};
    if (all != NULL) {
        x->methods = all;
    }
    if (all == NULL || m.name == NULL) {
        return err_set(x->e, ERR_MEMORY, "out of memory");
    }
    int rc = stored ? load_stored(x, name, &m.c)
                    : settings_checklist(name, NULL, &x->arena, &m.c, NULL, x->e);
    if (rc == 0) {
        x->methods[x->method_count++] = m;
        *out = m.c;
    }
    return rc;
}

/* ---- plans ----------------------------------------------------------------------------------- */

static int add(struct benching *x, const struct plan *plan, const struct checklist *c)
{
    const struct args *args = &x->cli->args;
    int rc = bench_add(&x->bench, c, plan, args->operands, args->operand_count);
    return rc == 0 ? 0 : err_set(x->e, rc, "out of memory");
}

static int add_plan(void *context, const struct rules_plan *plan)
{
    struct benching *x = context;
    const struct checklist *c = NULL;
    const char *name = x->checklist != NULL ? x->checklist : plan->plan.checklist;
    if (name == NULL) {
        return err_set(x->e, ERR_INPUT, "%.300s: names no checklist: give --checklist", plan->name);
    }
    int rc = method_get(x, name, false, &c);
    return rc == 0 ? add(x, &plan->plan, c) : rc;
}

/* Reads and checks the plan of a stored assessment. */
static int add_stored(struct benching *x, const char *id, const char *checklist)
{
    struct store_claim claim;
    struct json *doc = NULL;
    struct json_error error;
    struct rules_plan plan;
    const struct checklist *c = NULL;
    int rc = store_claim_get(x->store, id, &x->arena, &claim, x->e);
    if (rc == 0 && claim.plan == NULL) {
        rc = err_set(x->e, ERR_STORE, "assessment %s: %s: see `banyan store check`", id,
                     claim.fault);
    } else if (rc == 0 &&
               (rc = json_parse(&x->arena, claim.plan, claim.plan_len, 1, &doc, &error)) != 0) {
        rc = rc == ERR_MEMORY ? err_set(x->e, rc, "out of memory")
                              : err_set(x->e, ERR_STORE,
                                        "assessment %s: its plan cannot be read: see `banyan store "
                                        "check`",
                                        id);
    }
    rc = rc == 0 ? rules_plan_take(x->cli, claim.plan_digest, doc, &x->arena, &plan, x->e) : rc;
    if (rc == 0) {
        rc = x->checklist != NULL ? method_get(x, x->checklist, false, &c)
                                  : method_get(x, checklist, true, &c);
    }
    return rc == 0 ? add(x, &plan.plan, c) : rc;
}

struct stored_plan {
    char id[37], checklist[DIGEST_TEXT];
};
struct stored_plans {
    struct stored_plan *list;
    size_t count, room;
};

static int note_row(void *context, const struct store_row *row)
{
    struct stored_plans *s = context;
    if (s->count < s->room) {
        struct stored_plan *p = &s->list[s->count++];
        (void)snprintf(p->id, sizeof p->id, "%s", row->id);
        (void)snprintf(p->checklist, sizeof p->checklist, "%s", row->checklist_digest);
    }
    return 0;
}

static int add_store(struct benching *x, long limit)
{
    struct stored_plans s = {calloc((size_t)limit, sizeof *s.list), 0, (size_t)limit};
    const struct store_filter newest = {.limit = limit};
    int rc = s.list == NULL ? err_set(x->e, ERR_MEMORY, "out of memory")
                            : settings_store(x->cli, STORE_READ, &x->store, x->e);
    rc = rc == 0 ? store_list(x->store, &newest, note_row, &s, x->e) : rc;
    for (size_t i = 0; rc == 0 && i < s.count; i++) {
        rc = add_stored(x, s.list[i].id, s.list[i].checklist);
    }
    if (rc == 0 && s.count == 0) {
        rc = err_set(x->e, ERR_NOT_FOUND, "the store holds no plan");
    }
    free(s.list);
    return rc;
}

static int add_plans(struct benching *x, struct err *e)
{
    const struct args *args = &x->cli->args;
    const char **files = calloc(args->given_count + 1, sizeof *files);
    long limit = STORED;
    if (files == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t count = opt_values(args, "plan", files);
    bool stored = count == 0 && opt_has(args, "store");
    int rc = opt_number(args, "limit", 1, 1000000, &limit, e);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        rc = rules_plans(x->cli, files[i], &x->arena, add_plan, x, e);
    }
    rc = rc == 0 && stored ? add_store(x, limit) : rc;
    rc = rc == 0 && count == 0 && !stored ? rules_plans(x->cli, NULL, &x->arena, add_plan, x, e)
                                          : rc;
    free(files);
    return rc;
}

/* ---- all ------------------------------------------------------------------------------------- */

/* Whether all rules named are there; says which are not, or did not run. */
static bool all_there(const struct benching *x)
{
    const struct args *args = &x->cli->args;
    bool good = true;
    for (size_t i = 0; i < args->operand_count; i++) {
        bool ran = false;
        if (rules_find(x->rules, args->operands[i]) == NULL) {
            good = false;
            continue;
        }
        for (size_t k = 0; k < x->bench.row_count; k++) {
            ran = ran || strcmp(x->bench.rows[k].rule, args->operands[i]) == 0;
        }
        if (!ran) {
            cli_say("%s: is not run for any of these plans", args->operands[i]);
            good = false;
        }
    }
    if (good && x->bench.row_count == 0) {
        cli_say("no rule is run for any of these plans");
        good = false;
    }
    return good;
}

static int bench(struct benching *x, struct err *e)
{
    struct buf out = BUF_INIT;
    long repeat = REPEAT;
    int rc = opt_number(&x->cli->args, "repeat", 1, 1000000, &repeat, e);
    rc = rc == 0 ? add_plans(x, e) : rc;
    if (rc != 0) {
        return e->code == 0 ? CLI_FAILED : cli_fail(e);
    }
    if (!all_there(x)) {
        return CLI_FAILED;
    }
    if (bench_run(&x->bench, x->rules, (size_t)repeat, e) != 0) {
        return cli_fail(e);
    }
    if (x->cli->format == FORMAT_TEXT) {
        report_bench_text(&out, &x->bench);
    } else {
        report_bench_json(&out, &x->bench);
        buf_putc(&out, '\n');
    }
    return cli_print(x->cli, &out);
}

int rules_bench(struct cli *cli, const struct ruleset *r)
{
    struct err e = {0};
    struct benching x = {
        .cli = cli, .rules = r, .checklist = opt_value(&cli->args, "checklist"), .e = &e};
    int code = bench(&x, &e);
    bench_free(&x.bench);
    for (size_t i = 0; i < x.method_count; i++) {
        checklist_free(x.methods[i].c);
    }
    free(x.methods);
    store_close(x.store);
    arena_free(&x.arena);
    return code;
}
