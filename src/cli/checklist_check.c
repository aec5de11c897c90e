#include "cli/checklist_check.h"

#include <string.h>

#include "base/json_member.h"
#include "base/number.h"
#include "library.h"
#include "model/codes.h"
#include "model/plan_schema.h"

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
                 near == NULL ? "there is no rule %s%s: name the folder of your own with --rules"
                              : "there is no rule %s: did you mean %s?",
                 part->rule, near == NULL ? "" : near);
    } else if (info->error != NULL) {
        diag_add(d, line, path, "rule %s was refused: %s", part->rule, info->error);
    }
}

/* Where a rule of a criterion stands: its path (without ".rule") and its object. */
static const struct json *place(const struct criterion *k, const struct part *part,
                                struct buf *path)
{
    buf_printf(path, "%s", k->demand.id);
    if (part == &k->demand) {
        return k->doc;
    }
    if (part == &k->answered) {
        buf_puts(path, ".answered");
        return json_get(k->doc, "answered");
    }
    const struct part *parts = k->demand.answer.parts;
    bool check = k->check_count > 0 && part >= k->checks && part < k->checks + k->check_count;
    const struct json *list = json_get(check ? k->doc : json_get(k->doc, "answer"),
                                       check ? "checks" : "parts");
    const struct json *at = list == NULL ? NULL : list->first;
    for (const struct part *p = check ? k->checks : parts; at != NULL && p != part; p++) {
        at = at->next;
    }
    buf_printf(path, ".%s.%s", check ? "checks" : "parts", check ? part->rule : part->id);
    return at;
}

static void check_criterion(const struct criterion *k, const struct ruleset *rules, struct diag *d)
{
    for (size_t i = 0; i < criterion_rule_count(k); i++) {
        struct buf path = BUF_INIT;
        const struct part *part = criterion_rule(k, i);
        const struct json *doc = place(k, part, &path);
        buf_puts(&path, ".rule");
        check_rule(part, doc, buf_text(&path), rules, d);
        d->text.failed = d->text.failed || path.failed; /* no complaint without its place */
        buf_free(&path);
    }
}

static void complain_of_fit(void *context, const struct criterion *k, const struct part *part,
                            const char *message)
{
    struct diag *d = context;
    struct buf path = BUF_INIT;
    const struct json *args = part->args;
    (void)place(k, part, &path);
    buf_puts(&path, ".args");
    diag_add(d, args != NULL ? args->line : k->doc->line, buf_text(&path), "%s", message);
    d->text.failed = d->text.failed || path.failed;
    buf_free(&path);
}

/* Do the arguments suit the rules? */
static int check_fit(const struct checklist *c, struct ruleset *rules, struct diag *d,
                     struct err *e)
{
    struct host *h = NULL;
    int rc = host_new(rules, NULL, &h, e);
    rc = rc == 0 ? host_check(h, c, complain_of_fit, d) : rc;
    if (rc == ERR_BUSY) {
        (void)err_set(e, rc, "a rule ran into the time limit, or its process ended: try again");
    }
    host_free(h);
    return rc;
}

/* What is allowed but has no effect: said, and no reason to refuse. */
static void warn_of_conditions(const struct json *applies, const char *id, const char *file)
{
    const struct json *setting = json_get(applies, "setting"), *facts = json_get(applies, "facts");
    for (const struct json *s = setting == NULL ? NULL : setting->first; s != NULL; s = s->next) {
        bool known = false;
        for (size_t i = 0; i < words_settings.count; i++) {
            known = known || strcmp(words_settings.list[i], s->text) == 0;
        }
        if (!known) {
            cli_say("%s:%d: %s.applies.setting: \"%.40s\" is no setting that a plan can have: it "
                    "never holds",
                    file, s->line, id, s->text);
        }
    }
    for (const struct json *f = facts == NULL ? NULL : facts->first; f != NULL; f = f->next) {
        if (schema_path(f->key) == NULL && strncmp(f->key, "answers.", 8) != 0) {
            cli_say("%s:%d: %s.applies.facts: \"%.80s\" is no fact that a plan can have: it always "
                    "holds",
                    file, f->line, id, f->key);
        }
    }
}

/* Whether every finding that b fits has been given advice by a: the first that fits is used, and a text with
 * {names} fits only where these are known. */
static bool goes_before(const struct json *a, const struct json *b)
{
    const struct json *low = advice_below(a), *high = advice_below(b);
    return strchr(advice_text(a), '{') == NULL &&
           (low == NULL ||
            (high != NULL && number_to_credit(low->number) >= number_to_credit(high->number)));
}

/* Advice that can never show: said, and no reason to refuse. */
static void warn_of_advice(const struct criterion *k, const char *file)
{
    const struct json *all = json_get(k->doc, "advice");
    for (const struct json *b = advice_next(all, NULL); b != NULL; b = advice_next(all, b)) {
        const struct json *below = advice_below(b), *a = advice_next(all, NULL);
        bool none = below != NULL && number_to_credit(below->number) <= 0;
        while (a != b && !goes_before(a, b)) {
            a = advice_next(all, a);
        }
        if (none) {
            cli_say("%s:%d: %s.advice: no credit is below this: it is never shown", file, b->line,
                    k->demand.id);
        } else if (a != b) {
            cli_say("%s:%d: %s.advice: is never shown, because the one on line %d comes first and "
                    "fits wherever this does: put this one before it",
                    file, b->line, k->demand.id, a->line);
        }
    }
}

/* Whether a profile for some hazards (NULL: for all) is for places where a criterion applies. */
static bool profile_meets(const struct json *hazards, const struct json *applies)
{
    const struct json *wanted = json_get(applies, "hazards");
    for (const struct json *h = hazards == NULL ? NULL : hazards->first; h != NULL; h = h->next) {
        for (const struct json *w = wanted == NULL ? NULL : wanted->first; w != NULL; w = w->next) {
            if (codes_hazard_matches(h->text, w->text)) {
                return true;
            }
        }
    }
    return hazards == NULL || wanted == NULL;
}

/* What nothing makes up for should not be left out for brevity: said, and no reason to refuse. */
static void warn_of_profile(const struct json *p, const struct checklist *c, const char *file)
{
    const struct json *criteria = json_get(p, "criteria");
    for (int i = 0; i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        bool named = !k->critical || !profile_meets(json_get(p, "hazards"), k->applies);
        for (const struct json *m = criteria->first; m != NULL && !named; m = m->next) {
            named = strcmp(m->text, k->demand.id) == 0;
        }
        if (!named) {
            cli_say("%s:%d: profiles.%s: leaves out %s, which is critical: add it", file, p->line,
                    p->key, k->demand.id);
        }
    }
}

/* Each profile must make a checklist. */
static int check_profiles(const struct checklist *c, const struct buf *text, const char *file,
                          struct diag *d)
{
    const struct json *profiles = json_get(c->doc, "profiles");
    const struct json *p = profiles == NULL ? NULL : profiles->first;
    int rc = 0;
    for (; p != NULL && rc != ERR_MEMORY; p = p->next) {
        struct checklist *part = NULL;
        rc = checklist_parse(buf_text(text), text->len, p->key, d, &part);
        checklist_free(part);
        warn_of_profile(p, c, file);
    }
    return rc == ERR_MEMORY ? rc : 0;
}

int checklist_check(const char *reference, struct ruleset *rules, const struct frameworks *all,
                    struct arena *arena, struct checked *out, struct err *e)
{
    struct buf text = BUF_INIT;
    struct checklist *c = NULL;
    struct diag d;
    size_t faults = 0; /* of translations */
    int rc = library_checklist(reference, arena, &text, &out->path, e);
    if (rc != 0) {
        buf_free(&text);
        return rc;
    }
    diag_init(&d, out->path);
    d.limit = 200; /* its author wants all */
    rc = checklist_parse(buf_text(&text), text.len, NULL, &d, &c);
    int unable = rc == 0 ? ruleset_inspect(rules, c, e) : 0; /* no fault of the checklist */
    if (rc == 0 && unable == 0) {
        out->id = arena_strdup(arena, c->id);
        out->version = arena_strdup(arena, c->version);
        out->criteria = c->criterion_count;
        for (int i = 0; i < c->criterion_count; i++) {
            check_criterion(&c->criteria[i], rules, &d);
        }
        checklist_check_refs(c, all, &d);
        unable = check_fit(c, rules, &d, e);
        rc = unable == 0 ? check_profiles(c, &text, out->path, &d) : rc;
        rc = unable == 0 && rc == 0 ? checklist_check_texts(reference, c, out->path, &faults, e)
                                    : rc;
        for (int i = 0; i < c->criterion_count; i++) {
            warn_of_conditions(c->criteria[i].applies, c->criteria[i].demand.id, out->path);
            warn_of_advice(&c->criteria[i], out->path);
        }
        for (int i = 0; i < c->node_count; i++) {
            warn_of_conditions(c->nodes[i].applies, c->nodes[i].id == NULL ? c->id : c->nodes[i].id,
                               out->path);
        }
    }
    rc = buf_status(&d.text) != 0 ? ERR_MEMORY : rc;
    if (rc == ERR_MEMORY || unable == ERR_MEMORY) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    } else if (unable != 0) {
        rc = unable;
    } else {
        cli_complaints(&d);
        out->complaints = d.count + faults;
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
