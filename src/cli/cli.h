/* What the commands share: settings, messages, exit codes, writing to stdout, columns. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "cli/opt.h"
#include "model/checklist.h"
#include "script/host.h"
#include "store/store.h"

enum { CLI_OK = 0, CLI_FAILED = 1, CLI_BELOW = 2, CLI_UNSCORED = 3, CLI_USAGE = 64 };

enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_NDJSON,
    FORMAT_HTML,
    FORMAT_JUNIT,
    FORMAT_TAP,
    FORMAT_MARKDOWN,
    FORMAT_CSV,
    FORMAT_SDMX_CSV,
    FORMAT_SDMX_STRUCTURE,
    FORMAT_PACKAGE,
    FORMAT_XLSX,
    FORMAT_DHIS2
};

struct cli {
    const struct program *program;
    struct args args;
    enum format format;
    const char *store;  /* URL or path of --store or BANYAN_STORE; NULL: the default one */
    const char *lang;   /* language tag of --lang or BANYAN_LANG; NULL: texts as they are written */
    bool told_language; /* what is not translated or not reviewed was said */
    bool quiet;
    bool color;  /* stdout is a terminal that may be coloured */
    bool broken; /* stdout refused, and that was said */
};

extern const struct command command_assess, command_show, command_explain, command_advise,
    command_list, command_verify, command_rescore, command_compare, command_trend,
    command_checklist, command_rules, command_store, command_help, command_version;

/* ---- output.c ---- */

/* A message on stderr; each of its lines gets the prefix "banyan: ". */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_lines(const char *text); /* the same for text with line ends */
/* The complaints of d, and how many more there were. */
void cli_complaints(const struct diag *d);
/* Says what e says and returns the exit code for it. */
int cli_fail(const struct err *e);
int cli_memory(void); /* says so and returns CLI_FAILED */

/* Writes to stdout; what cannot be written is found by cli_flush. */
void cli_write(struct cli *cli, const struct buf *b);
/* Writes out, flushes, and returns CLI_OK, or CLI_FAILED after saying (once) what is wrong. */
int cli_flush(struct cli *cli);
/* Writes b, frees it and flushes. */
int cli_print(struct cli *cli, struct buf *b);
/* The same into the file of this name; NULL and "-" are stdout. */
int cli_print_to(struct cli *cli, const char *path, struct buf *b);

/* ---- columns */

struct column {
    const char *title;
    size_t width; /* 0: the last one, as wide as it comes */
    bool right;
};
/* Cells (NULL: "-") with control characters visible, cut at the width of their column. */
void table_row(struct buf *out, const struct column *columns, size_t count,
               const char *const *cells);
/* The titles of the columns, in bold where there is color. */
void table_head(struct buf *out, const struct column *columns, size_t count, bool color);

/* What a line of `assess` and `list` shows. */
struct line {
    const char *community, *country, *round, *band, *band_possible, *id; /* NULL: none */
    bool applicable;
    int64_t score, low, high, coverage;
};
/* The titles above lines. */
void line_head(struct buf *out, bool color);
/* scale: the checklist's; NULL: of 100. */
void line_row(struct buf *out, const struct line *l, const struct json *scale);

/* A list of JSON texts, as FORMAT_JSON (an array) or FORMAT_NDJSON wants them. */
struct series {
    enum format format;
    bool open;    /* the array was begun */
    size_t count; /* texts so far */
};
/* Appends one JSON text. */
void series_put(struct series *s, struct buf *out, const struct buf *text);
void series_end(struct series *s, struct buf *out); /* closes the array; "[]" where nothing came */

/* A JSON member that is a credit; SCORE_NONE: null. */
void member_credit(struct buf *out, const char *key, int64_t billionths);

/* ---- settings.c ---- */

/* The words of --format in the order of enum format, ended by NULL. */
extern const char *const settings_formats[];

/* Global options and environment into cli. 0, or ERR_USAGE. */
int settings_load(struct cli *cli, struct err *e);
/* Opens the store that the settings name. 0, or a negative code with *e filled. */
int settings_store(const struct cli *cli, enum store_mode mode, struct store **out, struct err *e);
/* Whether path is the file of the store that the settings name. 0, or a negative code with *e filled. */
int settings_is_store(const struct cli *cli, const char *path, bool *same, struct err *e);
/* The rule set of --rules (of the command), BANYAN_RULES and the shipped ones; isolated where --isolate is
 * given, or a rule came from elsewhere and --no-isolate is not. */
int settings_rules(const struct cli *cli, struct ruleset **out, struct err *e);
/* Reads a checklist by reference. Complaints about it go to stderr; *e tells the rest. path (may
 * be NULL) gets its name, in arena. */
int settings_checklist(const char *reference, const char *profile, struct arena *arena,
                       struct checklist **out, const char **path, struct err *e);
/* 0 for the code of a country, or NULL; ERR_USAGE with what is meant for what would only ever find
 * nothing. */
int settings_country(const char *code, struct err *e);
/* The nearest rule of r, or NULL. */
const char *settings_nearest_rule(const struct ruleset *r, const char *name);

#endif
