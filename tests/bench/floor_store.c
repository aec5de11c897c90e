/* Store only: for each plan its digest, its text packed with a dictionary, and two rows of the size
 * that the store needs, in SQLite as safe as ours (WAL, synchronous=FULL), 10 000 plans a transaction.
 * floor_store FILE STORE BYTES [PLANS]; BYTES: of findings, an assessment */
#include "floor.h"

#include <sqlite3.h>

#include "keep.h"

struct bench {
    sqlite3 *db;
    sqlite3_stmt *document, *assessment;
    ZSTD_CCtx *zip;
    ZSTD_CDict *dictionary;
    int bytes;
    long plans;
    int64_t spent;
};

static bool open_store(struct bench *b, const char *path)
{
    static const char schema[] =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE document(id INTEGER PRIMARY KEY, digest BLOB UNIQUE, data BLOB);"
        "CREATE TABLE assessment(seq INTEGER PRIMARY KEY, document INTEGER, data BLOB)";
    b->zip = ZSTD_createCCtx();
    return b->zip != NULL && sqlite3_open(path, &b->db) == SQLITE_OK &&
           sqlite3_exec(b->db, schema, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(b->db, "INSERT INTO document(digest, data) VALUES(?1, ?2)", -1,
                              &b->document, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(b->db, "INSERT INTO assessment(document, data) VALUES(?1, ?2)", -1,
                              &b->assessment, NULL) == SQLITE_OK;
}

static bool put(struct bench *b, const char *text, size_t len)
{
    static char packed[KEEP_MOST], findings[KEEP_MOST];
    struct kept k = {.data = packed, .room = sizeof packed};
    if (!keep_pack(&k, b->zip, b->dictionary, text, len)) {
        return false;
    }
    sqlite3_bind_blob(b->document, 1, k.digest, sizeof k.digest, SQLITE_STATIC);
    sqlite3_bind_blob(b->document, 2, k.data, (int)k.size, SQLITE_STATIC);
    bool done = sqlite3_step(b->document) == SQLITE_DONE;
    sqlite3_reset(b->document);
    sqlite3_bind_int64(b->assessment, 1, sqlite3_last_insert_rowid(b->db));
    sqlite3_bind_blob(b->assessment, 2, findings, b->bytes, SQLITE_STATIC);
    done = done && sqlite3_step(b->assessment) == SQLITE_DONE;
    sqlite3_reset(b->assessment);
    return done;
}

static bool put_all(struct bench *b, FILE *in, long most)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool fine = true;
    while (fine && b->plans < most && (len = getline(&line, &room, in)) > 0) {
        int64_t start = floor_clock();
        if (b->plans % KEEP_TRANSACTION == 0) {
            fine = b->plans == 0 || sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
            fine = fine && sqlite3_exec(b->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
        }
        fine = fine && put(b, line, (size_t)len);
        b->spent += floor_clock() - start;
        b->plans++;
    }
    int64_t start = floor_clock();
    fine = fine && sqlite3_exec(b->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    b->spent += floor_clock() - start;
    free(line);
    return fine;
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    FILE *in = argc >= 4 ? fopen(argv[1], "r") : NULL;
    b.bytes = argc >= 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (in == NULL || b.bytes <= 0 || b.bytes > KEEP_MOST || !open_store(&b, argv[2])) {
        return floor_fail("floor_store", "FILE STORE BYTES [PLANS]");
    }
    long most = argc > 4 ? strtol(argv[4], NULL, 10) : 1000000000;
    b.dictionary = keep_learn(in);
    bool fine = b.dictionary != NULL && put_all(&b, in, most);
    sqlite3_finalize(b.document);
    sqlite3_finalize(b.assessment);
    sqlite3_close(b.db);
    ZSTD_freeCDict(b.dictionary);
    ZSTD_freeCCtx(b.zip);
    (void)fclose(in);
    return fine ? floor_say(b.spent, b.plans) : floor_fail(argv[1], "cannot be stored");
}
