#include "cases/doc.h"

#include <stdlib.h>
#include <string.h>

#include "cases/example.h"

/* ---- the interface --------------------------------------------------------------------------- */

static int add_row(struct doc *d, const struct ruleset *rules, const struct interface_row *row,
                   struct err *e)
{
    struct doc_row *out = &d->rows[d->row_count++];
    const char *got = NULL;
    *out = (struct doc_row){.row = row};
    (void)interface_find(row->name, &out->part);
    int rc = example_run(rules, out->part, row, &d->arena, &got, e);
    if (rc != 0) {
        return rc;
    }
    out->holds = strcmp(got, row->result) == 0;
    if (!out->holds) {
        buf_printf(&d->faults, "%s: its example gives %.200s, not %.200s: it is left out\n",
                   row->name, got, row->result);
    }
    return 0;
}

static int add_rows(struct doc *d, const struct doc_options *o, struct err *e)
{
    int rc = 0;
    d->rows = arena_alloc(&d->arena, sizeof *d->rows * (o->row_count + 1));
    if (d->rows == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < o->row_count && rc == 0; i++) {
        rc = add_row(d, o->cases.rules, o->rows[i], e);
    }
    return rc;
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* The comment at the head of a file as one line. NULL: out of memory. */
static const char *about(struct arena *arena, const char *text, size_t len)
{
    struct buf out = BUF_INIT;
    const char *end = text + len;
    while (end - text >= 2 && text[0] == '-' && text[1] == '-') {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        const char *from = text + 2;
        line_end = line_end == NULL ? end : line_end;
        while (from < line_end && *from == ' ') {
            from++;
        }
        buf_puts(&out, out.len > 0 && from < line_end ? " " : "");
        buf_add(&out, from, (size_t)(line_end - from));
        text = line_end < end ? line_end + 1 : end;
    }
    const char *copy = buf_status(&out) == 0 ? arena_strdup(arena, buf_text(&out)) : NULL;
    buf_free(&out);
    return copy;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool needed(const struct rule_info *info, const char *path)
{
    for (size_t i = 0; i < info->needs_count; i++) {
        if (strcmp(info->needs[i], path) == 0) {
            return true;
        }
    }
    return false;
}

/* The paths that cases read beyond those that the rule needs, each once. */
static int gather_reads(struct arena *arena, const struct rule_run *run, struct doc_rule *rule)
{
    size_t room = 1, count = 0;
    for (size_t i = 0; i < run->count; i++) {
        room += run->results[i].passed ? run->results[i].finding.read_count : 0;
    }
    const char **all = arena_alloc(arena, sizeof *all * room);
    if (all == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < run->count; i++) {
        const struct finding *f = &run->results[i].finding;
        for (size_t k = 0; run->results[i].passed && k < f->read_count; k++) {
            bool own = run->results[i].criterion != NULL &&
                       strncmp(f->read[k], "answers.", strlen("answers.")) == 0;
            if (!own && !needed(rule->info, f->read[k])) {
                all[count++] = f->read[k];
            }
        }
    }
    qsort(all, count, sizeof *all, by_text);
    size_t once = 0;
    for (size_t i = 0; i < count; i++) {
        if (once == 0 || strcmp(all[once - 1], all[i]) != 0) {
            all[once++] = all[i];
        }
    }
    rule->reads = all;
    rule->read_count = once;
    return 0;
}

/* The cases that passed: those that stand in the rule's own file are shown, up to the number wanted. */
static int gather_cases(struct doc *d, const struct rule_run *run, long most, struct doc_rule *rule)
{
    const struct case_result **shown = arena_alloc(&d->arena, sizeof *shown * (run->count + 1));
    if (shown == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < run->count; i++) {
        const struct case_result *r = &run->results[i];
        if (!r->passed) {
            buf_printf(&d->faults, "%s:%d: the test \"%.200s\" of %s fails: it is left out\n",
                       r->c->path, r->c->line, r->c->name, r->c->rule);
            continue;
        }
        rule->case_count++;
        rule->ends[r->finding.outcome] = true;
        bool own = strcmp(r->c->path, rule->info->path) == 0;
        if (own && (most < 0 || rule->shown_count < (size_t)most)) {
            shown[rule->shown_count++] = r;
        }
    }
    rule->shown = shown;
    return 0;
}

static int add_rule(struct doc *d, const struct doc_options *o, struct host *h,
                    const struct rule_run *run, struct err *e)
{
    struct doc_rule *rule = &d->rules[d->rule_count];
    struct json *args = NULL;
    size_t len = 0;
    *rule = (struct doc_rule){.info = run->info};
    if (run->info->error != NULL) { /* its one case says so */
        buf_printf(&d->faults, "%s: it is left out\n", run->info->error);
        return 0;
    }
    int rc = host_args(h, run->info->name, &d->arena, &args, e);
    if (rc == ERR_RULE) { /* with its tests it cannot be loaded: the others can */
        const char *path = run->info->path, *name = run->info->name;
        bool placed = strncmp(e->text, path, strlen(path)) == 0 ||
                      strncmp(e->text, name, strlen(name)) == 0;
        buf_printf(&d->faults, "%s%s%s: it is left out\n", placed ? "" : path, placed ? "" : ": ",
                   e->text);
        *e = (struct err){0};
        return 0;
    }
    if (rc != 0) {
        return rc;
    }
    const char *text = ruleset_text(o->cases.rules, run->info->name, &len);
    rule->args = args;
    rule->about = about(&d->arena, text, len);
    if (rule->about == NULL || gather_cases(d, run, o->examples, rule) != 0 ||
        gather_reads(&d->arena, run, rule) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    d->rule_count++;
    return 0;
}

static int add_rules(struct doc *d, const struct doc_options *o, struct err *e)
{
    struct host *h = NULL;
    d->rules = arena_alloc(&d->arena, sizeof *d->rules * (o->cases.count + 1));
    if (d->rules == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = cases_run(&o->cases, &d->run, e);
    rc = rc == 0 ? host_new(o->cases.rules, NULL, &h, e) : rc;
    for (size_t i = 0; rc == 0 && i < d->run->count; i++) {
        rc = add_rule(d, o, h, &d->run->rules[i], e);
    }
    host_free(h);
    return rc;
}

int doc_make(const struct doc_options *o, struct doc **out, struct err *e)
{
    struct doc *d = calloc(1, sizeof *d);
    *out = d;
    if (d == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = add_rules(d, o, e);
    rc = rc == 0 ? add_rows(d, o, e) : rc;
    if (rc == 0 && buf_status(&d->faults) != 0) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    if (rc != 0) {
        doc_free(d);
        *out = NULL;
    }
    return rc;
}

void doc_free(struct doc *d)
{
    if (d != NULL) {
        cases_run_free(d->run);
        buf_free(&d->faults);
        arena_free(&d->arena);
        free(d);
    }
}
