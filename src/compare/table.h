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
    const char *checklist; /* "child-drr@1.0.0", profile and digest apart: index into `methods` */
    int method;
    int64_t children, households, people; /* under 18; -1 where the plan does not say */
    const int32_t *credits;               /* billionths or CREDIT_..., in the order of core->criteria */
    const struct node_result *nodes;      /* under the core; 0 is the root */
    int band;                             /* under the core; -1: none */
    bool fails_critical; /* a critical criterion has a credit below its limit */
    bool open_critical;  /* one that applies has no credit, and none is below */
};

/* One way in which rows were assessed: checklist document, profile, kind of assessor. Different ones are
 * told, never mixed silently. */
struct table_method {
    const char *checklist, *version, *profile, *digest; /* profile NULL: the whole */
    const char *assessor; /* assessment.method of the plan: "desk", "workshop" ...; "" where not said */
    size_t rows;
    int criteria; /* of its checklist */
    int shared;   /* of them in the core */
};

/* An attribute of rows: "country", or a dotted path of the plan document. A row has no value, one, or (a
 * list: hazards) several; it then stands in several groups. */
struct table_attribute {
    const char *name;   /* as it was asked for */
    const char *path;   /* in the plan document, or NULL where it is worked out */
    const char **names; /* the values that occur, in the order of bytes; numbers in the order of numbers */
    size_t count;
    const uint32_t *values; /* of row r: values[first[r]] to values[first[r + 1] - 1], indexes into names */
    const uint32_t *first;  /* rows + 1 of them */
    bool many;              /* some row has several */
};

struct table {
    struct arena arena;
    const struct checklist *core; /* borrowed */
    struct table_row *rows;       /* by community, then round, in the order of bytes */
    size_t count;
    struct table_method *methods; /* most rows first */
    size_t method_count;
    struct table_attribute *attributes; /* in the order asked for */
    size_t attribute_count;
    size_t superseded, older, drafts; /* left out: replaced ones, other rows of the same community and
                                         round, drafts */
};

#endif
