/* Findings as bytes, criterion by criterion: the number of its shape, the values of its
 * parameters, its credit; through the model of the checklist where there is one. Format:
 * docs/storage.md. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "store/store_private.h"

enum { FRACTION_MAX = 128, SAME_MOST = 8 };

/* First number of a credit. */
enum { CREDIT_ZERO, CREDIT_FULL, CREDIT_RAW, CREDIT_BOTH, CREDIT_SAME };
enum { CREDIT_FRACTION = CREDIT_SAME + SAME_MOST };
#define CREDIT_PLAIN ((uint64_t)CREDIT_FRACTION + FRACTION_COUNT)

/* Low three bits of the first number of a value. */
enum value_tag {
    VALUE_NATURAL,
    VALUE_NEGATIVE,
    VALUE_FRACTION,
    VALUE_DOUBLE, /* its bits follow as a number */
    VALUE_BILLIONTHS,
    VALUE_TEXT, /* follows */
    VALUE_UNUSED,
    VALUE_JSON /* as text */
};

/* The first numbers of a finding: a reason mostly has its credit among them. */
struct seen {
    double numbers[SAME_MOST];
    int count;
};

static void see(struct seen *seen, double x)
{
    if (seen->count < SAME_MOST) {
        seen->numbers[seen->count++] = x;
    }
}

/* --- numbers ------------------------------------------------------------------------------- */

static uint64_t double_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static bool same_double(double a, double b)
{
    return double_bits(a) == double_bits(b);
}

/* Continued fraction of x, 0 < x < 1, until the quotient is x itself: level 2 of 3, 17 of 40. */
bool store_fraction_find(double x, uint64_t *index)
{
    int n0 = 0, n1 = 1, d0 = 1, d1 = 0;
    double rest = x;
    if (!(x > 0 && x < 1)) {
        return false;
    }
    while (rest < FRACTION_MAX + 1) {
        int a = (int)rest, n = a * n1 + n0, d = a * d1 + d0;
        if (d > FRACTION_MAX) {
            return false;
        }
        double off = x * d - n; /* a division is made only where it is the one */
        if (n > 0 && n < d && off < 1e-9 && off > -1e-9 && same_double((double)n / d, x)) {
            *index = (uint64_t)(d - 1) * (uint64_t)(d - 2) / 2 + (uint64_t)(n - 1);
            return true;
        }
        if (same_double(rest, a)) {
            return false;
        }
        n0 = n1;
        d0 = d1;
        n1 = n;
        d1 = d;
        rest = 1 / (rest - a);
    }
    return false;
}

double store_fraction_value(uint64_t index)
{
    /* There are d(d - 1)/2 with a denominator up to d: it lies beside the root of twice the index, and is
     * then found in whole numbers, however the root was rounded. */
    uint64_t d = 2 + (uint64_t)sqrt(2 * (double)index);
    while (d > 2 && (d - 1) * (d - 2) / 2 > index) {
        d--;
    }
    while (d * (d - 1) / 2 <= index) {
        d++;
    }
    uint64_t before = (d - 1) * (d - 2) / 2; /* fractions with a smaller denominator */
    return (double)(index - before + 1) / (double)d;
}

/* --- packing ------------------------------------------------------------------------------- */

static void put_credit(struct packer *p, const struct seen *seen, const struct finding *f)
{
    uint64_t fraction;
    int same = 0;
    while (same < seen->count && !same_double(seen->numbers[same], f->raw)) {
        same++;
    }
    if (f->credit == 0 && same_double(f->raw, 0)) {
        pack_number(p, CREDIT_ZERO);
    } else if (f->credit == CREDIT_ONE && same_double(f->raw, 1)) {
        pack_number(p, CREDIT_FULL);
    } else if (number_to_credit(f->raw) != f->credit) {
        /* A checklist's own rounding replaces that to billionths. */
        pack_number(p, CREDIT_BOTH);
        pack_number(p, double_bits(f->raw));
        pack_number(p, (uint64_t)f->credit);
    } else if (same < seen->count) {
        pack_number(p, CREDIT_SAME + (uint64_t)same);
    } else if (store_fraction_find(f->raw, &fraction)) {
        pack_number(p, CREDIT_FRACTION + fraction);
    } else if (same_double((double)f->credit / (double)CREDIT_ONE, f->raw)) {
        pack_number(p, CREDIT_PLAIN + (uint64_t)f->credit);
    } else {
        pack_number(p, CREDIT_RAW);
        pack_number(p, double_bits(f->raw));
    }
}

static void put_tagged(struct packer *p, enum value_tag tag, uint64_t n)
{
    pack_number(p, n << 3 | (uint64_t)tag);
}

/* A whole number of billionths, as credits in reasons are. */
static double in_billionths(uint64_t n)
{
    return (double)n / (double)CREDIT_ONE;
}

static uint64_t to_billionths(double x)
{
    return (uint64_t)floor(x * (double)CREDIT_ONE + 0.5);
}

static void put_number(struct packer *p, double x)
{
    uint64_t fraction;
    if (x >= 0 && x < 1e15 && same_double(x, floor(x))) {
        put_tagged(p, VALUE_NATURAL, (uint64_t)x);
    } else if (x < 0 && x > -1e15 && same_double(x, floor(x))) {
        put_tagged(p, VALUE_NEGATIVE, (uint64_t)-x);
    } else if (store_fraction_find(x, &fraction)) {
        put_tagged(p, VALUE_FRACTION, fraction);
    } else if (x > 0 && x < 1e9 && same_double(in_billionths(to_billionths(x)), x)) {
        put_tagged(p, VALUE_BILLIONTHS, to_billionths(x));
    } else {
        put_tagged(p, VALUE_DOUBLE, 0);
        pack_number(p, double_bits(x));
    }
}

static void put_leaf(struct packer *p, struct buf *room, struct seen *seen,
                     const struct json *value)
{
    if (value->type == JSON_NUMBER) {
        see(seen, value->number);
        put_number(p, value->number);
    } else if (value->type == JSON_STRING) {
        put_tagged(p, VALUE_TEXT, 0);
        pack_text(p, value->text, value->len);
    } else {
        buf_reset(room);
        json_write(room, value);
        p->out->failed = p->out->failed || room->failed;
        put_tagged(p, VALUE_JSON, 0);
        pack_text(p, buf_text(room), room->len);
    }
}

/* The leaves of a value, in the order of its form, which has the same members. */
static void put_value(struct packer *p, struct buf *room, struct seen *seen,
                      const struct json *form, const struct json *value)
{
    if (form == NULL || form->type == JSON_NULL) {
        put_leaf(p, room, seen, value);
        return;
    }
    const struct json *v = value->first;
    for (const struct json *f = form->first; f != NULL && v != NULL; f = f->next, v = v->next) {
        put_value(p, room, seen, f, v);
    }
}

/* Paths: 0 and a text, or one more than the zigzag of the step from the last criterion named. */
static void put_reads(struct packer *p, const struct finding *f, const struct checklist *c)
{
    int64_t last = -1;
    pack_number(p, f->read_count);
    for (size_t i = 0; i < f->read_count; i++) {
        const char *path = f->read[i];
        int index = strncmp(path, "answers.", 8) == 0 ? checklist_find_after(c, path + 8, (int)last)
                                                      : -1;
        if (index < 0) {
            pack_number(p, 0);
            pack_text(p, path, strlen(path));
            continue;
        }
        int64_t step = index - last - 1;
        pack_number(p, 1 + (step < 0 ? (uint64_t)-step * 2 - 1 : (uint64_t)step * 2));
        last = index;
    }
}

static void put_finding(struct packer *p, struct buf *room, const struct shape *h,
                        const struct finding *f, const struct checklist *c)
{
    struct seen seen = {.count = 0};
    pack_number(p, (uint64_t)h->id);
    const struct json *value = f->params == NULL ? NULL : f->params->first;
    for (size_t i = 0; i < h->name_count && value != NULL; i++, value = value->next) {
        put_value(p, room, &seen, h->forms[i], value);
    }
    if (f->outcome == OUTCOME_SCORED) {
        put_credit(p, &seen, f);
    }
    if (h->listed) {
        put_reads(p, f, c);
    }
}

int store_pack_into(struct packer *p, const struct shapes *t, const struct assessment *a,
                    struct pack_room *room, int *missing)
{
    const struct checklist *c = a->checklist;
    *missing = -1;
    for (int i = 0; i < c->criterion_count; i++) {
        const struct shape *h = shapes_find(t, &a->findings[i], c->criteria[i].demand.id);
        if (h == NULL) {
            *missing = i;
            return 0;
        }
        pack_begin(p, i);
        put_finding(p, &room->text, h, &a->findings[i], c);
    }
    return p->out->failed ? ERR_MEMORY : 0;
}

static uint64_t reads_listed(const struct assessment *a)
{
    uint64_t n = 0;
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        n += shape_is_listed(&a->findings[i]) ? a->findings[i].read_count : 0;
    }
    return n;
}

static void put_head(struct buf *out, const struct dictionary *d)
{
    struct packer plain = {.out = out};
    buf_reset(out);
    buf_putc(out, d == NULL ? FINDINGS_PLAIN : FINDINGS_MODELLED);
    if (d != NULL) {
        pack_number(&plain, (uint64_t)dictionary_id(d));
    }
}

int store_pack(const struct shapes *t, const struct dictionary *d, const struct assessment *a,
               struct pack_room *room, struct buf *out, int *missing, struct err *e)
{
    struct packer p = {.model = d == NULL ? NULL : dictionary_model(d),
                       .out = d == NULL ? out : &room->steps};
    put_head(out, d);
    if (d != NULL) {
        buf_reset(&room->steps);
    }
    int code = store_pack_into(&p, t, a, room, missing);
    if (code == 0 && *missing < 0) {
        code = pack_end(&p, out);
    }
    if (code != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    return out->len <= FINDINGS_MOST && reads_listed(a) <= READS_MOST
               ? 0
               : err_set(e, ERR_INPUT, "%s: findings of %zu bytes are too large to be stored",
                         a->plan->id, out->len);
}

/* --- unpacking ----------------------------------------------------------------------------- */

struct reader {
    struct unpacker u;
    struct arena *arena;
    struct buf *room;
    struct packer *copy; /* all that is read is put there as well; NULL: nowhere */
    struct seen seen;    /* of the present finding */
    bool values;         /* only outcomes and credits are asked for */
    uint64_t reads;      /* how many were listed */
    bool memory;         /* out of memory */
};

static uint64_t get_plain(struct reader *r)
{
    uint64_t n = unpack_number(&r->u);
    if (r->copy != NULL) {
        pack_number(r->copy, n);
    }
    return n;
}

/* The reader goes on after the text, which is borrowed until the next. */
static const struct buf *get_text(struct reader *r)
{
    buf_reset(r->room);
    unpack_text(&r->u, r->room);
    r->memory = r->memory || r->room->failed;
    if (r->copy != NULL) {
        pack_text(r->copy, buf_text(r->room), r->room->len);
    }
    return r->room;
}

static double get_double(struct reader *r)
{
    uint64_t bits = get_plain(r);
    double x;
    memcpy(&x, &bits, sizeof x);
    if (!isfinite(x)) {
        r->u.bad = true;
        return 0;
    }
    return x;
}

static void get_credit(struct reader *r, struct finding *f)
{
    uint64_t code = get_plain(r);
    if (code == CREDIT_ZERO || code == CREDIT_FULL) {
        f->raw = (double)code;
    } else if (code == CREDIT_RAW || code == CREDIT_BOTH) {
        f->raw = get_double(r);
    } else if (code < CREDIT_FRACTION) {
        r->u.bad = r->u.bad || code - CREDIT_SAME >= (uint64_t)r->seen.count;
        f->raw = r->u.bad ? 0 : r->seen.numbers[code - CREDIT_SAME];
    } else if (code < CREDIT_PLAIN) {
        f->raw = store_fraction_value(code - CREDIT_FRACTION);
    } else {
        f->raw = in_billionths(code - CREDIT_PLAIN);
    }
    uint64_t credit = code == CREDIT_BOTH ? get_plain(r) : 0;
    f->credit = code == CREDIT_BOTH ? (int64_t)credit : number_to_credit(f->raw);
    if (f->credit < 0 || f->credit > CREDIT_ONE) {
        r->u.bad = true;
    }
}

static double get_number(struct reader *r, uint64_t head)
{
    uint64_t n = head >> 3;
    double x = 0;
    switch ((enum value_tag)(head & 7)) {
    case VALUE_NATURAL:
        x = (double)n;
        break;
    case VALUE_NEGATIVE:
        x = -(double)n;
        break;
    case VALUE_FRACTION:
        r->u.bad = r->u.bad || n >= FRACTION_COUNT;
        x = r->u.bad ? 0 : store_fraction_value(n);
        break;
    case VALUE_BILLIONTHS:
        x = in_billionths(n);
        break;
    case VALUE_DOUBLE:
        x = get_double(r);
        break;
    default:
        r->u.bad = true;
    }
    see(&r->seen, x);
    return x;
}

static struct json *get_leaf(struct reader *r)
{
    uint64_t head = get_plain(r);
    struct json *value = NULL;
    struct json_error error;
    if ((head & 7) == VALUE_TEXT) {
        const struct buf *text = get_text(r);
        value = r->u.bad || r->memory ? NULL : json_new_string(r->arena, buf_text(text), text->len);
    } else if ((head & 7) == VALUE_JSON) {
        const struct buf *text = get_text(r);
        if (!r->u.bad && !r->memory &&
            json_parse(r->arena, buf_text(text), text->len, 1, &value, &error) == ERR_INPUT) {
            r->u.bad = true;
        }
    } else {
        double x = get_number(r, head);
        value = r->u.bad ? NULL : json_new_number(r->arena, x);
    }
    r->memory = r->memory || (value == NULL && !r->u.bad);
    return value;
}

/* Forms are no deeper than FORM_DEPTH. */
static struct json *get_value(struct reader *r, const struct json *form)
{
    if (form == NULL || form->type == JSON_NULL) {
        return get_leaf(r);
    }
    struct json *value = form->type == JSON_STRING
                             ? json_new_string(r->arena, form->text, form->len)
                             : json_new(r->arena, form->type);
    for (const struct json *f = form->first; f != NULL && value != NULL; f = f->next) {
        struct json *member = get_value(r, f);
        if (member == NULL || json_add(r->arena, value, f->key, member) != 0) {
            value = NULL;
        }
    }
    r->memory = r->memory || (value == NULL && !r->u.bad);
    return value;
}

/* Past a value of which nobody asks. */
static void pass_value(struct reader *r, const struct json *form)
{
    if (form != NULL && form->type != JSON_NULL) {
        for (const struct json *f = form->first; f != NULL && !r->u.bad; f = f->next) {
            pass_value(r, f);
        }
        return;
    }
    uint64_t head = get_plain(r);
    if ((head & 7) == VALUE_TEXT || (head & 7) == VALUE_JSON) {
        (void)get_text(r);
    } else {
        (void)get_number(r, head);
    }
}

static void get_params(struct reader *r, const struct shape *h, struct finding *f)
{
    if (!h->has_names) {
        return;
    }
    if (r->values) {
        for (size_t i = 0; i < h->name_count && !r->u.bad; i++) {
            pass_value(r, h->forms[i]);
        }
        return;
    }
    struct json *params = json_new(r->arena, JSON_OBJECT);
    if (params == NULL) {
        r->memory = true;
        return;
    }
    for (size_t i = 0; i < h->name_count && !r->u.bad && !r->memory; i++) {
        struct json *value = get_value(r, h->forms[i]);
        if (value != NULL && json_add(r->arena, params, h->names[i], value) != 0) {
            r->memory = true;
        }
    }
    f->params = params;
}

/* The path that a number of put_reads stands for, where it is not 0. */
static const char *get_path(struct reader *r, const struct checklist *c, uint64_t code,
                            int64_t *last)
{
    int64_t zigzag = (int64_t)((code - 1) & INT64_MAX);
    *last += 1 + (zigzag % 2 == 0 ? zigzag / 2 : -(zigzag / 2) - 1);
    if (*last < 0 || *last >= c->criterion_count) {
        r->u.bad = true;
        return "";
    }
    return arena_join(r->arena, "answers.", c->criteria[*last].demand.id);
}

static void get_reads(struct reader *r, const struct checklist *c, struct finding *f)
{
    int64_t last = -1;
    uint64_t count = get_plain(r);
    if (count > READS_MOST || (r->reads += count) > READS_MOST) {
        r->u.bad = true;
        return;
    }
    const char **read = arena_alloc(r->arena, (count + 1) * sizeof *read);
    for (uint64_t i = 0; read != NULL && i < count && !r->u.bad && !r->memory; i++) {
        uint64_t code = get_plain(r);
        if (code == 0) {
            const struct buf *text = get_text(r);
            read[i] = arena_strndup(r->arena, buf_text(text), text->len);
        } else {
            read[i] = get_path(r, c, code, &last);
        }
        r->memory = r->memory || read[i] == NULL;
    }
    r->memory = r->memory || read == NULL;
    f->read = read;
    f->read_count = count;
}

static int get_findings(struct store *s, struct reader *r, const struct checklist *c,
                        struct finding *findings, struct err *e)
{
    for (int i = 0; i < c->criterion_count && !r->u.bad && !r->memory; i++) {
        const struct shape *h = NULL;
        unpack_begin(&r->u, i);
        if (r->copy != NULL) {
            pack_begin(r->copy, i);
        }
        r->seen.count = 0;
        int64_t id = (int64_t)get_plain(r);
        int code = r->u.bad ? err_set(e, ERR_STORE, "the findings are damaged")
                            : shape_of_id(s, id, c->criteria[i].demand.id,
                                          r->values ? NULL : r->arena, &h, &findings[i], e);
        if (code != 0 || h == NULL) {
            return code;
        }
        get_params(r, h, &findings[i]);
        if (findings[i].outcome == OUTCOME_SCORED) {
            get_credit(r, &findings[i]);
        }
        if (h->listed) {
            get_reads(r, c, &findings[i]);
        }
    }
    return r->memory            ? err_set(e, ERR_MEMORY, "out of memory")
           : unpack_done(&r->u) ? 0
                                : err_set(e, ERR_STORE, "the findings are damaged");
}

/* Bytes of this program's form: opens the model that they name. */
static int open_findings(struct store *s, const uint8_t *bytes, size_t len, struct reader *r,
                         struct err *e)
{
    const struct dictionary *d = NULL;
    unpack_open(&r->u, NULL, bytes + 1, len - 1);
    if (bytes[0] == FINDINGS_MODELLED) {
        int64_t id = (int64_t)(unpack_number(&r->u) & INT64_MAX);
        int code = r->u.bad ? ERR_STORE : dictionary_find(s, id, &d, e);
        if (r->u.bad || (code == 0 && dictionary_model(d) == NULL)) {
            return err_set(e, ERR_STORE, "the findings are damaged");
        }
        if (code != 0) {
            return code;
        }
        unpack_open(&r->u, dictionary_model(d), r->u.at, (size_t)(r->u.end - r->u.at));
    }
    return 0;
}

static int unpack(struct store *s, const uint8_t *bytes, size_t len, const struct checklist *c,
                  struct reader *r, struct finding **out, struct err *e)
{
    if (len < 2 || bytes[0] < FINDINGS_OLD_PLAIN || bytes[0] > FINDINGS_MODELLED) {
        return err_set(e, ERR_STORE, "the findings are damaged");
    }
    *out = arena_alloc(r->arena, ((size_t)c->criterion_count + 1) * sizeof **out);
    if (*out == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (bytes[0] <= FINDINGS_OLD_ZSTD) {
        return store_unpack_old(s, bytes, len, c, r->values, r->arena, *out, e);
    }
    int code = open_findings(s, bytes, len, r, e);
    return code != 0 ? code : get_findings(s, r, c, *out, e);
}

int store_unpack(struct store *s, const void *data, size_t len, const struct checklist *c,
                 struct arena *arena, struct finding **out, struct err *e)
{
    struct reader r = {.arena = arena, .room = &s->scratch};
    return unpack(s, data, len, c, &r, out, e);
}

int store_unpack_values(struct store *s, const void *data, size_t len, const struct checklist *c,
                        struct arena *arena, struct finding **out, struct err *e)
{
    struct reader r = {.arena = arena, .room = &s->scratch, .values = true};
    return unpack(s, data, len, c, &r, out, e);
}

int store_unpack_copy(struct store *s, const void *data, size_t len, const struct checklist *c,
                      struct packer *copy, struct arena *arena, struct err *e)
{
    struct reader r = {.arena = arena, .room = &s->scratch, .copy = copy, .values = true};
    struct finding *findings;
    return unpack(s, data, len, c, &r, &findings, e);
}

void pack_room_free(struct pack_room *room)
{
    buf_free(&room->text);
    buf_free(&room->steps);
}
