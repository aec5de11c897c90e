/* `rules test`: runs the tests of rules. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/rules.h"

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

int rules_test(struct cli *cli, const struct ruleset *r)
{
    struct testing t = {.cli = cli, .out = BUF_INIT, .cases = {.format = cli->format}};
    struct host *h = NULL;
    struct err e = {0};
    const struct args *args = &cli->args;
    for (size_t i = 0; i < args->operand_count; i++) {
        if (rules_find(r, args->operands[i]) == NULL) {
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
