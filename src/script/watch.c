/* Which lines of rules have run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/chunk.h"
#include "script/script.h"

void watch_free(struct watch *l)
{
    if (l != NULL) {
        free(l->marks);
        free(l->first);
        free(l);
    }
}

static size_t count_lines(const struct rule_file *f)
{
    size_t count = 1;
    for (size_t i = 0; i < f->len; i++) {
        count += f->text[i] == '\n';
    }
    return count;
}

/* The file that Lua names "@NAME.lua", or -1 where the name was cut. */
static long file_of(const struct ruleset *r, const char *source)
{
    char name[256];
    (void)snprintf(name, sizeof name, "%s", source + 1);
    name[strlen(name) - strlen(".lua")] = '\0';
    return ruleset_index(r, name);
}

static void note(void *context, const char *source, int line)
{
    struct host *h = context;
    struct watch *l = h->lines;
    if (strcmp(source, l->source) != 0) { /* most lines are of the same file as the one before */
        l->file = file_of(h->rules, source);
        (void)snprintf(l->source, sizeof l->source, "%s", source);
    }
    size_t at = l->file < 0 ? 0 : l->first[l->file] + (size_t)line - 1;
    if (l->file >= 0 && at < l->first[l->file + 1]) {
        l->marks[at] = LINE_RAN;
    }
}

static void follow(struct host *h)
{
    h->sandbox->watch = note;
    h->sandbox->watcher = h;
}

void watch_follow(struct host *h)
{
    if (h->lines != NULL) {
        follow(h);
    }
}

/* Room for the marks of all lines. False: out of memory; l is to be freed in both cases. */
static bool make_room(struct watch *l, const struct ruleset *r)
{
    l->file = -1;
    l->first = calloc(r->file_count + 1, sizeof *l->first);
    if (l->first == NULL) {
        return false;
    }
    for (size_t i = 0; i < r->file_count; i++) {
        l->first[i + 1] = l->first[i] + count_lines(&r->files[i]);
    }
    l->marks = calloc(l->first[r->file_count] + 1, 1);
    return l->marks != NULL;
}

int host_watch(struct host *h, struct err *e)
{
    if (h->outside != NULL) {
        h->outside->methods->watch(h->outside);
        return 0;
    }
    struct watch *l = calloc(1, sizeof *l);
    if (l == NULL || !make_room(l, h->rules)) {
        watch_free(l);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    watch_free(h->lines);
    follow(h);
    h->lines = l;
    return 0;
}

struct dumping {
    const struct rule_file *file;
    struct buf out;
};

static int write_part(lua_State *L, const void *part, size_t len, void *context)
{
    (void)L;
    struct dumping *d = context;
    buf_add(&d->out, part, len);
    return 0;
}

static int dump_file(lua_State *L)
{
    struct dumping *d = lua_touserdata(L, 1);
    buf_reset(&d->out); /* it may be the second time */
    rule_compile(L, d->file);
    (void)lua_dump(L, write_part, d, 0);
    return 0;
}

int host_lines(struct host *h, const char *name, struct arena *arena, unsigned char **marks,
               size_t *count, struct err *e)
{
    long index = ruleset_index(h->rules, name);
    char text[512];
    if (index < 0) {
        return err_set(e, ERR_NOT_FOUND, "%s: no such rule", name);
    }
    struct dumping d = {&h->rules->files[index], BUF_INIT};
    *count = count_lines(d.file);
    *marks = arena_alloc(arena, *count);
    int rc = *marks == NULL ? ERR_MEMORY : 0;
    if (rc == 0 && h->outside != NULL) {
        rc = h->outside->methods->lines(h->outside, name, *marks, *count, e);
        return rc == ERR_IO || rc == ERR_BUSY ? err_set(e, ERR_RULE, "%s", e->text) : rc;
    }
    if (rc == 0 && host_call(h, dump_file, &d, text, sizeof text) != LUA_OK) {
        rc = h->sandbox->starved ? ERR_MEMORY : err_set(e, ERR_RULE, "%s", text);
    }
    rc = rc == 0 ? buf_status(&d.out) : rc;
    if (rc == 0 && chunk_lines(d.out.data, d.out.len, *marks, *count) != 0) {
        rc = err_set(e, ERR_INPUT, "%s: its lines cannot be counted", d.file->path);
    }
    buf_free(&d.out);
    for (size_t i = 0; rc == 0 && h->lines != NULL && i < *count; i++) {
        (*marks)[i] |= h->lines->marks[h->lines->first[index] + i];
    }
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}
