/* A comparison in the forms of other programs: what readers get back, how odd names and missing values stand
 * there, and that nothing of a withheld group gets out. Readers that others wrote look at the same forms in
 * tests/cli/35-compare-formats.sh. */
#include "forms_fixture.h"

#include "base/csv.h"
#include "base/xml.h"
#include "base/zip.h"
#include "report/compare_codes.h"
#include "report/compare_forms.h"
#include "report/xlsx.h"

#include <zlib.h>

/* ---- CSV, read back ---- */

enum { CSV_ROWS = 64, CSV_CELLS = 64 };
struct csv_text {
    size_t count;
    char *cells[CSV_ROWS][CSV_CELLS];
    size_t width[CSV_ROWS];
};

static int keep_row(void *context, const struct csv_row *row)
{
    struct csv_text *t = context;
    assert_true(t->count < CSV_ROWS && row->count <= CSV_CELLS);
    for (size_t i = 0; i < row->count; i++) {
        t->cells[t->count][i] = strdup(row->fields[i]);
    }
    t->width[t->count++] = row->count;
    return 0;
}

static void csv_back(struct csv_text *t, const struct buf *text)
{
    struct json_error e;
    memset(t, 0, sizeof *t);
    assert_int_equal(csv_read(buf_text(text), text->len, keep_row, t, &e), 0);
    for (size_t r = 0; r < t->count; r++) {
        assert_int_equal(t->width[r], t->width[0]);
    }
}

static void csv_free(struct csv_text *t)
{
    for (size_t r = 0; r < t->count; r++) {
        for (size_t i = 0; i < t->width[r]; i++) {
            free(t->cells[r][i]);
        }
    }
}

static const char *csv_at(const struct csv_text *t, size_t row, const char *column)
{
    for (size_t i = 0; i < t->width[0]; i++) {
        if (strcmp(t->cells[0][i], column) == 0) {
            return t->cells[row][i];
        }
    }
    fail_msg("no column %s", column);
    return NULL;
}

static size_t row_of(size_t group, size_t item)
{
    return 1 + group * FORMS_ITEMS + item;
}

static void a_row_a_group_and_item(void **state)
{
    static struct forms_fixture f;
    static struct csv_text t;
    struct buf out = BUF_INIT;
    (void)state;
    forms_init(&f);
    render_compare_csv(&out, &f.c, false);
    csv_back(&t, &out);
    assert_int_equal(t.count, 1 + FORMS_GROUPS * FORMS_ITEMS);
    size_t good = row_of(FORMS_GOOD, 0);
    assert_string_equal(csv_at(&t, good, "country"), "BTN");
    assert_string_equal(csv_at(&t, good, "country_label"), "Bhutan");
    assert_string_equal(csv_at(&t, good, "item"), "total");
    assert_string_equal(csv_at(&t, good, "rounds"), "2026");
    assert_string_equal(csv_at(&t, good, "status"), "A");
    assert_string_equal(csv_at(&t, good, "comparability"), "care");
    assert_string_equal(csv_at(&t, good, "n"), "12");
    assert_string_equal(csv_at(&t, good, "mean"), "0.5");
    assert_string_equal(csv_at(&t, good, "ci_low"), "0.4375");
    assert_string_equal(csv_at(&t, good, "communities_of"), "40");
    assert_string_equal(csv_at(&t, good, "children"), "4321");
    assert_string_equal(csv_at(&t, good, "rank_median"), "1.5");
    assert_string_equal(csv_at(&t, good, "band_A"), "0.75");
    /* What is of the group stands once. */
    assert_string_equal(csv_at(&t, good + 1, "item_parent"), "total");
    assert_string_equal(csv_at(&t, good + 1, "children"), "");
    assert_string_equal(csv_at(&t, good + 1, "band_A"), "");
    assert_string_equal(csv_at(&t, good + 2, "item_kind"), "criterion");
    /* A third has at most nine decimals; one assessment has no spread and no rank. */
    assert_string_equal(csv_at(&t, row_of(FORMS_FORMULA, 0), "mean"), "0.333333333");
    assert_string_equal(csv_at(&t, row_of(FORMS_ONE, 0), "sd"), "");
    assert_string_equal(csv_at(&t, row_of(FORMS_ONE, 0), "ci_high"), "");
    assert_string_equal(csv_at(&t, row_of(FORMS_ONE, 0), "rank_median"), "");
    assert_string_equal(csv_at(&t, row_of(FORMS_ONE, 0), "children"), "");
    csv_free(&t);
    buf_free(&out);
    forms_free(&f);
}

static void names_come_back_and_none_is_run(void **state)
{
    static struct forms_fixture f;
    static struct csv_text t;
    struct buf out = BUF_INIT;
    (void)state;
    forms_init(&f);
    render_compare_csv(&out, &f.c, false);
    csv_back(&t, &out);
    size_t row = row_of(FORMS_FORMULA, 0);
    assert_string_equal(csv_at(&t, row, "setting"), "'=cmd|' /C calc'!A0");
    assert_string_equal(csv_at(&t, row, "setting_label"), "'=cmd|' /C calc'!A0, \"x\"\nnext");
    assert_string_equal(csv_at(&t, row_of(FORMS_RIGHT, 0), "setting"), "قرية");
    assert_string_equal(csv_at(&t, row_of(FORMS_ONE, 0), "setting"), "-5"); /* a number */
    assert_string_equal(csv_at(&t, row_of(FORMS_UNTOLD, 0), "setting"), "");
    csv_free(&t);
    static const char *const run[] = {"+1+1", "-1-1", "@SUM(A1)", "\tx", "\rx", "\n=x",
                                      "＝1",  "＋1",  "－1",      "＠1", "=",   NULL};
    for (size_t i = 0; run[i] != NULL; i++) {
        buf_reset(&out);
        f.keys[FORMS_FORMULA][1] = run[i];
        render_compare_csv(&out, &f.c, false);
        csv_back(&t, &out);
        const char *cell = csv_at(&t, row, "setting");
        assert_int_equal(cell[0], '\'');
        assert_string_equal(cell + 1, run[i]);
        csv_free(&t);
    }
    buf_free(&out);
    forms_free(&f);
}

static void a_status_says_why_there_is_no_number(void **state)
{
    static struct forms_fixture f;
    static struct csv_text t;
    struct buf out = BUF_INIT;
    (void)state;
    forms_init(&f);
    f.groups[FORMS_UNTOLD].rows = 0;
    render_compare_csv(&out, &f.c, false);
    csv_back(&t, &out);
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 0), "status"), "A");
    assert_string_equal(csv_at(&t, row_of(FORMS_ONE, 0), "status"), "U");   /* a single one */
    assert_string_equal(csv_at(&t, row_of(FORMS_RIGHT, 0), "status"), "U"); /* half is known */
    assert_string_equal(csv_at(&t, row_of(FORMS_UNSCORED, 0), "status"), "L");
    assert_string_equal(csv_at(&t, row_of(FORMS_UNSCORED, 1), "status"), "M");
    assert_string_equal(csv_at(&t, row_of(FORMS_WITHHELD, 0), "status"), "Q");
    assert_string_equal(csv_at(&t, row_of(FORMS_UNTOLD, 0), "status"), "O");
    csv_free(&t);
    /* An item that publishing took away, and one of which only the number of communities was. */
    f.stats[FORMS_GOOD][1] = (struct compare_stat){.n = -1, .applies = -1, .mean = NAN};
    f.stats[FORMS_GOOD][2].applies = -1;
    f.stats[FORMS_GOOD][2].coverage = NAN;
    buf_reset(&out);
    render_compare_csv(&out, &f.c, false);
    csv_back(&t, &out);
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 1), "status"), "Q");
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 1), "n"), "");
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 2), "status"), "A");
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 2), "applies"), "");
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 2), "mean"), "0.5");
    csv_free(&t);
    buf_free(&out);
    forms_free(&f);
}

static void hashtags_stand_below_the_head(void **state)
{
    static struct forms_fixture f;
    static struct csv_text t;
    struct buf out = BUF_INIT;
    (void)state;
    forms_init(&f);
    render_compare_csv(&out, &f.c, true);
    csv_back(&t, &out);
    assert_int_equal(t.count, 2 + FORMS_GROUPS * FORMS_ITEMS);
    assert_string_equal(csv_at(&t, 1, "country"), "#country+code");
    assert_string_equal(csv_at(&t, 1, "setting_label"), "#group+setting+name");
    assert_string_equal(csv_at(&t, 1, "band_A"), "#indicator+band+pct+band_a");
    for (size_t i = 0; i < t.width[1]; i++) { /* the grammar of a tag, and no tag twice */
        const char *p = t.cells[1][i];
        assert_true(p[0] == '#' && strspn(p + 1, "abcdefghijklmnopqrstuvwxyz") > 0);
        assert_int_equal(strspn(p, "#+_abcdefghijklmnopqrstuvwxyz0123456789"), strlen(p));
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(p, t.cells[1][k]);
        }
    }
    csv_free(&t);
    /* Levels are HXL's own; a column never has the name of another. */
    buf_reset(&out);
    f.by[0] = "admin1", f.by[1] = "mean";
    render_compare_csv(&out, &f.c, true);
    csv_back(&t, &out);
    assert_string_equal(csv_at(&t, 1, "admin1"), "#adm1+code");
    assert_string_equal(t.cells[0][2], "mean_");
    assert_string_equal(csv_at(&t, 2, "mean"), "0.5");
    csv_free(&t);
    buf_free(&out);
    forms_free(&f);
}

/* ---- archives ---- */

static unsigned word(const unsigned char *p, int bytes)
{
    return bytes == 0 ? 0 : p[0] | word(p + 1, bytes - 1) << 8;
}

/* The file of this name, unpacked as its own head tells. */
static void unzip(const struct buf *zip, const char *name, struct buf *out)
{
    const unsigned char *p = (const unsigned char *)buf_text(zip);
    while (memcmp(p, "PK\3\4", 4) == 0) {
        unsigned packed = word(p + 18, 4), len = word(p + 22, 4), names = word(p + 26, 2);
        const unsigned char *data = p + 30 + names + word(p + 28, 2);
        if (strlen(name) == names && memcmp(p + 30, name, names) == 0) {
            z_stream s = {.next_in = (Bytef *)data, .avail_in = packed, .avail_out = len};
            assert_int_equal(buf_resize(out, len + 1), 0);
            out->len = len;
            out->data[len] = '\0';
            s.next_out = (Bytef *)out->data;
            assert_int_equal(inflateInit2(&s, -MAX_WBITS), Z_OK);
            assert_int_equal(inflate(&s, Z_FINISH), Z_STREAM_END);
            assert_int_equal(s.total_out, len);
            assert_int_equal(crc32(0, (const Bytef *)out->data, len), word(p + 14, 4));
            (void)inflateEnd(&s);
            return;
        }
        p = data + packed;
    }
    fail_msg("%s is not in the archive", name);
}

static void archives_hold_what_was_put_in(void **state)
{
    static const char *const contents[] = {"", "a", "PK\3\4PK\5\6", NULL};
    struct buf out = BUF_INIT, back = BUF_INIT;
    struct zip z;
    char name[8] = "f0";
    (void)state;
    zip_init(&z, &out);
    for (int i = 0; contents[i] != NULL; i++) {
        name[1] = (char)('0' + i);
        zip_add(&z, name, contents[i], strlen(contents[i]));
    }
    zip_finish(&z);
    assert_int_equal(buf_status(&out), 0);
    for (int i = 0; contents[i] != NULL; i++) {
        name[1] = (char)('0' + i);
        unzip(&out, name, &back);
        assert_string_equal(buf_text(&back), contents[i]);
    }
    buf_free(&back);
    buf_free(&out);
}

/* Every form as one text. */
static void all_forms(struct buf *out, const struct forms_fixture *f)
{
    static const char *const sheets[] = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
                                         "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml",
                                         "xl/charts/chart1.xml",     NULL};
    static const char *const files[] = {"datapackage.json", "data.csv", "README.md", NULL};
    struct buf zip = BUF_INIT, part = BUF_INIT;
    struct err e = {0};
    render_compare_csv(out, &f->c, true);
    assert_int_equal(render_compare_sdmx_csv(out, &f->c, &e), 0);
    assert_int_equal(render_compare_sdmx_structure(out, &f->c, &e), 0);
    assert_int_equal(render_compare_dhis2(out, &f->c, &e), 0);
    assert_int_equal(render_compare_xlsx(&zip, &f->c, &e), 0);
    for (int i = 0; sheets[i] != NULL; i++) {
        unzip(&zip, sheets[i], &part);
        buf_puts(out, buf_text(&part));
    }
    buf_reset(&zip);
    render_compare_package(&zip, &f->c);
    for (int i = 0; files[i] != NULL; i++) {
        unzip(&zip, files[i], &part);
        buf_puts(out, buf_text(&part));
    }
    assert_int_equal(buf_status(out), 0);
    buf_free(&part);
    buf_free(&zip);
}

static void nothing_of_a_withheld_group_gets_out(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    (void)state;
    forms_init(&f);
    f.pairs[0] = (struct compare_pair){FORMS_GOOD, FORMS_WITHHELD, 0.546875, false};
    all_forms(&out, &f);
    for (int i = 0; forms_secrets[i] != NULL; i++) {
        if (strstr(buf_text(&out), forms_secrets[i]) != NULL) {
            fail_msg("%s gets out", forms_secrets[i]);
        }
    }
    assert_null(strstr(buf_text(&out), "is ahead in"));
    /* And the test sees them where they are not withheld. */
    f.groups[FORMS_WITHHELD].withheld = false;
    buf_reset(&out);
    all_forms(&out, &f);
    for (int i = 0; forms_secrets[i] != NULL; i++) {
        assert_non_null(strstr(buf_text(&out), forms_secrets[i]));
    }
    buf_free(&out);
    forms_free(&f);
}

static void notes_go_with_the_numbers(void **state)
{
    static const char *const notes[] = {"seed 7",
                                        "10000 draws",
                                        "round 2026",
                                        "two 1.0.0",
                                        "care: read the remarks",
                                        "2 methods are mixed",
                                        "TON, rural: 30 communities",
                                        "missing answers (alone 50 %, with others 63 %",
                                        NULL};
    static const char *const places[] = {"README.md", "datapackage.json", NULL};
    static struct forms_fixture f;
    struct buf zip = BUF_INIT, text = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    for (int published = 0; published < 2; published++) {
        f.c.publish = published;
        const char *said = published ? "Small cells are withheld" : "Not for publishing";
        for (int k = 0; k < 4; k++) {
            buf_reset(&zip);
            buf_reset(&text);
            if (k < 2) {
                render_compare_package(&zip, &f.c);
                unzip(&zip, places[k], &text);
            } else if (k == 2) {
                assert_int_equal(render_compare_xlsx(&zip, &f.c, NULL), 0);
                unzip(&zip, "xl/worksheets/sheet1.xml", &text);
            } else {
                assert_int_equal(render_compare_sdmx_structure(&text, &f.c, &e), 0);
            }
            assert_non_null(strstr(buf_text(&text), said));
            /* Differences of such counts would tell of few. */
            assert_int_equal(strstr(buf_text(&text), "2 superseded") == NULL, published);
            assert_int_equal(strstr(buf_text(&text), "3 drafts") == NULL, published);
            for (int i = 0; notes[i] != NULL; i++) {
                if (strstr(buf_text(&text), notes[i]) == NULL) {
                    fail_msg("%d does not say: %s", k, notes[i]);
                }
            }
        }
    }
    buf_free(&text);
    buf_free(&zip);
    forms_free(&f);
}

/* ---- SDMX and DHIS2 ---- */

static void observations_have_codes_and_status(void **state)
{
    static struct forms_fixture f;
    static struct csv_text t;
    struct buf out = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    assert_int_equal(render_compare_sdmx_csv(&out, &f.c, &e), 0);
    csv_back(&t, &out);
    assert_string_equal(t.cells[1][0], "dataflow");
    assert_string_equal(t.cells[1][1], "BANYAN:TWO_BY_REF_AREA_SETTING(1.0.0)");
    assert_string_equal(csv_at(&t, 1, "REF_AREA"), "BTN");
    assert_string_equal(csv_at(&t, 1, "INDICATOR"), "TOTAL");
    assert_string_equal(csv_at(&t, row_of(FORMS_GOOD, 2), "INDICATOR"), "P_01");
    assert_string_equal(csv_at(&t, 1, "TIME_PERIOD"), "2026");
    assert_string_equal(csv_at(&t, 1, "OBS_VALUE"), "0.5");
    assert_string_equal(csv_at(&t, 1, "LOWER_BOUND"), "0.4375");
    assert_string_equal(csv_at(&t, 1, "COMPARABILITY"), "CARE");
    size_t none = row_of(FORMS_WITHHELD, 0);
    assert_string_equal(csv_at(&t, none, "OBS_VALUE"), "NaN");
    assert_string_equal(csv_at(&t, none, "OBS_STATUS"), "Q");
    assert_string_equal(csv_at(&t, none, "OBS_COUNT"), "");
    /* "a b" and "a-b" would be one code. */
    assert_string_equal(csv_at(&t, row_of(FORMS_UNSCORED, 0), "SETTING"), "a_b");
    assert_string_equal(csv_at(&t, none, "SETTING"), "a_b_2");
    assert_string_equal(csv_at(&t, row_of(FORMS_RIGHT, 0), "SETTING"), "V4");
    assert_string_equal(csv_at(&t, row_of(FORMS_UNTOLD, 0), "SETTING"), "_U");
    csv_free(&t);
    buf_free(&out);
    forms_free(&f);
}

static void a_structure_is_dated_by_what_may_be_told(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    assert_int_equal(render_compare_sdmx_structure(&out, &f.c, &e), 0);
    assert_non_null(strstr(buf_text(&out), "<mes:Prepared>2026-09-12T00:00:00Z<"));
    f.rows.table.count = 0; /* published: no assessment is there any more */
    buf_reset(&out);
    assert_int_equal(render_compare_sdmx_structure(&out, &f.c, &e), 0);
    assert_non_null(strstr(buf_text(&out), "<mes:Prepared>2026-01-01T00:00:00Z<"));
    buf_free(&out);
    forms_free(&f);
}

static void what_is_not_told_apart_does_not_look_so(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    f.pairs[0].ahead = 0.9499;
    assert_int_equal(render_compare_sdmx_structure(&out, &f.c, &e), 0);
    assert_non_null(strstr(buf_text(&out), "is ahead in 94 % of the draws"));
    f.pairs[0].ahead = 0.0501;
    buf_reset(&out);
    assert_int_equal(render_compare_sdmx_structure(&out, &f.c, &e), 0);
    assert_non_null(strstr(buf_text(&out), "is ahead in 6 % of the draws"));
    buf_free(&out);
    forms_free(&f);
}

static void rounds_are_periods_or_refused(void **state)
{
    static const char *const rounds[][3] = {
        {"2026", "2026", "2026"},
        {"2026-08", "2026-08", "202608"},
        {"202608", "2026-08", "202608"},
        {"2026-Q3", "2026-Q3", "2026Q3"},
        {"2026Q3", "2026-Q3", "2026Q3"},
        {"2026S2", "2026-S2", "2026S2"},
        {"2026-08-31", "2026-08-31", "20260831"},
    };
    static const char *const none[] = {"baseline", "2026-13", "2026-00",    "2026Q5",
                                       "2026-S3",  "2026-",   "2026-02-30", "202",
                                       "",         "2026/27", NULL};
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        f.rounds[0] = rounds[i][0];
        for (int sdmx = 1; sdmx >= 0; sdmx--) {
            buf_reset(&out);
            assert_int_equal(group_period(&out, &f.c, 0, sdmx, &e), 0);
            assert_string_equal(buf_text(&out), rounds[i][2 - sdmx]);
        }
    }
    for (size_t i = 0; none[i] != NULL; i++) {
        f.rounds[0] = none[i];
        assert_int_equal(group_period(&out, &f.c, 0, true, &e), ERR_INPUT);
        assert_int_equal(render_compare_sdmx_csv(&out, &f.c, &e), ERR_INPUT);
        assert_int_equal(render_compare_dhis2(&out, &f.c, &e), ERR_INPUT);
        assert_non_null(strstr(e.text, "is no period of time"));
        assert_int_equal(round_year(none[i]), 0);
    }
    /* By round, each group has its own. */
    f.by[1] = "round";
    f.keys[0][1] = "2024";
    buf_reset(&out);
    assert_int_equal(group_period(&out, &f.c, 0, true, &e), 0);
    assert_string_equal(buf_text(&out), "2024");
    buf_free(&out);
    forms_free(&f);
}

static const struct json *dhis2_value(const struct json *root, const char *element,
                                      const char *unit, const char *combo)
{
    for (const struct json *v = json_get(root, "dataValues")->first; v != NULL; v = v->next) {
        const char *have = json_string(json_get(v, "categoryOptionCombo"));
        if (strcmp(json_string(json_get(v, "dataElement")), element) == 0 &&
            strcmp(json_string(json_get(v, "orgUnit")), unit) == 0 && have != NULL &&
            strcmp(have, combo) == 0) {
            return v;
        }
    }
    return NULL;
}

static void data_values_are_of_places(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    struct err e = {0};
    struct arena arena = ARENA_INIT;
    struct json *root = NULL;
    struct json_error bad;
    (void)state;
    forms_init(&f);
    assert_int_equal(render_compare_dhis2(&out, &f.c, &e), 0);
    assert_int_equal(json_parse(&arena, buf_text(&out), out.len, 1, &root, &bad), 0);
    assert_string_equal(json_string(json_get(root, "dataSet")), "TWO");
    const struct json *v = dhis2_value(root, "TWO_TOTAL", "BTN", "rural");
    assert_non_null(v);
    assert_string_equal(json_string(json_get(v, "period")), "2026");
    assert_string_equal(json_string(json_get(v, "value")), "0.5"); /* values are texts */
    assert_non_null(strstr(json_string(json_get(v, "comment")), "n 12; status A"));
    assert_string_equal(
        json_string(json_get(dhis2_value(root, "TWO_P_01_N", "BTN", "rural"), "value")), "12");
    /* What has no value is no data value. */
    assert_null(dhis2_value(root, "TWO_TOTAL", "PHL", "a_b"));
    assert_null(dhis2_value(root, "TWO_TOTAL_LOW", "PHL", "a_b_2"));
    f.stats[FORMS_GOOD][0].applies = -1; /* withheld, the mean is not */
    buf_reset(&out);
    assert_int_equal(render_compare_dhis2(&out, &f.c, &e), 0);
    assert_non_null(
        strstr(buf_text(&out), "\"TWO_TOTAL\",\"period\":\"2026\",\"orgUnit\":\"BTN\""));
    /* The finest place, wherever it stands. */
    f.by[0] = "admin1", f.by[1] = "country";
    f.keys[FORMS_GOOD][0] = "BT11", f.keys[FORMS_GOOD][1] = "BTN";
    buf_reset(&out);
    assert_int_equal(render_compare_dhis2(&out, &f.c, &e), 0);
    assert_non_null(strstr(buf_text(&out), "\"orgUnit\":\"BT11\",\"value\":\"0.5\""));
    f.by[0] = "income", f.by[1] = "setting";
    buf_reset(&out);
    assert_int_equal(render_compare_dhis2(&out, &f.c, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "places"));
    f.by[0] = "community.country"; /* the path is the same place */
    f.items[1].id = "a-criterion-with-a-name-that-is-longer-than-fifty";
    assert_int_equal(render_compare_dhis2(&out, &f.c, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "at most 50 characters"));
    arena_free(&arena);
    buf_free(&out);
    forms_free(&f);
}

/* ---- XML and workbooks ---- */

static void what_xml_forbids_is_replaced(void **state)
{
    struct buf out = BUF_INIT;
    (void)state;
    xml_text(&out, "<a b=\"c\">&\t\n\r\x01\xef\xbf\xbe\xff\xe0\xa4\xa8\xed\xa0\x80z");
    assert_string_equal(buf_text(&out),
                        "&lt;a b=&quot;c&quot;&gt;&amp;&#9;&#10;&#13;\xef\xbf\xbd\xef\xbf\xbd"
                        "\xef\xbf\xbd\xe0\xa4\xa8\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
    buf_free(&out);
}

static void cells_of_a_workbook_are_text_or_numbers(void **state)
{
    static const double widths[] = {10};
    struct buf out = BUF_INIT, sheet = BUF_INIT;
    struct xlsx x;
    (void)state;
    xlsx_init(&x, &out);
    xlsx_sheet(&x, "S", widths, 1, 0);
    xlsx_text(&x, "=1+1", XLSX_PLAIN);
    xlsx_text(&x, NULL, XLSX_PLAIN);
    xlsx_number(&x, NAN, XLSX_PLAIN);
    xlsx_number(&x, 0.25, XLSX_THREE);
    xlsx_row(&x);
    xlsx_row(&x); /* nothing in it */
    xlsx_lines(&x, 2);
    for (int i = 0; i < 27; i++) {
        xlsx_text(&x, i == 26 ? "a\x02 _x0041_ b" : NULL, XLSX_PLAIN);
    }
    xlsx_finish(&x);
    assert_int_equal(buf_status(&out), 0);
    unzip(&out, "xl/worksheets/sheet1.xml", &sheet);
    const char *text = buf_text(&sheet);
    assert_non_null(
        strstr(text, "<c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1<"));
    assert_null(strstr(text, "<f>")); /* no formula */
    assert_non_null(strstr(text, "</c><c r=\"D1\" s=\"2\"><v>0.25</v></c></row>"));
    assert_non_null(strstr(text, "<row r=\"3\" ht=\"30\" customHeight=\"1\"><c r=\"AA3\""));
    assert_non_null(strstr(text, ">a_x0002_ _x005F_x0041_ b<"));
    buf_free(&sheet);
    buf_free(&out);
}

static void levels_of_imeta_are_one_apart(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT, meta = BUF_INIT;
    (void)state;
    forms_init(&f);
    assert_int_equal(render_compare_xlsx(&out, &f.c, NULL), 0);
    unzip(&out, "xl/worksheets/sheet5.xml", &meta);
    /* Q has no criterion here and stands on level 1; an aggregate of its own fills the level above. */
    const char *between = strstr(buf_text(&meta), ">Q.L2<");
    assert_non_null(between);
    assert_non_null(strstr(between + 1, ">Q.L2<")); /* as a parent, and a row of its own */
    assert_non_null(strstr(buf_text(&meta), ">P_01<"));
    assert_null(strstr(buf_text(&meta), ">P.L"));
    unzip(&out, "xl/charts/chart1.xml", &meta);
    assert_non_null(strstr(buf_text(&meta), ">Fiji, -5 (n 1)<"));
    buf_free(&meta);
    buf_free(&out);
    forms_free(&f);
}

static void units_and_indicators_never_share_a_code(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT, data = BUF_INIT;
    (void)state;
    forms_init(&f);
    f.c.by_count = 1;
    f.keys[FORMS_GOOD][0] = "Q"; /* the code of a domain, as FIN is of Finland and of finance */
    f.keys[FORMS_ONE][0] = "7";
    assert_int_equal(render_compare_xlsx(&out, &f.c, NULL), 0);
    unzip(&out, "xl/worksheets/sheet4.xml", &data);
    assert_non_null(strstr(buf_text(&data), ">u.Q<"));
    assert_non_null(strstr(buf_text(&data), ">u.7<"));
    assert_non_null(strstr(buf_text(&data), ">NPL<"));
    assert_non_null(strstr(buf_text(&data), ">Time<"));
    assert_non_null(strstr(buf_text(&data), "<v>2026</v>"));
    /* COINr takes nothing but numbers for a time: other rounds are a part of the unit. */
    f.c.by_count = 2;
    f.by[1] = "round";
    f.keys[FORMS_GOOD][1] = "2026-Q1";
    buf_reset(&out);
    assert_int_equal(render_compare_xlsx(&out, &f.c, NULL), 0);
    unzip(&out, "xl/worksheets/sheet4.xml", &data);
    assert_null(strstr(buf_text(&data), ">Time<"));
    assert_non_null(strstr(buf_text(&data), ">u.Q.2026_Q1<"));
    buf_free(&data);
    buf_free(&out);
    forms_free(&f);
}

static void more_rows_than_a_sheet_has_are_refused(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    f.c.group_count = 1048576 / FORMS_ITEMS; /* and the head */
    assert_int_equal(render_compare_xlsx(&out, &f.c, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "1048577 rows: a sheet has at most 1048576: give --format csv"));
    assert_int_equal(out.len, 0);
    forms_free(&f);
}

static void the_same_bytes_again(void **state)
{
    static struct forms_fixture f;
    struct buf one = BUF_INIT, two = BUF_INIT;
    (void)state;
    forms_init(&f);
    assert_int_equal(render_compare_xlsx(&one, &f.c, NULL), 0);
    render_compare_package(&one, &f.c);
    assert_int_equal(render_compare_xlsx(&two, &f.c, NULL), 0);
    render_compare_package(&two, &f.c);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    buf_free(&one);
    buf_free(&two);
    forms_free(&f);
}

static void a_comparison_of_nothing_has_every_form(void **state)
{
    static struct forms_fixture f;
    struct buf out = BUF_INIT;
    struct err e = {0};
    (void)state;
    forms_init(&f);
    f.c.group_count = f.c.pair_count = 0;
    render_compare_csv(&out, &f.c, true);
    render_compare_package(&out, &f.c);
    assert_int_equal(render_compare_xlsx(&out, &f.c, NULL), 0);
    assert_int_equal(render_compare_sdmx_csv(&out, &f.c, &e), 0);
    assert_int_equal(render_compare_sdmx_structure(&out, &f.c, &e), 0);
    assert_int_equal(render_compare_dhis2(&out, &f.c, &e), 0);
    assert_int_equal(buf_status(&out), 0);
    buf_free(&out);
    forms_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_a_group_and_item),
        cmocka_unit_test(names_come_back_and_none_is_run),
        cmocka_unit_test(a_status_says_why_there_is_no_number),
        cmocka_unit_test(hashtags_stand_below_the_head),
        cmocka_unit_test(archives_hold_what_was_put_in),
        cmocka_unit_test(nothing_of_a_withheld_group_gets_out),
        cmocka_unit_test(notes_go_with_the_numbers),
        cmocka_unit_test(observations_have_codes_and_status),
        cmocka_unit_test(a_structure_is_dated_by_what_may_be_told),
        cmocka_unit_test(what_is_not_told_apart_does_not_look_so),
        cmocka_unit_test(rounds_are_periods_or_refused),
        cmocka_unit_test(data_values_are_of_places),
        cmocka_unit_test(what_xml_forbids_is_replaced),
        cmocka_unit_test(cells_of_a_workbook_are_text_or_numbers),
        cmocka_unit_test(levels_of_imeta_are_one_apart),
        cmocka_unit_test(units_and_indicators_never_share_a_code),
        cmocka_unit_test(more_rows_than_a_sheet_has_are_refused),
        cmocka_unit_test(the_same_bytes_again),
        cmocka_unit_test(a_comparison_of_nothing_has_every_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
