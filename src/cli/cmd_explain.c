#include "cli/language.h"
#include "report/render.h"

static int explain(struct cli *cli, const struct assessment *a, const char *criterion)
{
    struct buf out = BUF_INIT;
    int index = checklist_find(a->checklist, criterion);
    if (index < 0) {
        const char *near = checklist_nearest(a->checklist, criterion);
        cli_say(near == NULL ? "%.100s: no criterion of %s%s%s%s"
                             : "%.100s: no criterion of %s%s%s: did you mean %s?",
                criterion, a->checklist->id, a->checklist->profile == NULL ? "" : ", profile ",
                a->checklist->profile == NULL ? "" : a->checklist->profile,
                near == NULL ? "" : near);
        return CLI_FAILED;
    }
    if (cli->format == FORMAT_TEXT) {
        render_explain_text(&out, a, index, cli->color);
    } else {
        render_explain_json(&out, a, index);
        buf_puts(&out, "\n");
    }
    return cli_print(cli, &out);
}

static int run(struct cli *cli)
{
    struct err e = {0};
    struct shown shown;
    int rc = shown_get(cli, cli->args.operands[0], &shown, &e);
    int code = rc == 0 ? explain(cli, &shown.a, cli->args.operands[1]) : cli_fail(&e);
    shown_free(&shown);
    return code;
}

const struct command command_explain = {
    .name = "explain",
    .arguments = "ID CRITERION",
    .summary = "says why one criterion got its credit",
    .text = "Shows the answer, the facts that the rule read, its reason, the rule and its line, "
            "and what the criterion adds to the score. Where answer and facts contradict each "
            "other it tells the doubt; where something is left to do, what to do next, and who "
            "does it elsewhere.",
    .examples = "  banyan explain 0198f0c2 EWS-02\n",
    .run = run,
};
