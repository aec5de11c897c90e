/* The store as a file: what was changed behind its back is found, what is not its own stays
 * untouched, one writes at a time, and copies are whole. */
#include "store_fixture.h"

/* --- the chain ----------------------------------------------------------------------------- */

struct attack {
    const char *name, *sql, *says;
};

static const struct attack attacks[] = {
    {"edited score", "UPDATE assessment SET score = score + 1 WHERE seq = 3", "assessment 3"},
    {"edited country", "UPDATE assessment SET country = 'FJI' WHERE seq = 3", "assessment 3"},
    {"edited time", "UPDATE assessment SET created = created - 1 WHERE seq = 3", "assessment 3"},
    {"edited profile", "UPDATE assessment SET profile = '' WHERE seq = 3", "assessment 3"},
    {"edited band", "UPDATE assessment SET band = 'A', band_possible = NULL WHERE seq = 3",
     "assessment 3"},
    {"swapped plan",
     "UPDATE assessment SET plan = (SELECT plan FROM assessment WHERE seq = 1), engine = 'e' "
     "WHERE seq = 3",
     "assessment 3"},
    {"edited findings",
     "UPDATE assessment SET findings = (SELECT findings FROM assessment WHERE seq = 4) WHERE "
     "seq = 3",
     "assessment 3"},
    {"emptied findings", "UPDATE assessment SET findings = x'0101' WHERE seq = 3", "assessment 3"},
    {"edited shape", "UPDATE shape SET template = 'all is well' WHERE id = 1",
     "findings are not those"},
    {"edited reads", "UPDATE shape SET read = '[\"x\"]' WHERE read <> '[]'",
     "findings are not those"},
    {"broken shape", "UPDATE shape SET read = 'x' WHERE id = 1", "shape 1"},
    {"removed row", "DELETE FROM assessment WHERE seq = 3", "a row is missing"},
    {"removed first row", "DELETE FROM assessment WHERE seq = 1", "a row is missing"},
    {"removed last row", "DELETE FROM assessment WHERE seq = 6", "head"},
    {"removed all", "DELETE FROM assessment", "head"},
    {"edited last row", "UPDATE assessment SET date = '2020-01-01' WHERE seq = 6", "assessment 6"},
    {"moved row", "UPDATE assessment SET seq = 7 WHERE seq = 3", "missing or was moved"},
    {"exchanged rows",
     "UPDATE assessment SET seq = 9 WHERE seq = 3; UPDATE assessment SET seq = 3 WHERE seq = "
     "4; UPDATE assessment SET seq = 4 WHERE seq = 9",
     "assessment 3"},
    {"inserted row",
     "INSERT INTO assessment SELECT 7, randomblob(16), created, plan, checklist, ruleset, "
     "'other', plan_id, plan_title, country, community, community_key, community_name, round, "
     "date, checklist_id, checklist_version, profile, band, band_possible, applicable, "
     "incomplete, score, low, high, coverage, scored, not_applicable, not_assessed, unknown, "
     "error, findings, result_digest, NULL, hash FROM assessment WHERE seq = 6",
     "assessment 7"},
    {"edited head", "UPDATE chain_head SET count = 5", "head"},
    {"removed head", "DELETE FROM chain_head", "head of the chain is missing"},
    {"edited document",
     "UPDATE document SET data = x'00', size = 1 WHERE kind = 0 AND id = (SELECT plan FROM "
     "assessment WHERE seq = 2)",
     "bytes are not those"},
    {"edited checklist", "UPDATE document SET data = zeroblob(50) WHERE kind = 1", "damaged"},
    {"removed document",
     "DELETE FROM document WHERE id = (SELECT plan FROM assessment WHERE seq = 2)", "missing"},
    {"removed rule", "DELETE FROM document WHERE kind = 3", "standard/level"},
    {"document that is there twice",
     "INSERT INTO document (digest, kind, size, data) SELECT digest, kind, size, data FROM "
     "document WHERE kind = 3",
     "is there twice"},
    {"plan that is there twice",
     "INSERT INTO document (digest, kind, size, data) SELECT digest, kind, size, data FROM "
     "document WHERE id = (SELECT plan FROM assessment WHERE seq = 2); UPDATE assessment SET plan "
     "= "
     "last_insert_rowid(), plan_id = (SELECT plan_id FROM assessment WHERE seq = 2), "
     "community_key = (SELECT community_key FROM assessment WHERE seq = 2) WHERE seq = 3",
     "is there twice"},
    {"document of another kind", "UPDATE document SET kind = 0 WHERE kind = 2", "another kind"},
    {"text after a zero byte",
     "UPDATE assessment SET round = round || char(0) || 'x' WHERE seq = 2", "assessment 2"},
    {"edited migration", "UPDATE migration SET digest = x'00'", "migration 1"},
    {"removed migration", "DELETE FROM migration", "migration 1"},
    {"added migration", "INSERT INTO migration VALUES (9, 'x', 0, x'00')", "migration 9"},
    {"added table", "CREATE TABLE other (x)", "other"},
    {"added trigger", "CREATE TRIGGER t AFTER INSERT ON assessment BEGIN DELETE FROM shape; END",
     "trigger t"},
    {"removed index", "DROP INDEX assessment_same", "assessment_same"},
};

static void each_change_behind_the_back_is_found(void **state)
{
    struct fixture *f = *state;
    fill(f, 6);
    assert_whole(f);
    struct buf whole = BUF_INIT;
    struct err e;
    assert_int_equal(file_read(f->path, 64 << 20, &whole, &e), 0);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct buf report = BUF_INIT, sql = BUF_INIT;
        assert_int_equal(file_write(f->path, whole.data, whole.len, &e), 0);
        /* The triggers go and come back, as an attacker would do it. */
        static const char *const triggers[] = {
            "assessment_not_changed", "assessment_not_removed", "document_not_changed",
            "document_not_removed",   "shape_not_changed",      "shape_not_removed",
            "dictionary_not_changed", "dictionary_not_removed", "publication_not_changed",
            "publication_not_removed"};
        buf_puts(
            &sql,
            "CREATE TEMP TABLE kept AS SELECT sql FROM main.sqlite_schema WHERE type = 'trigger';");
        for (size_t k = 0; k < sizeof triggers / sizeof *triggers; k++) {
            buf_printf(&sql, "DROP TRIGGER %s;", triggers[k]);
        }
        buf_puts(&sql, attacks[i].sql);
        buf_puts(&sql, "; PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (type, name, "
                       "tbl_name, rootpage, sql) "
                       "SELECT 'trigger', substr(sql, 16, instr(substr(sql, 16), ' ') - 1), "
                       "substr(sql, 16, instr(substr(sql, 16), '_') - 1), 0, sql FROM kept");
        tamper(f, buf_text(&sql));
        int64_t faults = check(f, &report);
        if (faults < 1 || strstr(buf_text(&report), attacks[i].says) == NULL) {
            fail_msg("%s: %lld faults:\n%s", attacks[i].name, (long long)faults, buf_text(&report));
        }
        buf_free(&report);
        buf_free(&sql);
    }
    buf_free(&whole);
}

static void an_edited_assessment_shows_no_score(void **state)
{
    struct fixture *f = *state;
    struct stored *stored;
    struct err e;
    char id[37] = "";
    fill(f, 2);
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 9, 1, NULL), f->checklist);
    begin(s);
    put(s, &a);
    commit(s);
    store_close(s);
    memcpy(id, a.id, sizeof id);
    tamper(f, "DROP TRIGGER assessment_not_changed; UPDATE assessment SET low = 0 WHERE seq = 3");
    s = open_store(f, STORE_READ);
    assert_int_equal(store_get(s, id, &stored, &e), ERR_STORE);
    assert_non_null(strstr(e.text, "assessment 3"));
    store_close(s);
}

static void the_file_itself_refuses_changes(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db;
    fill(f, 1);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    static const char *const sql[] = {"UPDATE assessment SET score = 1", "DELETE FROM assessment",
                                      "UPDATE document SET kind = 2",    "DELETE FROM document",
                                      "UPDATE shape SET line = 2",       "DELETE FROM shape"};
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        assert_int_equal(sqlite3_exec(db, sql[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    }
    sqlite3_close(db);
}

/* --- files --------------------------------------------------------------------------------- */

static void a_second_writer_is_told_who_writes(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err e = {0};
        struct store *second;
        char pid[32];
        int code = store_open(f->path, STORE_WRITE, &second, &e);
        snprintf(pid, sizeof pid, "(pid %ld)", (long)getppid());
        _exit(code == ERR_BUSY && strstr(e.text, pid) != NULL && strstr(e.text, f->path) != NULL
                  ? 0
                  : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    /* Readers are welcome, and see only what was committed. */
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->checklist);
    begin(s);
    put(s, &a);
    assert_int_equal(listed(f, &(struct store_filter){0}), 0);
    commit(s);
    assert_int_equal(listed(f, &(struct store_filter){0}), 1);
    store_close(s);
    store_close(open_store(f, STORE_WRITE));
}

static void assert_refused(struct fixture *f, const char *why)
{
    struct buf before = BUF_INIT, after = BUF_INIT;
    struct err e;
    assert_int_equal(file_read(f->path, 64 << 20, &before, &e), 0);
    for (int mode = STORE_READ; mode <= STORE_WRITE; mode++) {
        struct store *s;
        assert_int_equal(store_open(f->path, (enum store_mode)mode, &s, &e), ERR_STORE);
        assert_null(s);
        if (strstr(e.text, why) == NULL || strstr(e.text, f->path) == NULL) {
            fail_msg("%s", e.text);
        }
    }
    assert_int_equal(file_read(f->path, 64 << 20, &after, &e), 0);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    buf_free(&before);
    buf_free(&after);
}

static void a_newer_store_is_refused_untouched(void **state)
{
    struct fixture *f = *state;
    fill(f, 1);
    tamper(f, "PRAGMA user_version = 99");
    assert_refused(f, "newer");
}

static void other_files_are_refused_untouched(void **state)
{
    struct fixture *f = *state;
    struct err e;
    tamper(f, "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    assert_refused(f, "another program");
    tamper(f, "PRAGMA journal_mode = WAL; PRAGMA user_version = 1");
    assert_refused(f, "another program");
    static const char text[] =
        "this is a letter, and a long one at that: it has more than a hundred bytes, so that "
        "it could be the header of a database";
    assert_int_equal(file_write(f->path, text, sizeof text, &e), 0);
    assert_refused(f, "no SQLite database");
}

/* The power was cut in the first write of a new store: half a page, and the journal that takes it back. */
static void a_torn_first_page_is_taken_back(void **state)
{
    struct fixture *f = *state;
    static const unsigned char journal[512] = {
        0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, /* magic */
        0,    0,    0,    0,    0,    0,    0,    0,    /* no page, nonce */
        0,    0,    0,    0,    0,    0,    2,    0,    /* an empty file before; sectors of 512 */
        0,    0,    0x20, 0};                           /* pages of 8192 bytes */
    static const char page[256] = "SQLite format 3";
    static const char letter[256] = "a letter";
    char path[160];
    int64_t faults = 0, assessments = 0;
    struct buf report = BUF_INIT;
    struct store *s = NULL;
    struct err e = {0};
    (void)snprintf(path, sizeof path, "%s-journal", f->path);
    assert_int_equal(file_write(path, journal, sizeof journal, &e), 0);
    assert_int_equal(file_write(f->path, letter, sizeof letter, &e), 0);
    assert_int_equal(store_open(f->path, STORE_WRITE, &s, &e), ERR_STORE); /* no torn page */
    assert_non_null(strstr(e.text, "no SQLite database"));
    assert_int_equal(file_write(f->path, page, sizeof page, &e), 0);
    if (store_open(f->path, STORE_WRITE, &s, &e) != 0) {
        fail_msg("%s", e.text);
    }
    assert_int_equal(store_check(s, &report, &faults, &assessments, &e), 0);
    assert_int_equal(faults, 0);
    buf_free(&report);
    store_close(s);
}

static void wrong_places_are_named(void **state)
{
    struct fixture *f = *state;
    struct store *s;
    struct err e;
    assert_int_equal(store_open(f->path, STORE_READ, &s, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.text, f->path));
    assert_int_equal(store_open(f->folder, STORE_WRITE, &s, &e), ERR_IO);
    assert_int_equal(store_open("/dev/null/store.db", STORE_WRITE, &s, &e), ERR_IO);
    assert_non_null(strstr(e.text, "/dev/null"));
    assert_int_equal(store_open("postgresql://host/db", STORE_WRITE, &s, &e), ERR_USAGE);
    assert_int_equal(store_open("sqlite:", STORE_WRITE, &s, &e), ERR_USAGE);
    struct stat st;
    s = open_store(f, STORE_WRITE);
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    store_close(s);
}

static void a_disk_that_takes_no_more_loses_nothing(void **state)
{
    struct fixture *f = *state;
    fill(f, 3);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        /* Room for a little more than the file has: the write-ahead log cannot grow beyond. */
        struct err e = {0};
        struct store *s = open_store(f, STORE_WRITE);
        struct buf large = BUF_INIT;
        for (int i = 0; i < 1 << 18; i++) {
            buf_printf(&large, "%llu,", (unsigned long long)next_random(f, UINT32_MAX));
        }
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){1 << 18, 1 << 18});
        int code = store_begin(s, &e);
        code = code != 0 ? code : store_put_document(s, STORE_RULE, large.data, large.len, &e);
        code = code != 0 ? code : store_commit(s, &e);
        _exit(code == ERR_IO && strstr(e.text, f->path) != NULL ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(listed(f, &(struct store_filter){0}), 3);
    assert_whole(f);
}

static void put_lock_file(const struct fixture *f, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s.lock", f->path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void get_lock_file(const struct fixture *f, char text[64])
{
    char path[160];
    snprintf(path, sizeof path, "%s.lock", f->path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, 63, file)] = '\0';
    assert_int_equal(fclose(file), 0);
}

/* tests/fault shows what would be lost otherwise. */
static void a_store_that_the_disk_failed_is_settled_by_a_writer_alone(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    char text[64] = "";
    struct store *s = NULL;
    fill(f, 2);
    put_lock_file(f, "unsettled\n");
    struct store *reader = open_store(f, STORE_READ);
    assert_int_equal(store_open(f->path, STORE_WRITE, &s, &e), ERR_BUSY);
    assert_non_null(strstr(e.text, "another program holds the store"));
    get_lock_file(f, text);
    assert_string_equal(text, "unsettled\n");
    assert_int_equal(listed(f, &(struct store_filter){0}), 2);
    store_close(reader);
    s = open_store(f, STORE_WRITE);
    get_lock_file(f, text);
    assert_null(strstr(text, "unsettled"));
    assert_int_equal(strtol(text, NULL, 10), getpid());
    reader = open_store(f, STORE_READ);
    store_close(reader);
    store_close(s);
    get_lock_file(f, text);
    assert_string_equal(text, "");
    assert_whole(f);
}

static void a_backup_is_whole_and_replaces_nothing(void **state)
{
    struct fixture *f = *state;
    struct fixture copy = *f;
    struct err e = {0};
    fill(f, 5);
    snprintf(copy.path, sizeof copy.path, "%s/new/copy.db", f->folder);
    struct store *s = open_store(f, STORE_READ);
    if (store_backup(s, copy.path, &e) != 0) {
        fail_msg("%s", e.text);
    }
    assert_whole(&copy);
    assert_int_equal(listed(&copy, &(struct store_filter){0}), 5);
    assert_int_equal(store_backup(s, copy.path, &e), ERR_IO);
    assert_non_null(strstr(e.text, copy.path));
    struct stat st;
    char part[160];
    snprintf(part, sizeof part, "%s.part", copy.path);
    assert_int_equal(stat(part, &st), -1);
    assert_int_equal(stat(copy.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    store_close(s);
    /* The copy is a store: it can be written. */
    s = open_store(&copy, STORE_WRITE);
    store_close(s);
    /* A damaged store gives no backup. */
    tamper(f, "DROP TRIGGER assessment_not_removed; DELETE FROM assessment WHERE seq = 5");
    unlink(copy.path);
    s = open_store(f, STORE_READ);
    assert_int_equal(store_backup(s, copy.path, &e), ERR_STORE);
    assert_int_equal(stat(copy.path, &st), -1);
    assert_int_equal(stat(part, &st), -1);
    store_close(s);
    snprintf(part, sizeof part, "%s.lock", copy.path);
    unlink(part);
    snprintf(part, sizeof part, "%s/new", f->folder);
    rmdir(part);
}

static void a_backup_that_cannot_be_made_says_why(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    char copy[160], part[176], below[200];
    fill(f, 1);
    snprintf(copy, sizeof copy, "%s/copy.db", f->folder);
    snprintf(part, sizeof part, "%s.part", copy);
    snprintf(below, sizeof below, "%s/copy.db", part);
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    assert_int_equal(store_backup(s, copy, &e), ERR_USAGE);
    assert_non_null(strstr(e.text, "a batch is open"));
    store_rollback(s);
    FILE *left = fopen(part, "w");
    assert_non_null(left);
    assert_int_equal(fclose(left), 0);
    assert_int_equal(store_backup(s, copy, &e), ERR_IO);
    assert_non_null(strstr(e.text, "is left of a backup"));
    assert_int_equal(store_backup(s, below, &e), ERR_IO); /* its folder is a file */
    assert_true(e.text[0] != '\0');
    assert_int_equal(unlink(part), 0);
    assert_int_equal(store_backup(s, copy, &e), 0);
    store_close(s);
    assert_int_equal(unlink(copy), 0);
}

static void a_broken_chain_is_not_written_to(void **state)
{
    struct fixture *f = *state;
    struct err e;
    fill(f, 2);
    tamper(f, "DROP TRIGGER assessment_not_removed; DELETE FROM assessment WHERE seq = 2");
    struct store *s = open_store(f, STORE_WRITE);
    assert_int_equal(store_begin(s, &e), ERR_STORE);
    store_close(s);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(each_change_behind_the_back_is_found),
        CASE(an_edited_assessment_shows_no_score),
        CASE(the_file_itself_refuses_changes),
        CASE(a_second_writer_is_told_who_writes),
        CASE(a_newer_store_is_refused_untouched),
        CASE(other_files_are_refused_untouched),
        CASE(a_torn_first_page_is_taken_back),
        CASE(wrong_places_are_named),
        CASE(a_store_that_the_disk_failed_is_settled_by_a_writer_alone),
        CASE(a_disk_that_takes_no_more_loses_nothing),
        CASE(a_backup_is_whole_and_replaces_nothing),
        CASE(a_backup_that_cannot_be_made_says_why),
        CASE(a_broken_chain_is_not_written_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
