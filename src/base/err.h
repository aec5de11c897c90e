/* Errors are values: a code and a sentence. No global last error.
 *
 * Functions that can fail return 0 or a negative code and describe the failure in a
 * `struct err` (one failure) or add to a `struct diag` (many complaints about one input). */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/buf.h"

enum {
    ERR_INPUT = -1,     /* an input is wrong; the text says where */
    ERR_IO = -2,        /* the system refused a file operation */
    ERR_MEMORY = -3,    /* out of memory */
    ERR_USAGE = -4,     /* the command line is wrong */
    ERR_STORE = -5,     /* the store is damaged, newer, or refuses */
    ERR_NOT_FOUND = -6, /* no such assessment, checklist, criterion, rule */
    ERR_RULE = -7,      /* a rule could not be loaded */
    ERR_BUSY = -8       /* somebody else writes to the store */
};

struct err {
    int code;
    char text[1024]; /* lower case, no full stop, no program name */
};

/* Fills *e (may be NULL) and returns code, so that callers write `return err_set(...)`. */
int err_set(struct err *e, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Complaints about one input, one a line: "FILE:LINE: PATH: what is wrong: what to do".
 * At most `limit` (20) are kept as text; all are counted. */
struct diag {
    const char *file; /* borrowed; shown with control characters escaped */
    size_t count;
    size_t limit;
    struct buf text; /* lines, each ended by '\n' */
};

/* Makes d ready for complaints about file (borrowed; NULL: none is named). */
void diag_init(struct diag *d, const char *file);
/* Releases its text. */
void diag_free(struct diag *d);
/* line 0: no line is shown. path NULL or "": no path is shown. */
void diag_add(struct diag *d, int line, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
