/* Documentation of rules and of what they may use. Every example in it was run when it was made: one that
 * gives something else than it says is left out and told of. */
#ifndef CASES_DOC_H
#define CASES_DOC_H

#include "base/buf.h"
#include "cases/cases.h"
#include "script/interface.h"

struct doc_row {
    const struct interface_part *part;
    const struct interface_row *row;
    bool holds; /* its example gives what it says */
};

struct doc_rule {
    const struct rule_info *info;
    const char *about;        /* the comment at the head of its file, in one line; "" without one */
    const struct json *args;  /* an object of defaults */
    const char *const *reads; /* paths that its cases read and needs does not name, sorted */
    size_t read_count;
    bool ends[OUTCOME_COUNT];               /* what its cases ended in */
    const struct case_result *const *shown; /* examples */
    size_t shown_count, case_count;         /* those shown; all that passed */
};

struct doc {
    struct arena arena;
    struct doc_rule *rules;
    size_t rule_count;
    struct doc_row *rows;
    size_t row_count;
    struct buf faults; /* lines: what was left out, and why */
    struct case_run *run;
};

struct doc_options {
    struct case_options cases;               /* the rules, and those of them that are told of */
    const struct interface_row *const *rows; /* of the interface */
    size_t row_count;
    long examples; /* most examples of a rule; -1: all of its file */
};

/* Runs the examples and gathers what there is to tell. 0; or a negative code with *e filled. The caller frees
 * *out; cases.rules has to outlive it. */
int doc_make(const struct doc_options *o, struct doc **out, struct err *e);
/* Releases it; NULL is fine. */
void doc_free(struct doc *d);

/* As Markdown. */
void doc_markdown(struct buf *out, const struct doc *d);
/* As one HTML page that needs nothing else; engine stands in its last line. */
void doc_html(struct buf *out, const struct doc *d, const char *engine);
/* As one JSON object. */
void doc_json(struct buf *out, const struct doc *d, const char *engine);
/* The same things as an object a line: those with "rule", then those with "name". */
void doc_ndjson(struct buf *out, const struct doc *d);

/* ---- doc_editor.c: the same interface for the tools of those who write rules */

/* Definitions for LuaLS, the language server of many editors. */
void doc_luals(struct buf *out);
/* The settings file of luacheck. */
void doc_luacheck(struct buf *out);

/* ---- doc_text.c: pieces that the forms share */

/* Whether the name stands for a value, and not for a function. */
bool doc_constant(const struct interface_row *row);
/* "string.sub(text, from?, to?)"; a constant's name alone. */
void doc_signature(struct buf *out, const struct interface_row *row);
/* A JSON value for people: on one line where it fits into width columns, else broken and indented. */
void doc_value(struct buf *out, const struct json *value, size_t width);
/* "1 argument", "2 arguments": count and the word for one or several. */
void doc_count(struct buf *out, size_t count, const char *one, const char *several);
/* What an argument's default is: "number", "list", …; an empty table may be either. */
const char *doc_type(const struct json *value);
/* The document that an example's rule saw; NULL where it is empty. */
const struct json *doc_plan(const struct case_result *r);
/* What came of an example: "credit 0.5: REASON". */
void doc_got(struct buf *out, const struct case_result *r);

#endif
