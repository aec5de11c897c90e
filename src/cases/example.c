#include "cases/example.h"

#include <string.h>

#include "cases/report.h"
#include "script/outside.h"

/* Values as Lua writes them. A finding is handed on. */
static const char SHOWN[] =
    "local function shown(v)\n"
    "  if type(v) == \"string\" then return \"\\\"\" .. v .. \"\\\"\" end\n"
    "  if type(v) ~= \"table\" then return tostring(v) end\n"
    "  local out = {}\n"
    "  for key, value in pairs(v) do\n"
    "    local before = type(key) == \"number\" and \"\" or key .. \" = \"\n"
    "    table.insert(out, before .. shown(value))\n"
    "  end\n"
    "  if #out == 0 then return \"{}\" end\n"
    "  return \"{ \" .. table.concat(out, \", \") .. \" }\"\n"
    "end\n"
    "local function all(...)\n"
    "  local count, out = select(\"#\", ...), {}\n"
    "  if count == 1 and type((...)) == \"userdata\" then return (...) end\n"
    "  for i = 1, count do out[i] = shown((select(i, ...))) end\n"
    "  return unknown(\"{values}\", { values = table.concat(out, \", \") })\n"
    "end\n";

static const char ID[] = "example/example";

static void write_rule(struct buf *out, const char *id, const struct interface_part *part,
                       const struct interface_row *row)
{
    buf_printf(out,
               "%sreturn { id = \"%s\", version = 1, title = \"example\", source = \"ours\",\n"
               "args = %s,\n",
               SHOWN, id, interface_args);
    if (part->library != NULL) {
        buf_printf(out, "use = { \"%s\" },\n", part->library);
    }
    buf_printf(out, "score = function(plan, answer, args)\n%s\nreturn all(%s)\nend,\n",
               row->setup == NULL ? "" : row->setup, row->example);
    buf_printf(out,
               "tests = { { name = \"it\", plan = %s, answer = %s, expect = { credit = 1 } } } }\n",
               interface_plan, interface_answer);
}

/* What came of it, as people read it. */
static void write_got(struct buf *out, const struct finding *f)
{
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    const char *text = buf_text(&reason);
    if (f->outcome == OUTCOME_ERROR) { /* without the place: the example has none of its own */
        const char *place = strstr(text, ".lua:");
        const char *said = place == NULL ? NULL : strstr(place, ": ");
        buf_printf(out, "error: %s", said == NULL ? text : said + 2);
    } else if (f->outcome == OUTCOME_UNKNOWN && strcmp(f->template_text, "{values}") == 0) {
        buf_puts(out, text);
    } else {
        report_case_got(out, f);
    }
    out->failed = out->failed || reason.failed;
    buf_free(&reason);
}

static int run_only(struct ruleset *r, const char *id, struct arena *arena, struct buf *out,
                    struct err *e)
{
    struct case_list list = {.arena = arena};
    struct host *h = NULL;
    struct case_result result;
    int rc = ruleset_inspect(r, NULL, e);
    rc = rc == 0 ? host_take(r, &h, e) : rc;
    rc = rc == 0 ? cases_gather_rule(&list, h, r, ruleset_find(r, id)) : rc;
    rc = rc == 0 ? cases_run_one(h, NULL, &list.items[0], arena, &result) : rc;
    if (rc == 0 && result.ran) {
        write_got(out, &result.finding);
    } else if (rc == 0) {
        buf_printf(out, "error: %s", result.message);
    }
    host_free(h);
    return rc == 0 ? 0 : e->code != 0 ? rc : err_set(e, ERR_MEMORY, "out of memory");
}

int example_run(const struct ruleset *rules, const struct interface_part *part,
                const struct interface_row *row, struct arena *arena, const char **got,
                struct err *e)
{
    struct buf text = BUF_INIT, out = BUF_INIT;
    const char *id = row->only != NULL ? row->only : ID;
    write_rule(&text, id, part, row);
    struct rule_file files[2] = {
        {.name = id, .path = "example.lua", .text = buf_text(&text), .len = text.len}};
    size_t count = 1;
    if (part->library != NULL) {
        struct rule_file *f = &files[1];
        f->name = part->library;
        f->path = part->library;
        f->text = ruleset_text(rules, part->library, &f->len);
        count += f->text != NULL; /* else the rule is refused, and says why */
    }
    struct ruleset *r = NULL;
    int rc = buf_status(&text) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                    : ruleset_new(files, count, true, &r, e);
    if (rc == 0) {
        ruleset_beside(r, rules); /* a library may have come from elsewhere */
    }
    rc = rc == 0 ? run_only(r, id, arena, &out, e) : rc;
    ruleset_free(r);
    *got = rc == 0 && buf_status(&out) == 0 ? arena_strdup(arena, buf_text(&out)) : NULL;
    buf_free(&text);
    buf_free(&out);
    return rc == 0 && *got == NULL ? err_set(e, ERR_MEMORY, "out of memory") : rc;
}
