/* The public interface, and with it where rules and checklists are looked up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "banyan.h"
#include "base/file.h"
#include "library.h"
#include "store/store.h"
#include "worker/cage.h"
#include "worker/worker.h"

static const char plan_text[] =
    "{\"banyan\": 1,\n \"plan\": {\"id\": \"W7\", \"title\": \"Ward 7\"},\n"
    " \"community\": {\"country\": \"NPL\", \"name\": \"Ward 7\"},\n"
    " \"assessment\": {\"round\": \"2026\", \"date\": \"2026-09-12\"},\n"
    " \"answers\": {\"GOV-01\": 2, \"GOV-03\": {\"state\": \"unknown\"}}}\n";

static const char wrong_text[] =
    "{\"banyan\": 1,\n \"plan\": {\"id\": \"W7\", \"title\": \"Ward 7\", \"typ\": \"other\"},\n"
    " \"community\": {\"country\": \"NPX\", \"name\": \"Ward 7\"},\n"
    " \"assessment\": {\"round\": \"2026\", \"date\": \"2026-09-12\"}}\n";

struct place {
    char folder[64], store[96];
};

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    assert_non_null(p);
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/banyan-test-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->store, sizeof p->store, "%s/store.db", p->folder);
    (void)unsetenv("BANYAN_RULES");
    (void)unsetenv("BANYAN_CHECKLISTS");
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    int rc = system(command);
    free(p);
    (void)unsetenv("BANYAN_RULES");
    (void)unsetenv("BANYAN_CHECKLISTS");
    return rc;
}

static void write_file(const struct place *p, const char *below, const char *text)
{
    char path[256];
    struct err e = {0};
    (void)snprintf(path, sizeof path, "%s/%s", p->folder, below);
    if (file_make_parents(path, &e) != 0 || file_write(path, text, strlen(text), &e) != 0) {
        fail_msg("%s", e.text);
    }
}

static banyan_engine *engine(struct banyan_options options)
{
    banyan_engine *out = NULL;
    struct banyan_message m;
    if (banyan_engine_new(&options, &out, &m) != BANYAN_OK) {
        fail_msg("%s", m.text);
    }
    return out;
}

static char *assess(banyan_engine *g, banyan_store *s, const char *text)
{
    char *out = NULL;
    struct banyan_message m;
    if (banyan_assess(g, s, "plan.json", text, strlen(text), &out, &m) != BANYAN_OK) {
        fail_msg("%s", m.text);
    }
    return out;
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in: %s", part, text);
    }
}

/* ---- engine ---- */

static void test_the_version_is_that_of_the_header(void **state)
{
    (void)state;
    assert_string_equal(banyan_version(), BANYAN_VERSION);
}

static void test_an_engine_needs_a_checklist_that_exists(void **state)
{
    (void)state;
    banyan_engine *g = NULL;
    struct banyan_message m;
    struct banyan_options o = BANYAN_OPTIONS_INIT;
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_USAGE);
    o.checklist = "child-dr";
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_NOT_FOUND);
    assert_holds(m.text, "did you mean child-drr?");
    o.checklist = "child-drr@7";
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_NOT_FOUND);
    assert_holds(m.text, "child-drr@7: no such version: there is ");
    o.checklist = "../checklists";
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_IO);
    o.checklist = "..";
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_INPUT);
    o = (struct banyan_options){.checklist = "child-drr", .profile = "nosuch"};
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_INPUT);
    assert_holds(m.text, "nosuch");
    o = (struct banyan_options){.checklist = "child-drr", .round = "no round"};
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_USAGE);
    assert_null(g);
}

static void test_the_same_plan_gives_the_same_bytes_whatever_the_engine(void **state)
{
    (void)state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    banyan_engine *h = engine((struct banyan_options){.checklist = "child-drr@1"});
    char *a = assess(g, NULL, plan_text), *b = assess(g, NULL, plan_text),
         *c = assess(h, NULL, plan_text);
    assert_string_equal(a, b);
    assert_string_equal(a, c);
    assert_null(strstr(a, "\"created\""));
    assert_holds(a, "\"counts\":{\"scored\":");
    assert_holds(a, "\"unknown\":1");
    banyan_free(a);
    banyan_free(b);
    banyan_free(c);
    banyan_engine_free(g);
    banyan_engine_free(h);
}

static void test_all_complaints_about_a_plan_are_told(void **state)
{
    (void)state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    struct banyan_message m;
    char *out = NULL;
    assert_int_equal(banyan_assess(g, NULL, "w.json", wrong_text, strlen(wrong_text), &out, &m),
                     BANYAN_INPUT);
    assert_null(out);
    assert_holds(m.text, "w.json:2: plan.typ: ");
    assert_holds(m.text, "\nw.json:3: community.country: ");
    assert_true(m.text[strlen(m.text) - 1] != '\n');
    /* and the engine goes on */
    out = assess(g, NULL, plan_text);
    banyan_free(out);
    banyan_engine_free(g);
}

static void test_a_plan_that_was_taken_may_have_remarks(void **state)
{
    const struct place *p = *state;
    static const char codes[] =
        "{\"banyan\": 1,\n \"plan\": {\"id\": \"W7\", \"title\": \"Ward 7\"},\n"
        " \"community\": {\"country\": \"NPL\", \"name\": \"Ward 7\", \"pcode\": \"NP0499\",\n"
        "  \"hazards\": [{\"type\": \"FF\", \"hip\": \"MH0006\"}]},\n"
        " \"assessment\": {\"round\": \"2026\", \"date\": \"2026-09-12\"}}\n";
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    struct banyan_message m;
    char *out = NULL;
    for (int i = 0; i < 2; i++) { /* the list of places is there the second time */
        (void)snprintf(m.text, sizeof m.text, "left over");
        assert_int_equal(banyan_assess(g, NULL, "p.json", codes, strlen(codes), &out, &m),
                         BANYAN_OK);
        banyan_free(out);
        assert_holds(m.text,
                     "p.json:4: community.hazards[1].hip: remark: MH0006 is the HIP code of 2020");
        assert_holds(m.text, "\np.json:3: community.pcode: remark: \"NP0499\" is not in the list");
        assert_int_not_equal(m.text[strlen(m.text) - 1], '\n');
    }
    assert_int_equal(banyan_assess(g, NULL, "p", codes, strlen(codes), &out, NULL), BANYAN_OK);
    banyan_free(out);
    assert_int_equal(banyan_assess(g, NULL, "p", plan_text, strlen(plan_text), &out, &m),
                     BANYAN_OK);
    banyan_free(out);
    assert_string_equal(m.text, "");
    banyan_engine_free(g);

    /* A list of one's own that is none is told once, and costs nothing else. */
    write_file(p, "codes/pcodes/NPL.csv", "pcode,name\n");
    assert_int_equal(setenv("BANYAN_CHECKLISTS", p->folder, 1), 0);
    g = engine((struct banyan_options){.checklist = "child-drr"});
    for (int i = 0; i < 2; i++) {
        assert_int_equal(banyan_assess(g, NULL, "p", codes, strlen(codes), &out, &m), BANYAN_OK);
        banyan_free(out);
        assert_int_equal(strstr(m.text, "the list is passed over") != NULL, i == 0);
        assert_holds(m.text, "MH0006");
        assert_null(strstr(m.text, "NP0499"));
    }
    banyan_engine_free(g);
}

static void test_more_remarks_than_there_is_room_for_end_with_a_whole_one(void **state)
{
    (void)state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    struct banyan_message m;
    char *out = NULL;
    char name[1000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct buf text = BUF_INIT;
    buf_puts(
        &text,
        "{\"banyan\": 1, \"plan\": {\"id\": \"W7\", \"title\": \"Ward 7\"}, \"assessment\": "
        "{\"round\": \"2026\", \"date\": \"2026-09-12\"}, \"community\": {\"country\": \"NPL\", "
        "\"name\": \"Ward 7\", \"hazards\": [");
    for (int i = 0; i < 8; i++) {
        buf_printf(&text, "%s{\"type\": \"FF\", \"hip\": \"MH0006\"}", i == 0 ? "" : ",");
    }
    buf_puts(&text, "]}}");
    assert_int_equal(banyan_assess(g, NULL, name, buf_text(&text), text.len, &out, &m), BANYAN_OK);
    banyan_free(out);
    buf_free(&text);
    assert_holds(m.text, "community.hazards[1].hip: ");
    size_t len = strlen(m.text);
    assert_true(len > 2000 && len < sizeof m.text);
    assert_string_equal(m.text + len - strlen(" of 2025"), " of 2025");
    banyan_engine_free(g);
}

static void test_a_plan_cut_at_any_byte_is_refused(void **state)
{
    (void)state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    for (size_t len = 0; len + 2 < strlen(plan_text); len++) {
        struct banyan_message m;
        char *out = NULL;
        assert_int_equal(banyan_assess(g, NULL, "p.json", plan_text, len, &out, &m), BANYAN_INPUT);
        assert_null(out);
        assert_holds(m.text, "p.json:");
    }
    banyan_engine_free(g);
}

static void test_profile_and_round_of_the_options_hold(void **state)
{
    (void)state;
    banyan_engine *g = engine(
        (struct banyan_options){.checklist = "child-drr", .profile = "quick", .round = "R-9"});
    char *out = assess(g, NULL, plan_text);
    assert_holds(out, "\"round\":\"R-9\"");
    assert_holds(out, "\"profile\":\"quick\"");
    assert_null(strstr(out, "\"GOV-03\"")); /* answered, and outside the profile */
    banyan_free(out);
    banyan_engine_free(g);
}

/* ---- store ---- */

static void read_id(const char *json, char id[37])
{
    assert_memory_equal(json, "{\"id\":\"", 7);
    memcpy(id, json + 7, 36);
    id[36] = '\0';
}

static int count_scored(void *context, int columns, const char *const *names,
                        const char *const *values)
{
    int *rows = context;
    assert_int_equal(columns, 3);
    assert_string_equal(names[0], "country");
    assert_string_equal(values[0], "NPL");
    assert_non_null(values[1]);
    ++*rows;
    return 0;
}

static void test_findings_are_rows_to_sql(void **state)
{
    const struct place *p = *state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    banyan_store *s = NULL;
    struct banyan_message m;
    int rows = 0;
    assert_int_equal(banyan_store_open(p->store, 1, &s, &m), BANYAN_OK);
    banyan_free(assess(g, s, plan_text));
    assert_int_equal(
        banyan_store_query(s,
                           "SELECT a.country, f.criterion, f.credit FROM assessment a, "
                           "finding(a.seq) f",
                           count_scored, &rows, &m),
        BANYAN_OK);
    assert_int_equal(rows, 119);
    assert_int_not_equal(banyan_store_query(s, "DELETE FROM shape", count_scored, &rows, &m),
                         BANYAN_OK);
    assert_true(m.text[0] != '\0');
    banyan_store_close(s);
    banyan_engine_free(g);
}

static void test_a_stored_assessment_comes_back_byte_for_byte(void **state)
{
    const struct place *p = *state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    banyan_store *s = NULL;
    struct banyan_message m;
    char id[37], *got = NULL;
    assert_int_equal(banyan_store_open(p->store, 1, &s, &m), BANYAN_OK);
    char *first = assess(g, s, plan_text);
    char *again = assess(g, s, plan_text);
    assert_string_equal(first, again); /* id and created too: nothing was added */
    read_id(first, id);
    banyan_store_close(s);

    assert_int_equal(banyan_store_open(p->store, 0, &s, &m), BANYAN_OK);
    assert_int_equal(banyan_store_get(s, id, &got, &m), BANYAN_OK);
    assert_string_equal(first, got);
    banyan_free(got);
    assert_int_equal(banyan_store_get(s, "00000000", &got, &m), BANYAN_NOT_FOUND);
    assert_null(got);
    /* a store opened for reading takes nothing */
    assert_int_not_equal(banyan_assess(g, s, "p", plan_text, strlen(plan_text), &got, &m),
                         BANYAN_OK);
    assert_null(got);
    banyan_store_close(s);
    banyan_free(first);
    banyan_free(again);
    banyan_engine_free(g);
}

static void test_a_refused_plan_leaves_nothing_in_the_store(void **state)
{
    const struct place *p = *state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    banyan_store *s = NULL;
    struct banyan_message m;
    struct store *inner = NULL;
    struct store_stats stats;
    struct err e;
    char *out = NULL;
    assert_int_equal(banyan_store_open(p->store, 1, &s, &m), BANYAN_OK);
    assert_int_equal(banyan_assess(g, s, "w", wrong_text, strlen(wrong_text), &out, &m),
                     BANYAN_INPUT);
    banyan_store_close(s);
    assert_int_equal(store_open(p->store, STORE_READ, &inner, &e), 0);
    assert_int_equal(store_stats(inner, &stats, &e), 0);
    assert_int_equal(stats.assessments, 0);
    assert_int_equal(stats.documents, 0);
    store_close(inner);
    banyan_engine_free(g);
}

static void test_what_an_assessment_rests_on_is_stored_with_it(void **state)
{
    const struct place *p = *state;
    banyan_engine *g = engine((struct banyan_options){.checklist = "child-drr"});
    banyan_store *s = NULL;
    struct store *inner = NULL;
    struct banyan_message m;
    struct err e = {0};
    struct buf manifest = BUF_INIT, rule = BUF_INIT;
    assert_int_equal(banyan_store_open(p->store, 1, &s, &m), BANYAN_OK);
    char *out = assess(g, s, plan_text);
    banyan_store_close(s);
    banyan_engine_free(g);
    const char *digest = strstr(out, "\"ruleset\":{\"digest\":\"");
    assert_non_null(digest);
    char text[72] = "", hex[65] = "";
    memcpy(text, digest + 21, 71);
    assert_int_equal(store_open(p->store, STORE_READ, &inner, &e), 0);
    assert_int_equal(store_get_document(inner, text, &manifest, &e), 0);
    assert_holds(buf_text(&manifest), "standard/level ");
    memcpy(hex, strstr(buf_text(&manifest), "standard/level ") + 15, 64);
    assert_int_equal(store_get_document(inner, hex, &rule, &e), 0);
    assert_holds(buf_text(&rule), "id = \"standard/level\"");
    buf_free(&manifest);
    buf_free(&rule);
    store_close(inner);
    banyan_free(out);
}

static void test_a_store_that_is_not_there_is_not_made_for_reading(void **state)
{
    const struct place *p = *state;
    banyan_store *s = NULL;
    struct banyan_message m;
    assert_int_equal(banyan_store_open(p->store, 0, &s, &m), BANYAN_NOT_FOUND);
    assert_null(s);
    assert_holds(m.text, "store.db: there is no store");
    assert_int_not_equal(access(p->store, F_OK), 0);
    assert_int_equal(banyan_store_open(NULL, 0, &s, &m), BANYAN_USAGE);
}

/* ---- where things are found ---- */

#define RULE(version)                                                         \
    "return { id = \"standard/level\", version = " version                    \
    ", title = \"own\", source = \"own\",\n"                                  \
    "  score = function() return 0.25 end,\n"                                 \
    "  tests = { { name = \"a\", answer = 1, expect = { credit = 0.25 } },\n" \
    "            { name = \"b\", answer = 2, expect = { credit = 0.25 } } } }\n"

static void test_own_rules_go_before_those_of_the_environment_and_the_shipped_ones(void **state)
{
    const struct place *p = *state;
    char one[96], two[96];
    (void)snprintf(one, sizeof one, "%s/one", p->folder);
    (void)snprintf(two, sizeof two, "%s/two", p->folder);
    write_file(p, "one/standard/level.lua", RULE("71"));
    write_file(p, "two/standard/level.lua", RULE("72"));
    const char *folders[] = {one};
    struct banyan_options with = {.checklist = "child-drr", .rules = folders, .rules_count = 1};
    struct banyan_options without = {.checklist = "child-drr"};

    banyan_engine *g = engine(without);
    char *out = assess(g, NULL, plan_text);
    assert_holds(out, "\"rule\":\"standard/level@1\"");
    banyan_free(out);
    banyan_engine_free(g);

    assert_int_equal(setenv("BANYAN_RULES", two, 1), 0);
    g = engine(without);
    out = assess(g, NULL, plan_text);
    assert_holds(out, "\"rule\":\"standard/level@72\"");
    banyan_free(out);
    banyan_engine_free(g);

    g = engine(with);
    out = assess(g, NULL, plan_text);
    assert_holds(out, "\"rule\":\"standard/level@71\"");
    banyan_free(out);
    banyan_engine_free(g);
}

#define CHECKLIST(id, version)                                                                  \
    "{\"banyan\": 1, \"id\": \"" id "\", \"version\": \"" version "\", \"title\": \"Own\",\n"   \
    " \"language\": \"en\", \"nodes\": [{\"id\": \"N\", \"title\": \"N\", \"weight\": 1,\n"     \
    "  \"criteria\": [{\"id\": \"GOV-01\", \"title\": \"T\", \"question\": \"Q\", \"weight\": " \
    "1,\n"                                                                                      \
    "   \"answer\": {\"type\": \"level\", \"max\": 3}, \"rule\": \"standard/level\"}]}]}\n"

static int find(const char *reference, struct buf *text, struct err *e)
{
    struct arena arena = ARENA_INIT;
    const char *path = NULL;
    buf_reset(text);
    int rc = library_checklist(reference, &arena, text, &path, e);
    arena_free(&arena);
    return rc;
}

static void test_a_version_fits_by_whole_numbers(void **state)
{
    const struct place *p = *state;
    struct err e = {0};
    struct buf text = BUF_INIT;
    write_file(p, "own/village/checklist.json", CHECKLIST("village", "10.2.3"));
    char folder[96];
    (void)snprintf(folder, sizeof folder, "%s/own", p->folder);
    assert_int_equal(setenv("BANYAN_CHECKLISTS", folder, 1), 0);
    const char *const fit[] = {"village", "village@10", "village@10.2", "village@10.2.3"};
    for (size_t i = 0; i < sizeof fit / sizeof *fit; i++) {
        assert_int_equal(find(fit[i], &text, &e), 0);
    }
    const char *const other[] = {"village@1", "village@10.3", "village@10.2.3.4", "village@2"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        assert_int_equal(find(other[i], &text, &e), ERR_NOT_FOUND);
        assert_holds(e.text, "there is 10.2.3 (");
    }
    assert_int_equal(find("village@", &text, &e), ERR_INPUT);
    buf_free(&text);
}

static void test_own_checklists_go_before_the_shipped_ones_and_older_ones_stay_in_reach(
    void **state)
{
    const struct place *p = *state;
    struct err e = {0};
    struct buf text = BUF_INIT;
    struct arena arena = ARENA_INIT;
    const char *const *ids = NULL;
    size_t count = 0;
    write_file(p, "own/child-drr/checklist.json", CHECKLIST("child-drr", "99.0.0"));
    write_file(p, "own/village/checklist.json", CHECKLIST("village", "1.0.0"));
    char folders[160];
    (void)snprintf(folders, sizeof folders, "%s/own", p->folder);
    assert_int_equal(setenv("BANYAN_CHECKLISTS", folders, 1), 0);
    assert_int_equal(find("child-drr", &text, &e), 0);
    assert_holds(buf_text(&text), "99.0.0");
    assert_int_equal(find("child-drr@1", &text, &e), 0);
    assert_null(strstr(buf_text(&text), "99.0.0"));

    assert_int_equal(library_checklists(&arena, &ids, &count, &e), 0);
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        found += strcmp(ids[i], "child-drr") == 0 || strcmp(ids[i], "village") == 0;
        assert_true(i == 0 || strcmp(ids[i - 1], ids[i]) < 0); /* sorted, each once */
    }
    assert_int_equal(found, 2);
    arena_free(&arena);
    buf_free(&text);
}

static void test_a_checklist_is_taken_from_a_path(void **state)
{
    const struct place *p = *state;
    char path[128];
    write_file(p, "mine.json", CHECKLIST("mine", "1.0.0"));
    (void)snprintf(path, sizeof path, "%s/mine.json", p->folder);
    banyan_engine *g = engine((struct banyan_options){.checklist = path});
    struct banyan_message m;
    char *out = NULL;
    /* GOV-03 is no criterion of this one */
    assert_int_equal(banyan_assess(g, NULL, "p", plan_text, strlen(plan_text), &out, &m),
                     BANYAN_INPUT);
    assert_holds(m.text, "p:5: answers.GOV-03: ");
    banyan_engine_free(g);
    write_file(p, "mine.json", "{\"banyan\": 1,\n \"id\": 7}");
    struct banyan_options o = {.checklist = path};
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_INPUT);
    assert_holds(m.text, "mine.json:2: id: ");
    assert_null(g);
}

/* The rules of an engine run in the program that is named, or not at all. This one can be it. */
static void test_rules_run_in_the_program_that_is_named(void **state)
{
    (void)state;
    char own[4096];
    ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);
    assert_true(len > 0);
    own[len] = '\0';
    struct banyan_options o = {.checklist = "child-drr", .isolate = "/nonexistent/banyan"};
    banyan_engine *g = NULL;
    struct banyan_message m;
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_IO);
    assert_holds(m.text, "/nonexistent/banyan: No such file");
    assert_null(g);
    o.isolate = "/bin/true"; /* a program, but no banyan */
    assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_IO);
    assert_holds(m.text, "rules cannot be isolated here");
    assert_null(g);
    o.isolate = own;
    if (cage_missing() != NULL) { /* tests/fault runs the rest without a sanitizer */
        assert_int_equal(banyan_engine_new(&o, &g, &m), BANYAN_IO);
        assert_holds(m.text, cage_missing());
        assert_null(g);
        print_message("left out here: %s\n", cage_missing());
        return;
    }
    banyan_engine *here = engine((struct banyan_options){.checklist = "child-drr"});
    g = engine(o);
    char *a = assess(here, NULL, plan_text), *b = assess(g, NULL, plan_text),
         *again = assess(g, NULL, plan_text);
    assert_string_equal(a, b);
    assert_string_equal(a, again);
    free(a);
    free(b);
    free(again);
    /* two children at once, and none is left behind */
    banyan_engine *second = engine(o);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), 0);
    banyan_engine_free(g);
    banyan_engine_free(second);
    banyan_engine_free(here);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0) {
        _exit(worker_serve());
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rules_run_in_the_program_that_is_named, set_up,
                                        tear_down),
        cmocka_unit_test(test_the_version_is_that_of_the_header),
        cmocka_unit_test_setup_teardown(test_an_engine_needs_a_checklist_that_exists, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_plan_gives_the_same_bytes_whatever_the_engine,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_complaints_about_a_plan_are_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_plan_that_was_taken_may_have_remarks, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            test_more_remarks_than_there_is_room_for_end_with_a_whole_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_plan_cut_at_any_byte_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_profile_and_round_of_the_options_hold, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_stored_assessment_comes_back_byte_for_byte, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_refused_plan_leaves_nothing_in_the_store, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_what_an_assessment_rests_on_is_stored_with_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_store_that_is_not_there_is_not_made_for_reading,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_own_rules_go_before_those_of_the_environment_and_the_shipped_ones, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(test_a_version_fits_by_whole_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_own_checklists_go_before_the_shipped_ones_and_older_ones_stay_in_reach, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(test_a_checklist_is_taken_from_a_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_findings_are_rows_to_sql, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
