#include "compare/equity_sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void equity_sets_free(struct equity_sets *s)
{
    arena_free(&s->arena);
    *s = (struct equity_sets){.arena = ARENA_INIT};
}

/* ---- order: of attributes whose values stand from poor to rich */

static int place_in(const char *const *words, int count, const char *key)
{
    int place = 0;
    while (place < count && strcmp(words[place], key) != 0) {
        place++;
    }
    return place + 1;
}

static int order_of(const char *attribute, const char *key)
{
    static const char *const fifths[] = {"1", "2", "3", "4", "5"};
    static const char *const incomes[] = {"LI", "LMI", "UMI", "HI"}; /* World Bank */
    return strcmp(attribute, "wealth_quintile") == 0 ? place_in(fifths, 5, key)
           : strcmp(attribute, "income") == 0        ? place_in(incomes, 4, key)
                                                     : 0;
}

static int group_order(const void *a, const void *b)
{
    const struct equity_group *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

/* ---- from groups */

static bool same_setting(const struct comparison *c, size_t a, size_t b)
{
    for (size_t i = 0; i + 1 < c->by_count; i++) {
        const char *x = c->groups[a].keys[i], *y = c->groups[b].keys[i];
        if (x != y && !text_equal(x, y)) {
            return false;
        }
    }
    return true;
}

/* The labels of all attributes but the last and the round, as "Nepal, rural". NULL: out of memory. */
static const char *setting_of(struct arena *arena, const struct comparison *c,
                              const struct compare_group *g)
{
    const char *all = "";
    for (size_t i = 0; all != NULL && i + 1 < c->by_count; i++) {
        if (strcmp(c->by[i], "round") != 0) {
            all = *all == '\0' ? g->labels[i] : arena_join(arena, all, ", ");
            all = all == NULL || all == g->labels[i] ? all : arena_join(arena, all, g->labels[i]);
        }
    }
    return all;
}

static const char *round_of(const struct comparison *c, const struct compare_group *g)
{
    for (size_t i = 0; i < c->by_count; i++) {
        if (strcmp(c->by[i], "round") == 0) {
            return g->keys[i];
        }
    }
    return c->round_count == 1 ? c->rounds[0] : "";
}

enum counted { CHILDREN, COMMUNITIES_THERE, COMMUNITIES_ASSESSED };

/* What can be counted in all groups that tell their subgroup. */
static enum counted countable(const struct compare_group *g, size_t count, size_t last)
{
    bool children = true, frame = true;
    for (size_t i = 0; i < count; i++) {
        if (g[i].keys[last] != NULL) {
            children = children && g[i].children >= 0;
            frame = frame && g[i].of > 0;
        }
    }
    return children ? CHILDREN : frame ? COMMUNITIES_THERE : COMMUNITIES_ASSESSED;
}

static double counted(const struct compare_group *g, enum counted what)
{
    return (double)(what == CHILDREN ? g->children : what == COMMUNITIES_THERE ? g->of : g->rows);
}

/* The set of one item over `count` groups from g on. */
static int fill(struct equity_sets *out, const struct comparison *c, const struct compare_group *g,
                size_t count, size_t item, struct equity_set *set)
{
    static const char *const words[] = {"children", "communities", "communities assessed"};
    size_t last = c->by_count - 1;
    const struct table_attribute *attribute = table_attribute(c->table, c->by[last]);
    enum counted what = countable(g, count, last);
    *set = (struct equity_set){.setting = setting_of(&out->arena, c, g),
                               .round = round_of(c, g),
                               .indicator = c->items[item].id,
                               .dimension = c->by[last],
                               .ordered = order_of(c->by[last], "") > 0,
                               .favourable = !c->core->risk,
                               .overlaps = attribute != NULL && attribute->many,
                               .limit = 1,
                               .node = c->items[item].kind == ITEM_CRITERION ? -1
                                                                             : c->items[item].index,
                               .counted = words[what]};
    set->groups = arena_alloc(&out->arena, count * sizeof *set->groups);
    if (set->groups == NULL || set->setting == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct compare_stat *s = &g[i].stats[item];
        if (g[i].keys[last] == NULL) {
            set->silent = g[i].withheld ? -1 : g[i].rows;
            continue;
        }
        struct equity_group *to = &set->groups[set->count++];
        *to = (struct equity_group){.key = g[i].keys[last],
                                    .label = g[i].labels[last],
                                    .n = -1,
                                    .estimate = NAN,
                                    .error = NAN,
                                    .population = NAN,
                                    .order = order_of(c->by[last], g[i].keys[last])};
        if (g[i].withheld) {
            set->withheld = true; /* no number of it goes on from here */
        } else {
            to->n = s->n;
            to->estimate = s->n > 0 ? s->mean : NAN;
            to->error = s->error;
            to->population = counted(&g[i], what);
        }
    }
    if (set->ordered && set->count > 0) {
        qsort(set->groups, set->count, sizeof *set->groups, group_order);
    }
    return 0;
}

int equity_sets_of(const struct comparison *c, struct equity_sets *out, struct err *e)
{
    *out = (struct equity_sets){.arena = ARENA_INIT};
    if (c->by_count == 0) {
        return err_set(e, ERR_USAGE, "subgroups need an attribute");
    }
    out->items = arena_alloc(&out->arena,
                             (c->group_count * c->item_count + 1) * sizeof *out->items);
    bool failed = out->items == NULL;
    for (size_t first = 0, next = 0; !failed && first < c->group_count; first = next) {
        next = first + 1;
        while (next < c->group_count && same_setting(c, first, next)) {
            next++;
        }
        for (size_t item = 0; !failed && item < c->item_count; item++) {
            failed = fill(out, c, &c->groups[first], next - first, item,
                          &out->items[out->count++]) != 0;
        }
    }
    return failed ? err_set(e, ERR_MEMORY, "out of memory") : 0;
}
