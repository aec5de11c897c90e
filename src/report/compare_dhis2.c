/* DHIS2 dataValueSets: a data element an item and statistic, an organisation unit a group, all by code. */
#include <math.h>

#include "base/json_member.h"
#include "compare/comparability.h"
#include "report/compare_codes.h"
#include "report/compare_flat.h"
#include "report/compare_forms.h"

enum { CODE_MOST = 50 }; /* bytes of a code in DHIS2 */

static const struct value {
    const char *suffix, *column;
} values[] = {
    {"", "mean"}, {"_LOW", "low"}, {"_HIGH", "high"}, {"_COVERAGE", "coverage"}, {"_N", "n"},
};
enum { VALUES = sizeof values / sizeof *values };

struct dhis2 {
    const struct comparison *c;
    struct flat f;
    size_t place; /* attribute that is the organisation unit */
    size_t columns[VALUES];
    struct codes items;
    struct buf set, period, unit, combo, code, number;
    bool first, failed;
};

/* How fine a place an attribute is, by its name or the end of its path; 0: it is none. */
static int fineness(const char *name)
{
    static const char *const places[] = {"country", "admin1", "admin2", "admin3",
                                         "admin4",  "pcode",  "local",  "community"};
    const char *dot = strrchr(name, '.'), *last = dot == NULL ? name : dot + 1;
    int fine = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        fine = strcmp(last, places[i]) == 0 ? (int)i + 1 : fine;
    }
    return fine;
}

/* Empties b for what comes next. */
static void again(struct dhis2 *d, struct buf *b)
{
    d->failed = d->failed || b->failed;
    buf_reset(b);
}

/* Whom a group's values are of: false where it does not tell its place. */
static bool describe_group(struct dhis2 *d, size_t group)
{
    const struct comparison *c = d->c;
    const char *place = c->groups[group].keys[d->place];
    again(d, &d->unit);
    again(d, &d->combo);
    buf_puts(&d->unit, place == NULL ? "" : place);
    for (size_t i = 0; i < c->by_count; i++) {
        const char *key = c->groups[group].keys[i];
        if (fineness(c->by[i]) == 0 && i != round_attribute(c)) {
            buf_puts(&d->combo, d->combo.len > 0 ? "_" : "");
            code_text(&d->combo, key == NULL ? "U" : key, false);
        }
    }
    return d->unit.len > 0;
}

/* What a reader should know of the mean, in a line. */
static void put_comment(struct buf *out, const struct dhis2 *d, size_t group, size_t item)
{
    struct buf text = BUF_INIT;
    char status = flat_status(d->c, &d->c->groups[group], item);
    buf_printf(&text, "n %lld; status %c; comparability %s; %s",
               (long long)d->c->groups[group].stats[item].n, status, comparable_name(d->c->grade),
               d->c->publish ? "small cells withheld" : "not for publishing");
    member_text(out, "comment", buf_text(&text));
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

static int put_value(struct buf *out, struct dhis2 *d, size_t group, size_t item, size_t value,
                     struct err *e)
{
    double number = flat_cell(&d->f, group, item, d->columns[value]).number;
    if (!isfinite(number) || d->c->groups[group].stats[item].applies == 0) {
        return 0; /* no value is no data value */
    }
    again(d, &d->code);
    buf_printf(&d->code, "%s_%s%s", buf_text(&d->set), d->items.list[item].id,
               values[value].suffix);
    if (d->code.len > CODE_MOST) {
        return err_set(e, ERR_INPUT,
                       "%.100s: a code in DHIS2 has at most %d characters: give another --format",
                       buf_text(&d->code), CODE_MOST);
    }
    buf_puts(out, d->first ? "\n{" : ",\n{");
    d->first = false;
    member_text(out, "dataElement", buf_text(&d->code));
    member_text(out, "period", buf_text(&d->period));
    member_text(out, "orgUnit", buf_text(&d->unit));
    if (d->combo.len > 0) {
        member_text(out, "categoryOptionCombo", buf_text(&d->combo));
    }
    again(d, &d->number);
    flat_number(&d->number, number);
    member_text(out, "value", buf_text(&d->number));
    if (value == 0) {
        put_comment(out, d, group, item);
    }
    buf_putc(out, '}');
    return 0;
}

static int put_group(struct buf *out, struct dhis2 *d, size_t group, struct err *e)
{
    again(d, &d->period);
    int rc = group_period(&d->period, d->c, group, false, e);
    for (size_t i = 0; i < d->c->item_count && rc == 0; i++) {
        for (size_t k = 0; k < VALUES && rc == 0; k++) {
            rc = put_value(out, d, group, i, k, e);
        }
    }
    return rc;
}

static int start(struct dhis2 *d, const struct comparison *c, struct err *e)
{
    *d = (struct dhis2){.c = c, .place = c->by_count, .first = true};
    int rc = flat_init(&d->f, c);
    rc = rc == 0 ? codes_of_items(&d->f.arena, c, &d->items) : rc;
    int finest = 0;
    for (size_t i = 0; i < c->by_count; i++) {
        bool finer = fineness(c->by[i]) > finest;
        d->place = finer ? i : d->place;
        finest = finer ? fineness(c->by[i]) : finest;
    }
    if (rc != 0) {
        return err_set(e, rc, "out of memory");
    }
    for (size_t k = 0; k < VALUES; k++) {
        d->columns[k] = flat_find(&d->f, values[k].column);
    }
    code_text(&d->set, c->core->id, true);
    return d->place < c->by_count
               ? 0
               : err_set(e, ERR_INPUT,
                         "DHIS2 wants values of places: add country or an admin level to --by");
}

int render_compare_dhis2(struct buf *out, const struct comparison *c, struct err *e)
{
    struct dhis2 d;
    int rc = start(&d, c, e);
    if (rc == 0) {
        buf_putc(out, '{');
        member_text(out, "dataSet", buf_text(&d.set));
        buf_puts(out, ",\"dataValues\":[");
    }
    for (size_t g = 0; g < c->group_count && rc == 0; g++) {
        if (!c->groups[g].withheld && describe_group(&d, g)) {
            rc = put_group(out, &d, g, e);
        }
    }
    buf_puts(out, rc == 0 ? "]}\n" : "");
    struct buf *const used[] = {&d.set, &d.period, &d.unit, &d.combo, &d.code, &d.number};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        again(&d, used[i]);
        buf_free(used[i]);
    }
    out->failed = out->failed || d.failed;
    flat_free(&d.f);
    return rc;
}
