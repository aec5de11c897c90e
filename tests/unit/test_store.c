/* The store: nothing is added twice, everything comes back as it was, and it stays small. */
#include "store_fixture.h"

/* --- putting ------------------------------------------------------------------------------- */

static void the_same_again_adds_nothing(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->checklist);
    struct assessment b = a;
    begin(s);
    assert_int_equal(put(s, &a), STORE_ADDED);
    commit(s);
    begin(s);
    assert_int_equal(put(s, &b), STORE_EXISTED);
    commit(s);
    store_close(s);
    assert_int_equal(strlen(a.id), 36);
    assert_int_equal(a.id[14], '7');
    assert_string_equal(a.id, b.id);
    assert_string_equal(a.created, b.created);
    assert_int_equal(listed(f, &(struct store_filter){.superseded = true}), 1);
    assert_whole(f);
}

static void other_content_supersedes_and_both_stay(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->checklist);
    struct assessment b = make_assessment(f, make_plan(f, 1, 2, NULL), f->checklist);
    struct assessment c = make_assessment(f, make_plan(f, 1, 3, NULL), f->checklist);
    struct assessment round = make_assessment(f, make_plan(f, 1, 3, "2027"), f->checklist);
    struct assessment profile = make_assessment(f, make_plan(f, 1, 3, NULL), f->quick);
    struct assessment place = make_assessment(f, make_plan(f, 2, 3, NULL), f->checklist);
    begin(s);
    assert_int_equal(put(s, &a), STORE_ADDED);
    assert_int_equal(put(s, &b), STORE_SUPERSEDED);
    assert_int_equal(put(s, &c), STORE_SUPERSEDED);
    assert_int_equal(put(s, &round), STORE_ADDED);
    assert_int_equal(put(s, &profile), STORE_ADDED);
    assert_int_equal(put(s, &place), STORE_ADDED);
    commit(s);
    struct stored *stored;
    struct err e;
    assert_int_equal(store_get(s, b.id, &stored, &e), 0);
    assert_string_equal(stored->supersedes, a.id);
    assert_string_equal(stored->superseded_by, c.id);
    assert_int_equal(stored->sequence, 2);
    stored_free(stored);
    assert_int_equal(store_get(s, profile.id, &stored, &e), 0);
    assert_string_equal(stored->checklist->profile, "quick");
    assert_int_equal(stored->checklist->criterion_count, 2);
    stored_free(stored);
    struct store_stats stats;
    assert_int_equal(store_stats(s, &stats, &e), 0);
    assert_int_equal(stats.documents, 4 + 2 + 1 + 1); /* a plan once, whatever it was assessed as */
    store_close(s);
    assert_int_equal(listed(f, &(struct store_filter){.superseded = true}), 6);
    assert_int_equal(listed(f, &(struct store_filter){0}), 4);
    assert_int_equal(listed(f, &(struct store_filter){.round = "2027"}), 1);
    assert_int_equal(listed(f, &(struct store_filter){.checklist = "tried@1", .country = "BGD"}),
                     3);
    assert_int_equal(listed(f, &(struct store_filter){.checklist = "tried@1.0.1"}), 0);
    assert_int_equal(listed(f, &(struct store_filter){.community = "Ward 2"}), 1);
    assert_int_equal(listed(f, &(struct store_filter){.limit = 3}), 3);
    assert_whole(f);
}

static void ids_rise_within_a_batch(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    char last[37] = "";
    begin(s);
    for (int i = 0; i < 300; i++) {
        struct assessment a = make_assessment(f, make_plan(f, i, 1, NULL), f->quick);
        put(s, &a);
        assert_true(strcmp(last, a.id) < 0);
        memcpy(last, a.id, sizeof last);
    }
    commit(s);
    store_close(s);
}

static void a_rollback_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct store_stats stats;
    struct err e;
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->checklist);
    begin(s);
    put(s, &a);
    store_rollback(s);
    assert_int_equal(store_stats(s, &stats, &e), 0);
    assert_int_equal(stats.assessments, 0);
    assert_int_equal(stats.documents, 0);
    /* What the store remembered of the rows that are gone must not be used. */
    begin(s);
    assert_int_equal(put(s, &a), STORE_ADDED);
    commit(s);
    begin(s);
    struct assessment b = make_assessment(f, make_plan(f, 2, 1, NULL), f->checklist);
    put(s, &b);
    store_close(s); /* an open batch is rolled back */
    assert_int_equal(listed(f, &(struct store_filter){0}), 1);
    assert_whole(f);
}

static void nothing_is_put_outside_a_batch_or_without_its_rule_set(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->checklist);
    enum store_put how;
    struct err e;
    assert_int_equal(store_put(s, &a, &how, &e), ERR_USAGE);
    assert_int_equal(store_begin(s, &e), 0);
    assert_int_equal(store_put(s, &a, &how, &e), ERR_STORE);
    assert_non_null(strstr(e.text, f->ruleset));
    assert_int_equal(store_put_document(s, STORE_PLAN, "{}", 2, &e), ERR_USAGE);
    store_close(s);
    s = open_store(f, STORE_READ);
    assert_int_equal(store_begin(s, &e), ERR_USAGE);
    store_close(s);
}

/* --- round trip ---------------------------------------------------------------------------- */

static void assert_json_equal(const struct json *a, const struct json *b)
{
    struct buf x = BUF_INIT, y = BUF_INIT;
    json_write(&x, a);
    json_write(&y, b);
    assert_string_equal(buf_text(&x), buf_text(&y));
    buf_free(&x);
    buf_free(&y);
}

static void assert_finding_equal(const struct finding *a, const struct finding *b)
{
    assert_int_equal(a->outcome, b->outcome);
    assert_int_equal(a->by, b->by);
    if (a->outcome == OUTCOME_SCORED) {
        assert_int_equal(a->credit, b->credit);
        assert_memory_equal(&a->raw, &b->raw, sizeof a->raw);
    }
    assert_string_equal(a->template_text, b->template_text);
    assert_int_equal(a->params == NULL, b->params == NULL);
    if (a->params != NULL) {
        assert_json_equal(a->params, b->params);
    }
    assert_int_equal(a->rule == NULL, b->rule == NULL);
    if (a->rule != NULL) {
        assert_string_equal(a->rule, b->rule);
    }
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->read_count, b->read_count);
    for (size_t i = 0; i < a->read_count; i++) {
        assert_string_equal(a->read[i], b->read[i]);
    }
}

/* Values that packing treats each in its own way. */
static void awkward_findings(struct fixture *f, struct finding *findings)
{
    static const double raws[] = {
        0,           1,           0.5,          1.0 / 3, 2.0 / 3,      127.0 / 128,
        128.0 / 129, 0.123456789, 0.1234567891, 1e-12,   0.9999999999, 5e-324,
        0.42,        1.0 / 128};
    static const double numbers[] = {0,
                                     1,
                                     -1,
                                     -7,
                                     0.5,
                                     -0.5,
                                     12.5,
                                     1e15,
                                     1e300,
                                     -1e300,
                                     123456.789,
                                     9007199254740993.0,
                                     0.1,
                                     1e-9,
                                     999999999.999,
                                     3.141592653589793};
    for (size_t i = 0; i < sizeof raws / sizeof *raws; i++) {
        findings[i] = (struct finding){.outcome = OUTCOME_SCORED,
                                       .raw = raws[i],
                                       .credit = number_to_credit(raws[i]),
                                       .template_text = "x"};
    }
    /* A checklist's own rounding: the credit is not the raw number's. */
    findings[14] = (struct finding){
        .outcome = OUTCOME_SCORED, .raw = 0.77, .credit = 800000000, .template_text = ""};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        findings[20 + i] = (struct finding){
            .outcome = OUTCOME_UNKNOWN,
            .by = BY_RULE,
            .template_text = "{n} {p}",
            .line = 1 << 20,
            .params = params(f, "p", percent(f, numbers[i]), "n", number(f, numbers[i]))};
    }
    struct json *list = json_new(&f->arena, JSON_ARRAY);
    assert_int_equal(json_add(&f->arena, list, NULL, json_new_bool(&f->arena, true)), 0);
    assert_int_equal(json_add(&f->arena, list, NULL, json_new(&f->arena, JSON_NULL)), 0);
    findings[40].params = params(f, "list", list, "text",
                                 json_new_string(&f->arena, "\xc3\xa9\n\"{", 5));
    findings[41].params = json_new(&f->arena, JSON_OBJECT);
    findings[42].params = params(f, "empty", json_new_string(&f->arena, "", 0), "z",
                                 params(f, "b", number(f, 1), "a", number(f, 2)));
    static const char *const paths[] = {"answers.D3-00",    "answers.D3-09.LS", "answers.D3-099",
                                        "answers",          "answers.D3-09",    "{\"own\":\"\"}",
                                        "community.hazards"};
    for (int i = 40; i < 50; i++) {
        findings[i].outcome = OUTCOME_ERROR;
        findings[i].by = i % 2 == 0 ? BY_RULE : BY_LIMIT;
        findings[i].template_text = "broke";
        findings[i].rule = i % 3 == 0 ? NULL : "x/y@12";
        findings[i].read = paths;
        findings[i].read_count = (size_t)i - 42 > 7 ? 0 : (size_t)i - 42;
    }
}

static void every_field_of_a_finding_comes_back(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 7, 1, "2026-2"), f->checklist);
    struct stored *b;
    struct err e = {0};
    awkward_findings(f, a.findings);
    assert_int_equal(score_assessment(&f->arena, &a), 0);
    begin(s);
    put(s, &a);
    commit(s);
    store_close(s);
    s = open_store(f, STORE_READ);
    if (store_get(s, a.id, &b, &e) != 0) {
        fail_msg("%s", e.text);
    }
    for (int i = 0; i < CRITERIA; i++) {
        assert_finding_equal(&a.findings[i], &b->assessment.findings[i]);
        assert_int_equal(a.contribution[i], b->assessment.contribution[i]);
        assert_int_equal(a.effect[i], b->assessment.effect[i]);
    }
    for (int i = 0; i < f->checklist->node_count; i++) {
        const struct node_result *x = &a.nodes[i], *y = &b->assessment.nodes[i];
        assert_true(x->applicable == y->applicable && x->score == y->score && x->low == y->low &&
                    x->high == y->high && x->coverage == y->coverage);
    }
    assert_memory_equal(a.counts, b->assessment.counts, sizeof a.counts);
    assert_int_equal(a.band, b->assessment.band);
    assert_true(b->assessment.incomplete);
    assert_string_equal(b->assessment.id, a.id);
    assert_string_equal(b->assessment.created, a.created);
    assert_string_equal(b->assessment.engine, a.engine);
    assert_string_equal(b->assessment.ruleset_digest, a.ruleset_digest);
    assert_string_equal(b->plan.round, "2026-2");
    assert_string_equal(b->plan.digest, a.plan->digest);
    assert_string_equal(b->checklist->digest, f->checklist->digest);
    assert_string_equal(b->previous,
                        "0000000000000000000000000000000000000000000000000000000000000000");
    struct buf text = BUF_INIT;
    assert_string_equal(b->plan.text, a.plan->text);
    assert_int_equal(store_get_document(s, f->checklist->digest, &text, &e), 0);
    assert_int_equal(text.len, f->checklist->text_len);
    assert_memory_equal(text.data, f->checklist->text, text.len);
    assert_int_equal(store_get_document(s, f->checklist->digest + 8, &text, &e), ERR_NOT_FOUND);
    buf_free(&text);
    stored_free(b);
    store_close(s);
    assert_whole(f);
}

static void an_id_may_be_cut_short_but_not_guessed(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 1, 1, NULL), f->quick);
    struct assessment b = make_assessment(f, make_plan(f, 2, 1, NULL), f->quick);
    struct stored *stored;
    struct err e;
    char prefix[37];
    begin(s);
    put(s, &a);
    put(s, &b);
    commit(s);
    memcpy(prefix, a.id, 37);
    prefix[8] = '\0'; /* same minute: both begin so */
    assert_int_equal(store_get(s, prefix, &stored, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.text, "several"));
    memcpy(prefix, a.id, 37);
    prefix[18] = '\0'; /* time and counter differ */
    assert_int_equal(store_get(s, prefix, &stored, &e), 0);
    assert_string_equal(stored->assessment.id, a.id);
    stored_free(stored);
    static const char *const wrong[] = {
        "", "0198f0c", "xyzxyzxyz", "ffffffff-ffff", "ffffffffffff", "%%%%%%%%"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(store_get(s, wrong[i], &stored, &e), ERR_NOT_FOUND);
        assert_null(stored);
    }
    store_close(s);
}

/* --- queries ------------------------------------------------------------------------------- */

static int join_row(void *context, int columns, const char *const *names, const char *const *values)
{
    for (int i = 0; i < columns; i++) {
        buf_printf(context, "%s=%s;", names[i], values[i] == NULL ? "NULL" : values[i]);
    }
    buf_putc(context, '\n');
    return 0;
}

static void findings_are_rows_of_plain_sql(void **state)
{
    struct fixture *f = *state;
    struct store *s = open_store(f, STORE_WRITE);
    struct assessment a = make_assessment(f, make_plan(f, 3, 1, NULL), f->checklist);
    struct buf out = BUF_INIT;
    struct err e = {0};
    size_t count = 1;
    a.findings[1] = (struct finding){.outcome = OUTCOME_SCORED,
                                     .raw = 0.25,
                                     .credit = 250000000,
                                     .template_text = "level {i}",
                                     .params = params(f, "i", number(f, 1), NULL, NULL),
                                     .rule = "standard/level@1",
                                     .line = 12,
                                     .read = own_read(f, "D0-01", NULL, &count),
                                     .read_count = 1};
    assert_int_equal(score_assessment(&f->arena, &a), 0);
    begin(s);
    put(s, &a);
    struct assessment b = make_assessment(f, make_plan(f, 4, 1, NULL), f->quick);
    put(s, &b);
    commit(s);
    int code = store_query(
        s,
        "SELECT a.country, f.criterion, f.node, f.outcome, f.by, f.credit, f.reason, f.template, "
        "f.params, f.rule, f.line, f.read FROM assessment a, finding(a.seq) f "
        "WHERE a.seq = 1 AND f.criterion = 'D0-01'",
        join_row, &out, &e);
    if (code != 0) {
        fail_msg("%s", e.text);
    }
    assert_string_equal(
        buf_text(&out),
        "country=KEN;criterion=D0-01;node=D0;outcome=scored;by=NULL;credit=0.25;reason=level 1;"
        "template=level {i};params={\"i\":1};rule=standard/level@1;line=12;"
        "read=[\"answers.D0-01\"];\n");
    buf_reset(&out);
    assert_int_equal(store_query(s, "SELECT count(*) AS n, count(DISTINCT seq) AS a FROM finding",
                                 join_row, &out, &e),
                     0);
    assert_string_equal(buf_text(&out), "n=121;a=2;\n");
    buf_reset(&out);
    assert_int_equal(store_query(s,
                                 "SELECT a.seq AS seq, count(f.credit) = a.scored AS same FROM "
                                 "finding f JOIN assessment a "
                                 "ON f.seq = a.seq GROUP BY a.seq; -- done",
                                 join_row, &out, &e),
                     0);
    assert_string_equal(buf_text(&out), "seq=1;same=1;\nseq=2;same=1;\n");
    static const char *const refused[] = {
        "DELETE FROM shape",
        "SELECT 1; SELECT 2",
        "",
        "PRAGMA journal_mode = DELETE",
        "ATTACH 'x' AS y",
        "BEGIN",
        "CREATE TABLE x (y)",
        "SELECT * FROM nowhere",
        "SELECT \"text\"",
        "UPDATE chain_head SET count = 0 RETURNING count",
        "VACUUM INTO '/tmp/banyan-never'",
        "SELECT load_extension('x')",
        "WITH RECURSIVE n(i) AS (SELECT 1) INSERT INTO shape SELECT * FROM n"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (store_query(s, refused[i], join_row, &out, &e) != ERR_USAGE) {
            fail_msg("%s: was not refused", refused[i]);
        }
    }
    buf_free(&out);
    store_close(s);
    assert_whole(f);
}

/* --- SQL of people's own ------------------------------------------------------------------- */

struct heard {
    struct buf text;
    int looks;
};

static int hear_names(void *context, int columns, const char *const *names)
{
    struct heard *h = context;
    for (int i = 0; i < columns; i++) {
        buf_printf(&h->text, "%s%s", i > 0 ? "," : "", names[i]);
    }
    buf_puts(&h->text, "\n");
    return 0;
}

static int hear_row(void *context, int columns, const struct store_value *values)
{
    struct heard *h = context;
    for (int i = 0; i < columns; i++) {
        const struct store_value *v = &values[i];
        buf_puts(&h->text, i > 0 ? "," : "");
        if (v->type == STORE_INTEGER) {
            buf_printf(&h->text, "%lld", (long long)v->integer);
        } else if (v->type == STORE_REAL) {
            number_write(&h->text, v->real);
        } else if (v->type == STORE_TEXT) {
            buf_add(&h->text, v->text, v->len);
        } else {
            buf_printf(&h->text, "%s%zu", v->type == STORE_NULL ? "null" : "blob", v->len);
        }
    }
    buf_puts(&h->text, "\n");
    return 0;
}

static int look_thrice(void *context, struct err *e)
{
    struct heard *h = context;
    return ++h->looks < 3 ? 0 : err_set(e, ERR_INPUT, "enough");
}

static void ask(struct store *s, const char *sql, int wanted, const char *answer)
{
    struct heard h = {.text = BUF_INIT};
    struct err e = {0};
    struct store_sql how = {
        .context = &h, .begin = hear_names, .row = hear_row, .look = look_thrice};
    assert_int_equal(store_sql(s, sql, &how, &e), wanted);
    assert_string_equal(wanted == 0 ? buf_text(&h.text) : e.text, answer);
    buf_free(&h.text);
}

static void sql_of_people_gives_values_by_type_and_says_where_it_is_wrong(void **state)
{
    struct fixture *f = *state;
    fill(f, 2);
    struct store *s = open_store(f, STORE_READ);
    ask(s, "SELECT 1 AS a, 0.5 AS b, 'x' AS c, x'0001' AS d, NULL AS e", 0,
        "a,b,c,d,e\n1,0.5,x,blob2,null0\n");
    ask(s,
        "SELECT count(*) AS n FROM assessment a, result r ON r.seq = a.seq AND "
        "r.score * 1e9 = a.score AND r.id = id_text(a.id), node(a.seq) n "
        "WHERE n.depth = 0 AND n.score = r.score AND n.coverage = r.coverage",
        0, "n\n2\n");
    ask(s,
        "SELECT length(document_text(plan)) = size AS same FROM assessment a JOIN document d ON "
        "d.id = a.plan LIMIT 1",
        0, "same\n1\n");
    ask(s, "SELECT document_text(99999)", ERR_INPUT, "SQL: document 99999 is missing");
    ask(s, "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
        ERR_INPUT, "enough");
    ask(s, "SELECT 1\n, 2, scoer FROM result", ERR_INPUT,
        "SQL: line 2, column 6: no such column: scoer: did you mean score?");
    ask(s, "SELECT * FROM asessment", ERR_INPUT,
        "SQL: no such table: asessment: did you mean assessment?");
    ask(s, "DELETE FROM assessment", ERR_INPUT,
        "only one SELECT is allowed here, which reads the store and nothing else");
    /* The handle goes on as it was. */
    struct buf out = BUF_INIT;
    struct err e;
    assert_int_equal(store_query(s, "SELECT count(*) AS n FROM assessment", join_row, &out, &e), 0);
    assert_string_equal(buf_text(&out), "n=2;\n");
    buf_free(&out);
    store_close(s);
}

/* Every table and column that a store has is in the list, and the list names nothing else. */
static void the_list_of_names_is_what_there_is(void **state)
{
    struct fixture *f = *state;
    fill(f, 1);
    struct store *s = open_store(f, STORE_READ);
    struct heard h = {.text = BUF_INIT};
    struct buf listed_names = BUF_INIT;
    struct err e;
    struct store_sql how = {.context = &h, .begin = hear_names, .row = hear_row};
    size_t count;
    const struct store_name *names = store_names(&count);
    assert_int_equal(
        store_sql(
            s,
            "SELECT t.name || '.' || c.name FROM (SELECT name FROM sqlite_schema WHERE type = "
            "'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'derived%' UNION ALL "
            "VALUES ('result'), ('finding'), ('node'), ('total'), ('measure')) t, "
            "pragma_table_info(t.name) c "
            "ORDER BY 1",
            &how, &e),
        0);
    const char *table = "";
    for (size_t i = 0; i < count; i++) {
        assert_true((names[i].table == NULL) != (names[i].column == NULL));
        assert_true(names[i].text[0] != '\0');
        if (names[i].table != NULL) {
            table = names[i].table;
        } else {
            struct buf one = BUF_INIT;
            buf_printf(&one, "\n%.*s.%s\n", (int)strcspn(table, "("), table, names[i].column);
            if (strstr(buf_text(&h.text), buf_text(&one)) == NULL) {
                fail_msg("there is no %s", buf_text(&one));
            }
            buf_add(&listed_names, one.data, one.len);
            buf_free(&one);
        }
    }
    for (char *save = NULL, *line = strtok_r(strchr(h.text.data, '\n') + 1, "\n", &save);
         line != NULL; line = strtok_r(NULL, "\n", &save)) {
        struct buf one = BUF_INIT;
        buf_printf(&one, "\n%s\n", line);
        if (strstr(buf_text(&listed_names), buf_text(&one)) == NULL) {
            fail_msg("%s is not in the list", line);
        }
        buf_free(&one);
    }
    buf_free(&listed_names);
    buf_free(&h.text);
    store_close(s);
}

/* --- size ---------------------------------------------------------------------------------- */

static void an_assessment_takes_less_than_800_bytes(void **state)
{
    enum { PLANS = 3000 };
    struct fixture *f = *state;
    struct buf out = BUF_INIT;
    struct err e;
    struct store *s = open_store(f, STORE_WRITE);
    begin(s);
    for (int i = 0; i < PLANS; i++) {
        struct assessment a = make_assessment(f, make_plan(f, i, 1, NULL), f->checklist);
        put(s, &a);
        arena_reset(&f->arena);
    }
    commit(s);
    store_close(s);
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(
            db,
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name NOT LIKE '%document%'",
            -1, &stmt, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t bytes = sqlite3_column_int64(stmt, 0) / PLANS;
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    print_message("an assessment of %d findings takes %lld bytes beside documents\n", CRITERIA,
                  (long long)bytes);
    assert_in_range((uintmax_t)bytes, 200, 799);
    s = open_store(f, STORE_READ);
    assert_int_equal(store_query(s, "SELECT max(length(findings)) < 1000 AS small FROM assessment",
                                 join_row, &out, &e),
                     0);
    assert_string_equal(buf_text(&out), "small=1;\n");
    buf_free(&out);
    store_close(s);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_same_again_adds_nothing),
        CASE(other_content_supersedes_and_both_stay),
        CASE(ids_rise_within_a_batch),
        CASE(a_rollback_leaves_nothing),
        CASE(nothing_is_put_outside_a_batch_or_without_its_rule_set),
        CASE(every_field_of_a_finding_comes_back),
        CASE(an_id_may_be_cut_short_but_not_guessed),
        CASE(findings_are_rows_of_plain_sql),
        CASE(sql_of_people_gives_values_by_type_and_says_where_it_is_wrong),
        CASE(the_list_of_names_is_what_there_is),
        CASE(an_assessment_takes_less_than_800_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
