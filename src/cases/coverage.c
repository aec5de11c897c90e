/* What cases have exercised. Absent facts and outcomes are matters of a rule: any case of it counts. For the
 * answers of a criterion a case counts where it asks that very criterion, or runs its rule with the same
 * arguments. Only cases that passed count: a failed one shows nothing. */
#include "cases/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cases/cover_items.h"

int cases_percent(size_t part, size_t whole)
{
    return whole == 0 ? 100 : (int)(part * 100 / whole);
}

/* ---- which cases count ----------------------------------------------------------------------- */

static bool same_value(const struct json *a, const struct json *b, bool *memory)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    bool absent = a == NULL || a->type == JSON_NULL, none = b == NULL || b->type == JSON_NULL;
    if (absent || none) {
        return absent == none;
    }
    json_write(&x, a);
    json_write(&y, b);
    *memory = *memory || x.failed || y.failed;
    bool same = strcmp(buf_text(&x), buf_text(&y)) == 0;
    buf_free(&x);
    buf_free(&y);
    return same;
}

static const struct json *effective(const struct json *declared, const struct json *given)
{
    const struct json *own = json_get(given, declared->key);
    return own == NULL || own->type == JSON_NULL ? declared : own;
}

/* Whether two calls of a rule get the same arguments. */
static bool same_args(const struct json *declared, const struct json *a, const struct json *b,
                      bool *memory)
{
    for (const struct json *d = declared->first; d != NULL; d = d->next) {
        if (!same_value(effective(d, a), effective(d, b), memory)) {
            return false;
        }
    }
    return true;
}

/* Whether a case says something of the answers of p. */
static bool answers(const struct cover_part *p, const struct checklist *c,
                    const struct json *declared, const struct case_result *r, bool *memory)
{
    if (r->part != NULL) {
        return strcmp(r->checklist->digest, c->digest) == 0 &&
               strcmp(r->criterion->demand.id, p->criterion->demand.id) == 0 &&
               strcmp(r->part->id, p->part->id) == 0;
    }
    const struct json *max = json_get(r->c->answer, "max");
    bool levels = p->part->answer.type != ANSWER_LEVEL || max == NULL ||
                  (max->type == JSON_NUMBER && max->number == p->part->answer.levels);
    return levels && same_args(declared, r->c->args, p->part->args, memory);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static const char *role_of(const struct criterion *k, const struct part *p)
{
    bool check = k->check_count > 0 && p >= k->checks && p < k->checks + k->check_count;
    return p == &k->demand ? "" : p == &k->answered ? "answered" : check ? "check" : "part";
}

static const struct rule_run *run_of(const struct case_run *r, const char *rule)
{
    for (size_t i = 0; i < r->count; i++) {
        if (strcmp(r->rules[i].info->name, rule) == 0) {
            return &r->rules[i];
        }
    }
    return NULL;
}

static void mark(struct cover_part *p, const struct case_result *r, bool own, bool *memory)
{
    for (size_t i = 0; i < p->count; i++) {
        bool counts = own || p->items[i].kind != COVER_ANSWER;
        if (counts && p->items[i].by == NULL && cover_exercised(p, &p->items[i], r, memory)) {
            p->items[i].by = r->c;
            p->hit++;
        }
    }
}

static int cover_one(struct case_cover *out, const struct rule_run *run,
                     const struct ruleset *rules, struct host *h, struct cover_part *p)
{
    struct arena arena = ARENA_INIT;
    struct json *declared = NULL;
    struct err e = {0};
    bool memory = false;
    int rc = host_args(h, run->info->name, &arena, &declared, &e);
    if (rc == ERR_RULE || rc == ERR_NOT_FOUND) { /* a rule that is refused says nothing */
        rc = 0;
    }
    if (rc == 0) {
        rc = cover_list(&out->arena, rules, run->info, p);
    }
    for (size_t i = 0; rc == 0 && declared != NULL && i < run->count; i++) {
        const struct case_result *result = &run->results[i];
        if (result->passed && result->finding.outcome != OUTCOME_ERROR) {
            bool own = answers(p, out->checklist, declared, result, &memory);
            mark(p, result, own, &memory);
        }
    }
    arena_free(&arena);
    out->answers += p->count;
    out->answers_hit += p->hit;
    return memory ? ERR_MEMORY : rc;
}

static int cover_answers(struct case_cover *out, const struct case_run *r,
                         const struct ruleset *rules, struct host *h)
{
    const struct checklist *c = out->checklist;
    size_t room = 1;
    for (int i = 0; i < c->criterion_count; i++) {
        room += criterion_rule_count(&c->criteria[i]);
    }
    out->parts = arena_alloc(&out->arena, sizeof *out->parts * room);
    int rc = out->parts == NULL ? ERR_MEMORY : 0;
    for (int i = 0; i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        for (size_t n = 0; rc == 0 && n < criterion_rule_count(k); n++) {
            const struct part *part = criterion_rule(k, n);
            const struct rule_run *run = run_of(r, part->rule);
            if (run != NULL) {
                struct cover_part *p = &out->parts[out->part_count++];
                *p = (struct cover_part){.criterion = k, .part = part, .role = role_of(k, part)};
                rc = cover_one(out, run, rules, h, p);
            }
        }
    }
    return rc;
}

int cases_cover(const struct case_run *r, const struct ruleset *rules, const struct checklist *c,
                struct host *h, struct case_cover *out, struct err *e)
{
    *out = (struct case_cover){.checklist = c};
    for (size_t i = 0; i < r->file_count; i++) {
        out->lines += r->files[i].code;
        out->lines_run += r->files[i].ran;
    }
    int rc = c == NULL ? 0 : cover_answers(out, r, rules, h);
    if (rc != 0) {
        cases_cover_free(out);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    return 0;
}

void cases_cover_free(struct case_cover *c)
{
    arena_free(&c->arena);
    *c = (struct case_cover){.lines = 0};
}
