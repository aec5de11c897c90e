/* Composite indicators: specification, meta table, data and weights, each parted by a line of
 * dashes, through all steps and into every form. */
#include <math.h>

#include "compare/composite.h"
#include "fuzz.h"
#include "report/composite.h"

enum { PARTS = 4, MOST_UNITS = 64, MOST_DRAWS = 50 };

struct slice {
    const char *text;
    size_t len;
};

static void split(const char *text, size_t size, struct slice *parts)
{
    const char *end = text + size;
    for (int i = 0; i < PARTS; i++) {
        const char *next = i + 1 < PARTS ? memmem(text, (size_t)(end - text), "----\n", 5) : NULL;
        parts[i].text = text;
        parts[i].len = (size_t)((next == NULL ? end : next) - text);
        text = next == NULL ? end : next + 5;
    }
}

/* Whether the range must hold the score: means that never fall where a part rises. */
static bool is_monotone(const struct composite *c)
{
    for (int i = c->indicator_count; i < c->item_count; i++) {
        if (c->items[i].rule.mean >= MEAN_BORDA) {
            return false;
        }
    }
    return c->bounded;
}

static void look(const struct composite *c)
{
    int index = c->item_count - 1, ranked = 0;
    const double *score = c->value + (size_t)index * (size_t)c->unit_count;
    const double *rank = c->rank + (size_t)index * (size_t)c->unit_count;
    double span = c->spec->to - c->spec->from;
    for (int u = 0; u < c->unit_count; u++) {
        ranked += !isnan(rank[u]);
    }
    for (int u = 0; u < c->unit_count; u++) {
        const struct composite_unit *unit = &c->units[u];
        ENSURE(isnan(score[u]) == isnan(rank[u]));
        ENSURE(isnan(rank[u]) || (rank[u] >= 1 && rank[u] <= ranked));
        ENSURE(unit->coverage >= 0 && unit->coverage <= 1);
        ENSURE(unit->available >= 0 && unit->available <= c->indicator_count);
        ENSURE(c->order[u] >= 0 && c->order[u] < c->unit_count);
        if (is_monotone(c) && !isnan(unit->low) && !isnan(score[u]) && c->spec->fill == FILL_NONE) {
            ENSURE(unit->low <= score[u] + 1e-6 * span && score[u] <= unit->high + 1e-6 * span);
        }
    }
}

static void render(const struct composite *c)
{
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct buf out = BUF_INIT;
    report_composite_json(&out, c);
    ENSURE(json_parse(&arena, out.data, out.len, 1, &doc, &error) == 0);
    buf_reset(&out);
    report_composite_text(&out, c, false);
    report_composite_csv(&out, c);
    report_composite_unit(&out, c, 0, true);
    ENSURE(text_utf8_check(out.data, out.len) == out.len);
    buf_free(&out);
    arena_free(&arena);
}

static int run(struct arena *arena, const struct slice *p, struct diag *d, struct composite *c)
{
    struct composite_spec *spec = arena_alloc(arena, sizeof *spec);
    ENSURE(spec != NULL);
    int rc = composite_spec_read(arena, p[0].text, p[0].len, d, spec);
    rc = rc == 0 ? composite_read(arena, spec, p[1].text, p[1].len, d, p[2].text, p[2].len, d, d, c)
                 : rc;
    if (rc != 0 || c->unit_count > MOST_UNITS) {
        return rc != 0 ? rc : 1;
    }
    rc = composite_run(c, d);
    if (rc == 0 && p[3].len > 0) {
        rc = composite_try_given(c, p[3].text, p[3].len, d);
    } else if (rc == 0 && spec->draws > 0 && spec->draws <= MOST_DRAWS) {
        rc = composite_try_drawn(c);
    }
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct composite c;
    struct slice parts[PARTS];
    struct diag d;
    split(size == 0 ? "" : (const char *)data, size, parts);
    diag_init(&d, "x");
    int rc = run(&arena, parts, &d, &c);
    ENSURE(rc == 0 || rc == 1 || rc == ERR_INPUT);
    ENSURE(rc != ERR_INPUT || d.count > 0);
    if (rc == 0) {
        ENSURE(d.count == 0);
        look(&c);
        render(&c);
    } else if (rc == ERR_INPUT) {
        fuzz_complaints(&d);
    }
    diag_free(&d);
    arena_free(&arena);
    return 0;
}
