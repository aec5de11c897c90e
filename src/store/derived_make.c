/* From rows of assessments to totals and columns: the same whether they are written, held against what is
 * stored, or read where nothing is stored. */
#include <string.h>

#include "store/derived_bytes.h"
#include "store/derived_private.h"

/* ---- totals ---- */

static int no_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, "out of memory");
    return ERR_MEMORY;
}

/* Adds a row to its group, or takes it off. */
static int count_row(struct derived_state *d, struct derived_tally *t,
                     const struct derived_row *row, int sign, struct err *e)
{
    /* A series has its number from its first row, also where that is a draft. */
    const struct derived_series *x = derived_series_of(d, row->checklist, row->profile);
    if (x != NULL && row->number[ATTRIBUTE_DRAFT] != 0) {
        return 0;
    }
    struct derived_group *g = x == NULL ? NULL
                                        : tally_find(t, x->id,
                                                     row->text[ATTRIBUTE_COUNTRY - ATTRIBUTE_TEXTS],
                                                     row->text[ATTRIBUTE_ROUND - ATTRIBUTE_TEXTS],
                                                     row->node_count, row->criterion_count);
    if (g == NULL) {
        return no_memory(e);
    }
    return group_add(g, row, sign) == 0
               ? 0
               : err_set(e, ERR_STORE, "assessment %lld has other items than its checklist",
                         (long long)row->seq);
}

/* Takes off a row that was put before those that are at hand. */
static int take_off(struct store *s, struct derived_state *d, struct derived_tally *t, int64_t seq,
                    struct err *e)
{
    struct arena scratch = ARENA_INIT;
    struct derived_row *row = NULL;
    int code = derived_row_get(s, d, seq, &scratch, &row, e);
    code = code != 0 || row == NULL ? code : count_row(d, t, row, -1, e);
    arena_free(&scratch);
    return code;
}

int derived_apply(struct store *s, struct derived_state *d, struct derived_tally *t,
                  struct derived_row *const *rows, int64_t first, const int64_t range[2],
                  struct err *e)
{
    int code = 0;
    for (int64_t seq = range[0] + 1; seq <= range[1] && code == 0; seq++) {
        const struct derived_row *row = rows[seq - first];
        int64_t older = row->supersedes;
        code = count_row(d, t, row, 1, e);
        if (code == 0 && older >= first && older < seq) {
            code = count_row(d, t, rows[older - first], -1, e);
        } else if (code == 0 && older > 0 && older < first) {
            code = take_off(s, d, t, older, e);
        }
    }
    return code;
}

/* ---- columns ---- */

int64_t derived_column_id(int64_t series, size_t column, int64_t number)
{
    return series << 40 | (int64_t)column << 24 | number;
}

/* Rows of one series in one chunk. */
struct emission {
    struct derived_row *const *rows;
    size_t count;
    int64_t series, number;
    const struct derived_sink *sink;
    int64_t *numbers; /* room for a value of each row */
    const char **texts;
    struct buf data, whole;
    struct err *e;
};

static int pack_column(struct emission *m, size_t column)
{
    uint64_t scope = (uint64_t)derived_column_id(m->series, column, m->number);
    buf_reset(&m->data);
    if (column >= ATTRIBUTE_TEXTS && column < ATTRIBUTE_COUNT) {
        for (size_t i = 0; i < m->count; i++) {
            m->texts[i] = m->rows[i]->text[column - ATTRIBUTE_TEXTS];
        }
        return column_pack_texts(&m->data, scope, m->texts, m->count);
    }
    for (size_t i = 0; i < m->count; i++) {
        m->numbers[i] = column < ATTRIBUTE_TEXTS ? m->rows[i]->number[column]
                                                 : m->rows[i]->values[column - ATTRIBUTE_COUNT];
    }
    return column_pack_numbers(&m->data, scope, m->numbers, m->count);
}

static int emit_chunk(struct emission *m, bool whole)
{
    const struct derived_row *first = m->rows[0];
    size_t columns = ATTRIBUTE_COUNT + (size_t)first->node_count + (size_t)first->criterion_count;
    int code = 0;
    buf_reset(&m->whole);
    for (size_t i = 0; i < columns && code == 0; i++) {
        if (pack_column(m, i) != 0) {
            code = no_memory(m->e);
        } else if (whole) {
            bytes_put_varint(&m->whole, m->data.len);
            buf_add(&m->whole, m->data.data, m->data.len);
        } else {
            code = m->sink->column(m->sink->context, derived_column_id(m->series, i, m->number),
                                   &m->data, m->e);
        }
    }
    if (code == 0 && whole) {
        code = buf_status(&m->whole) != 0
                   ? no_memory(m->e)
                   : m->sink->column(m->sink->context, derived_column_id(m->series, 0, m->number),
                                     &m->whole, m->e);
    }
    return code != 0 ? code
                     : m->sink->chunk(m->sink->context, m->series, m->number, (int64_t)m->count,
                                      whole, m->e);
}

/* Row by row into the places of its series; starts[i] is where series i + 1 begins. */
static int sort_by_series(struct derived_state *d, struct derived_row *const *rows, size_t count,
                          struct arena *scratch, struct derived_row ***sorted, size_t **starts)
{
    size_t *of = arena_alloc(scratch, (count + 1) * sizeof *of);
    *sorted = arena_alloc(scratch, (count + 1) * sizeof **sorted);
    for (size_t i = 0; i < count && of != NULL; i++) {
        const struct derived_series *x = derived_series_of(d, rows[i]->checklist, rows[i]->profile);
        if (x == NULL) {
            return ERR_MEMORY;
        }
        of[i] = (size_t)x->id;
    }
    *starts = arena_alloc(scratch, (d->series_count + 2) * sizeof **starts);
    size_t *next = arena_alloc(scratch, (d->series_count + 2) * sizeof *next);
    if (of == NULL || *sorted == NULL || *starts == NULL || next == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        (*starts)[of[i]]++;
    }
    for (size_t k = 1; k <= d->series_count; k++) {
        (*starts)[k] += (*starts)[k - 1];
        next[k] = (*starts)[k - 1];
    }
    for (size_t i = 0; i < count; i++) {
        (*sorted)[next[of[i]]++] = rows[i];
    }
    return 0;
}

int derived_emit(struct derived_state *d, struct derived_row *const *rows, size_t count,
                 int64_t number, const struct derived_sink *sink, struct err *e)
{
    struct arena scratch = ARENA_INIT;
    struct emission m = {.number = number, .sink = sink, .e = e};
    struct derived_row **sorted = NULL;
    size_t *starts = NULL;
    m.numbers = arena_alloc(&scratch, (count + 1) * sizeof *m.numbers);
    m.texts = arena_alloc(&scratch, (count + 1) * sizeof *m.texts);
    int code = m.numbers == NULL || m.texts == NULL ||
                       sort_by_series(d, rows, count, &scratch, &sorted, &starts) != 0
                   ? no_memory(e)
                   : 0;
    for (size_t i = 0; i < d->series_count && code == 0; i++) {
        m.rows = sorted + starts[i];
        m.count = starts[i + 1] - starts[i];
        m.series = (int64_t)i + 1;
        if (m.count > 0) {
            code = emit_chunk(&m, (int64_t)m.count * 64 < d->block);
        }
    }
    buf_free(&m.data);
    buf_free(&m.whole);
    arena_free(&scratch);
    return code;
}
