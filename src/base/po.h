/* PO catalogues, the translations that gettext's tools and translators' programs write: a reader, and a
 * look-up. What is marked fuzzy, obsolete (#~) or empty counts as not translated, as msgfmt has it. Of an
 * entry with plural forms the first form is taken. Only UTF-8. */
#ifndef BASE_PO_H
#define BASE_PO_H

#include <stdbool.h>

#include "base/err.h"

struct po;

/* Reads text. Complaints go to d; returns 0, ERR_INPUT or ERR_MEMORY. The caller frees *out. */
int po_parse(const char *text, size_t len, struct diag *d, struct po **out);
void po_free(struct po *p);          /* NULL is fine */
size_t po_count(const struct po *p); /* texts that have a translation, without the header */
/* The translation of id, or NULL where there is none. Entries with a context (msgctxt) are not found:
 * no text here needs one. Lives as long as p. */
const char *po_find(const struct po *p, const char *id);
/* Appends a field of the header ("Language") without white space around it. False: there is none. */
bool po_header(const struct po *p, const char *field, struct buf *out);

#endif
