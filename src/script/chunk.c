#include "script/chunk.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "script/host.h"

/* The form is that of lundump.c of Lua 5.4: numbers of 7 bits a byte, the last one marked. */
struct dump {
    const unsigned char *p, *end;
    unsigned char *marks;
    size_t count;
    bool bad;
};

enum {
    CONSTANT_INTEGER = 0x03,
    CONSTANT_FLOAT = 0x13,
    CONSTANT_SHORT = 0x04,
    CONSTANT_LONG = 0x14
};
enum {
    INSTRUCTION = 4,
    UPVALUE = 3,
    NUMBER = 8,
    ABSOLUTE = 0x80,
    NESTED_MOST = 32,
    NUMBER_MOST = 1 << 24
};

static const unsigned char *take(struct dump *d, size_t len)
{
    const unsigned char *at = d->p;
    if (len > (size_t)(d->end - d->p)) {
        d->bad = true;
        d->p = d->end;
        return NULL;
    }
    d->p += len;
    return at;
}

static size_t number(struct dump *d)
{
    size_t out = 0;
    const unsigned char *byte;
    do {
        byte = take(d, 1);
        if (byte == NULL || out >= NUMBER_MOST) {
            d->bad = true;
            return 0;
        }
        out = out << 7 | (*byte & 0x7fu);
    } while ((*byte & 0x80) == 0);
    return out;
}

static void skip_text(struct dump *d)
{
    size_t len = number(d);
    (void)take(d, len > 0 ? len - 1 : 0);
}

static void skip_constants(struct dump *d)
{
    for (size_t n = number(d); n > 0 && !d->bad; n--) {
        const unsigned char *type = take(d, 1);
        if (type == NULL) {
            return;
        }
        if (*type == CONSTANT_INTEGER || *type == CONSTANT_FLOAT) {
            (void)take(d, NUMBER);
        } else if (*type == CONSTANT_SHORT || *type == CONSTANT_LONG) {
            skip_text(d);
        }
    }
}

/* A line of each instruction: steps from the one before; where a step does not do, an absolute line stands
 * in a list that follows, with the number of its instruction. */
static void mark_lines(struct dump *d, size_t line, bool marked, bool varying)
{
    size_t steps = number(d);
    const unsigned char *step = take(d, steps);
    size_t absolutes = number(d);
    for (size_t i = 0; i < steps && !d->bad; i++) {
        if (step[i] == ABSOLUTE) {
            d->bad = absolutes == 0 || number(d) != i;
            line = number(d);
            absolutes--;
        } else {
            line += (size_t)(ptrdiff_t)(signed char)step[i];
        }
        /* The last instruction is the return that every function gets; the first one of a function
         * with "..." takes its arguments. */
        bool own = marked && i + 1 < steps && !(varying && i == 0);
        if (own && line - 1 < d->count) {
            d->marks[line - 1] |= LINE_CODE;
        }
    }
    d->bad = d->bad || absolutes > 0;
}

static void skip_names(struct dump *d)
{
    for (size_t n = number(d); n > 0 && !d->bad; n--) { /* locals, with where they begin and end */
        skip_text(d);
        (void)number(d);
        (void)number(d);
    }
    for (size_t n = number(d); n > 0 && !d->bad; n--) { /* upvalues */
        skip_text(d);
    }
}

/* depth 0: the text itself. */
static void function(struct dump *d, int depth)
{
    skip_text(d); /* its source */
    size_t line = number(d);
    (void)number(d);                        /* where it ends */
    const unsigned char *head = take(d, 3); /* parameters, whether they vary, registers */
    bool varying = head != NULL && head[1] != 0;
    (void)take(d, number(d) * INSTRUCTION);
    skip_constants(d);
    (void)take(d, number(d) * UPVALUE);
    for (size_t n = number(d); n > 0 && !d->bad; n--) {
        if (depth == NESTED_MOST) {
            d->bad = true;
        } else {
            function(d, depth + 1);
        }
    }
    mark_lines(d, line, depth > 0, varying);
    skip_names(d);
}

int chunk_lines(const void *dump, size_t len, unsigned char *marks, size_t count)
{
    /* Version 5.4, the usual form; sizes of an instruction, of a whole number and of another. */
    static const unsigned char head[] = {0x1b, 'L',  'u',  'a',  0x54,        0,      0x19,  0x93,
                                         '\r', '\n', 0x1a, '\n', INSTRUCTION, NUMBER, NUMBER};
    struct dump d = {dump, (const unsigned char *)dump + len, marks, count, false};
    const unsigned char *given = take(&d, sizeof head);
    if (given == NULL || memcmp(given, head, sizeof head) != 0) {
        return ERR_INPUT;
    }
    (void)take(&d, NUMBER + NUMBER + 1); /* samples of numbers; how many upvalues */
    function(&d, 0);
    return d.bad || d.p != d.end ? ERR_INPUT : 0;
}
