/* Stored findings: any bytes in place of those that were packed. What is read out of them
 * scores, and packed again, with and without a model, and read again is the same. After a byte
 * 255: a model. */
#include <unistd.h>

#include "assess.h"
#include "fuzz.h"
#include "small.h"
#include "store/store_private.h"

/* Plans that make rules say all they have to say, so that the store knows many shapes. */
static const char *const answers[] = {
    "\"yes\":true,\"level\":2,\"number\":30,\"goal\":4.5,\"percent\":95,\"items\":[\"x\",\"z\"],"
    "\"hazard\":{\"FL\":0.5,\"EQ\":{\"state\":\"not_applicable\",\"reason\":\"none\"}},"
    "\"date\":\"2026-05-01\",\"parts\":{\"girls\":40,\"boys\":true}",
    "\"yes\":{\"value\":false,\"note\":\"n\"},\"level\":{\"state\":\"unknown\",\"reason\":\"r\"},"
    "\"number\":12.5,\"percent\":{\"state\":\"not_applicable\",\"reason\":\"none here\"},"
    "\"items\":[],\"date\":\"2020-01-01\"",
    "\"level\":0,\"goal\":-3,\"percent\":33.3,\"hazard\":{\"FL\":1,\"EQ\":0.25,\"TC\":0}", ""};

enum { KINDS = sizeof answers / sizeof *answers, PLANS = 140 }; /* enough for a model */

struct world {
    struct checklist *c;
    struct store *s;
    const struct dictionary *model;
    struct plan plan;
    struct arena arena;
};

static void plan_open(struct plan *plan, struct arena *arena, size_t number)
{
    size_t n = number % KINDS;
    struct buf text = BUF_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct diag d;
    diag_init(&d, "plan");
    buf_printf(&text,
               "{\"banyan\":1,\"plan\":{\"id\":\"P%zu\",\"title\":\"T\",\"budget\":{\"currency\":"
               "\"NPR\",\"year\":\"2026\",\"total\":5200,\"drr\":%d}},\"community\":{\"country\":"
               "\"NPL\",\"name\":\"W\",\"setting\":\"%s\",\"hazards\":[{\"type\":\"FL\"},{\"type\":"
               "\"EQ\",\"likelihood\":4,\"severity\":5},{\"type\":\"TC\"}]},\"assessment\":"
               "{\"round\":\"2026\",\"date\":\"2026-09-12\"},\"answers\":{%s}}",
               number, (int)(number % 9) * 77, n == 3 ? "urban" : "rural", answers[n]);
    ENSURE(json_parse(arena, text.data, text.len, 1, &doc, &error) == 0);
    if (plan_check(arena, doc, NULL, &d, plan) != 0) {
        fprintf(stderr, "%s", buf_text(&d.text));
        abort();
    }
    diag_free(&d);
    buf_free(&text);
}

static void fill(struct world *w, const char *path)
{
    struct err e = {0};
    struct ruleset *rules = fuzz_rules(w->c);
    struct engine *g = NULL;
    ENSURE(engine_new(w->c, rules, &g, &e) == 0);
    ENSURE(store_open(path, STORE_WRITE, &w->s, &e) == 0);
    ENSURE(store_begin(w->s, &e) == 0);
    ENSURE(library_keep(rules, w->c, w->s, &e) == 0);
    for (size_t i = 0; i < PLANS; i++) {
        struct assessment a;
        enum store_put how;
        plan_open(&w->plan, &w->arena, i);
        ENSURE(engine_assess(g, &w->plan, &w->arena, &a) == 0);
        ENSURE(store_put(w->s, &a, &how, &e) == 0);
    }
    ENSURE(store_commit(w->s, &e) == 0);
    store_close(w->s);
    engine_free(g);
    ruleset_free(rules);
}

/* A store that lives as long as its connection: its names are gone when this returns. */
static void world_open(struct world *w)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
    char folder[] = "/tmp/banyan-fuzz-XXXXXX";
    char path[64];
    struct err e = {0};
    w->c = fuzz_checklist(small_checklist, sizeof small_checklist - 1);
    ENSURE(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/store.db", folder);
    fill(w, path);
    ENSURE(store_open(path, STORE_READ, &w->s, &e) == 0);
    ENSURE(shapes_refresh(w->s, &e) == 0);
    ENSURE(dictionary_find(w->s, 1, &w->model, &e) == 0);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(path, sizeof path, "%s/store.db%s", folder, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static void digest(const struct assessment *a, uint8_t out[DIGEST_SIZE])
{
    struct record r = {0};
    struct buf room = BUF_INIT;
    record_totals(a, &r);
    ENSURE(record_result_digest(a, &r, &room, out) == 0);
    buf_free(&room);
}

/* Findings of the first forms may have no shape of today: those are not packed, as nothing can
 * be added here. */
static void pack_again(struct world *w, const struct dictionary *model, const struct assessment *a,
                       const uint8_t first[DIGEST_SIZE])
{
    struct pack_room room = {0};
    struct buf packed = BUF_INIT;
    struct arena arena = ARENA_INIT;
    struct assessment b = *a;
    uint8_t second[DIGEST_SIZE];
    struct err e = {0};
    int missing;
    ENSURE(store_pack(&w->s->shapes, model, a, &room, &packed, &missing, &e) == 0);
    if (missing < 0) {
        ENSURE(store_unpack(w->s, packed.data, packed.len, w->c, &arena, &b.findings, &e) == 0);
        ENSURE(score_assessment(&arena, &b) == 0);
        digest(&b, second);
        ENSURE(memcmp(first, second, DIGEST_SIZE) == 0);
    }
    buf_free(&packed);
    pack_room_free(&room);
    arena_free(&arena);
}

/* Any bytes as a model: what it takes up packs any numbers and texts, and gives them back. */
static void try_model(const uint8_t *data, size_t size)
{
    static const uint64_t numbers[] = {0, 1, 7, 300, UINT64_MAX, 1000000};
    enum { COUNT = sizeof numbers / sizeof *numbers };
    struct model *m;
    int code = model_read(data, size, &m);
    ENSURE(code == 0 || code == ERR_INPUT);
    if (code != 0) {
        return;
    }
    struct buf steps = BUF_INIT, bytes = BUF_INIT, text = BUF_INIT;
    struct packer p = {.model = m, .out = &steps};
    struct unpacker u;
    for (int round = 0; round < 3; round++) {
        pack_begin(&p, round);
        for (int i = 0; i < COUNT; i++) {
            pack_number(&p, numbers[(i + round) % COUNT]);
        }
        pack_text(&p, "x, one, y", 9);
    }
    ENSURE(pack_end(&p, &bytes) == 0);
    unpack_open(&u, m, bytes.data, bytes.len);
    for (int round = 0; round < 3; round++) {
        unpack_begin(&u, round);
        for (int i = 0; i < COUNT; i++) {
            ENSURE(unpack_number(&u) == numbers[(i + round) % COUNT]);
        }
        buf_reset(&text);
        unpack_text(&u, &text);
        ENSURE(strcmp(buf_text(&text), "x, one, y") == 0);
    }
    ENSURE(unpack_done(&u));
    buf_free(&steps);
    buf_free(&bytes);
    buf_free(&text);
    model_free(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world w;
    if (size > 0 && data[0] == 0xff) {
        try_model(data + 1, size - 1);
        return 0;
    }
    if (w.s == NULL) {
        world_open(&w);
    }
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct assessment a = {.engine = "fuzz", .checklist = w.c, .plan = &w.plan};
    int code = store_unpack(w.s, data, size, w.c, &arena, &a.findings, &e);
    ENSURE(code == 0 || (code == ERR_STORE && e.text[0] != '\0'));
    if (code == 0) {
        uint8_t first[DIGEST_SIZE];
        ENSURE(score_assessment(&arena, &a) == 0);
        fuzz_scored(&a);
        digest(&a, first);
        pack_again(&w, NULL, &a, first);
        pack_again(&w, w.model, &a, first);
    }
    arena_free(&arena);
    return 0;
}
