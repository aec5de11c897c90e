/* Dictionaries, and what was read in lists. */
#include "store_fixture.h"

#include "base/file.h"
#include "store/store_notes.h"
#include "store/store_private.h"

enum { MANY = 300 }; /* more than a dictionary is learnt from */

static void enough_assessments_make_dictionaries_and_all_stay_readable(void **state)
{
    struct fixture *f = *state;
    fill(f, MANY);
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary"), 2);
    /* What came later is smaller than what came before. */
    assert_true(scalar(f, "SELECT avg(length(findings)) < 0.8 * (SELECT avg(length(findings)) FROM "
                          "assessment WHERE seq <= 100) FROM assessment WHERE seq > 200"));
    assert_whole(f);
    /* Another session uses them, and makes no others. */
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, MANY + 1, 1, NULL), f->checklist);
    begin(s);
    put(s, &a);
    commit(s);
    store_close(s);
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary"), 2);
    assert_whole(f);
}

/* One at a time, as a planner does it over the years. */
static void sessions_of_one_plan_come_to_a_dictionary_too(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 140; i++) {
        struct store *s = open_store(f, STORE_WRITE);
        struct assessment a = make_assessment(f, make_plan(f, i, 1, NULL), f->checklist);
        begin(s);
        put(s, &a);
        commit(s);
        store_close(s);
    }
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary"), 2);
    assert_whole(f);
}

/* With so many facts that it is one of the long ones. */
static const struct plan *make_long_plan(struct fixture *f, int n)
{
    struct buf b = BUF_INIT;
    buf_printf(&b,
               "{\"banyan\":1,\"plan\":{\"id\":\"LONG-%d\",\"title\":\"Long\"},\"community\":{"
               "\"country\":\"NPL\",\"local\":\"L%d\",\"name\":\"Long %d\"},\"assessment\":{"
               "\"round\":\"2026\",\"date\":\"2026-09-12\"},\"answers\":{},\"facts\":{",
               n, n, n);
    for (int i = 0; i < 400; i++) {
        buf_printf(&b, "%s\"measured.at_place_%03d\":%d", i == 0 ? "" : ",", i,
                   (int)next_random(f, 10) * (i % 8 == 0));
    }
    buf_puts(&b, "}}");
    return take_plan(f, &b, NULL);
}

static void long_plans_have_a_larger_dictionary(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int i = 0; i < MANY; i++) {
        struct assessment a = make_assessment(f, make_long_plan(f, i), f->checklist);
        assert_true(a.plan->text_len > 8192);
        put(s, &a);
    }
    commit(s);
    store_close(s);
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary WHERE kind = 0"), 0);
    assert_int_equal(scalar(f, "SELECT length(data) > 65536 FROM dictionary WHERE kind = 4"), 1);
    assert_true(scalar(f, "SELECT max(length(data)) FROM document WHERE id IN (SELECT plan FROM "
                          "assessment WHERE seq > 200)") <
                scalar(f, "SELECT min(length(data)) FROM document WHERE id IN (SELECT plan FROM "
                          "assessment WHERE seq <= 100)"));
    assert_whole(f);
    /* Another session packs with it, and makes no other. */
    s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_long_plan(f, MANY), f->checklist);
    begin(s);
    put(s, &a);
    commit(s);
    store_close(s);
    assert_true(scalar(f, "SELECT length(data) FROM document WHERE id = (SELECT max(plan) FROM "
                          "assessment)") <
                scalar(f, "SELECT min(length(data)) FROM document WHERE id IN (SELECT plan FROM "
                          "assessment WHERE seq <= 100)"));
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary"), 2);
    assert_whole(f);
}

static void a_batch_that_is_rolled_back_leaves_no_dictionary(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    for (int round = 0; round < 2; round++) {
        begin(s);
        for (int i = 0; i < 140; i++) {
            struct assessment a = make_assessment(f, make_plan(f, i, 1, NULL), f->checklist);
            put(s, &a);
        }
        if (round == 0) {
            store_rollback(s);
            assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary"), 0);
        } else {
            commit(s);
        }
    }
    store_close(s);
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary"), 2);
    assert_whole(f);
}

static void a_lost_or_changed_dictionary_is_found_and_shows_no_score(void **state)
{
    static const char *const sql[] = {
        "DROP TRIGGER dictionary_not_removed; DELETE FROM dictionary WHERE kind = 2",
        "DROP TRIGGER dictionary_not_changed; UPDATE dictionary SET data = x'00' WHERE kind = 2",
        ("DROP TRIGGER dictionary_not_changed; UPDATE dictionary SET data = (SELECT data FROM "
         "dictionary WHERE kind = 0) WHERE kind = 2"),
    };
    struct fixture *f = *state;
    fill(f, MANY);
    struct buf whole = BUF_INIT;
    struct err e;
    assert_int_equal(file_read(f->path, 64 << 20, &whole, &e), 0);
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        assert_int_equal(file_write(f->path, whole.data, whole.len, &e), 0);
        tamper(f, sql[i]);
        struct buf report = BUF_INIT;
        assert_true(check(f, &report) > 100);
        assert_non_null(strstr(buf_text(&report), "assessment 300"));
        buf_free(&report);
    }
    buf_free(&whole);
}

/* What packs, in the order of the findings: sizes, not bytes, since ids and hashes differ from
 * store to store. */
static int64_t packed(struct fixture *f)
{
    return scalar(f, "SELECT sum(seq * length(findings)) FROM assessment");
}

/* Learning again from many, in the middle of a batch. */
static void a_second_model_is_learnt_from_more_and_packs_better(void **state)
{
    struct fixture *f = *state;
    fill(f, 2100);
    assert_int_equal(scalar(f, "SELECT count(*) FROM dictionary WHERE kind = 3"), 1);
    assert_true(
        scalar(f, "SELECT avg(length(findings)) < (SELECT avg(length(findings)) FROM assessment "
                  "WHERE seq BETWEEN 1900 AND 2000) FROM assessment WHERE seq > 2060"));
    assert_whole(f);
}

enum { FIRST = 100, COUNT = 260 };

/* Puts all of them, those after the first ones as they were made ready when there was nothing to
 * be packed with yet, though by then shapes were known; returns what that came to. */
static int64_t put_what_was_ready(struct fixture *f, struct assessment *all, bool rolled_back)
{
    struct store *s = open_store(f, STORE_WRITE);
    struct store_ready *ready[COUNT];
    struct err e;
    enum store_put how;
    begin(s);
    for (int i = 0; i < FIRST; i++) {
        put(s, &all[i]);
    }
    commit(s);
    for (int i = FIRST; i < COUNT; i++) {
        ready[i] = store_ready_new();
        assert_non_null(ready[i]);
        assert_int_equal(store_ready_make(s, &all[i], ready[i], &e), 0);
    }
    for (int round = rolled_back ? 0 : 1; round < 2; round++) {
        begin(s);
        for (int i = FIRST; i < COUNT; i++) {
            assert_int_equal(store_put_ready(s, &all[i], ready[i], &how, &e), 0);
            assert_int_equal(how, STORE_ADDED);
        }
        if (round == 0) {
            store_rollback(s); /* shapes and dictionaries of the batch are gone again */
        }
    }
    commit(s);
    store_close(s);
    for (int i = FIRST; i < COUNT; i++) {
        store_ready_free(ready[i]);
    }
    assert_whole(f);
    return packed(f);
}

static void what_was_made_ready_too_early_is_made_again(void **state)
{
    struct fixture *f = *state;
    struct assessment all[COUNT];
    for (int i = 0; i < COUNT; i++) {
        all[i] = make_assessment(f, make_plan(f, i, 1, NULL), f->checklist);
    }
    int64_t early = put_what_was_ready(f, all, false);
    assert_int_equal(unlink(f->path), 0);
    int64_t rolled_back = put_what_was_ready(f, all, true);
    assert_int_equal(unlink(f->path), 0);
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int i = 0; i < COUNT; i++) {
        put(s, &all[i]);
    }
    commit(s);
    store_close(s);
    assert_int_equal(early, packed(f));
    assert_int_equal(rolled_back, packed(f));
}

/* Parameters that are built of others go to the shape, but for what differs from plan to plan. */
static void same_bytes(const struct buf *a, const struct buf *b)
{
    assert_int_equal(a->len, b->len);
    if (a->len > 0) {
        assert_memory_equal(a->data, b->data, a->len);
    }
}

/* What is noted of packed findings as they are read is what packing them again would note. */
static void assert_noted(struct fixture *f)
{
    struct store *s = open_store(f, STORE_WRITE);
    struct notes *copied = notes_new(), *packed_again = notes_new();
    struct pack_room room = {BUF_INIT, BUF_INIT};
    struct packer copy = {.out = &room.steps, .notes = copied};
    struct packer again = {.out = &room.steps, .notes = packed_again};
    struct err e = {0};
    sqlite3_stmt *stmt;
    int rows = 0, missing = 0;
    assert_int_equal(
        sqlite3_prepare_v2(s->db, "SELECT checklist, findings FROM assessment", -1, &stmt, NULL),
        SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++) {
        struct arena arena = ARENA_INIT;
        const struct checklist *c;
        const void *data = sqlite3_column_blob(stmt, 1);
        size_t len = (size_t)sqlite3_column_bytes(stmt, 1);
        assert_int_equal(store_checklist(s, sqlite3_column_int64(stmt, 0), &c, &e), 0);
        struct assessment a = {.checklist = c};
        assert_int_equal(store_unpack_copy(s, data, len, c, &copy, &arena, &e), 0);
        assert_int_equal(store_unpack(s, data, len, c, &arena, &a.findings, &e), 0);
        assert_int_equal(store_pack_into(&again, &s->shapes, &a, &room, &missing), 0);
        assert_int_equal(missing, -1);
        arena_free(&arena);
    }
    sqlite3_finalize(stmt);
    assert_true(rows > 0);
    assert_int_equal(copied->criteria, packed_again->criteria);
    for (int i = 0; i < copied->criteria; i++) {
        same_bytes(&copied->of[i], &packed_again->of[i]);
    }
    same_bytes(&copied->texts, &packed_again->texts);
    same_bytes(&copied->parts, &packed_again->parts);
    notes_free(copied);
    notes_free(packed_again);
    pack_room_free(&room);
    store_close(s);
}

static void parameters_of_every_kind_come_back(void **state)
{
    static const char *const params[] = {
        "{}",
        "{\"a\":1,\"b\":-2,\"c\":0.333333333,\"d\":0.6666666666666666,\"e\":12.5,\"f\":1e300,\"g\":"
        "-0.1}",
        "{\"a\":\"\",\"b\":\"one\",\"c\":\"one, two\",\"d\":\", \",\"e\":\"one,two, "
        "\",\"f\":\"\u0928\u0947\u092a\u093e\u0932\"}",
        "{\"share\":{\"percent\":0.25}}",
        "{\"a\":true,\"b\":null,\"c\":[],\"d\":{},\"e\":[1,[2,\"x\"],{\"y\":false}]}",
        ("{\"z\":1,\"doubts\":[{\"template\":\"the {b} is {a}\",\"params\":{\"b\":\"EP, "
         "FL\",\"a\":7},\"rule\":"
         "\"check/x@1\"},{\"template\":\"so\"}]}"),
        "{\"deep\":[[[[[[[[[[1]]]]]]]]]]}",
        "{\"template\":\"at the top it is a text like "
        "others\",\"rule\":{\"template\":{\"rule\":3}}}",
    };
    enum { KINDS = sizeof params / sizeof *params, ROUNDS = 200 };
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment *kept = arena_alloc(&f->arena, ROUNDS * sizeof *kept);
    begin(s);
    for (int n = 0; n < ROUNDS; n++) {
        kept[n] = make_assessment(f, make_plan(f, n, 1, NULL), f->checklist);
        for (int i = 0; i < KINDS; i++) {
            struct json *value;
            struct json_error error;
            const char *text = params[(i + n) % KINDS];
            assert_int_equal(json_parse(&f->arena, text, strlen(text), 1, &value, &error), 0);
            kept[n].findings[i].params = value;
        }
        put(s, &kept[n]);
    }
    commit(s);
    for (int n = 0; n < ROUNDS; n++) {
        struct stored *stored;
        struct err e = {0};
        if (store_get(s, kept[n].id, &stored, &e) != 0) {
            fail_msg("%s", e.text);
        }
        for (int i = 0; i < KINDS; i++) {
            struct buf was = BUF_INIT, is = BUF_INIT;
            json_write(&was, kept[n].findings[i].params);
            json_write(&is, stored->assessment.findings[i].params);
            assert_string_equal(buf_text(&is), buf_text(&was));
            buf_free(&was);
            buf_free(&is);
        }
        stored_free(stored);
    }
    store_close(s);
    assert_int_equal(
        scalar(f, "SELECT count(*) FROM shape WHERE names LIKE '%the {b} is {a}%'") > 0, 1);
    assert_whole(f);
    assert_noted(f);
}

static struct json *said(struct fixture *f, const char *text)
{
    struct json *value = NULL;
    struct json_error error;
    assert_int_equal(json_parse(&f->arena, text, strlen(text), 1, &value, &error), 0);
    return value;
}

/* Findings of the criterion, each of which differs in one thing from the first; texts in their
 * middle alone. */
enum { ALIKE = 17 };
#define MIDDLE(x) "begins so and " x " ends like this"
#define IN_PARTS(name, key, text) \
    "{\"a\":1,\"" MIDDLE(name) "\":[{\"template\":" text ",\"" MIDDLE(key) "\":2}]}"
static void make_alike(struct fixture *f, const char *criterion, const char *const *many,
                       struct finding alike[ALIKE])
{
    static const char *const plain[] = {"plan.budget.drr", "answers." MIDDLE("x")};
    static const char *const other[] = {"plan.budget.drr", "answers." MIDDLE("y")};
    size_t count;
    const char *const *own = own_read(f, criterion, plain[0], &count);
    for (int i = 0; i < ALIKE; i++) {
        alike[i] = (struct finding){.outcome = OUTCOME_UNKNOWN,
                                    .by = BY_RULE,
                                    .template_text = MIDDLE("x"),
                                    .rule = MIDDLE("x"),
                                    .line = 3,
                                    .read = plain,
                                    .read_count = 2};
        alike[i].params = said(f, IN_PARTS("x", "x", "\"" MIDDLE("x") "\""));
    }
    alike[1].outcome = OUTCOME_NOT_APPLICABLE;
    alike[2].by = BY_CLAIM;
    alike[3].template_text = MIDDLE("y");
    alike[4].rule = MIDDLE("y");
    alike[5].rule = NULL;
    alike[6].line = 4;
    alike[7].params = NULL;
    alike[8].params = said(f, "{}");
    alike[9].params = said(f, IN_PARTS("y", "x", "\"" MIDDLE("x") "\""));
    alike[10].params = said(f, IN_PARTS("x", "x", "\"" MIDDLE("y") "\""));
    alike[11].params = said(f, IN_PARTS("x", "y", "\"" MIDDLE("x") "\""));
    alike[12].params = said(f, IN_PARTS("x", "x", "4"));
    alike[13].read_count = 1;
    alike[14].read = other;
    alike[15].read = own;
    alike[16].read = many;
    alike[16].read_count = 9;
}

static void one_by_one(const struct finding *was, const struct finding *is)
{
    struct buf before = BUF_INIT, after = BUF_INIT;

    assert_int_equal(is->outcome, was->outcome);
    assert_int_equal(is->by, was->by);
    assert_int_equal(is->line, was->line);
    assert_string_equal(is->template_text, was->template_text);
    assert_string_equal(is->rule == NULL ? "-" : is->rule, was->rule == NULL ? "-" : was->rule);
    assert_int_equal(is->params == NULL, was->params == NULL);
    if (was->params != NULL) {
        json_write(&before, was->params);
        json_write(&after, is->params);
    }
    assert_string_equal(buf_text(&after), buf_text(&before));
    assert_int_equal(is->read_count, was->read_count);
    for (size_t i = 0; i < was->read_count; i++) {
        assert_string_equal(is->read[i], was->read[i]);
    }
    buf_free(&before);
    buf_free(&after);
}

/* What differs in one thing is another shape, and what differs in a number is none. */
static void findings_that_are_nearly_alike_are_told_apart(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    const char *many[9];
    for (int i = 0; i < 9; i++) {
        many[i] = "community.hazards";
    }
    begin(s);
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->checklist);
    struct finding none = {.outcome = OUTCOME_ERROR, .by = BY_RULE, .template_text = "broke"};
    for (int i = 0; i < CRITERIA; i++) {
        a.findings[i] = none;
    }
    struct assessment b = a, lines = a;
    b.plan = make_plan(f, 2, 1, NULL);
    b.findings = arena_alloc(&f->arena, CRITERIA * sizeof *b.findings);
    lines.plan = make_plan(f, 3, 1, NULL);
    lines.findings = arena_alloc(&f->arena, CRITERIA * sizeof *b.findings);
    for (int i = 0; i < CRITERIA; i++) {
        struct finding alike[ALIKE];
        make_alike(f, f->checklist->criteria[i].demand.id, many, alike);
        a.findings[i] = alike[i % ALIKE];
        b.findings[i] = alike[i % ALIKE];
        if (b.findings[i].params != NULL && b.findings[i].params->len > 0) {
            b.findings[i].params->first->number = 77;
        }
        lines.findings[i] = none;
        lines.findings[i].line = 1 + i;
    }
    struct assessment *const all[] = {&a, &b, &lines};
    for (int n = 0; n < 3; n++) {
        assert_int_equal(score_assessment(&f->arena, all[n]), 0);
        put(s, all[n]);
    }
    commit(s);
    for (int n = 0; n < 3; n++) {
        struct stored *stored;
        struct err e = {0};
        const struct assessment *was = all[n];
        assert_int_equal(store_get(s, was->id, &stored, &e), 0);
        for (int i = 0; i < CRITERIA; i++) {
            one_by_one(&was->findings[i], &stored->assessment.findings[i]);
        }
        stored_free(stored);
    }
    store_close(s);
    assert_int_equal(scalar(f, "SELECT count(*) FROM shape"), ALIKE + CRITERIA);
    /* What stores before this one have for the same findings. */
    assert_int_equal(scalar(f, "SELECT hex(result_digest) = "
                               "'0B59B2D5AE49489EF9D6AD3F89575236F10109CDA4C5919A034F09B097358C3A' "
                               "FROM assessment WHERE seq = 1"),
                     1);
    assert_whole(f);
}

/* A rule that goes through all answers reads other ones in each plan. */
static void what_was_read_in_long_lists_comes_back(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment kept[20];
    begin(s);
    for (int n = 0; n < 20; n++) {
        struct assessment a = make_assessment(f, make_plan(f, n, 1, NULL), f->checklist);
        const char **read = arena_alloc(&f->arena, 130 * sizeof *read);
        size_t count = 0;
        read[count++] = arena_strdup(&f->arena, "plan.budget.drr");
        for (int i = 0; i < CRITERIA; i++) {
            if ((int)next_random(f, 3) > 0) {
                struct buf path = BUF_INIT;
                int index = n % 2 == 0 ? i : CRITERIA - 1 - i;
                buf_printf(&path, "answers.%s%s", f->checklist->criteria[index].demand.id,
                           i == 50 ? ".note" : "");
                read[count++] = arena_strdup(&f->arena, buf_text(&path));
                buf_free(&path);
            }
        }
        read[count++] = arena_strdup(&f->arena, "answers.of-nobody");
        a.findings[7].read = read;
        a.findings[7].read_count = count;
        put(s, &a);
        kept[n] = a;
    }
    commit(s);
    for (int n = 0; n < 20; n++) {
        struct stored *stored;
        struct err e = {0};
        if (store_get(s, kept[n].id, &stored, &e) != 0) {
            fail_msg("%s", e.text);
        }
        const struct finding *was = &kept[n].findings[7], *is = &stored->assessment.findings[7];
        assert_int_equal(is->read_count, was->read_count);
        for (size_t i = 0; i < was->read_count; i++) {
            assert_string_equal(is->read[i], was->read[i]);
        }
        stored_free(stored);
    }
    store_close(s);
    /* Not a shape a plan. */
    assert_in_range(scalar(f, "SELECT count(*) FROM shape WHERE read LIKE '%listed%'"), 1, 12);
    assert_int_equal(scalar(f, "SELECT count(*) FROM shape WHERE length(read) > 300"), 0);
    assert_whole(f);
    assert_noted(f);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(enough_assessments_make_dictionaries_and_all_stay_readable),
        CASE(sessions_of_one_plan_come_to_a_dictionary_too),
        CASE(long_plans_have_a_larger_dictionary),
        CASE(a_batch_that_is_rolled_back_leaves_no_dictionary),
        CASE(a_lost_or_changed_dictionary_is_found_and_shows_no_score),
        CASE(a_second_model_is_learnt_from_more_and_packs_better),
        CASE(what_was_made_ready_too_early_is_made_again),
        CASE(parameters_of_every_kind_come_back),
        CASE(findings_that_are_nearly_alike_are_told_apart),
        CASE(what_was_read_in_long_lists_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
