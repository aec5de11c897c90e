/* Stores of an older schema: brought up to date, read, and put to. */
#include "store_fixture.h"

#include "base/file.h"
#include "store/store_private.h"

static void id_of(struct fixture *f, int seq, char out[37])
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open_v2(f->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT id FROM assessment WHERE seq = ?1", -1, &stmt, NULL),
        SQLITE_OK);
    sqlite3_bind_int(stmt, 1, seq);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    record_id_text(sqlite3_column_blob(stmt, 0), out);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

/* With findings in the forms of the first programs, and a dictionary of theirs. */
static void a_store_of_the_third_schema_is_read_and_grows(void **state)
{
    struct fixture *f = *state;
    struct buf old = BUF_INIT;
    struct err e = {0};
    assert_int_equal(file_read("tests/data/stores/schema-3.db", 1 << 20, &old, &e), 0);
    assert_int_equal(file_write(f->path, old.data, old.len, &e), 0);
    buf_free(&old);
    store_close(open_store(f, STORE_WRITE));
    assert_int_equal(listed(f, &(struct store_filter){0}), 152);
    assert_int_equal(
        scalar(f, "SELECT count(*) FROM assessment WHERE hex(substr(findings, 1, 1)) < '03'"), 152);
    assert_whole(f);
    fill(f, 3);
    assert_int_equal(listed(f, &(struct store_filter){0}), 155);
    assert_int_equal(
        scalar(f, "SELECT count(*) FROM assessment WHERE hex(substr(findings, 1, 1)) < '03'"), 152);
    assert_whole(f);
}

static void bring_up_to_date(struct fixture *f, const char *path, int count, const char *says)
{
    struct buf old = BUF_INIT;
    struct err e = {0};
    struct store *s;
    assert_int_equal(file_read(path, 1 << 20, &old, &e), 0);
    assert_int_equal(file_write(f->path, old.data, old.len, &e), 0);
    buf_free(&old);
    assert_int_equal(store_open(f->path, STORE_READ, &s, &e), ERR_STORE);
    assert_non_null(strstr(e.text, says));
    s = open_store(f, STORE_WRITE);
    store_close(s);
    assert_int_equal(listed(f, &(struct store_filter){0}), count);
    assert_whole(f);
    fill(f, 3);
    assert_int_equal(listed(f, &(struct store_filter){0}), count + 3);
    assert_whole(f);
}

static void a_store_of_the_first_schema_is_brought_up_to_date(void **state)
{
    bring_up_to_date(*state, "tests/data/stores/schema-1.db", 2, "has an older schema (1)");
}

static void a_store_of_the_second_schema_is_brought_up_to_date(void **state)
{
    bring_up_to_date(*state, "tests/data/stores/schema-2.db", 2, "has an older schema (2)");
}

static void a_store_of_the_fourth_schema_is_brought_up_to_date(void **state)
{
    struct fixture *f = *state;
    bring_up_to_date(f, "tests/data/stores/schema-4.db", 130, "has an older schema (4)");
    assert_int_equal(scalar(f, "SELECT count(*) FROM sqlite_schema WHERE name = 'document_5' OR "
                               "name = 'sqlite_autoindex_document_1'"),
                     0);
}

/* Its plans, of which there was an index, are found again without it. */
static void a_store_of_the_fifth_schema_is_brought_up_to_date(void **state)
{
    struct fixture *f = *state;
    struct store *s;
    struct stored *old;
    struct err e;
    enum store_put how;
    static const char plans[] = "SELECT count(*) FROM document WHERE kind = 0";
    bring_up_to_date(f, "tests/data/stores/schema-5.db", 20, "has an older schema (5)");
    assert_int_equal(scalar(f, plans), 23);
    for (int seq = 1; seq <= 20; seq++) {
        char id[37];
        id_of(f, seq, id);
        s = open_store(f, STORE_WRITE);
        assert_int_equal(store_get(s, id, &old, &e), 0);
        struct assessment a = old->assessment;
        assert_int_equal(store_begin(s, &e), 0);
        assert_int_equal(store_put(s, &a, &how, &e), 0);
        assert_int_equal(how, STORE_EXISTED);
        a.engine = "banyan 1.0.1"; /* another assessment of the same plan */
        assert_int_equal(store_put(s, &a, &how, &e), 0);
        assert_int_equal(how, STORE_SUPERSEDED);
        commit(s);
        stored_free(old);
        store_close(s);
    }
    assert_int_equal(scalar(f, plans), 23);
    assert_whole(f);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_store_of_the_first_schema_is_brought_up_to_date),
        CASE(a_store_of_the_second_schema_is_brought_up_to_date),
        CASE(a_store_of_the_third_schema_is_read_and_grows),
        CASE(a_store_of_the_fourth_schema_is_brought_up_to_date),
        CASE(a_store_of_the_fifth_schema_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
