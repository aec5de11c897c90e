#include "cli/compare_equity.h"

#include "base/file.h"
#include "compare/equity_sets.h"
#include "report/render_equity.h"

enum { TABLE_MOST = 64 << 20 };

/* Measures all sets and writes them into out. */
static int measure(struct cli *cli, struct equity_sets *sets, const struct checklist *core,
                   double level, struct buf *out, struct err *e)
{
    struct equity *list = arena_alloc(&sets->arena, (sets->count + 1) * sizeof *list);
    int rc = list == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; rc == 0 && i < sets->count; i++) {
        rc = equity_measure(&sets->arena, &sets->items[i], level, &list[i]);
    }
    if (rc != 0) {
        return err_set(e, rc, "out of memory");
    }
    const struct equities shown = {
        .list = list, .count = sets->count, .level = level, .core = core};
    if (cli->format == FORMAT_TEXT) {
        render_equity_text(out, &shown, cli->color, opt_has(&cli->args, "ascii"));
    } else {
        render_equity_json(out, &shown);
        buf_putc(out, '\n');
    }
    return 0;
}

int compare_equity(struct cli *cli, const struct comparison *c, struct buf *out, struct err *e)
{
    struct equity_sets sets;
    int rc = equity_sets_of(c, &sets, e);
    rc = rc == 0 ? measure(cli, &sets, c->core, c->level, out, e) : rc;
    equity_sets_free(&sets);
    return rc;
}

int compare_equity_table(struct cli *cli, const char *path, double level)
{
    struct buf text = BUF_INIT, out = BUF_INIT;
    struct equity_sets sets = {.arena = ARENA_INIT};
    struct diag d;
    struct err e = {0};
    int code;
    diag_init(&d, path);
    int rc = file_read(path, TABLE_MOST, &text, &e);
    if (rc == 0) {
        rc = equity_sets_read(buf_text(&text), text.len, &d, &sets);
    }
    if (rc == 0) {
        rc = measure(cli, &sets, NULL, level, &out, &e);
    }
    if (rc == 0) {
        code = cli_print(cli, &out);
    } else if (d.count > 0) {
        cli_complaints(&d);
        code = CLI_FAILED;
    } else {
        code = rc == ERR_MEMORY ? cli_memory() : cli_fail(&e);
    }
    diag_free(&d);
    equity_sets_free(&sets);
    buf_free(&text);
    buf_free(&out);
    return code;
}
