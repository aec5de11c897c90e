#include "report/pot.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

int pot_add(struct pot *p, const char *where, const char *text)
{
    if (p->count == p->room) {
        size_t room = p->room == 0 ? 256 : p->room * 2;
        struct pot_text *list = realloc(p->list, sizeof *list * room);
        if (list == NULL) {
            return ERR_MEMORY;
        }
        p->list = list;
        p->room = room;
    }
    struct pot_text *t = &p->list[p->count];
    *t = (struct pot_text){arena_strdup(&p->arena, text), arena_strdup(&p->arena, where), p->count};
    if (t->text == NULL || t->where == NULL) {
        return ERR_MEMORY;
    }
    p->count++;
    return 0;
}

void pot_free(struct pot *p)
{
    arena_free(&p->arena);
    free(p->list);
    *p = (struct pot)POT_INIT;
}

static int by_order(const void *a, const void *b)
{
    const struct pot_text *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

static int by_text(const void *a, const void *b)
{
    const struct pot_text *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : by_order(a, b);
}

/* Gives all that are alike the order of the first of them, so that they lie together; those of one
 * text keep their own order, since the sort before was by it. */
static void gather(struct pot *p)
{
    qsort(p->list, p->count, sizeof *p->list, by_text);
    for (size_t i = 0; i < p->count;) {
        size_t first = p->list[i].order, k = i;
        for (; k < p->count && strcmp(p->list[k].text, p->list[i].text) == 0; k++) {
            p->list[k].order = first * p->count + (k - i);
        }
        i = k;
    }
    qsort(p->list, p->count, sizeof *p->list, by_order);
}

static void write_quoted(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    for (; *text != '\0'; text++) {
        static const char from[] = "\n\t\r\"\\", to[] = "ntr\"\\";
        const char *at = strchr(from, *text);
        if (at != NULL) {
            buf_putc(out, '\\');
            buf_putc(out, to[at - from]);
        } else {
            buf_putc(out, *text);
        }
    }
    buf_puts(out, "\"\n");
}

static bool has_names(const char *text)
{
    const char *open = strchr(text, '{');
    return open != NULL && strchr(open, '}') != NULL;
}

/* Control characters would end the comment. */
static void write_comment(struct buf *out, const char *text)
{
    buf_puts(out, "#. ");
    for (; *text != '\0'; text++) {
        buf_putc(out, (unsigned char)*text < ' ' ? ' ' : *text);
    }
    buf_putc(out, '\n');
}

void pot_write(struct pot *p, const char *project, struct buf *out)
{
    buf_puts(out, "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: ");
    buf_puts(out, project);
    buf_puts(out, "\\n\"\n\"Language: \\n\"\n\"MIME-Version: 1.0\\n\"\n"
                  "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                  "\"Content-Transfer-Encoding: 8bit\\n\"\n\"X-Reviewed: no\\n\"\n");
    gather(p);
    for (size_t i = 0; i < p->count; i++) {
        const struct pot_text *t = &p->list[i];
        bool first = i == 0 || strcmp(t[-1].text, t->text) != 0;
        bool last = i + 1 == p->count || strcmp(t[1].text, t->text) != 0;
        buf_puts(out, first ? "\n" : "");
        if (first || strcmp(t[-1].where, t->where) != 0) {
            write_comment(out, t->where);
        }
        if (last) {
            buf_puts(out, has_names(t->text) ? "#, python-brace-format\nmsgid " : "msgid ");
            write_quoted(out, t->text);
            buf_puts(out, "msgstr \"\"\n");
        }
    }
}
