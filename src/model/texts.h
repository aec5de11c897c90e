/* Texts in another language: catalogues that are looked up one after the other by the English (or
 * whatever the checklist is written in) text. Only what people read is translated, and only when it is
 * shown: documents, digests, findings and what is stored stay as they are. See
 * docs/writing-a-checklist.md, "Translations". */
#ifndef MODEL_TEXTS_H
#define MODEL_TEXTS_H

#include "base/buf.h"
#include "base/po.h"
#include "model/checklist.h"

enum { TEXTS_MOST = 32 };

struct texts {
    char language[36];           /* BCP 47 tag as asked for: "fr", "pt-BR" */
    struct po *list[TEXTS_MOST]; /* first one first */
    size_t count;
    bool checklist;  /* one of them is of the checklist itself */
    bool unreviewed; /* one of them says so in its header ("X-Reviewed: no") */
};

void texts_free(struct texts *t); /* and its catalogues; NULL is fine */
/* The translation, or `text` itself where there is none. t may be NULL. */
const char *texts_get(const struct texts *t, const char *text);
/* The same, or NULL where there is none. */
const char *texts_find(const struct texts *t, const char *text);

/* Marks a text that is looked up later, for the tool that collects the program's own texts. */
#define SAID(text) text

/* One {name} of a text and what is put in its place; a list of them ends with a name NULL. */
struct fill {
    const char *name, *value;
};
/* What stands for the {name} at p, with the length of {name} and its braces; NULL: p begins none that fills
 * (may be NULL) have. */
const char *texts_value(const char *p, const struct fill *fills, size_t *len);
/* Writes the translation of text with the values put in. A {name} that fills lack stays. */
void texts_fill(struct buf *out, const struct texts *t, const char *text, const struct fill *fills);

/* A copy of c to be shown: titles, questions, levels and all else that people read in the language of t,
 * `language` that of t. Ids, order, weights and digest are those of c. *out is c's likeness of its own;
 * the caller frees it before t. Returns 0 or ERR_MEMORY. */
int checklist_translate(const struct checklist *c, const struct texts *t, struct checklist **out);
/* Calls each for every text of a document (of a checklist or a framework) that is translated, with the id
 * or code it stands at and its key. Other than 0 ends the walk and is returned. */
int document_texts(const struct json *doc,
                   int (*each)(void *context, const char *id, const char *key, const char *text),
                   void *context);

#endif
