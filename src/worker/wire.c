#include "worker/wire.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"

/* ---- writing ---------------------------------------------------------------------------------- */

static void put(struct buf *out, uint64_t value, size_t bytes)
{
    unsigned char raw[8];
    for (size_t i = 0; i < bytes; i++) {
        raw[i] = (unsigned char)(value >> (8 * i));
    }
    buf_add(out, raw, bytes);
}

void wire_open(struct buf *out, enum wire_kind kind)
{
    buf_reset(out);
    put(out, 0, WIRE_HEAD);
    wire_put_u8(out, kind);
}

int wire_close(struct buf *out)
{
    if (buf_status(out) != 0 || out->len - WIRE_HEAD > WIRE_ASK_MAX) {
        return ERR_MEMORY;
    }
    size_t len = out->len - WIRE_HEAD;
    for (size_t i = 0; i < WIRE_HEAD; i++) {
        out->data[i] = (char)(len >> (8 * i));
    }
    return 0;
}

void wire_put_u8(struct buf *out, unsigned value)
{
    put(out, value, 1);
}

void wire_put_u32(struct buf *out, uint32_t value)
{
    put(out, value, 4);
}

void wire_put_i64(struct buf *out, int64_t value)
{
    put(out, (uint64_t)value, 8);
}

void wire_put_double(struct buf *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(out, bits, 8);
}

void wire_put_bytes(struct buf *out, const char *text, size_t len)
{
    wire_put_u32(out, (uint32_t)len);
    buf_add(out, text, len);
}

void wire_put_text(struct buf *out, const char *text)
{
    if (text == NULL) {
        wire_put_u32(out, UINT32_MAX);
    } else {
        wire_put_bytes(out, text, strlen(text));
    }
}

enum { NO_VALUE = 255 };

void wire_put_json(struct buf *out, const struct json *value)
{
    if (value == NULL) {
        wire_put_u8(out, NO_VALUE);
        return;
    }
    wire_put_u8(out, value->type);
    if (value->type == JSON_BOOL) {
        wire_put_u8(out, value->boolean);
    } else if (value->type == JSON_NUMBER) {
        wire_put_double(out, value->number);
    } else if (value->type == JSON_STRING) {
        wire_put_bytes(out, value->text, value->len);
    } else if (value->type == JSON_ARRAY || value->type == JSON_OBJECT) {
        wire_put_u32(out, (uint32_t)value->len);
    }
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        if (value->type == JSON_OBJECT) {
            wire_put_text(out, m->key);
        }
        wire_put_json(out, m);
    }
}

static void put_texts(struct buf *out, const char *const *list, size_t count)
{
    wire_put_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        wire_put_text(out, list[i]);
    }
}

void wire_put_outcome(struct buf *out, const struct rule_outcome *o)
{
    const struct finding *f = &o->finding;
    wire_put_u8(out, f->outcome);
    wire_put_u8(out, f->by);
    wire_put_double(out, f->outcome == OUTCOME_SCORED ? f->raw : 0);
    wire_put_text(out, f->template_text);
    wire_put_json(out, f->params);
    wire_put_u32(out, (uint32_t)f->line);
    put_texts(out, f->read, f->read_count);
    wire_put_i64(out, o->fuel_used);
    wire_put_u8(out, o->strayed);
    wire_put_u8(out, o->hurried);
}

void wire_put_usage(struct buf *out, const struct host_usage *u)
{
    wire_put_i64(out, u->fuel);
    wire_put_i64(out, (int64_t)u->memory);
    wire_put_i64(out, u->made);
    wire_put_i64(out, u->ns);
}

void wire_put_value(struct buf *out, const struct host_value *v)
{
    wire_put_text(out, v->error);
    wire_put_u32(out, (uint32_t)v->line);
    wire_put_u32(out, (uint32_t)v->column);
    wire_put_u8(out, v->limit);
    wire_put_u8(out, v->found);
    if (v->found) {
        wire_put_outcome(out, &(struct rule_outcome){.finding = v->finding});
    }
    put_texts(out, v->read, v->read_count);
    wire_put_u8(out, (unsigned)v->count);
    for (size_t i = 0; i < v->count; i++) {
        wire_put_json(out, v->values[i]);
    }
}

void wire_put_info(struct buf *out, const struct rule_info *info)
{
    wire_put_text(out, info->error);
    wire_put_text(out, info->title);
    wire_put_text(out, info->source);
    wire_put_u32(out, (uint32_t)info->version);
    wire_put_u32(out, (uint32_t)info->test_count);
    put_texts(out, info->needs, info->needs_count);
    put_texts(out, info->use, info->use_count);
}

/* ---- reading ---------------------------------------------------------------------------------- */

static uint64_t get(struct wire *w, size_t bytes)
{
    uint64_t value = 0;
    if (w->bad || w->left < bytes) {
        w->bad = true;
        return 0;
    }
    for (size_t i = 0; i < bytes; i++) {
        value |= (uint64_t)w->at[i] << (8 * i);
    }
    w->at += bytes;
    w->left -= bytes;
    return value;
}

unsigned wire_u8(struct wire *w)
{
    return (unsigned)get(w, 1);
}

uint32_t wire_u32(struct wire *w)
{
    return (uint32_t)get(w, 4);
}

int64_t wire_i64(struct wire *w)
{
    return (int64_t)get(w, 8);
}

double wire_double(struct wire *w)
{
    uint64_t bits = get(w, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    w->bad = w->bad || !isfinite(value);
    return w->bad || value == 0 ? 0 : value; /* no -0 */
}

bool wire_bool(struct wire *w)
{
    unsigned value = wire_u8(w);
    w->bad = w->bad || value > 1;
    return !w->bad && value == 1;
}

const char *wire_bytes(struct wire *w, size_t most, size_t *len)
{
    uint32_t n = wire_u32(w);
    *len = 0;
    if (w->bad || n == UINT32_MAX) {
        return NULL;
    }
    if (n > most || n > w->left) {
        w->bad = true;
        return NULL;
    }
    const char *copy = arena_strndup(w->arena, (const char *)w->at, n);
    w->starved = w->starved || copy == NULL;
    w->bad = w->bad || copy == NULL;
    w->at += n;
    w->left -= n;
    *len = copy == NULL ? 0 : n;
    return copy;
}

static const char *text(struct wire *w, size_t most, size_t *len)
{
    const char *copy = wire_bytes(w, most, len);
    if (copy != NULL && (memchr(copy, '\0', *len) != NULL || text_utf8_check(copy, *len) != *len)) {
        w->bad = true;
        return NULL;
    }
    return copy;
}

const char *wire_text(struct wire *w, size_t most)
{
    size_t len = 0;
    return text(w, most, &len);
}

static struct json *value(struct wire *w, int depth);

static struct json *spoil(struct wire *w)
{
    w->bad = true;
    return NULL;
}

static struct json *starve(struct wire *w)
{
    w->starved = true;
    return spoil(w);
}

/* The entries or members of out. Each has a byte at least, so that a false count ends soon. */
static struct json *children(struct wire *w, struct json *out, int depth)
{
    size_t count = wire_u32(w);
    for (size_t i = 0; i < count && !w->bad; i++) {
        const char *key = out->type == JSON_OBJECT ? wire_text(w, w->left) : NULL;
        if (out->type == JSON_OBJECT && key == NULL) {
            return spoil(w);
        }
        struct json *child = value(w, depth + 1);
        if (child == NULL) {
            return spoil(w);
        }
        child->key = key;
        if (out->last == NULL) {
            out->first = child;
        } else {
            out->last->next = child;
        }
        out->last = child;
        out->len++;
    }
    const struct json *twice = NULL;
    if (!w->bad && out->type == JSON_OBJECT && json_index(w->arena, out, &twice) != 0) {
        return starve(w);
    }
    return w->bad || twice != NULL ? spoil(w) : out;
}

static struct json *value(struct wire *w, int depth)
{
    unsigned type = wire_u8(w);
    if (w->bad || type == NO_VALUE) {
        return NULL;
    }
    if (type > JSON_OBJECT || depth > WIRE_DEPTH || w->nodes == 0) {
        return spoil(w);
    }
    w->nodes--;
    struct json *out = json_new(w->arena, (enum json_type)type);
    if (out == NULL) {
        return starve(w);
    }
    if (type == JSON_BOOL) {
        out->boolean = wire_bool(w);
    } else if (type == JSON_NUMBER) {
        out->number = wire_double(w);
    } else if (type == JSON_STRING) {
        out->text = text(w, w->left, &out->len);
        w->bad = w->bad || out->text == NULL;
    } else if (type == JSON_ARRAY || type == JSON_OBJECT) {
        return children(w, out, depth);
    }
    return w->bad ? NULL : out;
}

struct json *wire_json(struct wire *w)
{
    return value(w, 0);
}

static const char *const *texts(struct wire *w, size_t most, size_t most_bytes, size_t *count)
{
    uint32_t n = wire_u32(w);
    *count = 0;
    if (w->bad || n > most || n > w->left) {
        w->bad = true;
        return NULL;
    }
    const char **list = arena_alloc(w->arena, sizeof *list * ((size_t)n + 1));
    if (list == NULL) {
        (void)starve(w);
        return NULL;
    }
    for (uint32_t i = 0; i < n && !w->bad; i++) {
        list[i] = wire_text(w, most_bytes);
        w->bad = w->bad || list[i] == NULL;
    }
    *count = w->bad ? 0 : n;
    return list;
}

enum { TEMPLATE_MOST = 2000, READ_MOST = 1024, SOURCE_MOST = 64 * 1024, LINE_MOST = 1 << 16 };

/* Which of BY_... an outcome has when a rule gave it. */
static bool fits(enum outcome outcome, unsigned by)
{
    switch (outcome) {
    case OUTCOME_SCORED:
    case OUTCOME_NOT_ASSESSED:
        return by == BY_NONE;
    case OUTCOME_ERROR:
        return by == BY_RULE || by == BY_LIMIT;
    default:
        return by == BY_RULE;
    }
}

void wire_outcome(struct wire *w, struct rule_outcome *out)
{
    struct finding *f = &out->finding;
    w->nodes = WIRE_NODES_FINDING;
    unsigned outcome = wire_u8(w);
    unsigned by = wire_u8(w);
    *f = (struct finding){.outcome = (enum outcome)(outcome < OUTCOME_COUNT ? outcome : 0),
                          .by = (enum finding_by)(by <= BY_LIMIT ? by : 0)};
    f->raw = wire_double(w);
    f->template_text = wire_text(w, TEMPLATE_MOST);
    f->params = wire_json(w);
    uint32_t line = wire_u32(w);
    f->line = (int)line;
    f->read = texts(w, READ_MOST, w->left, &f->read_count);
    int64_t fuel = wire_i64(w);
    out->fuel_used = fuel;
    out->strayed = wire_bool(w);
    out->hurried = wire_bool(w);
    /* the credit is worked out here, by the same rounding as in process */
    f->credit = f->outcome == OUTCOME_SCORED ? number_to_credit(f->raw) : 0;
    bool sound = outcome < OUTCOME_COUNT && fits(f->outcome, by) && f->template_text != NULL &&
                 f->credit >= 0 && line <= LINE_MOST && fuel >= 0 && fuel <= INT64_MAX / 4 &&
                 (f->params == NULL ||
                  (f->params->type == JSON_OBJECT && json_get(f->params, FINDING_DOUBTS) == NULL));
    w->bad = w->bad || !sound;
}

/* No verdict rests on it: what is too large is cut, so that sums are none. */
static int64_t amount(struct wire *w)
{
    static const int64_t most = INT64_C(1) << 40;
    int64_t value = wire_i64(w);
    w->bad = w->bad || value < 0;
    return w->bad ? 0 : value > most ? most : value;
}

void wire_usage(struct wire *w, struct host_usage *out)
{
    out->fuel = amount(w);
    out->memory = (size_t)amount(w);
    out->made = amount(w);
    out->ns = amount(w);
}

void wire_value(struct wire *w, struct host_value *out)
{
    *out = (struct host_value){.error = wire_text(w, SOURCE_MOST)};
    uint32_t line = wire_u32(w), column = wire_u32(w);
    out->line = (int)line;
    out->column = (int)column;
    out->limit = wire_bool(w);
    out->found = wire_bool(w);
    if (out->found) {
        struct rule_outcome o;
        size_t nodes = w->nodes;
        wire_outcome(w, &o);
        out->finding = o.finding;
        w->nodes = nodes;
    }
    out->read = texts(w, READ_MOST, w->left, &out->read_count);
    out->count = wire_u8(w);
    w->bad = w->bad || line > LINE_MOST || column > LINE_MOST || out->count > SNIPPET_VALUES ||
             (out->error == NULL ? out->limit || (out->found && out->count == 0)
                                 : out->found || out->count > 0) ||
             (out->found && out->finding.outcome == OUTCOME_ERROR);
    for (size_t i = 0; i < out->count && !w->bad; i++) {
        out->values[i] = wire_json(w);
    }
}

void wire_info(struct wire *w, struct rule_info *out)
{
    out->error = wire_text(w, SOURCE_MOST);
    const char *title = wire_text(w, SOURCE_MOST);
    const char *source = wire_text(w, SOURCE_MOST);
    uint32_t version = wire_u32(w);
    uint32_t tests = wire_u32(w);
    out->needs = texts(w, SOURCE_MOST, SOURCE_MOST, &out->needs_count);
    out->use = texts(w, SOURCE_MOST, SOURCE_MOST, &out->use_count);
    out->title = title == NULL ? "" : title;
    out->source = source == NULL ? "" : source;
    w->bad = w->bad || version > INT32_MAX || tests > INT32_MAX ||
             (out->error == NULL && (title == NULL || source == NULL));
    out->version = (int)(version & INT32_MAX);
    out->test_count = (int)(tests & INT32_MAX);
}

bool wire_ends(const struct wire *w)
{
    return !w->bad && w->left == 0;
}
