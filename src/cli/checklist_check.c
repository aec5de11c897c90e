#include "cli/checklist_check.h"

#include <string.h>

#include "library.h"

/* A rule that is named must be there and load. */
static void check_rule(const struct part *part, const struct json *doc, const char *path,
                       const struct ruleset *rules, struct diag *d)
{
    const struct json *named = json_get(doc, "rule");
    int line = named != NULL ? named->line : doc == NULL ? 0 : doc->line;
    if (part->rule == NULL) {
        return; /* the engine's own way for this answer type */
    }
    const struct rule_info *info = ruleset_find(rules, part->rule);
    if (info == NULL) {
        const char *near = settings_nearest_rule(rules, part->rule);
        diag_add(d, line, path,
                 near == NULL ? "there is no rule %s%s" : "there is no rule %s: did you mean %s?",
                 part->rule, near == NULL ? "" : near);
    } else if (info->error != NULL) {
        diag_add(d, line, path, "rule %s was refused: %s", part->rule, info->error);
    }
}

static void check_criterion(const struct criterion *k, const struct ruleset *rules, struct diag *d)
{
    struct buf path = BUF_INIT;
    buf_printf(&path, "%s.rule", k->demand.id);
    check_rule(&k->demand, k->doc, buf_text(&path), rules, d);
    const struct json *part = json_get(json_get(k->doc, "answer"), "parts");
    part = part == NULL ? NULL : part->first;
    for (size_t i = 0; i < k->demand.answer.part_count; i++) {
        const struct part *p = &k->demand.answer.parts[i];
        buf_reset(&path);
        buf_printf(&path, "%s.parts.%s.rule", k->demand.id, p->id);
        check_rule(p, part, buf_text(&path), rules, d);
        part = part == NULL ? NULL : part->next;
    }
    buf_free(&path);
}

/* Each profile must make a checklist. */
static int check_profiles(const struct checklist *c, const struct buf *text, struct diag *d)
{
    const struct json *profiles = json_get(c->doc, "profiles");
    const struct json *p = profiles == NULL ? NULL : profiles->first;
    int rc = 0;
    for (; p != NULL && rc != ERR_MEMORY; p = p->next) {
        struct checklist *part = NULL;
        rc = checklist_parse(buf_text(text), text->len, p->key, d, &part);
        checklist_free(part);
    }
    return rc == ERR_MEMORY ? rc : 0;
}

int checklist_check(const char *reference, struct ruleset *rules, struct arena *arena,
                    struct checked *out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct checklist *c = NULL;
    struct diag d;
    int rc = library_checklist(reference, arena, &text, &out->path, e);
    if (rc != 0) {
        buf_free(&text);
        return rc;
    }
    diag_init(&d, out->path);
    d.limit = 200; /* its author wants all */
    rc = checklist_parse(buf_text(&text), text.len, NULL, &d, &c);
    rc = rc == 0 ? ruleset_inspect(rules, c, e) : rc;
    if (rc == 0) {
        out->id = arena_strdup(arena, c->id);
        out->version = arena_strdup(arena, c->version);
        out->criteria = c->criterion_count;
        for (int i = 0; i < c->criterion_count; i++) {
            check_criterion(&c->criteria[i], rules, &d);
        }
        rc = check_profiles(c, &text, &d);
    }
    if (rc == ERR_MEMORY) {
        (void)err_set(e, rc, "out of memory");
    } else {
        cli_complaints(&d);
        out->complaints = d.count;
        rc = 0;
    }
    checklist_free(c);
    diag_free(&d);
    buf_free(&text);
    return rc;
}

void checked_print(const struct cli *cli, const struct checked *c, struct series *series,
                   struct buf *out)
{
    if (cli->format == FORMAT_TEXT) {
        buf_printf(out, "%s: ", c->path);
        if (c->id != NULL) {
            buf_printf(out, "%s %s, %d criteria, ", c->id, c->version, c->criteria);
        }
        if (c->complaints == 0) {
            buf_puts(out, "fine\n");
        } else {
            buf_printf(out, "%zu complaint%s\n", c->complaints, c->complaints == 1 ? "" : "s");
        }
        return;
    }
    struct buf json = BUF_INIT;
    buf_puts(&json, "{");
    member_text(&json, "path", c->path);
    member_text(&json, "id", c->id);
    member_text(&json, "version", c->version);
    member_number(&json, "criteria", c->criteria);
    member_number(&json, "complaints", (int64_t)c->complaints);
    buf_puts(&json, "}");
    series_put(series, out, &json);
    buf_free(&json);
}
