#include "compare/items.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

struct item_value item_of_row(const struct compare_item *item, const struct table_row *row)
{
    if (item->kind == ITEM_CRITERION) {
        int32_t credit = row->credits[item->index];
        if (credit == CREDIT_APART) {
            return (struct item_value){.applies = false, .score = SCORE_NONE};
        }
        if (credit == CREDIT_OPEN) {
            return (struct item_value){.applies = true, .score = SCORE_NONE, .high = CREDIT_ONE};
        }
        return (struct item_value){true, credit, credit, credit, CREDIT_ONE};
    }
    const struct node_result *n = &row->nodes[item->index];
    if (!n->applicable) {
        return (struct item_value){.applies = false, .score = SCORE_NONE};
    }
    return (struct item_value){true, n->score, n->low, n->high, n->coverage};
}

/* ---- which ---- */

struct choice {
    bool *nodes, *criteria; /* of the core, by index */
};

static int no_item(const struct checklist *core, const char *word, struct err *e)
{
    const char *near = checklist_nearest(core, word);
    for (int i = 1; near == NULL && i < core->node_count; i++) {
        near = text_nearest(word, &core->nodes[i].id, 1);
    }
    return near == NULL
               ? err_set(e, ERR_USAGE,
                         "--of: there is no domain and no criterion \"%.60s\": give total, "
                         "domains, criteria or an id",
                         word)
               : err_set(e, ERR_USAGE,
                         "--of: there is no domain and no criterion \"%.60s\": did you mean "
                         "%.60s?",
                         word, near);
}

static int choose(const struct checklist *core, const char *word, struct choice *to, struct err *e)
{
    bool all_nodes = strcmp(word, "domains") == 0, all = strcmp(word, "criteria") == 0;
    bool found = strcmp(word, "total") == 0 || all_nodes || all;
    for (int i = 1; i < core->node_count; i++) {
        bool fits = all_nodes || text_equal(core->nodes[i].id, word);
        to->nodes[i] = to->nodes[i] || fits;
        found = found || fits;
    }
    for (int i = 0; i < core->criterion_count; i++) {
        bool fits = all || text_equal(core->criteria[i].demand.id, word);
        to->criteria[i] = to->criteria[i] || fits;
        found = found || fits;
    }
    return found ? 0 : no_item(core, word, e);
}

/* ---- in order ---- */

static void put_node(struct comparison *c, const struct choice *chosen, int node, int parent)
{
    const struct node *n = &c->core->nodes[node];
    if (node == 0 || chosen->nodes[node]) {
        c->items[c->item_count] = (struct compare_item){.kind = node == 0 ? ITEM_TOTAL : ITEM_NODE,
                                                        .index = node,
                                                        .id = node == 0 ? "total" : n->id,
                                                        .title = node == 0 ? c->core->title
                                                                           : n->title,
                                                        .parent = parent};
        parent = (int)c->item_count++;
    }
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        if (chosen->criteria[i]) {
            const struct part *demand = &c->core->criteria[i].demand;
            c->items[c->item_count++] = (struct compare_item){ITEM_CRITERION, i, demand->id,
                                                              demand->title, parent};
        }
    }
    for (int i = 0; i < n->node_count; i++) {
        put_node(c, chosen, n->nodes[i], parent); /* checklists have a bound on depth */
    }
}

int items_make(struct comparison *c, const char *const *words, size_t count, struct err *e)
{
    size_t nodes = (size_t)c->core->node_count, criteria = (size_t)c->core->criterion_count;
    struct arena scratch = ARENA_INIT;
    struct choice chosen = {arena_alloc(&scratch, nodes + 1), arena_alloc(&scratch, criteria + 1)};
    c->items = arena_alloc(&c->arena, sizeof *c->items * (nodes + criteria + 1));
    if (chosen.nodes == NULL || chosen.criteria == NULL || c->items == NULL) {
        arena_free(&scratch);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        rc = choose(c->core, words[i], &chosen, e);
    }
    if (rc == 0) {
        put_node(c, &chosen, 0, -1);
    }
    arena_free(&scratch);
    return rc;
}
