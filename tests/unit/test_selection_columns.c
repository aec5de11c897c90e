/* A selection from columns is the same as one from assessments that are opened one by one. */
#include "derived_fixture.h"

#include "selection.h"

static const char *const attributes[] = {"country", "community", "round",         "region",
                                         "profile", "method",    "assessor_type", "version"};
enum { ATTRIBUTES = sizeof attributes / sizeof *attributes };

static int load(struct fixture *f, const char *path, const struct selection *q, struct store **s,
                struct selected **out, struct err *e)
{
    (void)f;
    *out = NULL;
    *e = (struct err){0};
    assert_int_equal(store_open(path, STORE_READ, s, e), 0);
    return selection_load(*s, q, out, e);
}

/* The store without what is derived. */
static void copy_without(struct fixture *f, char path[160])
{
    struct buf bytes = BUF_INIT;
    struct err e = {0};
    sqlite3 *db;
    snprintf(path, 160, "%s/slow.db", f->folder);
    assert_int_equal(file_read(f->path, 256 << 20, &bytes, &e), 0);
    assert_int_equal(file_write(path, bytes.data, bytes.len, &e), 0);
    buf_free(&bytes);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM derived_state", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void assert_texts(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++) {
        assert_string_equal(a[i], b[i]);
    }
}

static void assert_row(const struct table *s, const struct table_row *a, const struct table_row *b)
{
    assert_true(a->sequence == b->sequence);
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->community, b->community);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->country, b->country);
    assert_string_equal(a->round, b->round);
    assert_string_equal(a->date, b->date);
    assert_int_equal(a->method, b->method);
    assert_int_equal(a->level, b->level);
    assert_true(a->children == b->children && a->households == b->households &&
                a->people == b->people);
    assert_int_equal(a->band, b->band);
    assert_memory_equal(a->credits, b->credits,
                        (size_t)s->core->criterion_count * sizeof *a->credits);
    for (int i = 0; i < s->core->node_count; i++) {
        const struct node_result *x = &a->nodes[i], *y = &b->nodes[i];
        assert_true(x->applicable == y->applicable && x->score == y->score && x->low == y->low &&
                    x->high == y->high && x->coverage == y->coverage);
    }
}

static void assert_tables(const struct table *a, const struct table *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->superseded, b->superseded);
    assert_int_equal(a->older, b->older);
    assert_int_equal(a->drafts, b->drafts);
    assert_int_equal(a->shared, b->shared);
    assert_int_equal(a->method_count, b->method_count);
    for (size_t i = 0; i < a->method_count; i++) {
        const struct table_method *x = &a->methods[i], *y = &b->methods[i];
        assert_string_equal(x->checklist->digest, y->checklist->digest);
        assert_string_equal(x->ruleset, y->ruleset);
        assert_string_equal(x->how, y->how);
        assert_string_equal(x->who, y->who);
        assert_int_equal(x->rows, y->rows);
    }
    for (size_t i = 0; i < a->count; i++) {
        assert_row(a, &a->rows[i], &b->rows[i]);
    }
    for (size_t k = 0; k < a->attribute_count; k++) {
        const struct table_attribute *x = &a->attributes[k], *y = &b->attributes[k];
        assert_texts(x->names, x->count, y->names, y->count);
        assert_memory_equal(x->first, y->first, (a->count + 1) * sizeof *x->first);
        assert_memory_equal(x->values, y->values, x->first[a->count] * sizeof *x->values);
    }
}

/* Both ways, for one question. */
static void assert_same(struct fixture *f, const char *slow_path, const struct selection *q)
{
    struct store *s = NULL, *t = NULL;
    struct selected *fast, *slow;
    struct err e, f_error;
    int code = load(f, f->path, q, &s, &fast, &f_error);
    assert_int_equal(load(f, slow_path, q, &t, &slow, &e), code);
    if (code != 0) {
        assert_string_equal(e.text, f_error.text);
    } else {
        assert_string_equal(fast->checklist, slow->checklist);
        assert_texts(fast->rounds, fast->round_count, slow->rounds, slow->round_count);
        assert_texts(fast->others, fast->other_count, slow->others, slow->other_count);
        assert_texts(fast->elsewhere, fast->elsewhere_count, slow->elsewhere,
                     slow->elsewhere_count);
        assert_tables(fast->table, slow->table);
    }
    selection_free(fast);
    selection_free(slow);
    store_close(s);
    store_close(t);
}

static void assert_all_same(struct fixture *f)
{
    static const char *const rounds[] = {"2027", "2026"}, *const none[] = {"1999"},
                             *const setting[] = {"country", "setting"},
                             *const plans[] = {"hazard", "admin1", "plan.language", "method"};
    const struct selection questions[] = {
        {.attributes = attributes, .attribute_count = ATTRIBUTES},
        {.all_rounds = true, .attributes = attributes, .attribute_count = ATTRIBUTES},
        {.rounds = rounds, .round_count = 2, .profile = "quick"},
        {.rounds = rounds, .round_count = 1, .profile = "whole", .country = "NPL"},
        {.rounds = none, .round_count = 1},
        {.checklist = "tried@1.0", .country = "BGD", .all_rounds = true},
        {.checklist = "tried@2"},
        {.profile = "slow"},
        {.all_rounds = true, .attributes = setting, .attribute_count = 2},
        {.all_rounds = true, .attributes = plans, .attribute_count = 4},
    };
    char slow[160];
    copy_without(f, slow);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        assert_same(f, slow, &questions[i]);
    }
}

static void columns_give_the_same_tables(void **state)
{
    static const int steps[][2] = {{1, 1}, {2, 4}, {4, 8}, {3, 129}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        unlink(f->path);
        make_short(f, steps[i][0], steps[i][1]);
        for (int k = 0; k < 3; k++) {
            live(f, 14);
            assert_all_same(f);
        }
    }
}

static void damaged_columns_are_passed_over(void **state)
{
    static const char *const harm[] = {
        "DELETE FROM derived_column WHERE id = (SELECT max(id) FROM derived_column)",
        "UPDATE derived_column SET data = zeroblob(9) WHERE (id >> 24 & 65535) = 9",
        "DROP TABLE derived_column"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        unlink(f->path);
        make_short(f, 2, 4);
        live(f, 20);
        tamper(f, harm[i]);
        assert_all_same(f);
    }
}

/* Findings that cannot be read do not matter, since nobody reads them: so it is columns that are read. Of
 * what they do not hold the plan is read, and its damage is found. */
static void columns_are_what_is_read(void **state)
{
    static const char *const setting[] = {"setting"};
    struct fixture *f = *state;
    struct store *s = NULL;
    struct selected *out;
    struct err e;
    make_short(f, 1, 2);
    live(f, 20);
    tamper(f, "DROP TRIGGER assessment_not_changed; UPDATE assessment SET findings = x'01' WHERE "
              "seq = 1");
    struct selection q = {.all_rounds = true};
    assert_int_equal(load(f, f->path, &q, &s, &out, &e), 0);
    selection_free(out);
    store_close(s);
    q.attributes = setting;
    q.attribute_count = 1;
    tamper(f, "UPDATE assessment SET findings = x'01'");
    assert_int_equal(load(f, f->path, &q, &s, &out, &e), 0);
    selection_free(out);
    store_close(s);
    tamper(f, "DROP TRIGGER document_not_changed; UPDATE document SET data = zeroblob(size) WHERE "
              "kind = 0");
    assert_int_equal(load(f, f->path, &q, &s, &out, &e), ERR_STORE);
    assert_non_null(strstr(e.text, "are not those of its digest"));
    assert_non_null(strstr(e.text, f->path)); /* which file, which plan, and what to do */
    assert_non_null(strstr(e.text, "the plan of assessment "));
    assert_non_null(strstr(e.text, "run `banyan store check`"));
    store_close(s);
    uint8_t digest[DIGEST_SIZE];
    char hex[DIGEST_HEX], sql[256];
    digest_sha256("[1]", 3,
                  digest); /* whoever writes the digest as well has still written no plan */
    digest_hex(digest, hex);
    snprintf(
        sql, sizeof sql,
        "UPDATE document SET data = CAST('[1]' AS BLOB), size = 3, digest = x'%s' WHERE kind = 0",
        hex);
    tamper(f, sql);
    assert_int_equal(load(f, f->path, &q, &s, &out, &e), ERR_STORE);
    store_close(s);
    q.attributes = NULL; /* no plan is read */
    q.attribute_count = 0;
    assert_int_equal(load(f, f->path, &q, &s, &out, &e), 0);
    selection_free(out);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_give_the_same_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(damaged_columns_are_passed_over, setup, teardown),
        cmocka_unit_test_setup_teardown(columns_are_what_is_read, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
