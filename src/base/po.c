#include "base/po.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"

enum { MOST_BYTES = 8 << 20 };

struct entry {
    const char *id, *text; /* text "": not translated */
    int line;
};

struct po {
    struct arena arena;
    struct entry *entries; /* without a context; open addressing by hash of id; id NULL: empty */
    size_t room, count;    /* room: a power of two; count: entries of all kinds that lie in it */
    size_t translated;
    const char *header;
};

/* ---- the table */

static struct entry *slot(struct entry *entries, size_t room, const char *id)
{
    size_t i = (size_t)hash_text(HASH_BEGIN, id) & (room - 1);
    while (entries[i].id != NULL && strcmp(entries[i].id, id) != 0) {
        i = (i + 1) & (room - 1);
    }
    return &entries[i];
}

static int grow(struct po *p)
{
    size_t room = p->room == 0 ? 256 : p->room * 2;
    struct entry *entries = calloc(room, sizeof *entries);
    if (entries == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < p->room; i++) {
        if (p->entries[i].id != NULL) {
            *slot(entries, room, p->entries[i].id) = p->entries[i];
        }
    }
    free(p->entries);
    p->entries = entries;
    p->room = room;
    return 0;
}

const char *po_find(const struct po *p, const char *id)
{
    if (p == NULL || p->room == 0 || *id == '\0') {
        return NULL;
    }
    const struct entry *e = slot(p->entries, p->room, id);
    return e->id == NULL || *e->text == '\0' ? NULL : e->text;
}

size_t po_count(const struct po *p)
{
    return p->translated;
}

bool po_header(const struct po *p, const char *field, struct buf *out)
{
    size_t len = strlen(field);
    for (const char *line = p->header; line != NULL && *line != '\0';) {
        size_t end = strcspn(line, "\n");
        if (text_alike(line, field, len) && end > len && line[len] == ':') {
            const char *from = line + len + 1, *to = line + end;
            while (from < to && *from == ' ') {
                from++;
            }
            while (to > from && to[-1] == ' ') {
                to--;
            }
            buf_add(out, from, (size_t)(to - from));
            return true;
        }
        line += end + (line[end] == '\n');
    }
    return false;
}

/* ---- the reader */

enum part { PART_NONE, PART_CONTEXT, PART_ID, PART_PLURAL, PART_TEXT, PART_FORM };

/* The entry being read. */
struct draft {
    struct buf id, text;
    int line;      /* of msgid; 0: none was begun */
    bool context;  /* it has one */
    bool has_text; /* msgstr was there */
    bool fuzzy;
    enum part part; /* what strings that follow belong to */
};

struct reader {
    const char *p, *end; /* the rest of the line */
    int line;
    struct draft draft;
    bool fuzzy_next; /* a flag for the entry to come */
    struct diag *d;
    struct po *po;
};

static void complain(struct reader *r, int line, const char *what)
{
    diag_add(r->d, line, NULL, "%s", what);
}

/* One byte of an escape after the backslash at r->p; false: it is none. */
static bool escape(struct reader *r, struct buf *out)
{
    static const char from[] = "nt\\\"", to[] = "\n\t\\\"";
    const char *known = r->p < r->end && *r->p != '\0' ? strchr(from, *r->p) : NULL;
    if (known != NULL) {
        buf_putc(out, to[known - from]);
        r->p++;
        return true;
    }
    bool hex = r->p < r->end && *r->p == 'x';
    unsigned value = 0;
    int digits = 0;
    r->p += hex;
    for (; r->p < r->end && digits < (hex ? 2 : 3); r->p++, digits++) {
        unsigned digit = *r->p >= '0' && *r->p <= '9'   ? (unsigned)(*r->p - '0')
                         : *r->p >= 'a' && *r->p <= 'f' ? (unsigned)(*r->p - 'a' + 10)
                         : *r->p >= 'A' && *r->p <= 'F' ? (unsigned)(*r->p - 'A' + 10)
                                                        : 99;
        if (digit >= (hex ? 16u : 8u)) {
            break;
        }
        value = value * (hex ? 16 : 8) + digit;
    }
    if (digits == 0 || value < ' ' || value > '~') {
        return false; /* a control character, or a byte of a letter, which is written as it is */
    }
    buf_putc(out, (char)value);
    return true;
}

/* Whether a character begins at p that has no place in a text: it would be sent to terminals as it is.
 * Marks of direction (U+200E, U+200F) may stand, what overrides or embeds another direction may not. */
static bool is_control(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;
    if (c < ' ' || c == 0x7f) {
        return c != '\t';
    }
    if (end - p < 3 || c != 0xe2) {
        return c == 0xc2 && end - p > 1 && (unsigned char)p[1] < 0xa0; /* U+0080 to U+009F */
    }
    unsigned char second = (unsigned char)p[1], third = (unsigned char)p[2];
    return (second == 0x80 && third >= 0xaa && third <= 0xae) ||
           (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

/* A "string" with nothing after it. Without out it is only checked. */
static bool string(struct reader *r, struct buf *out)
{
    struct buf none = BUF_INIT;
    bool good = r->p < r->end && *r->p == '"';
    if (good) {
        r->p++;
    }
    while (good && r->p < r->end && *r->p != '"') {
        if (is_control(r->p, r->end)) {
            complain(r, r->line, "holds a control character: remove it");
            buf_free(&none);
            return false;
        }
        char c = *r->p++;
        if (c != '\\') {
            buf_putc(out != NULL ? out : &none, c);
        } else if (!escape(r, out != NULL ? out : &none)) {
            complain(r, r->line, "an escape is unknown: use \\n, \\t, \\\" or \\\\");
            buf_free(&none);
            return false;
        }
    }
    buf_free(&none);
    good = good && r->p < r->end;
    r->p += good;
    while (good && r->p < r->end && (*r->p == ' ' || *r->p == '\t')) {
        r->p++;
    }
    if (!good || r->p != r->end) {
        complain(r, r->line, "is no \"text\" in quotes: close it, and put nothing after it");
        return false;
    }
    return true;
}

static int put_entry(struct reader *r)
{
    struct po *po = r->po;
    const struct draft *d = &r->draft;
    if (po->count * 2 >= po->room && grow(po) != 0) {
        return ERR_MEMORY;
    }
    struct entry *e = slot(po->entries, po->room, buf_text(&d->id));
    if (e->id != NULL) {
        diag_add(r->d, d->line, NULL, "the same text stands in line %d: remove one", e->line);
        return 0;
    }
    *e = (struct entry){
        arena_strndup(&po->arena, buf_text(&d->id), d->id.len),
        arena_strndup(&po->arena, d->fuzzy ? "" : buf_text(&d->text), d->fuzzy ? 0 : d->text.len),
        d->line};
    if (e->id == NULL || e->text == NULL) {
        e->id = NULL;
        return ERR_MEMORY;
    }
    po->count++;
    if (*e->id == '\0') {
        po->header = e->text;
    } else {
        po->translated += *e->text != '\0';
    }
    return 0;
}

/* What was read up to here is one entry. */
static int close_entry(struct reader *r)
{
    struct draft *d = &r->draft;
    int rc = 0;
    if (d->line > 0 && !d->has_text) {
        complain(r, d->line, "msgid without msgstr: give both");
    } else if (d->line == 0 && d->context) {
        complain(r, r->line, "msgctxt without msgid: give both");
    } else if (d->line > 0 && !d->context) {
        rc = buf_status(&d->id) != 0 || buf_status(&d->text) != 0 ? ERR_MEMORY : put_entry(r);
    }
    buf_reset(&d->id);
    buf_reset(&d->text);
    *d = (struct draft){.id = d->id, .text = d->text};
    return rc;
}

/* The word at the start of the line, without the [N] of a plural form. */
static enum part keyword(struct reader *r)
{
    static const struct {
        const char *word;
        enum part part;
    } words[] = {{"msgctxt", PART_CONTEXT},
                 {"msgid_plural", PART_PLURAL},
                 {"msgid", PART_ID},
                 {"msgstr", PART_TEXT}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i].word);
        if ((size_t)(r->end - r->p) > len && memcmp(r->p, words[i].word, len) == 0 &&
            strchr(" \t\"[", r->p[len]) != NULL && r->p[len] != '\0') {
            enum part part = words[i].part;
            r->p += len;
            if (part == PART_TEXT && *r->p == '[') {
                part = r->end - r->p > 1 && r->p[1] == '0' ? PART_TEXT : PART_FORM;
                while (r->p < r->end && *r->p != ']') {
                    r->p++;
                }
                r->p += r->p < r->end;
            }
            while (r->p < r->end && (*r->p == ' ' || *r->p == '\t')) {
                r->p++;
            }
            return part;
        }
    }
    return PART_NONE;
}

/* Whether `part` may follow what was read of the entry. */
static bool follows(const struct draft *d, enum part part)
{
    switch (part) {
    case PART_CONTEXT:
        return !d->context && d->line == 0;
    case PART_ID:
        return d->line == 0;
    case PART_PLURAL:
        return d->part == PART_ID;
    case PART_TEXT:
        return d->line > 0 && !d->has_text;
    case PART_FORM:
        return d->has_text;
    default:
        return false;
    }
}

static int statement(struct reader *r)
{
    struct draft *d = &r->draft;
    int rc = 0;
    if (*r->p != '"') {
        enum part part = keyword(r);
        if (part == PART_NONE) {
            complain(r, r->line, "is none of msgid, msgstr, a \"text\" or a # comment");
            return 0;
        }
        if (d->has_text && (part == PART_CONTEXT || part == PART_ID)) {
            rc = close_entry(r);
        }
        if (!follows(d, part)) {
            complain(r, r->line, "stands in the wrong place: first msgid, then msgstr, each once");
            return rc;
        }
        if (part == PART_CONTEXT || (part == PART_ID && !d->context)) {
            d->fuzzy = r->fuzzy_next;
            r->fuzzy_next = false;
        }
        d->part = part;
        d->context = d->context || part == PART_CONTEXT;
        d->line = part == PART_ID ? r->line : d->line;
        d->has_text = d->has_text || part == PART_TEXT;
    } else if (d->part == PART_NONE) {
        complain(r, r->line, "a \"text\" belongs to no msgid or msgstr");
        return 0;
    }
    (void)string(r, d->part == PART_ID ? &d->id : d->part == PART_TEXT ? &d->text : NULL);
    return rc;
}

static int read_line(struct reader *r)
{
    while (r->p < r->end && strchr(" \t\r", *r->p) != NULL) {
        r->p++;
    }
    while (r->end > r->p && strchr(" \t\r", r->end[-1]) != NULL) {
        r->end--;
    }
    if (r->p == r->end) {
        return 0;
    }
    if (*r->p != '#') {
        return statement(r);
    }
    int rc = r->draft.has_text ? close_entry(r) : 0; /* comments stand before an entry */
    if (r->end - r->p > 1 && r->p[1] == ',') {
        static const char flag[] = "fuzzy";
        for (const char *p = r->p; (size_t)(r->end - p) >= sizeof flag - 1; p++) {
            r->fuzzy_next = r->fuzzy_next || memcmp(p, flag, sizeof flag - 1) == 0;
        }
    }
    return rc;
}

static void check_header(struct reader *r)
{
    struct buf type = BUF_INIT;
    if (po_header(r->po, "Content-Type", &type)) {
        const char *charset = strstr(buf_text(&type), "charset=");
        if (charset != NULL && !text_alike(charset + 8, "UTF-8", 6)) {
            complain(r, 0, "is not in UTF-8: save it as UTF-8, and say so in its header");
        }
    }
    r->d->text.failed = r->d->text.failed || type.failed;
    buf_free(&type);
}

static int read_all(struct reader *r, const char *text, size_t len)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t good = text_utf8_check(text, len);
    const char *nul = memchr(text, '\0', len);
    if (good < len || nul != NULL || len > MOST_BYTES) {
        complain(r, 0,
                 good < len    ? "is not in UTF-8: save it as UTF-8"
                 : nul != NULL ? "holds a NUL byte: it is no PO file"
                               : "is over 8 MiB: it is no catalogue of a checklist");
        return 0;
    }
    const char *end = text + len;
    const char *p = len >= 3 && memcmp(text, mark, 3) == 0 ? text + 3 : text;
    int rc = 0;
    while (p < end && rc == 0) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop == NULL ? end : stop;
        r->p = p;
        r->end = stop;
        r->line++;
        rc = read_line(r);
        p = stop + (stop < end);
    }
    rc = rc == 0 ? close_entry(r) : rc;
    if (rc == 0) {
        check_header(r);
    }
    return rc;
}

int po_parse(const char *text, size_t len, struct diag *d, struct po **out)
{
    *out = NULL;
    struct po *po = calloc(1, sizeof *po);
    if (po == NULL) {
        return ERR_MEMORY;
    }
    struct reader r = {.d = d, .po = po};
    size_t before = d->count;
    int rc = read_all(&r, text, len);
    rc = rc == 0 && (d->text.failed || buf_status(&r.draft.id) != 0) ? ERR_MEMORY : rc;
    buf_free(&r.draft.id);
    buf_free(&r.draft.text);
    if (rc == 0 && d->count > before) {
        rc = ERR_INPUT;
    }
    if (rc != 0) {
        po_free(po);
        return rc;
    }
    *out = po;
    return 0;
}

void po_free(struct po *p)
{
    if (p != NULL) {
        arena_free(&p->arena);
        free(p->entries);
        free(p);
    }
}
