/* Which lines of rules have run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/chunk.h"
#include "script/script.h"

void watch_free(struct watch *l)
{
    if (l != NULL) {
        for (size_t i = 0; l->ran != NULL && i < l->files; i++) {
            free(l->ran[i]);
        }
        free(l->ran);
        free(l->count);
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
    if (l->file >= 0 && (size_t)line <= l->count[l->file]) {
        l->ran[l->file][line - 1] = LINE_RAN;
    }
}

void watch_follow(struct host *h)
{
    if (h->lines != NULL) {
        h->sandbox->watch = note;
        h->sandbox->watcher = h;
    }
}

int host_watch(struct host *h, struct err *e)
{
    const struct ruleset *r = h->rules;
    struct watch *l = calloc(1, sizeof *l);
    bool made = l != NULL;
    if (made) {
        l->ran = calloc(r->file_count + 1, sizeof *l->ran);
        l->count = calloc(r->file_count + 1, sizeof *l->count);
        l->files = r->file_count;
        l->file = -1;
        made = l->ran != NULL && l->count != NULL;
    }
    for (size_t i = 0; made && i < r->file_count; i++) {
        l->count[i] = count_lines(&r->files[i]);
        l->ran[i] = calloc(l->count[i], 1);
        made = l->ran[i] != NULL;
    }
    if (!made) {
        watch_free(l);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    watch_free(h->lines);
    h->lines = l;
    watch_follow(h);
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
    if (rc == 0 && sandbox_call(h->sandbox, dump_file, &d, text, sizeof text) != LUA_OK) {
        rc = h->sandbox->starved ? ERR_MEMORY : err_set(e, ERR_RULE, "%s", text);
    }
    rc = rc == 0 ? buf_status(&d.out) : rc;
    if (rc == 0 && chunk_lines(d.out.data, d.out.len, *marks, *count) != 0) {
        rc = err_set(e, ERR_INPUT, "%s: its lines cannot be counted", d.file->path);
    }
    buf_free(&d.out);
    for (size_t i = 0; rc == 0 && h->lines != NULL && i < *count; i++) {
        (*marks)[i] |= h->lines->ran[index][i];
    }
    return rc == ERR_MEMORY ? err_set(e, rc, "out of memory") : rc;
}
