#include "base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static size_t digits(const char *text, size_t len, size_t at)
{
    while (at < len && text[at] >= '0' && text[at] <= '9') {
        at++;
    }
    return at;
}

bool number_is_written_well(const char *text, size_t len)
{
    size_t at = len > 0 && text[0] == '-' ? 1 : 0;
    size_t end = digits(text, len, at);
    if (end == at || (text[at] == '0' && end > at + 1)) {
        return false;
    }
    if (end < len && text[end] == '.') {
        at = end + 1;
        end = digits(text, len, at);
        if (end == at) {
            return false;
        }
    }
    if (end < len && (text[end] == 'e' || text[end] == 'E')) {
        at = end + 1;
        if (at < len && (text[at] == '+' || text[at] == '-')) {
            at++;
        }
        end = digits(text, len, at);
        if (end == at) {
            return false;
        }
    }
    return end == len;
}

/* Up to 15 digits without an exponent, as nearly all numbers are: digits and power of ten are exact as
 * doubles, so that their quotient is the nearest double (Clinger 1990), which is what strtod gives. */
static bool parse_short(const char *text, size_t len, double *out)
{
    static const double tens[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    size_t from = text[0] == '-' ? 1 : 0;
    int64_t whole = 0;
    size_t decimals = 0;
    bool dot = false;
    if (FLT_EVAL_METHOD != 0 || len - from > 16) {
        return false;
    }
    for (size_t i = from; i < len; i++) {
        if (text[i] == '.') {
            dot = true;
        } else if (text[i] >= '0' && text[i] <= '9') {
            whole = whole * 10 + (text[i] - '0');
            decimals += dot ? 1 : 0;
        } else {
            return false;
        }
    }
    if (len - from - (dot ? 1 : 0) > 15) {
        return false;
    }
    double value = (double)whole / tens[decimals];
    *out = from == 1 && whole != 0 ? -value : value;
    return true;
}

int number_parse(const char *text, size_t len, double *out)
{
    if (!number_is_written_well(text, len)) {
        return ERR_INPUT;
    }
    if (parse_short(text, len, out)) {
        return 0;
    }
    char small[512];
    /* strtod reads the decimal mark of the locale, which a host program may have set; it can be
     * longer than a byte. */
    const char *mark = localeconv()->decimal_point;
    size_t mark_len = strlen(mark);
    char *copy = len + mark_len < sizeof small ? small : malloc(len + mark_len + 1);
    if (copy == NULL) {
        return ERR_MEMORY;
    }
    const char *dot = memchr(text, '.', len);
    size_t whole = dot == NULL ? len : (size_t)(dot - text);
    size_t at = whole;
    memcpy(copy, text, whole);
    if (dot != NULL) {
        memcpy(copy + at, mark, mark_len);
        at += mark_len;
        memcpy(copy + at, dot + 1, len - whole - 1);
        at += len - whole - 1;
    }
    copy[at] = '\0';
    double value = strtod(copy, NULL);
    if (copy != small) {
        free(copy);
    }
    if (!isfinite(value)) {
        return ERR_INPUT;
    }
    *out = value == 0 ? 0 : value;
    return 0;
}

/* Of a power of two the numbers below lie twice as close as those above, so that the decimal next
 * above may read back where the nearest one does not. Raises the last digit; false where it is 9. */
static bool next_above(char *text, double value)
{
    char *last = text + strcspn(text, "e") - 1;
    if (*last == '9') {
        return false;
    }
    (*last)++;
    return strtod(text, NULL) == value;
}

/* The shortest digits that read back as value, and the exponent of the first one: d.ddd * 10^exponent.
 * All normal numbers keep 15 digits (DBL_DIG), so that fewer need not be tried. */
static int shortest(double value, char out[24], int *exponent)
{
    char text[40];
    for (int precision = value < DBL_MIN ? 0 : 14; precision <= 16; precision++) {
        (void)snprintf(text, sizeof text, "%.*e", precision, value);
        if (precision == 16 || strtod(text, NULL) == value ||
            (precision == 15 && next_above(text, value))) {
            break;
        }
    }
    int count = 0;
    const char *e = text + strcspn(text, "e");
    for (const char *p = text; p < e; p++) {
        if (*p >= '0' && *p <= '9') {
            out[count++] = *p;
        }
    }
    while (count > 1 && out[count - 1] == '0') {
        count--;
    }
    *exponent = (int)strtol(e + 1, NULL, 10);
    return count;
}

static void zeros(struct buf *out, int count)
{
    for (int i = 0; i < count; i++) {
        buf_putc(out, '0');
    }
}

void number_write_whole(struct buf *out, int64_t value)
{
    char text[24];
    char *p = text + sizeof text;
    if (value >= 0 && value < 10) { /* as most are */
        buf_putc(out, (char)('0' + value));
        return;
    }
    uint64_t v = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    do {
        *--p = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    if (value < 0) {
        *--p = '-';
    }
    buf_add(out, p, (size_t)(text + sizeof text - p));
}

void number_write(struct buf *out, double value)
{
    if (!isfinite(value)) {
        buf_puts(out, "null");
        return;
    }
    /* Most numbers of a plan. */
    if (value > -1e15 && value < 1e15 && value == (double)(int64_t)value) {
        number_write_whole(out, (int64_t)value);
        return;
    }
    /* At most nine decimals and 15 digits: no shorter text reads back as the same (DBL_DIG). */
    double billionths = floor(value * 1e9 + 0.5);
    if (fabs(value) >= 1e-6 && fabs(value) < 1e6 && billionths / 1e9 == value) {
        number_write_credit(out, (int64_t)billionths);
        return;
    }
    if (value < 0) {
        buf_putc(out, '-');
        value = -value;
    }
    char d[24] = "";
    int exponent = 0;
    int count = shortest(value, d, &exponent);
    int n = exponent + 1; /* ECMAScript Number::toString: value = 0.d * 10^n */
    if (n > 21 || n <= -6) {
        buf_putc(out, d[0]);
        if (count > 1) {
            buf_putc(out, '.');
            buf_add(out, d + 1, (size_t)count - 1);
        }
        buf_printf(out, "e%+d", exponent);
    } else if (n <= 0) {
        buf_puts(out, "0.");
        zeros(out, -n);
        buf_add(out, d, (size_t)count);
    } else if (count <= n) {
        buf_add(out, d, (size_t)count);
        zeros(out, n - count);
    } else {
        buf_add(out, d, (size_t)n);
        buf_putc(out, '.');
        buf_add(out, d + n, (size_t)(count - n));
    }
}

void number_write_credit(struct buf *out, int64_t billionths)
{
    uint64_t v = billionths < 0 ? (uint64_t)0 - (uint64_t)billionths : (uint64_t)billionths;
    uint64_t rest = v % CREDIT_ONE;
    if (billionths < 0) {
        buf_putc(out, '-');
    }
    number_write_whole(out, (int64_t)(v / CREDIT_ONE));
    if (rest == 0) {
        return;
    }
    char tail[10] = {'.'};
    for (int i = 9; i > 0; i--) {
        tail[i] = (char)('0' + rest % 10);
        rest /= 10;
    }
    size_t len = sizeof tail;
    while (tail[len - 1] == '0') {
        len--;
    }
    buf_add(out, tail, len);
}

void number_write_decimal(struct buf *out, double value)
{
    const double most = 9e9; /* so that its billionths fit */
    if (value > -most && value < most) {
        number_write_credit(out, (int64_t)floor(value * (double)CREDIT_ONE + 0.5));
    } else {
        number_write(out, value);
    }
}

int64_t number_to_credit(double x)
{
    if (!(x >= 0 && x <= 1)) {
        return -1;
    }
    return (int64_t)floor(x * 1e9 + 0.5);
}
