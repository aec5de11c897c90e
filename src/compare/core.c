#include "compare/core.h"

#include <stdlib.h>
#include <string.h>

#include "model/weight.h"

/* Adds the members of a criterion that decide what an answer gets. */
static void put_demand(struct buf *out, const struct json *criterion)
{
    static const char *const keys[] = {"answer", "rule",    "args",    "answered",
                                       "checks", "applies", "critical"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct json *member = json_get(criterion, keys[i]);
        buf_puts(out, keys[i]);
        buf_putc(out, '=');
        if (member != NULL) {
            json_write(out, member);
        }
        buf_putc(out, '\n');
    }
}

/* 1: alike, 0: not, or ERR_MEMORY. */
static int alike(const struct checklist *a, int index, const struct checklist *b)
{
    int other = checklist_find(b, a->criteria[index].demand.id);
    if (other < 0) {
        return 0;
    }
    struct buf x = BUF_INIT, y = BUF_INIT;
    put_demand(&x, a->criteria[index].doc);
    put_demand(&y, b->criteria[other].doc);
    int same = buf_status(&x) != 0 || buf_status(&y) != 0
                   ? ERR_MEMORY
                   : x.len == y.len && memcmp(buf_text(&x), buf_text(&y), x.len) == 0;
    buf_free(&x);
    buf_free(&y);
    return same;
}

/* The document of c with a profile "core" of the criteria that all have. */
static int write_core(const struct checklist *const *checklists, size_t count, struct buf *out)
{
    const struct checklist *c = checklists[0];
    struct arena arena = ARENA_INIT;
    int shared = 0, code = 0;
    struct json *doc = json_new(&arena, JSON_OBJECT), *core = json_new(&arena, JSON_OBJECT),
                *profiles = json_new(&arena, JSON_OBJECT), *ids = json_new(&arena, JSON_ARRAY);
    for (int i = 0; i < c->criterion_count && code == 0; i++) {
        int same = 1;
        for (size_t k = 1; k < count && same == 1; k++) {
            same = alike(c, i, checklists[k]);
        }
        if (same == 1) {
            const char *id = c->criteria[i].demand.id;
            code = json_add(&arena, ids, NULL, json_new_string(&arena, id, strlen(id)));
            shared++;
        }
        code = same < 0 ? same : code;
    }
    for (const struct json *m = c->doc->first; m != NULL && code == 0; m = m->next) {
        code = strcmp(m->key, "profiles") == 0 ? 0 : json_share(&arena, doc, m->key, m);
    }
    code = code != 0 ? code : json_add(&arena, core, "title", json_new_string(&arena, "core", 4));
    code = code != 0 ? code : json_add(&arena, core, "criteria", ids);
    code = code != 0 ? code : json_add(&arena, profiles, "core", core);
    code = code != 0 ? code : json_add(&arena, doc, "profiles", profiles);
    if (code == 0 && shared > 0) {
        json_write(out, doc);
    }
    arena_free(&arena);
    return code != 0 ? code : buf_status(out) != 0 ? ERR_MEMORY : shared;
}

int core_make(const struct checklist *const *checklists, size_t count, struct checklist **out,
              struct err *e)
{
    struct buf text = BUF_INIT;
    struct diag d;
    struct checklist *made = NULL;
    diag_init(&d, "core");
    int code = count == 1 ? checklists[0]->criterion_count : write_core(checklists, count, &text);
    if (code == 0) {
        code = err_set(e, ERR_INPUT,
                       "the checklists have no criterion in common: compare "
                       "assessments of one checklist with --checklist");
    } else if (code > 0) {
        code = count == 1
                   ? checklist_parse(checklists[0]->text, checklists[0]->text_len, NULL, &d, &made)
                   : checklist_parse(buf_text(&text), text.len, "core", &d, &made);
        if (code == ERR_INPUT) {
            code = err_set(e, ERR_INPUT, "what the checklists have in common is no checklist: %.*s",
                           (int)strcspn(buf_text(&d.text), "\n"), buf_text(&d.text));
        }
    }
    if (code == ERR_MEMORY) {
        err_set(e, ERR_MEMORY, "out of memory");
    } else if (made != NULL) { /* "core" is no profile that anybody wrote */
        made->profile = NULL;
        made->profile_doc = NULL;
    }
    *out = made;
    diag_free(&d);
    buf_free(&text);
    return code;
}

double core_share(const struct checklist *c, const struct checklist *core)
{
    double share = 0;
    for (int i = 0; i < c->criterion_count; i++) {
        if (checklist_find(core, c->criteria[i].demand.id) >= 0) {
            share += weight_share(c, NULL, i);
        }
    }
    return share;
}
