/* Every complaint about a checklist, each with its line and place, and what is taken in its stead. */
#include "score_fixture.h"

#define HEAD "{\"banyan\":1,\"id\":\"t\",\"version\":\"1.0.0\",\"title\":\"t\",\n"
#define ONE "{\"id\":\"a\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}}"

static void refused(const char *text, const char *profile, const char *complaint)
{
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, "c.json");
    assert_int_equal(checklist_parse(text, strlen(text), profile, &d, &c), ERR_INPUT);
    assert_null(c);
    if (strstr(buf_text(&d.text), complaint) == NULL) {
        fail_msg("%s\n  wanted \"%s\", got \"%s\"", text, complaint, buf_text(&d.text));
    }
    diag_free(&d);
}

struct slot {
    const char *inside, *complaint;
};

/* Each text in its place between before and after is refused with these words. */
static void refuse_all(const char *before, const char *after, const struct slot *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf text = BUF_INIT;
        buf_printf(&text, "%s%s%s", before, list[i].inside, after);
        refused(buf_text(&text), NULL, list[i].complaint);
        buf_free(&text);
    }
}
#define REFUSE(before, after, list) refuse_all(before, after, list, sizeof(list) / sizeof *(list))

static void the_head_and_the_tree(void **state)
{
    (void)state;
    static const struct slot head[] = {
        {"\"criteria\":5", "c.json:2: criteria: is number: give list"},
        {"\"nodes\":{\"id\":\"N\"}", "nodes: is object: give list"},
        {"\"nodes\":[5]", "nodes: holds number: give objects"},
        {"\"nodes\":[{\"id\":\"N\",\"nodes\":[]}]", "nodes.N: has neither criteria nor nodes"},
        {"\"nodes\":[{\"id\":\"N\",\"criteria\":[],\"nodes\":[]}]",
         "nodes.N: has neither criteria nor nodes"},
        {"\"nodes\":[{\"id\":\"N\",\"criteria\":[" ONE "]},{\"id\":\"N\",\"criteria\":[]}]",
         "nodes.id: \"N\" stands twice: rename one"},
        {"\"criteria\":[]", "nodes: hold no criterion: add some"},
        {"\"criteria\":[7]", "criteria: holds number: give objects"},
    };
    static const struct slot method[] = {
        {"\"round\":{\"decimals\":1.5}", "round: decimals is no whole number: give 0 to 9"},
        {"\"round\":5", "round: is number: give an object or null"},
        {"\"scale\":{\"min\":1,\"max\":1}", "scale: min and max are equal"},
        {"\"bands\":[5]", "bands: holds number: give objects"},
        {"\"bands\":[{\"id\":\"A\",\"from\":0.5}]", "bands: the last band must begin at 0"},
        {"\"bands\":[{\"id\":\"A\",\"from\":0.5},{\"id\":\"A\",\"from\":0}]",
         "bands: \"A\" stands twice: rename one"},
        {"\"direction\":\"risk\",\"bands\":[{\"id\":\"A\",\"to\":0.5}]",
         "bands: the last band must end at 1"},
        {"\"direction\":\"risk\",\"bands\":[{\"id\":\"A\",\"to\":0.5},{\"id\":\"B\",\"to\":0.2}]",
         "bands: is out of order"},
        {"\"profiles\":{\"q\":{\"criteria\":[5]}}",
         "profiles.q: \"?\" is no criterion of this checklist: remove it"},
        {"\"profiles\":{\"q\":{\"criteria\":[\"b\"]}}",
         "profiles.q: \"b\" is no criterion of this checklist: remove it"},
        {"\"profiles\":{\"q\":5}", "profiles.q: is number: give an object"},
        {"\"profiles\":{\"q\":{\"criteria\":[\"a\"],\"leaves-out\":\"b\"}}",
         "did you mean \"leaves_out\"?"},
        {"\"profiles\":{\"q\":{\"criteria\":[\"a\"],\"leaves_out\":5}}", "profiles.q.leaves_out: "},
        {"\"profiles\":{\"q\":{\"criteria\":[\"a\"],\"hazards\":[\"flood\"]}}",
         "profiles.q.hazards: \"flood\""},
    };
    REFUSE(HEAD, "}", head);
    REFUSE(HEAD "\"criteria\":[" ONE "],", "}", method);
    checklist_free(fixture_checklist(HEAD
                                     "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",\"answer\":{"
                                     "\"type\":\"level\",\"levels\":[\"a\",\"b\"],\"max\":1}}]}"));
    struct checklist *c = fixture_checklist(HEAD "\"bands\":[],\"language\":\"\",\n"
                                                 "\"criteria\":[" ONE "]}");
    assert_int_equal(c->band_count, 0);
    assert_string_equal(c->language, "");
    assert_int_equal(checklist_find(c, "a"), 0);
    assert_int_equal(checklist_find(c, "b"), -1);
    assert_int_equal(checklist_find(c, NULL), -1);
    checklist_free(c);
    checklist_free(NULL);
}

/* Wherever one looks first. */
static void a_criterion_is_found_whatever_was_found_before(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_puts(&text, HEAD "\"criteria\":[");
    for (int i = 0; i < 9; i++) {
        buf_printf(&text, "%s{\"id\":\"k%d\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}}",
                   i == 0 ? "" : ",", i * 7 % 9);
    }
    buf_puts(&text, "]}");
    struct checklist *c = fixture_checklist(buf_text(&text));
    for (int before = -1; before < 9; before++) {
        for (int i = 0; i < 9; i++) {
            assert_int_equal(checklist_find_after(c, c->criteria[i].demand.id, before), i);
        }
        assert_int_equal(checklist_find_after(c, "k9", before), -1);
    }
    checklist_free(c);
    buf_free(&text);
}

static void what_a_criterion_asks_for(void **state)
{
    (void)state;
    static const struct slot answers[] = {
        {"\"level\"", "k.answer: a level needs \"levels\" (a text for each, from 0) or \"max\""},
        {"\"level\",\"max\":1.5", "k.answer.max: is no whole number: give one"},
        {"\"level\",\"max\":0", "k.answer.max: 0 is out of range"},
        {"\"level\",\"levels\":[\"a\"]", "k.answer.levels: has fewer than two texts"},
        {"\"level\",\"levels\":[\"a\",\"b\"],\"max\":2",
         "k.answer.levels: has 2 texts for levels 0 to 2: give one for each level"},
        {"\"level\",\"levels\":[\"a\",5]", "k.answer.levels: holds number: give texts"},
        {"\"items\"", "k.answer.items: is missing: add it"},
        {"\"items\",\"items\":[]", "k.answer.items: is empty: give at least one item"},
        {"\"items\",\"items\":[5]",
         "k.answer.items: holds number: give objects with \"id\" and \"title\""},
        {"\"items\",\"items\":[{\"title\":\"t\"}]", "k.answer.items.id: is missing: add it"},
        {"\"items\",\"items\":[{\"id\":\"i\",\"title\":\"t\"},{\"id\":\"i\",\"title\":\"t\"}]",
         "k.answer.items: \"i\" stands twice: rename one"},
        {"\"by_hazard\",\"min\":2,\"max\":1", "k.answer: min is over max: turn them round"},
        {"\"parts\"", "k.answer.parts: is missing: add it"},
        {"\"parts\",\"parts\":[]", "k.answer.parts: is empty: give at least one part"},
        {"\"parts\",\"parts\":[5]", "k.answer.parts: holds number: give objects"},
        {"\"parts\",\"parts\":[{\"answer\":{\"type\":\"yes_no\"}}]",
         "k.answer.parts: needs an id of letters"},
        {"\"parts\",\"parts\":[{\"id\":\"a b\",\"answer\":{\"type\":\"yes_no\"}}]",
         "k.answer.parts: needs an id of letters"},
        {"\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":\"yes_no\"}},"
         "{\"id\":\"p\",\"answer\":{\"type\":\"yes_no\"}}]",
         "k.answer.parts: \"p\" stands twice: rename one"},
        {"\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":\"none\"},\"rule\":\"r\"}]",
         "parts.p.answer: a part cannot be of type none: give another"},
        {"\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":\"parts\"},\"rule\":\"r\"}]",
         "parts.p.answer: a part cannot be of type parts: give another"},
    };
    static const struct slot rules[] = {
        {"\"answer\":{\"type\":\"date\"}", "k.rule: is missing: name the rule that scores a date"},
        {"\"answer\":{\"type\":\"yes_no\"},\"rule\":5", "k.rule: is number: give text"},
        {"\"rule\":\"r\"", "k.answer: is missing: add it"},
        {"\"question\":\"q\"", "k.answer: is missing: add it"},
        {"\"answer\":{}", "k.answer.type: is missing: add it"},
    };
    REFUSE(HEAD "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",\"answer\":{\"type\":", "}}]}",
           answers);
    REFUSE(HEAD "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",", "}]}", rules);
}

static void what_a_criterion_depends_on(void **state)
{
    (void)state;
    static const struct slot members[] = {
        {"\"applies\":{\"hazards\":[]}", "k.applies.hazards: is empty: name at least one"},
        {"\"applies\":{\"hazards\":5}", "k.applies.hazards: is number: give list"},
        {"\"applies\":{\"hazards\":[5]}", "k.applies.hazards: holds number: give texts"},
        {"\"applies\":{\"hazards\":[\"flood\"]}",
         "k.applies.hazards: \"flood\" is a name: give the code \"FL\""},
        {"\"applies\":{\"facts\":{\"x\":5}}", "k.applies.facts.x: gives no test"},
        {"\"applies\":{\"facts\":{\"x\":{}}}", "k.applies.facts.x: gives no test"},
        {"\"applies\":{\"facts\":{\"x\":{\"over\":1}}}", "k.applies.facts.x.over: is no test"},
        {"\"applies\":{\"facts\":{\"x\":{\"any_of\":1}}}",
         "k.applies.facts.x.any_of: is number: give a list"},
        {"\"applies\":{\"facts\":{\"x\":{\"at_least\":null}}}",
         "k.applies.facts.x.at_least: is null: give a number or a text"},
        {"\"applies\":{\"facts\":{\"x\":{\"equals\":[1]}}}",
         "k.applies.facts.x.equals: is list: give a number or a text"},
        {"\"critical\":{\"below\":0.5}", "k.critical.cap: is missing: add it"},
        {"\"critical\":{\"cap\":\"A\"}", "k.critical.below: is missing: add it"},
        {"\"source\":[5]", "k.source: holds number: give objects with \"title\" and \"status\""},
        {"\"source\":[{\"title\":\"t\",\"status\":\"lost\"}]",
         "k.source.status: \"lost\" is unknown: give found, unverified or drafted"},
    };
    REFUSE(HEAD "\"bands\":[{\"id\":\"A\",\"from\":0}],\"criteria\":[{\"id\":\"k\",\"title\":\"t\","
                "\"answer\":{\"type\":\"yes_no\"},",
           "}]}", members);
    refused(HEAD "\"direction\":\"risk\",\"criteria\":[{\"id\":\"k\",\"title\":\"t\","
                 "\"answer\":{\"type\":\"yes_no\"},\"critical\":{\"below\":0.5,\"cap\":\"A\"}}]}",
            NULL, "k.critical: a checklist of direction risk has no critical criteria: remove it");
    refused(HEAD "\"direction\":\"risk\",\"criteria\":[{\"id\":\"k\",\"title\":\"t\","
                 "\"answer\":{\"type\":\"yes_no\"},\"advice\":{\"below\":1,\"text\":\"a\"}}]}",
            NULL, "k.advice: a checklist of direction risk has no advice below a credit");
}

/* The rule for an answer, checks, advice: what they may be, and which rules a criterion then names. */
static void what_stands_beside_a_rule(void **state)
{
    (void)state;
    static const struct slot members[] = {
        {"\"answered\":5", "k.answered: is number: give object"},
        {"\"answered\":{\"rules\":\"r\"}",
         "k.answered.rules: is no key of a checklist: did you mean"},
        {"\"answered\":{\"rule\":5}", "k.answered.rule: is number: give text"},
        {"\"answered\":{\"args\":5}", "k.answered.args: is number: give object"},
        {"\"checks\":5", "k.checks: is number: give list"},
        {"\"checks\":[5]", "k.checks: holds number: give objects with a \"rule\""},
        {"\"checks\":[{}]", "k.checks.rule: is missing: add it"},
        {"\"checks\":[{\"rule\":\"r\",\"when\":1}]", "k.checks.when: is no key of a checklist"},
        {"\"advice\":5", "k.advice: is number: give text"},
        {"\"advice\":[]", "k.advice: is empty: name at least one, or remove it"},
        {"\"advice\":[5]", "k.advice: holds number: give texts"},
        {"\"advice\":{\"below\":0.5}", "k.advice.text: is missing"},
        {"\"advice\":[{\"text\":\"a\"}]", "k.advice.below: is missing"},
        {"\"advice\":[{\"below\":2,\"text\":\"a\"}]", "k.advice.below: 2 is out of range"},
        {"\"advice\":[{\"below\":1,\"text\":\"a\",\"to\":1}]",
         "k.advice.to: is no key of a checklist"},
        {"\"example\":5", "k.example: is number: give object"},
        {"\"example\":{\"source\":[]}", "k.example.text: is missing: add it"},
        {"\"example\":{\"text\":\"t\"}", "k.example.source: is missing: add it"},
        {"\"example\":{\"text\":\"t\",\"source\":[5]}", "k.example.source: holds number"},
    };
    REFUSE(HEAD "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"},",
           "}]}", members);
    refused(HEAD "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",\"answer\":{\"type\":\"none\"},"
                 "\"rule\":\"r\",\"answered\":{}}]}",
            NULL, "k.answered: nothing is answered here: give another answer type");
    refused(HEAD "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",\"answer\":{\"type\":\"percent\"},"
                 "\"rule\":\"r\",\"answered\":{}}]}",
            NULL, "k.answered.rule: is missing: name the rule that scores a percent");
    struct checklist *c = fixture_checklist(
        HEAD "\"criteria\":[{\"id\":\"k\",\"title\":\"t\",\"answer\":{\"type\":\"parts\","
             "\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":\"yes_no\"}}]},\"rule\":\"f\","
             "\"answered\":{},\"checks\":[{\"rule\":\"c\"},{\"rule\":\"d\"}],\"advice\":\"a\","
             "\"example\":{\"text\":\"t\",\"source\":[]}}," ONE "]}");
    static const char *const wanted[] = {"f", "standard/parts", "c", "d", "standard/yes_no"};
    assert_int_equal(criterion_rule_count(&c->criteria[0]), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(criterion_rule(&c->criteria[0], i)->rule, wanted[i]);
    }
    assert_int_equal(criterion_rule_count(&c->criteria[1]), 1);
    assert_string_equal(criterion_rule(&c->criteria[1], 0)->rule, "standard/yes_no");
    assert_true(criterion_is_computed(&c->criteria[0]));
    assert_false(criterion_is_computed(&c->criteria[1]));
    checklist_free(c);
}

/* Each type of answer has its usual rule. */
static void the_usual_rules(void **state)
{
    (void)state;
    struct checklist *c = fixture_checklist(
        HEAD
        "\"criteria\":[{\"id\":\"y\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}},"
        "{\"id\":\"l\",\"title\":\"t\",\"answer\":{\"type\":\"level\",\"max\":2}},"
        "{\"id\":\"i\",\"title\":\"t\",\"answer\":{\"type\":\"items\",\"items\":[{\"id\":\"a\","
        "\"title\":\"t\"}]}},"
        "{\"id\":\"h\",\"title\":\"t\",\"answer\":{\"type\":\"by_hazard\",\"min\":0}},"
        "{\"id\":\"p\",\"title\":\"t\",\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"q\","
        "\"answer\":{\"type\":\"yes_no\"}}]}}]}");
    static const char *const wanted[] = {"standard/yes_no", "standard/level", "standard/items",
                                         "standard/by_hazard", "standard/parts"};
    assert_int_equal(c->criterion_count, 5);
    for (int i = 0; i < 5; i++) {
        assert_string_equal(c->criteria[i].demand.rule, wanted[i]);
    }
    assert_string_equal(c->criteria[4].demand.answer.parts[0].rule, "standard/yes_no");
    checklist_free(c);
}

/* A profile leaves out criteria, never a fault: what is no object stays, and is complained of. */
static void a_profile_hides_no_fault(void **state)
{
    (void)state;
#define QUICK "\"profiles\":{\"q\":{\"criteria\":[\"a\"]},\"r\":{\"criteria\":5}},"
    refused(HEAD QUICK "\"criteria\":[" ONE "],\"nodes\":[[1]]}", "q",
            "nodes: holds list: give objects");
    refused(HEAD QUICK "\"criteria\":[" ONE ",5]}", "q", "criteria: holds number: give objects");
    refused(HEAD QUICK "\"criteria\":[" ONE "]}", "r", "\"r\" is no profile: choose one of q, r");
    refused(HEAD QUICK "\"criteria\":[" ONE "]}", "s", "\"s\" is no profile: choose one of q, r");
    refused(HEAD "\"criteria\":[" ONE "]}", "q",
            "profiles: this checklist has none: leave out the profile \"q\"");
    refused(HEAD "\"profiles\":[1],\"criteria\":[" ONE "]}", "q",
            "profiles: this checklist has none: leave out the profile \"q\"");
    refused(HEAD "\"profiles\":{\"q\":{\"criteria\":[\"z\"]}},\"criteria\":[" ONE "]}", "q",
            "profiles: \"q\" names no criterion: add some");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_and_the_tree),
        cmocka_unit_test(a_criterion_is_found_whatever_was_found_before),
        cmocka_unit_test(what_a_criterion_asks_for),
        cmocka_unit_test(what_a_criterion_depends_on),
        cmocka_unit_test(the_usual_rules),
        cmocka_unit_test(a_profile_hides_no_fault),
        cmocka_unit_test(what_stands_beside_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
