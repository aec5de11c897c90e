/* The manifest by which a rule set is known. */
#include <stdlib.h>
#include <string.h>

#include "script/script.h"

struct names {
    const char **list;
    size_t count;
};

static void add(struct names *n, const char *name)
{
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->list[i], name) == 0) {
            return;
        }
    }
    n->list[n->count++] = name;
}

static void add_rule(const struct ruleset *r, struct names *n, const char *name)
{
    add(n, name);
    const struct rule_info *info = ruleset_find(r, name);
    for (size_t i = 0; info != NULL && i < info->use_count; i++) {
        add(n, info->use[i]);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int ruleset_manifest(const struct ruleset *r, const struct checklist *c, struct buf *out)
{
    size_t room = r->file_count + 1;
    for (int i = 0; c != NULL && i < c->criterion_count; i++) {
        room += criterion_rule_count(&c->criteria[i]);
    }
    struct names n = {calloc(room, sizeof(char *)), 0};
    if (n.list == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; c == NULL && i < r->file_count; i++) {
        add(&n, r->files[i].name);
    }
    for (int i = 0; c != NULL && i < c->criterion_count; i++) {
        for (size_t k = 0; k < criterion_rule_count(&c->criteria[i]); k++) {
            add_rule(r, &n, criterion_rule(&c->criteria[i], k)->rule);
        }
    }
    qsort(n.list, n.count, sizeof *n.list, by_text);
    for (size_t i = 0; i < n.count; i++) {
        long index = ruleset_index(r, n.list[i]);
        buf_printf(out, "%s %s\n", n.list[i], index < 0 ? "missing" : r->digests[index]);
    }
    free(n.list);
    return buf_status(out);
}
