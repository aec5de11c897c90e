/* Texts: byte char len lower upper sub reverse, bounded rep and format, and linear-time helpers in the
 * place of patterns. ASCII only where letters matter, so that the locale changes nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/sandbox.h"

static const char *text_at(lua_State *L, int index, size_t *len)
{
    luaL_checktype(L, index, LUA_TSTRING);
    const char *text = lua_tolstring(L, index, len);
    sandbox_charge(L, 1 + (int64_t)*len / 16);
    return text;
}

/* Where something begins: negative positions count from the end. */
static size_t first_at(lua_Integer at, size_t len)
{
    if (at > 0) {
        return (size_t)at;
    }
    if (at == 0) {
        return 1;
    }
    return at < -(lua_Integer)len ? 1 : len + (size_t)at + 1;
}

/* Where it ends: at most len, and 0 before the first. */
static size_t last_at(lua_Integer at, size_t len)
{
    if (at >= 0) {
        return at > (lua_Integer)len ? len : (size_t)at;
    }
    return at < -(lua_Integer)len ? 0 : len + (size_t)at + 1;
}

/* string.sub(text, from, to): bytes from .. to; negative positions count from the end. */
static int string_sub(lua_State *L)
{
    size_t len = 0;
    const char *text = text_at(L, 1, &len);
    size_t from = first_at(luaL_optinteger(L, 2, 1), len);
    size_t to = last_at(luaL_optinteger(L, 3, -1), len);
    if (from <= to) {
        lua_pushlstring(L, text + from - 1, to - from + 1);
    } else {
        lua_pushliteral(L, "");
    }
    return 1;
}

/* string.byte(text, from, to): the bytes as numbers, up to 100. */
static int string_byte(lua_State *L)
{
    size_t len = 0;
    const char *text = text_at(L, 1, &len);
    size_t from = first_at(luaL_optinteger(L, 2, 1), len);
    size_t to = last_at(luaL_optinteger(L, 3, (lua_Integer)from), len);
    int n = 0;
    sandbox_require(L, to < from || to - from < 100, 3, "more than 100 bytes");
    luaL_checkstack(L, 100, "too many values");
    for (size_t i = from; i <= to; i++, n++) {
        lua_pushinteger(L, (unsigned char)text[i - 1]);
    }
    return n;
}

/* string.char(n, ...): a text of these bytes. */
static int string_char(lua_State *L)
{
    int n = lua_gettop(L);
    luaL_Buffer out;
    char *to = luaL_buffinitsize(L, &out, (size_t)n);
    for (int i = 1; i <= n; i++) {
        lua_Integer c = luaL_checkinteger(L, i);
        sandbox_require(L, c >= 0 && c <= 255, i, "value out of range");
        to[i - 1] = (char)c;
    }
    luaL_pushresultsize(&out, (size_t)n);
    return 1;
}

/* string.len(text): in bytes. */
static int string_len(lua_State *L)
{
    size_t len = 0;
    (void)text_at(L, 1, &len);
    lua_pushinteger(L, (lua_Integer)len);
    return 1;
}

static int changed(lua_State *L, char (*change)(char))
{
    size_t len = 0;
    const char *text = text_at(L, 1, &len);
    luaL_Buffer out;
    char *to = luaL_buffinitsize(L, &out, len);
    for (size_t i = 0; i < len; i++) {
        to[i] = change(text[i]);
    }
    luaL_pushresultsize(&out, len);
    return 1;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* string.lower(text): A to Z become small; other letters stay. */
static int string_lower(lua_State *L)
{
    return changed(L, lower);
}

/* string.upper(text): a to z become capital; other letters stay. */
static int string_upper(lua_State *L)
{
    return changed(L, upper);
}

/* string.reverse(text): its bytes from the last to the first. */
static int string_reverse(lua_State *L)
{
    size_t len = 0;
    const char *text = text_at(L, 1, &len);
    luaL_Buffer out;
    char *to = luaL_buffinitsize(L, &out, len);
    for (size_t i = 0; i < len; i++) {
        to[i] = text[len - 1 - i];
    }
    luaL_pushresultsize(&out, len);
    return 1;
}

/* string.rep(text, n, separator): n times, up to 1 MiB. */
static int string_rep(lua_State *L)
{
    size_t len = 0;
    const char *text = text_at(L, 1, &len);
    lua_Integer n = luaL_checkinteger(L, 2);
    size_t between = 0;
    const char *separator = lua_isnoneornil(L, 3) ? "" : text_at(L, 3, &between);
    n = n < 0 ? 0 : n;
    if (n > STRING_MAX || (len + between) * (size_t)n > STRING_MAX) {
        return sandbox_stop(L, STOP_SIZE, "string.rep: the text would be over 1 MiB");
    }
    sandbox_charge(L, n + (int64_t)((len + between) * (size_t)n) / 16);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    for (lua_Integer i = 0; i < n; i++) {
        luaL_addlstring(&out, text, len);
        if (i + 1 < n) {
            luaL_addlstring(&out, separator, between);
        }
    }
    luaL_pushresult(&out);
    return 1;
}

/* One conversion of format: flags, width up to 99, precision up to 99, and d i f g s x or %. */
static const char *convert(lua_State *L, luaL_Buffer *out, const char *p, int *argument)
{
    char form[24] = "%";
    size_t n = 1;
    while (*p != '\0' && strchr("-+ 0", *p) != NULL && n < 5) {
        form[n++] = *p++;
    }
    for (int i = 0; i < 2 && *p >= '0' && *p <= '9'; i++) {
        form[n++] = *p++;
    }
    if (*p == '.') {
        form[n++] = *p++;
        for (int i = 0; i < 2 && *p >= '0' && *p <= '9'; i++) {
            form[n++] = *p++;
        }
    }
    char text[512];
    double value = 0;
    int index = ++*argument;
    switch (*p) {
    case 'd':
    case 'i':
    case 'x':
        (void)memcpy(form + n, "ll", 2);
        form[n + 2] = *p;
        form[n + 3] = '\0';
        (void)snprintf(text, sizeof text, form, (long long)luaL_checkinteger(L, index));
        break;
    case 'f':
    case 'g':
        form[n] = *p;
        form[n + 1] = '\0';
        value = luaL_checknumber(L, index);
        value = isnan(value) ? fabs(value) : value; /* 0/0 has a sign on some processors */
        (void)snprintf(text, sizeof text, form, value);
        break;
    case 's':
        if (n == 1) {
            lib_text(L, index, out);
            return p + 1;
        }
        form[n] = 's';
        form[n + 1] = '\0';
        luaL_checktype(L, index, LUA_TSTRING);
        (void)snprintf(text, sizeof text, form, lua_tostring(L, index));
        break;
    default:
        (void)luaL_error(L, "format: unknown conversion: use %%d %%f %%g %%s or %%x");
        return p;
    }
    luaL_addstring(out, text);
    return p + 1;
}

/* string.format(form, ...): with %d %i %x %f %g %s and %%. */
static int string_format(lua_State *L)
{
    size_t len = 0;
    const char *p = text_at(L, 1, &len);
    const char *end = p + len;
    int argument = 1;
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    while (p < end) {
        const char *sign = memchr(p, '%', (size_t)(end - p));
        size_t plain = (size_t)((sign == NULL ? end : sign) - p);
        luaL_addlstring(&out, p, plain);
        p += plain;
        if (sign != NULL && p[1] == '%') {
            luaL_addlstring(&out, p, 1);
            p += 2;
        } else if (sign != NULL) {
            p = convert(L, &out, p + 1, &argument);
        }
    }
    luaL_pushresult(&out);
    return 1;
}

/* string.contains(text, part): whether part stands in it. */
static int string_contains(lua_State *L)
{
    size_t len = 0;
    size_t part = 0;
    const char *text = text_at(L, 1, &len);
    const char *wanted = text_at(L, 2, &part);
    lua_pushboolean(L, part == 0 || memmem(text, len, wanted, part) != NULL);
    return 1;
}

/* string.starts_with(text, part) */
static int string_starts_with(lua_State *L)
{
    size_t len = 0;
    size_t part = 0;
    const char *text = text_at(L, 1, &len);
    const char *wanted = text_at(L, 2, &part);
    lua_pushboolean(L, part <= len && memcmp(text, wanted, part) == 0);
    return 1;
}

/* string.ends_with(text, part) */
static int string_ends_with(lua_State *L)
{
    size_t len = 0;
    size_t part = 0;
    const char *text = text_at(L, 1, &len);
    const char *wanted = text_at(L, 2, &part);
    lua_pushboolean(L, part <= len && memcmp(text + len - part, wanted, part) == 0);
    return 1;
}

/* string.split(text, separator): a list of what stands between separators; empty ones count. */
static int string_split(lua_State *L)
{
    size_t len = 0;
    size_t part = 0;
    const char *text = text_at(L, 1, &len);
    const char *separator = text_at(L, 2, &part);
    sandbox_require(L, part > 0, 2, "an empty separator");
    lua_newtable(L);
    const char *end = text + len;
    lua_Integer n = 0;
    for (;;) {
        const char *hit = memmem(text, (size_t)(end - text), separator, part);
        lua_pushlstring(L, text, (size_t)((hit == NULL ? end : hit) - text));
        lua_rawseti(L, -2, ++n);
        sandbox_charge(L, 4);
        if (hit == NULL) {
            return 1;
        }
        text = hit + part;
    }
}

static bool blank(char c)
{
    return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* string.trim(text): without blanks, tabs and line ends at both ends. */
static int string_trim(lua_State *L)
{
    size_t len = 0;
    const char *text = text_at(L, 1, &len);
    while (len > 0 && blank(text[len - 1])) {
        len--;
    }
    while (len > 0 && blank(*text)) {
        text++;
        len--;
    }
    lua_pushlstring(L, text, len);
    return 1;
}

#define TEXT                   \
    {                          \
        "text", "string", NULL \
    }
#define SIZED "1, and 1 for each 16 bytes"

const struct interface_row string_rows[] = {
    {.name = "string.byte",
     .function = string_byte,
     .text = "The bytes of a text as numbers.",
     .args = {TEXT,
              {"from?", "integer", "1 without it; -1 is the last byte"},
              {"to?", "integer", "from without it"}},
     .gives = {{"...", "integer", "0 to 255"}},
     .errors = "more than 100 bytes are asked for",
     .cost = SIZED,
     .example = "string.byte(\"AB\", 1, 2)",
     .result = "65, 66"},
    {.name = "string.char",
     .function = string_char,
     .text = "A text of these bytes.",
     .args = {{"...", "integer", "0 to 255"}},
     .gives = {TEXT},
     .errors = "a number is not from 0 to 255",
     .example = "string.char(65, 66)",
     .result = "\"AB\""},
    {.name = "string.contains",
     .function = string_contains,
     .text = "Whether part stands in the text, letter by letter.",
     .args = {TEXT, {"part", "string", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .cost = SIZED,
     .example = "string.contains(\"school shelter\", \"shelter\"), (\"school\"):contains(\"x\")",
     .result = "true, false"},
    {.name = "string.ends_with",
     .function = string_ends_with,
     .text = "Whether the text ends with part.",
     .args = {TEXT, {"part", "string", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .cost = SIZED,
     .example = "string.ends_with(\"map.pdf\", \".pdf\")",
     .result = "true"},
    {.name = "string.format",
     .function = string_format,
     .text = "Puts values into a form: %d and %i for integers, %x for hexadecimal ones, %f and %g "
             "for numbers, %s for "
             "what tostring takes, %% for a percent sign; with flags, width and precision up to "
             "99. Reasons need "
             "it seldom: they have {names}.",
     .args = {{"form", "string", NULL}, {"...", "number|string|boolean|nil", "one for each sign"}},
     .gives = {TEXT},
     .errors = "another sign stands in the form, or a value does not fit its sign",
     .cost = SIZED,
     .example = "string.format(\"%02d of %s: %.1f\", 7, \"P1\", 0.25)",
     .result = "\"07 of P1: 0.2\""},
    {.name = "string.len",
     .function = string_len,
     .text = "How many bytes the text has; #text is the same.",
     .args = {TEXT},
     .gives = {{"bytes", "integer", NULL}},
     .cost = SIZED,
     .example = "string.len(\"ward\")",
     .result = "4"},
    {.name = "string.lower",
     .function = string_lower,
     .text = "The text with A to Z as small letters; all others stay.",
     .args = {TEXT},
     .gives = {{"small", "string", NULL}},
     .cost = SIZED,
     .example = "string.lower(\"Ward 7\")",
     .result = "\"ward 7\""},
    {.name = "string.rep",
     .function = string_rep,
     .text = "The text n times.",
     .args = {TEXT, {"n", "integer", NULL}, {"separator?", "string", "between them"}},
     .gives = {{"long", "string", NULL}},
     .errors = "the result would be over 1 MiB",
     .cost = "1 for each time, and 1 for each 16 bytes of the text and of the result",
     .example = "string.rep(\"x\", 3, \"-\")",
     .result = "\"x-x-x\""},
    {.name = "string.reverse",
     .function = string_reverse,
     .text = "The bytes from the last to the first.",
     .args = {TEXT},
     .gives = {{"turned", "string", NULL}},
     .cost = SIZED,
     .example = "string.reverse(\"abc\")",
     .result = "\"cba\""},
    {.name = "string.split",
     .function = string_split,
     .text = "A list of what stands between the separators; empty ones count.",
     .args = {TEXT, {"separator", "string", "at least one byte; no pattern"}},
     .gives = {{"list", "string[]", NULL}},
     .errors = "the separator is empty",
     .cost = SIZED ", and 4 for each entry",
     .example = "string.split(\"2026-07-01\", \"-\")",
     .result = "{ \"2026\", \"07\", \"01\" }"},
    {.name = "string.starts_with",
     .function = string_starts_with,
     .text = "Whether the text begins with part.",
     .args = {TEXT, {"part", "string", NULL}},
     .gives = {{"yes", "boolean", NULL}},
     .cost = SIZED,
     .example = "string.starts_with(\"2026-07-01\", \"2026\")",
     .result = "true"},
    {.name = "string.sub",
     .function = string_sub,
     .text = "The bytes from one place to another.",
     .args = {TEXT,
              {"from?", "integer", "1 without it; -1 is the last byte"},
              {"to?", "integer", "the last without it"}},
     .gives = {{"part", "string", NULL}},
     .cost = SIZED,
     .example = "string.sub(\"2026-07-01\", 1, 4), (\"P12\"):sub(2)",
     .result = "\"2026\", \"12\""},
    {.name = "string.trim",
     .function = string_trim,
     .text = "The text without blanks, tabs and line ends at both ends.",
     .args = {TEXT},
     .gives = {{"bare", "string", NULL}},
     .cost = SIZED,
     .example = "string.trim(\"  ward \")",
     .result = "\"ward\""},
    {.name = "string.upper",
     .function = string_upper,
     .text = "The text with a to z as capital letters; all others stay.",
     .args = {TEXT},
     .gives = {{"capital", "string", NULL}},
     .cost = SIZED,
     .example = "string.upper(\"npl\")",
     .result = "\"NPL\""},
    {.name = NULL}};

void lib_string(lua_State *L, const struct interface_part *part)
{
    /* Methods of texts come from a copy of their own, which no rule can reach; and texts have no
     * arithmetic: "10" + 5 is an error. */
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_newtable(L);
    lib_fill(L, part);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}
