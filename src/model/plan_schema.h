/* The members of a plan document as one table: what plan_check() accepts, what the CSV reader
 * knows as columns, what docs/plan.schema.json says. Shared by the plan's files and src/input; a
 * key, unit or code list is changed here and nowhere else. */
#ifndef MODEL_PLAN_SCHEMA_H
#define MODEL_PLAN_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

enum field_type {
    FIELD_TEXT,      /* any text */
    FIELD_ID,        /* 1-64 of A-Za-z0-9._- */
    FIELD_ROUND,     /* an id; may come from the command line instead */
    FIELD_LANGUAGE,  /* BCP 47 tag */
    FIELD_CURRENCY,  /* three capital letters (ISO 4217) */
    FIELD_CHECKLIST, /* ID or ID@VERSION */
    FIELD_BOOL,
    FIELD_NUMBER,  /* min…max */
    FIELD_WHOLE,   /* a whole number, min…max */
    FIELD_DATE,    /* YYYY-MM-DD */
    FIELD_WORD,    /* one of words */
    FIELD_COUNTRY, /* ISO 3166-1 alpha-3 */
    FIELD_HAZARD,  /* short code of a hazard */
    FIELD_HIP,     /* HIP 2025 code */
    FIELD_SCALAR,  /* a number or a text */
    FIELD_OBJECT,  /* members of object */
    FIELD_FACTS,   /* name -> number or text */
    FIELD_ANSWERS, /* criterion -> answer; looked into by plan_check_answers() */
    FIELD_ANY      /* the value of an answer */
};

struct words {
    const char *name; /* in docs: "group" */
    const char *const *list;
    size_t count;
};

struct schema;
struct field {
    const char *key;
    enum field_type type;
    bool list; /* a list of such values */
    bool required;
    double min, max; /* NUMBER, WHOLE */
    const struct words *words;
    const struct schema *object;
    const char *help; /* meaning and unit, for the docs */
};

struct schema {
    const char *name;
    const struct field *fields;
    size_t count;
    const char *from, *to; /* two dates of which the first must not be later, or NULL */
};

#define FIELD_MOST 1e15 /* highest count or amount: exact in a double, with room to add */

extern const struct words words_groups, words_settings, words_plan_types, words_statuses,
    words_purposes, words_seats, words_sites, words_severities, words_reaches, words_kinds,
    words_methods, words_outcomes, words_confidence, words_states, words_stock_for, words_services,
    words_roles, words_tools, words_stages, words_assessors;
extern const struct words *const words_all[];
extern const size_t words_all_count;

extern const struct schema schema_document; /* the whole document */
extern const struct schema schema_entry;    /* an answer that is an object */

const struct field *schema_field(const struct schema *s, const char *key); /* NULL: unknown */
const char *schema_nearest(const struct schema *s, const char *key);       /* or NULL */
/* The member at a dotted path of objects ("community.population.total"); "facts.NAME" gives a
 * FIELD_SCALAR. NULL: no such member, or a list lies on the way. */
const struct field *schema_path(const char *path);
/* docs/plan.schema.json (JSON Schema 2020-12), indented. */
void schema_write(struct buf *out);

/* ---- the walk over a document ---------------------------------------------------------------- */

/* Where the walk stands; the dotted path is only built for a complaint. */
struct frame {
    const struct frame *up; /* NULL: key stands alone */
    const char *key;        /* NULL: an element of a list */
    size_t index;           /* of an element, from 1 */
};

struct walk {
    struct diag *d;
    const char *round; /* of the command line, or NULL */
    bool memory;       /* an allocation failed */
};

/* Adds a complaint; where may be NULL. */
void walk_complain(struct walk *w, const struct frame *where, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Of a text: adds `"text" is WHAT: did you mean "NEAR"?`, or `: OTHERWISE` where near is NULL. */
void walk_unknown(struct walk *w, const struct frame *where, const struct json *value,
                  const char *what, const char *near, const char *otherwise);
/* Checks members, required members and the order of dates. */
void walk_object(struct walk *w, const struct json *object, const struct schema *s,
                 const struct frame *where);
/* Complains unless value is of the type; says what to give. */
bool walk_type(struct walk *w, const struct json *value, enum json_type type,
               const struct frame *where);
/* Complains unless min <= number <= max (and whole); unit NULL or what the number is. */
bool walk_range(struct walk *w, const struct json *value, double min, double max, bool whole,
                const char *unit, const struct frame *where);
/* Complains unless it is a date of the calendar, YYYY-MM-DD. */
bool walk_date(struct walk *w, const struct json *value, const struct frame *where);
bool walk_full(
    const struct walk *w); /* no more complaints are kept: spare the work of wording them */

/* A set of the texts that a key has in a list of objects: sorted. */
struct id_set {
    const struct json **ids;
    size_t count;
};
/* Returns 0 or ERR_MEMORY; the caller frees. */
int id_set_load(struct id_set *set, const struct json *list, const char *key);
/* Releases it; it is empty then. */
void id_set_free(struct id_set *set);
/* Whether id is among them. */
bool id_set_has(const struct id_set *set, const char *id);

#endif
