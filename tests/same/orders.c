/* The rules of a checklist on some plans: orders ORDER WHAT CHECKLIST.json PLAN.json...
 * Prints one line a run, always in the order of the plans and of the checklist, whatever the order in which
 * the rules ran:
 *   0  as they stand, plan by plan          3  rule by rule, over all plans
 *   1  the last rule of the last plan first 4  each alone, in a state made for it
 *   2  as they stand, twice in one state    5 and more: mixed, another mix for each
 * WHAT: `findings`, as an assessment would get them, those remembered from before among them; `fuel`, each
 * run anew, with what it used up; `number` is a control: the place of the run among all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "library.h"
#include "model/plan.h"
#include "script/script.h"

enum { AS_THEY_STAND, BACKWARD, TWICE, RULE_BY_RULE, ALONE, MIXED, MOST = 64 << 20 };

struct
try { /* a rule of a criterion on a plan */
    int plan;
    const struct part *demand;
    struct answer answer;
    struct buf line;
};

struct orders {
    struct arena arena;
    struct checklist *c;
    struct ruleset *rules;
    struct plan *plans;
    struct try *tries;
    int plan_count, count, room;
    long ran;
    bool fuel, number;
};

static int fail(const char *what, const char *why)
{
    (void)fprintf(stderr, "orders: %s: %s\n", what, why);
    return 1;
}

static int read_checklist(struct orders *o, const char *path, struct err *e)
{
    struct buf text = BUF_INIT;
    struct diag d;
    diag_init(&d, path);
    int rc = file_read(path, MOST, &text, e);
    if (rc == 0) {
        rc = checklist_parse(buf_text(&text), text.len, NULL, &d, &o->c);
    }
    if (rc == 0) {
        rc = library_rules(NULL, 0, false, &o->rules, e);
    }
    if (rc == 0) {
        rc = ruleset_inspect(o->rules, o->c, e);
    }
    buf_free(&text);
    diag_free(&d);
    return rc;
}

static int read_plan(struct orders *o, const char *path, struct plan *out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    diag_init(&d, path);
    int rc = file_read(path, MOST, &text, e);
    if (rc == 0) {
        rc = json_parse(&o->arena, buf_text(&text), text.len, 1, &doc, &error);
    }
    if (rc == 0) {
        rc = plan_check(&o->arena, doc, NULL, &d, out);
    }
    buf_free(&text);
    diag_free(&d);
    return rc;
}

static void add(struct orders *o, int plan, const struct part *demand, const struct answer *answer)
{
    if (o->count == o->room) {
        o->room = o->room == 0 ? 1024 : o->room * 2;
        o->tries = realloc(o->tries, (size_t)o->room * sizeof *o->tries);
        if (o->tries == NULL) {
            exit(fail("plans", "out of memory"));
        }
    }
    o->tries[o->count++] = (struct try){plan, demand, *answer, BUF_INIT};
}

/* As the engine asks: a computed rule without the answer, the others with it, checks with what is there. */
static void add_plan(struct orders *o, int plan)
{
    static const struct answer none = {.state = 'a'};
    for (int i = 0; i < o->c->criterion_count; i++) {
        const struct criterion *k = &o->c->criteria[i];
        struct answer answer;
        plan_answer_read(plan_answer(&o->plans[plan], k->demand.id), &answer);
        if (k->answered.rule != NULL || k->demand.answer.type == ANSWER_NONE) {
            add(o, plan, &k->demand, &none);
        }
        if (answer.state == 'v') {
            add(o, plan, k->answered.rule != NULL ? &k->answered : &k->demand, &answer);
        }
        for (size_t n = 0; n < k->check_count; n++) {
            add(o, plan, &k->checks[n], &answer);
        }
    }
}

static void describe(struct orders *o, struct host *h, const struct finding *f, struct buf *out)
{
    if (o->number) {
        buf_printf(out, " %ld", o->ran);
        return;
    }
    buf_printf(out, " %s %s %a %s:%d ", outcome_name(f->outcome), finding_by_name(f->by),
               f->outcome == OUTCOME_SCORED ? f->raw : 0, f->rule == NULL ? "" : f->rule, f->line);
    finding_reason(out, f);
    if (f->params != NULL) {
        json_write(out, f->params);
    }
    for (size_t i = 0; i < f->read_count; i++) {
        buf_printf(out, " %s", f->read[i]);
    }
    if (o->fuel) {
        buf_printf(out, " %lld", (long long)h->sandbox->fuel_used);
    }
}

/* What the host found lives in its memory, so it is written down at once. */
static int run(struct orders *o, struct host *h, struct try *t)
{
    struct finding f;
    if (o->fuel) {
        host_forget(h);
        h->sandbox->fuel_used = 0; /* where a fact is missing, no rule runs */
    }
    int rc = host_run_demand(h, o->c, t->demand, &o->plans[t->plan], &t->answer, &o->arena, &f);
    if (rc == 0) {
        o->ran++;
        buf_reset(&t->line);
        describe(o, h, &f, &t->line);
        rc = buf_status(&t->line);
    }
    return rc;
}

static int run_alone(struct orders *o, struct try *t, struct err *e)
{
    struct host *h = NULL;
    int rc = host_new(o->rules, NULL, &h, e);
    if (rc == 0) {
        host_begin(h);
        rc = run(o, h, t);
    }
    host_free(h);
    return rc;
}

/* The places of the tries, in the order in which they run. */
static void arrange(const struct orders *o, int order, int *at)
{
    uint64_t seed = (uint64_t)order;
    int each = o->count, n = 0;
    for (int i = 0; i < each; i++) {
        at[i] = order == BACKWARD ? each - 1 - i : i;
    }
    if (order == RULE_BY_RULE) {
        for (int i = 0; i < o->c->criterion_count; i++) {
            for (int k = 0; k < each; k++) {
                if (strcmp(o->tries[k].demand->id, o->c->criteria[i].demand.id) == 0) {
                    at[n++] = k;
                }
            }
        }
    }
    for (int i = each - 1; order >= MIXED && i > 0; i--) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        int other = (int)((seed >> 33) % (uint64_t)(i + 1)), kept = at[i];
        at[i] = at[other];
        at[other] = kept;
    }
}

static int run_all(struct orders *o, int order, struct err *e)
{
    struct host *h = NULL;
    int *at = calloc((size_t)o->count + 1, sizeof *at), plan = -1;
    int rc = at == NULL ? ERR_MEMORY : host_new(o->rules, NULL, &h, e);
    if (rc == 0) {
        arrange(o, order, at);
    }
    for (int i = 0; rc == 0 && i < (order == TWICE ? 2 : 1) * o->count; i++) {
        struct try *t = &o->tries[at[i % o->count]];
        if (order == ALONE) {
            rc = run_alone(o, t, e);
            continue;
        }
        if (t->plan != plan) {
            host_begin(h);
            plan = t->plan;
        }
        rc = run(o, h, t);
    }
    host_free(h);
    free(at);
    return rc;
}

static void print(const struct orders *o, char **names)
{
    for (int i = 0; i < o->count; i++) {
        const struct try *t = &o->tries[i];
        const char *base = strrchr(names[t->plan], '/');
        printf("%s %s%s\n", base == NULL ? names[t->plan] : base + 1, t->demand->id,
               buf_text(&t->line));
    }
}

static int work(struct orders *o, int argc, char **argv)
{
    struct err e = {0};
    if (argc < 5) {
        return fail("ORDER WHAT CHECKLIST.json PLAN.json...", "are the arguments");
    }
    o->fuel = strcmp(argv[2], "fuel") == 0;
    o->number = strcmp(argv[2], "number") == 0;
    if (read_checklist(o, argv[3], &e) != 0) {
        return fail(argv[3], e.text);
    }
    o->plan_count = argc - 4;
    o->plans = arena_alloc(&o->arena, sizeof *o->plans * (size_t)o->plan_count);
    for (int i = 0; i < o->plan_count; i++) {
        if (o->plans == NULL || read_plan(o, argv[4 + i], &o->plans[i], &e) != 0) {
            return fail(argv[4 + i], "is no plan");
        }
        add_plan(o, i);
    }
    if (run_all(o, (int)strtol(argv[1], NULL, 10), &e) != 0) {
        return fail("rules", e.text);
    }
    print(o, argv + 4);
    return ferror(stdout) != 0;
}

int main(int argc, char **argv)
{
    struct orders o = {.arena = ARENA_INIT};
    int code = work(&o, argc, argv);
    for (int i = 0; i < o.count; i++) {
        buf_free(&o.tries[i].line);
    }
    free(o.tries);
    ruleset_free(o.rules);
    checklist_free(o.c);
    arena_free(&o.arena);
    return code;
}
