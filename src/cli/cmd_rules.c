#include <stdio.h>
#include <string.h>

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

static void texts(struct buf *out, const char *key, const char *const *list, size_t count)
{
    member_key(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        json_write_string(out, list[i]);
    }
    buf_putc(out, ']');
}

/* The members of a rule, without braces. */
static void rule_json(const struct rule_info *info, struct buf *out)
{
    member_text(out, "name", info->name);
    member_number(out, "version", info->version);
    member_text(out, "title", info->title);
    member_text(out, "source", info->source);
    member_number(out, "tests", info->test_count);
    texts(out, "needs", info->needs, info->needs_count);
    texts(out, "use", info->use, info->use_count);
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

/* The rule of this name, or NULL after saying so. */
static const struct rule_info *find(const struct ruleset *r, const char *name)
{
    const struct rule_info *info = ruleset_find(r, name);
    if (info == NULL) {
        const char *near = settings_nearest_rule(r, name);
        cli_say(near == NULL ? "%.200s: no such rule: see `banyan rules list`%s"
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
    const struct rule_info *info = find(r, cli->args.operands[0]);
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

/* ---- test ---- */

struct testing {
    struct cli *cli;
    const struct rule_info *info;
    struct buf out;
    struct series cases; /* of the JSON forms */
    long passed, failed;
};

static void case_json(struct testing *t, const struct rule_case *k)
{
    struct buf json = BUF_INIT;
    buf_puts(&json, "{");
    member_text(&json, "rule", k->rule);
    member_text(&json, "name", k->name);
    member_text(&json, "path", t->info->path);
    member_number(&json, "line", k->line);
    member_bool(&json, "passed", k->passed);
    member_text(&json, "message", k->message);
    buf_puts(&json, "}");
    series_put(&t->cases, &t->out, &json);
    buf_free(&json);
}

static void case_text(struct testing *t, const struct rule_case *k)
{
    if (k->passed && t->cli->quiet) {
        return;
    }
    buf_printf(&t->out, "%s:%d: %s: ", t->info->path, k->line, k->rule);
    text_escape(&t->out, k->name, strlen(k->name), 300);
    buf_printf(&t->out, ": %s", k->passed ? "PASS" : "FAIL");
    if (!k->passed) {
        buf_puts(&t->out, ": ");
        text_escape(&t->out, k->message, strlen(k->message), 2000);
    }
    buf_putc(&t->out, '\n');
}

static void report(void *context, const struct rule_case *k)
{
    struct testing *t = context;
    if (k->passed) {
        t->passed++;
    } else {
        t->failed++;
    }
    if (t->cli->format == FORMAT_TEXT) {
        case_text(t, k);
    } else {
        case_json(t, k);
    }
}

static void test_one(struct testing *t, struct host *h, const struct rule_info *info)
{
    struct err e = {0};
    t->info = info;
    if (host_test(h, info->name, report, t, &e) != 0) {
        t->failed++; /* the rule itself was refused */
        (void)cli_fail(&e);
    }
}

static int test_end(struct testing *t)
{
    struct cli *cli = t->cli;
    if (cli->format == FORMAT_TEXT) {
        buf_printf(&t->out, "%ld passed, %ld failed\n", t->passed, t->failed);
    } else if (cli->format == FORMAT_JSON) {
        struct buf all = BUF_INIT;
        series_end(&t->cases, &t->out);
        buf_puts(&all, "{");
        member_number(&all, "passed", t->passed);
        member_number(&all, "failed", t->failed);
        member_key(&all, "cases");
        buf_add(&all, buf_text(&t->out),
                t->out.len > 0 ? t->out.len - 1 : 0); /* without the line end */
        buf_puts(&all, "}\n");
        all.failed = all.failed || t->out.failed;
        buf_free(&t->out);
        t->out = all;
    }
    if (t->passed + t->failed == 0) {
        cli_say("no rule has a test: nothing was tested");
    }
    int code = cli_print(cli, &t->out);
    return code != CLI_OK ? code : t->failed > 0 || t->passed == 0 ? CLI_FAILED : CLI_OK;
}

static int test(struct cli *cli, const struct ruleset *r)
{
    struct testing t = {.cli = cli, .out = BUF_INIT, .cases = {.format = cli->format}};
    struct host *h = NULL;
    struct err e = {0};
    const struct args *args = &cli->args;
    for (size_t i = 0; i < args->operand_count; i++) {
        if (find(r, args->operands[i]) == NULL) {
            return CLI_FAILED;
        }
    }
    if (host_new(r, NULL, &h, &e) != 0) {
        return cli_fail(&e);
    }
    for (size_t i = 0; args->operand_count == 0 && i < ruleset_count(r); i++) {
        test_one(&t, h, ruleset_info(r, i));
    }
    for (size_t i = 0; i < args->operand_count; i++) {
        test_one(&t, h, ruleset_find(r, args->operands[i]));
    }
    host_free(h);
    return test_end(&t);
}

static int run(struct cli *cli)
{
    const char *verb = cli->args.verb->name;
    struct err e = {0};
    struct ruleset *r = NULL;
    if (settings_rules(cli, &r, &e) != 0 || ruleset_inspect(r, NULL, &e) != 0) {
        ruleset_free(r);
        return cli_fail(&e);
    }
    int code = strcmp(verb, "list") == 0    ? list(cli, r)
               : strcmp(verb, "show") == 0  ? show(cli, r)
               : strcmp(verb, "check") == 0 ? rules_check(cli, r)
                                            : test(cli, r);
    ruleset_free(r);
    return code;
}

static const struct option options[] = {
    {.name = "rules",
     .value = "DIR",
     .file = true,
     .repeat = true,
     .help = "a folder with rules that go before the shipped ones"},
    {.name = "allow-untested", .help = "take rules with fewer than two tests"},
    {.name = "pot",
     .verbs = "list",
     .help = "what the rules say, as a template (PO) for translators"},
};

static const struct verb verbs[] = {
    {"list", "", "lists the rules"},
    {"show", "NAME", "shows what a rule declares, and its text"},
    {"check", "", "loads all rules and says what is wrong with them"},
    {"test", "[NAME...]", "runs the tests in the rules' files; exit 1 where one fails"},
};

const struct command command_rules = {
    .name = "rules",
    .arguments = "",
    .summary = "lists, shows, checks and tests rules",
    .text = "A rule is named by its path without .lua: standard/level is rules/standard/level.lua. "
            "With "
            "--quiet, `test` prints failures only.",
    .examples = "  banyan rules test standard/level\n"
                "  banyan rules check --rules my-rules\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .verbs = verbs,
    .verb_count = sizeof verbs / sizeof *verbs,
    .run = run,
};
