/* A comparison as a workbook: notes, values, chart, and the tables that COINr (JRC's toolbox for composite
 * indicators) reads: iData, a row a unit, and iMeta, a row an indicator or aggregate. */
#include <math.h>
#include <stdio.h>

#include "base/width.h"
#include "report/compare_codes.h"
#include "report/compare_flat.h"
#include "report/compare_forms.h"
#include "report/xlsx.h"

enum {
    ROWS_MOST = 1048576, /* of a sheet, in every program that reads it */
    NOTE = 90            /* characters in a line of notes */
};

/* ---- notes and values ---- */

static void put_note(void *context, const char *head, const char *text)
{
    struct xlsx *x = context;
    xlsx_lines(x, 1 + width_of(text) / NOTE);
    xlsx_text(x, head, XLSX_WRAP);
    xlsx_text(x, text, XLSX_WRAP);
    xlsx_row(x);
}

static void notes_sheet(struct xlsx *x, const struct flat *f)
{
    static const double widths[] = {22, NOTE + 10};
    xlsx_sheet(x, "Notes", widths, 2, 0);
    xlsx_text(x, "Read this first", XLSX_HEAD);
    xlsx_text(x, f->c->core->title, XLSX_HEAD);
    xlsx_row(x);
    x->zip.out->failed = compare_notes(f->c, put_note, x) != 0 || x->zip.out->failed;
    xlsx_row(x);
    xlsx_text(x, "Column of Values", XLSX_HEAD);
    xlsx_text(x, "What it holds", XLSX_HEAD);
    xlsx_row(x);
    for (size_t k = 0; k < f->count; k++) {
        put_note(x, f->columns[k].name, f->columns[k].title);
    }
}

static void values_sheet(struct xlsx *x, const struct flat *f)
{
    static const double widths[] = {14, 24};
    xlsx_sheet(x, "Values", widths, f->c->by_count == 1 ? 2 : 0, 1);
    for (size_t k = 0; k < f->count; k++) {
        xlsx_text(x, f->columns[k].name, XLSX_HEAD);
    }
    xlsx_row(x);
    for (size_t g = 0; g < f->c->group_count; g++) {
        for (size_t i = 0; i < f->c->item_count; i++) {
            for (size_t k = 0; k < f->count; k++) {
                struct flat_cell cell = flat_cell(f, g, i, k);
                enum flat_type type = f->columns[k].type;
                if (type == FLAT_TEXT) {
                    xlsx_text(x, cell.text, XLSX_PLAIN);
                } else {
                    xlsx_number(x, cell.number, type == FLAT_WHOLE ? XLSX_PLAIN : XLSX_THREE);
                }
            }
            xlsx_row(x);
        }
    }
}

/* ---- chart ---- */

static const char *group_label(struct arena *arena, const struct comparison *c, size_t group)
{
    const char *label = "";
    for (size_t i = 0; i < c->by_count && label != NULL; i++) {
        label = i == 0 ? label : arena_join(arena, label, ", ");
        label = label == NULL ? NULL : arena_join(arena, label, c->groups[group].labels[i]);
    }
    return label;
}

/* "Nepal (n 12)": a bar looks as sure as another, whatever it rests on. */
static const char *chart_label(struct arena *arena, const struct comparison *c, size_t group)
{
    char n[32];
    const char *label = group_label(arena, c, group);
    if (label == NULL || c->groups[group].withheld || c->groups[group].stats[0].n < 0) {
        return label;
    }
    (void)snprintf(n, sizeof n, " (n %lld)", (long long)c->groups[group].stats[0].n);
    return arena_join(arena, label, n);
}

static void chart_rows(struct xlsx *x, const struct comparison *c, const struct xlsx_chart *chart)
{
    static const char *const heads[] = {"Group", "Mean", "Down to", "Up to", "n", "Status"};
    static const double widths[] = {28, 9, 9, 9, 7, 7};
    xlsx_sheet(x, "Chart", widths, 6, 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        xlsx_text(x, heads[i], XLSX_HEAD);
    }
    xlsx_row(x);
    for (size_t g = 0; g < c->group_count; g++) {
        char status[2] = {flat_status(c, &c->groups[g], 0), '\0'};
        xlsx_text(x, chart->labels[g], XLSX_PLAIN);
        xlsx_number(x, chart->values[g], XLSX_THREE);
        xlsx_number(x, chart->minuses[g], XLSX_THREE);
        xlsx_number(x, chart->pluses[g], XLSX_THREE);
        bool told = !c->groups[g].withheld && c->groups[g].stats[0].n >= 0;
        xlsx_number(x, told ? (double)c->groups[g].stats[0].n : NAN, XLSX_PLAIN);
        xlsx_text(x, status, XLSX_PLAIN);
        xlsx_row(x);
    }
    if (c->group_count > 0) {
        xlsx_chart(x, chart);
    }
}

static void chart_sheet(struct xlsx *x, struct arena *arena, const struct comparison *c)
{
    size_t count = c->group_count;
    const char **labels = arena_alloc(arena, sizeof *labels * (count + 1));
    double *numbers = arena_alloc(arena, sizeof *numbers * (3 * count + 1));
    const char *title = arena_join(arena, c->core->title, ": mean and confidence interval");
    bool good = labels != NULL && numbers != NULL && title != NULL;
    for (size_t g = 0; g < count && good; g++) {
        const struct compare_stat *s = &c->groups[g].stats[0];
        bool shown = !c->groups[g].withheld;
        labels[g] = chart_label(arena, c, g);
        numbers[g] = shown ? s->mean : NAN;
        numbers[count + g] = shown ? s->mean - s->ci_low : NAN;
        numbers[2 * count + g] = shown ? s->ci_high - s->mean : NAN;
        good = labels[g] != NULL;
    }
    if (good) {
        chart_rows(x, c,
                   &(struct xlsx_chart){
                       .title = title,
                       .alt = "A bar a group, as long as its mean, with a line for the "
                              "confidence interval. The same numbers stand in the table beside it.",
                       .sheet = "Chart",
                       .first = 1,
                       .count = count,
                       .value = 1,
                       .minus = 2,
                       .plus = 3,
                       .labels = labels,
                       .values = numbers,
                       .minuses = numbers + count,
                       .pluses = numbers + 2 * count,
                       .column = 7});
    }
    x->zip.out->failed = x->zip.out->failed || !good;
}

/* ---- iData and iMeta ---- */

/* The items as COINr's tree: each aggregate stands on the level above its children, so an indicator
 * that hangs higher gets aggregates of its own in between. */
struct tree {
    const struct comparison *c;
    struct codes codes;
    int *depth;  /* of each item, the total 0 */
    bool *inner; /* has items below it */
    int deepest;
};

static int above(const struct comparison *c, size_t item)
{
    return item == 0 ? -1 : c->items[item].parent < 0 ? 0 : c->items[item].parent;
}

static bool tree_make(struct tree *t, struct arena *arena, const struct comparison *c)
{
    *t = (struct tree){.c = c,
                       .depth = arena_alloc(arena, sizeof *t->depth * (c->item_count + 1)),
                       .inner = arena_alloc(arena, sizeof *t->inner * (c->item_count + 1))};
    if (t->depth == NULL || t->inner == NULL || codes_of_items(arena, c, &t->codes) != 0) {
        return false;
    }
    for (size_t i = 0; i < c->item_count; i++) {
        for (int up = above(c, i); up >= 0; up = above(c, (size_t)up)) {
            t->depth[i]++;
            t->inner[up] = true;
        }
        t->deepest = t->depth[i] > t->deepest ? t->depth[i] : t->deepest;
    }
    return true;
}

/* 0: the round of the group is no year. */
static int group_year(const struct comparison *c, size_t group)
{
    size_t by = round_attribute(c);
    return round_year(by < c->by_count      ? c->groups[group].keys[by]
                      : c->round_count == 1 ? c->rounds[0]
                                            : NULL);
}

/* Whether iData has a column Time: COINr wants numbers there. */
static bool has_time(const struct comparison *c)
{
    bool all = true;
    for (size_t g = 0; g < c->group_count; g++) {
        all = all && group_year(c, g) > 0;
    }
    return all;
}

/* The keys but the time, "NPL.rural". No code of a key or an item has a dot, so that no two units
 * become one and none has the code of an indicator, which COINr refuses; "u." goes before a digit, and
 * before FIN where that is both Finland and finance. */
static void unit_code(struct buf *out, const struct tree *t, const struct codes *keys, size_t group,
                      bool time)
{
    const char *between = "";
    for (size_t i = 0; i < t->c->by_count; i++) {
        if (time && i == round_attribute(t->c)) {
            continue;
        }
        const char *code = code_of(&keys[i], t->c->groups[group].keys[i]);
        bool letter = (code[0] >= 'A' && code[0] <= 'Z') || (code[0] >= 'a' && code[0] <= 'z');
        buf_puts(out, between);
        buf_puts(out, out->len == 0 && (!letter || codes_have(&t->codes, code)) ? "u." : "");
        buf_puts(out, code);
        between = ".";
    }
    buf_puts(out, out->len == 0 ? "u.all" : "");
}

static void data_row(struct xlsx *x, const struct tree *t, const struct codes *keys, size_t group,
                     const char *label, bool time)
{
    const struct compare_group *g = &t->c->groups[group];
    struct buf code = BUF_INIT;
    unit_code(&code, t, keys, group, time);
    xlsx_text(x, buf_text(&code), XLSX_PLAIN);
    xlsx_text(x, label, XLSX_PLAIN);
    if (time) {
        xlsx_number(x, group_year(t->c, group), XLSX_PLAIN);
    }
    for (size_t i = 0; i < t->c->item_count; i++) {
        if (!t->inner[i]) {
            xlsx_number(x, g->withheld ? NAN : g->stats[i].mean, XLSX_THREE);
        }
    }
    xlsx_row(x);
    x->zip.out->failed = x->zip.out->failed || code.failed;
    buf_free(&code);
}

static bool data_sheet(struct xlsx *x, struct arena *arena, const struct tree *t)
{
    static const double widths[] = {14, 28, 8};
    struct codes *keys = arena_alloc(arena, sizeof *keys * (t->c->by_count + 1));
    bool good = keys != NULL, time = has_time(t->c);
    for (size_t i = 0; i < t->c->by_count && good; i++) {
        good = codes_of_keys(arena, t->c, i, &keys[i]) == 0;
    }
    xlsx_sheet(x, "iData", widths, 3, 1);
    xlsx_text(x, "uCode", XLSX_HEAD);
    xlsx_text(x, "uName", XLSX_HEAD);
    if (time) {
        xlsx_text(x, "Time", XLSX_HEAD);
    }
    for (size_t i = 0; i < t->c->item_count && good; i++) {
        if (!t->inner[i]) {
            xlsx_text(x, t->codes.list[i].id, XLSX_HEAD);
        }
    }
    xlsx_row(x);
    for (size_t g = 0; g < t->c->group_count && good; g++) {
        const char *label = group_label(arena, t->c, g);
        good = label != NULL;
        if (good) {
            data_row(x, t, keys, g, label, time);
        }
    }
    return good;
}

static int64_t item_weight(const struct comparison *c, size_t item)
{
    const struct compare_item *i = &c->items[item];
    return i->kind == ITEM_TOTAL  ? 1
           : i->kind == ITEM_NODE ? c->core->nodes[i->index].weight
                                  : c->core->criteria[i->index].demand.weight;
}

/* The id of an item on a level: its own, or of an aggregate in between "EWS_01.L2". */
static void meta_id(struct xlsx *x, const struct tree *t, size_t item, int level, int own)
{
    struct buf id = BUF_INIT;
    buf_puts(&id, t->codes.list[item].id);
    if (level != own) {
        buf_printf(&id, ".L%d", level);
    }
    xlsx_text(x, buf_text(&id), XLSX_PLAIN);
    x->zip.out->failed = x->zip.out->failed || id.failed;
    buf_free(&id);
}

static void meta_row(struct xlsx *x, const struct tree *t, size_t item, int level)
{
    int top = t->deepest - t->depth[item] + 1; /* the level right below its parent */
    int own = t->inner[item] ? top : 1;
    int parent = above(t->c, item);
    xlsx_number(x, level, XLSX_PLAIN);
    meta_id(x, t, item, level, own);
    xlsx_text(x, t->c->items[item].title, XLSX_PLAIN);
    if (level < top) {
        meta_id(x, t, item, level + 1, own);
    } else if (parent >= 0) {
        meta_id(x, t, (size_t)parent, level + 1, level + 1);
    } else {
        xlsx_text(x, NULL, XLSX_PLAIN);
    }
    xlsx_number(x, 1, XLSX_PLAIN);
    xlsx_number(x, level < top ? 1 : (double)item_weight(t->c, item), XLSX_PLAIN);
    xlsx_text(x, level == 1 ? "Indicator" : "Aggregate", XLSX_PLAIN);
    xlsx_row(x);
}

static void meta_sheet(struct xlsx *x, const struct tree *t)
{
    static const char *const heads[] = {"Level",     "iCode",  "iName", "Parent",
                                        "Direction", "Weight", "Type"};
    static const double widths[] = {7, 16, 40, 16, 10, 8, 11};
    xlsx_sheet(x, "iMeta", widths, 7, 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        xlsx_text(x, heads[i], XLSX_HEAD);
    }
    xlsx_row(x);
    for (int level = 1; level <= t->deepest + 1; level++) {
        for (size_t i = 0; i < t->c->item_count; i++) {
            int top = t->deepest - t->depth[i] + 1;
            if (level == top || (!t->inner[i] && level < top)) {
                meta_row(x, t, i, level);
            }
        }
    }
}

int render_compare_xlsx(struct buf *out, const struct comparison *c, struct err *e)
{
    struct flat f;
    struct tree t;
    struct xlsx x;
    if (c->group_count * c->item_count >= ROWS_MOST) {
        return err_set(
            e, ERR_INPUT,
            "%zu rows: a sheet has at most %d: give --format csv, or fewer groups or items",
            c->group_count * c->item_count + 1, ROWS_MOST);
    }
    if (flat_init(&f, c) != 0) {
        out->failed = true;
    } else {
        xlsx_init(&x, out);
        notes_sheet(&x, &f);
        values_sheet(&x, &f);
        chart_sheet(&x, &f.arena, c);
        bool good = tree_make(&t, &f.arena, c) && data_sheet(&x, &f.arena, &t);
        if (good) {
            meta_sheet(&x, &t);
        }
        xlsx_finish(&x);
        out->failed = out->failed || !good;
    }
    flat_free(&f);
    return 0;
}
