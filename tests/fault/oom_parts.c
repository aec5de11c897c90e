/* The model and the host of the rules in one process, one allocation after the other failing: the result
 * is the ordinary one, or ERR_MEMORY; never another verdict, never a crash. The linker (--wrap) puts the
 * allocations of an arena in reach too, where a block that is there already would hide them.
 *
 *   oom_parts FOLDER POINTS
 *
 * FOLDER holds checklist.json and plan.json. POINTS: how many of a scenario's allocations are tried, spread
 * evenly, each failing alone and with all that follow; 0: all. A line "ok - " or "not ok - " a scenario. */
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "library.h"
#include "model/assessment.h"
#include "model/condition.h"
#include "model/framework.h"
#include "model/place.h"
#include "model/plan_schema.h"
#include "script/host.h"
#include "script/outside.h"
#include "oom_parts.h"
#include "oom_rules.h"
#include "wrapped.h"

void *__real_arena_alloc(struct arena *a, size_t size);
char *__real_arena_text(struct arena *a, size_t len);
int __real_host_new(const struct ruleset *r, const struct host_budget *budget, struct host **out,
                    struct err *e);
char *__real_arena_strndup(struct arena *a, const char *text, size_t len);
char *__real_arena_strdup(struct arena *a, const char *text);
char *__real_arena_join(struct arena *a, const char *first, const char *second);
locale_t __real_newlocale(int mask, const char *name, locale_t base);
void *__wrap_arena_alloc(struct arena *a, size_t size);
char *__wrap_arena_text(struct arena *a, size_t len);
int __wrap_host_new(const struct ruleset *r, const struct host_budget *budget, struct host **out,
                    struct err *e);
char *__wrap_arena_strndup(struct arena *a, const char *text, size_t len);
char *__wrap_arena_strdup(struct arena *a, const char *text);
char *__wrap_arena_join(struct arena *a, const char *first, const char *second);
locale_t __wrap_newlocale(int mask, const char *name, locale_t base);

void *__wrap_arena_alloc(struct arena *a, size_t size)
{
    return wrapped_fails() ? NULL : __real_arena_alloc(a, size);
}

char *__wrap_arena_text(struct arena *a, size_t len)
{
    return wrapped_fails() ? NULL : __real_arena_text(a, len);
}

/* A state whose small blocks are the system's too, so that each of them can fail. */
int __wrap_host_new(const struct ruleset *r, const struct host_budget *budget, struct host **out,
                    struct err *e)
{
    struct host_budget own = budget == NULL ? host_budget_default : *budget;
    own.region = false;
    return __real_host_new(r, &own, out, e);
}

char *__wrap_arena_strndup(struct arena *a, const char *text, size_t len)
{
    return wrapped_fails() ? NULL : __real_arena_strndup(a, text, len);
}

char *__wrap_arena_strdup(struct arena *a, const char *text)
{
    return wrapped_fails() ? NULL : __real_arena_strdup(a, text);
}

char *__wrap_arena_join(struct arena *a, const char *first, const char *second)
{
    return wrapped_fails() ? NULL : __real_arena_join(a, first, second);
}

locale_t __wrap_newlocale(int mask, const char *name, locale_t base)
{
    return wrapped_fails() ? (locale_t)0 : __real_newlocale(mask, name, base);
}

/* Nodes of a document take their room in place, without a call of the arena. */
#define NODE(name, parameters, arguments)                        \
    struct json *__real_##name parameters;                       \
    struct json *__wrap_##name parameters;                       \
    struct json *__wrap_##name parameters                        \
    {                                                            \
        return wrapped_fails() ? NULL : __real_##name arguments; \
    }

NODE(json_new, (struct arena * a, enum json_type type), (a, type))
NODE(json_new_string, (struct arena * a, const char *text, size_t len), (a, text, len))
NODE(json_new_number, (struct arena * a, double number), (a, number))
NODE(json_new_bool, (struct arena * a, bool value), (a, value))
NODE(json_copy, (struct arena * a, const struct json *value), (a, value))

int __real_json_share(struct arena *a, struct json *parent, const char *key,
                      const struct json *value);
int __wrap_json_share(struct arena *a, struct json *parent, const char *key,
                      const struct json *value);
int __wrap_json_share(struct arena *a, struct json *parent, const char *key,
                      const struct json *value)
{
    return wrapped_fails() ? ERR_MEMORY : __real_json_share(a, parent, key, value);
}

/* ---- what the scenarios work on --------------------------------------------------------------- */

static const char FAULTY[] =
    "{\"banyan\":2,\"id\":\"no "
    "id\",\"title\":\"\",\"nods\":1,\"aggregate\":\"mean\",\"bands\":[{\"id\":\"A\","
    "\"from\":0.2}],\"nodes\":[{\"id\":\"N\",\"criteria\":[{\"id\":\"a\",\"title\":\"t\","
    "\"answer\":{\"type\":"
    "\"yesno\"},\"applies\":{\"hazards\":[\"FLL\"],\"facts\":{\"x\":{\"least\":1}}}}]}]}";
static const char FAULTY_PLAN[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"no "
    "id\",\"titel\":\"T\",\"type\":\"wrd\",\"budget\":{\"total\":-1,\"lines\":"
    "[{\"id\":\"B\",\"amount\":1,\"action\":\"none\"},{\"id\":\"B\",\"amount\":1.5}]},\"start\":"
    "\"2026-13-01\"},"
    "\"community\":{\"country\":\"NP\",\"hazards\":[{\"type\":\"FLL\",\"hip\":\"MH0018\"}]},"
    "\"assessment\":{\"round\":"
    "\"1\"}}";
static const char FAULTY_ANSWERS[] = "{\"YES\":1,\"LEV\":1.5,\"NUM\":31,\"PCT\":null,\"ITM\":["
                                     "\"ligt\",\"light\",\"light\"],\"HAZ\":{\"FLL\":1,"
                                     "\"FL\":{\"state\":\"not_applicable\"}},\"DAT\":\"2026-02-"
                                     "30\",\"PRT\":{\"kitt\":true},\"YSE\":true}";

/* Of which everything is remarked on, and the list that it is held against. */
static const char ODD_PLAN[] =
    "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"T\"},\"community\":{\"country\":\"NPL\","
    "\"name\":\"W\",\"pcode\":\"NP0499\",\"local\":\"FJI-1\",\"hazards\":[{\"type\":\"EQ\","
    "\"hip\":\"MH0006\"}]},\"assessment\":{\"round\":\"1\",\"date\":\"2026-09-12\"}}";
static const char PCODES[] = "pcode,level,name,parent,valid_from\nNP04,1,Gandaki,,2024-03-14\n"
                             "NP0436,2,Gorkha,NP04,2024-03-14\n";

static int read_plan(struct lab *l, const char *text, size_t len, struct diag *d)
{
    struct json *doc = NULL;
    struct json_error error;
    int rc = json_parse(&l->arena, text, len, 1, &doc, &error);
    return rc == 0 ? plan_check(&l->arena, doc, "2026", d, &l->plan) : rc;
}

static int read_checklist(const char *text, size_t len, const char *profile, struct checklist **out)
{
    struct diag d;
    diag_init(&d, "checklist.json");
    int rc = checklist_parse(text, len, profile, &d, out);
    diag_free(&d);
    return rc;
}

static int make_rules(struct ruleset **out)
{
    struct rule_file files[RULE_COUNT];
    struct err e;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        files[i] = RULES[i];
        files[i].len = strlen(files[i].text);
    }
    return ruleset_new(files, RULE_COUNT, true, out, &e);
}

/* ---- scenarios -------------------------------------------------------------------------------- */

static int parses(struct lab *l)
{
    return read_checklist(l->checklist_text.data, l->checklist_text.len, NULL, &l->checklist);
}

static int parses_profile(struct lab *l)
{
    int rc = read_checklist(l->checklist_text.data, l->checklist_text.len, "quick", &l->checklist);
    if (rc == 0) {
        buf_puts(&l->out, l->checklist->text);
        rc = buf_status(&l->out);
    }
    return rc;
}

static int refuses(struct lab *l)
{
    return read_checklist(FAULTY, sizeof FAULTY - 1, NULL, &l->checklist);
}

static int refuses_profile(struct lab *l)
{
    return read_checklist(l->checklist_text.data, l->checklist_text.len, "quik", &l->checklist);
}

static int reads_plan(struct lab *l)
{
    struct diag d;
    diag_init(&d, "plan.json");
    int rc = read_plan(l, l->plan_text.data, l->plan_text.len, &d);
    rc = rc == 0 ? plan_check_answers(&l->plan, l->checklist, NULL, &d) : rc;
    if (rc == 0) {
        buf_printf(&l->out, "%s %s %s", l->plan.community_key, l->plan.digest, l->plan.text);
        rc = buf_status(&l->out);
    }
    diag_free(&d);
    return rc;
}

static int refuses_plan(struct lab *l)
{
    struct diag d;
    diag_init(&d, "plan.json");
    int rc = read_plan(l, FAULTY_PLAN, sizeof FAULTY_PLAN - 1, &d);
    diag_free(&d);
    return rc;
}

static int remarks(struct lab *l)
{
    struct diag d;
    struct pcode_list list;
    struct err e;
    diag_init(&d, "plan.json");
    int rc = read_plan(l, ODD_PLAN, sizeof ODD_PLAN - 1, &d);
    rc = rc == 0 ? pcodes_read(&l->arena, "l.csv", PCODES, sizeof PCODES - 1, &list, &e) : rc;
    rc = rc == 0 ? plan_remarks(&l->plan, &list, &d) : rc;
    if (rc == 0) {
        buf_puts(&l->out, buf_text(&d.text));
        rc = buf_status(&d.text) != 0 ? ERR_MEMORY : buf_status(&l->out);
    }
    diag_free(&d);
    return rc;
}

static int refuses_answers(struct lab *l)
{
    struct diag d;
    struct json *answers = NULL, *doc = json_new(&l->arena, JSON_OBJECT);
    struct json_error error;
    diag_init(&d, "plan.json");
    int rc = json_parse(&l->arena, FAULTY_ANSWERS, sizeof FAULTY_ANSWERS - 1, 1, &answers, &error);
    rc = rc == 0 ? json_add(&l->arena, doc, "answers", answers) : rc;
    struct plan plan = {.doc = doc};
    rc = rc == 0 ? plan_check_answers(&plan, l->checklist, NULL, &d) : rc;
    diag_free(&d);
    return rc;
}

static void describe(struct buf *out, const struct finding *f)
{
    buf_printf(out, "%s %s %lld @%d ", outcome_name(f->outcome), finding_by_name(f->by),
               (long long)f->credit, f->line);
    finding_reason(out, f);
    for (size_t i = 0; i < f->read_count; i++) {
        buf_printf(out, " %s", f->read[i]);
    }
    buf_putc(out, '\n');
}

/* The whole way of a plan: conditions, rules, score. */
static int assesses(struct lab *l)
{
    const struct checklist *c = l->checklist;
    struct assessment a = {.checklist = c, .plan = &l->plan};
    int rc = 0;
    a.findings = arena_alloc(&l->arena, sizeof *a.findings * (size_t)c->criterion_count);
    rc = a.findings == NULL ? ERR_MEMORY : 0;
    for (int i = 0; rc == 0 && i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        struct answer answer;
        bool holds = false;
        plan_answer_read(plan_answer(&l->plan, k->demand.id), &answer);
        rc = condition_check(c, k, &l->plan, &l->arena, &holds, &a.findings[i]);
        if (rc == 0 && holds) {
            rc = host_run(l->host, c, k, &l->plan, &answer, &l->arena, &a.findings[i]);
        }
    }
    rc = rc == 0 ? score_assessment(&l->arena, &a) : rc;
    for (int i = 0; rc == 0 && i < c->criterion_count; i++) {
        describe(&l->out, &a.findings[i]);
    }
    if (rc == 0) {
        buf_printf(&l->out, "%lld", (long long)a.nodes[0].score);
        rc = buf_status(&l->out);
    }
    return rc;
}

static int inspects(struct lab *l, const struct checklist *c)
{
    struct err e;
    int rc = make_rules(&l->rules);
    rc = rc == 0 ? ruleset_inspect(l->rules, c, &e) : rc;
    rc = rc == 0 ? ruleset_manifest(l->rules, c, &l->out) : rc;
    for (size_t i = 0; rc == 0 && i < ruleset_count(l->rules); i++) {
        const struct rule_info *info = ruleset_info(l->rules, i);
        buf_printf(&l->out, "%s %d %s %zu %zu %s\n", info->name, info->version, info->title,
                   info->needs_count, info->use_count, info->error == NULL ? "" : info->error);
    }
    return rc == 0 ? buf_status(&l->out) : rc;
}

/* More answers than are looked through one by one, each of them twice. */
static int meets_many(struct lab *l)
{
    const struct criterion *k = &l->checklist->criteria[checklist_find(l->checklist, "DAT")];
    int rc = 0;
    for (int i = 0; rc == 0 && i < 24; i++) {
        struct answer answer;
        struct finding f;
        char day[] = "2024-02-01";
        day[sizeof day - 2] = (char)('1' + i % 9);
        struct json *value = json_new_string(&l->arena, day, sizeof day - 1);
        rc = value == NULL ? ERR_MEMORY : 0;
        plan_answer_read(value, &answer);
        rc = rc == 0 ? host_run(l->host, l->checklist, k, &l->plan, &answer, &l->arena, &f) : rc;
        if (rc == 0) {
            describe(&l->out, &f);
        }
    }
    return rc == 0 ? buf_status(&l->out) : rc;
}

/* Of these it is known from the build what loading tells. */
static int inspects_known(struct lab *l)
{
    struct ruleset *shipped = NULL;
    struct err e;
    size_t count = 0;
    bool watched = wrapped.watched;
    wrapped.watched = false;
    int rc = library_rules(NULL, 0, false, &shipped, &e);
    const struct rule_file *files = rc == 0 ? ruleset_files(shipped, &count) : NULL;
    wrapped.watched = watched;
    rc = rc == 0 ? ruleset_new(files, count < 4 ? count : 4, false, &l->rules, &e) : rc;
    rc = rc == 0 ? ruleset_inspect(l->rules, NULL, &e) : rc;
    for (size_t i = 0; rc == 0 && i < ruleset_count(l->rules); i++) {
        buf_printf(&l->out, "%s\n", ruleset_info(l->rules, i)->label);
    }
    ruleset_free(shipped);
    return rc == 0 ? buf_status(&l->out) : rc;
}

static int each_rule_text(void *context, const char *path, int line, const char *text)
{
    struct buf *out = context;
    buf_printf(out, "%s %d %s\n", path, line, text);
    return buf_status(out);
}

static int inspects_all(struct lab *l)
{
    int rc = inspects(l, NULL);
    return rc == 0 ? ruleset_texts(l->rules, each_rule_text, &l->out) : rc;
}

static int inspects_used(struct lab *l)
{
    return inspects(l, l->checklist);
}

static void note_complaint(void *context, const struct criterion *k, const struct part *part,
                           const char *message)
{
    buf_printf(context, "%s %s %s\n", k->demand.id, part->id, message);
}

static int checks(struct lab *l)
{
    int rc = host_check(l->host, l->checklist, note_complaint, &l->out);
    return rc == 0 ? buf_status(&l->out) : rc;
}

static const char FRAMEWORK[] =
    "{\"banyan\":1,\"id\":\"own\",\"title\":\"t\",\"vintage\":\"2026\",\"source\":[{\"title\":"
    "\"s\"}],"
    "\"items\":[{\"code\":\"A\",\"title\":\"a\",\"items\":[{\"code\":\"A-1\",\"title\":\"b\"}]}]}";
static const char FAULTY_FRAMEWORK[] =
    "{\"banyan\":2,\"id\":\"no "
    "id\",\"titel\":\"t\",\"items\":[{\"code\":\"A\"},{\"code\":\"A\"},7]}";

static int read_framework(struct lab *l, const char *text, size_t len)
{
    struct framework *f = NULL;
    struct diag d;
    diag_init(&d, "own.json");
    int rc = framework_parse(text, len, &d, &f);
    if (rc == 0) {
        struct framework *list[] = {f};
        struct frameworks all = {list, 1};
        const char *item = framework_nearest(f, "A-2"), *own = frameworks_nearest(&all, "won");
        struct reading *readings = framework_read(&l->arena, f, l->checklist, NULL);
        rc = readings == NULL || item == NULL || own == NULL ? ERR_MEMORY : 0;
    }
    framework_free(f);
    diag_free(&d);
    return rc;
}

static int reads_framework(struct lab *l)
{
    return read_framework(l, FRAMEWORK, sizeof FRAMEWORK - 1);
}

static int refuses_framework(struct lab *l)
{
    return read_framework(l, FAULTY_FRAMEWORK, sizeof FAULTY_FRAMEWORK - 1);
}

/* The control: loses a failure, and goes on with another result. */
static int each_text(void *context, const char *id, const char *key, const char *text)
{
    struct buf *out = context;
    buf_printf(out, "%s %s %s\n", id, key, text);
    return buf_status(out);
}

static int translates(struct lab *l)
{
    static const char po[] = "msgid \"\"\nmsgstr \"X-Reviewed: no\\n\"\n"
                             "msgid \"One of everything\"\nmsgstr \"Un de tout\"\n";
    struct texts texts = {.language = "fr"};
    struct diag d;
    struct checklist *quick = NULL, *shown = NULL;
    diag_init(&d, "x.po");
    int rc = po_parse(po, strlen(po), &d, &texts.list[0]);
    diag_free(&d);
    texts.count = rc == 0;
    rc = rc == 0 ? read_checklist(l->checklist_text.data, l->checklist_text.len, "quick", &quick)
                 : rc;
    rc = rc == 0 ? checklist_translate(quick, &texts, &shown) : rc;
    if (rc == 0) {
        buf_puts(&l->out, shown->title);
        rc = document_texts(shown->doc, each_text, &l->out);
    }
    checklist_free(shown);
    checklist_free(quick);
    po_free(texts.list[0]);
    return rc;
}

static int careless(struct lab *l)
{
    const char *text = arena_strdup(&l->arena, "there");
    buf_puts(&l->out, text == NULL ? "nothing" : text);
    return 0;
}

enum needs { BARE, CHECKLIST, HOST };
static const struct scenario {
    const char *name;
    enum needs needs; /* what is there before allocations fail */
    int (*act)(struct lab *);
    int ends; /* its ordinary code */
} SCENARIOS[] = {{"a checklist is read", BARE, parses, 0},
                 {"a profile is read", BARE, parses_profile, 0},
                 {"a checklist is refused", BARE, refuses, ERR_INPUT},
                 {"a profile is refused", BARE, refuses_profile, ERR_INPUT},
                 {"a plan is read", CHECKLIST, reads_plan, 0},
                 {"a plan is refused", CHECKLIST, refuses_plan, ERR_INPUT},
                 {"a plan is remarked on", BARE, remarks, 0},
                 {"answers are refused", CHECKLIST, refuses_answers, ERR_INPUT},
                 {"a framework is read", CHECKLIST, reads_framework, 0},
                 {"a framework is refused", CHECKLIST, refuses_framework, ERR_INPUT},
                 {"a checklist is shown in another language", CHECKLIST, translates, 0},
                 {"all rules are inspected", CHECKLIST, inspects_all, 0},
                 {"the rules of a checklist are inspected", CHECKLIST, inspects_used, 0},
                 {"shipped rules are inspected", BARE, inspects_known, 0},
                 {"a plan is assessed", HOST, assesses, 0},
                 {"a rule meets many answers", HOST, meets_many, 0},
                 {"a rule is tested", HOST, tests_rule, 0},
                 {"the lines of a rule are watched", HOST, watches_rule, 0},
                 {"expressions are evaluated", HOST, evaluates, 0},
                 {"a rule is compiled", BARE, compiles_rule, 0},
                 {"a table of cases is read", BARE, reads_cases, 0},
                 {"the cases of rules are run and counted", HOST, runs_cases, 0},
                 {"rules are changed, and tested", HOST, mutates_rules, 0},
                 {"checklist and rules are compared", HOST, checks, 0},
                 {"rules run elsewhere", BARE, runs_outside, 0}};
enum { SCENARIO_COUNT = sizeof SCENARIOS / sizeof *SCENARIOS };

/* ---- trying ----------------------------------------------------------------------------------- */

static bool prepare(struct lab *l, enum needs needs)
{
    static const struct host_budget budget = {
        .fuel = 10000000, .plan_fuel = 200000000, .memory = 512 << 10, .wall_ms = 600000};
    struct diag d;
    struct err e;
    diag_init(&d, "plan.json");
    bool good = needs == BARE || parses(l) == 0;
    if (good && needs == HOST) {
        good = make_rules(&l->rules) == 0 && ruleset_inspect(l->rules, NULL, &e) == 0 &&
               host_new(l->rules, &budget, &l->host, &e) == 0 &&
               read_plan(l, l->plan_text.data, l->plan_text.len, &d) == 0;
    }
    diag_free(&d);
    return good;
}

static void clear(struct lab *l)
{
    host_free(l->host);
    ruleset_free(l->rules);
    checklist_free(l->checklist);
    arena_free(&l->arena);
    buf_free(&l->out);
    *l = (struct lab){.checklist_text = l->checklist_text, .plan_text = l->plan_text};
}

/* Runs it with one allocation failing (0: none); *text gets what it said. */
static int run(struct lab *l, const struct scenario *s, unsigned long at, bool for_ever,
               struct buf *text)
{
    if (!prepare(l, s->needs)) {
        (void)fprintf(stderr, "oom_parts: %s cannot be prepared\n", s->name);
        exit(2);
    }
    wrapped = (struct wrapped){.watched = true, .sticky = for_ever, .at = at};
    int rc = s->act(l);
    wrapped.watched = false;
    buf_reset(text);
    buf_puts(text, buf_text(&l->out));
    clear(l);
    return rc;
}

/* Counts the points at which it ends otherwise than it should. */
static unsigned long try_all(struct lab *l, const struct scenario *s, unsigned long points)
{
    struct buf ordinary = BUF_INIT, text = BUF_INIT;
    unsigned long faults = run(l, s, 0, false, &ordinary) != s->ends, total = wrapped.seen,
                  told = 0;
    points = points < 2 || points > total ? total : points;
    for (unsigned long i = 0; i < 2 * points; i++) {
        unsigned long at = points < 2 ? 1 : 1 + i / 2 * (total - 1) / (points - 1);
        int rc = run(l, s, at, i % 2 == 1, &text);
        bool good = rc == ERR_MEMORY ||
                    (rc == s->ends &&
                     (rc != 0 || strcmp(buf_text(&text), buf_text(&ordinary)) == 0));
        told += rc == ERR_MEMORY;
        if (!good && ++faults < 10 && s->act != careless) {
            (void)printf("# allocation %lu%s: code %d: %.300s\n", at, i % 2 == 1 ? " and on" : "",
                         rc, buf_text(&text));
        }
    }
    if (s->act != careless) {
        faults += told == 0; /* a failure that nothing tells of was not made */
        (void)printf(
            "%s - %s: %lu of %lu allocations, each alone and with the rest: %lu told, %lu faults\n",
            faults == 0 ? "ok" : "not ok", s->name, points, total, told, faults);
    }
    buf_free(&ordinary);
    buf_free(&text);
    return faults;
}

int main(int argc, char **argv)
{
    struct lab l = {0};
    struct err e;
    char path[4096];
    if (argc != 3) {
        (void)fputs("oom_parts FOLDER POINTS\n", stderr);
        return 2;
    }
    (void)snprintf(path, sizeof path, "%.4000s/checklist.json", argv[1]);
    bool read = file_read(path, 1 << 20, &l.checklist_text, &e) == 0;
    (void)snprintf(path, sizeof path, "%.4000s/plan.json", argv[1]);
    if (!read || file_read(path, 1 << 20, &l.plan_text, &e) != 0) {
        (void)fprintf(stderr, "oom_parts: %s\n", e.text);
        return 2;
    }
    unsigned long points = strtoul(argv[2], NULL, 10), faulty = 0;
    for (size_t i = 0; i < SCENARIO_COUNT; i++) {
        faulty += try_all(&l, &SCENARIOS[i], points) > 0;
        (void)fflush(stdout);
    }
    const struct scenario control = {"control", BARE, careless, 0};
    bool found = try_all(&l, &control, 0) > 0;
    (void)printf("%s - control: a failure that changes the result is found\n",
                 found ? "ok" : "not ok");
    faulty += !found;
    buf_free(&l.checklist_text);
    buf_free(&l.plan_text);
    (void)printf("%lu scenarios, %lu of them faulty\n", (unsigned long)SCENARIO_COUNT, faulty);
    return faulty == 0 ? 0 : 1;
}
