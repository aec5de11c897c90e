/* Assessments in memory, one row each, ready to be put into groups: attributes of the community and the
 * plan, and credits and results under one checklist, the common core. The library fills it from the store;
 * everything of this folder reads it and changes nothing. */
#ifndef COMPARE_TABLE_H
#define COMPARE_TABLE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/assessment.h"
#include "model/checklist.h"

/* A criterion of a row without a credit, in place of billionths. */
enum {
    CREDIT_OPEN = -1, /* applies, and nobody knows: counts from 0 to 1 */
    CREDIT_APART = -2 /* does not apply */
};

struct table_row {
    int64_t sequence;      /* place in the store's chain */
    const char *id;        /* of the assessment */
    const char *community; /* identity: one community has one row a round */
    const char *name;      /* as shown */
    const char *country, *round, *date;
    int method; /* index into `methods` */
    int level;  /* community.admin_level, 0 the country; -1 where the plan does not say */
    int64_t children, households, people; /* under 18; -1 where the plan does not say */
    const int32_t *credits;          /* billionths or CREDIT_..., in the order of core->criteria */
    const struct node_result *nodes; /* under the core; 0 is the root */
    int band;                        /* under the core; -1: none */
    bool fails_critical;             /* a critical criterion has a credit below its limit */
    bool open_critical;              /* one that applies has no credit, and none is below */
};

/* One way in which rows were assessed: checklist document (tailoring and profile are a part of it), rules,
 * how and by whom. Different ones are told, never mixed silently. */
struct table_method {
    const struct checklist *checklist; /* borrowed */
    const char *ruleset;               /* digest */
    const char *how; /* assessment.method of the plan: "desk", "workshop" ...; "" where not said */
    const char *who; /* assessment.assessor_type: "self", "peer", "external"; "" where not said */
    size_t rows;
};

/* An attribute of rows: "country", or a dotted path of the plan document. A row has no value, one, or (a
 * list: hazards) several; it then stands in several groups. */
struct table_attribute {
    const char *name; /* as it was asked for */
    const char *path; /* in the plan document, or NULL where it is worked out */
    const char *
        *names; /* the values that occur, in the order of bytes; numbers in the order of numbers */
    size_t count;
    const uint32_t
        *values; /* of row r: values[first[r]] to values[first[r + 1] - 1], indexes into names */
    const uint32_t *first; /* rows + 1 of them */
    bool many;             /* some row has several */
};

/* The list of p-codes of a country (alpha-3), for the attributes admin1 to admin4; may be NULL or give
 * NULL. */
struct pcode_list;
struct table_places {
    const struct pcode_list *(*list)(void *context, const char *country);
    void *context;
};

struct table {
    struct arena arena;
    struct checklist *core; /* what all checklists of the rows demand alike; owned */
    struct table_row *rows; /* by community, then round, in the order of bytes */
    size_t count;
    struct table_method *methods; /* most rows first */
    size_t method_count;
    struct table_attribute *attributes; /* in the order asked for */
    size_t attribute_count;
    size_t superseded, older,
        drafts;         /* left out: replaced ones, other rows of the same community and
                                         round, drafts */
    size_t shared, all; /* criteria of the core, and of the largest checklist among the rows */
    double
        shared_weight; /* least share of effective weight of a row's checklist that lies in the core */
    const struct table_places *places; /* borrowed, or NULL */
    struct table_making *making;       /* while it is made */
};

/* Begins a table with attributes by these names (borrowed until table_finish). Names: country, community,
 * round, region, income, and the other schemes of docs/codes.md; pcode, admin1 to admin4 (from the p-code,
 * or as the plan names them); setting, wealth_quintile, hazard, method, assessor_type, plan_type, language;
 * checklist, version, profile; and any dotted path of the plan document, lists gone through. Returns 0,
 * ERR_MEMORY, or ERR_USAGE where a name can be none. */
int table_begin(const char *const *attributes, size_t count, const struct table_places *places,
                struct table **out, struct err *e);
/* Adds an assessment; a draft is counted and left out. a->checklist has to live as long as the table; the
 * rest is copied. Returns 0 or ERR_MEMORY. */
int table_add(struct table *t, const struct assessment *a, int64_t sequence);
/* Leaves the latest of each community and round, finds the core, scores all rows under it, and orders
 * everything. ERR_INPUT: the checklists have no criterion in common. */
int table_finish(struct table *t, struct err *e);
/* Releases it; NULL is fine. */
void table_free(struct table *t);
/* The attribute of a name, or NULL. */
const struct table_attribute *table_attribute(const struct table *t, const char *name);
/* Words for a value of an attribute: the name of a country, of a region, "1 (poorest)". Borrowed, or in
 * arena; NULL: out of memory. */
const char *table_label(const struct table *t, const struct table_attribute *a, const char *value,
                        struct arena *arena);

#endif
