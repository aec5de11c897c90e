/* The store: documents once by digest, assessments immutable and chained, in one SQLite file.
 * This folder is the only one that knows SQL; sqlite3.h is included in no other. See
 * docs/storage.md. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/assessment.h"

struct store;
enum store_mode {
    STORE_READ, /* must exist; read-only connection that never checkpoints */
    STORE_WRITE /* made when absent; the one writer: lock file with pid, ERR_BUSY when taken */
};

/* url: "sqlite:PATH" or a plain path. ERR_STORE: not ours, newer, damaged. */
int store_open(const char *url, enum store_mode mode, struct store **out, struct err *e);
void store_close(struct store *s); /* NULL is fine; an open transaction is rolled back */

/* Batches: put only between begin (BEGIN IMMEDIATE) and commit. After a failed put, roll back. */
int store_begin(struct store *s, struct err *e);
/* Ends the batch and returns when it is on the disk. 0, or a negative code with *e filled. */
int store_commit(struct store *s, struct err *e);
/* Ends the batch as if it had not been; what it had put is gone. */
void store_rollback(struct store *s);

enum store_document { STORE_PLAN, STORE_CHECKLIST, STORE_RULESET, STORE_RULE };
/* Another document that assessments rest on (no plan: plans come with their assessments), kept once by the
 * digest of its bytes. */
int store_put_document(struct store *s, enum store_document kind, const void *data, size_t len,
                       struct err *e);

enum store_put { STORE_ADDED, STORE_SUPERSEDED, STORE_EXISTED, STORE_DIFFERS };
/* Stores a (its plan's and checklist's texts too; the rule-set manifest and rule files must be
 * put before). Fills a->id and a->created, from the stored one when it existed. STORE_DIFFERS:
 * it existed with other findings (an untested rule was refused, or a clock stopped one): that
 * one stands, and is what is to be shown. */
int store_put(struct store *s, struct assessment *a, enum store_put *how, struct err *e);

/* What of a put any thread can do before: totals, digests, the packed plan and findings. Its
 * buffers are used again for the next. */
struct store_ready;
struct store_ready *store_ready_new(void);    /* NULL: out of memory */
void store_ready_free(struct store_ready *r); /* NULL is fine */
/* Makes ready what can be, of a scored assessment that stays as it is until it is put. Any
 * number of threads at once, each with an r of its own, while one other begins, puts, commits
 * and rolls back; s was opened for writing. 0, or a negative code with *e filled. */
int store_ready_make(struct store *s, const struct assessment *a, struct store_ready *r,
                     struct err *e);
/* As store_put, with what was made ready of a. The stored bytes are those of store_put. */
int store_put_ready(struct store *s, struct assessment *a, struct store_ready *r,
                    enum store_put *how, struct err *e);

/* One stored assessment, opened again: everything rebuilt from the stored documents and
 * findings. */
struct stored {
    struct arena arena;
    struct checklist *checklist; /* owned */
    struct plan plan;
    struct assessment assessment;
    int64_t sequence;       /* place in the chain, from 1 */
    char supersedes[37];    /* id or "" */
    char superseded_by[37]; /* id or "" */
    char hash[DIGEST_HEX], previous[DIGEST_HEX];
};
/* id: whole, or a prefix of at least 8 characters that fits one only. ERR_NOT_FOUND otherwise. */
int store_get(struct store *s, const char *id, struct stored **out, struct err *e);
/* Releases it; NULL is fine. */
void stored_free(struct stored *s);
/* A stored checklist, rule set or rule by digest text ("sha256:…" or hex). */
int store_get_document(struct store *s, const char *digest, struct buf *out, struct err *e);
/* The plan of the assessment at this place in the chain, as its document's text, which is held against its
 * digest. Nothing else of the assessment is looked at. */
int store_get_plan(struct store *s, int64_t sequence, struct buf *out, struct err *e);

struct store_filter {
    const char *country, *round, *checklist,
        *community;  /* NULL: any; checklist "ID" or "ID@VERSION" */
    int64_t limit;   /* 0: all */
    bool superseded; /* also those that were superseded */
};
struct store_row { /* borrowed during the call */
    const char *id, *created, *engine, *plan_id, *plan_title, *plan_digest, *country, *community,
        *community_key, *community_name, *round, *date, *checklist_id, *checklist_version, *profile,
        *checklist_digest, *ruleset_digest, *supersedes, *superseded_by, *band,
        *band_possible; /* NULL where none */
    bool applicable, incomplete;
    int64_t score, low, high, coverage; /* billionths; SCORE_NONE */
    int counts[OUTCOME_COUNT];
    int64_t sequence;
};
/* Newest last (chain order); a limit keeps the newest. row returns 0 to go on; any other value ends
 * the list and is returned. */
int store_list(struct store *s, const struct store_filter *f,
               int (*row)(void *context, const struct store_row *), void *context, struct err *e);

/* Opens one after the other what store_list would list, in the order of the chain. each borrows
 * what it is given during the call; the checklist alone lives until the store is closed, and is
 * the same for all that were assessed under it. each returns 0 to go on; any other value ends
 * the walk and is returned. Returns 0, or a negative code with *e filled. */
int store_each(struct store *s, const struct store_filter *f,
               int (*each)(void *context, const struct stored *stored), void *context,
               struct err *e);

/* What a stored assessment claims, and what it rests on: for whoever makes it again. Texts live
 * in the arena that it was read with. */
struct store_claim {
    int64_t sequence; /* place in the chain */
    char id[37];
    bool linked;                          /* its hash follows from it and from the row before */
    const char *engine, *round, *profile; /* profile NULL: the whole */
    int64_t checklist;                    /* number of its document */
    char plan_digest[DIGEST_TEXT], ruleset_digest[DIGEST_TEXT];
    const char *plan; /* its text; NULL where fault says why */
    size_t plan_len;
    const char *fault;           /* why it cannot be made again; NULL: it can */
    uint8_t result[DIGEST_SIZE]; /* of all findings and totals */
};
struct store_claims;
/* All of them, in the order of the chain, as the store was when the first was read. The caller
 * closes *out before s. */
int store_claims_open(struct store *s, struct store_claims **out, struct err *e);
/* The next one: 1, or 0 after the last, or a negative code with *e filled. */
int store_claims_next(struct store_claims *w, struct arena *arena, struct store_claim *out,
                      struct err *e);
void store_claims_close(struct store_claims *w); /* NULL is fine */
/* The one with this id, whole or its beginning. */
int store_claim_get(struct store *s, const char *id, struct arena *arena, struct store_claim *out,
                    struct err *e);
/* Its effective checklist, which lives until the store is closed: the same for all that have it. */
int store_claim_checklist(struct store *s, const struct store_claim *claim,
                          const struct checklist **out, struct err *e);
/* Whether a, made again, is what was stored, to the last bit of every finding. Needs no store,
 * so that any thread may ask. 0 or ERR_MEMORY. */
int store_claim_holds(const struct store_claim *claim, const struct assessment *a, bool *holds);
/* How many assessments the chain has. */
int store_count(struct store *s, int64_t *count, struct err *e);

/* Which stored plans are to be assessed anew: the latest of each that fits. NULL: any; a profile
 * NULL: the whole checklist. */
struct store_choice {
    const char *country, *round, *community;
    const char *checklist; /* "ID" or "ID@VERSION" */
    const char *profile;
    /* The method to come: who is outrun under it by a later plan is not chosen. to_checklist, an
     * id; NULL: the plan's own. */
    const char *to_checklist, *to_profile;
};
struct store_plan { /* in the arena */
    int64_t sequence;
    char id[37];
    const char *round, *checklist_id, *checklist_version;
    const char *text; /* of the document */
    size_t len;
    const char *band; /* of the assessment, NULL: none */
    int64_t score, low, high, coverage;
};
struct store_plans;
/* Chooses among what is stored now. *chosen: how many they are; *outrun: how many are left out
 * since a later plan of the same identity is stored under the method to come. The texts of
 * choice are borrowed; the caller closes *out before s. */
int store_plans_open(struct store *s, const struct store_choice *choice, struct store_plans **out,
                     int64_t *chosen, int64_t *outrun, struct err *e);
/* The next one, in the order of the chain: 1, or 0 after the last, or a negative code with *e
 * filled. */
int store_plans_next(struct store_plans *w, struct arena *arena, struct store_plan *out,
                     struct err *e);
void store_plans_close(struct store_plans *w); /* NULL is fine */

/* One SELECT of the user's own over the tables of schema.sql and the table-valued function
 * finding(seq) (criterion, node, outcome, by, credit, reason, template, params, rule, line,
 * read): SELECT a.country, f.criterion, f.credit FROM assessment a, finding(a.seq) f and
 * total(checklist), measure(item, checklist), quantile(x, p), median(x): docs/storage.md has
 * their columns. Anything that could write or reach another file is refused (ERR_USAGE). names
 * and values are borrowed during the call; a value is NULL where SQL's is, a blob is given in
 * hex digits. row as in store_list. */
int store_query(struct store *s, const char *sql,
                int (*row)(void *context, int columns, const char *const *names,
                           const char *const *values),
                void *context, struct err *e);

/* The same with values by type and limits on what it may take, for SQL that people write. Beside
 * the tables there is `result`: assessments as people read them. */
enum store_type { STORE_NULL, STORE_INTEGER, STORE_REAL, STORE_TEXT, STORE_BLOB };
struct store_value {
    enum store_type type;
    int64_t integer;
    double real;
    const char
        *text; /* or the bytes; len of them, borrowed during the call; UTF-8 is not promised */
    size_t len;
};
struct store_sql {
    void *context;
    /* Each returns 0 to go on; any other value ends the query and is returned. */
    int (*begin)(void *context, int columns, const char *const *names);
    int (*row)(void *context, int columns, const struct store_value *values);
    int (*look)(void *context, struct err *e); /* now and then, to end it; may be NULL */
    int64_t
        memory; /* bytes that SQLite may take, in the whole process while it runs; 0: no limit */
};
/* 0, a value of the above, or a negative code with *e filled: ERR_INPUT for what is wrong with
 * the SQL, with line and column, and with what was probably meant where something is not there. */
int store_sql(struct store *s, const char *sql, const struct store_sql *ask, struct err *e);
/* What there is to ask for with SQL. A row with `table` (a function with its arguments) opens
 * it; those after it are its columns. */
struct store_name {
    const char *table, *column, *text;
};
/* All of it, *count rows. */
const struct store_name *store_names(size_t *count);

/* What was published: see compare/published.h. Put in a batch; question is JSON for people. */
int store_put_publication(struct store *s, const char *question, const void *sets, size_t len,
                          struct err *e);
struct store_publication { /* borrowed during the call */
    int64_t number;        /* from 1 */
    char created[24];
    const char *question;
    const void *sets;
    size_t len;
};
/* All of them, in order, each held against its link in their chain; ERR_STORE where one was
 * changed or is missing. each returns 0 to go on; any other value ends it and is returned. */
int store_publications(struct store *s,
                       int (*each)(void *context, const struct store_publication *), void *context,
                       struct err *e);

/* Whole-store check: SQLite's own, schema and migrations, documents against digests, the chain
 * and its head, totals and result digests recomputed from documents and findings. Complaints as
 * lines in report; *faults counts them. Returns 0 when the check ran. */
int store_check(struct store *s, struct buf *report, int64_t *faults, int64_t *assessments,
                struct err *e);
/* Throws derived tables away and makes them again, in transactions of one block each: whatever
 * ends it leaves none, or right ones as far as they go. progress may be NULL. ERR_USAGE: not
 * open for writing. */
int store_derive(struct store *s, void (*progress)(void *context, int64_t done, int64_t all),
                 void *context, struct err *e);
struct store_stats {
    int64_t assessments, current, documents, document_bytes, compressed_bytes, findings_bytes,
        file_bytes, schema;
    char first[24], last[24];
    char head[DIGEST_HEX]; /* hash of the last assessment; zeros before the first */
};
/* Counts and sums it up. 0, or a negative code with *e filled. */
int store_stats(struct store *s, struct store_stats *out, struct err *e);
/* A verified copy through the backup API: to a neighbour, checked, then renamed. */
int store_backup(struct store *s, const char *path, struct err *e);

#endif
