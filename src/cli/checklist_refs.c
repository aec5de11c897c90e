/* `checklist check`: references must lead to an item of a framework that can be found. */
#include "cli/checklist_check.h"

/* A list of codes under the name of a framework. */
static void check_codes(const struct json *list, const struct framework *f, const char *path,
                        struct diag *d)
{
    if (list->type != JSON_ARRAY) {
        diag_add(d, list->line, path, "is %s: give a list of codes", json_type_name(list->type));
        return;
    }
    for (const struct json *v = list->first; v != NULL; v = v->next) {
        const char *code = json_string(v);
        if (code == NULL) {
            diag_add(d, v->line, path, "holds %s: give codes as texts", json_type_name(v->type));
        } else if (framework_find(f, code) < 0) {
            const char *near = framework_nearest(f, code);
            diag_add(d, v->line, path,
                     near == NULL ? "\"%.64s\" is no item of %s: see frameworks/%s.json"
                                  : "\"%.64s\" is no item of %s: did you mean %s?",
                     code, f->id, near == NULL ? f->id : near);
        }
    }
}

static void check_refs(const struct json *doc, const char *id, const struct frameworks *all,
                       struct diag *d)
{
    const struct json *refs = json_get(doc, "refs");
    struct buf path = BUF_INIT;
    if (refs != NULL && refs->type != JSON_OBJECT) {
        buf_printf(&path, "%s.refs", id);
        diag_add(d, refs->line, buf_text(&path), "is %s: give {\"framework\": [\"code\"]}",
                 json_type_name(refs->type));
        refs = NULL;
    }
    for (const struct json *m = refs == NULL ? NULL : refs->first; m != NULL; m = m->next) {
        const struct framework *f = frameworks_get(all, m->key);
        buf_reset(&path);
        buf_printf(&path, "%s.refs.%s", id, m->key);
        if (f == NULL) {
            const char *near = frameworks_nearest(all, m->key);
            diag_add(d, m->line, buf_text(&path),
                     near == NULL ? "is no framework: put it into frameworks/%s.json, or remove it"
                                  : "is no framework: did you mean %s?",
                     near == NULL ? m->key : near);
        } else {
            check_codes(m, f, buf_text(&path), d);
        }
        d->text.failed = d->text.failed || path.failed; /* no complaint without its place */
    }
    buf_free(&path);
}

void checklist_check_refs(const struct checklist *c, const struct frameworks *all, struct diag *d)
{
    for (int i = 0; i < c->node_count; i++) {
        check_refs(c->nodes[i].doc, c->nodes[i].id == NULL ? c->id : c->nodes[i].id, all, d);
    }
    for (int i = 0; i < c->criterion_count; i++) {
        check_refs(c->criteria[i].doc, c->criteria[i].demand.id, all, d);
    }
}
