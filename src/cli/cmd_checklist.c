#include <stdio.h>
#include <string.h>

#include "banyan.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/checklist_check.h"
#include "cli/language.h"
#include "library.h"
#include "report/render.h"

/* ---- list ---- */

static const struct column columns[] = {
    {"id", 20, false}, {"version", 8, false}, {"criteria", 8, true}, {"title", 0, false}};

static void list_one(const struct cli *cli, const struct checklist *c, struct series *series,
                     struct buf *out)
{
    if (cli->format == FORMAT_TEXT) {
        char criteria[16];
        (void)snprintf(criteria, sizeof criteria, "%d", c->criterion_count);
        const char *cells[] = {c->id, c->version, criteria, c->title};
        table_row(out, columns, sizeof columns / sizeof *columns, cells);
        return;
    }
    struct buf json = BUF_INIT;
    buf_puts(&json, "{");
    member_text(&json, "id", c->id);
    member_text(&json, "version", c->version);
    member_text(&json, "title", c->title);
    member_text(&json, "language", c->language);
    member_number(&json, "criteria", c->criterion_count);
    member_text(&json, "digest", c->digest);
    buf_puts(&json, "}");
    series_put(series, out, &json);
    buf_free(&json);
}

static int list(struct cli *cli)
{
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct buf out = BUF_INIT;
    struct series series = {.format = cli->format};
    const char *const *ids = NULL;
    size_t count = 0;
    int code = library_checklists(&arena, &ids, &count, &e) == 0 ? CLI_OK : cli_fail(&e);
    if (code == CLI_OK && cli->format == FORMAT_TEXT) {
        table_head(&out, columns, sizeof columns / sizeof *columns, cli->color);
    }
    bool failed = false;
    for (size_t i = 0; i < count && code == CLI_OK; i++) {
        struct checklist *c = NULL;
        int rc = settings_checklist(ids[i], NULL, &arena, &c, NULL, &e);
        if (rc == 0) {
            list_one(cli, c, &series, &out);
        } else if (rc == ERR_MEMORY) { /* says nothing about the checklist */
            code = cli_fail(&e);
        } else {
            (void)cli_fail(&e);
            failed = true;
        }
        checklist_free(c);
    }
    if (code == CLI_OK) {
        series_end(&series, &out);
        code = cli_print(cli, &out);
    }
    buf_free(&out);
    arena_free(&arena);
    return code == CLI_OK && failed ? CLI_FAILED : code;
}

/* ---- show ---- */

static void indent(struct buf *out, int depth)
{
    for (int i = 0; i < depth * 2; i++) {
        buf_putc(out, ' ');
    }
}

static void escaped(struct buf *out, const char *text)
{
    text_escape(out, text == NULL ? "" : text, text == NULL ? 0 : strlen(text), 4000);
}

static void show_answer(struct buf *out, const struct answer_spec *a)
{
    buf_puts(out, answer_type_name(a->type));
    if (a->type == ANSWER_LEVEL) {
        buf_printf(out, " 0…%d", a->levels);
    } else if (a->type == ANSWER_NUMBER && a->unit != NULL) {
        buf_puts(out, " in ");
        escaped(out, a->unit);
    }
}

/* One way to answer: its name, then its text. */
static void show_choice(struct buf *out, int depth, const char *name, const char *text)
{
    struct buf shown = BUF_INIT;
    indent(out, depth);
    buf_printf(out, "%-4s ", name);
    escaped(&shown, text);
    size_t column = 2 * (size_t)depth + (strlen(name) < 4 ? 4 : strlen(name)) + 1;
    usage_wrap(out, buf_text(&shown), column, column);
    out->failed = out->failed || shown.failed;
    buf_free(&shown);
}

/* What the values of an answer mean: texts of levels, ids of items and parts. */
static void show_choices(struct buf *out, const struct answer_spec *a, int depth)
{
    const struct json *levels = json_get(a->doc, "levels");
    int level = 0;
    for (const struct json *l = levels == NULL ? NULL : levels->first; l != NULL; l = l->next) {
        char name[16];
        (void)snprintf(name, sizeof name, "%d", level++);
        show_choice(out, depth, name, json_string(l));
    }
    for (const struct json *i = a->items == NULL ? NULL : a->items->first; i != NULL; i = i->next) {
        show_choice(out, depth, json_string(json_get(i, "id")), json_string(json_get(i, "title")));
    }
    for (size_t i = 0; i < a->part_count; i++) {
        struct buf text = BUF_INIT;
        buf_printf(&text, "%s%s", a->parts[i].title == NULL ? "" : a->parts[i].title,
                   a->parts[i].title == NULL ? "" : ": ");
        show_answer(&text, &a->parts[i].answer);
        show_choice(out, depth, a->parts[i].id, buf_text(&text));
        out->failed = out->failed || text.failed;
        buf_free(&text);
        show_choices(out, &a->parts[i].answer, depth + 1);
    }
}

/* Where the question and its thresholds come from, with what is unverified or our own marked. */
static void show_sources(struct buf *out, const struct criterion *k, int depth)
{
    const struct json *list = json_get(k->doc, "source");
    const struct json *first = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
    struct buf text = BUF_INIT;
    for (const struct json *s = first; s != NULL; s = s->next) {
        buf_puts(&text, text.len > 0 ? "; " : "");
        render_source(&text, s);
    }
    if (text.len > 0) {
        show_choice(out, depth, "source:", buf_text(&text));
    }
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

/* A text of the checklist as a paragraph. */
static void show_paragraph(struct buf *out, int depth, const char *text)
{
    struct buf shown = BUF_INIT;
    escaped(&shown, text);
    indent(out, depth);
    usage_wrap(out, buf_text(&shown), 2 * (size_t)depth, 2 * (size_t)depth);
    out->failed = out->failed || shown.failed;
    buf_free(&shown);
}

static void show_criterion(struct buf *out, const struct criterion *k, int depth, bool color)
{
    indent(out, depth);
    buf_printf(out, "%s%s%s  ", color ? "\033[36m" : "", k->demand.id, color ? "\033[0m" : "");
    escaped(out, k->demand.title);
    buf_printf(out, "  (weight %lld, ", (long long)k->demand.weight);
    show_answer(out, &k->demand.answer);
    buf_puts(out, k->answered.rule != NULL ? ", or the plan's facts" : "");
    buf_puts(out, k->critical ? ", critical)\n" : ")\n");
    if (k->question != NULL) {
        show_paragraph(out, depth + 2, k->question);
    }
    show_choices(out, &k->demand.answer, depth + 2);
    const char *evidence = json_string(json_get(k->doc, "evidence"));
    if (evidence != NULL) {
        show_choice(out, depth + 2, "ask for:", evidence);
    }
    show_sources(out, k, depth + 2);
}

/* Parents come before their children, and criteria in the order of the checklist: depth is all
 * that is missing for a tree. */
static int depth_of(const struct checklist *c, int node)
{
    int depth = 0;
    while (c->nodes[node].parent >= 0) {
        node = c->nodes[node].parent;
        depth++;
    }
    return depth;
}

static void show_node(struct buf *out, const struct checklist *c, int index, bool color)
{
    const struct node *n = &c->nodes[index];
    int depth = depth_of(c, index);
    if (index > 0) {
        buf_putc(out, '\n');
        indent(out, depth - 1);
        buf_printf(out, "%s%s  ", color ? "\033[1m" : "", n->id);
        escaped(out, n->title);
        buf_printf(out, "%s  (weight %lld)\n", color ? "\033[0m" : "", (long long)n->weight);
    }
    for (int i = 0; i < n->criterion_count; i++) {
        show_criterion(out, &c->criteria[n->first_criterion + i], depth, color);
    }
    for (int i = 0; i < n->node_count; i++) {
        show_node(out, c, n->nodes[i], color); /* checklists have a bound on depth */
    }
}

/* A profile: what it is called, for whom it is, and what it leaves out. */
static void show_profile(struct buf *out, const char *id, const struct json *p)
{
    const char *description = json_string(json_get(p, "description"));
    const char *leaves_out = json_string(json_get(p, "leaves_out"));
    buf_printf(out, "profile %s: ", id);
    escaped(out, json_string(json_get(p, "title")));
    buf_putc(out, '\n');
    if (description != NULL) {
        show_paragraph(out, 2, description);
    }
    if (leaves_out != NULL) {
        show_choice(out, 2, "leaves out:", leaves_out);
    }
}

static void show_head(struct buf *out, const struct checklist *c, bool color)
{
    buf_puts(out, color ? "\033[1m" : "");
    escaped(out, c->title);
    buf_printf(out, "%s\n%s %s%s%s, %d criteria\n%s\n", color ? "\033[0m" : "", c->id, c->version,
               c->profile == NULL ? "" : ", profile ", c->profile == NULL ? "" : c->profile,
               c->criterion_count, c->digest);
    for (int i = 0; i < c->band_count; i++) {
        buf_puts(out, i == 0 ? "bands: " : ", ");
        escaped(out, c->bands[i].id);
        buf_puts(out, c->risk ? " to " : " from ");
        render_score(out, c, c->bands[i].limit);
    }
    buf_puts(out, c->band_count > 0 ? "\n" : "");
    const char *description = json_string(json_get(c->doc, "description"));
    if (description != NULL) {
        show_paragraph(out, 0, description);
    }
    if (c->profile_doc != NULL) {
        show_profile(out, c->profile, c->profile_doc);
    }
    const struct json *profiles = json_get(c->doc, "profiles");
    for (const struct json *p = profiles == NULL ? NULL : profiles->first; p != NULL; p = p->next) {
        show_profile(out, p->key, p);
    }
}

/* --by: the checklist by the items of frameworks. */
static int show_by(const struct cli *cli, const struct checklist *c, const char *names,
                   struct buf *out, struct err *e)
{
    struct frameworks all;
    bool lines = cli->format == FORMAT_NDJSON;
    int rc = library_frameworks(names, &all, e);
    if (rc == 0 && cli->format == FORMAT_HTML) {
        render_guide(out, c, &all, "banyan " BANYAN_VERSION);
    } else if (rc == 0 && cli->format == FORMAT_TEXT) {
        render_frameworks_text(out, c, NULL, &all, cli->color);
    } else if (rc == 0) {
        render_frameworks_json(out, c, NULL, &all, lines);
        buf_puts(out, lines ? "" : "\n");
    }
    frameworks_free(&all);
    return rc;
}

static void show_weights(const struct cli *cli, const struct checklist *c, struct buf *out)
{
    if (cli->format == FORMAT_TEXT) {
        render_weights_text(out, c, cli->color);
    } else {
        render_weights_json(out, c, cli->format == FORMAT_NDJSON);
        buf_puts(out, "\n");
    }
}

static int show_as(const struct cli *cli, const struct checklist *c, struct buf *out, struct err *e)
{
    const char *by = opt_value(&cli->args, "by");
    if (by != NULL || cli->format == FORMAT_HTML) {
        return show_by(cli, c, by == NULL ? "all" : by, out, e);
    }
    if (opt_has(&cli->args, "weights")) {
        show_weights(cli, c, out);
    } else if (cli->format == FORMAT_TEXT) {
        show_head(out, c, cli->color);
        show_node(out, c, 0, cli->color);
    } else {
        buf_add(out, c->text, c->text_len);
        buf_puts(out, "\n");
    }
    return 0;
}

static int show(struct cli *cli)
{
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct checklist *c = NULL;
    struct texts *texts = NULL;
    struct buf out = BUF_INIT;
    if (opt_has(&cli->args, "weights") && opt_has(&cli->args, "by")) {
        (void)err_set(&e, ERR_USAGE, "--weights and --by are two views: give one of them");
        return cli_fail(&e);
    }
    int rc = settings_checklist(cli->args.operands[0], opt_value(&cli->args, "profile"), &arena, &c,
                                NULL, &e);
    rc = rc == 0 ? language_checklist(cli, cli->args.operands[0], &c, &texts, &e) : rc;
    rc = rc == 0 ? show_as(cli, c, &out, &e) : rc;
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    checklist_free(c);
    texts_free(texts);
    arena_free(&arena);
    return code;
}

/* ---- check ---- */

static int check(struct cli *cli)
{
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct ruleset *rules = NULL;
    struct frameworks all = {NULL, 0};
    struct buf out = BUF_INIT;
    struct series series = {.format = cli->format};
    const char *const *references = cli->args.operands;
    size_t count = cli->args.operand_count;
    bool sound = true;
    int rc = settings_rules(cli, &rules, &e);
    rc = rc == 0 ? library_frameworks("all", &all, &e) : rc;
    if (rc == 0 && count == 0) {
        rc = library_checklists(&arena, &references, &count, &e);
    }
    for (size_t i = 0; i < count && rc == 0; i++) {
        struct checked checked = {.path = references[i]};
        rc = checklist_check(references[i], rules, &all, &arena, &checked, &e);
        if (rc == ERR_MEMORY) {
            break;
        }
        if (rc != 0) {
            (void)cli_fail(&e); /* this one cannot be read; the others can */
            checked.complaints = 1;
            rc = 0;
        }
        sound = sound && checked.complaints == 0;
        checked_print(cli, &checked, &series, &out);
    }
    int code = CLI_OK;
    if (rc == 0) {
        series_end(&series, &out);
        code = cli_print(cli, &out);
    } else {
        code = cli_fail(&e);
    }
    buf_free(&out);
    ruleset_free(rules);
    frameworks_free(&all);
    arena_free(&arena);
    return code == CLI_OK && !sound ? CLI_FAILED : code;
}

static int run(struct cli *cli)
{
    const char *verb = cli->args.verb->name;
    return strcmp(verb, "list") == 0   ? list(cli)
           : strcmp(verb, "show") == 0 ? show(cli)
                                       : check(cli);
}

static const struct option options[] = {
    {.name = "profile",
     .value = "ID",
     .verbs = "show",
     .help = "only the criteria of this profile"},
    {.name = "by",
     .value = "FRAMEWORK",
     .verbs = "show",
     .help = "by the items of this framework, of several (sendai,crc) or of all: what serves each"},
    {.name = "weights",
     .verbs = "show",
     .help = "how much of the whole rests on each criterion, and what a change of its weight does"},
    {.name = "rules",
     .value = "DIR",
     .file = true,
     .repeat = true,
     .verbs = "check",
     .help = "a folder with rules that go before the shipped ones"},
    {.name = "allow-untested", .verbs = "check", .help = "take rules with fewer than two tests"},
};

static const struct verb verbs[] = {
    {"list", "", "lists the checklists that can be found"},
    {"show", "ID",
     "shows its domains, criteria and questions; --format json gives the document, --format html a "
     "guide to print"},
    {"check", "[ID|PATH...]",
     "says what is wrong, with file, line and path, and whether each rule exists; without a name, "
     "all that can be found"},
};

const struct command command_checklist = {
    .name = "checklist",
    .arguments = "",
    .summary = "lists, shows and checks checklists",
    .text = "ID may carry a version (child-drr@1); a path ends in .json.",
    .examples = "  banyan checklist show child-drr --profile quick\n"
                "  banyan checklist show child-drr --by sendai\n"
                "  banyan checklist show child-drr --format html > guide.html\n"
                "  banyan checklist check checklists/child-drr/checklist.json\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .verbs = verbs,
    .verb_count = sizeof verbs / sizeof *verbs,
    .pages = "show",
    .run = run,
};
