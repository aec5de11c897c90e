/* The snapshot of rule texts, and what each declares. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/script.h"
#include "script/source.h"

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct rule_file *)a)->name, ((const struct rule_file *)b)->name);
}

static int by_info(const void *a, const void *b)
{
    return strcmp(((const struct rule_info *)a)->name, ((const struct rule_info *)b)->name);
}

long ruleset_index(const struct ruleset *r, const char *name)
{
    struct rule_file key = {.name = name};
    const struct rule_file *hit = bsearch(&key, r->files, r->file_count, sizeof key, by_name);
    return hit == NULL ? -1 : (long)(hit - r->files);
}

static int copy_files(struct ruleset *r, const struct rule_file *files, size_t count)
{
    r->files = arena_alloc(&r->arena, sizeof *r->files * (count + 1));
    r->digests = arena_alloc(&r->arena, sizeof *r->digests * (count + 1));
    r->infos = arena_alloc(&r->arena, sizeof *r->infos * (count + 1));
    r->checked = arena_alloc(&r->arena, sizeof *r->checked * (count + 1));
    r->known = arena_alloc(&r->arena, sizeof *r->known * (count + 1));
    if (r->files == NULL || r->digests == NULL || r->infos == NULL || r->checked == NULL ||
        r->known == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        struct rule_file *f = &r->files[i];
        f->name = arena_strdup(&r->arena, files[i].name);
        f->path = arena_strdup(&r->arena, files[i].path);
        f->text = arena_strndup(&r->arena, files[i].text, files[i].len);
        f->len = files[i].len;
        f->fault = files[i].fault == NULL ? NULL : arena_strdup(&r->arena, files[i].fault);
        if (f->name == NULL || f->path == NULL || f->text == NULL ||
            (files[i].fault != NULL && f->fault == NULL)) {
            return ERR_MEMORY;
        }
    }
    r->file_count = count;
    qsort(r->files, count, sizeof *r->files, by_name);
    for (size_t i = 0; i < count; i++) {
        uint8_t digest[DIGEST_SIZE];
        digest_sha256(r->files[i].text, r->files[i].len, digest);
        digest_hex(digest, r->digests[i]);
        r->known[i] = r->files[i].fault == NULL ? known_find(r->files[i].name, r->digests[i])
                                                : NULL;
        r->checked[i] = r->known[i] != NULL;
    }
    return 0;
}

/* What was known of a rule with other libraries is not known. */
static void forget_users(struct ruleset *r)
{
    for (size_t i = 0; i < r->file_count; i++) {
        for (size_t k = 0; r->known[i] != NULL && k < r->known[i]->use_count; k++) {
            long library = ruleset_index(r, r->known[i]->use[k]);
            if (library < 0 || r->known[library] == NULL) {
                r->known[i] = NULL;
            }
        }
    }
}

/* Findings must not depend on where a rule's file lies: in messages it is NAME.lua. */
static int label_files(struct ruleset *r)
{
    struct buf label = BUF_INIT;
    int rc = 0;
    r->paths = arena_alloc(&r->arena, sizeof *r->paths * (r->file_count + 1));
    for (size_t i = 0; r->paths != NULL && i < r->file_count; i++) {
        buf_reset(&label);
        buf_printf(&label, "%s.lua", r->files[i].name);
        r->paths[i] = r->files[i].path;
        r->files[i].path = buf_status(&label) == 0 ? arena_strdup(&r->arena, label.data) : NULL;
        rc = r->files[i].path == NULL ? ERR_MEMORY : rc;
    }
    buf_free(&label);
    return r->paths == NULL ? ERR_MEMORY : rc;
}

enum { LOAD_WALL_MS = 60000 };

struct inspection {
    struct host *host;
    struct ruleset *r;
    size_t file;
    struct rule_info *info;
};

/* A field of the rule's table as text in the snapshot's arena. */
static const char *text_field(lua_State *L, struct inspection *x, const char *field)
{
    lua_getfield(L, -1, field);
    char *copy = arena_strdup(&x->r->arena,
                              lua_tostring(L, -1)); /* a text: the loader demands it */
    lua_pop(L, 1);
    if (copy == NULL) {
        sandbox_starve(L);
    }
    return copy;
}

static const char *const *list_field(lua_State *L, struct inspection *x, const char *field,
                                     size_t *count)
{
    *count = 0;
    lua_getfield(L, -1, field);
    lua_Integer n = lua_type(L, -1) == LUA_TTABLE ? luaL_len(L, -1) : 0;
    const char **out = arena_alloc(&x->r->arena, sizeof *out * ((size_t)n + 1));
    if (out == NULL) {
        sandbox_starve(L); /* a rule must not go on without its needs */
        return NULL;
    }
    for (lua_Integer i = 1; i <= n; i++) {
        (void)lua_geti(L, -1, i); /* a text: the loader demands it */
        out[*count] = arena_strdup(&x->r->arena, lua_tostring(L, -1));
        if (out[*count] == NULL) {
            sandbox_starve(L);
        }
        (*count)++;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return out;
}

/* "standard/level@1" of a rule whose version is known. */
static int label_rule(struct ruleset *r, struct rule_info *info)
{
    char version[16];
    (void)snprintf(version, sizeof version, "@%d", info->version);
    info->label = arena_join(&r->arena, info->name, version);
    return info->label == NULL ? ERR_MEMORY : 0;
}

static int inspect(lua_State *L)
{
    struct inspection *x = lua_touserdata(L, 1);
    rule_push(L, x->host, x->file);
    lua_rawgeti(L, -1, LOADED_RULE);
    struct rule_info *info = x->info;
    info->title = text_field(L, x, "title");
    info->source = text_field(L, x, "source");
    lua_getfield(L, -1, "version");
    info->version = (int)lua_tointeger(L, -1);
    if (label_rule(x->r, info) != 0) {
        sandbox_starve(L);
    }
    lua_pop(L, 1);
    lua_rawgeti(L, -2, LOADED_TESTS);
    info->test_count = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    info->needs = list_field(L, x, "needs", &info->needs_count);
    info->use = list_field(L, x, "use", &info->use_count);
    return 0;
}

/* The host in which rules are inspected. It becomes that of an engine in time (host_new): what was
 * loaded once is not loaded again. */
static int inspector(struct ruleset *r, struct host **out, struct err *e)
{
    *out = atomic_exchange(&r->inspector, NULL);
    return *out != NULL ? 0 : host_new(r, NULL, out, e);
}

static void inspector_keep(struct ruleset *r, struct host *h)
{
    host_free(atomic_exchange(&r->inspector, h));
}

/* Fuel decides whether a rule can be loaded, and not how busy the machine is: the clock is only there for
 * what fuel cannot see. */
static int inspect_in_time(struct host *h, struct inspection *x, char *message, size_t size)
{
    int wall_ms = h->budget.wall_ms;
    h->budget.wall_ms = h->sandbox->budget.wall_ms = LOAD_WALL_MS;
    int status = host_call(h, inspect, x, message, size);
    h->budget.wall_ms = h->sandbox->budget.wall_ms = wall_ms;
    return status;
}

/* Has a file loaded by another process. Where that came to no end nothing is known of the rule, which is no
 * verdict: it is lost until it is asked for again. */
static int inspect_outside(struct ruleset *r, struct host *h, struct rule_info *info, struct err *e)
{
    struct rule_info told = *info;
    struct err why = {0};
    told.error = NULL;
    told.lost = false;
    int rc = h->outside->methods->inspect(h->outside, info->name, &r->arena, &told, &why);
    if (rc != 0 && rc != ERR_MEMORY) {
        char text[1200];
        (void)snprintf(text, sizeof text, "%s: %s", r->files[info->file].path, why.text);
        told = *info;
        told.error = arena_strdup(&r->arena, text);
        told.lost = true;
        rc = told.error == NULL ? ERR_MEMORY : 0;
    }
    if (rc == 0 && told.error == NULL) {
        rc = label_rule(r, &told);
    }
    if (rc == 0) {
        told.inspected = !told.lost;
        *info = told;
    }
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

/* A rule that is known is loaded when it first runs. */
static int inspect_known(struct ruleset *r, const struct known_file *known, struct rule_info *info,
                         struct err *e)
{
    info->title = known->title;
    info->source = known->source;
    info->version = known->version;
    info->test_count = known->test_count;
    info->needs = known->needs;
    info->needs_count = known->needs_count;
    info->use = known->use;
    info->use_count = known->use_count;
    if (label_rule(r, info) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    info->inspected = true;
    return 0;
}

static int inspect_file(struct ruleset *r, struct host *h, struct rule_info *info, struct err *e)
{
    if (r->known[info->file] != NULL) {
        return inspect_known(r, r->known[info->file], info, e);
    }
    if (h->outside != NULL && r->files[info->file].fault == NULL) {
        return inspect_outside(r, h, info, e);
    }
    struct inspection x = {h, r, (size_t)ruleset_index(r, info->name), info};
    char message[512];
    const char *fault = r->files[x.file].fault;
    if (fault != NULL) {
        (void)snprintf(message, sizeof message, "%s", fault);
    } else if (inspect_in_time(h, &x, message, sizeof message) == LUA_OK) {
        info->inspected = true;
        r->checked[x.file] = true;
        return 0;
    }
    if (fault == NULL && h->sandbox->starved) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    const char *label = r->files[x.file].path;
    bool placed = strncmp(message, label, strlen(label)) == 0;
    struct buf text = BUF_INIT;
    buf_printf(&text, "%s%s%s", placed ? "" : label, placed ? "" : ": ", message);
    info->error = buf_status(&text) == 0 ? arena_strdup(&r->arena, text.data) : NULL;
    buf_free(&text);
    info->inspected = info->error != NULL;
    return info->error == NULL || (h->outside == NULL && host_renew(h) != 0)
               ? err_set(e, ERR_MEMORY, "out of memory")
               : 0;
}

static struct rule_info *find_info(const struct ruleset *r, const char *name)
{
    struct rule_info key = {.name = name};
    return name == NULL ? NULL : bsearch(&key, r->infos, r->info_count, sizeof key, by_info);
}

/* The first rule of c (NULL: of all) that is lost, or NULL. */
static const struct rule_info *find_lost(const struct ruleset *r, const struct checklist *c)
{
    for (size_t i = 0; c == NULL && i < r->info_count; i++) {
        if (r->infos[i].lost) {
            return &r->infos[i];
        }
    }
    for (int i = 0; c != NULL && i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        for (size_t n = 0; n < criterion_rule_count(k); n++) {
            const struct rule_info *info = find_info(r, criterion_rule(k, n)->rule);
            if (info != NULL && info->lost) {
                return info;
            }
        }
    }
    return NULL;
}

bool ruleset_lost(const struct ruleset *r, const struct checklist *c)
{
    return find_lost(r, c) != NULL;
}

int ruleset_inspect(struct ruleset *r, const struct checklist *c, struct err *e)
{
    struct host *h = NULL;
    int rc = inspector(r, &h, e);
    for (size_t i = 0; c == NULL && rc == 0 && i < r->info_count; i++) {
        rc = r->infos[i].inspected ? 0 : inspect_file(r, h, &r->infos[i], e);
    }
    for (int i = 0; c != NULL && rc == 0 && i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        for (size_t n = 0; rc == 0 && n < criterion_rule_count(k); n++) {
            struct rule_info *info = find_info(r, criterion_rule(k, n)->rule);
            rc = info == NULL || info->inspected ? 0 : inspect_file(r, h, info, e);
        }
    }
    if (rc == 0) {
        inspector_keep(r, h);
    } else {
        host_free(h);
    }
    const struct rule_info *lost = rc == 0 ? find_lost(r, c) : NULL;
    return lost == NULL
               ? rc
               : err_set(e, ERR_BUSY,
                         "%s, twice while the rule was loaded: nothing is known of it: try "
                         "again",
                         lost->error);
}

static void list_infos(struct ruleset *r)
{
    for (size_t i = 0; i < r->file_count; i++) {
        if (strncmp(r->files[i].name, "lib/", 4) == 0) {
            continue;
        }
        struct rule_info *info = &r->infos[r->info_count++];
        *info = (struct rule_info){
            .name = r->files[i].name, .path = r->paths[i], .title = "", .source = "", .file = i};
        memcpy(info->digest, r->digests[i], sizeof info->digest);
    }
}

int ruleset_new(const struct rule_file *files, size_t count, bool allow_untested,
                struct ruleset **out, struct err *e)
{
    *out = NULL;
    struct ruleset *r = calloc(1, sizeof *r);
    if (r == NULL || copy_files(r, files, count) != 0 || label_files(r) != 0) {
        ruleset_free(r);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    r->allow_untested = allow_untested;
    forget_users(r);
    list_infos(r);
    *out = r;
    return 0;
}

/* Says that a file reads otherwise, and that what rests on it is to be inspected: the rule itself, or one
 * that uses the library, which is as good as all. */
static void change_file(struct ruleset *r, size_t index, const char *text, size_t len)
{
    struct rule_file *f = &r->files[index];
    bool found = false;
    f->text = text;
    f->len = len;
    r->checked[index] = false;
    r->known[index] = NULL;
    forget_users(r);
    for (size_t i = 0; i < r->info_count && !found; i++) {
        struct rule_info *info = &r->infos[i];
        found = info->file == index;
        for (size_t k = 0; k < info->use_count && !found; k++) {
            found = strcmp(info->use[k], f->name) == 0;
        }
        info->inspected = !found;
    }
}

static void *copy(struct arena *arena, const void *items, size_t size)
{
    void *out = arena_alloc(arena, size);
    return out == NULL ? NULL : memcpy(out, items, size);
}

/* What both have in common is not copied. */
static bool copy_ruleset(struct ruleset *out, const struct ruleset *r)
{
    *out = (struct ruleset){.file_count = r->file_count,
                            .info_count = r->info_count,
                            .paths = r->paths,
                            .digests = r->digests,
                            .allow_untested = true};
    ruleset_beside(out, r);
    out->files = copy(&out->arena, r->files, sizeof *r->files * r->file_count);
    out->infos = copy(&out->arena, r->infos, sizeof *r->infos * r->info_count);
    out->checked = copy(&out->arena, r->checked, sizeof *r->checked * r->file_count);
    out->known = copy(&out->arena, r->known, sizeof *r->known * r->file_count);
    return out->files != NULL && out->infos != NULL && out->checked != NULL && out->known != NULL;
}

int ruleset_with(const struct ruleset *r, const char *name, const char *text, size_t len,
                 const struct host_budget *budget, struct ruleset **out, struct err *e)
{
    struct ruleset *own = calloc(1, sizeof *own);
    struct host *h = NULL;
    *out = NULL;
    if (own == NULL || !copy_ruleset(own, r)) {
        ruleset_free(own);
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    change_file(own, (size_t)ruleset_index(r, name), text, len); /* before a worker is told of it */
    int rc = host_new(own, budget, &h, e);
    if (rc != 0) {
        ruleset_free(own);
        return rc;
    }
    own->inspector = h;
    *out = own;
    return 0;
}

int host_take(struct ruleset *r, struct host **out, struct err *e)
{
    return inspector(r, out, e);
}

void ruleset_free(struct ruleset *r)
{
    if (r != NULL) {
        host_free(r->inspector);
        if (r->maker.close != NULL) {
            r->maker.close(r->maker.context);
        }
        arena_free(&r->arena);
        free(r);
    }
}

int host_inspect(struct host *h, struct ruleset *r, const char *rule, const struct rule_info **out,
                 struct err *e)
{
    struct rule_info *info = find_info(r, rule);
    if (info == NULL) {
        return err_set(e, ERR_NOT_FOUND, "%.200s: no such rule", rule);
    }
    *out = info;
    return info->inspected ? 0 : inspect_file(r, h, info, e);
}

void ruleset_outside(struct ruleset *r, const struct outside_maker *maker)
{
    r->maker = *maker;
}

void ruleset_beside(struct ruleset *r, const struct ruleset *like)
{
    r->maker = like->maker;
    r->maker.close = NULL; /* that is for `like` */
}

void ruleset_mark_foreign(struct ruleset *r)
{
    r->foreign = true;
}

bool ruleset_is_foreign(const struct ruleset *r)
{
    return r->foreign;
}

bool ruleset_is_outside(const struct ruleset *r)
{
    return r->maker.open != NULL;
}

const struct rule_file *ruleset_files(const struct ruleset *r, size_t *count)
{
    *count = r->file_count;
    return r->files;
}

bool ruleset_takes_untested(const struct ruleset *r)
{
    return r->allow_untested;
}

size_t ruleset_count(const struct ruleset *r)
{
    return r->info_count;
}

const struct rule_info *ruleset_info(const struct ruleset *r, size_t index)
{
    return &r->infos[index];
}

const struct rule_info *ruleset_find(const struct ruleset *r, const char *name)
{
    return find_info(r, name);
}

const char *ruleset_text(const struct ruleset *r, const char *name, size_t *len)
{
    long index = ruleset_index(r, name);
    if (index < 0) {
        return NULL;
    }
    *len = r->files[index].len;
    return r->files[index].text;
}

const char *ruleset_path(const struct ruleset *r, const char *name)
{
    long index = ruleset_index(r, name);
    return index < 0 ? NULL : r->paths[index];
}

/* ---- texts for people ---- */

struct texts_walk {
    int (*each)(void *context, const char *path, int line, const char *text);
    void *context;
    const char *path;
};

static int one_text(void *context, int line, const char *text)
{
    const struct texts_walk *w = context;
    return w->each(w->context, w->path, line, text);
}

int ruleset_texts(const struct ruleset *r,
                  int (*each)(void *context, const char *path, int line, const char *text),
                  void *context)
{
    int rc = 0;
    for (size_t i = 0; i < r->file_count && rc == 0; i++) {
        const struct rule_file *f = &r->files[i];
        struct texts_walk walk = {each, context, f->path};
        rc = f->fault == NULL ? source_texts(f->text, f->len, one_text, &walk) : 0;
    }
    return rc;
}
