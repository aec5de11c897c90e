/* Readers: files, folders and stdin become plan documents, one at a time, in input order. */
#ifndef INPUT_INPUT_H
#define INPUT_INPUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

enum { INPUT_MAX_DOCUMENT = 20 * 1024 * 1024 }; /* one plan, one CSV file */

struct input;
/* paths: files (.json .ndjson .csv), folders of these (recursive, sorted), "-" (JSON, NDJSON or CSV by
 * its first character: '{' or '[' … see docs). Borrowed until input_free. Never fails for a bad path:
 * that is reported by input_next as a refused item. */
int input_new(const char *const *paths, size_t count, struct input **out, struct err *e);
/* Closes what is open and releases all; NULL is fine. */
void input_free(struct input *in);

struct input_item {
    const char *file;       /* for messages; lives as long as the input */
    int line;               /* line on which the document begins */
    const struct json *doc; /* in the arena; NULL when refused (complaints are in d) */
    const char *raw;        /* as it came, for --reject, in the arena; may be NULL */
    size_t len;             /* of raw */
    bool unread;            /* raw is the text of a document that input_read has yet to read */
    const char *header;     /* CSV: the header line, else NULL; lives as long as the input */
};
/* Next document. Returns 1 and fills *item (doc NULL: refused or unreadable, complaints in d, which
 * gets its file set), 0 at the end, ERR_MEMORY. NDJSON is streamed: memory stays flat. */
int input_next(struct input *in, struct arena *arena, struct diag *d, struct input_item *item);
/* The same in two steps, so that texts can be read in any thread: input_cut leaves a JSON document as
 * text, and sets item->unread; what else it finds is as input_next gives it. */
int input_cut(struct input *in, struct arena *arena, struct diag *d, struct input_item *item);
/* Reads the text of an item that is unread: doc, or complaints in d. Other items stay as they are.
 * Returns 0 or ERR_MEMORY. */
int input_read(struct arena *arena, struct diag *d, struct input_item *item);
/* Whether it is one plan in a file, which is there to be read at once. */
bool input_is_one(const struct input *in);
/* Whether the next document would have to be waited for: a pipe or terminal that has nothing more just
 * now. What has come so far is better stored and printed first. */
bool input_waits(const struct input *in);

#endif
