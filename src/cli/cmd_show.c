#include "cli/language.h"
#include "library.h"
#include "report/assessment_html.h"
#include "report/render.h"

/* --by: the assessment by the items of frameworks. */
static int render_by(const struct cli *cli, const char *names, const struct assessment *a,
                     struct buf *out, struct err *e)
{
    struct frameworks all;
    int rc = library_frameworks(names, &all, e);
    if (rc == 0 && cli->format == FORMAT_TEXT) {
        render_frameworks_text(out, a->checklist, a, &all, cli->color);
    } else if (rc == 0) {
        bool lines = cli->format == FORMAT_NDJSON;
        render_frameworks_json(out, a->checklist, a, &all, lines);
        buf_puts(out, lines ? "" : "\n");
    }
    frameworks_free(&all);
    return rc;
}

/* As text or as a page, with the name of the place where the p-code is known. */
static int render_whole(const struct cli *cli, const struct shown *shown, struct buf *out,
                        struct err *e)
{
    const struct assessment *a = &shown->a;
    struct place_lists lists = PLACE_LISTS_INIT;
    const struct pcode_list *places = NULL;
    bool coded = json_path(a->plan->doc, "community.pcode") != NULL;
    if (coded) {
        places = library_places(&lists, a->plan->country, e);
        if (places != NULL && e->code != 0) {
            cli_say("%s: the list is passed over", e->text);
        }
    }
    int rc = coded && places == NULL ? e->code : 0;
    if (rc == 0 && cli->format == FORMAT_HTML) {
        const struct assessment_shown page = {
            .a = a,
            .places = places,
            .sequence = shown->stored->sequence,
            .hash = shown->stored->hash,
            .superseded_by = shown->stored->superseded_by,
        };
        render_assessment_html(out, &page);
    } else if (rc == 0) {
        render_assessment_text(out, a, places, cli->color);
    }
    library_places_free(&lists);
    return rc;
}

static int run(struct cli *cli)
{
    struct err e = {0};
    struct shown shown;
    struct buf out = BUF_INIT;
    const char *by = opt_value(&cli->args, "by");
    if (by != NULL && cli->format == FORMAT_HTML) {
        (void)err_set(&e, ERR_USAGE, "--by has no page: leave out --format html");
        return cli_fail(&e);
    }
    int rc = shown_get(cli, cli->args.operands[0], &shown, &e);
    if (rc == 0 && by != NULL) {
        rc = render_by(cli, by, &shown.a, &out, &e);
    } else if (rc == 0 && (cli->format == FORMAT_TEXT || cli->format == FORMAT_HTML)) {
        rc = render_whole(cli, &shown, &out, &e);
    } else if (rc == 0) {
        render_assessment_json(&out, &shown.a, true, true);
        buf_puts(&out, "\n");
    }
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    shown_free(&shown);
    return code;
}

static const struct option options[] = {
    {.name = "by",
     .value = "FRAMEWORK",
     .help = "read it by the items of this framework, of several (sendai,crc) or of all"},
};

static const struct printed prints[] = {{"html", NULL}};

const struct command command_show = {
    .name = "show",
    .arguments = "ID",
    .summary = "shows one assessment",
    .text = "ID is that of `list`, whole or its beginning (8 characters at least) where no other "
            "begins so. --format html makes one page to read, to print and to hand on, which needs "
            "neither "
            "network nor script.",
    .examples = "  banyan show 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11 --format json\n"
                "  banyan show 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11 --by sendai,crc\n"
                "  banyan show 0198f0c2-7a41-7cc3-9d1e-5b1f2a6c0d11 --format html > page.html\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .prints = prints,
    .print_count = sizeof prints / sizeof *prints,
    .run = run,
};
