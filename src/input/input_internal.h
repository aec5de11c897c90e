/* Shared by the readers; nobody else includes it. */
#ifndef INPUT_INPUT_INTERNAL_H
#define INPUT_INPUT_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/csv.h"
#include "input/input.h"
#include "model/plan_schema.h"

/* ---- input_lines.c: a stream, by lines or whole, within a bounded buffer --------------------- */

struct lines {
    FILE *file;
    struct buf data; /* read and not yet handed out from `at` on */
    size_t at;
    int line;  /* number of the line that comes next */
    bool end;  /* nothing more to read */
    int error; /* errno of a failed read */
};

/* Begins to read lines from file. */
void lines_init(struct lines *l, FILE *file);
void lines_free(struct lines *l);       /* closes file unless it is stdin */
bool lines_wait(const struct lines *l); /* the next line has not come yet */
/* Reads on. Returns 1, 0 at the end (or after a failure: see error), ERR_MEMORY. */
int lines_fill(struct lines *l);
/* Next line without its end, good until the next call. Returns 1, 0 at the end, ERR_INPUT for a
 * line over INPUT_MAX_DOCUMENT (which is passed over), ERR_IO, ERR_MEMORY. */
int lines_next(struct lines *l, const char **text, size_t *len, int *line);
enum lines_form { LINES_EMPTY, LINES_JSON, LINES_NDJSON, LINES_CSV };
/* Looks ahead, consumes nothing. Returns 0 or ERR_MEMORY. */
int lines_sniff(struct lines *l, enum lines_form *form);
/* All that is left, in l->data from l->at on. ERR_INPUT: over INPUT_MAX_DOCUMENT. */
int lines_rest(struct lines *l);

/* ---- input_column.c: what the head of a column means ----------------------------------------- */

enum column_kind { COLUMN_FIELD, COLUMN_ANSWER };

struct column {
    enum column_kind kind;
    const char *head; /* as it stands in the table, for messages */
    const char *path; /* FIELD: "community.population.total" */
    const struct field
        *field;   /* FIELD: what may stand there; ANSWER: a member of the entry, or NULL for
                                * the answer itself */
    size_t group; /* ANSWER: columns of one criterion share it */
    const char *criterion; /* ANSWER */
};

/* Reads the head of a column into *out (group is left 0). Complains in d and returns ERR_INPUT, or
 * ERR_MEMORY. */
int column_read(struct arena *arena, const char *head, int line, struct diag *d,
                struct column *out);

/* ---- input_cell.c: what a cell means --------------------------------------------------------- */

struct cell {
    struct arena *arena;
    struct diag *d;
    const struct column *column;
    const char *text;
    int line;
    bool memory;
};

/* The value of a cell by its column; NULL where it was refused (complaint added) or memory ran
 * out. */
struct json *cell_field(struct cell *c);
/* The same for the column of an answer. */
struct json *cell_answer(struct cell *c);

/* ---- input_csv.c ----------------------------------------------------------------------------- */

/* Whether the header is one of a table with commas; else a complaint is added that says how to save it. */
bool input_has_commas(const struct csv_row *row, int line, struct diag *d);

struct csv_table {
    struct buf text;
    size_t at;
    int line; /* line at `at` */
    const char *name;
    const char *header; /* the header line */
    struct column *columns;
    size_t count, groups;
    size_t plans; /* rows handed out */
    bool started, broken;
};

/* Releases it; it can be used for the next file. */
void csv_table_free(struct csv_table *t);
/* Next row as input_next() hands it out; 0 at the end. keep: lives as long as the input. */
int csv_table_next(struct csv_table *t, struct arena *keep, struct arena *arena, struct diag *d,
                   struct input_item *item);

#endif
