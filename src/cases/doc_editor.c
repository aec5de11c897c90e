/* The interface for the tools of those who write rules: LuaLS and luacheck. */
#include <string.h>

#include "cases/doc.h"

/* ---- LuaLS ----------------------------------------------------------------------------------- */

static const char LUALS_HEAD[] =
    "---@meta\n"
    "-- What rules of banyan may use, for LuaLS. Made by `banyan rules doc --for luals`: do not "
    "edit.\n"
    "\n"
    "---What a rule returns: credit, level, not_applicable, unknown, not_assessed.\n"
    "---@class finding\n"
    "\n"
    "---What percent gives: a parameter of a reason.\n"
    "---@class percent\n"
    "\n"
    "---An answer, as the rule of its criterion sees it.\n"
    "---@class answer\n"
    "---@field value any\n"
    "---@field note string?\n"
    "---@field evidence any\n"
    "---@field [string] any # what the criterion declares: max, items, steps\n"
    "\n"
    "---The plan: what stands under `plan` in its document, and four members beside it.\n"
    "---@class plan\n"
    "---@field budget plan.budget?\n"
    "---@field community plan.community?\n"
    "---@field assessment { date: string, [string]: any }?\n"
    "---@field facts table<string, any>?\n"
    "---@field answers table<string, answer>?\n"
    "---@field [string] any\n"
    "\n"
    "---A rule, as its file returns it: write `---@type rule` before a local, or `---@param plan "
    "plan` and so on\n"
    "---before score.\n"
    "---@class rule\n"
    "---@field id string # the path without .lua\n"
    "---@field version integer\n"
    "---@field title string\n"
    "---@field source string\n"
    "---@field needs string[]?\n"
    "---@field args table<string, any>?\n"
    "---@field use string[]?\n"
    "---@field score fun(plan: plan, answer: answer?, args: table<string, any>): finding|number\n"
    "---@field tests table[]\n";

/* The name of an argument without its "?". */
static int bare(const char *name)
{
    size_t len = strlen(name);
    return (int)(len > 0 && name[len - 1] == '?' ? len - 1 : len);
}

static bool optional(const struct interface_value *v)
{
    return v->name[bare(v->name)] == '?';
}

/* Whether an argument that must be given follows one that need not: Lua tells them by their number. */
static bool shifts(const struct interface_value *args, size_t i)
{
    for (size_t k = i + 1; optional(&args[i]) && args[k].name != NULL; k++) {
        if (!optional(&args[k]) && strcmp(args[k].name, "...") != 0) {
            return true;
        }
    }
    return false;
}

static void parameters(struct buf *out, const struct interface_value *args)
{
    for (size_t i = 0; args[i].name != NULL; i++) {
        bool mark = optional(&args[i]) && !shifts(args, i);
        buf_printf(out, "---@param %.*s%s %s%s%s\n", bare(args[i].name), args[i].name,
                   mark ? "?" : "", args[i].type, args[i].text == NULL ? "" : " # ",
                   args[i].text == NULL ? "" : args[i].text);
    }
}

/* The call without the arguments that shift the others. */
static void overload(struct buf *out, const struct interface_value *args)
{
    bool any = false;
    for (size_t i = 0; args[i].name != NULL; i++) {
        any = any || shifts(args, i);
    }
    if (!any) {
        return;
    }
    buf_puts(out, "---@overload fun(");
    bool first = true;
    for (size_t i = 0; args[i].name != NULL; i++) {
        if (!shifts(args, i)) {
            buf_printf(out, "%s%.*s: %s", first ? "" : ", ", bare(args[i].name), args[i].name,
                       args[i].type);
            first = false;
        }
    }
    buf_puts(out, ")\n");
}

static void luals_row(struct buf *out, const struct interface_part *p,
                      const struct interface_row *row)
{
    buf_printf(out, "\n---%s\n", row->text);
    if (row->errors != NULL) {
        buf_printf(out, "---Ends the rule with an error: %s.\n", row->errors);
    }
    if (row->only != NULL) {
        buf_printf(out, "---Only %s has it.\n", row->only);
    }
    buf_printf(out, "---```lua\n");
    for (const char *line = row->setup == NULL ? "" : row->setup; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        buf_printf(out, "---%.*s\n", (int)len, line);
        line += len + (line[len] == '\n');
    }
    for (const char *line = row->example; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        buf_printf(out, "---%.*s\n", (int)len, line);
        line += len + (line[len] == '\n');
    }
    buf_printf(out, "-----> %s\n---```\n", row->result);
    if (doc_constant(row)) {
        buf_printf(out, "---@type %s\n%s = nil\n", row->gives[0].type, row->name);
        return;
    }
    parameters(out, row->args);
    for (size_t i = 0; row->gives[i].name != NULL; i++) {
        buf_printf(out, "---@return %s %s%s%s\n", row->gives[i].type, row->gives[i].name,
                   row->gives[i].text == NULL ? "" : " # ",
                   row->gives[i].text == NULL ? "" : row->gives[i].text);
    }
    overload(out, row->args);
    if (p->place != NULL) {
        buf_printf(out, "function %s:%s(", p->id, interface_last(row));
    } else {
        buf_printf(out, "function %s(", row->name);
    }
    for (size_t i = 0; row->args[i].name != NULL; i++) {
        buf_printf(out, "%s%.*s", i == 0 ? "" : ", ", bare(row->args[i].name), row->args[i].name);
    }
    buf_puts(out, ") end\n");
}

static void luals_part(struct buf *out, const struct interface_part *p)
{
    buf_printf(out, "\n-- %s\n", p->title);
    if (p->library != NULL) {
        buf_printf(out, "\n---%s To be had with `use = { \"%s\" }`.\n%s = {}\n", p->text,
                   p->library, p->table);
    } else if (p->table != NULL) {
        /* the name by which LuaLS finds the methods of texts */
        buf_printf(out, "\n---@class %slib\n%s = {}\n", p->table, p->table);
    } else if (p->place != NULL) {
        const char *community = strcmp(p->place, "community") == 0 ? "plan." : "";
        buf_printf(out, "\n---@class %s%s\n---@field [string] any\nlocal %s = {}\n", community,
                   p->place, p->id);
    }
    for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
        luals_row(out, p, row);
    }
}

void doc_luals(struct buf *out)
{
    const struct interface_part *p = NULL;
    buf_puts(out, LUALS_HEAD);
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        if (!p->given) { /* the head has them */
            luals_part(out, p);
        }
    }
}

/* ---- luacheck -------------------------------------------------------------------------------- */

/* "name", as many on a line as fit. */
static void put_name(struct buf *out, size_t *line, size_t indent, const char *name)
{
    if (*line == 0 || out->len - *line + strlen(name) + 4 > 110) {
        *line = out->len + 1;
        buf_printf(out, "\n%*s", (int)indent - 1, "");
    }
    buf_printf(out, " \"%s\",", name);
}

static void table_fields(struct buf *out, const struct interface_part *p)
{
    size_t line = 0; /* where the line begins; 0: none has begun */
    buf_printf(out, "    %s = { fields = {", p->table);
    for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
        put_name(out, &line, 6, interface_last(row));
    }
    buf_puts(out, "\n    } },\n");
}

/* What only one rule has, in its file. */
static void exceptions(struct buf *out)
{
    const struct interface_part *p = NULL;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
            if (row->only != NULL) {
                buf_printf(out, "files[\"**/%s.lua\"] = { read_globals = { \"%s\" } }\n", row->only,
                           row->name);
            }
        }
    }
}

void doc_luacheck(struct buf *out)
{
    const struct interface_part *p = NULL;
    buf_puts(out, "-- Settings of luacheck for rules of banyan. Made by `banyan rules doc --for "
                  "luacheck`: do not "
                  "edit.\n"
                  "-- What the host gives is read-only, and every other global is a mistake.\n"
                  "std = {\n  read_globals = {");
    size_t line = 0;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        bool alone = p->table == NULL && p->place == NULL && !p->given;
        for (const struct interface_row *row = p->rows; alone && row->name != NULL; row++) {
            if (row->only == NULL) {
                put_name(out, &line, 4, row->name);
            }
        }
    }
    buf_puts(out, "\n");
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        if (p->table != NULL) {
            table_fields(out, p);
        }
    }
    buf_puts(out, "  },\n}\n");
    exceptions(out);
    buf_puts(out, "exclude_files = { \"**/.luals/*\" }\n"
                  "max_line_length = 120\n"
                  "unused_args = false\n");
}
