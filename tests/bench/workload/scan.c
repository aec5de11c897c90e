/* A scanner for nothing but plans of the workload: what could be reached by a reader that knows its
 * schema and makes no tree. Objects are read by the table of their keys; keys that carry a number are
 * spelled out. */
#include "workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct scan {
    const char *at, *end;
    bool bad;
};

static void space(struct scan *s)
{
    while (s->at < s->end &&
           (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r')) {
        s->at++;
    }
}

static bool eat(struct scan *s, char c)
{
    if (s->at < s->end && *s->at == c) {
        s->at++;
        return true;
    }
    return false;
}

static void want(struct scan *s, char c)
{
    space(s);
    s->bad = !eat(s, c) || s->bad;
}

/* Length of the UTF-8 sequence at u, 0 where it is none (RFC 3629). */
static int sequence(const unsigned char *u, ptrdiff_t left)
{
    int n = u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : u[0] < 0xf5 ? 4 : 0;
    if (n == 0 || left < n || (u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] > 0x9f) ||
        (u[0] == 0xf0 && u[1] < 0x90) || (u[0] == 0xf4 && u[1] > 0x8f)) {
        return 0;
    }
    for (int i = 1; i < n; i++) {
        if ((u[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return n;
}

static bool escape(struct scan *s)
{
    s->at++;
    if (s->at >= s->end) {
        return false;
    }
    char c = *s->at++;
    if (c != 'u') {
        return c != 0 && strchr("\"\\/bfnrt", c) != NULL;
    }
    for (int i = 0; i < 4; i++, s->at++) {
        if (s->at >= s->end || strchr("0123456789abcdefABCDEF", *s->at) == NULL || *s->at == 0) {
            return false;
        }
    }
    return true; /* the workload has none: pairs of surrogates are not looked at */
}

/* A string as it stands between its quotes. */
static size_t string(struct scan *s, const char **out)
{
    space(s);
    if (!eat(s, '"')) {
        s->bad = true;
        return 0;
    }
    *out = s->at;
    while (s->at < s->end && *s->at != '"') {
        unsigned char c = (unsigned char)*s->at;
        if (c == '\\') {
            s->bad = !escape(s) || s->bad;
        } else if (c >= 0x80) {
            int n = sequence((const unsigned char *)s->at, s->end - s->at);
            s->bad = n == 0 || s->bad;
            s->at += n == 0 ? 1 : n;
        } else {
            s->bad = c < 0x20 || s->bad;
            s->at++;
        }
    }
    size_t len = (size_t)(s->at - *out);
    s->bad = !eat(s, '"') || s->bad;
    return len;
}

static bool digit(const struct scan *s)
{
    return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static double number(struct scan *s)
{
    space(s);
    const char *from = s->at;
    bool minus = eat(s, '-'), whole = true;
    int64_t x = 0;
    if (!digit(s)) {
        s->bad = true;
        return 0;
    }
    bool zero = *s->at == '0';
    for (int n = 0; digit(s); s->at++, n++) {
        whole = n < 17 && whole;
        x = whole ? x * 10 + (*s->at - '0') : x;
        s->bad = (zero && n > 0) || s->bad;
    }
    if (eat(s, '.')) {
        whole = false;
        s->bad = !digit(s) || s->bad;
        while (digit(s)) {
            s->at++;
        }
    }
    if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
        whole = false;
        s->at++;
        if (!eat(s, '+')) {
            (void)eat(s, '-');
        }
        s->bad = !digit(s) || s->bad;
        while (digit(s)) {
            s->at++;
        }
    }
    double value = whole ? (double)(minus ? -x : x) : strtod(from, NULL);
    s->bad = !isfinite(value) || s->bad;
    return value;
}

static void text(struct scan *s, char *out, size_t room)
{
    const char *at = NULL;
    size_t len = string(s, &at);
    if (len >= room) {
        s->bad = true;
        return;
    }
    memcpy(out, at, len);
    out[len] = '\0';
}

/* Reads a member's value; returns the bit of its key, 0 where the object has no such key. */
typedef uint64_t member(struct scan *s, struct wplan *p, const char *key, size_t len);

static bool is(const char *key, size_t len, const char *name)
{
    return len == strlen(name) && memcmp(key, name, len) == 0;
}

/* An object whose members are told apart by `each`; a key twice is an error. Returns those that were
 * there. */
static uint64_t object(struct scan *s, struct wplan *p, member *each)
{
    uint64_t seen = 0;
    want(s, '{');
    space(s);
    if (s->bad || eat(s, '}')) {
        return 0;
    }
    do {
        const char *key = NULL;
        size_t len = string(s, &key);
        want(s, ':');
        uint64_t bit = s->bad ? 0 : each(s, p, key, len);
        s->bad = bit == 0 || (seen & bit) != 0 || s->bad;
        seen |= bit;
        space(s);
    } while (!s->bad && eat(s, ','));
    want(s, '}');
    return seen;
}

static uint64_t skipped(struct scan *s, bool is_text, uint64_t bit)
{
    const char *at;
    if (is_text) {
        (void)string(s, &at);
    } else {
        (void)number(s);
    }
    return bit;
}

static uint64_t budget_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    (void)p;
    return is(key, len, "currency") ? skipped(s, true, 1)
           : is(key, len, "total")  ? skipped(s, false, 2)
           : is(key, len, "drr")    ? skipped(s, false, 4)
                                    : 0;
}

static uint64_t plan_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    if (is(key, len, "id")) {
        text(s, p->id, sizeof p->id);
        return 1;
    }
    if (is(key, len, "budget")) {
        (void)object(s, p, budget_member);
        return 2;
    }
    return is(key, len, "title")      ? skipped(s, true, 4)
           : is(key, len, "type")     ? skipped(s, true, 8)
           : is(key, len, "approved") ? skipped(s, true, 16)
           : is(key, len, "summary")  ? skipped(s, true, 32)
                                      : 0;
}

static uint64_t population_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    (void)p;
    return is(key, len, "total")       ? skipped(s, false, 1)
           : is(key, len, "displaced") ? skipped(s, false, 2)
                                       : 0;
}

static uint64_t hazard_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    if (is(key, len, "likelihood")) {
        p->likelihood[p->hazards] = number(s);
        return 1;
    }
    if (is(key, len, "severity")) {
        p->severity[p->hazards] = number(s);
        return 2;
    }
    return is(key, len, "type")               ? skipped(s, true, 4)
           : is(key, len, "children_exposed") ? skipped(s, false, 8)
                                              : 0;
}

static uint64_t community_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    if (is(key, len, "country")) {
        text(s, p->country, sizeof p->country);
        return 1;
    }
    if (is(key, len, "local")) {
        text(s, p->community, sizeof p->community);
        return 2;
    }
    if (is(key, len, "hazards")) {
        p->hazards = 0;
        want(s, '[');
        do {
            s->bad = p->hazards == WORKLOAD_HAZARDS || s->bad;
            s->bad = s->bad || (object(s, p, hazard_member) & 3) != 3;
            p->hazards++;
            space(s);
        } while (!s->bad && eat(s, ','));
        want(s, ']');
        return 4;
    }
    if (is(key, len, "population")) {
        (void)object(s, p, population_member);
        return 8;
    }
    return is(key, len, "name")              ? skipped(s, true, 16)
           : is(key, len, "setting")         ? skipped(s, true, 32)
           : is(key, len, "wealth_quintile") ? skipped(s, false, 64)
           : is(key, len, "households")      ? skipped(s, false, 128)
                                             : 0;
}

static uint64_t assessment_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    if (is(key, len, "round")) {
        text(s, p->round, sizeof p->round);
        return 1;
    }
    return is(key, len, "date")                 ? skipped(s, true, 2)
           : is(key, len, "method")             ? skipped(s, true, 4)
           : is(key, len, "children_took_part") ? skipped(s, false, 8)
                                                : 0;
}

/* The number at the end of a key: 0 to 79, else -1. */
static int place(const char *key, size_t len, size_t before)
{
    if (len != before + 2 || key[before] < '0' || key[before] > '7' || key[before + 1] < '0' ||
        key[before + 1] > '9') {
        return -1;
    }
    return (key[before] - '0') * 10 + key[before + 1] - '0';
}

/* Members of facts and answers by number: as many bits as there are would not fit, so NaN says "not
 * yet". */
static uint64_t once(struct scan *s, double *to)
{
    s->bad = *to == *to || s->bad;
    *to = number(s);
    return 0;
}

static void numbered(struct scan *s, struct wplan *p, bool answers)
{
    want(s, '{');
    do {
        const char *key = NULL;
        size_t len = string(s, &key), before = answers ? 1 : 4;
        int k = s->bad ? -1 : place(key, len, before);
        double *list = k < 0                              ? NULL
                       : answers                          ? (key[0] == 'C' ? p->answer : NULL)
                       : memcmp(key, "have", before) == 0 ? p->have
                       : memcmp(key, "need", before) == 0 ? p->need
                       : memcmp(key, "open", before) == 0 ? p->open
                                                          : NULL;
        want(s, ':');
        if (list == NULL || s->bad) {
            s->bad = true;
        } else {
            (void)once(s, &list[k]);
        }
        space(s);
    } while (!s->bad && eat(s, ','));
    want(s, '}');
}

static uint64_t root_member(struct scan *s, struct wplan *p, const char *key, size_t len)
{
    if (is(key, len, "banyan")) {
        s->bad = number(s) != 1 || s->bad;
        return 1;
    }
    if (is(key, len, "plan")) {
        s->bad = (object(s, p, plan_member) & 1) == 0 || s->bad;
        return 2;
    }
    if (is(key, len, "community")) {
        s->bad = (object(s, p, community_member) & 7) != 7 || s->bad;
        return 4;
    }
    if (is(key, len, "facts")) {
        numbered(s, p, false);
        return 8;
    }
    if (is(key, len, "assessment")) {
        s->bad = (object(s, p, assessment_member) & 1) == 0 || s->bad;
        return 16;
    }
    if (is(key, len, "answers")) {
        numbered(s, p, true);
        return 32;
    }
    return 0;
}

/* Each rule has what it reads. */
static bool whole(const struct wplan *p)
{
    bool fine = true;
    for (int k = 0; k < WORKLOAD_COUNT; k += 4) {
        fine = fine && p->answer[k] == p->answer[k] && p->have[k + 1] == p->have[k + 1] &&
               p->need[k + 1] > 0 && p->answer[k + 2] == p->answer[k + 2] &&
               p->answer[k + 3] == p->answer[k + 3] && p->open[k + 3] == p->open[k + 3];
    }
    return fine;
}

bool wplan_scan(struct wplan *p, const char *line, size_t len)
{
    struct scan s = {line, line + len, false};
    /* all four lists: bytes of 0xff are NaN */
    memset(p->answer, 0xff, sizeof p->answer + sizeof p->have + sizeof p->need + sizeof p->open);
    uint64_t seen = object(&s, p, root_member);
    space(&s);
    return !s.bad && s.at == s.end && seen == 63 && whole(p);
}
