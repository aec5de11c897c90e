/* Known rules as functions: from what was compiled when the program was built, or from their text without
 * the tests. */
#include <stdio.h>
#include <string.h>

#include "script/script.h"

/* A text without a part of it, of which only the line ends stay, so that lines keep their numbers. */
struct gapped {
    const char *text;
    size_t len, at, from, to;
};

static const char *read_gapped(lua_State *L, void *context, size_t *len)
{
    struct gapped *g = context;
    (void)L;
    if (g->at >= g->from && g->at < g->to) {
        const char *line = memchr(g->text + g->at, '\n', g->to - g->at);
        g->at = line == NULL ? g->to : (size_t)(line - g->text) + 1;
        *len = 1;
        return line == NULL ? " " : "\n";
    }
    const char *piece = g->text + g->at;
    *len = (g->at < g->from ? g->from : g->len) - g->at;
    g->at += *len;
    return piece;
}

/* What is known to be sound, without what only tests read. Status of lua_load. */
static int compile(lua_State *L, const struct rule_file *f, size_t from, size_t count)
{
    char chunk[256];
    struct gapped g = {f->text, f->len, 0, from, from + count};
    (void)snprintf(chunk, sizeof chunk, "@%s.lua", f->name);
    return lua_load(L, read_gapped, &g, chunk, "t");
}

static const char *read_code(lua_State *L, void *context, size_t *len)
{
    const struct known_file **left = context, *known = *left;
    (void)L;
    *left = NULL;
    *len = known == NULL ? 0 : known->code_len;
    return known == NULL ? NULL : (const char *)known->code;
}

void known_push(lua_State *L, const struct rule_file *f, const struct known_file *known,
                const char *made_by)
{
    const struct known_file *left = known;
    sandbox_charge(L, (int64_t)f->len);
    int status = strcmp(made_by, known_maker()) == 0
                     ? lua_load(L, read_code, &left, f->name, "b")
                     : compile(L, f, known->tests, known->tests_len);
    if (status != LUA_OK) {
        (void)lua_error(L); /* there was no memory: it was compiled before */
    }
}

const char *known_maker(void)
{
    return lua_ident;
}

static int write_code(lua_State *L, const void *data, size_t len, void *context)
{
    struct buf *out = context;
    (void)L;
    buf_add(out, data, len);
    return out->failed;
}

int known_code(const struct rule_file *f, struct buf *out)
{
    struct sandbox *s = sandbox_new(NULL);
    size_t from = 0, count = 0;
    (void)known_tests(f->text, f->len, &from, &count);
    if (s == NULL || compile(s->L, f, from, count) != LUA_OK) {
        out->failed = true;
    } else {
        (void)lua_dump(s->L, write_code, out, 0); /* with lines and names, for what errors say */
    }
    sandbox_free(s);
    return buf_status(out);
}
