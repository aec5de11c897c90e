/* Tables of estimates: bytes as subgroups, then what is measured of them, and shown. */
#include <math.h>

#include "compare/equity_sets.h"
#include "fuzz.h"
#include "report/render_equity.h"

static void look(const struct equity *e)
{
    ENSURE(e->used <= e->set->count && e->few <= e->used);
    ENSURE(e->best >= -1 && e->best < (int)e->set->count);
    ENSURE((e->best < 0) == (e->used == 0) && (e->worst < 0) == (e->used == 0));
    for (int i = 0; i < EQUITY_COUNT; i++) {
        const struct equity_value *v = &e->values[i];
        ENSURE((v->gap == EQUITY_SAID) == isfinite(v->value));
        ENSURE(isnan(v->low) == isnan(v->high));
        ENSURE(isnan(v->low) || !isnan(v->error));
        ENSURE(isnan(v->low) || (v->low <= v->value && v->value <= v->high));
        ENSURE(v->gap == EQUITY_SAID || isnan(v->fit_error));
    }
}

static void measure(struct equity_sets *s)
{
    struct buf out = BUF_INIT;
    struct equity *list = arena_alloc(&s->arena, s->count * sizeof *list);
    struct equities shown = {.list = list, .count = s->count, .level = 0.95};
    ENSURE(list != NULL);
    for (size_t i = 0; i < s->count; i++) {
        ENSURE(equity_measure(&s->arena, &s->items[i], 0.95, &list[i]) == 0);
        look(&list[i]);
    }
    render_equity_text(&out, &shown, true, true);
    render_equity_csv(&out, &shown);
    buf_reset(&out);
    render_equity_json(&out, &shown, false);
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    ENSURE(json_parse(&arena, buf_text(&out), out.len, 1, &doc, &error) == 0);
    arena_free(&arena);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct equity_sets s;
    struct diag d;
    diag_init(&d, "t.csv");
    int code = equity_sets_read((const char *)data, size, &d, &s);
    ENSURE(code == 0 || code == ERR_INPUT);
    if (code == 0) {
        ENSURE(s.count > 0);
        measure(&s);
    } else {
        fuzz_complaints(&d);
    }
    diag_free(&d);
    equity_sets_free(&s);
    return 0;
}
