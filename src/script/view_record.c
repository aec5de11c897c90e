/* What a rule reads of a plan: paths, in the order of first reading. */
#include <string.h>

#include "script/view.h"

/* Whether had is path, of a bytes, or path.key. */
static bool is_path(const char *had, const char *path, size_t a, const char *key)
{
    if (strncmp(had, path, a) != 0) {
        return false;
    }
    return key == NULL ? had[a] == '\0' : had[a] == '.' && strcmp(had + a + 1, key) == 0;
}

static uint32_t hash_on(uint32_t hash, const char *text) /* FNV-1a */
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    }
    return hash;
}

uint32_t view_hash(const char *text)
{
    return hash_on(2166136261u, text);
}

/* Where path, or path.key, stands among what was read, or would. */
static struct read_slot *read_slot(struct sandbox *s, uint32_t hash, const char *path, size_t a,
                                   const char *key)
{
    for (hash = key == NULL ? hash : hash_on(hash, key);; hash++) {
        struct read_slot *slot = &s->slots[hash % READ_SLOTS];
        if (slot->generation != s->generation || is_path(s->read[slot->index], path, a, key)) {
            return slot;
        }
    }
}

void view_record(lua_State *L, uint32_t hash, const char *path, size_t a, const char *key)
{
    struct sandbox *s = sandbox_of(L);
    size_t b = key == NULL ? 0 : strlen(key) + 1;
    struct read_slot *slot = read_slot(s, hash, path, a, key);
    if (slot->generation == s->generation || s->read_count == READ_MAX) {
        return;
    }
    char *out = arena_text(s->arena, a + b);
    if (out == NULL) {
        sandbox_starve(L);
        return;
    }
    memcpy(out, path, a);
    if (b > 0) {
        out[a] = '.';
        memcpy(out + a + 1, key, b - 1);
    }
    *slot = (struct read_slot){s->generation, (unsigned)s->read_count};
    s->read[s->read_count++] = out;
}
