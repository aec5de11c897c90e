/* Findings as the first programs packed them: in columns, through zstd. They are read, and no
 * longer written. */
#include <math.h>
#include <string.h>
#include <zstd.h>

#include "base/number.h"
#include "store/store_private.h"

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

struct reader {
    const uint8_t *at, *end;
    struct arena *arena;
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

static int unpack_plain(struct store *s, struct reader *r, const struct checklist *c, bool values,
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
        int code = shape_of_id(s, id, c->criteria[i].demand.id, values ? NULL : r->arena,
                               &shapes[i], &findings[i], e);
        if (code != 0) {
            return code;
        }
    }
    for (int i = 0; i < n && !r->bad; i++) {
        if (findings[i].outcome == OUTCOME_SCORED) {
            get_credit(r, &findings[i]);
        }
    }
    if (values) {
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

int store_unpack_old(struct store *s, const void *data, size_t len, const struct checklist *c,
                     bool values, struct arena *arena, struct finding *findings, struct err *e)
{
    const uint8_t *bytes = data;
    struct reader r = {.at = bytes + 1, .end = bytes + len, .arena = arena};
    if (bytes[0] == FINDINGS_OLD_ZSTD) {
        unsigned long long size = ZSTD_getFrameContentSize(bytes + 1, len - 1);
        if (size > FINDINGS_MOST) {
            return err_set(e, ERR_STORE, "the findings are damaged");
        }
        int code = store_unzip(s, bytes + 1, len - 1, (size_t)size, &s->scratch, e);
        if (code != 0) {
            return code;
        }
        r.at = (const uint8_t *)buf_text(&s->scratch);
        r.end = r.at + s->scratch.len;
    }
    return unpack_plain(s, &r, c, values, findings, e);
}
