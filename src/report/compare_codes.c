/* Codes and periods as other systems take them. */
#include "report/compare_codes.h"

#include "base/hash.h"
#include "base/text.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

void code_text(struct buf *out, const char *text, bool upper)
{
    for (const char *p = text; *p != '\0'; p++) {
        bool small = *p >= 'a' && *p <= 'z';
        bool good = small || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        buf_putc(out, !good ? '_' : small && upper ? (char)(*p - 'a' + 'A') : *p);
    }
}

/* ---- values and their codes, found by hash ---- */

static size_t place(const struct codes *codes, const char *text)
{
    return hash_text(HASH_BEGIN, text == NULL ? "" : text) & (codes->slots - 1);
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The slot where a value stands, or the free one where it would. */
static uint32_t *slot_of_value(const struct codes *codes, const char *value)
{
    size_t at = place(codes, value);
    while (codes->by_value[at] != 0 && !same(codes->list[codes->by_value[at] - 1].value, value)) {
        at = (at + 1) & (codes->slots - 1);
    }
    return &codes->by_value[at];
}

static uint32_t *slot_of_id(const struct codes *codes, const char *id)
{
    size_t at = place(codes, id);
    while (codes->by_id[at] != 0 && strcmp(codes->list[codes->by_id[at] - 1].id, id) != 0) {
        at = (at + 1) & (codes->slots - 1);
    }
    return &codes->by_id[at];
}

const char *code_of(const struct codes *codes, const char *value)
{
    uint32_t number = *slot_of_value(codes, value);
    return number == 0 ? "_U" : codes->list[number - 1].id;
}

bool codes_have(const struct codes *codes, const char *id)
{
    return *slot_of_id(codes, id) != 0;
}

/* Room for up to `most` codes. 0 or ERR_MEMORY. */
static int make_room(struct arena *arena, struct codes *codes, size_t most)
{
    *codes = (struct codes){.slots = 4};
    while (codes->slots < 2 * most) {
        codes->slots *= 2;
    }
    codes->list = arena_alloc(arena, sizeof *codes->list * (most + 1));
    codes->by_value = arena_alloc(arena, sizeof *codes->by_value * codes->slots);
    codes->by_id = arena_alloc(arena, sizeof *codes->by_id * codes->slots);
    return codes->list == NULL || codes->by_value == NULL || codes->by_id == NULL ? ERR_MEMORY : 0;
}

/* Adds a value that is not there yet; one without a letter or digit that a code can have gets a number, V7;
 * where others have the same code, _2, _3 … is put behind it. 0 or ERR_MEMORY. */
static int add_code(struct arena *arena, struct codes *codes, const char *value, const char *label,
                    const char *as)
{
    struct buf id = BUF_INIT;
    if (strpbrk(as, LETTERS) == NULL) { /* in another script, say */
        buf_printf(&id, "V%zu", codes->count + 1);
    } else {
        code_text(&id, as, false);
    }
    size_t len = id.len;
    for (int n = 2; !id.failed && codes_have(codes, buf_text(&id)); n++) {
        id.len = len;
        buf_printf(&id, "_%d", n);
    }
    const char *made = id.failed ? NULL : arena_strdup(arena, buf_text(&id));
    buf_free(&id);
    if (made == NULL) {
        return ERR_MEMORY;
    }
    uint32_t *of_value = slot_of_value(codes, value), *of_id = slot_of_id(codes, made);
    codes->list[codes->count++] = (struct code){value, label, made};
    *of_value = *of_id = (uint32_t)codes->count;
    return 0;
}

int codes_of_keys(struct arena *arena, const struct comparison *c, size_t by, struct codes *out)
{
    int rc = make_room(arena, out, c->group_count);
    for (size_t g = 0; g < c->group_count && rc == 0; g++) {
        const char *key = c->groups[g].keys[by];
        bool known = *slot_of_value(out, key) != 0;
        rc = known ? 0
                   : add_code(arena, out, key, c->groups[g].labels[by], key == NULL ? "_U" : key);
    }
    return rc;
}

int codes_of_items(struct arena *arena, const struct comparison *c, struct codes *out)
{
    int rc = make_room(arena, out, c->item_count);
    for (size_t i = 0; i < c->item_count && rc == 0; i++) {
        const struct compare_item *item = &c->items[i];
        bool total = item->kind == ITEM_TOTAL;
        rc = add_code(arena, out, item->id, item->title, total ? "TOTAL" : item->id);
    }
    return rc;
}

/* ---- periods ---- */

size_t round_attribute(const struct comparison *c)
{
    size_t i = 0;
    while (i < c->by_count && strcmp(c->by[i], "round") != 0) {
        i++;
    }
    return i;
}

struct period {
    char year[5];
    char part;      /* 'Q', 'S', 'M', 'D', or 'Y': the whole year */
    char number[3]; /* of it: "3", "08" */
    char day[3];
};

static bool digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") >= count;
}

static int year_of(const struct period *p)
{
    int year = 0;
    for (int i = 0; i < 4; i++) {
        year = year * 10 + (p->year[i] - '0');
    }
    return year;
}

/* 2026, 2026-08, 202608, 2026-Q3, 2026Q3, 2026-S2, 2026S2, 2026-08-01. */
static bool read_period(const char *round, struct period *p)
{
    int64_t days = 0;
    *p = (struct period){.part = 'Y'};
    if (round == NULL || !digits(round, 4)) {
        return false;
    }
    memcpy(p->year, round, 4);
    const char *rest = round + 4 + (round[4] == '-' && round[5] != '\0');
    size_t len = strlen(rest);
    if (len == 0) {
        return true;
    }
    if (len == 2 && (rest[0] == 'Q' || rest[0] == 'S')) {
        p->part = rest[0];
        p->number[0] = rest[1];
        return rest[1] >= '1' && rest[1] <= (rest[0] == 'Q' ? '4' : '2');
    }
    if (len == 2 && digits(rest, 2)) {
        p->part = 'M';
        memcpy(p->number, rest, 2);
        int month = (rest[0] - '0') * 10 + rest[1] - '0';
        return month >= 1 && month <= 12;
    }
    if (len == 5 && text_date(round, &days)) {
        p->part = 'D';
        memcpy(p->number, rest, 2);
        memcpy(p->day, rest + 3, 2);
        return true;
    }
    return false;
}

int round_year(const char *round)
{
    struct period p;
    return read_period(round, &p) && p.part == 'Y' ? year_of(&p) : 0;
}

static void put_period(struct buf *out, const struct period *p, bool sdmx)
{
    buf_puts(out, p->year);
    if (p->part == 'Q' || p->part == 'S') {
        buf_puts(out, sdmx ? "-" : "");
        buf_putc(out, p->part);
        buf_puts(out, p->number);
    } else if (p->part != 'Y') {
        const char *between = sdmx ? "-" : "";
        buf_printf(out, "%s%s", between, p->number);
        buf_printf(out, "%s%s", p->part == 'D' ? between : "", p->day);
    }
}

static int no_period(const char *round, struct err *e)
{
    return err_set(
        e, ERR_INPUT,
        "round %.100s is no period of time, and this format needs one: name rounds by year "
        "(2026), month (2026-08), quarter (2026-Q3), half-year (2026-S2) or day, or give another "
        "--format",
        round == NULL ? "(none)" : round);
}

int group_period(struct buf *out, const struct comparison *c, size_t group, bool sdmx,
                 struct err *e)
{
    size_t by = round_attribute(c);
    struct period p;
    const char *round = by < c->by_count      ? c->groups[group].keys[by]
                        : c->round_count == 1 ? c->rounds[0]
                                              : NULL; /* never: groups are of one round each */
    if (!read_period(round, &p)) {
        return no_period(round, e);
    }
    put_period(out, &p, sdmx);
    return 0;
}
