#include "cli/compare_equity.h"

#include "base/file.h"

enum { TABLE_MOST = 16 << 20 };

/* Measures all sets of q. */
static int measure(struct compared_equity *q, const struct checklist *core, double level,
                   struct err *e)
{
    struct equity *list = arena_alloc(&q->sets.arena, (q->sets.count + 1) * sizeof *list);
    int rc = list == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; rc == 0 && i < q->sets.count; i++) {
        rc = equity_measure(&q->sets.arena, &q->sets.items[i], level, &list[i]);
    }
    q->shown = (struct equities){list, q->sets.count, level, core};
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

int compare_equity(const struct comparison *c, struct compared_equity *out, struct err *e)
{
    int rc = equity_sets_of(c, &out->sets, e);
    return rc == 0 ? measure(out, c->core, c->level, e) : rc;
}

void compare_equity_free(struct compared_equity *q)
{
    equity_sets_free(&q->sets);
}

/* Reads the table and measures it; complaints go to d. */
static int read_table(const char *path, double level, struct compared_equity *q, struct diag *d,
                      struct err *e)
{
    struct buf text = BUF_INIT;
    int rc = file_read(path, TABLE_MOST, &text, e);
    if (rc == 0) {
        rc = equity_sets_read(buf_text(&text), text.len, d, &q->sets);
        if (rc != 0) {
            err_set(e, rc, "out of memory"); /* or there are complaints */
        }
    }
    buf_free(&text);
    return rc == 0 ? measure(q, NULL, level, e) : rc;
}

int compare_equity_table(struct cli *cli, const char *path, double level)
{
    struct compared_equity q = {.sets = {.arena = ARENA_INIT}};
    struct buf out = BUF_INIT;
    struct diag d;
    struct err e = {0};
    int code;
    diag_init(&d, path);
    if (read_table(path, level, &q, &d, &e) == 0) {
        const char *path_out = opt_value(&cli->args, "output");
        if (cli->format == FORMAT_CSV) {
            render_equity_csv(&out, &q.shown);
        } else if (cli->format == FORMAT_TEXT) {
            render_equity_text(&out, &q.shown, cli->color && path_out == NULL,
                               opt_has(&cli->args, "ascii"));
        } else {
            render_equity_json(&out, &q.shown, cli->format == FORMAT_NDJSON);
            buf_putc(&out, '\n');
        }
        code = cli_print_to(cli, path_out, &out);
    } else if (d.count > 0) {
        cli_complaints(&d);
        code = CLI_FAILED;
    } else {
        code = cli_fail(&e);
    }
    diag_free(&d);
    compare_equity_free(&q);
    buf_free(&out);
    return code;
}
