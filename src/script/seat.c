#include "script/seat.h"

#include <stdlib.h>
#include <string.h>

void seats_free(struct seats *s)
{
    arena_free(&s->arena);
    free(s->places);
    *s = (struct seats){.arena = ARENA_INIT};
}

/* Where the seat of the part stands, or would. room is over the count of seats. */
static struct seat **place_of(struct seat **places, size_t room, const struct part *part)
{
    size_t at = (size_t)(((uintptr_t)part >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32);
    while (places[at & (room - 1)] != NULL && places[at & (room - 1)]->part != part) {
        at++;
    }
    return &places[at & (room - 1)];
}

static bool grow(struct seats *s)
{
    size_t room = s->room == 0 ? 256 : 2 * s->room;
    struct seat **places = calloc(room, sizeof(struct seat *));
    if (places == NULL) {
        return false;
    }
    for (size_t i = 0; i < s->room; i++) {
        if (s->places[i] != NULL) {
            *place_of(places, room, s->places[i]->part) = s->places[i];
        }
    }
    free(s->places);
    s->places = places;
    s->room = room;
    return true;
}

struct seat *seat_of(struct seats *s, const struct part *part)
{
    if (s->count * 2 >= s->room && !grow(s)) {
        return NULL;
    }
    struct seat **place = place_of(s->places, s->room, part);
    if (*place == NULL) {
        *place = arena_alloc(&s->arena, sizeof **place);
        if (*place != NULL) {
            (*place)->part = part;
            s->count++;
        }
    }
    return *place;
}

const char *seat_misses(struct seat *seat, const struct rule_info *info, const struct json *doc)
{
    static const char facts[] = "facts.";
    const size_t len = sizeof facts - 1;
    for (size_t i = 0; i < info->needs_count; i++) {
        const char *path = info->needs[i];
        const struct json *found = NULL;
        if (seat != NULL && strncmp(path, facts, len) == 0) {
            found = json_get_near(json_get(doc, "facts"), path + len, &seat->near[i % SEAT_NEAR]);
        }
        if ((found == NULL || found->type == JSON_NULL) && json_path(doc, path) == NULL) {
            return path;
        }
    }
    return NULL;
}
