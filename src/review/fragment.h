/* Plan documents made and taken apart for trying. Nothing is copied but what changes. Private to
 * review/. */
#ifndef REVIEW_FRAGMENT_H
#define REVIEW_FRAGMENT_H

#include "base/json.h"
#include "model/plan_schema.h"

/* The document with a value at a dotted path of objects ("facts.hdi.gnipc" is one key below
 * facts). NULL: out of memory. */
const struct json *fragment_put(struct arena *arena, const struct json *doc, const char *path,
                                const struct json *value);
/* What of a document tells something: without what every document must have, and with the answer
 * to a criterion (NULL: none). NULL: out of memory. */
struct json *fragment(struct arena *arena, const struct json *doc, const char *criterion,
                      const struct json *answer);
/* A test's plan (community, assessment, facts, answers lie inside) as a whole document, with what
 * every document must have. NULL: out of memory. */
const struct json *fragment_document(struct arena *arena, const struct json *plan);

/* ---- the nodes of a document below the root, by number, from 0, as they are written
 * --------------- */

/* How many there are. */
int nodes_count(const struct json *doc);
/* The node, and whether it is a member of an object (else of a list). */
const struct json *nodes_at(const struct json *doc, int number, bool *member);
/* The document without that node, or with another value (NULL: without). NULL: out of memory. */
struct json *nodes_with(struct arena *arena, const struct json *doc, int number,
                        const struct json *value);
/* What the format says of the node, NULL where it says nothing (facts, answers, elements of
 * lists). *entry gets the number of the list's element that holds the node most closely, -1: none
 * does. */
const struct field *nodes_field(const struct json *doc, int number, int *entry);
/* Its dotted path, elements of lists as [1]. */
void nodes_path(struct buf *out, const struct json *doc, int number);

#endif
