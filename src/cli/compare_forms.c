/* `compare` in the forms that other programs read: CSV, SDMX, data package, workbook, DHIS2. */
#include <string.h>
#include <unistd.h>

#include "cli/compare_forms.h"
#include "report/compare_flat.h"
#include "report/compare_forms.h"

bool compare_forms_has(enum format format)
{
    return format >= FORMAT_CSV && format <= FORMAT_DHIS2;
}

static bool to_stdout(const struct cli *cli)
{
    const char *path = opt_value(&cli->args, "output");
    return path == NULL || strcmp(path, "-") == 0;
}

int compare_forms_check(const struct cli *cli, struct err *e)
{
    static const char *const others[] = {"equity", "equity-table"};
    bool binary = cli->format == FORMAT_XLSX || cli->format == FORMAT_PACKAGE;
    for (size_t i = 0; i < sizeof others / sizeof *others && compare_forms_has(cli->format); i++) {
        if (opt_has(&cli->args, others[i]) && cli->format != FORMAT_CSV) {
            return err_set(e, ERR_USAGE,
                           "--format %s: not with --%s: give text, json, csv or ndjson",
                           settings_formats[cli->format], others[i]);
        }
        if (opt_has(&cli->args, others[i]) && opt_has(&cli->args, "hxl")) {
            return err_set(e, ERR_USAGE, "--hxl: not with --%s", others[i]);
        }
    }
    if (opt_has(&cli->args, "hxl") && cli->format != FORMAT_CSV) {
        return err_set(e, ERR_USAGE, "--hxl: goes with --format csv only");
    }
    if (binary && to_stdout(cli) && isatty(STDOUT_FILENO) != 0) {
        return err_set(e, ERR_USAGE, "--format %s: is no text for a terminal: give --output FILE",
                       settings_formats[cli->format]);
    }
    return 0;
}

/* Of the notes those that nobody may miss. */
static void say_note(void *context, const char *head, const char *text)
{
    static const char *const heads[] = {"Publishing", "Comparability", "Remark"};
    bool *failed = context;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (strcmp(head, heads[i]) == 0) {
            struct buf line = BUF_INIT;
            buf_putc(&line, (char)(head[0] - 'A' + 'a'));
            buf_printf(&line, "%s: %s", head + 1, text);
            cli_lines(buf_text(&line));
            *failed = *failed || line.failed;
            buf_free(&line);
        }
    }
}

static int render(const struct cli *cli, const struct comparison *c, struct buf *out, struct err *e)
{
    switch (cli->format) {
    case FORMAT_SDMX_CSV:
        return render_compare_sdmx_csv(out, c, e);
    case FORMAT_SDMX_STRUCTURE:
        return render_compare_sdmx_structure(out, c, e);
    case FORMAT_DHIS2:
        return render_compare_dhis2(out, c, e);
    case FORMAT_PACKAGE:
        render_compare_package(out, c);
        return 0;
    case FORMAT_XLSX:
        return render_compare_xlsx(out, c, e);
    default:
        render_compare_csv(out, c, opt_has(&cli->args, "hxl"));
        return 0;
    }
}

int compare_forms_say(const struct cli *cli, const struct comparison *c)
{
    bool failed = false;
    int rc = cli->quiet ? 0 : compare_notes(c, say_note, &failed);
    return failed ? ERR_MEMORY : rc;
}

int compare_forms_print(struct cli *cli, const struct comparison *c)
{
    struct buf out = BUF_INIT;
    struct err e = {0};
    if (render(cli, c, &out, &e) != 0) {
        buf_free(&out);
        return cli_fail(&e);
    }
    /* Workbook and package bring their notes along, the structure those of the observations. */
    bool carries = cli->format == FORMAT_XLSX || cli->format == FORMAT_PACKAGE ||
                   cli->format == FORMAT_SDMX_STRUCTURE;
    if (!carries && compare_forms_say(cli, c) != 0) {
        out.failed = true;
    }
    return cli_print_to(cli, opt_value(&cli->args, "output"), &out);
}
