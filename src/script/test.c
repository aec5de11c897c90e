/* What tests of rules need of the host: the cases that stand in a rule's file, its arguments, and single
 * runs. How cases are read and compared is told in src/cases. */
#include "script/run.h"

struct reading {
    struct host *host;
    size_t file;
    const char *field;
    lua_Integer index; /* of an entry; 0: the whole field */
    bool count_only;
    lua_Integer count;
    struct json *out;
};

/* Reads a field of the rule's table, which is a table too, or one entry of it. */
static int read_field(lua_State *L)
{
    struct reading *r = lua_touserdata(L, 1);
    rule_push(L, r->host, r->file);
    lua_rawgeti(L, -1, LOADED_RULE);
    if (lua_getfield(L, -1, r->field) != LUA_TTABLE) {
        return 0;
    }
    r->count = luaL_len(L, -1);
    if (r->index > 0) {
        (void)lua_geti(L, -1, r->index);
    }
    if (!r->count_only) {
        r->out = view_to_json(L, lua_gettop(L), 0);
    }
    return 0;
}

static int read_rule(struct host *h, const char *rule, struct arena *arena, struct reading *r,
                     struct err *e)
{
    const struct rule_info *info = ruleset_find(h->rules, rule);
    if (info == NULL) {
        return err_set(e, ERR_NOT_FOUND, "%s: no such rule", rule);
    }
    if (info->error != NULL) {
        return err_set(e, ERR_RULE, "%s", info->error);
    }
    if (h->outside != NULL) {
        size_t count = 0;
        int rc = h->outside->methods->field(h->outside, rule, r->field, (size_t)r->index,
                                            r->count_only ? NULL : arena, &count, &r->out, e);
        r->count = (lua_Integer)count;
        return rc == ERR_IO || rc == ERR_BUSY ? err_set(e, ERR_RULE, "%s", e->text) : rc;
    }
    if (!h->testing) { /* what is loaded so far has no tests */
        h->testing = true;
        if (host_renew(h) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    char text[512];
    r->host = h;
    r->file = (size_t)ruleset_index(h->rules, rule);
    h->sandbox->arena = arena;
    if (host_call(h, read_field, r, text, sizeof text) == LUA_OK) {
        return 0;
    }
    /* The machine's memory is no fault of the rule. */
    return h->sandbox->starved || host_renew(h) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                                     : err_set(e, ERR_RULE, "%s", text);
}

int host_field(struct host *h, const char *rule, const char *field, size_t index,
               struct arena *arena, size_t *count, struct json **out, struct err *e)
{
    struct reading r = {.field = field, .index = (lua_Integer)index, .count_only = arena == NULL};
    int rc = read_rule(h, rule, arena, &r, e);
    *count = (size_t)r.count;
    *out = r.out;
    return rc;
}

int host_tests(struct host *h, const char *rule, size_t *count, struct err *e)
{
    struct json *none = NULL;
    return host_field(h, rule, "tests", 0, NULL, count, &none, e);
}

int host_test(struct host *h, const char *rule, size_t index, struct arena *arena,
              struct json **out, struct err *e)
{
    size_t count = 0;
    return host_field(h, rule, "tests", index + 1, arena, &count, out, e);
}

int host_args(struct host *h, const char *rule, struct arena *arena, struct json **out,
              struct err *e)
{
    size_t count = 0;
    int rc = host_field(h, rule, "args", 0, arena, &count, out, e);
    if (rc == 0 && *out == NULL) { /* it declares none */
        *out = json_new(arena, JSON_OBJECT);
    }
    return rc == 0 && *out == NULL ? err_set(e, ERR_MEMORY, "out of memory") : rc;
}

int host_try(struct host *h, const char *rule, const struct json *doc, const struct json *answer,
             const struct json *args, struct arena *arena, struct finding *out)
{
    struct call call = {.name = rule, .doc = doc, .answer = answer, .args = args, .out = out};
    host_begin(h);
    return call_run(h, &call, arena);
}

int host_order(struct host *h, const struct rule_order *order, struct arena *arena,
               struct rule_outcome *out)
{
    struct call call = {.name = order->rule,
                        .doc = order->doc,
                        .answer = order->answer,
                        .answer_id = order->answer_id,
                        .args = order->args,
                        .lasting = order->lasting,
                        .direction = order->direction,
                        .out = &out->finding};
    h->plan_left = order->plan_left;
    h->hurried = false;
    h->fuel_used = 0;
    h->used = (struct host_usage){0};
    int rc = call_run(h, &call, arena);
    out->fuel_used = h->fuel_used;
    out->used = h->used;
    out->strayed = h->strayed;
    out->hurried = h->hurried;
    return rc;
}
