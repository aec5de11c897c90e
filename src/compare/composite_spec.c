/* Reads the specification of a composite indicator. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "compare/composite_internal.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { PATH = 256, MOST_DRAWS = 100000, MOST_DECIMALS = 9 };

static const char *const methods[] = {"min_max",    "goalposts", "z",        "rank", "borda",
                                      "percentile", "target",    "fraction", "none"};
static const char *const means[] = {
    "arithmetic",         "geometric", "harmonic", "minimum", "maximum",
    "inverted_geometric", "median",    "power",    "borda",   "copeland"};
static const char *const transforms[] = {"none", "log", "square"};
static const char *const fills[] = {"none", "mean", "median", "group_mean", "group_median"};
static const char *const ties[] = {"best", "average", "worst", "dense"};

const char *composite_method_name(enum composite_method method)
{
    return methods[method];
}

const char *composite_mean_name(enum composite_mean mean)
{
    return means[mean];
}

const char *composite_ties_name(enum composite_ties which)
{
    return ties[which];
}

/* ---- members by type ---- */

struct place { /* an object, and where it stands */
    const struct json *object;
    const char *path; /* "" at the root */
    struct diag *d;
};

static void path_of(const struct place *p, const char *key, char *out)
{
    (void)snprintf(out, PATH, "%.120s%s%.120s", p->path, p->path[0] == '\0' ? "" : ".", key);
}

static void complain(const struct place *p, const struct json *at, const char *key,
                     const char *text)
{
    char path[PATH];
    path_of(p, key, path);
    diag_add(p->d, at->line, path, "%s", text);
}

/* The member, NULL where it is absent, null, or (with a complaint) of another type. */
static const struct json *member(const struct place *p, const char *key, enum json_type type)
{
    const struct json *m = json_get(p->object, key);
    if (m == NULL || m->type == type) {
        return m;
    }
    char path[PATH];
    path_of(p, key, path);
    diag_add(p->d, m->line, path, "is %s: give %s", json_type_name(m->type), json_type_name(type));
    return NULL;
}

static const char *text(const struct place *p, const char *key, bool needed)
{
    const struct json *m = member(p, key, JSON_STRING);
    if (m == NULL && needed && json_get(p->object, key) == NULL) {
        complain(p, p->object, key, "is missing: add it");
    } else if (m != NULL && m->len == 0) {
        complain(p, m, key, "is empty: give a text");
    }
    return m == NULL ? NULL : m->text;
}

static void truth(const struct place *p, const char *key, bool *out)
{
    const struct json *m = member(p, key, JSON_BOOL);
    *out = m == NULL ? *out : m->boolean;
}

static void number(const struct place *p, const char *key, double low, double high, double *out)
{
    const struct json *m = member(p, key, JSON_NUMBER);
    if (m == NULL) {
        return;
    }
    if (!(m->number >= low && m->number <= high)) {
        struct buf what = BUF_INIT;
        number_write(&what, m->number);
        buf_puts(&what, " is out of range: give a number from ");
        number_write(&what, low);
        buf_puts(&what, " to ");
        number_write(&what, high);
        complain(p, m, key, buf_text(&what));
        p->d->text.failed = p->d->text.failed || what.failed;
        buf_free(&what);
        return;
    }
    *out = m->number;
}

static void whole(const struct place *p, const char *key, double low, double high, int64_t *out)
{
    double value = (double)*out;
    number(p, key, low, high, &value);
    if (value != floor(value)) {
        complain(p, json_get(p->object, key), key, "is no whole number: give one");
        return;
    }
    *out = (int64_t)value;
}

/* Decimals; null switches rounding off. */
static void decimals(const struct place *p, const char *key, int *out)
{
    const struct json *m = json_get(p->object, key);
    if (m != NULL && m->type == JSON_NULL) {
        *out = ROUND_NONE;
    } else if (m != NULL) {
        int64_t value = *out;
        whole(p, key, 0, MOST_DECIMALS, &value);
        *out = (int)value;
    }
}

static int word_of(const struct place *p, const struct json *m, const char *key,
                   const char *const *words, size_t count, int otherwise)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(m->text, words[i]) == 0) {
            return (int)i;
        }
    }
    const char *near = text_nearest(m->text, words, count);
    char path[PATH];
    path_of(p, key, path);
    if (near != NULL) {
        diag_add(p->d, m->line, path, "\"%.40s\" is unknown: did you mean \"%s\"?", m->text, near);
    } else {
        struct buf list = BUF_INIT;
        for (size_t i = 0; i < count; i++) {
            buf_printf(&list, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
        }
        diag_add(p->d, m->line, path, "\"%.40s\" is unknown: give %s", m->text, buf_text(&list));
        p->d->text.failed = p->d->text.failed || list.failed;
        buf_free(&list);
    }
    return otherwise;
}

static int word(const struct place *p, const char *key, const char *const *words, size_t count,
                int otherwise)
{
    const struct json *m = member(p, key, JSON_STRING);
    return m == NULL ? otherwise : word_of(p, m, key, words, count, otherwise);
}

static void keys(const struct place *p, const char *const *words, size_t count)
{
    for (const struct json *m = p->object->first; m != NULL; m = m->next) {
        bool known = false;
        for (size_t i = 0; i < count && !known; i++) {
            known = strcmp(m->key, words[i]) == 0;
        }
        if (!known) {
            const char *near = text_nearest(m->key, words, count);
            char path[PATH];
            path_of(p, m->key, path);
            diag_add(p->d, m->line, path,
                     near == NULL ? "is no key here: remove it%s"
                                  : "is no key here: did you mean \"%s\"?",
                     near == NULL ? "" : near);
        }
    }
}

/* A list of texts and numbers that stand for no value. */
static const struct json *tokens(const struct place *p, const char *key,
                                 const struct json *otherwise)
{
    const struct json *list = member(p, key, JSON_ARRAY);
    for (const struct json *m = list == NULL ? NULL : list->first; m != NULL; m = m->next) {
        if (m->type != JSON_STRING && m->type != JSON_NUMBER) {
            complain(p, m, key, "holds neither text nor number: give these");
            return otherwise;
        }
    }
    return list == NULL ? otherwise : list;
}

/* ---- parts ---- */

static void read_normalise(const struct place *outer, struct composite_scaling *out)
{
    static const char *const words[] = {"method", "low", "high",   "mean",
                                        "sd",     "cap", "target", "round"};
    const struct json *m = json_get(outer->object, "normalise");
    if (m != NULL && m->type == JSON_STRING) {
        out->method = (enum composite_method)word_of(outer, m, "normalise", methods, COUNT(methods),
                                                     (int)out->method);
        return;
    }
    m = member(outer, "normalise", JSON_OBJECT);
    if (m == NULL) {
        return;
    }
    char path[PATH];
    path_of(outer, "normalise", path);
    struct place p = {m, path, outer->d};
    keys(&p, words, COUNT(words));
    out->method = (enum composite_method)word(&p, "method", methods, COUNT(methods),
                                              (int)out->method);
    number(&p, "low", -1e300, 1e300, &out->low);
    number(&p, "high", -1e300, 1e300, &out->high);
    number(&p, "mean", -1e9, 1e9, &out->mean);
    number(&p, "sd", 1e-9, 1e9, &out->sd);
    number(&p, "target", -1e300, 1e300, &out->target);
    truth(&p, "cap", &out->cap);
    decimals(&p, "round", &out->round);
    if (out->low >= out->high) {
        complain(outer, m, "normalise",
                 "low is not below high: give the lower end as low; "
                 "Direction -1 of the meta file turns the scale round");
    }
}

static void read_clip(const struct place *p, struct composite_scaling *out)
{
    const struct json *m = member(p, "clip", JSON_ARRAY);
    if (m == NULL) {
        return;
    }
    const struct json *low = m->first, *high = low == NULL ? NULL : low->next;
    if (m->len != 2 || low == NULL || high == NULL || low->type != JSON_NUMBER ||
        high->type != JSON_NUMBER || low->number > high->number) {
        complain(p, m, "clip", "is no pair of limits: give [lowest, highest]");
        return;
    }
    out->clip_low = low->number;
    out->clip_high = high->number;
}

void composite_scaling_read(const struct json *object, const char *path, struct diag *d,
                            struct composite_scaling *out)
{
    static const char *const words[] = {"factor",      "missing",   "clip", "transform",
                                        "transformed", "normalise", "treat"};
    struct place p = {object, path, d};
    if (object->type != JSON_OBJECT) {
        diag_add(d, object->line, path, "is %s: give an object", json_type_name(object->type));
        return;
    }
    keys(&p, words, COUNT(words));
    number(&p, "factor", -1e300, 1e300, &out->factor);
    if (out->factor == 0) {
        complain(&p, object, "factor", "is 0: every value would be the same");
    }
    out->missing = tokens(&p, "missing", out->missing);
    read_clip(&p, out);
    out->transform = (enum composite_transform)word(&p, "transform", transforms, COUNT(transforms),
                                                    (int)out->transform);
    truth(&p, "transformed", &out->transformed);
    truth(&p, "treat", &out->treat);
    read_normalise(&p, out);
}

static const char *const rule_words[] = {"aggregate", "floor", "power", "min_available", "round"};

/* The members alone, whatever else the object has. */
static void read_rule(const struct place *p, struct composite_rule *out)
{
    out->mean = (enum composite_mean)word(p, "aggregate", means, COUNT(means), (int)out->mean);
    const struct json *floor_of = json_get(p->object, "floor");
    if (floor_of != NULL && floor_of->type == JSON_NULL) {
        out->floor = NAN;
    } else {
        number(p, "floor", 0, 0.999, &out->floor);
    }
    number(p, "power", -100, 100, &out->power);
    if (out->power == 0) {
        complain(p, p->object, "power", "is 0: give the aggregate geometric instead");
    }
    number(p, "min_available", 0, 1, &out->min_available);
    decimals(p, "round", &out->round);
}

void composite_rule_read(const struct json *object, const char *path, struct diag *d,
                         struct composite_rule *out)
{
    struct place p = {object, path, d};
    if (object->type != JSON_OBJECT) {
        diag_add(d, object->line, path, "is %s: give an object", json_type_name(object->type));
        return;
    }
    keys(&p, rule_words, COUNT(rule_words));
    read_rule(&p, out);
}

static void read_fill(const struct place *outer, struct composite_spec *out)
{
    static const char *const words[] = {"method", "group"};
    const struct json *m = member(outer, "fill", JSON_OBJECT);
    if (m == NULL) {
        return;
    }
    struct place p = {m, "fill", outer->d};
    keys(&p, words, COUNT(words));
    out->fill = (enum composite_fill)word(&p, "method", fills, COUNT(fills), FILL_NONE);
    bool group = out->fill == FILL_GROUP_MEAN || out->fill == FILL_GROUP_MEDIAN;
    out->fill_group = text(&p, "group", group);
    if (!group && out->fill_group != NULL) {
        complain(&p, m, "group", "is not used by this method: remove it");
    }
}

static void read_treat(const struct place *outer, struct composite_spec *out)
{
    static const char *const words[] = {"method", "skew", "kurtosis", "most"};
    static const char *const known[] = {"none", "winsorise"};
    const struct json *m = member(outer, "treat", JSON_OBJECT);
    if (m == NULL) {
        return;
    }
    struct place p = {m, "treat", outer->d};
    int64_t most = out->treat_most;
    keys(&p, words, COUNT(words));
    out->treat = word(&p, "method", known, COUNT(known), 1) == 1;
    number(&p, "skew", 0, 1e6, &out->treat_skew);
    number(&p, "kurtosis", -1e6, 1e6, &out->treat_kurtosis);
    whole(&p, "most", 1, 1000, &most);
    out->treat_most = (int)most;
}

static void read_scale(const struct place *outer, struct composite_spec *out)
{
    static const char *const words[] = {"from", "to"};
    const struct json *m = member(outer, "scale", JSON_OBJECT);
    if (m == NULL) {
        return;
    }
    struct place p = {m, "scale", outer->d};
    keys(&p, words, COUNT(words));
    number(&p, "from", -1e6, 1e6, &out->from);
    number(&p, "to", -1e6, 1e6, &out->to);
    if (out->from >= out->to) {
        complain(outer, m, "scale", "from is not below to: give the lower end as from");
        out->to = out->from + 1;
    }
}

static void read_rank(const struct place *outer, struct composite_spec *out)
{
    static const char *const words[] = {"first", "ties"};
    static const char *const ends[] = {"high", "low"};
    const struct json *m = member(outer, "rank", JSON_OBJECT);
    if (m == NULL) {
        return;
    }
    struct place p = {m, "rank", outer->d};
    keys(&p, words, COUNT(words));
    out->low_first = word(&p, "first", ends, COUNT(ends), 0) == 1;
    out->ties = (enum composite_ties)word(&p, "ties", ties, COUNT(ties), TIES_BEST);
}

static void read_uncertainty(const struct place *outer, struct composite_spec *out)
{
    static const char *const words[] = {"weights", "draws", "seed", "concentration"};
    const struct json *m = member(outer, "uncertainty", JSON_OBJECT);
    if (m == NULL) {
        return;
    }
    struct place p = {m, "uncertainty", outer->d};
    int64_t seed = 1;
    keys(&p, words, COUNT(words));
    out->weights = text(&p, "weights", false);
    whole(&p, "draws", 0, MOST_DRAWS, &out->draws);
    whole(&p, "seed", 0, 9007199254740991.0, &seed);
    number(&p, "concentration", 0.01, 1e6, &out->concentration);
    out->seed = (uint64_t)seed;
    if (out->weights != NULL && out->draws > 0) {
        complain(outer, m, "uncertainty", "has both weights and draws: give one of them");
    }
}

/* An object of objects, each looked through once so that what is wrong is told here. */
static const struct json *exceptions(const struct place *outer, const char *key, bool of_indicators)
{
    const struct json *m = member(outer, key, JSON_OBJECT);
    for (const struct json *one = m == NULL ? NULL : m->first; one != NULL; one = one->next) {
        char path[PATH];
        struct composite_scaling scaling = {.low = NAN, .high = NAN, .factor = 1, .sd = 1};
        struct composite_rule rule = {.power = 1};
        (void)snprintf(path, sizeof path, "%s.%.120s", key, one->key);
        if (of_indicators) {
            composite_scaling_read(one, path, outer->d, &scaling);
        } else {
            composite_rule_read(one, path, outer->d, &rule);
        }
    }
    return m;
}

static void read_all(const struct place *p, struct composite_spec *out)
{
    static const char *const words[] = {
        "$schema",     "banyan",         "id",        "title",        "source",
        "data",        "meta",           "missing",   "denominators", "fill",
        "treat",       "scale",          "normalise", "aggregate",    "floor",
        "power",       "min_available",  "round",     "indicators",   "levels",
        "nodes",       "min_indicators", "rank",      "peers",        "correlation",
        "uncertainty", "not_applicable", "of"};
    double version = 0;
    keys(p, words, COUNT(words));
    number(p, "banyan", 1, 1, &version);
    if (json_get(p->object, "banyan") == NULL) {
        complain(p, p->object, "banyan", "is missing: add \"banyan\": 1");
    }
    out->id = text(p, "id", false);
    out->title = text(p, "title", true);
    out->source = text(p, "source", false);
    out->data = text(p, "data", true);
    bool stored = text_equal(out->data, "stored");
    out->data = stored ? NULL : out->data;
    out->meta = text(p, "meta", !stored);
    if (stored) {
        static const char *const kinds[] = {"criteria", "domains"};
        out->criteria = word(p, "of", kinds, COUNT(kinds), 0) == 0;
        out->to = 1;
        out->scaling.method = NORMAL_NONE;
    }
    if (stored ? out->meta != NULL : json_get(p->object, "of") != NULL) {
        complain(p, p->object, stored ? "meta" : "of",
                 stored ? "is not used with stored results: remove it"
                        : "is used with stored results alone: remove it");
    }
    out->missing = tokens(p, "missing", NULL);
    out->apart = tokens(p, "not_applicable", NULL);
    truth(p, "denominators", &out->denominators);
    read_fill(p, out);
    read_treat(p, out);
    read_scale(p, out);
    read_normalise(p, &out->scaling);
    read_rule(p, &out->rule);
    out->indicators = exceptions(p, "indicators", true);
    out->levels = exceptions(p, "levels", false);
    out->nodes = exceptions(p, "nodes", false);
    number(p, "min_indicators", 0, 1, &out->min_indicators);
    read_rank(p, out);
    out->peers = text(p, "peers", false);
    number(p, "correlation", 0, 1, &out->high_correlation);
    read_uncertainty(p, out);
}

int composite_spec_read(struct arena *arena, const char *bytes, size_t len, struct diag *d,
                        struct composite_spec *out)
{
    struct json *doc = NULL;
    struct json_error error;
    size_t before = d->count;
    *out = (struct composite_spec){
        .treat_skew = 2,
        .treat_kurtosis = 3.5,
        .treat_most = 5,
        .to = 100,
        .scaling = {.low = NAN,
                    .high = NAN,
                    .target = NAN,
                    .sd = 1,
                    .cap = true,
                    .treat = true,
                    .clip_low = -INFINITY,
                    .clip_high = INFINITY,
                    .factor = 1,
                    .round = ROUND_NONE},
        .rule = {.floor = NAN, .power = 1, .round = ROUND_NONE},
        .min_indicators = 0.6,
        .high_correlation = 0.9,
        .seed = 1,
        .concentration = 20,
    };
    int rc = json_parse(arena, bytes, len, 1, &doc, &error);
    if (rc == ERR_INPUT) {
        diag_add(d, error.line, error.path, "%s", error.text);
    }
    if (rc != 0) {
        return rc;
    }
    if (doc->type != JSON_OBJECT) {
        diag_add(d, doc->line, "", "is %s: give an object", json_type_name(doc->type));
        return ERR_INPUT;
    }
    out->doc = doc;
    struct place p = {doc, "", d};
    read_all(&p, out);
    return buf_status(&d->text) != 0 ? ERR_MEMORY : d->count > before ? ERR_INPUT : 0;
}
