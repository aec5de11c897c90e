#include "script/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

enum { HOOK_EVERY = 1000, REFUSED_MAX = 16, STRING_HEAD = 64 };

const struct host_budget host_budget_default = {
    .fuel = 10000000, .plan_fuel = 200000000, .memory = 16 << 20, .region = true, .wall_ms = 2000};

/* ---- memory ---------------------------------------------------------------------------------- */

/* Small blocks come from one region, by size: most of what rules make lives for a moment, and is of few
 * sizes. The region does not grow, so that what one size has taken from others is bounded; what was never
 * used of it takes no memory. */
#ifdef __SANITIZE_ADDRESS__ /* there each block is the system's, so that one used after its end is seen */
enum { POOL_FROM = 1 };
#else
enum { POOL_FROM = POOL_CLASSES };
#endif

static size_t pool_class(size_t size)
{
    return (size + POOL_GRAIN - 1) / POOL_GRAIN;
}

static bool in_pool(const struct sandbox *s, const void *block)
{
    return (uintptr_t)block - (uintptr_t)s->pool < POOL_BYTES;
}

/* NULL: it is too large, or the region is full. */
static void *pool_take(struct sandbox *s, size_t size)
{
    size_t class = pool_class(size);
    if (class >= POOL_FROM) {
        return NULL;
    }
    struct pool_block *block = s->pool_free[class];
    if (block != NULL) {
        s->pool_free[class] = block->next;
        return block;
    }
    size_t take = class * POOL_GRAIN;
    if (take > s->pool_room) {
        return NULL;
    }
    s->pool_room -= take;
    return s->pool + s->pool_room;
}

static void give_back(struct sandbox *s, void *block, size_t size)
{
    if (in_pool(s, block)) {
        struct pool_block *free_one = block;
        size_t class = pool_class(size);
        free_one->next = s->pool_free[class];
        s->pool_free[class] = free_one;
    } else {
        free(block);
    }
}

static void *resize(struct sandbox *s, void *block, size_t old, size_t size)
{
    bool pooled = block != NULL && in_pool(s, block);
    if (pooled && pool_class(old) == pool_class(size)) {
        return block;
    }
    if (block != NULL && !pooled && pool_class(size) >= POOL_FROM) {
        return realloc(block, size);
    }
    void *out = pool_take(s, size);
    out = out == NULL ? malloc(size) : out;
    if (out != NULL && block != NULL) {
        memcpy(out, block, old < size ? old : size);
        give_back(s, block, old);
    }
    return out;
}

static void *allocate(void *context, void *block, size_t old, size_t size)
{
    struct sandbox *s = context;
    if (block == NULL) {
        /* Lua hands over a type tag here: texts made by .. are bounded like those of the library. */
        if (old == LUA_TSTRING && size > STRING_MAX + STRING_HEAD) {
            s->refused++;
            return NULL;
        }
        old = 0;
    }
    if (size == 0) {
        if (block != NULL) {
            give_back(s, block, old);
        }
        s->used -= old;
        return NULL;
    }
    if (size > old && (s->used - old + size > s->budget.memory || s->refused > REFUSED_MAX)) {
        s->refused++; /* Lua collects and asks once more: this need not be the end */
        return NULL;
    }
    void *out = resize(s, block, old, size);
    if (out == NULL && size > old) {
        s->starved = true;
        return NULL;
    }
    if (out == NULL) {
        return block; /* shrinking never fails */
    }
    s->used = s->used - old + size;
    s->made += size > old ? (int64_t)(size - old) : 0;
    s->most = s->used > s->most ? s->used : s->most;
    return out;
}

static int64_t now_by(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t sandbox_now(void)
{
    return now_by(CLOCK_MONOTONIC);
}

/* By a clock that is some milliseconds late at most, and costs a third: most runs are over before
 * anyone looks at the time again. */
void sandbox_time(struct sandbox *s)
{
    s->deadline = now_by(CLOCK_MONOTONIC_COARSE) + (int64_t)s->budget.wall_ms * 1000000;
}

const char *sandbox_stop_text(enum stop stop)
{
    static const char *const texts[] = {[STOP_NONE] = "",
                                        [STOP_FUEL] = SAID("cpu budget used up"),
                                        [STOP_MEMORY] = SAID("memory limit reached"),
                                        [STOP_WALL] = SAID("time limit reached"),
                                        [STOP_SIZE] = SAID("too large")};
    return texts[stop];
}

void sandbox_require(lua_State *L, bool good, int index, const char *what)
{
    if (!good) {
        (void)luaL_argerror(L, index, what);
    }
}

int sandbox_stop(lua_State *L, enum stop stop, const char *message)
{
    struct sandbox *s = sandbox_of(L);
    s->stop = stop;
    return luaL_error(L, "%s", message);
}

bool sandbox_fresh(const struct sandbox *s)
{
    return s->generation <= 1; /* the set-up was the first */
}

void sandbox_starve(lua_State *L)
{
    sandbox_of(L)->starved = true;
    (void)sandbox_stop(L, STOP_MEMORY, "out of memory");
}

void kind_new(lua_State *L, const void *kind)
{
    lua_newtable(L);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, kind);
}

void kind_set(lua_State *L, const void *kind)
{
    ((struct kinded *)lua_touserdata(L, -1))->kind = kind;
    lua_rawgetp(L, LUA_REGISTRYINDEX, kind);
    lua_setmetatable(L, -2);
}

void *kind_test(lua_State *L, int index, const void *kind)
{
    struct kinded *u = lua_touserdata(L, index); /* light ones no rule gets hold of */
    return u != NULL && u->kind == kind ? u : NULL;
}

/* A hook runs on the level of what it stops: the line is that of level 0. */
static void stop_here(lua_State *L, enum stop stop)
{
    struct sandbox *s = sandbox_of(L);
    s->stop = stop;
    lua_sethook(L, lua_gethook(L), LUA_MASKCOUNT, 1); /* whatever goes on, stops at its next step */
    luaL_where(L, 0);
    lua_pushstring(L, sandbox_stop_text(stop));
    lua_concat(L, 2);
    (void)lua_error(L);
}

static void hook(lua_State *L, lua_Debug *ar)
{
    struct sandbox *s = sandbox_of(L);
    if (ar->event == LUA_HOOKLINE) {
        (void)lua_getinfo(L, "S", ar);
        s->watch(s->watcher, ar->source, ar->currentline);
        return;
    }
    if (s->exact && s->fuel > 0 && ++s->steps % HOOK_EVERY != 0) {
        return; /* limits are looked at where they always are */
    }
    s->fuel -= HOOK_EVERY;
    if (s->fuel <= 0) {
        stop_here(L, STOP_FUEL);
    }
    if (sandbox_now() > s->deadline) {
        s->fuel = 0;
        stop_here(L, STOP_WALL);
    }
}

/* Counts from 0 again. Lines are told on request only: that is slow. */
static void set_hook(struct sandbox *s)
{
    s->steps = 0;
    lua_sethook(s->L, hook, LUA_MASKCOUNT | (s->watch == NULL ? 0 : LUA_MASKLINE),
                s->exact ? 1 : HOOK_EVERY);
}

int64_t sandbox_used(const struct sandbox *s)
{
    return s->fuel_used + s->steps % HOOK_EVERY;
}

void sandbox_watch(lua_State *L)
{
    struct sandbox *s = sandbox_of(L);
    if (s->fuel <= 0) {
        lua_sethook(L, hook, LUA_MASKCOUNT, 1);
        (void)sandbox_stop(L, STOP_FUEL, "cpu budget used up");
    }
    s->unwatched = 0;
    if (sandbox_now() > s->deadline) { /* few steps of the rule, each slow */
        s->fuel = 0;
        lua_sethook(L, hook, LUA_MASKCOUNT, 1);
        (void)sandbox_stop(L, STOP_WALL, "time limit reached");
    }
}

void sandbox_refuel(lua_State *L)
{
    struct sandbox *s = sandbox_of(L);
    s->fuel = s->allowance;
    s->refused = 0;
    s->most = s->used;
    s->made = 0;
    set_hook(s);
}

void sandbox_raised(lua_State *L)
{
    sandbox_of(L)->raised = true;
}

/* Limits that Lua itself reports, as an error like any other. No rule can forge them: errors it raises
 * itself are marked, and names it makes up stand inside quotes, never at the end. */
static enum stop unannounced(const struct sandbox *s, const char *message, size_t len)
{
    static const struct {
        const char *end;
        enum stop stop;
    } known[] = {{"stack overflow", STOP_SIZE},
                 {"stack overflow (nested too deep)", STOP_SIZE},
                 {"stack overflow (too many values)", STOP_SIZE},
                 {"not enough memory", STOP_MEMORY}}; /* of a buffer of the auxiliary library */
    for (size_t i = 0; !s->raised && i < sizeof known / sizeof *known; i++) {
        size_t end = strlen(known[i].end);
        if (len >= end && memcmp(message + len - end, known[i].end, end) == 0) {
            return known[i].stop;
        }
    }
    return STOP_NONE;
}

/* Takes the error object as text, only where it is one: an object's __tostring is never run. */
static void take_message(struct sandbox *s, int status, char *text, size_t size)
{
    text[0] = '\0';
    struct buf out = BUF_INIT;
    if (status == LUA_ERRMEM) {
        s->stop = STOP_MEMORY;
        buf_puts(&out, sandbox_stop_text(STOP_MEMORY));
    } else if (lua_type(s->L, -1) == LUA_TSTRING) {
        size_t len = 0;
        const char *message = lua_tolstring(s->L, -1, &len);
        s->stop = s->stop == STOP_NONE ? unannounced(s, message, len) : s->stop;
        text_escape(&out, message, len, 480);
    } else {
        buf_puts(&out, "an error without a text");
    }
    size_t len = out.len < size - 1 ? out.len : size - 1;
    memcpy(text, buf_text(&out), len);
    text[len] = '\0';
    s->starved = s->starved || out.failed;
    buf_free(&out);
}

int sandbox_call(struct sandbox *s, lua_CFunction function, void *context, char *text, size_t size)
{
    s->stop = STOP_NONE;
    s->raised = false;
    s->starved = false;
    s->refused = 0;
    s->fuel = s->budget.fuel; /* sandbox_refuel gives the allowance */
    s->allowance = s->allowance == 0 ? s->budget.fuel : s->allowance;
    sandbox_time(s);
    s->generation++;
    s->read_count = 0;
    s->strayed = false;
    looks_begin(&s->looks);
    s->views_seen = 0;
    lua_settop(s->L, 0);
    set_hook(s);
    lua_pushcfunction(s->L, function);
    lua_pushlightuserdata(s->L, context);
    /* Lua and snprintf write the decimal mark of the locale. */
    locale_t host = uselocale(s->plain);
    int status = lua_pcall(s->L, 1, 0, 0);
    (void)uselocale(host);
    lua_sethook(s->L, NULL, 0, 0);
    s->fuel_used = s->allowance - s->fuel;
    if (status != LUA_OK) {
        take_message(s, status, text, size);
        lua_settop(s->L, 0);
    } else {
        s->stop = STOP_NONE;
    }
    return status;
}

/* Only names lead here: no rule gets hold of its environment. */
static int refuse_global(lua_State *L)
{
    const char *name = lua_tostring(L, 2);
    return luaL_error(L, "\"%s\" is written, but nothing here may be changed: use a local", name);
}

static int unknown_global(lua_State *L)
{
    const char *name = lua_tostring(L, 2);
    return luaL_error(L, "unknown name \"%s\"", name);
}

/* Pushes the table of what rules see. */
static void push_common(lua_State *L)
{
    const struct interface_part *part = NULL;
    lua_newtable(L);
    for (size_t i = 0; (part = interface_part(i)) != NULL; i++) {
        if (part->library != NULL || part->place != NULL || part->given) {
            continue;
        }
        if (part->table == NULL) {
            lib_fill(L, part);
            continue;
        }
        lua_newtable(L);
        lib_fill(L, part);
        freeze(L, lua_gettop(L), 0);
        lua_setfield(L, -2, part->table);
        if (strcmp(part->table, "string") == 0) {
            lib_string(L, part);
        }
    }
}

static int setup(lua_State *L)
{
    lua_settop(L, 0);
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, READY_AT);
    view_setup(L);
    lib_rule_setup(L);
    push_common(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "banyan.environment");
    /* Nothing reachable leads to Lua's own tables: the globals of the registry are an empty table. */
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_newtable(L); /* metatable of every rule's environment */
    lua_pushcfunction(L, refuse_global);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, unknown_global);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setfield(L, LUA_REGISTRYINDEX, "banyan.closed");
    return 0;
}

struct sandbox *sandbox_new(const struct host_budget *budget)
{
    struct sandbox *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return NULL;
    }
    s->budget = budget == NULL ? host_budget_default : *budget;
    s->pool_room = s->budget.region ? POOL_BYTES : 0;
    s->plain = newlocale(LC_ALL_MASK, "C", NULL);
    s->L = s->plain == NULL ? NULL : lua_newstate(allocate, s);
    if (s->L == NULL) {
        if (s->plain != NULL) {
            freelocale(s->plain);
        }
        free(s);
        return NULL;
    }
    *(struct sandbox **)lua_getextraspace(s->L) = s;
    char text[64];
    if (sandbox_call(s, setup, NULL, text, sizeof text) != LUA_OK) {
        sandbox_free(s);
        return NULL;
    }
    return s;
}

void sandbox_free(struct sandbox *s)
{
    if (s != NULL) {
        s->refused = 0;
        lua_close(s->L);
        freelocale(s->plain);
        free(s);
    }
}
