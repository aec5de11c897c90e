#include "compare/names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/number.h"

static int grow(struct names *n)
{
    size_t room = n->room == 0 ? 16 : 2 * n->room;
    const char **texts = realloc(n->texts, room * sizeof *texts);
    if (texts == NULL) {
        return ERR_MEMORY;
    }
    n->texts = texts;
    uint32_t *slots = calloc(4 * room, sizeof *slots);
    if (slots == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < n->count; i++) {
        size_t at = hash_text(HASH_BEGIN, n->texts[i]) & (4 * room - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (4 * room - 1);
        }
        slots[at] = (uint32_t)i + 1;
    }
    free(n->slots);
    n->slots = slots;
    n->slot_count = 4 * room;
    n->room = room;
    return 0;
}

int64_t names_put(struct names *n, struct arena *arena, const char *text)
{
    if (n->count == n->room && grow(n) != 0) {
        return -1;
    }
    size_t at = hash_text(HASH_BEGIN, text) & (n->slot_count - 1);
    while (n->slots[at] != 0) {
        if (strcmp(n->texts[n->slots[at] - 1], text) == 0) {
            return n->slots[at] - 1;
        }
        at = (at + 1) & (n->slot_count - 1);
    }
    char *copy = arena_strdup(arena, text);
    if (copy == NULL) {
        return -1;
    }
    n->texts[n->count] = copy;
    n->slots[at] = (uint32_t)++n->count;
    return (int64_t)n->count - 1;
}

void names_free(struct names *n)
{
    free(n->texts);
    free(n->slots);
    *n = (struct names){0};
}

int names_compare(const char *a, const char *b)
{
    double x = 0, y = 0;
    bool is_x = number_parse(a, strlen(a), &x) == 0, is_y = number_parse(b, strlen(b), &y) == 0;
    if (is_x != is_y) {
        return is_x ? -1 : 1;
    }
    if (is_x && x != y) {
        return x < y ? -1 : 1;
    }
    return strcmp(a, b);
}
