#include "cli/store_sql.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "base/width.h"

enum { SQL_MOST = 1 << 20, MEMORY_MOST = 256 << 20 };
enum { SECONDS = 300, SECONDS_MOST = 1000000 };
enum { NAME_MOST = 200, ROWS_MEASURED = 200, WIDEST = 40, FLUSH_BYTES = 1 << 16 };

/* The answer on its way out. A table is begun when its first rows tell how wide its columns are. */
struct printing {
    struct cli *cli;
    struct arena arena; /* names, and the cells of measured rows */
    struct arena line;  /* cells of one row after them */
    int columns;
    const char **names;
    const char ***cells; /* of measured rows */
    size_t held;
    struct column *widths; /* NULL: not yet known */
    struct series series;
    struct buf out, row;
    struct timespec begun;
    long seconds; /* 0: no limit */
    sigset_t signals;
};

/* --- one value ----------------------------------------------------------------------------- */

/* A fraction stays one, so that a column has one type. */
static void put_real(struct buf *out, double x)
{
    struct buf text = BUF_INIT;
    number_write(&text, x);
    buf_add(out, buf_text(&text), text.len);
    buf_puts(out, strpbrk(buf_text(&text), ".e") == NULL ? ".0" : "");
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

/* Bytes that are no UTF-8, and zero bytes, as U+FFFD. */
static void put_utf8(struct buf *out, const char *text, size_t len)
{
    while (len > 0) {
        size_t good = text_utf8_check(text, len);
        const char *zero = memchr(text, '\0', good);
        good = zero == NULL ? good : (size_t)(zero - text);
        buf_add(out, text, good);
        if (good < len) {
            buf_puts(out, "\xef\xbf\xbd");
            good++;
        }
        text += good;
        len -= good;
    }
}

static void put_hex(struct buf *out, const char *data, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        buf_putc(out, digits[(unsigned char)data[i] >> 4]);
        buf_putc(out, digits[(unsigned char)data[i] & 15]);
    }
}

/* As plain text; what is not there and what is not finite is empty. */
static void put_value(struct buf *out, const struct store_value *v)
{
    if (v->type == STORE_INTEGER) {
        number_write_whole(out, v->integer);
    } else if (v->type == STORE_REAL && isfinite(v->real)) {
        put_real(out, v->real);
    } else if (v->type == STORE_TEXT) {
        put_utf8(out, v->text, v->len);
    } else if (v->type == STORE_BLOB) {
        put_hex(out, v->text, v->len);
    }
}

static bool is_absent(const struct store_value *v)
{
    return v->type == STORE_NULL || (v->type == STORE_REAL && !isfinite(v->real));
}

/* --- CSV ----------------------------------------------------------------------------------- */

/* A text is quoted where it has to be; an empty one is, so that it is told from what is not
 * there. */
static void put_csv(struct buf *out, const char *text, size_t len)
{
    bool quoted = len == 0 || text[0] == ' ' || text[len - 1] == ' ';
    for (size_t i = 0; i < len && !quoted; i++) {
        quoted = strchr(",\"\r\n", text[i]) != NULL;
    }
    buf_puts(out, quoted ? "\"" : "");
    for (size_t i = 0; i < len; i++) {
        buf_puts(out, quoted && text[i] == '"' ? "\"" : "");
        buf_putc(out, text[i]);
    }
    buf_puts(out, quoted ? "\"" : "");
}

static void csv_row(struct printing *a, const struct store_value *values)
{
    for (int i = 0; i < a->columns; i++) {
        buf_puts(&a->out, i > 0 ? "," : "");
        if (!is_absent(&values[i])) {
            buf_reset(&a->row);
            put_value(&a->row, &values[i]);
            put_csv(&a->out, buf_text(&a->row), a->row.len);
            a->out.failed = a->out.failed || a->row.failed;
        }
    }
    buf_puts(&a->out, "\n");
}

/* --- JSON ---------------------------------------------------------------------------------- */

static void json_row(struct printing *a, const struct store_value *values)
{
    struct buf text = BUF_INIT;
    buf_putc(&text, '{');
    for (int i = 0; i < a->columns; i++) {
        const struct store_value *v = &values[i];
        buf_puts(&text, i > 0 ? "," : "");
        json_write_string(&text, a->names[i]);
        buf_putc(&text, ':');
        if (is_absent(v)) {
            buf_puts(&text, "null");
        } else if (v->type == STORE_TEXT || v->type == STORE_BLOB) {
            buf_reset(&a->row);
            put_value(&a->row, v);
            json_write_string(&text, buf_text(&a->row));
        } else {
            put_value(&text, v);
        }
    }
    buf_putc(&text, '}');
    a->out.failed = a->out.failed || text.failed || a->row.failed;
    series_put(&a->series, &a->out, &text);
    buf_free(&text);
}

/* --- a table ------------------------------------------------------------------------------- */

/* A number is never cut: its column grows. */
static void text_row(struct printing *a, const char *const *cells)
{
    for (int i = 0; i < a->columns; i++) {
        size_t width = cells[i] == NULL || !a->widths[i].right ? 0 : width_of(cells[i]);
        a->widths[i].width = width > a->widths[i].width ? width : a->widths[i].width;
    }
    table_row(&a->out, a->widths, (size_t)a->columns, cells);
}

/* Widths from the head and the rows that were held back, and all of that to the output. Returns
 * 0 or ERR_MEMORY. */
static int table_begin(struct printing *a)
{
    a->widths = arena_alloc(&a->arena, ((size_t)a->columns + 1) * sizeof *a->widths);
    if (a->widths == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < a->columns; i++) {
        struct column *c = &a->widths[i];
        bool numbers = a->held > 0;
        c->title = a->names[i];
        c->width = width_of(a->names[i]);
        for (size_t row = 0; row < a->held; row++) {
            const char *cell = a->cells[row][i];
            size_t width = cell == NULL ? 1 : width_of(cell);
            c->width = width > c->width ? width : c->width;
            numbers = numbers && (cell == NULL || number_is_written_well(cell, strlen(cell)));
        }
        c->right = numbers;
        c->width = c->width > WIDEST && !numbers ? WIDEST : c->width;
        if (i + 1 == a->columns && !numbers) {
            c->width = 0; /* as wide as it comes */
        }
    }
    table_head(&a->out, a->widths, (size_t)a->columns, a->cli->color);
    for (size_t row = 0; row < a->held; row++) {
        text_row(a, a->cells[row]);
    }
    return 0;
}

static int table_row_of(struct printing *a, const struct store_value *values)
{
    struct arena *arena = a->widths == NULL ? &a->arena : &a->line;
    arena_reset(&a->line);
    const char **cells = arena_alloc(arena, ((size_t)a->columns + 1) * sizeof *cells);
    for (int i = 0; cells != NULL && i < a->columns; i++) {
        buf_reset(&a->row);
        put_value(&a->row, &values[i]);
        cells[i] = is_absent(&values[i]) ? NULL
                                         : arena_strndup(arena, buf_text(&a->row), a->row.len);
        if (a->row.failed || (cells[i] == NULL && !is_absent(&values[i]))) {
            return ERR_MEMORY;
        }
    }
    if (cells == NULL) {
        return ERR_MEMORY;
    }
    if (a->widths != NULL) {
        text_row(a, cells);
        return 0;
    }
    a->cells[a->held++] = cells;
    return a->held == ROWS_MEASURED ? table_begin(a) : 0;
}

/* --- the answer ---------------------------------------------------------------------------- */

/* Names of columns, each once: readers of JSON and CSV take no two of one name. */
static int keep_names(struct printing *a, const char *const *names)
{
    for (int i = 0; i < a->columns; i++) {
        struct buf name = BUF_INIT;
        text_escape(&name, names[i], strlen(names[i]), NAME_MOST);
        size_t len = name.len;
        for (int k = 0, times = 1; k < i; k++) {
            if (strcmp(a->names[k], buf_text(&name)) == 0) {
                name.len = len;
                buf_printf(&name, "_%d", ++times);
                k = -1;
            }
        }
        a->names[i] = name.failed ? NULL : arena_strdup(&a->arena, buf_text(&name));
        buf_free(&name);
        if (a->names[i] == NULL) {
            return ERR_MEMORY;
        }
    }
    return 0;
}

static int answer_begin(void *context, int columns, const char *const *names)
{
    struct printing *a = context;
    a->columns = columns;
    a->names = arena_alloc(&a->arena, ((size_t)columns + 1) * sizeof *a->names);
    a->cells = arena_alloc(&a->arena, ROWS_MEASURED * sizeof *a->cells);
    if (a->names == NULL || a->cells == NULL || keep_names(a, names) != 0) {
        return ERR_MEMORY;
    }
    for (int i = 0; a->cli->format == FORMAT_CSV && i < columns; i++) {
        buf_puts(&a->out, i > 0 ? "," : "");
        put_csv(&a->out, a->names[i], strlen(a->names[i]));
    }
    buf_puts(&a->out, a->cli->format == FORMAT_CSV ? "\n" : "");
    return 0;
}

static int answer_row(void *context, int columns, const struct store_value *values)
{
    struct printing *a = context;
    int rc = 0;
    (void)columns;
    if (a->cli->format == FORMAT_CSV) {
        csv_row(a, values);
    } else if (a->cli->format == FORMAT_TEXT) {
        rc = table_row_of(a, values);
    } else {
        json_row(a, values);
    }
    if (a->out.len >= FLUSH_BYTES || a->out.failed) {
        cli_write(a->cli, &a->out);
        buf_reset(&a->out);
        /* Whoever reads may have enough. */
        rc = rc != 0 ? rc : cli_flush(a->cli) == CLI_OK ? 0 : 1;
    }
    return rc;
}

static void answer_end(struct printing *a, bool whole)
{
    if (a->cli->format == FORMAT_TEXT && a->names != NULL && a->widths == NULL && whole &&
        table_begin(a) != 0) {
        a->out.failed = true;
    }
    if (a->cli->format == FORMAT_JSON && (whole || a->series.open)) {
        series_end(&a->series, &a->out);
    }
}

/* --- limits -------------------------------------------------------------------------------- */

static int answer_look(void *context, struct err *e)
{
    const struct printing *a = context;
    const struct timespec none = {0, 0};
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (a->seconds > 0 && now.tv_sec - a->begun.tv_sec >= a->seconds) {
        return err_set(e, ERR_INPUT,
                       "the question took longer than %ld seconds and was given up: ask for less, "
                       "or allow more with --timeout",
                       a->seconds);
    }
    return sigtimedwait(&a->signals, NULL, &none) > 0
               ? err_set(e, ERR_INPUT, "stopped by a signal: the answer is not whole")
               : 0;
}

/* Signals that end a program wait until somebody looks; those that are ignored stay so. */
static void hold_signals(struct printing *a, sigset_t *before)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
    (void)sigemptyset(&a->signals);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        struct sigaction now;
        if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
            (void)sigaddset(&a->signals, ending[i]);
        }
    }
    (void)pthread_sigmask(SIG_BLOCK, &a->signals, before);
}

/* --- what there is ------------------------------------------------------------------------- */

static struct store_value text_value(const char *text)
{
    struct store_value none = {.type = STORE_NULL};
    struct store_value some = {.type = STORE_TEXT, .text = text};
    some.len = text == NULL ? 0 : strlen(text);
    return text == NULL ? none : some;
}

/* For people: an indented list. */
static void names_as_text(struct buf *out, const struct store_name *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i].table != NULL) {
            buf_printf(out, "%s%s: %s\n", i > 0 ? "\n" : "", names[i].table, names[i].text);
        } else {
            buf_printf(out, "  %-18s %s\n", names[i].column, names[i].text);
        }
    }
}

static int tell_names(struct printing *a)
{
    static const char *const titles[] = {"table", "column", "meaning"};
    size_t count;
    const struct store_name *names = store_names(&count);
    if (a->cli->format == FORMAT_TEXT) {
        names_as_text(&a->out, names, count);
        return 0;
    }
    const char *table = NULL;
    int rc = answer_begin(a, 3, titles);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        table = names[i].table != NULL ? names[i].table : table;
        const struct store_value row[] = {text_value(table), text_value(names[i].column),
                                          text_value(names[i].text)};
        rc = answer_row(a, 3, row);
    }
    answer_end(a, rc == 0);
    return rc;
}

/* --- the command --------------------------------------------------------------------------- */

static int question_text(const struct cli *cli, struct buf *text, struct err *e)
{
    const char *given = cli->args.operand_count == 0 ? NULL : cli->args.operands[0];
    if (given == NULL) {
        return err_set(e, ERR_USAGE,
                       "store sql: give one SELECT, - for one on standard input, or "
                       "--tables for what there is");
    }
    if (strcmp(given, "-") != 0) {
        buf_puts(text, given);
        return buf_status(text) == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = file_read("-", SQL_MOST, text, e);
    return rc == 0 && strlen(buf_text(text)) != text->len
               ? err_set(e, ERR_USAGE, "standard input: a zero byte is no SQL")
               : rc;
}

static int ask(struct printing *a, struct store *store, struct err *e)
{
    struct store_sql how = {.context = a,
                            .begin = answer_begin,
                            .row = answer_row,
                            .look = answer_look,
                            .memory = MEMORY_MOST};
    struct buf text = BUF_INIT;
    sigset_t before;
    a->seconds = SECONDS;
    int rc = opt_number(&a->cli->args, "timeout", 0, SECONDS_MOST, &a->seconds, e);
    rc = rc != 0 ? rc : question_text(a->cli, &text, e);
    if (rc == 0) {
        (void)clock_gettime(CLOCK_MONOTONIC, &a->begun);
        hold_signals(a, &before);
        rc = store_sql(store, buf_text(&text), &how, e);
        answer_end(a, rc == 0);
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    buf_free(&text);
    return rc;
}

int store_sql_run(struct cli *cli, struct store *store)
{
    struct err e = {0};
    struct printing a = {
        .cli = cli, .arena = ARENA_INIT, .line = ARENA_INIT, .series.format = cli->format};
    int rc = opt_has(&cli->args, "tables") ? tell_names(&a) : ask(&a, store, &e);
    /* What came before it stands, whatever ended it. */
    int code = cli_print(cli, &a.out);
    if (rc != 0 && e.code == 0 && code == CLI_OK) {
        (void)err_set(&e, ERR_MEMORY, "out of memory");
    }
    if (e.code != 0) {
        code = cli_fail(&e);
    }
    buf_free(&a.row);
    arena_free(&a.arena);
    arena_free(&a.line);
    return code;
}
