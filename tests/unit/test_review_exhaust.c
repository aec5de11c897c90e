/* What is found by trying: each fault of a checklist is told with its smallest case, each control stays
 * silent, and what ships has no fault without a reason. */
#include "review_fixture.h"

#include "base/json.h"

/* A rule of this body; fields stand in the table, tests give plans of their own. */
#define RULE(fields, body, tests)                                                \
    "return { id = \"t/r\", version = 1, title = \"t\", source = \"s\", " fields \
    " score = function(plan, answer, args)\n" body "\nend, tests = {" tests "} }\n"
#define HEAD                                                                                       \
    "{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"source\":[],\"min_coverage\":" \
    "0,"
#define AB "\"bands\":[{\"id\":\"A\",\"from\":0.5},{\"id\":\"B\",\"from\":0}],"
/* A sound second criterion beside the one that is looked at: it stands on line 3. */
#define BESIDE ",\n{\"id\":\"Z\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}}]}"
/* The criterion K on line 2. */
#define K(members) HEAD "\"criteria\":[\n{\"id\":\"K\",\"title\":\"t\"," members "}" BESIDE

/* Whether a line of remarks is a warning; the word may stand in others, as in the reason of an exemption. */
static bool has_warning(const char *lines)
{
    static const char word[] = "warning ";
    for (const char *line = lines; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, word, sizeof word - 1) == 0) {
            return true;
        }
    }
    return false;
}

static struct checklist *parse_checklist(const char *text)
{
    struct diag d;
    struct checklist *c = NULL;
    diag_init(&d, "c.json");
    if (checklist_parse(text, strlen(text), NULL, &d, &c) != 0) {
        fail_msg("%s", buf_text(&d.text));
    }
    diag_free(&d);
    return c;
}

/* What is told of a checklist, under t/r where a text is given; the caller frees. */
static struct buf told_of(const char *checklist, const char *rule, long bound,
                          struct review_tally *tally)
{
    struct shelf s = {.count = 0};
    struct buf out = BUF_INIT;
    struct err e = {0};
    struct review v = {.report = write_remark, .context = &out};
    shelf_read(&s, "standard");
    shelf_read(&s, "lib");
    if (rule != NULL) {
        shelf_put(&s, "t/r", rule);
    }
    shelf_open(&s);
    struct checklist *c = parse_checklist(checklist);
    assert_int_equal(review_checklist(&v, s.rules, c, "c.json", bound, tally, &e), 0);
    assert_false(v.memory);
    checklist_free(c);
    shelf_free(&s);
    return out;
}

static void sound(const char *checklist, const char *rule)
{
    struct review_tally tally;
    struct buf out = told_of(checklist, rule, 5000, &tally);
    assert_string_equal(buf_text(&out), "");
    assert_int_equal(tally.faults, 0);
    assert_true(tally.tried > 0);
    buf_free(&out);
}

static void tells(const char *checklist, const char *rule, const char *begin, const char *part)
{
    struct review_tally tally;
    struct buf out = told_of(checklist, rule, 5000, &tally);
    assert_one(buf_text(&out), begin, part);
    buf_free(&out);
}

#define LEVEL(args) K("\"answer\":{\"type\":\"level\",\"max\":2},\"args\":{" args "}")
#define PERCENT(rule, args) \
    K("\"answer\":{\"type\":\"percent\"},\"rule\":\"" rule "\",\"args\":{" args "}")
#define OWN(answer) K("\"answer\":" answer ",\"rule\":\"t/r\"")

static void what_is_sound_is_left_in_peace(void **state)
{
    (void)state;
    sound(LEVEL("\"credits\":[0,0.5,1]"), NULL);
    sound(PERCENT("standard/target", "\"target\":100"), NULL);
    sound(K("\"answer\":{\"type\":\"number\",\"min\":0,\"max\":90},\"rule\":\"standard/target\","
            "\"args\":{\"target\":25,\"floor\":50}"),
          NULL);
    sound(K("\"answer\":{\"type\":\"number\"},\"rule\":\"standard/goalposts\","
            "\"args\":{\"worst\":80,\"best\":20}"),
          NULL);
    sound(K("\"answer\":{\"type\":\"yes_no\"},\"args\":{\"yes\":0,\"no\":1}"), NULL);
    sound(K("\"answer\":{\"type\":\"items\",\"items\":[{\"id\":\"a\",\"title\":\"t\"},"
            "{\"id\":\"b\",\"title\":\"t\"}]}"),
          NULL);
    sound(K("\"answer\":{\"type\":\"by_hazard\"}"), NULL);
    sound(K("\"answer\":{\"type\":\"date\"},\"rule\":\"standard/ladder\",\"args\":{\"unit\":"
            "\"months\",\"steps\":[{\"at_most\":6,\"credit\":1},{\"at_most\":12,\"credit\":0.5}]}"),
          NULL);
    sound(K("\"answer\":{\"type\":\"date\"},\"rule\":\"standard/ladder\",\"args\":{\"steps\":["
            "{\"at_least\":6,\"credit\":1},{\"at_least\":3,\"credit\":0.5}]}"),
          NULL);
    sound(K("\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":"
            "\"yes_no\"}},{\"id\":\"q\",\"answer\":{\"type\":\"items\",\"items\":[{\"id\":\"a\","
            "\"title\":\"t\"}]}}]}"),
          NULL);
    sound(K("\"answer\":{\"type\":\"none\"},\"rule\":\"t/r\""),
          RULE("args = { fact = \"x\", over = \"y\" },",
               "local f = plan.facts or {}\n"
               "if f[args.fact] == nil or f[args.over] == nil or f[args.over] == 0 then return "
               "not_assessed(\"no\") end\n"
               "return math.max(0, math.min(f[args.fact] / f[args.over], 1))",
               ""));
}

static void a_rule_that_breaks(void **state)
{
    (void)state;
    tells(LEVEL("\"credits\":[0,1]"), NULL, "fault 2 K breaks",
          "credits has not one number for each level");
    tells(OWN("{\"type\":\"percent\"}"), RULE("", "return answer.value / 50", ""),
          "fault 2 K breaks", "but a credit lies from 0 to 1");
}

static void a_better_answer_that_gets_less(void **state)
{
    (void)state;
    tells(LEVEL("\"credits\":[0,1,0.5]"), NULL, "fault 2 K monotone",
          "the better answer gets less: the answer 1 gives 1, 2 gives 0.5 "
          "{\"better\":{\"credit\":0.5,\"plan\":{\"answers\":{\"K\":2}}},"
          "\"worse\":{\"credit\":1,\"plan\":{\"answers\":{\"K\":1}}}}");
    /* only near the edge that the arguments name */
    tells(OWN("{\"type\":\"percent\"}"),
          RULE("args = { edge = 73 },",
               "if answer.value == args.edge then return 0 end return answer.value / 100", ""),
          "fault 2 K monotone", "the credit both rises and falls");
    /* of two the shorter case is shown, though it comes later */
    tells(OWN("{\"type\":\"percent\"}"),
          RULE("args = { edges = { 12.5, 50 } },",
               "for _, e in ipairs(args.edges) do if answer.value == e then return 0 end end\n"
               "return answer.value / 100",
               ""),
          "fault 2 K monotone", "the answer 49.999 gives 0.49999, 50 gives 0 ");
    tells(
        OWN("{\"type\":\"items\",\"items\":[{\"id\":\"a\",\"title\":\"t\"},{\"id\":\"b\",\"title\":"
            "\"t\"},{\"id\":\"c\",\"title\":\"t\"}]}"),
        RULE("", "return #answer.value == 2 and 0 or #answer.value / 3", ""), "fault 2 K monotone",
        "false gives 0.333333333, true gives 0");
    tells(OWN("{\"type\":\"by_hazard\"}"),
          RULE("",
               "if answer.value.FL == 1 and answer.value.EQ == 1 then return 0 end\n"
               "return (answer.value.FL or 0) / 2 + (answer.value.EQ or 0) / 4",
               ""),
          "fault 2 K monotone", "gives 0");
    tells(
        OWN("{\"type\":\"date\"}"),
        RULE("args = { years = 3 },",
             "local whole, more = age(answer.value, plan.assessment.date, \"years\")\n"
             "if whole == args.years and not more then return 0 end return whole > 3 and 1 or 0.5",
             ""),
        "fault 2 K monotone", "gives 0");
    /* in one corner of two parts alone */
    tells(
        K("\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":\"level\","
          "\"max\":3}},{\"id\":\"q\",\"answer\":{\"type\":\"level\",\"max\":3}}]},\"rule\":\"t/"
          "r\""),
        RULE("",
             "local v = answer.value\nif v.p == 2 and v.q == 3 then return 0 end\n"
             "return ((v.p or 0) + (v.q or 0)) / 6",
             ""),
        "fault 2 K monotone", "{\"p\":2,\"q\":3}");
    /* facts by themselves: more and more, and then less */
    tells(
        K("\"answer\":{\"type\":\"none\"},\"rule\":\"t/r\",\"args\":{\"fact\":\"x\",\"peak\":10}"),
        RULE("args = { fact = \"\", peak = 1 },",
             "local x = plan.facts and plan.facts[args.fact]\n"
             "if x == nil then return not_assessed(\"no\") end\n"
             "return x > args.peak and 0.5 or x == args.peak and 1 or 0",
             ""),
        "fault 2 K monotone", "facts.x 10 gives 1, 10.001 gives 0.5");
}

static void what_is_absent(void **state)
{
    (void)state;
    /* a list in which one entry does not say it: the smallest plan is shown */
    tells(
        K("\"answer\":{\"type\":\"none\"},\"rule\":\"t/r\""),
        RULE(
            "needs = { \"community.facilities\" },",
            "local n, good = 0, 0\n"
            "for _, f in ipairs(plan.community.facilities) do\n"
            "if f.safe ~= nil then n = n + 1 if f.safe then good = good + 1 end end end\n"
            "if n == 0 then return not_assessed(\"no\") end return good / n",
            "{ plan = { community = { facilities = { { id = \"F1\", kind = \"school\", safe = true "
            "}, { id = \"F2\", safe = false, kind = \"school\" } } } } }"),
        "fault 2 K absent",
        "{\"plan\":{\"community\":{\"facilities\":[{\"safe\":true},{\"safe\":false}]}},\"without\":"
        "\"community.facilities[2].safe\"}");
    /* what sort of thing an entry is may be blank: it then counts as little as one that is not there */
    sound(
        K("\"answer\":{\"type\":\"none\"},\"rule\":\"t/r\""),
        RULE("needs = { \"community.facilities\" },",
             "local n, good = 0, 0\n"
             "for _, f in ipairs(plan.community.facilities) do\n"
             "if f.kind == \"school\" then n = n + 1\n"
             "if f.safe == nil then return not_assessed(\"no\") end\n"
             "if f.safe then good = good + 1 end end end\n"
             "if n == 0 then return not_assessed(\"no\") end return good / n",
             "{ plan = { community = { facilities = { { kind = \"school\", safe = true }, { kind = "
             "\"school\", safe = false } } } } }"));
    /* a plan with an empty list is tried, too: in Lua it looks like an empty map */
    tells(K("\"answer\":{\"type\":\"none\"},\"rule\":\"t/r\""),
          RULE("needs = { \"community.facilities\" },",
               "local n, risk = 0, 0\n"
               "for _, f in ipairs(plan.community.facilities) do n = n + 1\n"
               "if #(f.at_risk or { 1 }) > 0 then risk = risk + 1 end end\n"
               "if n == 0 then return not_assessed(\"no\") end return risk / n",
               "{ plan = { community = { facilities = { { id = \"F1\", at_risk = {} } } } } }"),
          "fault 2 K absent", "\"without\":\"community.facilities[1].at_risk\"");
    /* parts that are left out; an exemption is for one key alone */
#define PARTS(exempt)                                                                              \
    K("\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":\"yes_no\"}}," \
      "{\"id\":\"q\",\"answer\":{\"type\":\"yes_no\"}}]},\"rule\":\"t/r\"" exempt)
    const char *mean = RULE(
        "",
        "local n, sum = 0, 0\nfor _, v in pairs(answer.value) do n, sum = n + 1, sum + (v and 1 "
        "or 0) end\nif n == 0 then return not_assessed(\"no\") end return sum / n",
        "");
    struct review_tally tally;
    struct buf out = told_of(PARTS(""), mean, 5000, &tally);
    assert_non_null(
        strstr(buf_text(&out), "fault 2 K absent: what is absent earns credit: without p "));
    assert_non_null(
        strstr(buf_text(&out), "fault 2 K absent: what is absent earns credit: without q "));
    assert_int_equal(tally.faults, 2);
    buf_free(&out);
    out = told_of(PARTS(",\"exempt\":{\"absent\":{\"p\":\"p is old\",\"z\":\"gone\"}}"), mean, 5000,
                  &tally);
    assert_non_null(strstr(buf_text(&out), "note 2 K absent: exempt: p is old ("));
    assert_non_null(
        strstr(buf_text(&out), "fault 2 K absent: what is absent earns credit: without q "));
    assert_non_null(strstr(buf_text(&out), "warning 2 K exempt: absent z is exempt, and"));
    assert_true(has_warning(buf_text(&out)));
    assert_int_equal(tally.faults, 1);
    assert_int_equal(tally.exempt, 1);
    buf_free(&out);
    out = told_of(PARTS(",\"exempt\":{\"absent\":{\"p\":\"a warning is enough\"}}"), mean, 5000,
                  &tally);
    assert_non_null(strstr(buf_text(&out), "note 2 K absent: exempt: a warning is enough ("));
    assert_false(has_warning(buf_text(&out)));
    buf_free(&out);
    /* a fact that the rule needs not */
    tells(K("\"answer\":{\"type\":\"none\"},\"rule\":\"t/r\",\"args\":{\"fact\":\"x\"}"),
          RULE("args = { fact = \"\" },",
               "local x = plan.facts and plan.facts[args.fact]\n"
               "return x == nil and 1 or math.max(0, math.min(x / 1000, 0.5))",
               ""),
          "fault 2 K absent", "without facts.x the credit is 1, with the worst value 0");
}

static void what_has_no_effect(void **state)
{
    (void)state;
    tells(K("\"answer\":{\"type\":\"yes_no\"},\"args\":{\"yes\":0.5,\"no\":0.5}"), NULL,
          "fault 2 K effect", "whatever is answered, the credit is 0.5");
    tells(OWN("{\"type\":\"percent\"}"), RULE("", "return not_assessed(\"no\")", ""),
          "fault 2 K effect", "nothing that was tried gives it a credit");
    /* a harmless one beside a criterion of which the worst decides */
    tells(HEAD
          "\"aggregate\":\"minimum\",\"criteria\":[\n{\"id\":\"K\",\"title\":\"t\",\"answer\":{"
          "\"type\":\"yes_no\"},\"args\":{\"yes\":1,\"no\":0.9}},\n{\"id\":\"Z\",\"title\":\"t\","
          "\"answer\":{\"type\":\"yes_no\"},\"args\":{\"yes\":0.5,\"no\":0}}]}",
          NULL, "fault 2 K effect", "the score is the same with its least and its most credit");
}

static void bands_and_caps(void **state)
{
    (void)state;
#define BANDS(bands, critical)                                                              \
    HEAD "\"bands\":[" bands "],\"criteria\":[\n{\"id\":\"K\",\"title\":\"t\",\"answer\":{" \
         "\"type\":\"yes_no\"}," critical "\"weight\":1}" BESIDE
    sound(BANDS("{\"id\":\"A\",\"from\":0.7},{\"id\":\"B\",\"from\":0.3},{\"id\":\"C\",\"from\":0}",
                "\"critical\":{\"below\":0.5,\"cap\":\"C\"},"),
          NULL);
    tells(BANDS("{\"id\":\"A\",\"from\":0.9},{\"id\":\"B\",\"from\":0.6},{\"id\":\"C\",\"from\":0}",
                ""),
          NULL, "fault 1 t band", "band B is never reached: 4 ways");
    tells(BANDS("{\"id\":\"A\",\"from\":0.9},{\"id\":\"B\",\"from\":0.3},{\"id\":\"C\",\"from\":0}",
                "\"critical\":{\"below\":0.5,\"cap\":\"A\"},"),
          NULL, "fault 2 K cap", "the cap changes no band");
#define CAP(args, below)                                                                      \
    HEAD AB "\"criteria\":[\n{\"id\":\"K\",\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}," \
            "\"args\":{" args "},\"critical\":{\"below\":" below ",\"cap\":\"B\"}}" BESIDE
    sound(CAP("\"yes\":1", "0.5"), NULL);
    tells(CAP("\"no\":0.5", "0.4"), NULL, "fault 2 K cap", "the cap never holds");
    struct review_tally tally;
    struct buf out = told_of(CAP("\"yes\":0.6", "0.9"), NULL, 5000, &tally);
    assert_non_null(strstr(buf_text(&out), "fault 2 K cap: the cap always holds"));
    buf_free(&out);
}

static void ladders_of_steps(void **state)
{
    (void)state;
#define STEPS(steps) PERCENT("standard/ladder", "\"steps\":[" steps "]")
    sound(STEPS("{\"above\":90,\"credit\":1},{\"at_least\":50,\"credit\":0.5}"), NULL);
    sound(K("\"answer\":{\"type\":\"number\",\"min\":0},\"rule\":\"standard/ladder\",\"args\":{"
            "\"steps\":[{\"below\":5,\"credit\":1},{\"at_most\":10,\"credit\":0.5}]}"),
          NULL);
    tells(STEPS("{\"above\":90,\"credit\":1},{\"at_least\":95,\"credit\":0.5}"), NULL,
          "warning 2 K steps", "step 2 (at_least 95) is never reached");
    tells(STEPS("{\"above\":100,\"credit\":1},\n{\"at_least\":50,\"credit\":0.5}"), NULL,
          "warning 2 K steps", "step 1 (above 100) is never reached");
    tells(STEPS("{\"above\":90,\"credit\":1},\n{\"at_least\":50,\"credit\":1}"), NULL,
          "warning 3 K steps", "steps 1 and 2 are worth the same");
    struct {
        const char *steps, *part;
    } many[] = {
        {"{\"at_least\":90,\"credit\":0.5},{\"at_least\":50,\"credit\":1}",
         "step 2 is worth more than step 1 before it"},
        {"{\"at_least\":90,\"credit\":1},{\"at_most\":50,\"credit\":0.5}",
         "a gap: 70 fits no step and earns nothing"},
        {"{\"at_least\":50,\"credit\":1},{\"at_most\":60,\"credit\":0.5}",
         "steps 1 and 2 overlap: both take 50"},
    };
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) { /* some are seen by trying, too */
        struct review_tally tally;
        struct buf text = BUF_INIT;
        buf_printf(&text,
                   K("\"answer\":{\"type\":\"percent\"},\"rule\":\"standard/ladder\","
                     "\"args\":{\"steps\":[%s]}"),
                   many[i].steps);
        struct buf out = told_of(buf_text(&text), NULL, 5000, &tally);
        assert_non_null(strstr(buf_text(&out), "warning 2 K steps"));
        if (strstr(buf_text(&out), many[i].part) == NULL) {
            fail_msg("%s is not in %s", many[i].part, buf_text(&out));
        }
        buf_free(&out);
        buf_free(&text);
    }
}

static void an_exemption(void **state)
{
    (void)state;
    struct review_tally tally;
    struct buf out = told_of(
        K("\"answer\":{\"type\":\"level\",\"max\":2},\"args\":{\"credits\":[0,1,0.5]"
          "},\"exempt\":{\"monotone\":\"too much is as bad\"}"),
        NULL, 5000, &tally);
    assert_one(buf_text(&out), "note 2 K monotone",
               "exempt: too much is as bad (the better answer");
    assert_int_equal(tally.faults, 0);
    assert_int_equal(tally.exempt, 1);
    buf_free(&out);
    tells(K("\"answer\":{\"type\":\"yes_no\"},\n\"exempt\":{\"monotone\":\"so\"}"), NULL,
          "warning 3 K exempt", "monotone is exempt, and the check finds nothing");
}

static void the_bound(void **state)
{
    (void)state;
    struct review_tally tally;
    const char *nine = K("\"answer\":{\"type\":\"items\",\"items\":[{\"id\":\"a\",\"title\":\"t\"},"
                         "{\"id\":\"b\",\"title\":"
                         "\"t\"},{\"id\":\"c\",\"title\":\"t\"},{\"id\":\"d\",\"title\":\"t\"},{"
                         "\"id\":\"e\",\"title\":\"t\"},{"
                         "\"id\":\"f\",\"title\":\"t\"},{\"id\":\"g\",\"title\":\"t\"},{\"id\":"
                         "\"h\",\"title\":\"t\"},{\"id\":"
                         "\"i\",\"title\":\"t\"}]}");
    struct buf out = told_of(nine, NULL, 100, &tally);
    assert_one(buf_text(&out), "note 2 K bound", "instead of all 512 combinations");
    buf_free(&out);
    out = told_of(nine, NULL, 512, &tally);
    assert_string_equal(buf_text(&out), "");
    assert_true(tally.tried >= 512);
    buf_free(&out);
    out = told_of(
        K("\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":"
          "\"percent\"},\"rule\":\"standard/target\",\"args\":{\"target\":70}},{\"id\":\"q\","
          "\"answer\":{\"type\":\"percent\"},\"rule\":\"standard/target\",\"args\":{\"target\":"
          "80}}]}"),
        NULL, 20, &tally);
    assert_one(buf_text(&out), "note 2 K bound", "each value by itself, and ");
    buf_free(&out);
    /* what the bound leaves of the two together does not reach the edge; each by itself does */
    out = told_of(
        K("\"answer\":{\"type\":\"parts\",\"parts\":[{\"id\":\"p\",\"answer\":{\"type\":"
          "\"percent\"},\"rule\":\"standard/target\",\"args\":{\"target\":70}},{\"id\":\"q\","
          "\"answer\":{\"type\":\"percent\"},\"rule\":\"standard/target\",\"args\":{\"target\":"
          "80}}]},\"rule\":\"t/r\""),
        RULE("",
             "local v = answer.value\nif v.p == nil or v.q == nil then return not_assessed(\"no\") "
             "end\n"
             "if v.q == 80 and v.p < 2 then return 0 end\n"
             "return (v.p + v.q) / 200",
             ""),
        4, &tally);
    assert_non_null(strstr(buf_text(&out), "fault 2 K monotone"));
    assert_non_null(strstr(buf_text(&out), "\"q\":80"));
    buf_free(&out);
}

/* Of very many things to tick some are tried. What the rest would earn is not known. */
static void more_than_can_be_tried_is_no_fault(void **state)
{
    (void)state;
    static const char *const more[] = {"", ",\"critical\":{\"below\":0.9,\"cap\":\"B\"}"};
    for (size_t n = 0; n < 2; n++) {
        struct buf list = BUF_INIT;
        struct review_tally tally;
        buf_puts(&list, HEAD AB "\"criteria\":[\n{\"id\":\"K\",\"title\":\"t\",\"answer\":{"
                                "\"type\":\"items\",\"items\":[");
        for (int i = 0; i < 200; i++) {
            buf_printf(&list, "%s{\"id\":\"i%d\",\"title\":\"t\"}", i > 0 ? "," : "", i);
        }
        buf_printf(&list, "]}%s}]}", more[n]);
        struct buf out = told_of(buf_text(&list), NULL, 5000, &tally);
        assert_int_equal(tally.faults, 0);
        assert_one(buf_text(&out), "note 2 K bound", "in pairs of 48 instead of all");
        buf_free(&out);
        buf_free(&list);
    }
}

static void words_beside_the_numbers(void **state)
{
    (void)state;
    tells(K("\"answer\":{\"type\":\"yes_no\"},\"advice\":[{\"below\":1,\"text\":\"First.\"},"
            "{\"below\":0.5,\"text\":\"Never.\"},\"When nobody knows.\"]"),
          NULL, "warning 2 K advice", "one before it is for all that it is for");
    sound(K("\"answer\":{\"type\":\"level\",\"max\":2},\"advice\":[{\"below\":1,\"text\":\"Do "
            "{i}.\"},"
            "{\"below\":0.5,\"text\":\"Do.\"},{\"below\":1,\"text\":\"Do all.\"},\"Ask.\"]"),
          NULL);
    tells(K("\"answer\":{\"type\":\"yes_no\"},\"advice\":[\"Do {what}.\",\"Do it.\"]"), NULL,
          "warning 2 K advice", "{what}, which no finding gives");
    sound(K("\"answer\":{\"type\":\"level\",\"max\":2},\"advice\":\"You have {i} of {max}.\""),
          NULL);
    tells(OWN("{\"type\":\"yes_no\"}"),
          RULE("", "local t = \"all of {n}\" return credit(answer.value and 1 or 0, t)", ""),
          "fault 2 K reason", "{n}, which is not given");
    tells("{\"banyan\":1,\"id\":\"t\",\"version\":\"1\",\"title\":\"t\",\"criteria\":[\n{\"id\":"
          "\"K\","
          "\"title\":\"t\",\"answer\":{\"type\":\"yes_no\"}}]}",
          NULL, "warning 2 K source", "no source is given");
}

/* The fast form; `make check` tries more. */
static void every_shipped_checklist_is_sound(void **state)
{
    (void)state;
    static const char *const folders[] = {
        "ccrr",   "check",   "education", "equity",     "exchange",      "finance",    "governance",
        "health", "inform",  "lib",       "monitoring", "participation", "protection", "recovery",
        "risk",   "shelter", "social",    "standard",   "warning",       "water"};
    static const char *const ids[] = {
        "ccri-vulnerability", "ccrr-vulnerability",  "child-drr",
        "hospital-safety",    "human-development",   "inform-2025",
        "sendai-e1",          "school-preparedness", "undrr-preliminary"};
    struct shelf s = {.count = 0};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        shelf_read(&s, folders[i]);
    }
    shelf_open(&s);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct buf path = BUF_INIT, text = BUF_INIT, out = BUF_INIT;
        struct err e = {0};
        struct review_tally tally;
        struct review v = {.report = write_remark, .context = &out};
        buf_printf(&path, "checklists/%s/checklist.json", ids[i]);
        assert_int_equal(file_read(path.data, 4 << 20, &text, &e), 0);
        struct checklist *c = parse_checklist(buf_text(&text));
        assert_int_equal(review_checklist(&v, s.rules, c, path.data, 600, &tally, &e), 0);
        if (tally.faults > 0 || has_warning(buf_text(&out))) {
            fail_msg("%s: %s", ids[i], buf_text(&out));
        }
        assert_true(tally.tried > c->criterion_count);
        checklist_free(c);
        buf_free(&path);
        buf_free(&text);
        buf_free(&out);
    }
    shelf_free(&s);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(what_is_sound_is_left_in_peace),
        cmocka_unit_test(a_rule_that_breaks),
        cmocka_unit_test(a_better_answer_that_gets_less),
        cmocka_unit_test(what_is_absent),
        cmocka_unit_test(what_has_no_effect),
        cmocka_unit_test(bands_and_caps),
        cmocka_unit_test(ladders_of_steps),
        cmocka_unit_test(an_exemption),
        cmocka_unit_test(the_bound),
        cmocka_unit_test(more_than_can_be_tried_is_no_fault),
        cmocka_unit_test(words_beside_the_numbers),
        cmocka_unit_test(every_shipped_checklist_is_sound),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
