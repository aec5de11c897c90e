/* `rules doc`: documentation of rules and of what they may use. */
#include <stdlib.h>
#include <string.h>

#include "banyan.h"
#include "cases/doc.h"
#include "cli/rules.h"

struct choice {
    const struct rule_info **rules;
    const struct interface_row **rows;
    const char **dirs;
    size_t rule_count, row_count, dir_count;
};

/* Whether the name is among those on the command line. */
static bool named(const struct cli *cli, const char *name)
{
    for (size_t i = 0; i < cli->args.operand_count; i++) {
        if (strcmp(cli->args.operands[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether all names on the command line are known; else says which is not. */
static bool known(const struct cli *cli, const struct ruleset *r)
{
    for (size_t i = 0; i < cli->args.operand_count; i++) {
        const char *name = cli->args.operands[i];
        if (interface_find(name, NULL) == NULL && rules_find(r, name) == NULL) {
            return false;
        }
    }
    return true;
}

/* Those that are named, or without names all of the part, in the order in which they are told of. */
static void collect(const struct cli *cli, const struct ruleset *r, struct choice *c)
{
    const char *part = opt_value(&cli->args, "part");
    bool some = cli->args.operand_count > 0;
    const struct interface_part *p = NULL;
    for (size_t i = 0; i < ruleset_count(r); i++) {
        const struct rule_info *info = ruleset_info(r, i);
        if (some ? named(cli, info->name) : part == NULL || strcmp(part, "rules") == 0) {
            c->rules[c->rule_count++] = info;
        }
    }
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
            if (some ? named(cli, row->name) : part == NULL || strcmp(part, "interface") == 0) {
                c->rows[c->row_count++] = row;
            }
        }
    }
}

static size_t count_rows(void)
{
    size_t count = 0;
    const struct interface_part *p = NULL;
    for (size_t i = 0; (p = interface_part(i)) != NULL; i++) {
        for (const struct interface_row *row = p->rows; row->name != NULL; row++) {
            count++;
        }
    }
    return count;
}

static int choose(const struct cli *cli, const struct ruleset *r, struct choice *c)
{
    c->rules = calloc(ruleset_count(r) + 1, sizeof *c->rules);
    c->rows = calloc(count_rows() + 1, sizeof *c->rows);
    c->dirs = calloc(cli->args.given_count + 1, sizeof *c->dirs);
    if (c->rules == NULL || c->rows == NULL || c->dirs == NULL) {
        return cli_memory();
    }
    c->dir_count = opt_values(&cli->args, "rules", c->dirs);
    if (!known(cli, r)) {
        return CLI_FAILED;
    }
    collect(cli, r, c);
    return CLI_OK;
}

static void write_doc(const struct cli *cli, const struct doc *d, struct buf *out)
{
    static const char engine[] = "banyan " BANYAN_VERSION;
    switch (cli->format) {
    case FORMAT_HTML:
        doc_html(out, d, engine);
        break;
    case FORMAT_JSON:
        doc_json(out, d, engine);
        break;
    case FORMAT_NDJSON:
        doc_ndjson(out, d);
        break;
    default:
        doc_markdown(out, d);
    }
}

/* To the file of --output, or to stdout. Frees out. */
static int put(struct cli *cli, struct buf *out)
{
    return cli_print_to(cli, opt_value(&cli->args, "output"), out);
}

static int document(struct cli *cli, const struct ruleset *r, const struct choice *c, long examples)
{
    struct doc_options o = {.cases = {.rules = r,
                                      .chosen = c->rules,
                                      .count = c->rule_count,
                                      .jobs = 1,
                                      .dirs = c->dirs,
                                      .dir_count = c->dir_count},
                            .rows = c->rows,
                            .row_count = c->row_count,
                            .examples = examples};
    struct doc *d = NULL;
    struct buf out = BUF_INIT;
    struct err e = {0};
    if (doc_make(&o, &d, &e) != 0) {
        return cli_fail(&e);
    }
    write_doc(cli, d, &out);
    int code = put(cli, &out);
    if (d->faults.len > 0) {
        cli_lines(buf_text(&d->faults));
        code = CLI_FAILED;
    }
    doc_free(d);
    return code;
}

int rules_doc(struct cli *cli, const struct ruleset *r)
{
    const char *tool = opt_value(&cli->args, "for");
    struct choice c = {NULL, NULL, NULL, 0, 0, 0};
    struct err e = {0};
    long examples = -1;
    if (opt_number(&cli->args, "examples", 0, 1000000, &examples, &e) != 0) {
        return cli_fail(&e);
    }
    if (cli->args.operand_count > 0 && (tool != NULL || opt_has(&cli->args, "part"))) {
        (void)err_set(&e, ERR_USAGE, "--%s: goes without names: leave one of both away",
                      tool != NULL ? "for" : "part");
        return cli_fail(&e);
    }
    if (tool != NULL) {
        struct buf out = BUF_INIT;
        if (strcmp(tool, "luals") == 0) {
            doc_luals(&out);
        } else {
            doc_luacheck(&out);
        }
        return put(cli, &out);
    }
    int code = choose(cli, r, &c);
    code = code == CLI_OK ? document(cli, r, &c, examples) : code;
    free(c.rules);
    free(c.rows);
    free(c.dirs);
    return code;
}
