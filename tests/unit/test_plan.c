/* Plan documents: what is accepted, what is refused and in which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "model/plan_schema.h"
#include "plan_fixture.h"

static void assert_refused(const char *text, const char *message)
{
    struct checked c;
    check_text(&c, text, strlen(text), NULL);
    if (c.status != ERR_INPUT || strcmp(buf_text(&c.d.text), message) != 0) {
        print_message("of %s\n", text);
    }
    assert_string_equal(buf_text(&c.d.text), message);
    assert_int_equal(c.status, ERR_INPUT);
    release(&c);
}

static void load(const char *path, struct buf *out)
{
    struct err e;
    *out = (struct buf)BUF_INIT;
    assert_int_equal(file_read(path, 1 << 20, out, &e), 0);
}

/* ---- accepted -------------------------------------------------------------------------------- */

static void full_example_is_accepted_and_identified(void **state)
{
    (void)state;
    struct buf text;
    struct checked c;
    load("tests/data/plans/full.json", &text);
    check_text(&c, text.data, text.len, NULL);
    assert_string_equal(buf_text(&c.d.text), "");
    assert_int_equal(c.status, 0);
    assert_string_equal(c.plan.id, "NPL-GORKHA-07-2026");
    assert_string_equal(c.plan.title, "Ward 7 disaster and development plan");
    assert_string_equal(c.plan.country, "NPL");
    assert_string_equal(c.plan.community, "NP0436-GOR-07");
    assert_string_equal(c.plan.community_key, "NP0436/NP0436-GOR-07");
    assert_string_equal(c.plan.community_name, "Ward 7");
    assert_string_equal(c.plan.round, "2026");
    assert_string_equal(c.plan.date, "2026-09-12");
    assert_string_equal(c.plan.checklist, "child-drr@1");
    assert_int_equal(strlen(c.plan.text), c.plan.text_len);
    char digest[DIGEST_TEXT];
    digest_text(c.plan.text, c.plan.text_len, digest);
    assert_string_equal(c.plan.digest, digest);
    release(&c);
    buf_free(&text);
}

static void the_smallest_example_of_the_docs_is_accepted(void **state)
{
    (void)state;
    struct buf text, docs;
    struct checked c;
    load("tests/data/plans/minimal.json", &text);
    load("docs/plan-format.md", &docs);
    assert_non_null(strstr(buf_text(&docs), buf_text(&text)));
    check_text(&c, text.data, text.len, NULL);
    assert_int_equal(c.status, 0);
    release(&c);
    buf_free(&text);
    buf_free(&docs);
}

static void members_of_every_kind_are_accepted(void **state)
{
    (void)state;
    static const struct {
        int slot;
        const char *member;
    } cases[] = {
        {1, ", \"institutions\": [], \"summary\": \"\""},
        {1, ", \"budget\": {\"lines\": [{\"amount\": 10, \"spent\": 25.5}]}"},
        {1, ", \"actions\": [{\"id\": \"A1\"}, {\"id\": \"A2\"}, {}], \"budget\": {\"lines\": "
            "[{\"action\": \"A2\"}]}"},
        {1, ", \"period\": {\"from\": \"2026-01-01\", \"to\": \"2026-01-01\"}"},
        {1, ", \"approved\": \"2024-02-29\""},
        {2, ", \"wealth_quintile\": 5, \"schools\": 3, \"admin1\": \"Gandaki\", \"sources\": [{}]"},
        {2, ", \"hazards\": [{\"type\": \"EP\", \"hip\": \"BI0204\"}, {\"type\": \"EP\"}]"},
        {2, ", \"practices\": [{\"id\": \"x\", \"outcome\": \"failure\", \"criteria\": "
            "[\"GOV-01\"]}]"},
        {4, ", \"facts\": {\"hdi.gnipc\": 4026, \"HDI.2\": 0.6, \"a-b_c\": \"text\", \"when\": "
            "\"2026-01-01\"}"},
        {4, ", \"checklist\": \"child-drr\", \"answers\": {}, \"$schema\": \"plan.schema.json\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[1024];
        struct checked c;
        fill(text, sizeof text, cases[i].slot, cases[i].member);
        check_text(&c, text, strlen(text), NULL);
        assert_string_equal(buf_text(&c.d.text), "");
        assert_int_equal(c.status, 0);
        release(&c);
    }
}

static void community_is_shown_by_its_finest_code(void **state)
{
    (void)state;
    static const struct {
        const char *members, *shown, *key, *name;
    } cases[] = {
        {"\"name\": \"Ward 7\"", "Ward 7", "name:Ward 7", "Ward 7"},
        {"\"pcode\": \"NP0436\"", "NP0436", "NP0436", NULL},
        {"\"pcode\": \"NP0436\", \"local\": \"7\", \"name\": \"Ward 7\"", "7", "NP0436/7",
         "Ward 7"},
        {"\"local\": \"7\", \"name\": \"Ward 7\"", "7", "/7", "Ward 7"},
        {"\"pcode\": \"NP0436\", \"local\": \"\", \"name\": \"\"", "NP0436", "NP0436", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[512];
        struct checked c;
        (void)snprintf(
            text, sizeof text,
            "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"T\"},\"community\":{\"country\":"
            "\"NPL\",%s},\"assessment\":{\"round\":\"1\",\"date\":\"2026-01-01\"}}",
            cases[i].members);
        check_text(&c, text, strlen(text), NULL);
        assert_int_equal(c.status, 0);
        assert_string_equal(c.plan.community, cases[i].shown);
        assert_string_equal(c.plan.community_key, cases[i].key);
        if (cases[i].name == NULL) {
            assert_null(c.plan.community_name);
        } else {
            assert_string_equal(c.plan.community_name, cases[i].name);
        }
        release(&c);
    }
}

static void round_of_the_command_line_wins_and_may_stand_alone(void **state)
{
    (void)state;
    static const char none[] = "{\"banyan\":1,\"plan\":{\"id\":\"P\",\"title\":\"T\"},"
                               "\"community\":{\"country\":\"NPL\",\"name\":"
                               "\"W\"},\"assessment\":{\"date\":\"2026-01-01\"}}";
    char text[1024];
    struct checked c, own;
    fill(text, sizeof text, 0, "");
    check_text(&own, text, strlen(text), NULL);
    check_text(&c, text, strlen(text), "2026-2");
    assert_int_equal(c.status, 0);
    assert_string_equal(c.plan.round, "2026-2");
    assert_string_equal(c.plan.digest, own.plan.digest); /* the document stays as given */
    release(&c);
    release(&own);
    check_text(&c, none, strlen(none), "r1");
    assert_int_equal(c.status, 0);
    assert_string_equal(c.plan.round, "r1");
    release(&c);
    check_text(&c, none, strlen(none), "two words");
    assert_int_equal(c.status, ERR_INPUT);
    assert_string_equal(buf_text(&c.d.text),
                        "plan.json: --round: is no id: give 1 to 64 letters, digits, "
                        "'.', '_' or '-'\n");
    release(&c);
}

/* ---- refused --------------------------------------------------------------------------------- */

static const struct {
    int slot;
    const char *member, *message;
} REFUSED[] = {
    {1, ", \"titel\": \"x\"", "1: plan.titel: is no known key: did you mean \"title\"?"},
    {1, ", \"qqqqqq\": 1", "1: plan.qqqqqq: is no known key: remove it"},
    {4, ", \"anwsers\": {}", "4: anwsers: is no known key: did you mean \"answers\"?"},
    {1, ", \"summary\": 5", "1: plan.summary: is a number: give a text"},
    {1, ", \"summary\": null", "1: plan.summary: is null: give a text, or leave it out"},
    {1, ", \"actions\": {}", "1: plan.actions: is an object: give a list"},
    {1, ", \"actions\": [{}, 3]", "1: plan.actions[2]: is a number: give an object"},
    {1, ", \"budget\": []", "1: plan.budget: is a list: give an object"},
    {1, ", \"drills\": [{\"with_disabled\": \"yes\"}]",
     "1: plan.drills[1].with_disabled: is a text: give true or false"},
    {1, ", \"budget\": {\"total\": -1}",
     "1: plan.budget.total: -1 is under 0: give a number from 0"},
    {1, ", \"warnings\": [{\"level\": 1.5}]",
     "1: plan.warnings[1].level: 1.5 is over 1: give a number from 0 to 1"},
    {2, ", \"wealth_quintile\": 0",
     "2: community.wealth_quintile: 0 is under 1: give a whole number from 1 to 5"},
    {2, ", \"hazards\": [{\"type\": \"EQ\", \"likelihood\": 6}]",
     "2: community.hazards[1].likelihood: 6 is over 5: give a whole number from 1 to 5"},
    {2, ", \"households\": 9.5",
     "2: community.households: 9.5 is no whole number: give a whole number from 0"},
    {2, ", \"households\": 1e300",
     "2: community.households: 1e+300 is over 1000000000000000: give a whole number from 0"},
    {2, ", \"population\": {\"children\": {\"5-8\": {}}}",
     "2: community.population.children.5-8: is no known key: did you mean \"5-9\"?"},
    {2, ", \"setting\": \"rurl\"",
     "2: community.setting: \"rurl\" is no settlement: did you mean \"rural\"?"},
    {2, ", \"setting\": \"moon\"",
     "2: community.setting: \"moon\" is no settlement: give one of rural, urban, peri-urban, "
     "informal, camp, coastal, island, mountain"},
    {1, ", \"consultations\": [{\"groups\": [\"5-9\", \"10-15\"]}]",
     "1: plan.consultations[1].groups[2]: \"10-15\" is no group: did you mean \"10-14\"?"},
    {1, ", \"budget\": {\"lines\": [{\"purpose\": \"war\"}]}",
     "1: plan.budget.lines[1].purpose: \"war\" is no purpose: give one of prevention, mitigation, "
     "preparedness, response, recovery"},
    {2, ", \"hazards\": [{\"type\": \"EQQ\"}]",
     "2: community.hazards[1].type: \"EQQ\" is no known hazard: did you mean \"EQ\" "
     "(earthquake)?"},
    {2, ", \"hazards\": [{\"type\": \"%%%%%%\"}]",
     "2: community.hazards[1].type: \"%%%%%%\" is no known hazard: give a code of the list in "
     "docs/plan-format.md, such as EQ"},
    {2, ", \"hazards\": [{}]", "2: community.hazards[1].type: is missing: add it"},
    {2, ", \"hazards\": [{\"type\": \"EQ\", \"hip\": \"GH9999\"}]",
     "2: community.hazards[1].hip: \"GH9999\" is no HIP 2025 code: give a code of the Hazard "
     "Information Profiles, such as GH0101"},
    {2, ", \"pcode\": \"NP 0436\"",
     "2: community.pcode: \"NP 0436\" is no id: give 1 to 64 letters, digits, '.', '_' or '-'"},
    {1, ", \"approved\": \"2026-02-30\"",
     "1: plan.approved: \"2026-02-30\" is no date of the calendar: give YYYY-MM-DD, such as "
     "2026-08-31"},
    {1, ", \"approved\": 2026", "1: plan.approved: is a number: give a date, YYYY-MM-DD"},
    {1, ", \"period\": {\"from\": \"2026-02-01\", \"to\": \"2026-01-31\"}",
     "1: plan.period: from 2026-02-01 is after to 2026-01-31: turn them round"},
    {1, ", \"language\": \"x\"",
     "1: plan.language: \"x\" is no language tag: give a BCP 47 tag, such "
     "as ne"},
    {1, ", \"budget\": {\"currency\": \"Rs\"}",
     "1: plan.budget.currency: \"Rs\" is no currency: give three capital letters (ISO 4217), such "
     "as NPR"},
    {4, ", \"checklist\": \"a b\"", "4: checklist: \"a b\" is no checklist: give ID or ID@VERSION"},
    {1, ", \"actions\": [{\"id\": \"A1\"}, {\"id\": \"A1\"}]",
     "1: plan.actions: \"A1\" is the id of two: rename one"},
    {1, ", \"actions\": [{\"id\": \"A1\"}], \"budget\": {\"lines\": [{}, {\"action\": \"A2\"}]}",
     "1: plan.budget.lines[2].action: \"A2\" is no action of this plan: name one of the list, or "
     "add it there"},
    {4, ", \"facts\": {\"a b\": 1}",
     "4: facts.a b: is no name of a fact: give 1 to 128 letters, digits, '.', '_' or '-'"},
    {4, ", \"facts\": {\"a\": [1]}", "4: facts.a: is a list: give a number or a text"},
    {4, ", \"answers\": []", "4: answers: is a list: give an object"},
    {1, ", \"summary\": 5, \"note\": 6",
     "1: plan.summary: is a number: give a text\nplan.json:1: plan.note: is a number: give a text"},
    {1, ", \"\\u202e\\n\": 5", "1: plan.\\u202e\\x0a: is no known key: remove it"},
};

static void every_complaint_names_line_path_fault_and_remedy(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(REFUSED); i++) {
        char text[2048], message[1024];
        fill(text, sizeof text, REFUSED[i].slot, REFUSED[i].member);
        (void)snprintf(message, sizeof message, "plan.json:%s\n", REFUSED[i].message);
        assert_refused(text, message);
    }
}

static void everything_required_is_named_when_missing(void **state)
{
    (void)state;
    assert_refused("{}", "plan.json:1: banyan: is missing: add it\n"
                         "plan.json:1: plan.id: is missing: add it\n"
                         "plan.json:1: plan.title: is missing: add it\n"
                         "plan.json:1: community.country: is missing: add it\n"
                         "plan.json:1: assessment.round: is missing: add it, or give --round\n"
                         "plan.json:1: assessment.date: is missing: add it\n"
                         "plan.json:1: community.name: is missing: add it, or pcode\n");
    assert_refused(
        "{\"banyan\": 2,\n\"plan\": {\"id\": \"\", \"title\": \"\"},\n"
        "\"community\": {\"country\": \"NP\"},\n\"assessment\": {}}",
        "plan.json:1: banyan: 2 is over 1: give 1\n"
        "plan.json:2: plan.id: \"\" is no id: give 1 to 64 letters, digits, '.', '_' or '-'\n"
        "plan.json:2: plan.title: is empty: give a text\n"
        "plan.json:3: community.country: \"NP\" is the alpha-2 code of Nepal: give \"NPL\"\n"
        "plan.json:4: assessment.round: is missing: add it, or give --round\n"
        "plan.json:4: assessment.date: is missing: add it\n"
        "plan.json:3: community.name: is missing: add it, or pcode\n");
    assert_refused("[]", "plan.json:1: is a list: give an object\n");
}

static void only_the_first_complaints_are_worded_and_all_are_counted(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_puts(&text, "{");
    for (int i = 0; i < 5000; i++) {
        buf_printf(&text, "%s\"anwser%d\": 1", i == 0 ? "" : ",", i);
    }
    buf_puts(&text, "}");
    struct checked c;
    check_text(&c, text.data, text.len, NULL);
    assert_int_equal(c.status, ERR_INPUT);
    assert_int_equal(c.d.count, 5007);
    size_t lines = 0;
    for (const char *at = buf_text(&c.d.text); *at != '\0'; at++) {
        lines += *at == '\n';
    }
    assert_int_equal(lines, c.d.limit);
    release(&c);
    buf_free(&text);
}

static void a_plan_cut_anywhere_is_never_accepted(void **state)
{
    (void)state;
    struct buf text;
    load("tests/data/plans/full.json", &text);
    size_t end = text.len;
    while (text.data[end - 1] != '}') {
        end--;
    }
    for (size_t len = 0; len < end; len++) {
        struct checked c;
        char *copy = malloc(len + 1); /* so that reading past the end is seen */
        assert_non_null(copy);
        memcpy(copy, text.data, len);
        copy[len] = '\0';
        check_text(&c, copy, len, NULL);
        assert_int_equal(c.status, ERR_INPUT);
        release(&c);
        free(copy);
    }
    buf_free(&text);
}

static void a_byte_changed_anywhere_is_accepted_or_refused_never_worse(void **state)
{
    (void)state;
    struct buf text;
    load("tests/data/plans/full.json", &text);
    for (size_t at = 0; at < text.len; at++) {
        static const char others[] = {'"', '0', '{', '\0', (char)0xff};
        char kept = text.data[at];
        struct checked c;
        text.data[at] = others[at % sizeof others];
        check_text(&c, text.data, text.len, NULL);
        assert_true(c.status == 0 || c.status == ERR_INPUT);
        assert_true(c.status == 0 ? c.plan.text_len > 0 : c.plan.text == NULL);
        release(&c);
        text.data[at] = kept;
    }
    buf_free(&text);
}

/* ---- documents ------------------------------------------------------------------------------- */

static void the_shipped_schema_is_the_table(void **state)
{
    (void)state;
    struct buf shipped, table = BUF_INIT;
    load("docs/plan.schema.json", &shipped);
    schema_write(&table);
    assert_int_equal(buf_status(&table), 0);
    assert_string_equal(buf_text(&shipped), buf_text(&table));
    buf_free(&shipped);
    buf_free(&table);
}

static void assert_documented(const struct schema *s, const char *text)
{
    for (size_t i = 0; i < s->count; i++) {
        char key[80];
        (void)snprintf(key, sizeof key, "`%s`", s->fields[i].key);
        if (strstr(text, key) == NULL || strstr(text, s->fields[i].help) == NULL) {
            print_message("docs/plan-format.md lacks %s of %s\n", key, s->name);
            fail();
        }
        if (s->fields[i].object != NULL) {
            assert_documented(s->fields[i].object, text);
        }
    }
}

static void every_key_and_code_is_documented(void **state)
{
    (void)state;
    struct buf text;
    load("docs/plan-format.md", &text);
    assert_documented(&schema_document, buf_text(&text));
    assert_documented(&schema_entry, buf_text(&text));
    for (size_t i = 0; i < words_all_count; i++) {
        for (size_t k = 0; k < words_all[i]->count; k++) {
            char code[80];
            (void)snprintf(code, sizeof code, "`%s`", words_all[i]->list[k]);
            assert_non_null(strstr(buf_text(&text), code));
        }
    }
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_example_is_accepted_and_identified),
        cmocka_unit_test(the_smallest_example_of_the_docs_is_accepted),
        cmocka_unit_test(members_of_every_kind_are_accepted),
        cmocka_unit_test(community_is_shown_by_its_finest_code),
        cmocka_unit_test(round_of_the_command_line_wins_and_may_stand_alone),
        cmocka_unit_test(every_complaint_names_line_path_fault_and_remedy),
        cmocka_unit_test(everything_required_is_named_when_missing),
        cmocka_unit_test(only_the_first_complaints_are_worded_and_all_are_counted),
        cmocka_unit_test(a_plan_cut_anywhere_is_never_accepted),
        cmocka_unit_test(a_byte_changed_anywhere_is_accepted_or_refused_never_worse),
        cmocka_unit_test(the_shipped_schema_is_the_table),
        cmocka_unit_test(every_key_and_code_is_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
