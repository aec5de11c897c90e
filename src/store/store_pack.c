/* Findings as bytes: for each criterion the number of its shape, then the credits, then the values
 * of the parameters; the whole through zstd where that is smaller. Format: docs/storage.md. */
#include <math.h>
#include <string.h>
#include <zstd.h>

#include "base/number.h"
#include "store/store_private.h"

enum { FORMAT_PLAIN = 1, FORMAT_ZSTD = 2 };
enum { FRACTION_MAX = 128, FRACTION_COUNT = (FRACTION_MAX - 1) * FRACTION_MAX / 2 };
enum { MAX_PACKED = 64 << 20 };

/* First number of a credit. */
enum { CREDIT_CODE_ZERO, CREDIT_CODE_ONE, CREDIT_CODE_RAW, CREDIT_CODE_BOTH, CREDIT_CODE_FRACTION };
#define CREDIT_CODE_PLAIN ((uint64_t)CREDIT_CODE_FRACTION + FRACTION_COUNT)

/* Low three bits of the first number of a parameter. */
enum value_tag {
    VALUE_NATURAL,
    VALUE_NEGATIVE,
    VALUE_FRACTION,
    VALUE_DOUBLE,
    VALUE_PERCENT,
    VALUE_TEXT,
    VALUE_THOUSANDTHS,
    VALUE_JSON
};

/* --- numbers ------------------------------------------------------------------------------- */

static void put_varint(struct buf *out, uint64_t n)
{
    uint8_t bytes[10];
    size_t len = 0;
    while (n >= 0x80) {
        bytes[len++] = (uint8_t)(n | 0x80);
        n >>= 7;
    }
    bytes[len++] = (uint8_t)n;
    buf_add(out, bytes, len);
}

static void put_double(struct buf *out, double x)
{
    uint64_t bits;
    uint8_t bytes[8];
    memcpy(&bits, &x, sizeof bits);
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(bits >> (8 * i));
    }
    buf_add(out, bytes, sizeof bytes);
}

static bool same_double(double a, double b)
{
    uint64_t first, second;
    memcpy(&first, &a, sizeof first);
    memcpy(&second, &b, sizeof second);
    return first == second;
}

/* Continued fraction of x, 0 < x < 1, until the quotient is x itself: level 2 of 3, 17 of 40. */
bool store_fraction_find(double x, uint64_t *index)
{
    uint64_t n0 = 0, n1 = 1, d0 = 1, d1 = 0;
    double rest = x;
    if (!(x > 0 && x < 1)) {
        return false;
    }
    for (;;) {
        double whole = floor(rest);
        if (whole > (double)FRACTION_MAX) {
            return false;
        }
        uint64_t a = (uint64_t)whole, n = a * n1 + n0, d = a * d1 + d0;
        if (d > FRACTION_MAX) {
            return false;
        }
        if (n > 0 && n < d && same_double((double)n / (double)d, x)) {
            *index = (d - 1) * (d - 2) / 2 + (n - 1);
            return true;
        }
        if (same_double(rest, whole)) {
            return false;
        }
        n0 = n1;
        d0 = d1;
        n1 = n;
        d1 = d;
        rest = 1 / (rest - whole);
    }
}

double store_fraction_value(uint64_t index)
{
    uint64_t d = 2;
    while (d * (d - 1) / 2 <= index) {
        d++;
    }
    uint64_t before = (d - 1) * (d - 2) / 2; /* fractions with a smaller denominator */
    return (double)(index - before + 1) / (double)d;
}

/* --- packing ------------------------------------------------------------------------------- */

static void put_credit(struct buf *out, const struct finding *f)
{
    uint64_t fraction;
    if (f->credit == 0 && same_double(f->raw, 0)) {
        put_varint(out, CREDIT_CODE_ZERO);
    } else if (f->credit == CREDIT_ONE && same_double(f->raw, 1)) {
        put_varint(out, CREDIT_CODE_ONE);
    } else if (number_to_credit(f->raw) != f->credit) {
        /* A checklist's own rounding replaces that to billionths. */
        put_varint(out, CREDIT_CODE_BOTH);
        put_double(out, f->raw);
        put_varint(out, (uint64_t)f->credit);
    } else if (store_fraction_find(f->raw, &fraction)) {
        put_varint(out, CREDIT_CODE_FRACTION + fraction);
    } else if (same_double((double)f->credit / (double)CREDIT_ONE, f->raw)) {
        put_varint(out, CREDIT_CODE_PLAIN + (uint64_t)f->credit);
    } else {
        put_varint(out, CREDIT_CODE_RAW);
        put_double(out, f->raw);
    }
}

static void put_tagged(struct buf *out, enum value_tag tag, uint64_t n)
{
    put_varint(out, n << 3 | (uint64_t)tag);
}

static void put_number(struct buf *out, double x)
{
    uint64_t fraction;
    double thousandths = x * 1000;
    if (x >= 0 && x < 1e15 && same_double(x, floor(x))) {
        put_tagged(out, VALUE_NATURAL, (uint64_t)x);
    } else if (x < 0 && x > -1e15 && same_double(x, floor(x))) {
        put_tagged(out, VALUE_NEGATIVE, (uint64_t)-x);
    } else if (store_fraction_find(x, &fraction)) {
        put_tagged(out, VALUE_FRACTION, fraction);
    } else if (x > 0 && x < 1e9 && same_double(floor(thousandths + 0.5) / 1000, x)) {
        put_tagged(out, VALUE_THOUSANDTHS, (uint64_t)floor(thousandths + 0.5));
    } else {
        put_tagged(out, VALUE_DOUBLE, 0);
        put_double(out, x);
    }
}

static void put_value(struct buf *out, struct buf *scratch, const struct json *value)
{
    const struct json *percent = json_get(value, "percent");
    if (value->type == JSON_NUMBER) {
        put_number(out, value->number);
    } else if (value->type == JSON_STRING) {
        put_tagged(out, VALUE_TEXT, value->len);
        buf_add(out, value->text, value->len);
    } else if (value->len == 1 && percent != NULL && percent->type == JSON_NUMBER) {
        put_tagged(out, VALUE_PERCENT, 0);
        put_number(out, percent->number);
    } else {
        buf_reset(scratch);
        json_write(scratch, value);
        out->failed = out->failed || scratch->failed;
        put_tagged(out, VALUE_JSON, scratch->len);
        buf_add(out, scratch->data, scratch->len);
    }
}

/* Paths: 0 and a text, or one more than the zigzag of the step from the last criterion named. */
static void put_reads(struct buf *out, const struct finding *f, const struct checklist *c)
{
    int64_t last = -1;
    put_varint(out, f->read_count);
    for (size_t i = 0; i < f->read_count; i++) {
        const char *path = f->read[i];
        int index = strncmp(path, "answers.", 8) == 0 ? checklist_find(c, path + 8) : -1;
        if (index < 0) {
            put_varint(out, 0);
            put_varint(out, strlen(path));
            buf_puts(out, path);
            continue;
        }
        int64_t step = index - last - 1;
        put_varint(out, 1 + (step < 0 ? (uint64_t)-step * 2 - 1 : (uint64_t)step * 2));
        last = index;
    }
}

int store_pack(struct store *s, const struct assessment *a, struct err *e)
{
    const struct checklist *c = a->checklist;
    struct buf *plain = &s->scratch, text = BUF_INIT;
    buf_reset(plain);
    put_varint(plain, (uint64_t)c->criterion_count);
    for (int i = 0; i < c->criterion_count; i++) {
        int64_t id;
        int code = shapes_put(s, &a->findings[i], c->criteria[i].demand.id, &id, e);
        if (code != 0) {
            return code;
        }
        put_varint(plain, (uint64_t)id);
    }
    for (int i = 0; i < c->criterion_count; i++) {
        if (a->findings[i].outcome == OUTCOME_SCORED) {
            put_credit(plain, &a->findings[i]);
        }
    }
    for (int i = 0; i < c->criterion_count; i++) {
        const struct json *params = a->findings[i].params;
        for (const struct json *p = params == NULL ? NULL : params->first; p != NULL; p = p->next) {
            put_value(plain, &text, p);
        }
    }
    for (int i = 0; i < c->criterion_count; i++) {
        if (shape_is_listed(&a->findings[i])) {
            put_reads(plain, &a->findings[i], c);
        }
    }
    buf_free(&text);
    if (buf_status(plain) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (plain->len > MAX_PACKED) {
        return err_set(e, ERR_INPUT, "%s: findings of %zu bytes are too large to be stored",
                       a->plan->id, plain->len);
    }
    const void *zipped;
    size_t zipped_len;
    int code = store_zip(s, DICTIONARY_FINDINGS, plain->data, plain->len, &zipped, &zipped_len, e);
    if (code != 0) {
        return code;
    }
    buf_reset(&s->packed);
    buf_putc(&s->packed, zipped_len < plain->len ? FORMAT_ZSTD : FORMAT_PLAIN);
    buf_add(&s->packed, zipped, zipped_len);
    return buf_status(&s->packed) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

/* --- unpacking ----------------------------------------------------------------------------- */

struct reader {
    const uint8_t *at, *end;
    struct arena *arena;
    bool values; /* only outcomes and credits are asked for */
    bool bad;    /* the bytes are no findings */
    bool memory; /* out of memory */
};

static uint64_t get_varint(struct reader *r)
{
    uint64_t n = 0;
    for (int shift = 0; shift < 64 && r->at < r->end; shift += 7) {
        uint8_t byte = *r->at++;
        n |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return n;
        }
    }
    r->bad = true;
    return 0;
}

static double get_double(struct reader *r)
{
    uint64_t bits = 0;
    double x;
    if (r->end - r->at < 8) {
        r->bad = true;
        return 0;
    }
    for (int i = 0; i < 8; i++) {
        bits |= (uint64_t)*r->at++ << (8 * i);
    }
    memcpy(&x, &bits, sizeof x);
    if (!isfinite(x)) {
        r->bad = true;
        return 0;
    }
    return x;
}

static const char *get_bytes(struct reader *r, uint64_t len)
{
    if (len > (uint64_t)(r->end - r->at)) {
        r->bad = true;
        return "";
    }
    const char *bytes = (const char *)r->at;
    r->at += len;
    return bytes;
}

static void get_credit(struct reader *r, struct finding *f)
{
    uint64_t code = get_varint(r);
    if (code == CREDIT_CODE_ZERO || code == CREDIT_CODE_ONE) {
        f->raw = (double)code;
    } else if (code == CREDIT_CODE_RAW || code == CREDIT_CODE_BOTH) {
        f->raw = get_double(r);
    } else if (code < CREDIT_CODE_PLAIN) {
        f->raw = store_fraction_value(code - CREDIT_CODE_FRACTION);
    } else {
        f->raw = (double)(code - CREDIT_CODE_PLAIN) / (double)CREDIT_ONE;
    }
    uint64_t credit = code == CREDIT_CODE_BOTH ? get_varint(r) : 0;
    f->credit = code == CREDIT_CODE_BOTH ? (int64_t)credit : number_to_credit(f->raw);
    if (f->credit < 0 || f->credit > CREDIT_ONE) {
        r->bad = true;
    }
}

static double get_number(struct reader *r, uint64_t head)
{
    uint64_t n = head >> 3;
    switch ((enum value_tag)(head & 7)) {
    case VALUE_NATURAL:
        return (double)n;
    case VALUE_NEGATIVE:
        return -(double)n;
    case VALUE_FRACTION:
        if (n >= FRACTION_COUNT) {
            r->bad = true;
            return 0;
        }
        return store_fraction_value(n);
    case VALUE_THOUSANDTHS:
        return (double)n / 1000;
    case VALUE_DOUBLE:
        return get_double(r);
    default:
        r->bad = true;
        return 0;
    }
}

static struct json *get_value(struct reader *r)
{
    uint64_t head = get_varint(r);
    struct json *value = NULL;
    if ((head & 7) == VALUE_TEXT) {
        const char *text = get_bytes(r, head >> 3);
        value = r->bad ? NULL : json_new_string(r->arena, text, head >> 3);
    } else if ((head & 7) == VALUE_JSON) {
        struct json_error error;
        const char *text = get_bytes(r, head >> 3);
        if (!r->bad && json_parse(r->arena, text, head >> 3, 1, &value, &error) == ERR_INPUT) {
            r->bad = true;
        }
    } else if ((head & 7) == VALUE_PERCENT) {
        double x = get_number(r, get_varint(r));
        value = r->bad ? NULL : json_new(r->arena, JSON_OBJECT);
        if (value != NULL &&
            json_add(r->arena, value, "percent", json_new_number(r->arena, x)) != 0) {
            value = NULL;
        }
    } else {
        double x = get_number(r, head);
        value = r->bad ? NULL : json_new_number(r->arena, x);
    }
    r->memory = r->memory || (value == NULL && !r->bad);
    return value;
}

static void get_params(struct reader *r, const struct shape *h, struct finding *f)
{
    if (!h->has_names) {
        return;
    }
    struct json *params = json_new(r->arena, JSON_OBJECT);
    if (params == NULL) {
        r->memory = true;
        return;
    }
    for (size_t i = 0; i < h->name_count && !r->bad && !r->memory; i++) {
        struct json *value = get_value(r);
        if (value != NULL && json_add(r->arena, params, h->names[i], value) != 0) {
            r->memory = true;
        }
    }
    f->params = params;
}

static void get_read(struct reader *r, const struct shape *h, const char *criterion,
                     struct finding *f)
{
    struct arena *arena = r->arena;
    const char **read = arena_alloc(arena, (h->read_count + 1) * sizeof *read);
    if (read == NULL) {
        r->memory = true;
        return;
    }
    for (size_t i = 0; i < h->read_count; i++) {
        size_t len = strlen("answers.") + strlen(criterion) + strlen(h->read[i].text) + 1;
        char *path = arena_alloc(arena, len);
        if (path == NULL) {
            r->memory = true;
            return;
        }
        size_t at = 0;
        if (h->read[i].own) {
            memcpy(path, "answers.", 8);
            memcpy(path + 8, criterion, strlen(criterion));
            at = 8 + strlen(criterion);
        }
        memcpy(path + at, h->read[i].text, strlen(h->read[i].text) + 1);
        read[i] = path;
    }
    f->read = read;
    f->read_count = h->read_count;
}

/* The finding but its credit and parameters. */
static bool get_shape(struct reader *r, const struct shape *h, const char *criterion,
                      struct finding *f)
{
    if (h == NULL) {
        return false;
    }
    f->outcome = h->outcome;
    if (r->values) {
        return true;
    }
    f->by = h->by;
    f->line = h->line;
    f->template_text = arena_strdup(r->arena, h->template_text);
    f->rule = h->rule == NULL ? NULL : arena_strdup(r->arena, h->rule);
    r->memory = r->memory || f->template_text == NULL || (h->rule != NULL && f->rule == NULL);
    get_read(r, h, criterion, f);
    return true;
}

static void get_reads(struct reader *r, const struct checklist *c, struct finding *f)
{
    int64_t last = -1;
    uint64_t count = get_varint(r);
    if (count > (uint64_t)(r->end - r->at)) {
        r->bad = true;
        return;
    }
    const char **read = arena_alloc(r->arena, (count + 1) * sizeof *read);
    for (uint64_t i = 0; read != NULL && i < count && !r->bad; i++) {
        uint64_t code = get_varint(r);
        if (code == 0) {
            size_t len = get_varint(r);
            const char *text = get_bytes(r, len);
            read[i] = r->bad ? "" : arena_strndup(r->arena, text, len);
        } else {
            int64_t zigzag = (int64_t)(code - 1);
            last += 1 + (zigzag % 2 == 0 ? zigzag / 2 : -(zigzag / 2) - 1);
            if (last < 0 || last >= c->criterion_count) {
                r->bad = true;
                return;
            }
            const char *id = c->criteria[last].demand.id;
            char *path = arena_text(r->arena, 8 + strlen(id));
            if (path != NULL) {
                memcpy(path, "answers.", 8);
                memcpy(path + 8, id, strlen(id));
            }
            read[i] = path;
        }
        r->memory = r->memory || read[i] == NULL;
    }
    r->memory = r->memory || read == NULL;
    f->read = read;
    f->read_count = count;
}

static int unpack_plain(struct store *s, struct reader *r, const struct checklist *c,
                        struct finding *findings, struct err *e)
{
    int n = c->criterion_count;
    if (get_varint(r) != (uint64_t)n) {
        return err_set(e, ERR_STORE, "the findings are not those of the checklist");
    }
    const struct shape **shapes = arena_alloc(r->arena, ((size_t)n + 1) * sizeof *shapes);
    if (shapes == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    for (int i = 0; i < n; i++) {
        int64_t id = (int64_t)get_varint(r);
        if (id > s->shapes.last) {
            int code = shapes_refresh(s, e);
            if (code != 0) {
                return code;
            }
        }
        shapes[i] = shapes_get(&s->shapes, id);
        if (!get_shape(r, shapes[i], c->criteria[i].demand.id, &findings[i])) {
            return err_set(e, ERR_STORE,
                           "the shape %lld of the finding of %s is missing or damaged",
                           (long long)id, c->criteria[i].demand.id);
        }
    }
    for (int i = 0; i < n && !r->bad; i++) {
        if (findings[i].outcome == OUTCOME_SCORED) {
            get_credit(r, &findings[i]);
        }
    }
    if (r->values) {
        return r->bad ? err_set(e, ERR_STORE, "the findings are damaged") : 0;
    }
    for (int i = 0; i < n && !r->bad && !r->memory; i++) {
        get_params(r, shapes[i], &findings[i]);
    }
    for (int i = 0; i < n && !r->bad && !r->memory; i++) {
        if (shapes[i]->listed) {
            get_reads(r, c, &findings[i]);
        }
    }
    if (r->memory) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    return r->bad || r->at != r->end ? err_set(e, ERR_STORE, "the findings are damaged") : 0;
}

/* The bytes before zstd, borrowed: from data, or from *room. */
static int open_findings(struct store *s, const void *data, size_t len, struct buf *room,
                         struct reader *r, struct err *e)
{
    const uint8_t *bytes = data;
    if (len < 2 || (bytes[0] != FORMAT_PLAIN && bytes[0] != FORMAT_ZSTD)) {
        return err_set(e, ERR_STORE, "the findings are damaged");
    }
    r->at = bytes + 1;
    r->end = bytes + len;
    if (bytes[0] == FORMAT_PLAIN) {
        return 0;
    }
    unsigned long long size = ZSTD_getFrameContentSize(bytes + 1, len - 1);
    if (size > MAX_PACKED) {
        return err_set(e, ERR_STORE, "the findings are damaged");
    }
    int code = store_unzip(s, bytes + 1, len - 1, (size_t)size, room, e);
    r->at = (const uint8_t *)buf_text(room);
    r->end = r->at + room->len;
    return code;
}

int store_plain_findings(struct store *s, const void *data, size_t len, struct buf *out,
                         struct err *e)
{
    struct reader r = {0};
    int code = open_findings(s, data, len, out, &r, e);
    if (code == 0 && (const char *)r.at != buf_text(out)) {
        buf_reset(out);
        buf_add(out, r.at, (size_t)(r.end - r.at));
        code = buf_status(out) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    }
    return code;
}

static int unpack(struct store *s, struct reader *r, const void *data, size_t len,
                  const struct checklist *c, struct finding **out, struct err *e)
{
    int code = open_findings(s, data, len, &s->scratch, r, e);
    if (code != 0) {
        return code;
    }
    *out = arena_alloc(r->arena, ((size_t)c->criterion_count + 1) * sizeof **out);
    return *out == NULL ? err_set(e, ERR_MEMORY, "out of memory") : unpack_plain(s, r, c, *out, e);
}

int store_unpack(struct store *s, const void *data, size_t len, const struct checklist *c,
                 struct arena *arena, struct finding **out, struct err *e)
{
    struct reader r = {.arena = arena};
    return unpack(s, &r, data, len, c, out, e);
}

int store_unpack_values(struct store *s, const void *data, size_t len, const struct checklist *c,
                        struct arena *arena, struct finding **out, struct err *e)
{
    struct reader r = {.arena = arena, .values = true};
    return unpack(s, &r, data, len, c, out, e);
}
