/* `rules check`: what is wrong with rules. */
#include <stdlib.h>
#include <string.h>

#include "base/json_member.h"
#include "base/text.h"
#include "cases/cases.h"
#include "cli/remarks.h"
#include "cli/rules.h"
#include "library.h"
#include "model/finding.h"

/* ---- what advices name ------------------------------------------------------------------------ */

struct advices { /* "RULE NAME", each with a line end before and behind */
    struct buf pairs;
};

static void add_names(struct advices *a, const char *rule, const char *text)
{
    for (const char *open = strchr(text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        if (close == NULL) {
            return;
        }
        buf_printf(&a->pairs, "\n%s %.*s\n", rule, (int)(close - open - 1), open + 1);
    }
}

static void add_advices(struct advices *a, const struct criterion *k)
{
    const struct json *advice = json_get(k->doc, "advice");
    const struct json *entry = NULL;
    const char *rules[] = {k->demand.rule, k->answered.rule};
    while ((entry = advice_next(advice, entry)) != NULL) {
        const char *text = advice_text(entry);
        for (size_t i = 0; i < 2; i++) {
            if (rules[i] != NULL && text != NULL) {
                add_names(a, rules[i], text);
            }
        }
    }
}

static bool is_advised(void *context, const char *rule, const char *parameter)
{
    const struct advices *a = context;
    struct buf pair = BUF_INIT;
    buf_printf(&pair, "\n%s %s\n", rule, parameter);
    bool found = buf_status(&pair) != 0 || strstr(buf_text(&a->pairs), pair.data) != NULL;
    buf_free(&pair);
    return found;
}

/* Of all checklists that can be found; one that cannot be read is for `checklist check` to tell. */
static int read_advices(struct advices *a, struct err *e)
{
    struct arena arena = ARENA_INIT;
    const char *const *ids = NULL;
    size_t count = 0;
    int rc = library_checklists(&arena, &ids, &count, e);
    for (size_t i = 0; i < count && rc == 0; i++) {
        struct buf text = BUF_INIT;
        const char *path = NULL;
        struct checklist *c = NULL;
        struct diag d;
        diag_init(&d, NULL);
        int read = library_checklist(ids[i], &arena, &text, &path, e);
        read = read == 0 ? checklist_parse(buf_text(&text), text.len, NULL, &d, &c) : read;
        for (int k = 0; c != NULL && k < c->criterion_count; k++) {
            add_advices(a, &c->criteria[k]);
        }
        rc = read == ERR_MEMORY ? err_set(e, read, "out of memory") : 0;
        checklist_free(c);
        diag_free(&d);
        buf_free(&text);
    }
    arena_free(&arena);
    return rc == 0 && buf_status(&a->pairs) != 0 ? err_set(e, ERR_MEMORY, "out of memory") : rc;
}

/* ---- what is looked at ------------------------------------------------------------------------ */

enum { TRIES = 20000 };

struct checking {
    struct cli *cli;
    const struct ruleset *rules;
    struct advices advices;
    struct remarks remarks;
    struct review review;
    const char **checklists; /* of --checklist */
    size_t checklist_count;
    const char **dirs; /* of --rules */
    size_t dir_count;
    bool *looked; /* per rule: some checklist of these uses it; all where none was named */
    long tries;
    struct buf told; /* a line, or a JSON object, for each checklist */
};

/* Whether an earlier rule that is looked at uses the library as well: each is looked at once. */
static bool used_before(const struct checking *x, size_t rule, const char *library)
{
    for (size_t i = 0; i < rule; i++) {
        const struct rule_info *info = ruleset_info(x->rules, i);
        for (size_t k = 0; x->looked[i] && k < info->use_count; k++) {
            if (strcmp(info->use[k], library) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The plans of all cases of a rule: of its file, and of the data files beside it. */
static int add_examples(void *context, struct host *h, const char *rule, struct arena *arena,
                        struct json *out)
{
    struct checking *x = context;
    struct case_list list = {.arena = arena};
    struct case_options o = {.rules = x->rules, .dirs = x->dirs, .dir_count = x->dir_count};
    const struct rule_info *info = ruleset_find(x->rules, rule);
    int rc = info == NULL ? 0 : cases_gather(&list, h, &o, info);
    for (size_t i = 0; i < list.count && rc == 0; i++) {
        const struct json *plan = list.items[i].fault == NULL ? list.items[i].plan : NULL;
        rc = plan == NULL ? 0 : json_share(arena, out, NULL, plan);
    }
    return rc;
}

/* A struct review's context is that of all: remarks are kept in it. */
static void keep(void *context, const struct remark *r)
{
    struct checking *x = context;
    remarks_keep(&x->remarks, r);
}

static int review_texts(struct checking *x, struct err *e)
{
    const struct ruleset *r = x->rules;
    int rc = 0;
    for (size_t i = 0; i < ruleset_count(r) && rc == 0; i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (!x->looked[i]) {
            continue;
        }
        rc = review_rule(&x->review, r, info->name, is_advised, &x->advices);
        for (size_t k = 0; k < info->use_count && rc == 0; k++) {
            rc = used_before(x, i, info->use[k])
                     ? 0
                     : review_rule(&x->review, r, info->use[k], NULL, NULL);
        }
    }
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

static void look_at_rules(struct checking *x, const struct checklist *c)
{
    for (size_t i = 0; i < ruleset_count(x->rules); i++) {
        const struct rule_info *info = ruleset_info(x->rules, i);
        for (int k = 0; k < c->criterion_count && !x->looked[i]; k++) {
            const struct criterion *own = &c->criteria[k];
            for (size_t n = 0; n < criterion_rule_count(own) && !x->looked[i]; n++) {
                x->looked[i] = text_equal(criterion_rule(own, n)->rule, info->name);
            }
        }
    }
}

static void tell_checklist(struct checking *x, const struct checklist *c,
                           const struct review_tally *t)
{
    struct buf *out = &x->told;
    if (x->cli->format == FORMAT_TEXT) {
        buf_printf(out, "%s %s: %d criteria, %lld combinations tried, %d faults, %d exempt\n",
                   c->id, c->version, c->criterion_count, (long long)t->tried, t->faults,
                   t->exempt);
        return;
    }
    buf_puts(out, out->len == 0 ? "{" : ",{");
    member_text(out, "id", c->id);
    member_text(out, "version", c->version);
    member_number(out, "criteria", c->criterion_count);
    member_number(out, "combinations", t->tried);
    member_number(out, "faults", t->faults);
    member_number(out, "exempt", t->exempt);
    buf_puts(out, "}");
}

static int review_checklists(struct checking *x, struct err *e)
{
    struct arena arena = ARENA_INIT;
    int rc = 0;
    for (size_t i = 0; i < x->checklist_count && rc == 0; i++) {
        struct checklist *c = NULL;
        const char *path = NULL;
        struct review_tally tally;
        rc = settings_checklist(x->checklists[i], NULL, &arena, &c, &path, e);
        if (rc == 0) {
            look_at_rules(x, c);
            for (int k = 0; k < c->criterion_count;
                 k++) { /* one named by its path lies elsewhere */
                add_advices(&x->advices, &c->criteria[k]);
            }
            rc = review_checklist(&x->review, x->rules, c, path, x->tries, &tally, e);
        }
        if (rc == 0) {
            tell_checklist(x, c, &tally);
        }
        checklist_free(c);
    }
    arena_free(&arena);
    return rc;
}

/* ---- what is told ----------------------------------------------------------------------------- */

static size_t tell_refused(const struct checking *x, size_t *count)
{
    size_t refused = 0;
    *count = 0;
    for (size_t i = 0; i < ruleset_count(x->rules); i++) {
        const struct rule_info *info = ruleset_info(x->rules, i);
        *count += x->looked[i];
        if (x->looked[i] && info->error != NULL) {
            refused++;
            rules_tell_refusal(info);
        }
    }
    return refused;
}

static int tell(struct checking *x)
{
    struct buf out = BUF_INIT;
    size_t count = 0, refused = tell_refused(x, &count);
    size_t warnings = x->remarks.kinds[REMARK_WARNING], faults = x->remarks.kinds[REMARK_FAULT];
    remarks_sort(&x->remarks);
    if (x->cli->format == FORMAT_TEXT) {
        remarks_text(&x->remarks, x->cli->quiet, &out);
        buf_add(&out, buf_text(&x->told), x->told.len);
        buf_printf(&out, "%zu rules, %zu refused, %zu warnings\n", count, refused, warnings);
    } else {
        buf_puts(&out, "{");
        member_number(&out, "rules", (int64_t)count);
        member_number(&out, "refused", (int64_t)refused);
        member_number(&out, "warnings", (int64_t)warnings);
        member_number(&out, "faults", (int64_t)faults);
        member_key(&out, "checklists");
        buf_printf(&out, "[%s]", buf_text(&x->told));
        member_key(&out, "remarks");
        remarks_json(&x->remarks, &out);
        buf_puts(&out, "}\n");
    }
    out.failed = out.failed || x->told.failed;
    bool strict = opt_has(&x->cli->args, "strict") && warnings > 0;
    int code = cli_print(x->cli, &out);
    return code == CLI_OK && (refused > 0 || faults > 0 || strict) ? CLI_FAILED : code;
}

static int check(struct checking *x, struct err *e)
{
    const struct args *args = &x->cli->args;
    int rc = opt_number(args, "tries", 100, 10000000, &x->tries, e);
    x->checklist_count = opt_values(args, "checklist", x->checklists);
    x->dir_count = opt_values(args, "rules", x->dirs);
    for (size_t i = 0; i < ruleset_count(x->rules); i++) {
        x->looked[i] = x->checklist_count == 0;
    }
    rc = rc == 0 ? read_advices(&x->advices, e) : rc;
    rc = rc == 0 ? review_checklists(x, e) : rc;
    return rc == 0 ? review_texts(x, e) : rc;
}

int rules_check(struct cli *cli, const struct ruleset *r)
{
    struct err e = {0};
    struct checking x = {.cli = cli, .rules = r, .tries = TRIES};
    x.review = (struct review){.report = keep, .examples = add_examples, .context = &x};
    x.checklists = calloc(cli->args.given_count + 1, sizeof *x.checklists);
    x.dirs = calloc(cli->args.given_count + 1, sizeof *x.dirs);
    x.looked = calloc(ruleset_count(r) + 1, sizeof *x.looked);
    int code = CLI_FAILED;
    if (x.checklists == NULL || x.dirs == NULL || x.looked == NULL) {
        code = cli_memory();
    } else if (check(&x, &e) != 0) {
        code = cli_fail(&e);
    } else {
        code = x.remarks.memory ? cli_memory() : tell(&x);
    }
    buf_free(&x.advices.pairs);
    buf_free(&x.told);
    remarks_free(&x.remarks);
    free(x.checklists);
    free(x.dirs);
    free(x.looked);
    return code;
}
