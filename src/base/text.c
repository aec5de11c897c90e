#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Length of the valid UTF-8 sequence at text, 0 where there is none; its code point in *point. */
static size_t sequence(const unsigned char *p, size_t len, uint32_t *point)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t need = p[0] < 0x80       ? 1
                  : p[0] >> 5 == 6  ? 2
                  : p[0] >> 4 == 14 ? 3
                  : p[0] >> 3 == 30 ? 4
                                    : 0;
    if (need == 0 || need > len) {
        return 0;
    }
    uint32_t value = need == 1 ? p[0] : p[0] & (0x7fU >> need);
    for (size_t i = 1; i < need; i++) {
        if (p[i] >> 6 != 2) {
            return 0;
        }
        value = value << 6 | (p[i] & 0x3fU);
    }
    if ((need > 1 && value < lowest[need]) || value > 0x10ffff ||
        (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    *point = value;
    return need;
}

size_t text_utf8_check(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len) {
        uint64_t eight;
        if (len - at >= sizeof eight) { /* most texts are ASCII: eight bytes at a time */
            memcpy(&eight, text + at, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        uint32_t point = 0;
        bool ascii = (unsigned char)text[at] < 0x80;
        size_t step = ascii ? 1 : sequence((const unsigned char *)text + at, len - at, &point);
        if (step == 0) {
            return at;
        }
        at += step;
    }
    return len;
}

bool text_is_id(const char *text)
{
    size_t len = 0;
    for (; len <= 64 && text[len] != '\0'; len++) {
        char c = text[len];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '.' || c == '_' || c == '-')) {
            return false;
        }
    }
    return len >= 1 && len <= 64;
}

bool text_equal(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool text_alike(const char *a, const char *b, size_t len)
{
    size_t i = 0;
    while (i < len && a[i] != '\0' && lower(a[i]) == lower(b[i])) {
        i++;
    }
    return i == len || lower(a[i]) == lower(b[i]);
}

struct day {
    int year, month, day;
};

static bool read_day(const char *text, struct day *out)
{
    if (text == NULL || strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    int value[3] = {0, 0, 0};
    for (int i = 0, part = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            part++;
        } else if (text[i] < '0' || text[i] > '9') {
            return false;
        } else {
            value[part] = value[part] * 10 + (text[i] - '0');
        }
    }
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (value[0] % 4 == 0 && value[0] % 100 != 0) || value[0] % 400 == 0;
    if (value[0] < 1 || value[1] < 1 || value[1] > 12 || value[2] < 1 ||
        value[2] > lengths[value[1] - 1] + (leap && value[1] == 2 ? 1 : 0)) {
        return false;
    }
    *out = (struct day){value[0], value[1], value[2]};
    return true;
}

bool text_date(const char *text, int64_t *days)
{
    struct day d;
    if (!read_day(text, &d)) {
        return false;
    }
    /* Days from the civil date, counting years from March so that the leap day comes last. */
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = year / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    *days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return true;
}

/* Whole months from a to b, a not after b; *rest tells whether days are left over. */
static int64_t months(struct day a, struct day b, bool *rest)
{
    int64_t whole = (int64_t)(b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0);
    *rest = b.day != a.day;
    return whole;
}

bool text_age(const char *from, const char *to, const char *unit, int64_t *whole, bool *unfinished)
{
    int64_t first = 0;
    int64_t last = 0;
    struct day a;
    struct day b;
    if (!text_date(from, &first) || !text_date(to, &last) || !read_day(from, &a) ||
        !read_day(to, &b)) {
        return false;
    }
    *unfinished = false;
    if (text_equal(unit, "days")) {
        *whole = last - first;
        return true;
    }
    bool years = text_equal(unit, "years");
    if (!years && !text_equal(unit, "months")) {
        return false;
    }
    int64_t sign = first <= last ? 1 : -1;
    int64_t count = sign > 0 ? months(a, b, unfinished) : months(b, a, unfinished);
    if (years) {
        *unfinished = *unfinished || count % 12 != 0;
        count /= 12;
    }
    *whole = sign * count;
    return true;
}

/* Edit distance with adjacent letters changed about as one step; words over 63 bytes are far away. */
static int distance(const char *a, const char *b)
{
    size_t n = strlen(a);
    size_t m = strlen(b);
    int rows[3][65];
    if (n > 63 || m > 63) {
        return 1000;
    }
    for (size_t j = 0; j <= m; j++) {
        rows[0][j] = (int)j;
    }
    for (size_t i = 1; i <= n; i++) {
        int *now = rows[i % 3];
        const int *one = rows[(i + 2) % 3];
        const int *two = rows[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int cost = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            int best = one[j - 1] + cost;
            best = one[j] + 1 < best ? one[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]) && two[j - 2] + 1 < best) {
                best = two[j - 2] + 1;
            }
            now[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *text_nearest(const char *given, const char *const *words, size_t count)
{
    const char *best = NULL;
    int limit = (int)strlen(given) / 3;
    int nearest = (limit < 1 ? 1 : limit) + 1;
    for (size_t i = 0; i < count; i++) {
        int d = distance(given, words[i]);
        if (d < nearest) {
            nearest = d;
            best = words[i];
        }
    }
    return best;
}

static bool hidden(uint32_t p)
{
    return p < 0x20 || (p >= 0x7f && p < 0xa0) || p == 0x200b || p == 0x200e || p == 0x200f ||
           p == 0x2028 || p == 0x2029 || (p >= 0x202a && p <= 0x202e) ||
           (p >= 0x2066 && p <= 0x2069) || p == 0xfeff;
}

void text_escape(struct buf *out, const char *text, size_t len, size_t max)
{
    size_t at = 0;
    size_t start = out->len;
    while (at < len) {
        if (out->len - start + 6 > max) {
            buf_puts(out, "…");
            return;
        }
        uint32_t point = 0;
        size_t step = sequence((const unsigned char *)text + at, len - at, &point);
        if (step == 0) {
            buf_printf(out, "\\x%02x", (unsigned)(unsigned char)text[at]);
            step = 1;
        } else if (hidden(point)) {
            buf_printf(out, point < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)point);
        } else {
            buf_add(out, text + at, step);
        }
        at += step;
    }
}
