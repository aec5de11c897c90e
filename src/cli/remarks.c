#include "cli/remarks.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_member.h"
#include "base/text.h"

static const char *copy(struct remarks *all, const char *text)
{
    const char *out = text == NULL ? NULL : arena_strdup(&all->arena, text);
    all->memory = all->memory || (text != NULL && out == NULL);
    return out;
}

void remarks_keep(void *context, const struct remark *r)
{
    struct remarks *all = context;
    if (all->count == all->room) {
        size_t room = all->room == 0 ? 64 : all->room * 2;
        struct remark *list = realloc(all->list, sizeof *list * room);
        if (list == NULL) {
            all->memory = true;
            return;
        }
        all->list = list;
        all->room = room;
    }
    struct remark *kept = &all->list[all->count];
    *kept = *r; /* check is a word of the program's own */
    kept->path = copy(all, r->path);
    kept->subject = copy(all, r->subject);
    kept->text = copy(all, r->text);
    kept->example = copy(all, r->example);
    if (!all->memory) {
        all->count++;
        all->kinds[r->kind]++;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct remark *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    order = order != 0 ? order : (x->line > y->line) - (x->line < y->line);
    order = order != 0 ? order : strcmp(x->check, y->check);
    return order != 0 ? order : strcmp(x->text, y->text);
}

void remarks_sort(struct remarks *all)
{
    if (all->count > 0) {
        qsort(all->list, all->count, sizeof *all->list, by_place);
    }
}

void remarks_text(const struct remarks *all, bool quiet, struct buf *out)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct remark *r = &all->list[i];
        if (quiet && r->kind == REMARK_NOTE) {
            continue;
        }
        text_escape(out, r->path, strlen(r->path), 1000);
        if (r->line > 0) {
            buf_printf(out, ":%d", r->line);
        }
        buf_printf(out, ": %s: %s: ", r->subject, r->check);
        text_escape(out, r->text, strlen(r->text), 2000);
        buf_puts(out, "\n");
        if (r->example != NULL) {
            buf_puts(out, "    ");
            text_escape(out, r->example, strlen(r->example), 4000);
            buf_puts(out, "\n");
        }
    }
}

void remarks_json(const struct remarks *all, struct buf *out)
{
    static const char *const kinds[] = {"note", "warning", "fault"};
    buf_puts(out, "[");
    for (size_t i = 0; i < all->count; i++) {
        const struct remark *r = &all->list[i];
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "kind", kinds[r->kind]);
        member_text(out, "check", r->check);
        member_text(out, "path", r->path);
        if (r->line > 0) {
            member_number(out, "line", r->line);
        }
        member_text(out, "subject", r->subject);
        member_text(out, "message", r->text);
        if (r->example != NULL) {
            member_key(out, "example");
            buf_puts(out, r->example);
        }
        buf_puts(out, "}");
    }
    buf_puts(out, "]");
}

void remarks_free(struct remarks *all)
{
    free(all->list);
    arena_free(&all->arena);
    *all = (struct remarks){.count = 0};
}
