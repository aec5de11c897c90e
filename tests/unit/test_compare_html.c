/* The page of a comparison. */
#include "compare_page_fixture.h"

#include "report/compare_html.h"

static const char CORE[] =
    "{\"banyan\":1,\"id\":\"core\",\"version\":\"1\",\"title\":\"A <core>\",\"bands\":["
    "{\"id\":\"A\",\"title\":\"good\",\"from\":0.5},{\"id\":\"B\",\"title\":\"bad\",\"from\":0}],"
    "\"nodes\":[{\"id\":\"N\",\"title\":\"Water & "
    "air\",\"criteria\":[{\"id\":\"b\",\"title\":\"B\","
    "\"answer\":{\"type\":\"yes_no\"}}]}]}";

struct made {
    struct checklist *core;
    struct compare_world w;
    struct buf out;
};

static void begin(struct made *m, const char *text, size_t countries)
{
    m->core = fixture_checklist(text);
    m->out = (struct buf)BUF_INIT;
    world_make(&m->w, m->core, countries);
}

static const char *page(struct made *m)
{
    struct compare_shown ask = {.c = &m->w.c, .engine = "banyan x"};
    buf_reset(&m->out);
    render_compare_html(&m->out, &ask);
    assert_int_equal(buf_status(&m->out), 0);
    return buf_text(&m->out);
}

static void end(struct made *m)
{
    buf_free(&m->out);
    world_free(&m->w);
    checklist_free(m->core);
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("is not there: %s", part);
    }
}

static void lacks(const char *text, const char *part)
{
    const char *found = strstr(text, part);
    if (found != NULL) {
        fail_msg("is there: %.200s", found);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *p = strstr(text, part); p != NULL; p = strstr(p + 1, part)) {
        n++;
    }
    return n;
}

/* From id="..." of a section to the next one. */
static const char *section(struct made *m, const char *id, char *into, size_t room)
{
    char mark[64];
    (void)snprintf(mark, sizeof mark, "<section class=\"part\" id=\"%s\">", id);
    const char *from = strstr(page(m), mark);
    assert_non_null(from);
    const char *to = strstr(from, "</section>");
    assert_true((size_t)(to - from) < room);
    memcpy(into, from, (size_t)(to - from));
    into[to - from] = '\0';
    return into;
}

static void small_groups_are_marked_and_not_ranked(void **state)
{
    (void)state;
    static char part[200000];
    struct made m;
    begin(&m, CORE, 8); /* Afghanistan has one score, Bhutan four; Fiji has a coverage of 50 % */
    section(&m, "scores", part, sizeof part);
    assert_int_equal(count(part, "class=\"dot hollow\""),
                     4); /* three, and the sign that explains */
    assert_int_equal(count(part, "<line class=\"ci few\""), 2 * 3); /* a line and its ends */
    assert_int_equal(count(part, "<line class=\"ci\""), 5 * 3);     /* of one there is none */
    has(part, "12.0 (1)</text>");
    section(&m, "ranks", part, sizeof part);
    assert_int_equal(count(part, "class=\"dot\""), 5);
    has(part, "Afghanistan: fewer than 5 scores");
    has(part, "Bhutan: fewer than 5 scores");
    has(part, "Fiji: coverage below 60 %");
    section(&m, "first", part, sizeof part);
    has(part, "Fewer than 5 scores, which say little: Afghanistan; Bhutan.");
    has(part, "Less than 60 % of the questions answered, by weight: Fiji.");
    section(&m, "heat", part, sizeof part);
    assert_int_equal(count(part, "*</td>"), 5); /* two groups, total and one domain; one total */
    end(&m);
}

static void neighbours_are_named(void **state)
{
    (void)state;
    static char part[200000];
    struct made m;
    begin(&m, CORE, 8);
    section(&m, "ranks", part, sizeof part);
    size_t alike = 0;
    for (size_t i = 0; i < m.w.c.pair_count; i++) {
        alike += !m.w.c.pairs[i].apart;
    }
    assert_true(alike > 0);
    char said[80];
    (void)snprintf(said, sizeof said,
                   "%zu of %zu pairs of groups with a rank cannot be told apart.", alike,
                   m.w.c.pair_count);
    has(page(&m), said);
    assert_int_equal(count(strstr(part, "rank-table-caption"), "; ") +
                         count(part, "<td class=\"names\">") - count(part, "<td class=\"names\">–"),
                     2 * alike);             /* each is named by the other */
    has(part, "<td>60 %</td><td>70 %</td>"); /* what moves the ranks */
    has(part, "not varied");
    has(page(&m), "Ranks: 10000 draws from the seed 1.");
    m.w.c.draws = 0;
    lacks(page(&m), "id=\"ranks\""); /* they were not asked for */
    lacks(page(&m), "#ranks");
    for (size_t i = 0; i < m.w.c.group_count; i++) {
        m.w.c.groups[i].scored = m.w.c.groups[i].stats[0].n = 2;
        m.w.c.groups[i].rank.ranked = false;
    }
    has(page(&m), "No group has enough scores and coverage for a rank.");
    end(&m);
}

static void what_is_withheld_is_nowhere(void **state)
{
    (void)state;
    struct made m;
    begin(&m, CORE, 8);
    m.w.c.groups[2].stats[0].mean = m.w.c.groups[2].stats[1].mean = 0.7777;
    m.w.c.groups[2].stats[0].ci_low = 0.7666;
    m.w.c.groups[2].stats[0].low = 0.7555;
    m.w.c.groups[2].critical = 0.7444;
    m.w.c.groups[2].rank.ranked = false;
    has(page(&m), "77.8");
    has(page(&m), "76.6");
    has(page(&m), "75.5");
    has(page(&m), "74 %");
    has(page(&m), "Not for publishing.");
    m.w.c.groups[2].withheld = true;
    m.w.c.publish = true;
    static const char *const hidden[] = {
        "77.7", "77.8", "76.6", "75.5", "75.6", "74 %", "Not for publishing"};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        lacks(page(&m), hidden[i]);
    }
    has(page(&m), "Withheld, because a reader could tell who is meant: Brunei");
    end(&m);
}

static void the_map_is_for_countries(void **state)
{
    (void)state;
    static char part[200000];
    struct made m;
    begin(&m, CORE, BEIJING);
    section(&m, "map", part, sizeof part);
    assert_int_equal(count(part, "<rect class=\"sign"), BEIJING);
    assert_int_equal(count(part, " few\""), 3);
    has(part, "imply no opinion");
    m.w.c.groups[1].stats[0].mean = NAN;
    section(&m, "map", part, sizeof part);
    has(part, "<rect class=\"sign unknown\"");
    static const char *const setting[] = {"setting"};
    m.w.c.by = setting;
    lacks(page(&m), "id=\"map\"");
    end(&m);
}

static void texts_of_documents_stay_texts(void **state)
{
    (void)state;
    struct made m;
    static const char *const evil[] = {"XX\"><script>", "<script>alert(1)</script>"};
    begin(&m, CORE, 6);
    m.w.c.groups[1].keys = evil;
    m.w.c.groups[1].labels = evil + 1;
    lacks(page(&m), "<script");
    has(page(&m), "&lt;script&gt;alert(1)");
    has(page(&m), "<title>A &lt;core&gt;</title>");
    has(page(&m), "Water &amp; air");
    end(&m);
}

static void a_page_from_the_right_is_mirrored(void **state)
{
    (void)state;
    static char text[2000];
    struct made m;
    (void)snprintf(text, sizeof text, "{\"language\":\"ar\",%s", CORE + 1);
    begin(&m, text, 6);
    m.w.c.groups[1].stats[0].mean = 0.25;
    has(page(&m), "<html lang=\"ar\" dir=\"rtl\">");
    has(page(&m), "<circle class=\"dot\" cx=\"75.00%\"");
    end(&m);
    begin(&m, CORE, 6);
    m.w.c.groups[1].stats[0].mean = 0.25;
    has(page(&m), "<circle class=\"dot\" cx=\"25.00%\"");
    end(&m);
}

static void risk_is_told(void **state)
{
    (void)state;
    struct made m;
    begin(&m,
          "{\"banyan\":1,\"id\":\"r\",\"version\":\"1\",\"title\":\"r\",\"direction\":\"risk\","
          "\"bands\":["
          "{\"id\":\"low\",\"to\":0.3},{\"id\":\"high\",\"to\":1}],\"criteria\":[{\"id\":\"b\","
          "\"title\":\"B\",\"answer\":{\"type\":\"yes_no\"}}]}",
          6);
    has(page(&m), "<li>A high score is a high risk.</li>");
    has(page(&m), "class=\"compare risk\"");
    lacks(page(&m), "id=\"heat\""); /* no domains, no criteria asked for */
    end(&m);
}

/* 28 countries under a checklist with fifteen domains. */
static void a_page_is_small(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct made m;
    static char core[8000];
    size_t len = (size_t)snprintf(
        core, sizeof core,
        "{\"banyan\":1,\"id\":\"c\",\"version\":\"1\",\"title\":\"c\",\"nodes\":[");
    for (int i = 0; i < 15; i++) {
        len += (size_t)snprintf(
            core + len, sizeof core - len,
            "%s{\"id\":\"N%d\",\"title\":\"Domain\",\"criteria\":[{\"id\":\"b%d\","
            "\"title\":\"B\",\"answer\":{\"type\":\"yes_no\"}}]}",
            i == 0 ? "" : ",", i, i);
    }
    (void)snprintf(core + len, sizeof core - len, "]}");
    begin(&m, core, BEIJING);
    buf_puts(&text, page(&m));
    assert_true(text.len > 60000 && text.len < 400000);
    assert_string_equal(buf_text(&text), page(&m)); /* and the same again */
    buf_free(&text);
    end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_groups_are_marked_and_not_ranked),
        cmocka_unit_test(neighbours_are_named),
        cmocka_unit_test(what_is_withheld_is_nowhere),
        cmocka_unit_test(the_map_is_for_countries),
        cmocka_unit_test(texts_of_documents_stay_texts),
        cmocka_unit_test(a_page_from_the_right_is_mirrored),
        cmocka_unit_test(risk_is_told),
        cmocka_unit_test(a_page_is_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
