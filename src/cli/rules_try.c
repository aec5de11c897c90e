/* `rules try`: runs a rule, or evaluates an expression, on a plan. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cases/cases.h"
#include "cases/try.h"
#include "cli/rules.h"
#include "model/condition.h"

int rules_json(struct arena *arena, const char *what, const char *text, const struct json **out,
               struct err *e)
{
    struct json *value = NULL;
    struct json_error error;
    int rc = json_parse(arena, text, strlen(text), 1, &value, &error);
    *out = value;
    return rc == 0 ? 0
           : rc == ERR_MEMORY
               ? err_set(e, rc, "out of memory")
               : err_set(e, ERR_USAGE, "%s: column %d: %s", what, error.column, error.text);
}

int rules_arguments(struct arena *arena, const char *what, const char *text,
                    const struct json **out, struct err *e)
{
    int rc = rules_json(arena, what, text, out, e);
    return rc == 0 && (*out)->type != JSON_OBJECT
               ? err_set(e, ERR_USAGE, "%s: is a %s: give an object such as {\"target\": 80}", what,
                         json_type_name((*out)->type))
               : rc;
}

/* ---- as asked in a checklist ----------------------------------------------------------------- */

struct trying {
    struct cli *cli;
    const char *rule, *expression, *checklist, *criterion, *answer, *args, *plan;
    struct arena *arena; /* of one round */
    struct checklist *c;
};

/* The demand of k with this rule; of a part of it where that is named. NULL: after saying why in *e. */
static const struct part *find_part(const struct criterion *k, const char *part, const char *rule,
                                    struct err *e)
{
    for (size_t i = 0; i < criterion_rule_count(k); i++) {
        const struct part *p = criterion_rule(k, i);
        bool named = part == NULL ? strcmp(p->id, k->demand.id) == 0 : strcmp(p->id, part) == 0;
        if (named && (rule == NULL || strcmp(p->rule, rule) == 0)) {
            return p;
        }
    }
    (void)(rule == NULL
               ? err_set(e, ERR_NOT_FOUND, "%s has no part %.100s", k->demand.id, part)
               : err_set(e, ERR_NOT_FOUND,
                         "%s%s%.100s does not use the rule %.200s: leave the rule out, or "
                         "see `banyan checklist show`",
                         k->demand.id, part == NULL ? "" : "#", part == NULL ? "" : part, rule));
    return NULL;
}

static struct json *with_members(struct arena *arena, const struct json *from, const char *but)
{
    struct json *out = json_new(arena, JSON_OBJECT);
    for (const struct json *m = from == NULL ? NULL : from->first; m != NULL; m = m->next) {
        if (strcmp(m->key, but) != 0 && json_share(arena, out, m->key, m) != 0) {
            return NULL;
        }
    }
    return out;
}

/* The document with the answer put in; NULL: out of memory. */
static const struct json *with_answer(struct arena *arena, const struct json *doc, const char *id,
                                      const struct json *answer)
{
    struct json *answers = with_members(arena, json_get(doc, "answers"), id);
    struct json *out = with_members(arena, doc, "answers");
    return answers != NULL && out != NULL && json_share(arena, answers, id, answer) == 0 &&
                   json_share(arena, out, "answers", answers) == 0
               ? out
               : NULL;
}

/* Whether the answer is one that the question allows; complains. */
static int check_answer(const struct trying *y, const struct criterion *k, const struct json *doc,
                        struct err *e)
{
    const struct json *entry = json_get(json_get(doc, "answers"), k->demand.id);
    struct json *answers = json_new(y->arena, JSON_OBJECT), *own = json_new(y->arena, JSON_OBJECT);
    struct plan plan = {.doc = own};
    struct diag d;
    if (entry == NULL) {
        return 0;
    }
    if (answers == NULL || own == NULL || json_share(y->arena, answers, k->demand.id, entry) != 0 ||
        json_share(y->arena, own, "answers", answers) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    diag_init(&d, y->answer != NULL ? "--answer" : NULL);
    int rc = plan_check_answers(&plan, y->c, NULL, &d);
    if (rc == ERR_INPUT) {
        cli_complaints(&d);
        (void)err_set(e, rc, "%s: the answer cannot be used, for the reasons above", k->demand.id);
    }
    diag_free(&d);
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}

/* Whether p is one of the parts of k's answer. */
static bool is_answer_part(const struct criterion *k, const struct part *p)
{
    const struct answer_spec *a = &k->demand.answer;
    for (size_t i = 0; a->type == ANSWER_PARTS && i < a->part_count; i++) {
        if (p == &a->parts[i]) {
            return true;
        }
    }
    return false;
}

/* What the plan answers; whether the rule is asked at all. */
static int take_answer(const struct trying *y, struct rule_try *t, struct err *e)
{
    const struct criterion *k = t->criterion;
    plan_answer_read(json_get(json_get(t->doc, "answers"), k->demand.id), &t->given);
    if (t->given.state == 'n' || t->given.state == 'u') {
        return err_set(e, ERR_INPUT,
                       "%s: the plan claims that it %s, and no rule is asked: give --answer",
                       k->demand.id, t->given.state == 'n' ? "does not apply" : "is not known");
    }
    bool part = t->part->id != k->demand.id && strcmp(t->part->id, k->demand.id) != 0;
    if (part && t->given.state == 'v') {
        const struct json *value = json_get(t->given.value, t->part->id);
        bool none = value == NULL || value->type == JSON_NULL;
        t->given = (struct answer){.state = none ? 'a' : 'v', .value = value};
    }
    bool own = is_answer_part(k, t->part);
    bool asked = own || t->part == &k->answered ||
                 (t->part->answer.type != ANSWER_NONE && !criterion_is_computed(k));
    if (asked && t->given.state == 'a') {
        return err_set(e, ERR_INPUT, "%s%s%s: %s", k->demand.id, own ? "#" : "",
                       own ? t->part->id : "",
                       y->answer == NULL ? "the plan has no answer to it: give --answer"
                                         : "--answer has none to this part: add it");
    }
    if (t->part == &k->demand && k->answered.rule != NULL) {
        t->given = (struct answer){.state = 'a'}; /* the facts are looked at without it */
    }
    struct plan plan = {.doc = t->doc};
    struct finding why;
    bool holds = true;
    if (condition_check(y->c, k, &plan, y->arena, &holds, &why) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (!holds && !y->cli->quiet) {
        struct buf text = BUF_INIT;
        finding_reason(&text, &why);
        cli_say("%s: does not apply to this plan (%.300s), and would not be asked", k->demand.id,
                buf_text(&text));
        buf_free(&text);
    }
    return 0;
}

/* A copy of the part with the arguments of --args over its own. */
static int with_args(const struct trying *y, struct rule_try *t, struct err *e)
{
    const struct json *given = NULL;
    int rc = rules_arguments(y->arena, "--args", y->args, &given, e);
    struct part *copy = rc == 0 ? arena_alloc(y->arena, sizeof *copy) : NULL;
    struct json *all = copy == NULL ? NULL : json_new(y->arena, JSON_OBJECT);
    for (const struct json *m = all == NULL || t->part->args == NULL ? NULL : t->part->args->first;
         m != NULL && all != NULL; m = m->next) {
        if (json_get(given, m->key) == NULL && json_share(y->arena, all, m->key, m) != 0) {
            all = NULL;
        }
    }
    for (const struct json *m = all == NULL ? NULL : given->first; m != NULL && all != NULL;
         m = m->next) {
        all = json_share(y->arena, all, m->key, m) == 0 ? all : NULL;
    }
    if (rc == 0 && all == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (rc == 0) {
        *copy = *t->part;
        copy->args = all;
        t->part = copy;
    }
    return rc;
}

static int take_criterion(struct trying *y, const struct ruleset *r, struct rule_try *t,
                          struct err *e)
{
    char *id = arena_strdup(y->arena, y->criterion);
    if (id == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = settings_checklist(y->checklist, NULL, y->arena, &y->c, NULL, e);
    if (rc != 0) {
        return rc;
    }
    char *part = strchr(id, '#');
    if (part != NULL) {
        *part++ = '\0';
    }
    int index = checklist_find(y->c, id);
    if (index < 0) {
        const char *near = checklist_nearest(y->c, id);
        return err_set(e, ERR_NOT_FOUND, "%.100s: no criterion of %s%s%s%s", id, y->c->id,
                       near == NULL ? "" : ": did you mean ", near == NULL ? "" : near,
                       near == NULL ? "" : "?");
    }
    t->checklist = y->c;
    t->criterion = &y->c->criteria[index];
    t->part = find_part(t->criterion, part, y->rule, e);
    if (t->part == NULL) {
        return e->code;
    }
    if (y->answer != NULL) {
        const struct json *answer = NULL;
        rc = rules_json(y->arena, "--answer", y->answer, &answer, e);
        t->doc = rc == 0 ? with_answer(y->arena, t->doc, id, answer) : NULL;
        rc = rc == 0 && t->doc == NULL ? err_set(e, ERR_MEMORY, "out of memory") : rc;
    }
    rc = rc == 0 ? check_answer(y, t->criterion, t->doc, e) : rc;
    rc = rc == 0 ? take_answer(y, t, e) : rc;
    rc = rc == 0 && y->args != NULL ? with_args(y, t, e) : rc;
    if (rc == 0) {
        t->info = rules_find(r, t->part->rule);
        rc = t->info == NULL ? ERR_RULE : 0; /* it was said */
    }
    return rc;
}

/* ---- by itself ------------------------------------------------------------------------------- */

static int take_rule(const struct trying *y, const struct ruleset *r, struct rule_try *t,
                     struct err *e)
{
    const struct json *answer = NULL;
    int rc = 0;
    if (y->rule != NULL) {
        t->info = rules_find(r, y->rule);
        rc = t->info == NULL ? ERR_RULE : 0;
    }
    if (rc == 0 && y->answer != NULL) {
        rc = rules_json(y->arena, "--answer", y->answer, &answer, e);
        t->answer = rc == 0 ? cases_answer(y->arena, answer) : NULL;
        rc = rc == 0 && t->answer == NULL ? err_set(e, ERR_MEMORY, "out of memory") : rc;
    }
    return rc == 0 && y->args != NULL ? rules_arguments(y->arena, "--args", y->args, &t->args, e)
                                      : rc;
}

static int prepare(struct trying *y, const struct ruleset *r, struct rule_try *t, struct err *e)
{
    struct rules_plan plan;
    int rc = rules_plan(y->cli, y->plan, y->arena, &plan, e);
    if (rc == 0) {
        t->doc = plan.plan.doc;
        t->plan = plan.name;
        rc = y->criterion != NULL ? take_criterion(y, r, t, e) : take_rule(y, r, t, e);
    }
    if (rc == 0 && t->info != NULL && t->info->error != NULL) {
        rules_tell_refusal(t->info);
        rc = ERR_RULE;
    }
    return rc;
}

static int once(void *context, const struct ruleset *r)
{
    struct trying *y = context;
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct buf out = BUF_INIT;
    bool text = y->cli->format == FORMAT_TEXT;
    struct rule_try t = {.expression = y->expression,
                         .timed = text || opt_has(&y->cli->args, "time")};
    y->arena = &arena;
    y->c = NULL;
    int rc = prepare(y, r, &t, &e);
    rc = rc == 0 ? try_run(r, &t, &arena, &e) : rc;
    int code = CLI_FAILED;
    if (rc != 0) {
        code = e.code == 0 ? CLI_FAILED : cli_fail(&e);
    } else if (text) {
        report_try_text(&out, &t);
        code = cli_print(y->cli, &out);
    } else {
        report_try_json(&out, &t);
        buf_putc(&out, '\n');
        code = cli_print(y->cli, &out);
    }
    buf_free(&out);
    checklist_free(y->c);
    y->c = NULL;
    y->arena = NULL;
    arena_free(&arena);
    return rc == 0 && code == CLI_OK && !try_went_well(&t) ? CLI_FAILED : code;
}

int rules_try(struct cli *cli, const struct ruleset *r)
{
    const struct args *args = &cli->args;
    struct trying y = {.cli = cli,
                       .rule = args->operand_count > 0 ? args->operands[0] : NULL,
                       .expression = opt_value(args, "expr"),
                       .checklist = opt_value(args, "checklist"),
                       .criterion = opt_value(args, "criterion"),
                       .answer = opt_value(args, "answer"),
                       .args = opt_value(args, "args"),
                       .plan = opt_value(args, "plan")};
    bool watched = opt_has(args, "watch");
    struct err e = {0};
    const char **plans = calloc(args->given_count + 1, sizeof *plans);
    bool many = plans != NULL && opt_values(args, "plan", plans) > 1;
    free(plans);
    if (many) {
        (void)err_set(&e, ERR_USAGE, "--plan: a rule is tried on one plan: name it once");
    } else if ((y.checklist == NULL) != (y.criterion == NULL)) {
        (void)err_set(&e, ERR_USAGE, "--checklist and --criterion go together: give both");
    } else if (y.expression != NULL && y.criterion != NULL) {
        (void)err_set(&e, ERR_USAGE,
                      "--expr and --criterion do not go together: an expression sees the plan, and "
                      "the rule's arguments");
    } else if (watched && y.plan != NULL && strcmp(y.plan, "-") == 0) {
        (void)err_set(&e, ERR_USAGE, "--watch: stdin can be read once: name a file with --plan");
    } else if (watched && y.rule == NULL && y.expression == NULL && y.criterion == NULL) {
        (void)err_set(&e, ERR_USAGE, "--watch: nothing is tried: name a rule, or give --expr");
    } else if (y.rule == NULL && y.expression == NULL && y.criterion == NULL) {
        return rules_prompt(cli, r);
    }
    return e.code != 0 ? cli_fail(&e) : watched ? rules_watch(cli, r, once, &y) : once(&y, r);
}
