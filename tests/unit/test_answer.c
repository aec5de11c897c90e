/* Answers: taken apart, and held against what their criteria ask for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plan_fixture.h"

static const char CHECKLIST[] =
    "{\"banyan\":1,\"id\":\"demo\",\"version\":\"1.0.0\",\"title\":\"Demo\",\"language\":\"en\","
    "\"bands\":[{\"id\":\"A\",\"title\":\"A\",\"from\":0.5},{\"id\":\"B\",\"title\":\"B\",\"from\":"
    "0}],"
    "\"profiles\":{\"quick\":{\"title\":\"Quick\",\"criteria\":[\"YES-1\"]}},"
    "\"nodes\":[{\"id\":\"N\",\"title\":\"N\",\"criteria\":["
    "{\"id\":\"YES-1\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/"
    "yes_no\"},"
    "{\"id\":\"LEV-1\",\"title\":\"t\",\"answer\":{\"type\":\"level\",\"max\":3},"
    "\"rule\":\"standard/level\"},"
    "{\"id\":\"NUM-1\",\"title\":\"t\",\"answer\":{\"type\":\"number\",\"unit\":\"days\",\"min\":0,"
    "\"max\":30},\"rule\":\"standard/target\",\"args\":{\"target\":1}},"
    "{\"id\":\"NUM-2\",\"title\":\"t\",\"answer\":{\"type\":\"number\"},\"rule\":\"standard/"
    "target\","
    "\"args\":{\"target\":1}},"
    "{\"id\":\"PCT-1\",\"title\":\"t\",\"answer\":{\"type\":\"percent\"},\"rule\":\"standard/"
    "target\","
    "\"args\":{\"target\":100}},"
    "{\"id\":\"ITM-1\",\"title\":\"t\",\"answer\":{\"type\":\"items\",\"items\":[{\"id\":"
    "\"lighting\","
    "\"title\":\"l\"},{\"id\":\"guard\",\"title\":\"g\"}]},\"rule\":\"standard/items\"},"
    "{\"id\":\"HAZ-1\",\"title\":\"t\",\"answer\":{\"type\":\"by_hazard\"},"
    "\"rule\":\"standard/by_hazard\"},"
    "{\"id\":\"HAZ-2\",\"title\":\"t\",\"answer\":{\"type\":\"by_hazard\"},"
    "\"rule\":\"standard/by_hazard\",\"args\":{\"max\":4}},"
    "{\"id\":\"HAZ-3\",\"title\":\"t\",\"answer\":{\"type\":\"by_hazard\"},"
    "\"rule\":\"standard/by_hazard\",\"args\":{\"max\":\"four\"}},"
    "{\"id\":\"NUM-3\",\"title\":\"t\",\"answer\":{\"type\":\"number\",\"max\":30},"
    "\"rule\":\"standard/target\",\"args\":{\"target\":1}},"
    "{\"id\":\"DAT-1\",\"title\":\"t\",\"answer\":{\"type\":\"date\"},\"rule\":\"standard/ladder\","
    "\"args\":{\"unit\":\"years\",\"steps\":[{\"at_most\":1,\"credit\":1}]}},"
    "{\"id\":\"PRT-1\",\"title\":\"t\",\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"kit\","
    "\"title\":\"k\",\"answer\":{\"type\":\"yes_no\"}},{\"id\":\"days\",\"title\":\"d\",\"answer\":"
    "{\"type\":\"number\"},\"rule\":\"standard/target\",\"args\":{\"target\":3}}]},"
    "\"rule\":\"standard/parts\"},"
    "{\"id\":\"NON-1\",\"title\":\"t\",\"answer\":{\"type\":\"none\"},\"rule\":\"finance/"
    "child_share\"}"
    "]}]}";

static struct checklist *demo(const char *profile)
{
    struct checklist *c;
    struct diag d;
    diag_init(&d, "demo");
    int status = checklist_parse(CHECKLIST, strlen(CHECKLIST), profile, &d, &c);
    assert_string_equal(buf_text(&d.text), "");
    assert_int_equal(status, 0);
    diag_free(&d);
    return c;
}

/* The complaints about {"answers": {…}} as text, without "plan.json:4: answers."; "" where
 * accepted. */
static void complaints(const struct checklist *c, const struct checklist *whole,
                       const char *answers, char out[1024])
{
    static const char prefix[] = "plan.json:4: answers.";
    char text[2048], slot[1024];
    struct checked k;
    (void)snprintf(slot, sizeof slot, ", \"answers\": {%s}", answers);
    fill(text, sizeof text, 4, slot);
    check_text(&k, text, strlen(text), NULL);
    assert_string_equal(buf_text(&k.d.text), "");
    assert_int_equal(k.status, 0);
    int status = plan_check_answers(&k.plan, c, whole, &k.d);
    const char *said = buf_text(&k.d.text);
    assert_int_equal(status, said[0] == '\0' ? 0 : ERR_INPUT);
    if (said[0] != '\0') {
        assert_int_equal(strncmp(said, prefix, sizeof prefix - 1), 0);
        said += sizeof prefix - 1;
    }
    (void)snprintf(out, 1024, "%s", said);
    release(&k);
}

static void answers_that_fit_are_accepted(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "\"YES-1\": true",
        "\"YES-1\": {\"value\": false, \"note\": \"n\"}",
        "\"LEV-1\": 0",
        "\"LEV-1\": 3",
        "\"NUM-1\": 30",
        "\"NUM-2\": -5.5",
        "\"PCT-1\": 100",
        "\"ITM-1\": []",
        "\"ITM-1\": [\"guard\", \"lighting\"]",
        "\"HAZ-1\": {\"LS\": 0.5}",
        "\"HAZ-1\": {\"value\": {}}",
        "\"HAZ-2\": {\"value\": {\"LS\": 4, \"EQ\": {\"state\": \"unknown\"}}}",
        "\"HAZ-1\": {\"EQ\": {\"state\": \"not_applicable\", \"reason\": \"r\"}}",
        "\"DAT-1\": \"2024-02-29\"",
        "\"PRT-1\": {\"kit\": true}",
        "\"PRT-1\": {\"value\": {\"kit\": false, \"days\": 2}}",
        "\"NON-1\": {\"state\": \"not_applicable\", \"reason\": \"r\"}",
        "\"YES-1\": {\"state\": \"unknown\"}",
        "\"YES-1\": {\"note\": \"to be asked\"}",
        "\"YES-1\": {\"value\": true, \"evidence\": [{\"document\": \"a.pdf\", \"page\": 3, "
        "\"quote\": "
        "\"q\", \"section\": \"2\", \"url\": \"u\", \"date\": \"2026-01-01\", \"sha256\": \"s\"}, "
        "{\"page\": \"iv\"}], \"confidence\": \"high\", \"assessor\": \"team\", \"date\": "
        "\"2026-01-01\"}"};
    struct checklist *c = demo(NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char said[1024];
        complaints(c, c, cases[i], said);
        assert_string_equal(said, "");
    }
    checklist_free(c);
}

static void answers_that_do_not_fit_are_refused_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *answers, *message;
    } cases[] = {
        {"\"YES-2\": true", "YES-2: is no criterion of demo: did you mean \"YES-1\"?"},
        {"\"qqqqqqqq\": true", "qqqqqqqq: is no criterion of demo: remove it"},
        {"\"YES-1\": 1", "YES-1: is a number: give true or false"},
        {"\"YES-1\": null", "YES-1: is null: give an answer, or leave it out"},
        {"\"YES-1\": {\"value\": null}", "YES-1.value: is null: give an answer, or leave it out"},
        {"\"LEV-1\": 4", "LEV-1: 4 is over 3 (level): give a whole number from 0 to 3"},
        {"\"LEV-1\": 1.5",
         "LEV-1: 1.5 is no whole number (level): give a whole number from 0 to 3"},
        {"\"LEV-1\": \"2\"", "LEV-1: is a text: give a number"},
        {"\"NUM-1\": -1", "NUM-1: -1 is under 0 (days): give a number from 0 to 30"},
        {"\"PCT-1\": 130", "PCT-1: 130 is over 100 (percent): give a share from 0 to 100"},
        {"\"PCT-1\": {\"value\": 130}",
         "PCT-1: 130 is over 100 (percent): give a share from 0 to 100"},
        {"\"ITM-1\": \"guard\"",
         "ITM-1: is a text: give a list of ids (in a table, end a single id with ';')"},
        {"\"ITM-1\": [\"gard\"]", "ITM-1[1]: \"gard\" is no item of this criterion: did you mean "
                                  "\"guard\"?"},
        {"\"ITM-1\": [\"x\"]",
         "ITM-1[1]: \"x\" is no item of this criterion: tick items that the criterion lists"},
        {"\"ITM-1\": [\"guard\", \"guard\"]", "ITM-1[2]: \"guard\" is ticked twice: remove one"},
        {"\"ITM-1\": [1]", "ITM-1[1]: is a number: give a text"},
        {"\"HAZ-1\": 1", "HAZ-1: is a number: give an object"},
        {"\"HAZ-1\": {\"LS\": 2}", "HAZ-1.LS: 2 is over 1: give a number from 0 to 1"},
        {"\"HAZ-2\": {\"LS\": 5}", "HAZ-2.LS: 5 is over 4: give a number from 0 to 4"},
        {"\"HAZ-1\": {\"LSS\": 1}",
         "HAZ-1.LSS: is no known hazard: did you mean \"LS\" (landslide)?"},
        {"\"HAZ-1\": {\"LS\": true}", "HAZ-1.LS: is true or false: give a number"},
        {"\"HAZ-1\": {\"LS\": {\"state\": \"not_applicable\"}}",
         "HAZ-1.LS: is not_applicable without a reason: give a reason"},
        {"\"HAZ-1\": {\"LS\": {\"reason\": \"r\"}}", "HAZ-1.LS.state: is missing: add it"},
        {"\"DAT-1\": \"2026-13-01\"", "DAT-1: \"2026-13-01\" is no date of the calendar: give "
                                      "YYYY-MM-DD, such as 2026-08-31"},
        {"\"DAT-1\": 45000", "DAT-1: is a number: give a date, YYYY-MM-DD"},
        {"\"PRT-1\": {\"kitt\": true}",
         "PRT-1.kitt: is no part of this criterion: did you mean \"kit\"?"},
        {"\"PRT-1\": {\"kit\": 2}", "PRT-1.kit: is a number: give true or false"},
        {"\"NON-1\": 1", "NON-1: is computed from the plan: remove the answer, or claim a state"},
        {"\"YES-1\": {\"state\": \"not_applicable\"}",
         "YES-1: is not_applicable without a reason: give a reason"},
        {"\"YES-1\": {\"state\": \"not_applicable\", \"reason\": \" \"}",
         "YES-1: is not_applicable without a reason: give a reason"},
        {"\"YES-1\": {\"state\": \"none\"}",
         "YES-1.state: \"none\" is no state: give one of not_applicable, unknown"},
        {"\"YES-1\": {\"state\": \"unknown\", \"value\": true}",
         "YES-1: has a value and a state: keep one"},
        {"\"YES-1\": {\"reason\": \"r\"}",
         "YES-1: has a reason without a state: add \"state\", or make it a note"},
        {"\"YES-1\": {\"value\": true, \"nte\": \"n\"}",
         "YES-1.nte: is no known key: did you mean \"note\"?"},
        {"\"YES-1\": {\"value\": true, \"evidence\": [{\"pages\": 1}]}",
         "YES-1.evidence[1].pages: is no known key: did you mean \"page\"?"},
        {"\"YES-1\": {\"value\": true, \"evidence\": \"plan.pdf\"}",
         "YES-1.evidence: is a text: give a list"},
        {"\"YES-1\": {\"LS\": 1}", "YES-1: is an object: give true or false"},
        {"\"NUM-2\": \"x\"", "NUM-2: is a text: give a number"},
        {"\"ITM-1\": 5", "ITM-1: is a number: give a list"},
        {"\"ITM-1\": [5, \"guard\"]", "ITM-1[1]: is a number: give a text"},
        {"\"HAZ-3\": {\"LS\": 2}", "HAZ-3.LS: 2 is over 1: give a number from 0 to 1"},
        {"\"NUM-3\": 31", "NUM-3: 31 is over 30: give a number up to 30"},
        {"\"PRT-1\": 5", "PRT-1: is a number: give an object"},
        {"\"PRT-1\": {\"quite-another\": 1}",
         "PRT-1.quite-another: is no part of this criterion: remove it"},
    };
    struct checklist *c = demo(NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char said[1024], message[512];
        complaints(c, c, cases[i].answers, said);
        (void)snprintf(message, sizeof message, "%s\n", cases[i].message);
        assert_string_equal(said, message);
    }
    checklist_free(c);
}

static void answers_outside_the_profile_are_passed_over(void **state)
{
    (void)state;
    char said[1024];
    struct checklist *whole = demo(NULL), *quick = demo("quick");
    complaints(quick, whole, "\"YES-1\": true, \"LEV-1\": 2", said);
    assert_string_equal(said, "");
    complaints(quick, whole, "\"LEV-9\": 2", said);
    assert_string_equal(said, "LEV-9: is no criterion of demo: did you mean \"LEV-1\"?\n");
    complaints(quick, NULL, "\"LEV-1\": 2", said);
    assert_string_equal(said, "LEV-1: is no criterion of demo: remove it\n");
    checklist_free(whole);
    checklist_free(quick);
}

static void an_answer_is_taken_apart_by_what_it_holds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char state;
        bool entry;
    } cases[] = {{"2", 'v', false},
                 {"[\"a\"]", 'v', false},
                 {"{\"LS\": 0.5}", 'v', false},
                 {"{\"note\": 1, \"LS\": 2}", 'v', false},
                 {"{\"value\": 0}", 'v', true},
                 {"{\"value\": {\"LS\": 1}, \"note\": \"n\"}", 'v', true},
                 {"{\"state\": \"unknown\"}", 'u', true},
                 {"{\"state\": \"not_applicable\", \"reason\": \"r\"}", 'n', true},
                 {"{\"note\": \"n\"}", 'a', true},
                 {"{}", 'a', true},
                 {"{\"value\": null}", 'a', true},
                 {"null", 'a', false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = ARENA_INIT;
        struct json *doc;
        struct json_error error;
        struct answer out;
        assert_int_equal(json_parse(&arena, cases[i].text, strlen(cases[i].text), 1, &doc, &error),
                         0);
        plan_answer_read(doc, &out);
        assert_int_equal(out.state, cases[i].state);
        assert_int_equal(out.entry != NULL, cases[i].entry);
        assert_int_equal(out.value != NULL, out.state == 'v');
        assert_int_equal(out.reason != NULL, out.state == 'n');
        arena_free(&arena);
    }
    struct answer absent;
    plan_answer_read(NULL, &absent);
    assert_int_equal(absent.state, 'a');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_that_fit_are_accepted),
        cmocka_unit_test(answers_that_do_not_fit_are_refused_in_words),
        cmocka_unit_test(answers_outside_the_profile_are_passed_over),
        cmocka_unit_test(an_answer_is_taken_apart_by_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
