/* Plans as NDJSON: a template whose answers and figures vary, the same for a seed on every machine.
 * generate CHECKLIST.json TEMPLATE.json COUNT SEED */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "model/checklist.h"

static const char *const COUNTRIES[] = {"AFG", "AUS", "BGD", "BTN", "KHM", "CHN", "FJI",
                                        "IND", "IDN", "JPN", "LAO", "MYS", "MDV", "MNG",
                                        "MMR", "NPL", "NZL", "PAK", "PNG", "PHL", "KOR",
                                        "WSM", "SLB", "LKA", "THA", "TLS", "VUT", "VNM"};
enum { COUNTRY_COUNT = sizeof COUNTRIES / sizeof *COUNTRIES, ROUNDS = 4 };

/* xorshift64*, Vigna 2016. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static int below(uint64_t *state, int n)
{
    return (int)(next(state) >> 33) % n;
}

static struct json *value_of(struct arena *arena, const struct answer_spec *spec,
                             const struct json *hazards, uint64_t *state)
{
    struct json *out = NULL;
    char date[16];
    switch (spec->type) {
    case ANSWER_YES_NO:
        return json_new_bool(arena, below(state, 3) > 0);
    case ANSWER_LEVEL:
        return json_new_number(arena, below(state, spec->levels + 1));
    case ANSWER_PERCENT:
        return json_new_number(arena, below(state, 101));
    case ANSWER_NUMBER: {
        double min = spec->has_min ? spec->min : 0, max = spec->has_max ? spec->max : min + 400;
        max = max > min + 400 ? min + 400 : max;
        return json_new_number(arena, min + floor((max - min) * below(state, 1001) / 1000));
    }
    case ANSWER_DATE:
        (void)snprintf(date, sizeof date, "20%02d-%02d-%02d", 20 + below(state, 6),
                       1 + below(state, 12), 1 + below(state, 28));
        return json_new_string(arena, date, 10);
    case ANSWER_ITEMS:
        out = json_new(arena, JSON_ARRAY);
        for (const struct json *i = spec->items->first; i != NULL; i = i->next) {
            const char *id = json_string(json_get(i, "id"));
            if (below(state, 2) > 0) {
                (void)json_add(arena, out, NULL, json_new_string(arena, id, strlen(id)));
            }
        }
        return out;
    case ANSWER_BY_HAZARD:
        out = json_new(arena, JSON_OBJECT);
        for (const struct json *h = hazards == NULL ? NULL : hazards->first; h != NULL;
             h = h->next) {
            double max = spec->has_max ? spec->max : 1;
            (void)json_add(arena, out, json_string(json_get(h, "type")),
                           json_new_number(arena, max * below(state, 5) / 4));
        }
        return out;
    case ANSWER_PARTS:
        out = json_new(arena, JSON_OBJECT);
        for (size_t i = 0; i < spec->part_count; i++) {
            (void)json_add(arena, out, spec->parts[i].id,
                           value_of(arena, &spec->parts[i].answer, hazards, state));
        }
        return out;
    case ANSWER_NONE:
        break;
    }
    return NULL;
}

static struct json *answers_of(struct arena *arena, const struct checklist *c,
                               const struct json *hazards, uint64_t *state)
{
    struct json *out = json_new(arena, JSON_OBJECT);
    for (int i = 0; i < c->criterion_count; i++) {
        const struct part *demand = &c->criteria[i].demand;
        int kind = below(state, 100);
        if (kind >= 12 && demand->answer.type != ANSWER_NONE) {
            (void)json_add(arena, out, demand->id,
                           value_of(arena, &demand->answer, hazards, state));
        } else if (kind < 6) {
            static const char reason[] = "there is none here";
            struct json *entry = json_new(arena, JSON_OBJECT);
            (void)json_add(arena, entry, "state",
                           kind < 4 ? json_new_string(arena, "not_applicable", 14)
                                    : json_new_string(arena, "unknown", 7));
            if (kind < 4) {
                (void)json_add(arena, entry, "reason",
                               json_new_string(arena, reason, sizeof reason - 1));
            }
            (void)json_add(arena, out, demand->id, entry);
        }
    }
    return out;
}

/* Figures of money and people by one factor, so that sums still fit. */
static void scale(struct json *value, double factor)
{
    if (value->type == JSON_NUMBER) {
        value->number = floor(value->number * factor);
    }
    for (struct json *m = value->first; m != NULL; m = m->next) {
        scale(m, factor);
    }
}

static void set_text(struct arena *arena, struct json *object, const char *key, const char *text)
{
    for (struct json *m = object->first; m != NULL; m = m->next) {
        if (strcmp(m->key, key) == 0) {
            m->type = JSON_STRING;
            m->len = strlen(text);
            m->text = arena_strdup(arena, text);
            return;
        }
    }
    (void)json_add(arena, object, key, json_new_string(arena, text, strlen(text)));
}

static struct json *own(struct json *object, const char *key)
{
    return (struct json *)(uintptr_t)json_get(object, key); /* of a copy that is ours */
}

static void vary(struct arena *arena, const struct checklist *c, struct json *doc, int n,
                 uint64_t *state)
{
    struct json *plan = own(doc, "plan"), *community = own(doc, "community");
    char text[64];
    (void)snprintf(text, sizeof text, "GEN-%07d", n);
    set_text(arena, plan, "id", text);
    (void)snprintf(text, sizeof text, "W%05d", n / ROUNDS);
    set_text(arena, community, "local", text);
    set_text(arena, community, "country", COUNTRIES[n / ROUNDS % COUNTRY_COUNT]);
    (void)snprintf(text, sizeof text, "%d", 2023 + n % ROUNDS);
    set_text(arena, own(doc, "assessment"), "round", text);
    double factor = 0.5 + below(state, 1000) / 400.0;
    if (own(plan, "budget") != NULL && own(own(plan, "budget"), "lines") != NULL) {
        scale(own(own(plan, "budget"), "lines"), 0.3 + below(state, 600) / 1000.0);
    }
    if (own(community, "population") != NULL) {
        scale(own(community, "population"), factor);
    }
    for (struct json *m = doc->first, *before = NULL; m != NULL; before = m, m = m->next) {
        if (strcmp(m->key, "answers") == 0 && before != NULL) {
            struct json *answers = answers_of(arena, c, json_get(community, "hazards"), state);
            answers->key = m->key;
            answers->next = m->next;
            before->next = answers;
            doc->last = doc->last == m ? answers : doc->last;
            m = answers;
        }
    }
}

static int load(const char *path, struct buf *text)
{
    struct err e = {0};
    int rc = file_read(path, 64 << 20, text, &e);
    if (rc != 0) {
        (void)fprintf(stderr, "generate: %s\n", e.text);
    }
    return rc;
}

int main(int argc, char **argv)
{
    struct buf list = BUF_INIT, template = BUF_INIT, line = BUF_INIT;
    struct arena kept = ARENA_INIT, arena = ARENA_INIT;
    struct checklist *c = NULL;
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    diag_init(&d, argc > 1 ? argv[1] : "");
    if (argc != 5 || load(argv[1], &list) != 0 || load(argv[2], &template) != 0 ||
        checklist_parse(buf_text(&list), list.len, NULL, &d, &c) != 0 ||
        json_parse(&kept, buf_text(&template), template.len, 1, &doc, &error) != 0) {
        (void)fprintf(stderr, "generate CHECKLIST.json TEMPLATE.json COUNT SEED\n%s",
                      buf_text(&d.text));
        return 1;
    }
    uint64_t state = strtoull(argv[4], NULL, 10) * 2 + 1;
    for (long n = 0, count = strtol(argv[3], NULL, 10); n < count; n++) {
        struct json *copy = json_copy(&arena, doc);
        vary(&arena, c, copy, (int)n, &state);
        buf_reset(&line);
        json_write(&line, copy);
        (void)puts(buf_text(&line));
        arena_reset(&arena);
    }
    checklist_free(c);
    arena_free(&arena);
    arena_free(&kept);
    buf_free(&list);
    buf_free(&template);
    buf_free(&line);
    diag_free(&d);
    return fflush(stdout) == 0 ? 0 : 1;
}
