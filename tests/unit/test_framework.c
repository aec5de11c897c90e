/* Frameworks: what is read, what is refused, who serves what, and the figure of an item. */
#include "score_fixture.h"

#include "library.h"
#include "model/framework.h"
#include "model/weight.h"

static const char MINE[] =
    "{\"banyan\":1,\"id\":\"mine\",\"short\":\"M\",\"title\":\"Mine\",\"vintage\":\"2026\","
    "\"source\":[{\"title\":\"Ours\",\"status\":\"drafted\"}],\"items\":["
    "{\"code\":\"A\",\"title\":\"First\",\"items\":[{\"code\":\"A-1\",\"title\":\"One\"},"
    "{\"code\":\"A-2\",\"title\":\"Two\",\"of\":{\"other\":[\"x\",\"y\"]}}]},"
    "{\"code\":\"B\",\"title\":\"Second\"}]}";

/* a, b and c under P (weight 3), d and e under Q (weight 1). A checklist is HEAD, members, TREE. */
#define HEAD "{\"banyan\":1,\"id\":\"c\",\"version\":\"1\",\"title\":\"c\","
#define TREE                                                                               \
    "\"nodes\":[{\"id\":\"P\",\"title\":\"P\",\"weight\":3,\"criteria\":["                 \
    "{\"id\":\"a\",\"title\":\"t\",\"weight\":2,\"refs\":{\"mine\":[\"A-1\"]},\"answer\":" \
    "{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"},"                                 \
    "{\"id\":\"b\",\"title\":\"t\",\"weight\":1,\"refs\":{\"other\":[\"y\"],\"mine\":"     \
    "[\"B\"]},\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"},"             \
    "{\"id\":\"c\",\"title\":\"t\",\"weight\":1,\"refs\":{\"other\":[\"z\"],\"mine\":"     \
    "\"A-1\"},\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"}]},"           \
    "{\"id\":\"Q\",\"title\":\"Q\",\"weight\":1,\"criteria\":["                            \
    "{\"id\":\"d\",\"title\":\"t\",\"weight\":1,\"refs\":{\"mine\":[\"A\"]},\"answer\":"   \
    "{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"},"                                 \
    "{\"id\":\"e\",\"title\":\"t\",\"weight\":3,\"refs\":{},\"answer\":{\"type\":"         \
    "\"yes_no\"},\"rule\":\"standard/yes_no\"}]}]}"

static struct framework *read_well(const char *text)
{
    struct framework *f = NULL;
    struct diag d;
    diag_init(&d, "mine.json");
    if (framework_parse(text, strlen(text), &d, &f) != 0) {
        fail_msg("refused: %s", buf_text(&d.text));
    }
    diag_free(&d);
    return f;
}

static void items_come_in_order_with_their_parents(void **state)
{
    (void)state;
    struct framework *f = read_well(MINE);
    assert_int_equal(f->item_count, 4);
    assert_string_equal(f->items[2].code, "A-2");
    assert_int_equal(f->items[2].parent, 0);
    assert_int_equal(f->items[2].depth, 1);
    assert_int_equal(f->items[3].parent, -1);
    assert_string_equal(f->short_title, "M");
    assert_string_equal(f->language, "en");
    assert_int_equal(framework_find(f, "B"), 3);
    assert_int_equal(framework_find(f, "C"), -1);
    assert_string_equal(framework_nearest(f, "A-11"), "A-1");
    framework_free(f);
}

/* The text with one part put in the place of another must be refused, saying `says`. */
static void refused(const char *from, const char *to, const char *says)
{
    struct buf text = BUF_INIT;
    struct framework *f = NULL;
    struct diag d;
    const char *at = strstr(MINE, from);
    assert_non_null(at);
    buf_add(&text, MINE, (size_t)(at - MINE));
    buf_puts(&text, to);
    buf_puts(&text, at + strlen(from));
    diag_init(&d, "mine.json");
    assert_int_equal(framework_parse(buf_text(&text), text.len, &d, &f), ERR_INPUT);
    assert_null(f);
    if (strstr(buf_text(&d.text), says) == NULL) {
        fail_msg("%s: said %s", says, buf_text(&d.text));
    }
    diag_free(&d);
    buf_free(&text);
}

static void what_is_wrong_is_refused_with_its_place(void **state)
{
    (void)state;
    refused("\"banyan\":1", "\"banyan\":2", "mine.json:1: banyan: is not 1");
    refused("\"vintage\":\"2026\",", "", "vintage: is missing");
    refused("\"short\"", "\"shrt\"", "did you mean short?");
    refused("\"id\":\"mine\"", "\"id\":\"no id\"", "id: is no id");
    refused("\"id\":\"mine\"", "\"id\":7", "id: is missing");
    refused("{\"code\":\"B\",\"title\":\"Second\"}", "7", "something else than items");
    refused("\"code\":\"B\"", "\"code\":\"A-1\"", "A-1: stands twice");
    refused("\"code\":\"B\"", "\"code\":\"B 1\"", "B 1: is no code");
    refused("\"title\":\"Two\"", "\"titel\":\"Two\"", "did you mean title?");
    refused("[\"x\",\"y\"]", "[]", "A-2: \"of\" names items");
    refused("[\"x\",\"y\"]", "[1]", "A-2: \"of\" names items");
    refused("{\"other\":[\"x\",\"y\"]}", "7", "A-2: \"of\" names items");
    refused("[{\"title\":\"Ours\",\"status\":\"drafted\"}]", "[]", "source: is missing");
    refused("\"items\":[{\"code\":\"A-1\"", "\"items\":7,\"note\":[{\"code\":\"A-1\"",
            "items: is no list");
    refused("{\"banyan\"", "7,{\"banyan\"", "mine.json:1");
}

/* The whole text is refused. */
static void all_refused(const char *text, const char *says)
{
    struct framework *f = NULL;
    struct diag d;
    diag_init(&d, "mine.json");
    assert_int_equal(framework_parse(text, strlen(text), &d, &f), ERR_INPUT);
    if (strstr(buf_text(&d.text), says) == NULL) {
        fail_msg("%s: said %s", says, buf_text(&d.text));
    }
    diag_free(&d);
}

static void what_is_no_framework_is_refused(void **state)
{
    (void)state;
    all_refused("7", "is no framework");
    all_refused("{", "mine.json:1");
    all_refused("{}", "items: is missing");
    refused("\"short\"", "\"zzzzzzzzz\"", "is no key of a framework: remove it");
    refused("\"banyan\":1,", "", "banyan: is not 1");
    refused("\"banyan\":1", "\"banyan\":0", "banyan: is not 1");
    refused("\"banyan\":1", "\"banyan\":\"1\"", "banyan: is not 1");
    refused("\"source\":[{\"title\":\"Ours\",\"status\":\"drafted\"}],", "", "source: is missing");
    refused("[{\"title\":\"Ours\",\"status\":\"drafted\"}]", "\"us\"", "source: is missing");
    refused("\"code\":\"B\"", "\"code\":\"\"", "code: is missing");
    refused("{\"other\":[\"x\",\"y\"]}", "{\"other\":[1],\"more\":[\"x\"]}", "A-2: \"of\"");
    refused("{\"other\":[\"x\",\"y\"]}", "{\"other\":7}", "A-2: \"of\"");
    refused("{\"other\":[\"x\",\"y\"]}", "{\"other\":[1,\"x\"]}", "A-2: \"of\"");
    refused("\"title\":\"Second\"", "\"title\":\"Second\",\"items\":[]", "items: is no list");
    refused("\"short\":\"M\"", "\"short\":\"\"", "short: is missing");
    refused("\"short\":\"M\"", "\"language\":7", "language: is missing");
    struct buf deep = BUF_INIT;
    for (int i = 0; i < 12; i++) {
        buf_printf(&deep, "\"title\":\"t\",\"items\":[{\"code\":\"D%d\",", i);
    }
    buf_puts(&deep, "\"title\":\"t\"");
    for (int i = 0; i < 12; i++) {
        buf_puts(&deep, "}]");
    }
    refused("\"title\":\"Second\"", buf_text(&deep), "is nested too deeply");
    buf_free(&deep);
}

static void an_item_is_served_by_itself_by_those_below_and_by_others(void **state)
{
    (void)state;
    struct framework *f = read_well(MINE);
    struct checklist *c = fixture_checklist(HEAD TREE);
    static const char *const served[] = {"abd", "a", "b", "b"};
    for (int i = 0; i < f->item_count; i++) {
        char found[8] = "";
        size_t count = 0;
        for (int k = 0; k < c->criterion_count; k++) {
            if (framework_serves(f, i, &c->criteria[k])) {
                found[count++] = c->criteria[k].demand.id[0];
            }
        }
        assert_string_equal(found, served[i]);
    }
    checklist_free(c);
    framework_free(f);
}

/* a scored 1, b open, d scored 0, e does not apply: effective weights a 0.375, b 0.1875, d 0.25. */
static struct reading read_item(const char *more, int item)
{
    struct fixture x;
    struct framework *f = read_well(MINE);
    struct buf text = BUF_INIT;
    buf_puts(&text, HEAD);
    buf_puts(&text, more);
    buf_puts(&text, TREE);
    fixture_init(&x, buf_text(&text));
    fixture_credit(&x, 0, CREDIT_ONE);
    fixture_credit(&x, 3, 0);
    x.a.findings[4].outcome = OUTCOME_NOT_APPLICABLE;
    fixture_score(&x);
    struct reading *readings = framework_read(&x.arena, f, x.c, &x.a);
    assert_non_null(readings);
    struct reading out = readings[item];
    fixture_free(&x);
    framework_free(f);
    buf_free(&text);
    return out;
}

static void the_figure_is_the_mean_with_effective_weights(void **state)
{
    (void)state;
    struct reading r = read_item("\"min_coverage\":0,", 0);
    assert_int_equal(r.criteria, 3);
    assert_int_equal(r.applicable, 3);
    assert_int_equal(r.scored, 2);
    assert_int_equal(r.weight, 812500000);   /* 0.375 + 0.1875 + 0.25 */
    assert_int_equal(r.coverage, 769230769); /* 0.625 / 0.8125 */
    assert_int_equal(r.score, 600000000);    /* 0.375 / 0.625 */
    assert_int_equal(r.low, 461538462);      /* 0.375 / 0.8125 */
    assert_int_equal(r.high, 692307692);     /* 0.5625 / 0.8125 */
}

/* Where a whole domain does not apply, the weights of the others grow. */
static void what_does_not_apply_leaves(void **state)
{
    (void)state;
    struct fixture x;
    struct framework *f = read_well(MINE);
    fixture_init(&x, HEAD TREE);
    fixture_credit(&x, 0, CREDIT_ONE);
    x.a.findings[3].outcome = x.a.findings[4].outcome = OUTCOME_NOT_APPLICABLE;
    fixture_score(&x);
    struct reading *r = framework_read(&x.arena, f, x.c, &x.a);
    assert_non_null(r);
    assert_int_equal(r[0].weight, 750000000); /* a 2/4, b 1/4, d left with its domain */
    assert_int_equal(r[0].criteria, 3);
    assert_int_equal(r[0].applicable, 2);
    assert_int_equal(r[0].coverage, 666666667);
    assert_true(weight_share(x.c, &x.a, 3) == 0);
    fixture_free(&x);
    framework_free(f);
}

static void missing_criteria_follow_the_checklist(void **state)
{
    (void)state;
    assert_int_equal(read_item("\"min_coverage\":0.8,", 0).score, SCORE_NONE);
    assert_int_equal(read_item("\"min_coverage\":0.8,", 0).low, 461538462);
    assert_int_equal(read_item("\"min_coverage\":0.8,\"missing\":\"skip\",", 0).score, 600000000);
    assert_int_equal(read_item("\"missing\":\"zero\",", 0).score, 461538462);
    assert_int_equal(read_item("\"min_coverage\":0,", 2).score, SCORE_NONE); /* b alone is open */
    assert_int_equal(read_item("\"min_coverage\":0,", 2).high, CREDIT_ONE);
}

static void shares_are_products_from_leaf_to_root(void **state)
{
    (void)state;
    struct checklist *c = fixture_checklist(HEAD TREE);
    static const double shares[] = {0.375, 0.1875, 0.1875, 0.0625, 0.1875};
    double sum = 0;
    for (int i = 0; i < c->criterion_count; i++) {
        assert_true(weight_share(c, NULL, i) == shares[i]); /* exact in binary */
        sum += weight_share(c, NULL, i);
    }
    assert_true(sum == 1);
    struct framework *f = read_well(MINE);
    struct arena arena = ARENA_INIT;
    struct reading *r = framework_read(&arena, f, c, NULL);
    assert_non_null(r);
    assert_int_equal(r[0].criteria, 3);
    assert_int_equal(r[0].weight, 625000000); /* a, b, d */
    assert_int_equal(r[0].score, SCORE_NONE); /* nobody was assessed */
    arena_free(&arena);
    framework_free(f);
    assert_true(weight_node_share(c, 0) == 1);
    assert_true(weight_node_share(c, 1) == 0.75);
    assert_true(weight_share_times(c, 0, 1) == 0.375);
    assert_true(weight_share_times(c, 3, 2) == 0.25 * (2.0 / 5.0));
    checklist_free(c);
}

/* What is shipped can be read, and its items of other frameworks are there. */
static void the_shipped_frameworks_hold_together(void **state)
{
    (void)state;
    static const char folder[] = "checklists/frameworks/";
    struct frameworks all = {calloc(embedded_count, sizeof *all.list), 0};
    assert_non_null(all.list);
    for (size_t i = 0; i < embedded_count; i++) {
        if (strncmp(embedded_files[i].path, folder, sizeof folder - 1) == 0 &&
            strstr(embedded_files[i].path, ".json") != NULL) {
            struct buf text = BUF_INIT;
            buf_add(&text, embedded_files[i].data, embedded_files[i].len);
            all.list[all.count++] = read_well(buf_text(&text));
            buf_free(&text);
        }
    }
    assert_int_equal(all.count, 8);
    assert_int_equal(frameworks_get(&all, "sendai")->item_count, 7 + 38); /* targets, indicators */
    assert_int_equal(frameworks_get(&all, "crc")->item_count, 45);
    assert_int_equal(frameworks_get(&all, "charter")->item_count, 5);
    assert_int_equal(frameworks_get(&all, "unicef")->item_count, 6);
    assert_string_equal(frameworks_nearest(&all, "sendia"), "sendai");
    assert_null(frameworks_get(&all, "none"));
    for (size_t i = 0; i < all.count; i++) {
        for (int k = 0; k < all.list[i]->item_count; k++) {
            const struct json *of = all.list[i]->items[k].of;
            for (const struct json *o = of == NULL ? NULL : of->first; o != NULL; o = o->next) {
                const struct framework *other = frameworks_get(&all, o->key);
                assert_non_null(other);
                for (const struct json *v = o->first; v != NULL; v = v->next) {
                    if (framework_find(other, v->text) < 0) {
                        fail_msg("%s %s: %s has no %s", all.list[i]->id, all.list[i]->items[k].code,
                                 o->key, v->text);
                    }
                }
            }
        }
    }
    frameworks_free(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_in_order_with_their_parents),
        cmocka_unit_test(what_is_wrong_is_refused_with_its_place),
        cmocka_unit_test(what_is_no_framework_is_refused),
        cmocka_unit_test(an_item_is_served_by_itself_by_those_below_and_by_others),
        cmocka_unit_test(the_figure_is_the_mean_with_effective_weights),
        cmocka_unit_test(what_does_not_apply_leaves),
        cmocka_unit_test(missing_criteria_follow_the_checklist),
        cmocka_unit_test(shares_are_products_from_leaf_to_root),
        cmocka_unit_test(the_shipped_frameworks_hold_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
