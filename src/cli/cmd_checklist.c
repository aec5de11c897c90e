#include <stdio.h>
#include <string.h>

#include "banyan.h"
#include "base/json_member.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/checklist_check.h"
#include "cli/language.h"
#include "cli/template.h"
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

/* --by: the checklist by the items of frameworks. */
static int show_by(const struct cli *cli, const struct checklist *c, const char *names,
                   struct buf *out, struct err *e)
{
    struct frameworks all;
    bool lines = cli->format == FORMAT_NDJSON;
    int rc = library_frameworks(names, &all, e);
    if (rc == 0 && opt_has(&cli->args, "pot")) {
        rc = template_frameworks(&all, out, e);
    } else if (rc == 0 && cli->format == FORMAT_HTML) {
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
    if (opt_has(&cli->args, "pot")) {
        return template_checklist(c, out, e);
    }
    if (opt_has(&cli->args, "weights")) {
        show_weights(cli, c, out);
    } else if (cli->format == FORMAT_TEXT) {
        render_checklist_text(out, c, cli->color);
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
    struct checklist *c = NULL, *shown = NULL;
    struct texts *texts = NULL;
    struct buf out = BUF_INIT;
    if (opt_has(&cli->args, "weights") && opt_has(&cli->args, "by")) {
        (void)err_set(&e, ERR_USAGE, "--weights and --by are two views: give one of them");
        return cli_fail(&e);
    }
    int rc = settings_checklist(cli->args.operands[0], opt_value(&cli->args, "profile"), &arena, &c,
                                NULL, &e);
    if (rc == 0 && !opt_has(&cli->args, "pot")) { /* translators need what is written */
        rc = language_checklist(cli, cli->args.operands[0], c, &texts, &shown, &e);
    }
    if (rc == 0) {
        language_remark(cli, cli->args.operands[0], c, texts);
    }
    rc = rc == 0 ? show_as(cli, shown != NULL ? shown : c, &out, &e) : rc;
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    checklist_free(shown);
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
    {.name = "pot",
     .verbs = "show",
     .help = "its texts, or with --by those of frameworks, as a template (PO) for translators"},
    {.name = "rules",
     .value = "DIR",
     .file = true,
     .repeat = true,
     .verbs = "check",
     .help = "a folder with rules that go before the shipped ones"},
    {.name = "allow-untested", .verbs = "check", .help = "take rules with fewer than two tests"},
    {.name = "isolate",
     .verbs = "check",
     .help = "run the rules in a process of their own, as is done anyway with rules that did not "
             "come with the program"},
    {.name = "no-isolate", .verbs = "check", .help = "trust the rules: run them in this process"},
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

static const struct printed prints[] = {{"html", "show"}};

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
    .prints = prints,
    .print_count = sizeof prints / sizeof *prints,
    .run = run,
};
