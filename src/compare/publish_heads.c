/* Heads between rounds. The sum of children of a group hardly changes from one round to the next, so that a
 * sum of twenty communities and one of the same twenty and another, a year later, tell how many live in
 * that other. Scores do change; they are judged round by round. */
#include <stdlib.h>
#include <string.h>

#include "compare/publish_internal.h"

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The community of a row of the store's chain, whatever the round; UINT32_MAX where nobody listed it. */
static uint32_t community_of(const struct published *p, int64_t sequence)
{
    size_t low = 0, high = p->place_count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        low = p->places[middle].row <= sequence ? middle : low;
        high = p->places[middle].row <= sequence ? high : middle;
    }
    bool listed = low < p->place_count && p->places[low].row == sequence;
    return listed ? p->places[low].community : UINT32_MAX;
}

/* Sorts, and leaves each number once. */
static size_t unique(uint32_t *list, size_t count)
{
    size_t kept = 0;
    if (count > 0) {
        qsort(list, count, sizeof *list, by_number);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || list[kept - 1] != list[i]) {
            list[kept++] = list[i];
        }
    }
    return kept;
}

/* Whether both have communities in common, and one has a few that the other has not. */
static bool few_apart(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    size_t both = 0;
    for (size_t i = 0, k = 0; i < a_count && k < b_count;) {
        both += a[i] == b[k];
        bool next = a[i] <= b[k];
        k += a[i] >= b[k];
        i += next;
    }
    size_t only_a = a_count - both, only_b = b_count - both;
    return both > 0 &&
           ((only_a > 0 && only_a < DISCLOSE_LEAST) || (only_b > 0 && only_b < DISCLOSE_LEAST));
}

int publish_heads(struct comparison *c, const struct published *memory)
{
    size_t most = c->table->count;
    for (size_t i = 0; i < memory->before; i++) {
        most = memory->sets[i].count > most ? memory->sets[i].count : most;
    }
    uint32_t *own = calloc(most + 1, sizeof *own), *other = calloc(most + 1, sizeof *other);
    bool made = own != NULL && other != NULL;
    for (size_t g = 0; made && g < c->group_count; g++) {
        struct compare_group *group = &c->groups[g];
        size_t count = 0;
        for (int64_t k = 0; !group->withheld && k < group->rows; k++) {
            own[count++] = community_of(memory, c->table->rows[group->members[k]].sequence);
        }
        count = unique(own, count);
        for (size_t i = 0; count > 0 && i < memory->before; i++) {
            const struct published_set *s = &memory->sets[i];
            size_t others = 0;
            for (size_t k = 0; strcmp(s->scope, PUBLISHED_COUNT) == 0 && k < s->count; k++) {
                other[others++] = community_of(memory, s->rows[k]);
            }
            if (few_apart(own, count, other, unique(other, others))) {
                group->children = group->households = -1;
                break;
            }
        }
    }
    free(own);
    free(other);
    return made ? 0 : ERR_MEMORY;
}
