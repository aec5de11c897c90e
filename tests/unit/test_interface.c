/* The host interface: what a rule can reach is what the table of the interface has, both ways; and each
 * worked example gives what stands there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cases/example.h"
#include "library.h"
#include "outside_fixture.h"
#include "script/script.h"

enum { NAMES_MOST = 400, NAME_MOST = 80, DEPTH_MOST = 6 };

/* What was found on a walk. */
struct found {
    char name[NAME_MOST];
    lua_CFunction function; /* NULL: another value */
    int type;
};

struct walk {
    struct host *host;
    size_t file;
    struct found found[NAMES_MOST];
    size_t count;
    char fault[200];
};

static void fault(struct walk *w, const char *name, const char *what)
{
    if (w->fault[0] == '\0') {
        (void)snprintf(w->fault, sizeof w->fault, "%s %s", name, what);
    }
}

/* A function of C that holds a value of its own could lead anywhere. */
static void check_function(lua_State *L, struct walk *w, int index, const char *name)
{
    if (lua_iscfunction(L, index) && lua_getupvalue(L, index, 1) != NULL) {
        lua_pop(L, 1);
        fault(w, name, "holds a value");
    }
}

static void walk_table(lua_State *L, struct walk *w, int index, const char *name, int depth);

/* The value on top, which is called name. */
static void walk_value(lua_State *L, struct walk *w, const char *name, int depth)
{
    int type = lua_type(L, -1);
    assert_true(w->count < NAMES_MOST);
    struct found *f = &w->found[w->count++];
    (void)snprintf(f->name, sizeof f->name, "%s", name);
    f->type = type;
    f->function = lua_tocfunction(L, -1);
    if (type == LUA_TFUNCTION) {
        check_function(L, w, lua_gettop(L), name);
    } else if (type == LUA_TTABLE && interface_find(name, NULL) == NULL) {
        walk_table(L, w, lua_gettop(L), name, depth + 1); /* what a library gives is its own */
    } else if (type == LUA_TUSERDATA || type == LUA_TLIGHTUSERDATA || type == LUA_TTHREAD) {
        fault(w, name, "is no plain value");
    }
}

/* The metatable at the top of the stack: what stands behind __index counts as of the table itself. */
static void walk_metatable(lua_State *L, struct walk *w, const char *name, int depth)
{
    int meta = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, meta) != 0; lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        if (lua_type(L, -1) == LUA_TFUNCTION) {
            check_function(L, w, lua_gettop(L), key);
        }
        if (strcmp(key, "__index") == 0 && lua_type(L, -1) == LUA_TTABLE) {
            walk_table(L, w, lua_gettop(L), name, depth + 1);
        }
    }
}

static void walk_table(lua_State *L, struct walk *w, int index, const char *name, int depth)
{
    char full[NAME_MOST];
    luaL_checkstack(L, 12, "walk");
    if (depth > DEPTH_MOST) {
        fault(w, name, "is too deep");
        return;
    }
    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        (void)snprintf(full, sizeof full, "%.30s%s%.40s", name, name[0] == '\0' ? "" : ".", key);
        walk_value(L, w, full, depth);
    }
    if (lua_getmetatable(L, index)) {
        walk_metatable(L, w, name, depth);
        lua_pop(L, 1);
    }
}

/* From the environment of a loaded rule on. */
static int walk_rule(lua_State *L)
{
    struct walk *w = lua_touserdata(L, 1);
    rule_push(L, w->host, w->file);
    lua_rawgeti(L, -1, LOADED_RULE);
    lua_getfield(L, -1, "score");
    const char *name = NULL;
    for (int i = 1; (name = lua_getupvalue(L, -1, i)) != NULL && strcmp(name, "_ENV") != 0; i++) {
        lua_pop(L, 1);
    }
    assert_non_null(name);
    walk_table(L, w, lua_gettop(L), "", 0);
    return 0;
}

/* From a text on: its methods. */
static int walk_text(lua_State *L)
{
    struct walk *w = lua_touserdata(L, 1);
    lua_pushliteral(L, "");
    assert_true(lua_getmetatable(L, -1));
    walk_metatable(L, w, "string", 0);
    return 0;
}

/* From what the host makes for a rule on: a finding, a percent. */
static int walk_made(lua_State *L)
{
    struct walk *w = lua_touserdata(L, 1);
    static const char *const makers[] = {"credit", "percent"};
    for (size_t i = 0; i < 2; i++) {
        lua_pushcfunction(L, interface_find(makers[i], NULL)->function);
        lua_pushnumber(L, 0.5);
        lua_call(L, 1, 1);
        assert_int_equal(lua_type(L, -1), LUA_TUSERDATA);
        assert_true(lua_getmetatable(L, -1));
        for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
            if (strcmp(lua_tostring(L, -2), "__metatable") != 0) {
                fault(w, makers[i], "gives something with members");
            }
        }
    }
    return 0;
}

static struct ruleset *shipped(void)
{
    struct ruleset *r = NULL;
    struct err e = {0};
    assert_int_equal(library_rules(NULL, 0, false, &r, &e), 0);
    return r;
}

/* A rule with this name that uses all libraries, beside them. */
static struct ruleset *reaching(const struct ruleset *all, const char *name, struct buf *text)
{
    struct rule_file files[40];
    struct ruleset *r = NULL;
    struct err e = {0};
    size_t count = 1;
    buf_printf(text, "return { id = \"%s\", version = 1, title = \"t\", source = \"s\",\nuse = {",
               name);
    for (const struct interface_part *p = interface_libraries; p->id != NULL; p++) {
        buf_printf(text, " \"%s\",", p->library);
        files[count] = (struct rule_file){.name = p->library, .path = p->library};
        files[count].text = ruleset_text(all, p->library, &files[count].len);
        assert_non_null(files[count].text);
        count++;
    }
    buf_puts(text, " },\nscore = function() return credit(1) end }\n");
    files[0] = (struct rule_file){.name = name, .path = name, .text = text->data, .len = text->len};
    assert_int_equal(ruleset_new(files, count, true, &r, &e), 0);
    assert_int_equal(ruleset_inspect(r, NULL, &e), 0);
    const char *error = ruleset_find(r, name)->error;
    if (error != NULL) {
        fail_msg("%s", error);
    }
    return r;
}

static void run_walk(struct walk *w, struct ruleset *r, const char *name, lua_CFunction from)
{
    char said[512];
    struct err e = {0};
    *w = (struct walk){.file = (size_t)ruleset_index(r, name)};
    assert_int_equal(host_new(r, NULL, &w->host, &e), 0);
    if (host_call(w->host, from, w, said, sizeof said) != LUA_OK) {
        fail_msg("%s", said);
    }
    host_free(w->host);
    assert_string_equal(w->fault, "");
}

static const struct found *find(const struct walk *w, const char *name)
{
    for (size_t i = 0; i < w->count; i++) {
        if (strcmp(w->found[i].name, name) == 0) {
            return &w->found[i];
        }
    }
    return NULL;
}

static bool is_table(const char *name)
{
    const struct interface_part *p = NULL;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        if (p->table != NULL && strcmp(p->table, name) == 0) {
            return true;
        }
    }
    return false;
}

/* What was found is in the table, and is what stands there. */
static void found_is_told(const struct walk *w)
{
    for (size_t i = 0; i < w->count; i++) {
        const struct found *f = &w->found[i];
        const struct interface_part *part = NULL;
        const struct interface_row *row = interface_find(f->name, &part);
        if (row == NULL && !(f->type == LUA_TTABLE && is_table(f->name))) {
            fail_msg("%s can be reached, and is not in the table of the interface", f->name);
        }
        if (row != NULL && part->library == NULL && f->function != row->function) {
            fail_msg("%s is another function than the table has", f->name);
        }
    }
}

/* What the table has for a rule of this name is there. */
static void told_is_found(const struct walk *w, const char *rule)
{
    const struct interface_part *p = NULL;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        bool names = p->place == NULL && !p->given;
        for (const struct interface_row *row = p->rows; names && row->name != NULL; row++) {
            bool there = find(w, row->name) != NULL;
            bool wanted = row->only == NULL || strcmp(row->only, rule) == 0;
            if (there != wanted) {
                fail_msg("%s: %s is %s reach of a rule", rule, row->name, there ? "in" : "out of");
            }
        }
    }
}

static void all_that_a_rule_reaches_is_told_and_no_more(void **state)
{
    (void)state;
    static const char *const names[] = {"t/any", "standard/goalposts"};
    struct ruleset *all = shipped();
    static struct walk w;
    for (size_t i = 0; i < 2; i++) {
        struct buf text = BUF_INIT;
        struct ruleset *r = reaching(all, names[i], &text);
        run_walk(&w, r, names[i], walk_rule);
        assert_true(w.count > 60);
        found_is_told(&w);
        told_is_found(&w, names[i]);
        run_walk(&w, r, names[i], walk_made);
        ruleset_free(r);
        buf_free(&text);
    }
    ruleset_free(all);
}

static void texts_have_the_methods_that_string_has(void **state)
{
    (void)state;
    struct ruleset *all = shipped();
    static struct walk w;
    size_t count = 0;
    run_walk(&w, all, "standard/level", walk_text);
    found_is_told(&w);
    for (const struct interface_row *row = string_rows; row->name != NULL; row++, count++) {
        assert_non_null(find(&w, row->name));
    }
    assert_int_equal(w.count, count);
    ruleset_free(all);
}

/* Each name of a method, tried on each part of a plan that can have some. */
static void methods_stand_where_the_table_says(void **state)
{
    (void)state;
    struct ruleset *all = shipped();
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    const struct interface_part *p = NULL;
    size_t tried = 0;
    static const char *const places[] = {"plan", "plan.budget", "plan.community",
                                         "plan.community.population", "plan.assessment"};
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = p->rows; p->place != NULL && row->name != NULL;
             row++) {
            for (size_t k = 0; k < sizeof places / sizeof *places; k++, tried++) {
                char lua[200];
                const char *got = NULL;
                (void)snprintf(lua, sizeof lua, "type(%s.%s)", places[k], interface_last(row));
                struct interface_row probe = {.name = "probe", .example = lua};
                size_t len = strlen(places[k]);
                bool here = strncmp(row->name, places[k], len) == 0 && row->name[len] == ':';
                assert_int_equal(example_run(all, p, &probe, &arena, &got, &e), 0);
                assert_string_equal(got, here ? "\"function\"" : "\"nil\"");
            }
        }
    }
    assert_true(tried >= 20);
    arena_free(&arena);
    ruleset_free(all);
}

/* A library of the same name may have come from elsewhere: where the rules run outside, examples do. */
static void examples_run_where_the_rules_do(void **state)
{
    (void)state;
    struct ruleset *all = shipped();
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct elsewhere x = {.opens = ERR_IO};
    const struct interface_part *p = interface_part(0);
    const char *got = NULL;
    assert_int_equal(example_run(all, p, p->rows, &arena, &got, &e), 0);
    elsewhere_take(&x, all);
    assert_int_equal(example_run(all, p, p->rows, &arena, &got, &e), ERR_IO);
    assert_string_equal(e.text, "said beforehand");
    assert_null(got);
    arena_free(&arena);
    ruleset_free(all);
    assert_int_equal(x.closed, 1);
}

static void each_example_gives_what_stands_there(void **state)
{
    (void)state;
    struct ruleset *all = shipped();
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    const struct interface_part *p = NULL;
    size_t wrong = 0;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
            const char *got = NULL;
            assert_int_equal(example_run(all, p, row, &arena, &got, &e), 0);
            if (strcmp(got, row->result) != 0) {
                print_error("%s: %s: expected %s, got %s\n", row->name, row->example, row->result,
                            got);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
    arena_free(&arena);
    ruleset_free(all);
}

static void values_are_complete(const char *name, const struct interface_value *v, size_t room)
{
    size_t n = 0;
    for (; n < room && v[n].name != NULL; n++) {
        if (v[n].type == NULL || v[n].type[0] == '\0') {
            fail_msg("%s: %s has no type", name, v[n].name);
        }
    }
    if (n == room) {
        fail_msg("%s: has no room left", name);
    }
}

/* A row without a text, an example or types would be a gap in the page. */
static void each_row_is_complete(void **state)
{
    (void)state;
    const struct interface_part *p = NULL;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        assert_true(p->title[0] != '\0' && p->text[0] != '\0');
        for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
            const struct interface_part *where = NULL;
            if (row->text == NULL || row->example == NULL || row->result == NULL) {
                fail_msg("%s: lacks a text, an example or its result", row->name);
            }
            values_are_complete(row->name, row->args, INTERFACE_ARGS);
            values_are_complete(row->name, row->gives, INTERFACE_GIVES);
            assert_ptr_equal(interface_find(row->name, &where), row); /* no name stands twice */
            assert_ptr_equal(where, p);
            if (p->table != NULL) {
                size_t len = strlen(p->table);
                assert_true(strncmp(row->name, p->table, len) == 0 && row->name[len] == '.');
            }
        }
    }
    static const struct interface_row later = {.name = "later", .since = "2.1.0"};
    assert_string_equal(interface_since(&later), "2.1.0");
    assert_string_equal(interface_since(interface_find("credit", NULL)), "1.0.0");
    assert_null(interface_part(1000));
    assert_null(interface_find("strings.sub", NULL));
    assert_true(interface_member("string", "sub"));
    assert_false(interface_member("string", "gsub"));
    assert_false(interface_member("os", "sub"));
}

/* What one run of a rule with this body takes of its budget. Steps of Lua itself count by the thousand: so
 * few are not seen. */
static int64_t fuel_of(const char *lua, const char *args)
{
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    struct ruleset *r = NULL;
    struct host *h = NULL;
    struct err e = {0};
    struct json *given = NULL;
    struct json_error fault;
    struct finding f;
    buf_printf(&text,
               "return { id = \"t/t\", version = 1, title = \"t\", source = \"s\", args = { s = "
               "\"\", list = "
               "{} },\nscore = function(_, _, args)\n%s\nreturn 1\nend }",
               lua);
    const struct rule_file file = {.name = "t/t", .path = "t", .text = text.data, .len = text.len};
    assert_int_equal(ruleset_new(&file, 1, true, &r, &e), 0);
    assert_int_equal(ruleset_inspect(r, NULL, &e), 0);
    assert_int_equal(host_new(r, NULL, &h, &e), 0);
    assert_int_equal(json_parse(&arena, args, strlen(args), 1, &given, &fault), 0);
    assert_int_equal(host_try(h, "t/t", NULL, NULL, given, &arena, &f), 0);
    if (f.outcome != OUTCOME_SCORED) {
        fail_msg("%s: %s", lua, f.template_text);
    }
    int64_t fuel = h->sandbox->fuel_used;
    host_free(h);
    ruleset_free(r);
    buf_free(&text);
    arena_free(&arena);
    return fuel;
}

enum { BYTES = 16000, ENTRIES = 100 };

/* How much more the body takes with long arguments than with empty ones, beside what the arguments take. */
static int64_t grows(const char *lua)
{
    struct buf large = BUF_INIT;
    buf_puts(&large, "{\"s\":\"");
    for (int i = 0; i < BYTES; i++) {
        buf_putc(&large, 'x');
    }
    buf_puts(&large, "\",\"list\":[");
    for (int i = 0; i < ENTRIES; i++) {
        buf_puts(&large, i == 0 ? "7" : ",7");
    }
    buf_puts(&large, "]}");
    int64_t more = fuel_of(lua, large.data) - fuel_of("", large.data);
    int64_t less = fuel_of(lua, "{}") - fuel_of("", "{}");
    buf_free(&large);
    return more - less;
}

static void costs_are_those_of_the_table(void **state)
{
    (void)state;
    static const struct {
        const char *name, *lua, *said;
        int64_t more;
    } cases[] = {
        {"string.byte", "string.byte(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"string.contains", "string.contains(args.s, \"?\")", "1 for each 16 bytes", BYTES / 16},
        {"string.ends_with", "string.ends_with(args.s, \"?\")", "1 for each 16 bytes", BYTES / 16},
        {"string.format", "string.format(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"string.len", "string.len(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"string.lower", "string.lower(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"string.rep", "string.rep(args.s, 2)", "1 for each 16 bytes of the text and of the result",
         3 * BYTES / 16},
        {"string.reverse", "string.reverse(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"string.split", "string.split(args.s, \"?\")", "1 for each 16 bytes", BYTES / 16},
        {"string.starts_with", "string.starts_with(args.s, \"?\")", "1 for each 16 bytes",
         BYTES / 16},
        {"string.sub", "string.sub(args.s, 1, 1)", "1 for each 16 bytes", BYTES / 16},
        {"string.trim", "string.trim(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"string.upper", "string.upper(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"tostring", "tostring(args.s)", "1 for each 16 bytes", BYTES / 16},
        {"table.concat", "table.concat(args.list)", "1 for each entry", ENTRIES},
        {"pairs", "pairs(args.list)", "8 for each key", INT64_C(8) * ENTRIES},
        {"select", "select(1, args.s)", NULL, 0},
        {"type", "type(args.s)", NULL, 0},
        {"tonumber", "tonumber(args.s)", NULL, 0},
        {"assert", "assert(args.s)", NULL, 0},
        {"ipairs", "ipairs(args.list)", NULL, 0},
        {"table.unpack", "table.unpack(args.list)", NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct interface_row *row = interface_find(cases[i].name, NULL);
        char lua[120];
        assert_non_null(row);
        (void)snprintf(lua, sizeof lua, "local _ = %s", cases[i].lua);
        int64_t more = grows(lua);
        if (more != cases[i].more) {
            fail_msg("%s takes %lld more", row->name, (long long)more);
        }
        if (cases[i].said == NULL ? row->cost != NULL
                                  : row->cost == NULL || strstr(row->cost, cases[i].said) == NULL) {
            fail_msg("%s: the table says another cost", row->name);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_a_rule_reaches_is_told_and_no_more),
        cmocka_unit_test(texts_have_the_methods_that_string_has),
        cmocka_unit_test(methods_stand_where_the_table_says),
        cmocka_unit_test(examples_run_where_the_rules_do),
        cmocka_unit_test(each_example_gives_what_stands_there),
        cmocka_unit_test(each_row_is_complete),
        cmocka_unit_test(costs_are_those_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
