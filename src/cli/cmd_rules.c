#include <stdio.h>
#include <string.h>

#include "base/json_member.h"
#include "base/text.h"
#include "cli/rules.h"
#include "cli/template.h"

/* ---- list ---- */

static const struct column columns[] = {
    {"name", 32, false}, {"version", 7, true}, {"tests", 7, true}, {"title", 0, false}};

static void list_text(const struct rule_info *info, struct buf *out)
{
    char version[16], tests[16];
    (void)snprintf(version, sizeof version, "%d", info->version);
    (void)snprintf(tests, sizeof tests, "%d", info->test_count);
    const char *cells[] = {info->name, version, info->error == NULL ? tests : "refused",
                           info->title};
    table_row(out, columns, sizeof columns / sizeof *columns, cells);
}

/* The members of a rule, without braces. */
static void rule_json(const struct rule_info *info, struct buf *out)
{
    member_text(out, "name", info->name);
    member_number(out, "version", info->version);
    member_text(out, "title", info->title);
    member_text(out, "source", info->source);
    member_number(out, "tests", info->test_count);
    member_texts(out, "needs", info->needs, info->needs_count);
    member_texts(out, "use", info->use, info->use_count);
    member_text(out, "path", info->path);
    char digest[DIGEST_TEXT];
    (void)snprintf(digest, sizeof digest, "sha256:%s", info->digest);
    member_text(out, "digest", digest);
    member_text(out, "error", info->error);
}

void rules_tell_refusal(const struct rule_info *info)
{
    struct buf text = BUF_INIT;
    size_t len = strlen(info->name) + strlen(".lua");
    bool placed = strncmp(info->error, info->name, strlen(info->name)) == 0;
    buf_printf(&text, "%s%s", placed ? info->path : "", info->error + (placed ? len : 0));
    cli_lines(buf_status(&text) == 0 ? text.data : info->error);
    buf_free(&text);
}

static int list(struct cli *cli, const struct ruleset *r)
{
    struct buf out = BUF_INIT;
    struct err e = {0};
    if (opt_has(&cli->args, "pot")) {
        if (template_rules(r, &out, &e) != 0) {
            buf_free(&out);
            return cli_fail(&e);
        }
        return cli_print(cli, &out);
    }
    struct series series = {.format = cli->format};
    if (cli->format == FORMAT_TEXT) {
        table_head(&out, columns, sizeof columns / sizeof *columns, cli->color);
    }
    for (size_t i = 0; i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (cli->format == FORMAT_TEXT) {
            list_text(info, &out);
            continue;
        }
        struct buf json = BUF_INIT;
        buf_puts(&json, "{");
        rule_json(info, &json);
        buf_puts(&json, "}");
        series_put(&series, &out, &json);
        buf_free(&json);
    }
    series_end(&series, &out);
    return cli_print(cli, &out);
}

/* ---- show ---- */

const struct rule_info *rules_find(const struct ruleset *r, const char *name)
{
    const struct rule_info *info = ruleset_find(r, name);
    if (info == NULL) {
        const char *near = settings_nearest_rule(r, name);
        cli_say(near == NULL
                    ? "%.200s: no such rule: see `banyan rules list`, and name the folder of "
                      "your own with --rules%s"
                    : "%.200s: no such rule: did you mean %s?",
                name, near == NULL ? "" : near);
    }
    return info;
}

static void show_text(const struct rule_info *info, const char *text, size_t len, struct buf *out)
{
    buf_printf(out, "%s@%d: %s\n%s\nsha256 %s, %d tests\n", info->name, info->version, info->title,
               info->path, info->digest, info->test_count);
    if (info->source[0] != '\0') {
        buf_printf(out, "source: %s\n", info->source);
    }
    for (size_t i = 0; i < info->needs_count; i++) {
        buf_printf(out, "%s%s", i == 0 ? "needs: " : ", ", info->needs[i]);
    }
    buf_puts(out, info->needs_count > 0 ? "\n" : "");
    for (size_t i = 0; i < info->use_count; i++) {
        buf_printf(out, "%s%s", i == 0 ? "uses: " : ", ", info->use[i]);
    }
    buf_puts(out, info->use_count > 0 ? "\n\n" : "\n");
    while (len > 0) { /* control characters visible, line ends as they are */
        const char *end = memchr(text, '\n', len);
        size_t line = end == NULL ? len : (size_t)(end - text);
        text_escape(out, text, line, 1 << 20);
        buf_putc(out, '\n');
        size_t step = line + (end != NULL);
        text += step;
        len -= step;
    }
}

static int show(struct cli *cli, const struct ruleset *r)
{
    const struct rule_info *info = rules_find(r, cli->args.operands[0]);
    struct buf out = BUF_INIT;
    size_t len = 0;
    if (info == NULL) {
        return CLI_FAILED;
    }
    const char *text = ruleset_text(r, info->name, &len);
    if (cli->format == FORMAT_TEXT) {
        show_text(info, text, text == NULL ? 0 : len, &out);
    } else {
        buf_puts(&out, "{");
        rule_json(info, &out);
        bool whole = text != NULL && strlen(text) == len && text_utf8_check(text, len) == len;
        member_text(&out, "text", whole ? text : NULL);
        buf_puts(&out, "}\n");
    }
    if (info->error != NULL) {
        rules_tell_refusal(info);
    }
    int code = cli_print(cli, &out);
    return code == CLI_OK && info->error != NULL ? CLI_FAILED : code;
}

static int run(struct cli *cli)
{
    const char *verb = cli->args.verb->name;
    struct err e = {0};
    struct ruleset *r = NULL;
    if (strcmp(verb, "new") == 0) {
        return rules_new(cli);
    }
    if (settings_rules(cli, &r, &e) != 0 || ruleset_inspect(r, NULL, &e) != 0) {
        ruleset_free(r);
        return cli_fail(&e);
    }
    int code = strcmp(verb, "list") == 0     ? list(cli, r)
               : strcmp(verb, "show") == 0   ? show(cli, r)
               : strcmp(verb, "check") == 0  ? rules_check(cli, r)
               : strcmp(verb, "mutate") == 0 ? rules_mutate(cli, r)
               : strcmp(verb, "try") == 0    ? rules_try(cli, r)
               : strcmp(verb, "bench") == 0  ? rules_bench(cli, r)
               : strcmp(verb, "doc") == 0    ? rules_doc(cli, r)
                                             : rules_test(cli, r);
    ruleset_free(r);
    return code;
}

static const char *const doc_parts[] = {"rules", "interface", NULL};
static const char *const doc_tools[] = {"luals", "luacheck", NULL};

static const struct option options[] = {
    {.name = "rules",
     .value = "DIR",
     .file = true,
     .repeat = true,
     .help = "a folder with rules that go before the shipped ones"},
    {.name = "allow-untested", .help = "take rules with fewer than two tests"},
    {.name = "isolate",
     .verbs = "list show check test try bench mutate doc",
     .help = "run the rules in a process of their own, as is done anyway with rules that did not "
             "come with the program; bench then takes longer, but tells the time that the rules "
             "themselves take there"},
    {.name = "no-isolate",
     .verbs = "list show check test try bench mutate doc",
     .help = "trust the rules: run them in this process"},
    {.name = "checklist",
     .value = "REF",
     .repeat = true,
     .verbs = "check test try bench",
     .help =
         "of this checklist (ID, ID@VERSION or PATH.json) the rules only: check tries every answer "
         "to its questions (does a better one ever lower the score, can each band be reached); "
         "test says which answers, absent facts and outcomes a case exercised, and takes one; try "
         "asks as --criterion of it does; bench runs what it asks of each plan, and not the plan's "
         "own"},
    {.name = "tries",
     .value = "N",
     .verbs = "check",
     .help = "most combinations for one way to answer a question (default 20000)"},
    {.name = "strict",
     .verbs = "check mutate",
     .help = "exit 1 where there is a warning, too; with mutate, where an exemption is not needed"},
    {.name = "pot",
     .verbs = "list",
     .help = "what the rules say, as a template (PO) for translators"},
    {.name = "run",
     .value = "REGEX",
     .verbs = "test mutate",
     .help = "only cases whose RULE/GROUP/CASE fits this extended regular expression"},
    {.name = "verbose",
     .letter = 'v',
     .verbs = "test mutate",
     .help = "name each case that passed, and with --coverage every line and answer; with mutate, "
             "each change, and the case that noticed it"},
    {.name = "jobs",
     .value = "N",
     .verbs = "test mutate",
     .help = "test so many rules, or try so many changes, at a time (default 1); the output is the "
             "same"},
    {.name = "parallel", .value = "N", .verbs = "test mutate", .help = "the same as --jobs"},
    {.name = "watch",
     .verbs = "test try",
     .help = "do it again when a file changes; Ctrl-C ends it"},
    {.name = "fail-on-empty",
     .verbs = "test",
     .help = "exit 1 where no case was run, or a rule has none"},
    {.name = "coverage",
     .verbs = "test",
     .help = "say which lines of the rules ran, and which did not"},
    {.name = "threshold",
     .value = "N",
     .verbs = "test mutate",
     .help = "exit 2 where fewer than N percent of the lines ran, or with --checklist of the "
             "answers were exercised; with mutate, of the changes of a rule were noticed"},
    {.name = "coverage-html",
     .value = "FILE",
     .file = true,
     .verbs = "test",
     .help = "write the coverage as a page; - is stdout"},
    {.name = "answer",
     .value = "ANSWER",
     .verbs = "new try",
     .help = "new: what the rule is to judge: facts (default), yes_no, level, number, percent, "
             "items, date or by_hazard; try: the answer, as JSON"},
    {.name = "plan",
     .value = "FILE",
     .file = true,
     .repeat = true,
     .verbs = "try bench",
     .help = "the plan: a file, - for stdin, or example (default), the one inside the program; try "
             "takes the first, bench all, or without it those of --store"},
    {.name = "repeat",
     .value = "N",
     .verbs = "bench",
     .help = "so many rounds over all plans (default 20), after two to warm up"},
    {.name = "limit",
     .value = "N",
     .verbs = "bench",
     .help = "with --store the newest N plans (default 100)"},
    {.name = "args",
     .value = "JSON",
     .verbs = "try",
     .help = "arguments of the rule, as an object; the others keep their defaults"},
    {.name = "criterion",
     .value = "ID",
     .verbs = "try",
     .help = "as this criterion of --checklist asks: its rule, arguments and advice, and the "
             "plan's answer; ID#PART for a part"},
    {.name = "expr",
     .value = "EXPR",
     .verbs = "try",
     .help = "evaluate this instead of a rule, with plan, answer and args at hand, and with RULE "
             "its libraries"},
    {.name = "time",
     .verbs = "try",
     .help = "tell memory and time in JSON, too; the rest of it is the same in every run"},
    {.name = "part",
     .value = "PART",
     .words = doc_parts,
     .verbs = "doc",
     .help = "without names: only the rules, or only what they may use"},
    {.name = "examples",
     .value = "N",
     .verbs = "doc",
     .help = "most examples of a rule (default: all tests of its file)"},
    {.name = "for",
     .value = "TOOL",
     .words = doc_tools,
     .verbs = "doc",
     .help = "instead: what rules may use as definitions for an editor, or as settings of a "
             "checker"},
    {.name = "output",
     .value = "FILE",
     .file = true,
     .verbs = "doc",
     .help = "write into this file; - is stdout"},
};

static const struct verb verbs[] = {
    {"list", "", "lists the rules"},
    {"show", "NAME", "shows what a rule declares, and its text"},
    {"check", "",
     "says what is wrong with rules, from their texts; with --checklist also what comes of every "
     "answer"},
    {"test", "[NAME...]", "runs the tests of rules; exit 1 where one fails"},
    {"try", "[RULE]",
     "runs a rule or evaluates an expression on a plan: what comes of it, what was read, what it "
     "took; without both it asks for lines"},
    {"bench", "[NAME...]",
     "says what rules take on plans, a run: nanoseconds, fuel and bytes; the slowest first"},
    {"new", "NAME",
     "writes a rule to begin with, with tests, into the folder of --rules (else the first of "
     "BANYAN_RULES, else my-rules)"},
    {"mutate", "[NAME...]",
     "changes rules in small ways, one at a time, and says which changes no test notices"},
    {"doc", "[NAME...]",
     "documents rules and what they may use, with examples that it runs: as Markdown, page (html) "
     "or "
     "JSON"},
};

static const struct printed prints[] = {
    {"html", "doc"}, {"markdown", "doc"}, {"junit", "test"}, {"tap", "test"}};

const struct command command_rules = {
    .name = "rules",
    .arguments = "",
    .summary = "lists, shows, checks, tests and documents rules",
    .text = "A rule is named by its path without .lua: standard/level is rules/standard/level.lua. "
            "Its tests stand in its file, and in level.cases.json and level.cases.csv beside it.",
    .examples = "  banyan rules test standard/level\n"
                "  banyan rules check --checklist child-drr\n"
                "  banyan rules test --rules my-rules --watch --run 'shelter/'\n"
                "  banyan rules test --checklist child-drr --coverage-html coverage.html\n"
                "  banyan rules check --rules my-rules\n"
                "  banyan rules mutate standard/level --jobs 4\n"
                "  banyan rules doc --rules my-rules --format html --output rules.html\n"
                "  banyan rules doc string.split age\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .verbs = verbs,
    .verb_count = sizeof verbs / sizeof *verbs,
    .prints = prints,
    .print_count = sizeof prints / sizeof *prints,
    .run = run,
};
