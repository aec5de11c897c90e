/* Pages: what is escaped, which way a language is written, whose words are marked as English. */
#include "score_fixture.h"

#include "report/html.h"
#include "report/render.h"

static void made(const char *language, void (*act)(struct html *), const char *expected)
{
    struct buf out = BUF_INIT;
    struct html h;
    html_init(&h, &out, language, NULL);
    act(&h);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void hostile(struct html *h)
{
    html_text(h, "<b a=\"x\" c='y'>&amp;\xe2\x80\xae\x1b[31m");
}
static void nothing(struct html *h)
{
    html_text(h, NULL);
}
static void spoken(struct html *h)
{
    html_say(h, "ask & see");
}
static void mixed(struct html *h)
{
    html_english(h);
    html_say(h, "below ");
    html_text(h, "5");
    html_english_end(h);
    html_text(h, "6");
}
static void anchor(struct html *h)
{
    html_anchor(h, "G-1.b_\"");
}

static void texts_are_escaped(void **state)
{
    (void)state;
    made("en", hostile, "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;\\u202e\\x1b[31m");
    made("en", nothing, "");
    made("en", anchor, "G-1_2eb_5f_22");
}

static void our_words_are_english_on_pages_in_other_languages(void **state)
{
    (void)state;
    made("en", spoken, "ask &amp; see");
    made("en-GB", spoken, "ask &amp; see");
    made(NULL, spoken, "ask &amp; see");
    made("enm", spoken, "<span lang=\"en\" dir=\"ltr\">ask &amp; see</span>");
    made("fa", mixed, "<span lang=\"en\" dir=\"ltr\">below <bdi lang=\"fa\">5</bdi></span>6");
    made("en", mixed, "below 56");
}

static void languages_have_their_direction(void **state)
{
    (void)state;
    static const char *const right[] = {"ar", "AR", "fa-AF", "ur-PK", "he", "ps", "ku-Arab", "ks"};
    static const char *const left[] = {"en", "ne", "arn", "ur-Latn", "id", "", "az-Latn-IR"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        assert_string_equal(html_direction(right[i]), "rtl");
    }
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        assert_string_equal(html_direction(left[i]), "ltr");
    }
}

static const char RISK[] =
    "{\"banyan\":1,\"id\":\"r\",\"version\":\"1\",\"title\":\"r\",\"direction\":\"risk\","
    "\"aggregate\":\"geometric\",\"bands\":[{\"id\":\"low\",\"to\":0.3},{\"id\":\"high\",\"to\":1}]"
    ","
    "\"criteria\":[{\"id\":\"a\",\"title\":\"A\",\"answer\":{\"type\":\"level\",\"max\":2}}],"
    "\"nodes\":[{\"id\":\"N\",\"title\":\"N\",\"criteria\":[{\"id\":\"b\",\"title\":\"B\","
    "\"answer\":{\"type\":\"yes_no\"},\"refs\":{\"none\":[\"1\"]}}]}]}";

static void a_page_says_what_holds_for_its_checklist(void **state)
{
    (void)state;
    struct checklist *c = fixture_checklist(RISK);
    struct frameworks none = {NULL, 0};
    struct buf out = BUF_INIT;
    render_guide(&out, c, &none, "banyan x");
    assert_int_equal(buf_status(&out), 0);
    static const char *const parts[] = {"A high score is a high risk.",
                                        "to 30.0",
                                        "id=\"questions\"",
                                        "href=\"#questions\"",
                                        "not how far it moves the score",
                                        "<li>none 1</li>",
                                        "banyan x"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(out.data, parts[i]) == NULL) {
            fail_msg("is not there: %s", parts[i]);
        }
    }
    assert_null(strstr(out.data, "#references"));
    buf_free(&out);
    checklist_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(our_words_are_english_on_pages_in_other_languages),
        cmocka_unit_test(languages_have_their_direction),
        cmocka_unit_test(a_page_says_what_holds_for_its_checklist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
