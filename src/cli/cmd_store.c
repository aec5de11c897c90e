#include <stdio.h>
#include <string.h>

#include "base/json_member.h"
#include "cli/cli.h"
#include "cli/meter.h"
#include "cli/publication.h"
#include "cli/store_sql.h"

static void print_url(const struct cli *cli, struct buf *out, const char *what)
{
    if (cli->format == FORMAT_TEXT) {
        buf_printf(out, "the store is %s\n", what);
    } else {
        buf_puts(out, "{");
        member_text(out, "store", what);
        buf_puts(out, "}\n");
    }
}

static void tell(void *context, int64_t done, int64_t all)
{
    meter_share(context, "made again", (double)done, (double)all);
}

/* Makes what is derived again; the check that follows holds it against the rest. */
static int derive(const struct cli *cli, struct store *s, struct err *e)
{
    struct meter meter;
    meter_begin(&meter, cli->quiet);
    int rc = store_derive(s, tell, &meter, e);
    meter_hide(&meter);
    return rc;
}

static int check(struct cli *cli, struct store *s, struct buf *out, bool *sound, struct err *e)
{
    struct buf report = BUF_INIT;
    int64_t faults = 0, assessments = 0;
    int rc = opt_has(&cli->args, "rebuild") ? derive(cli, s, e) : 0;
    rc = rc != 0 ? rc : store_check(s, &report, &faults, &assessments, e);
    if (rc == 0) {
        cli_lines(buf_text(&report));
        *sound = faults == 0;
        if (cli->format == FORMAT_TEXT) {
            buf_printf(out, "%lld assessments, %lld faults\n", (long long)assessments,
                       (long long)faults);
        } else {
            buf_puts(out, "{");
            member_number(out, "assessments", assessments);
            member_number(out, "faults", faults);
            buf_puts(out, "}\n");
        }
    }
    buf_free(&report);
    return rc;
}

static int stats(const struct cli *cli, struct store *s, struct buf *out, struct err *e)
{
    struct store_stats t;
    int rc = store_stats(s, &t, e);
    if (rc != 0) {
        return rc;
    }
    const struct {
        const char *key, *title;
        int64_t value;
    } rows[] = {
        {"assessments", "assessments", t.assessments},
        {"current", "  not superseded", t.current},
        {"documents", "documents", t.documents},
        {"document_bytes", "  bytes", t.document_bytes},
        {"compressed_bytes", "  bytes, compressed", t.compressed_bytes},
        {"findings_bytes", "bytes of findings", t.findings_bytes},
        {"file_bytes", "bytes of the file", t.file_bytes},
        {"schema", "schema", t.schema},
    };
    const char *first = t.first[0] == '\0' ? NULL : t.first,
               *last = t.last[0] == '\0' ? NULL : t.last;
    if (cli->format != FORMAT_TEXT) {
        buf_puts(out, "{");
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (cli->format == FORMAT_TEXT) {
            buf_printf(out, "%-20s %12lld\n", rows[i].title, (long long)rows[i].value);
        } else {
            member_number(out, rows[i].key, rows[i].value);
        }
    }
    if (cli->format == FORMAT_TEXT) {
        buf_printf(out, "%-20s %s\n%-20s %s\n", "first", first == NULL ? "-" : first, "last",
                   last == NULL ? "-" : last);
        buf_printf(out, "%-20s %s\n", "hash of the last", t.head);
    } else {
        member_text(out, "first", first);
        member_text(out, "last", last);
        member_text(out, "head", t.head);
        buf_puts(out, "}\n");
    }
    return 0;
}

static int run(struct cli *cli)
{
    const char *verb = cli->args.verb->name;
    struct err e = {0};
    struct store *store = NULL;
    struct buf out = BUF_INIT;
    bool sound = true;
    if (opt_has(&cli->args, "tables")) {
        return store_sql_run(cli, NULL); /* there may be no store yet */
    }
    bool writes = strcmp(verb, "init") == 0;
    int rc = settings_store(cli, writes ? STORE_WRITE : STORE_READ, &store, &e);
    if (rc == 0 && opt_has(&cli->args, "rebuild")) { /* where there is a store, and only there */
        store_close(store);
        rc = settings_store(cli, STORE_WRITE, &store, &e);
    }
    if (rc != 0) {
        return cli_fail(&e);
    }
    if (strcmp(verb, "sql") == 0) {
        int sql = store_sql_run(cli, store);
        store_close(store);
        return sql;
    }
    if (strcmp(verb, "init") == 0) {
        print_url(cli, &out, "ready");
    } else if (strcmp(verb, "check") == 0) {
        rc = check(cli, store, &out, &sound, &e);
    } else if (strcmp(verb, "stats") == 0) {
        rc = stats(cli, store, &out, &e);
    } else if (strcmp(verb, "published") == 0) {
        rc = publication_list(cli, store, &out, &e);
    } else {
        rc = store_backup(store, cli->args.operands[0], &e);
        if (rc == 0) {
            print_url(cli, &out, "backed up");
        }
    }
    store_close(store);
    int code = rc == 0 ? cli_print(cli, &out) : cli_fail(&e);
    buf_free(&out);
    return code == CLI_OK && !sound ? CLI_FAILED : code;
}

static const struct option options[] = {
    {.name = "rebuild",
     .help = "first throw away what is derived from the assessments (running totals, columns) and "
             "make it again",
     .verbs = "check"},
    {.name = "timeout",
     .value = "SECONDS",
     .help = "give up after so long (default 300; 0: never)",
     .verbs = "sql"},
    {.name = "tables",
     .help = "list the tables, columns and functions that there are to ask for",
     .verbs = "sql"},
};

static const struct printed prints[] = {{"csv", "sql"}};

static const struct verb verbs[] = {
    {"init", "", "makes the store, or brings it up to date"},
    {"check", "",
     "checks all of it: file, documents, chain, totals, what is derived; exit 1 where anything is "
     "wrong"},
    {"stats", "", "says how much it holds"},
    {"sql", "[SELECT]",
     "prints what one SELECT finds in the store; - reads it from standard input; nothing can be "
     "changed"},
    {"published", "", "lists what `compare --publish` and `trend --publish` have shown"},
    {"backup", "PATH", "writes a checked copy, also while others write"},
};

const struct command command_store = {
    .name = "store",
    .arguments = "",
    .summary = "looks after the store",
    .examples = "  banyan store backup /media/stick/banyan-backup.db\n"
                "  banyan store sql --format csv 'SELECT id, country, score FROM result'\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .verbs = verbs,
    .verb_count = sizeof verbs / sizeof *verbs,
    .prints = prints,
    .print_count = sizeof prints / sizeof *prints,
    .run = run,
};
