/* What the files of this folder share. Nobody else includes it. */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H

#include <pthread.h>
#include <sqlite3.h>

#include "base/digest.h"
#include "store/store.h"
#include "store/store_model.h"

enum { STORE_APPLICATION = 0x42414e59 }; /* "BANY", in the header of the file */
enum { STORE_MAX_DOCUMENT = 128 << 20 }; /* bytes of one document */
enum { ID_SIZE = 16 };

extern const char store_schema_sql[]; /* schema.sql, made at build time */

/* Prepared once a connection; see store_prepare. */
enum statement {
    STMT_DOCUMENT_FIND,
    STMT_PLAN_FIND,
    STMT_DOCUMENT_ADD,
    STMT_DOCUMENT_DATA,
    STMT_PLAN_DATA,
    STMT_SHAPE_ADD,
    STMT_SHAPE_LOAD,
    STMT_SAME,
    STMT_SUPERSEDED,
    STMT_ADD,
    STMT_HEAD,
    STMT_HEAD_SET,
    STMT_BY_ID,
    STMT_RECORD,
    STMT_HASH,
    STMT_DERIVED_ROW,
    STMT_DERIVED_DRAFT,
    STMT_COUNT
};

/* One line of a finding's read list: an own one is answers.CRITERION followed by text. */
struct shape_read {
    bool own;
    const char *text;
};
struct shape {
    int64_t id;
    enum outcome outcome;
    enum finding_by by;
    int line;
    const char *template_text, *rule; /* rule may be NULL */
    bool has_names;
    bool listed; /* what was read differs from plan to plan, and stands with the findings */
    size_t name_count, read_count;
    const char *const *names;
    const struct json *const
        *forms; /* of each: where values go in it; NULL: the parameter is one value */
    const struct shape_read *read;
};
/* All shapes of the store, by id and by content. */
struct shapes {
    struct arena arena;
    struct shape **by_id; /* NULL where missing or damaged */
    size_t id_count;
    struct shape **slots; /* open addressing by content; capacity a power of two */
    size_t slot_count, used;
    int64_t last; /* highest id read from the file */
};

struct known_document {
    char digest[DIGEST_TEXT]; /* "": none */
    int64_t id;
};

/* A checklist that store_each read: kept, since what it hands over may point into it. */
struct kept_checklist {
    int64_t document;
    struct checklist *checklist;
    struct kept_checklist *next;
};

/* A table of store_rows.h as a connection knows it. */
struct row_kind;
struct row_module {
    struct store *s;
    const struct row_kind *kind;
};
enum { ROW_KINDS = 2 };

struct store {
    sqlite3 *db;
    char *name; /* as given, for messages */
    char *path; /* absolute */
    enum store_mode mode;
    int lock; /* descriptor of PATH.lock, -1: none */
    bool in_batch;
    bool broken; /* the system failed to write: nothing more is written through this connection */
    bool unsettled; /* so it was for this writer or one before: see store_sync.c */
    bool declaring; /* a table of rows is being connected: not the query's doing */
    struct row_module rows[ROW_KINDS];
    sqlite3_stmt *statements[STMT_COUNT];
    struct shapes shapes;
    struct buf scratch;
    void *unzip;               /* zstd's context */
    struct store_ready *ready; /* of puts that nothing was made ready for */
    pthread_rwlock_t
        view; /* of shapes and dictionaries, which other threads read: see store_ready.c */
    bool has_view;
    uint64_t rollbacks; /* what was made ready before one may name rows that are gone */
    int64_t head_count; /* of the batch */
    uint8_t head_hash[DIGEST_SIZE];
    uint64_t last_tick;                       /* of the last id: milliseconds and counter */
    struct known_document checklist, ruleset; /* last ones put */
    struct checklist *parsed;                 /* last one read back, by parsed_id */
    int64_t parsed_id;
    struct kept_checklist *kept;               /* until the store is closed */
    struct kept_checklist *derived_checklists; /* the same, by document alone */
    struct derived *derived;                   /* what a writer remembers: see derived_write.c */
    struct dictionary *dictionaries;           /* loaded ones */
    struct sampling *samplings, *sampling;     /* of checklists that were put to; of the last one */
};

/* --- store.c ------------------------------------------------------------------------------- */
/* What SQLite complains of, as an error that names the file and what to do. */
int store_sql_error(const struct store *s, const char *doing, struct err *e);
/* The same of another connection, which messages call `name`. */
int store_sql_error_of(const char *name, sqlite3 *db, const char *doing, struct err *e);
/* The statement of a slot, reset and ready to be bound. */
int store_prepare(struct store *s, enum statement slot, const char *sql, sqlite3_stmt **out,
                  struct err *e);
/* Runs SQL that gives no rows; `doing` stands in the message when it fails. */
int store_exec(struct store *s, const char *sql, const char *doing, struct err *e);
/* First column of the first row as an integer; 0 where there is no row. */
int store_scalar(struct store *s, const char *sql, int64_t *out, struct err *e);
/* Hardens a fresh connection and puts limits on it. */
int store_harden(sqlite3 *db);
/* How many assessments the chain has, and the hash of the last one. */
int store_head(struct store *s, int64_t *count, uint8_t hash[DIGEST_SIZE], struct err *e);

/* --- store_lock.c -------------------------------------------------------------------------- */
/* Takes the writer's lock, waiting up to five seconds. ERR_BUSY names the holder's process id. */
int store_lock_take(struct store *s, struct err *e);
/* Gives the lock back; does nothing where it is not held. */
void store_lock_release(struct store *s);
/* Writes into the lock who holds it, and whether the store is unsettled. */
void store_lock_note(struct store *s);

/* --- store_sync.c -------------------------------------------------------------------------- */
/* The system failed to write: nothing more through this connection, and the next writer is told. */
void store_distrust(struct store *s);
/* A log that was left by another writer: its name to disk, and its content where it is
 * unsettled. */
int store_adopt_log(struct store *s, struct err *e);
/* A file or folder to disk; flags as for open. */
int store_sync_path(const char *path, int flags, struct err *e);
/* The folder that path lies in to disk. */
int store_sync_folder(const char *path, struct err *e);
/* From now on there is a log; it is moved into the file after some commits and at closing, and a
 * failure of that is noticed. */
int store_use_log(struct store *s, struct err *e);
/* Ends a transaction that wrote nothing, or is to be undone, if one is open. Once more where
 * memory for saying so is missing. 0, or ERR_MEMORY: it is still open. */
int store_end(struct store *s, struct err *e);
/* On a connection that has the store alone: moves the log of a writer that saw the system fail. */
int store_settle(struct store *s, struct err *e);

/* --- store_schema.c ------------------------------------------------------------------------ */
int store_schema_version(void); /* number of the last migration */
/* Runs the migrations after `from`, all or none. */
int store_migrate(struct store *s, int64_t from, struct err *e);
/* Drops all whose names begin with "derived_", and makes them as the migrations do. Inside a batch. */
int store_schema_again(struct store *s, struct err *e);
/* Adds a line to report for everything that is not as the migrations make it. */
int store_schema_check(struct store *s, struct buf *report, int64_t *faults, struct err *e);

/* --- store_shape.c ------------------------------------------------------------------------- */
/* Releases them; the set is empty then. */
void shapes_free(struct shapes *t);
/* Whether a finding read so much that its list is no part of its shape: a rule that goes through
 * all answers would give a shape a plan. */
bool shape_is_listed(const struct finding *f);
int shapes_refresh(struct store *s, struct err *e); /* reads those added since */
/* The shape of a finding, or NULL. */
const struct shape *shapes_find(const struct shapes *t, const struct finding *f,
                                const char *criterion);
/* Adds what is new among the findings from `first` on. */
int shapes_add(struct store *s, const struct assessment *a, int first, struct err *e);
const struct shape *shapes_get(const struct shapes *t, int64_t id); /* or NULL */
/* The shape with that id, and of f all that it says; arena NULL: its outcome alone. ERR_STORE where it is
 * missing. */
int shape_of_id(struct store *s, int64_t id, const char *criterion, struct arena *arena,
                const struct shape **out, struct finding *f, struct err *e);

/* --- store_pack.c -------------------------------------------------------------------------- */
/* First byte of packed findings. */
enum { FINDINGS_OLD_PLAIN = 1, FINDINGS_OLD_ZSTD, FINDINGS_PLAIN, FINDINGS_MODELLED };
enum { FINDINGS_MOST = 64 << 20, READS_MOST = 1 << 20 }; /* bytes; paths that were read */
enum { FRACTION_COUNT = 127 * 128 / 2 };
/* Buffers of who packs. */
struct pack_room {
    struct buf text, steps;
};
/* Releases them. */
void pack_room_free(struct pack_room *room);
/* Puts all findings into p. *missing: the first criterion whose finding has a shape that is not
 * known, where p stopped; -1: none. 0 or ERR_MEMORY. */
int store_pack_into(struct packer *p, const struct shapes *t, const struct assessment *a,
                    struct pack_room *room, int *missing);
/* Packs findings into out with a model (NULL: none). *missing as above: then out is of no use. */
int store_pack(const struct shapes *t, const struct dictionary *d, const struct assessment *a,
               struct pack_room *room, struct buf *out, int *missing, struct err *e);
/* The reverse. Everything lives in arena. ERR_STORE where the bytes are no findings of c. */
int store_unpack(struct store *s, const void *data, size_t len, const struct checklist *c,
                 struct arena *arena, struct finding **out, struct err *e);
/* The same, but outcomes and credits alone: quick, and for no one who has to show why. */
int store_unpack_values(struct store *s, const void *data, size_t len, const struct checklist *c,
                        struct arena *arena, struct finding **out, struct err *e);
/* Whether the bytes are of an old form: store_unpack_old.c reads it. */
static inline bool findings_are_old(const uint8_t *data, size_t len)
{
    return len > 0 && data[0] <= FINDINGS_OLD_ZSTD;
}
/* Puts what is read of findings, which are of no old form, into copy, as store_pack_into would. */
int store_unpack_copy(struct store *s, const void *data, size_t len, const struct checklist *c,
                      struct packer *copy, struct arena *arena, struct err *e);
/* A share as a fraction with a small denominator, for packing. */
bool store_fraction_find(double x, uint64_t *index);
/* The share with that index. */
double store_fraction_value(uint64_t index);

/* --- store_unpack_old.c -------------------------------------------------------------------- */
/* Findings whose first byte is one of the old ones; values: outcomes and credits alone. */
int store_unpack_old(struct store *s, const void *data, size_t len, const struct checklist *c,
                     bool values, struct arena *arena, struct finding *findings, struct err *e);

/* --- store_dict.c -------------------------------------------------------------------------- */
/* What a row of dictionary is for. The first programs learnt 1; of models the second is used
 * where it is there: it was learnt from more. */
enum dictionary_kind {
    DICTIONARY_PLANS,    /* zstd's */
    DICTIONARY_FINDINGS, /* zstd's, for the old forms */
    DICTIONARY_MODEL,    /* store_model.h */
    DICTIONARY_MODEL_2,
    DICTIONARY_LONG_PLANS /* zstd's, in the place of DICTIONARY_PLANS where plans are long */
};
struct dictionary;
/* What plans of a checklist are packed with; NULL: nothing yet. */
const struct dictionary *dictionary_for_plans(const struct store *s,
                                              const uint8_t checklist[DIGEST_SIZE]);
/* The same for findings. */
const struct dictionary *dictionary_for_findings(const struct store *s,
                                                 const uint8_t checklist[DIGEST_SIZE]);
/* The one with that number. ERR_STORE where it is missing. */
int dictionary_find(struct store *s, int64_t id, const struct dictionary **out, struct err *e);
/* Its number in the table; 0 for NULL. */
int64_t dictionary_id(const struct dictionary *d);
const struct model *dictionary_model(const struct dictionary *d); /* NULL: it is zstd's */
/* Sees to it that the dictionaries of a checklist document are loaded, and made once there are
 * enough assessments to learn from; what is packed next uses them. Inside a batch. */
int dictionary_ready(struct store *s, int64_t checklist, const uint8_t digest[DIGEST_SIZE],
                     struct err *e);
/* One more assessment of that checklist was put. */
void dictionary_sampled(struct store *s);
/* Releases all that were loaded. */
void dictionaries_free(struct store *s);
/* zstd into room, with a dictionary (NULL: none); context is zstd's. *out_len is len where it
 * would not be smaller: then data itself is to be kept. name: of the store, for messages. */
int store_zip(const char *name, void *context, const struct dictionary *d, const void *data,
              size_t len, struct buf *room, size_t *out_len, struct err *e);
/* The size bytes that were zipped, with whatever dictionary they name. ERR_STORE where they are
 * damaged. */
int store_unzip(struct store *s, const void *data, size_t len, size_t size, struct buf *out,
                struct err *e);

/* --- store_record.c ------------------------------------------------------------------------ */
enum record_text {
    TEXT_ENGINE,
    TEXT_PLAN_ID,
    TEXT_PLAN_TITLE,
    TEXT_COUNTRY,
    TEXT_COMMUNITY,
    TEXT_COMMUNITY_KEY,
    TEXT_COMMUNITY_NAME,
    TEXT_ROUND,
    TEXT_DATE,
    TEXT_CHECKLIST_ID,
    TEXT_CHECKLIST_VERSION,
    TEXT_PROFILE,
    TEXT_BAND,
    TEXT_BAND_POSSIBLE,
    TEXT_COUNT
};
enum record_total {
    TOTAL_APPLICABLE,
    TOTAL_INCOMPLETE,
    TOTAL_SCORE,
    TOTAL_LOW,
    TOTAL_HIGH,
    TOTAL_COVERAGE,
    TOTAL_OUTCOME,
    TOTAL_COUNT = TOTAL_OUTCOME + OUTCOME_COUNT
};
enum { DOCUMENT_COUNT = 3 }; /* plan, checklist, rule set: as enum store_document */
/* One row of assessment. Texts and blobs are borrowed. */
struct record {
    int64_t seq, created, supersedes; /* supersedes 0: none */
    uint8_t id[ID_SIZE];
    int64_t document[DOCUMENT_COUNT];
    uint8_t digest[DOCUMENT_COUNT][DIGEST_SIZE];
    bool has_digest[DOCUMENT_COUNT]; /* false: the document is missing */
    const char *text[TEXT_COUNT];    /* NULL where none */
    int64_t total[TOTAL_COUNT];      /* SCORE_NONE where none */
    const void *findings;
    size_t findings_len;
    uint8_t result_digest[DIGEST_SIZE], hash[DIGEST_SIZE];
    uint8_t older[ID_SIZE], newer[ID_SIZE]; /* ids of the superseded and the superseding one */
    bool has_older, has_newer;
    uint8_t previous[DIGEST_SIZE]; /* hash of the row before; zeros where there is none */
    bool odd;                      /* a text goes on after a zero byte, where nobody would see it */
};
/* SELECT … FROM assessment a and its documents, up to where a condition may follow. */
extern const char store_record_select[];
/* Fills r from the row that stmt stands on; borrowed until its next step. */
void record_read(sqlite3_stmt *stmt, struct record *r);
int record_bind(sqlite3_stmt *stmt, const struct record *r); /* SQLite's code */
extern const char store_record_insert[];
void record_totals(const struct assessment *a, struct record *r); /* totals and bands */
/* Hash of r in the chain after `previous`. 0 or ERR_MEMORY. */
int record_hash(const struct record *r, const uint8_t previous[DIGEST_SIZE],
                uint8_t out[DIGEST_SIZE]);
/* Whether the row is as it was chained: its hash follows from it and the row before. */
int record_confirm(const struct record *r, bool *linked);
/* Digest of all findings and of the totals in r. room is overwritten. 0 or ERR_MEMORY. */
int record_result_digest(const struct assessment *a, const struct record *r, struct buf *room,
                         uint8_t out[DIGEST_SIZE]);
/* The id as people see it, with hyphens. */
void record_id_text(const uint8_t id[ID_SIZE], char out[37]);
/* Seconds since 1970 as 2026-08-31T12:00:00Z; "" where no calendar has them. */
void record_time_text(int64_t seconds, char out[24]);
/* Bytes of "sha256:…" or of bare hex digits. */
bool record_digest_bytes(const char *text, uint8_t out[DIGEST_SIZE]);

/* --- store_ready.c ------------------------------------------------------------------------- */
struct store_ready {
    void *zip; /* zstd's context */
    struct buf zipped, packed, hashed;
    struct pack_room room;
    struct record r; /* texts are borrowed from the assessment */
    uint64_t rollbacks;
    bool has_result, has_plan, has_findings; /* which of the following were made */
    int64_t plan_with, findings_with;        /* number of the dictionary; 0: none */
    size_t plan_len;                         /* of zipped; the plan's own: it is kept as it is */
};
/* Makes s->view. False: the system could not. */
bool store_view_init(struct store *s);
/* Releases it, where it was made. */
void store_view_free(struct store *s);
/* Begins with the row of an assessment: digests of its documents and who it is. */
int ready_begin(const struct store *s, const struct assessment *a, struct store_ready *r,
                struct err *e);
/* Sees to it that totals and digest are there. */
int ready_result(const struct assessment *a, struct store_ready *r, struct err *e);
/* Sees to it that the plan is packed, with the dictionary of now. */
int ready_plan(const struct store *s, const struct assessment *a, struct store_ready *r,
               struct err *e);
/* The same of the findings. Inside a batch: shapes that are missing are added. */
int ready_findings(struct store *s, const struct assessment *a, struct store_ready *r,
                   struct err *e);

/* --- store_get.c --------------------------------------------------------------------------- */
/* *id: row of the document that is no plan and has this digest, 0 where there is none. */
int store_document_find(struct store *s, const uint8_t digest[DIGEST_SIZE], int64_t *id,
                        struct err *e);
/* The same for the plan of r: among those that were assessed with its plan id and place, which its bytes
 * say, since there is no index of their digests. */
int store_plan_find(struct store *s, const struct record *r, int64_t *id, struct err *e);
/* A document by its row; ERR_STORE where it is missing or its bytes are not those of its digest. */
int store_document_read(struct store *s, int64_t id, struct buf *out, struct err *e);
/* The checklist of a document, read anew; the caller frees *out. */
int store_parse_checklist(struct store *s, int64_t document, struct checklist **out, struct err *e);
/* The checklist of a document, kept until another is asked for. Borrowed. */
int store_checklist(struct store *s, int64_t document, const struct checklist **out, struct err *e);
/* The same, kept until the store is closed; it knows its profile (NULL: the whole). */
int store_kept_checklist(struct store *s, int64_t document, const char *profile,
                         struct checklist **out, struct err *e);
/* Releases those that were kept. */
void store_forget_checklists(struct store *s);
/* The place in the chain of an id, whole or its beginning. ERR_NOT_FOUND otherwise. */
int store_find_id(struct store *s, const char *id, int64_t *seq, struct err *e);
/* The statement that reads the record with the place ?1. */
int store_record_prepare(struct store *s, sqlite3_stmt **stmt, struct err *e);
/* Plan, findings and totals of a record, under out->checklist, which the caller put there. */
int store_rebuild(struct store *s, const struct record *r, struct stored *out, struct err *e);

/* --- store_check.c ------------------------------------------------------------------------- */
/* Whether a line of SQLite's integrity check comes of missing memory, not of the file. */
bool store_complaint_of_memory(const char *text);

/* --- derived_write.c, derived_check.c -------------------------------------------------------- */
/* Takes note of what was put as r: totals and columns go on. Inside a batch. */
int derived_put(struct store *s, const struct assessment *a, const struct record *r, struct err *e);
/* Writes what was taken note of and is due. */
int derived_commit(struct store *s, struct err *e);
/* Forgets all of it: a batch was rolled back, or the store is closed. */
void derived_forget(struct store *s);
/* Adds a line to report for everything in derived tables that does not follow from the assessments. */
int derived_check(struct store *s, struct buf *report, int64_t *faults, struct err *e);

/* --- store_functions.c --------------------------------------------------------------------- */
/* finding(seq), node(seq), document_text(id), id_text(id). SQLite's code. */
int store_register_functions(struct store *s);
/* --- store_query_derived.c ------------------------------------------------------------------ */
int store_register_derived(struct store *s);   /* SQLite's code */
int store_register_quantiles(struct store *s); /* SQLite's code */

#endif
