/* What was published stays on record: in order, whole, and every change of it is found. */
#include "store_fixture.h"

struct seen {
    int count;
    char text[256];
};

static int see(void *context, const struct store_publication *p)
{
    struct seen *seen = context;
    size_t len = strlen(seen->text);
    seen->count++;
    assert_int_equal(p->number, seen->count);
    assert_int_equal(strlen(p->created), 20);
    snprintf(seen->text + len, sizeof seen->text - len, "%s=%zu:%.4s ", p->question, p->len,
             (const char *)p->sets);
    return 0;
}

static void publish(struct fixture *f, const char *question, const void *sets, size_t len)
{
    struct store *s = open_store(f, STORE_WRITE);
    struct err e = {0};
    begin(s);
    assert_int_equal(store_put_publication(s, question, sets, len, &e), 0);
    commit(s);
    store_close(s);
}

static void three(struct fixture *f)
{
    char large[5000]; /* worth packing */
    memset(large, 'x', sizeof large);
    fill(f, 2);
    publish(f, "{\"a\":1}", "abcd", 4);
    publish(f, "{\"b\":2}", large, sizeof large);
    publish(f, "{\"c\":3}", "", 0);
}

static void what_was_published_is_read_in_order(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {0};
    struct err e = {0};
    three(f);
    struct store *s = open_store(f, STORE_READ);
    assert_int_equal(store_publications(s, see, &seen, &e), 0);
    assert_string_equal(seen.text, "{\"a\":1}=4:abcd {\"b\":2}=5000:xxxx {\"c\":3}=0: ");
    store_close(s);
    assert_whole(f);
}

static void nothing_is_put_outside_a_batch(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct seen seen = {0};
    struct store *s = open_store(f, STORE_WRITE);
    assert_int_equal(store_put_publication(s, "{}", "a", 1, &e), ERR_USAGE);
    begin(s);
    assert_int_equal(store_put_publication(s, "{}", "a", 1, &e), 0);
    store_rollback(s);
    assert_int_equal(store_publications(s, see, &seen, &e), 0);
    assert_int_equal(seen.count, 0);
    store_close(s);
}

static void each_change_of_the_record_is_found(void **state)
{
    static const char *const attacks[] = {
        "UPDATE publication SET question = '{}' WHERE number = 2",
        "UPDATE publication SET created = created + 1 WHERE number = 1",
        "UPDATE publication SET sets = x'61626365' WHERE number = 1",
        "UPDATE publication SET size = 6 WHERE number = 1",
        "UPDATE publication SET question = question || char(0) || 'x' WHERE number = 3",
        "DELETE FROM publication WHERE number = 1",
        "DELETE FROM publication WHERE number = 3",
        "DELETE FROM publication",
        "UPDATE publication SET number = 4 WHERE number = 3",
        "UPDATE publication_head SET count = 2",
        "DELETE FROM publication_head",
    };
    struct fixture *f = *state;
    struct buf whole = BUF_INIT;
    struct err e = {0};
    three(f);
    assert_int_equal(file_read(f->path, 1 << 22, &whole, &e), 0);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct buf sql = BUF_INIT, report = BUF_INIT;
        struct seen seen = {0};
        assert_int_equal(file_write(f->path, whole.data, whole.len, &e), 0);
        buf_puts(&sql,
                 "DROP TRIGGER publication_not_changed; DROP TRIGGER publication_not_removed;");
        buf_puts(&sql, attacks[i]);
        tamper(f, buf_text(&sql));
        (void)check(f, &report);
        if (strstr(buf_text(&report), "publications: ") == NULL) {
            fail_msg("%s:\n%s", attacks[i], buf_text(&report));
        }
        /* Nothing more is published then, for nobody knows what was. */
        struct store *s = open_store(f, STORE_READ);
        assert_int_equal(store_publications(s, see, &seen, &e), ERR_STORE);
        store_close(s);
        buf_free(&sql);
        buf_free(&report);
    }
    buf_free(&whole);
}

static void the_file_itself_refuses_changes(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db;
    three(f);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE publication SET size = 1", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM publication", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    sqlite3_close(db);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(what_was_published_is_read_in_order),
        CASE(nothing_is_put_outside_a_batch),
        CASE(each_change_of_the_record_is_found),
        CASE(the_file_itself_refuses_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
