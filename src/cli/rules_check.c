/* `rules check`: what is wrong with rules. */
#include <stdlib.h>
#include <string.h>

#include "cli/remarks.h"
#include "cli/rules.h"
#include "library.h"

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
    const struct json *text = advice != NULL && advice->type == JSON_ARRAY ? advice->first : advice;
    const char *rules[] = {k->demand.rule, k->answered.rule};
    for (; text != NULL; text = advice->type == JSON_ARRAY ? text->next : NULL) {
        for (size_t i = 0; i < 2; i++) {
            if (rules[i] != NULL && text->type == JSON_STRING) {
                add_names(a, rules[i], text->text);
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

/* ---- texts ------------------------------------------------------------------------------------ */

/* Whether an earlier rule uses the library as well: each is looked at once. */
static bool used_before(const struct ruleset *r, size_t rule, const char *library)
{
    for (size_t i = 0; i < rule; i++) {
        const struct rule_info *info = ruleset_info(r, i);
        for (size_t k = 0; k < info->use_count; k++) {
            if (strcmp(info->use[k], library) == 0) {
                return true;
            }
        }
    }
    return false;
}

static int review_texts(struct review *v, const struct ruleset *r, struct advices *a)
{
    int rc = 0;
    for (size_t i = 0; i < ruleset_count(r) && rc == 0; i++) {
        const struct rule_info *info = ruleset_info(r, i);
        rc = review_rule(v, r, info->name, is_advised, a);
        for (size_t k = 0; k < info->use_count && rc == 0; k++) {
            rc = used_before(r, i, info->use[k]) ? 0 : review_rule(v, r, info->use[k], NULL, NULL);
        }
    }
    return rc;
}

static size_t tell_refused(const struct ruleset *r)
{
    size_t refused = 0;
    for (size_t i = 0; i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (info->error != NULL) {
            refused++;
            rules_tell_refusal(info);
        }
    }
    return refused;
}

int rules_check(struct cli *cli, const struct ruleset *r)
{
    struct err e = {0};
    struct buf out = BUF_INIT;
    struct remarks all = {.count = 0};
    struct advices advices = {BUF_INIT};
    struct review v = {.report = remarks_keep, .context = &all};
    int rc = read_advices(&advices, &e);
    rc = rc == 0 && review_texts(&v, r, &advices) != 0 ? err_set(&e, ERR_MEMORY, "out of memory")
                                                       : rc;
    buf_free(&advices.pairs);
    if (rc != 0 || all.memory) {
        remarks_free(&all);
        return rc != 0 ? cli_fail(&e) : cli_memory();
    }
    size_t refused = tell_refused(r);
    remarks_sort(&all);
    if (cli->format == FORMAT_TEXT) {
        remarks_text(&all, &out);
        buf_printf(&out, "%zu rules, %zu refused, %zu warnings\n", ruleset_count(r), refused,
                   all.count);
    } else {
        buf_puts(&out, "{");
        member_number(&out, "rules", (int64_t)ruleset_count(r));
        member_number(&out, "refused", (int64_t)refused);
        member_number(&out, "warnings", (int64_t)all.count);
        member_key(&out, "remarks");
        remarks_json(&all, &out);
        buf_puts(&out, "}\n");
    }
    bool strict = opt_has(&cli->args, "strict") && all.count > 0;
    remarks_free(&all);
    int code = cli_print(cli, &out);
    return code == CLI_OK && (refused > 0 || strict) ? CLI_FAILED : code;
}
