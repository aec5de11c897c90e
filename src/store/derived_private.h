/* What the files of derived tables share. Nobody else includes it. */
#ifndef STORE_DERIVED_PRIVATE_H
#define STORE_DERIVED_PRIVATE_H

#include "store/derived.h"
#include "store/store_private.h"

enum { DERIVED_TEXTS = ATTRIBUTE_COUNT - ATTRIBUTE_TEXTS };

/* One assessment as totals and columns see it. */
struct derived_row {
    int64_t seq, supersedes, checklist, plan; /* supersedes 0: none; documents by row */
    const char *profile;                      /* "": the whole */
    int64_t number[ATTRIBUTE_TEXTS];
    const char *text[DERIVED_TEXTS];
    bool facts; /* level to people, method and assessor were read from the plan */
    int node_count, criterion_count;
    const int32_t *values; /* of nodes, then of criteria */
    const int32_t *ends;   /* low, high and coverage of each node */
};

/* --- derived_row.c ------------------------------------------------------------------------- */
/* Whether a plan's document says that it is a draft: it is then in no comparison. */
bool derived_is_draft(const struct json *doc);
/* The row of an assessment that is being put; all of it is copied. NULL: out of memory. */
struct derived_row *derived_row_of(struct arena *arena, const struct assessment *a,
                                   const struct record *r);
/* Reads the plan's document for what the row lacks of it. 0, or a negative code with *e filled. */
int derived_row_facts(struct store *s, struct arena *arena, struct derived_row *row, struct err *e);
struct derived_state;
/* The rows after range[0] up to range[1], of the country place[0] and the round place[1] where these are not
 * NULL (place may be, too), in order, made in arena, which each may reset. Whether a row is a draft is known;
 * other facts are not. */
int derived_rows(struct store *s, const struct derived_state *d, const int64_t range[2],
                 const char *const place[2], struct arena *arena,
                 int (*each)(void *context, struct derived_row *row), void *context, struct err *e);
/* One of them, in arena; NULL where there is none. */
int derived_row_get(struct store *s, const struct derived_state *d, int64_t seq,
                    struct arena *arena, struct derived_row **out, struct err *e);
/* The checklist of a document, kept until a batch is rolled back or the store is closed. */
int derived_checklist(struct store *s, int64_t document, const struct checklist **out,
                      struct err *e);

/* Quantile of type 7 of Hyndman and Fan, as stats_quantile of src/compare. */
double derived_quantile(const double *sorted, size_t n, double p);

/* --- derived_total.c ----------------------------------------------------------------------- */
/* The totals of one series, country and round. */
struct derived_group {
    int64_t series, id; /* id: row of derived_total, 0: none yet */
    const char *country, *round;
    int64_t assessments;
    int node_count, criterion_count;
    struct derived_item *items;
    uint64_t seal;       /* of what is stored of it; 0: nothing */
    bool touched, known; /* since it was written; what is stored of it was added */
};
struct derived_tally {
    struct arena arena;
    struct derived_group **groups; /* as they came */
    size_t count, room;
    uint32_t *slots; /* open addressing: index + 1; capacity a power of two */
    size_t slot_count;
};
/* The group, made with zeros where there is none; NULL: out of memory. */
struct derived_group *tally_find(struct derived_tally *t, int64_t series, const char *country,
                                 const char *round, int node_count, int criterion_count);
/* Adds a row to its group (sign 1), or takes it off (-1). ERR_STORE: the group has other items. */
int group_add(struct derived_group *g, const struct derived_row *row, int sign);
/* What is sealed in with the bytes of a group: which it is. */
uint64_t group_scope(const struct derived_group *g);
/* The bytes of derived_total.data; *seal is their check sum. 0 or ERR_MEMORY. */
int group_pack(const struct derived_group *g, struct buf *out, uint64_t *seal);
/* The reverse, into a group that tally_find made. ERR_STORE: these are not the bytes of that group. */
int group_unpack(struct derived_group *g, const void *data, size_t len);
/* Releases all groups. */
void tally_free(struct derived_tally *t);

/* --- derived_column.c ---------------------------------------------------------------------- */
/* Appends the bytes of a column of whole numbers. scope is sealed in with them: the column's id. */
int column_pack_numbers(struct buf *out, uint64_t scope, const int64_t *values, size_t count);
/* The same of texts, which may be NULL. */
int column_pack_texts(struct buf *out, uint64_t scope, const char *const *values, size_t count);
/* Exactly count numbers of a packed column. ERR_STORE: it is damaged or another one. */
int column_numbers(const void *data, size_t len, uint64_t scope, int64_t *out, size_t count);
/* Whether it says in a word that all of its count numbers are 0; false too where it is damaged. */
bool column_is_zero(const void *data, size_t len, uint64_t scope, size_t count);
/* Exactly count values of a node or criterion. */
int column_values(const void *data, size_t len, uint64_t scope, int32_t *out, size_t count);
/* Exactly count texts, as indexes into *texts, which live in arena. */
int column_texts(const void *data, size_t len, uint64_t scope, struct arena *arena,
                 const char *const **texts, size_t *text_count, uint32_t *out, size_t count);
/* Number of a text (NULL: none) among those of several columns; -1: out of memory. */
typedef int64_t (*text_number)(void *context, const char *text);
/* The same, as the numbers that texts are given, in the order in which they first come. */
int column_texts_as(const void *data, size_t len, uint64_t scope, struct arena *arena,
                    text_number number, void *context, uint32_t *out, size_t count);
/* Check sum of bytes under a scope. */
uint64_t derived_seal(uint64_t scope, const void *data, size_t len);

/* --- derived_state.c ----------------------------------------------------------------------- */
struct derived_series {
    int64_t id, checklist, totals, chunks;
    const char *profile;
    uint64_t seal;
    bool changed;
};
/* What derived_state and derived_series say. */
struct derived_state {
    bool lost; /* nothing is to be trusted: as if there were no derived tables */
    int64_t totals, columns, unmarked, step, block;
    struct arena arena;
    struct derived_series **series; /* by id, from 1 */
    size_t series_count, series_room;
};
/* Reads it. head: number of assessments. Lost is no error. */
int derived_state_load(struct store *s, int64_t head, struct derived_state *out, struct err *e);
/* The series, made where there is none; NULL: out of memory. */
struct derived_series *derived_series_of(struct derived_state *d, int64_t checklist,
                                         const char *profile);
/* Writes it back, inside a batch. */
int derived_state_save(struct store *s, struct derived_state *d, struct err *e);
/* Says in the file that nothing is to be trusted, inside a batch. */
int derived_state_lose(struct store *s, struct derived_state *d, struct err *e);
/* Releases it. */
void derived_state_free(struct derived_state *d);
/* Whether an error of SQLite is the machine's, and not that of a table that is lost or damaged. */
bool derived_grave(int code);

/* --- derived_make.c ------------------------------------------------------------------------ */
/* Where the columns of chunks go. */
struct derived_sink {
    int (*column)(void *context, int64_t id, const struct buf *data, struct err *e);
    int (*chunk)(void *context, int64_t series, int64_t number, int64_t rows, bool whole,
                 struct err *e);
    void *context;
};
/* Its row in derived_column. */
int64_t derived_column_id(int64_t series, size_t column, int64_t number);
/* Columns of rows that follow each other in the chain: a chunk for each series among them. */
int derived_emit(struct derived_state *d, struct derived_row *const *rows, size_t count,
                 int64_t number, const struct derived_sink *sink, struct err *e);
/* Takes into the tally what the rows after range[0] up to range[1] add and take off. rows begin at seq
 * first, which is not after range[0] + 1. */
int derived_apply(struct store *s, struct derived_state *d, struct derived_tally *t,
                  struct derived_row *const *rows, int64_t first, const int64_t range[2],
                  struct err *e);

/* --- derived_read.c ------------------------------------------------------------------------ */
/* "ID", "ID@VERSION" or NULL. */
bool derived_checklist_fits(const struct checklist *c, const char *wanted);
/* profile "": the whole, which is called "whole"; wanted NULL: any. */
bool derived_profile_fits(const char *profile, const char *wanted);
/* State and number of assessments, in the transaction that is open. */
int derived_snapshot(struct store *s, struct derived_state *d, int64_t *head, struct err *e);
/* store_totals in the transaction or statement that is open. */
int derived_totals(struct store *s, const struct derived_filter *f,
                   int (*each)(void *context, const struct derived_total *total), void *context,
                   struct err *e);
/* A transaction for reading; ERR_USAGE in a batch. */
int derived_begin(struct store *s, struct err *e);
/* Ends it; gives code, or what went wrong in ending. */
int derived_end(struct store *s, int code, struct err *e);

#endif
