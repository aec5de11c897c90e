/* The code lists: looking up, mending what people write, lists of p-codes, remarks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/codes.h"
#include "model/codes_say.h"
#include "model/pcodes.h"
#include "model/place.h"
#include "plan_fixture.h"

/* ---- countries ---- */

static void countries(void **state)
{
    (void)state;
    const struct country *nepal = codes_country("NPL");
    assert_non_null(nepal);
    assert_string_equal(nepal->alpha2, "NP");
    assert_string_equal(nepal->numeric, "524");
    assert_string_equal(codes_country("LAO")->name, "Laos");
    assert_string_equal(codes_country("LAO")->iso_name, "Lao People's Democratic Republic");
    assert_string_equal(codes_country("BES")->name, "Bonaire, Sint Eustatius and Saba");
    assert_null(codes_country("NP"));
    assert_null(codes_country(""));
    assert_string_equal(codes_pcode_country("NP0436")->alpha3, "NPL");
    assert_string_equal(codes_pcode_country("MMR001")->alpha3, "MMR");
    assert_null(codes_pcode_country("NPAL"));
    assert_null(codes_pcode_country("0436"));
    assert_null(codes_pcode_country("XQ12"));
}

static void groups_of_countries(void **state)
{
    (void)state;
    assert_string_equal(codes_country_group("NPL", "wb_income")->group, "LMI");
    assert_string_equal(codes_country_group("NPL", "wb_income")->title, "Lower middle income");
    assert_string_equal(codes_country_group("NPL", "unicef_region")->group, "ROSA");
    assert_string_equal(codes_country_group("FJI", "un_subregion")->title, "Melanesia");
    assert_null(codes_country_group("SGP", "unicef_region"));
    assert_null(codes_country_group("SGP", "delhi_2013"));
    assert_non_null(codes_country_group("SGP", "beijing_2010"));
    assert_null(codes_country_group("NPL", "none"));
    assert_null(codes_country_group("ZZX", "wb_income"));
    assert_non_null(codes_scheme("sids"));
    assert_null(codes_scheme("wb"));
    size_t schemes = 0, groups = 0;
    for (; codes_scheme_at(schemes) != NULL; schemes++) {
        assert_ptr_equal(codes_scheme(codes_scheme_at(schemes)->scheme), codes_scheme_at(schemes));
    }
    for (; codes_group_at(groups) != NULL; groups++) {
        assert_non_null(codes_scheme(codes_group_at(groups)->scheme));
    }
    assert_int_equal(schemes, 10);
    assert_true(groups > schemes);
}

/* ---- what people write ---- */

struct said {
    const char *given, *told;
};

static void tell(void (*say)(struct buf *, const char *), const struct said *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf text = BUF_INIT;
        say(&text, cases[i].given);
        assert_string_equal(buf_text(&text), cases[i].told);
        buf_free(&text);
    }
}

static void countries_as_people_write_them(void **state)
{
    (void)state;
    static const struct said cases[] = {
        {"NP", "is the alpha-2 code of Nepal: give \"NPL\""},
        {"np", "is the alpha-2 code of Nepal: give \"NPL\""},
        {"524", "is the numeric code of Nepal: give \"NPL\""},
        {"nepal", "is a name: give the code \"NPL\""},
        {"Viet Nam", "is a name: give the code \"VNM\""},
        {"Vietnam", "is a name: give the code \"VNM\""},
        {"npl", "is no known country: did you mean \"NPL\" (Nepal)?"},
        {"NPLL", "is no known country: did you mean \"NPL\" (Nepal)?"},
        {"Philipines", "is no known country: did you mean \"PHL\" (Philippines)?"},
        {"NEP", "is no known country: did you mean \"NPL\" (Nepal)?"},      /* not NER */
        {"ban", "is no known country: did you mean \"BGD\" (Bangladesh)?"}, /* not BEN */
        {"Mal", "is no known country: did you mean \"MAC\" (Macao)?"},      /* several begin so */
        {"atlantis", "is no known country: give an ISO 3166-1 alpha-3 code, such as NPL"},
        {"", "is no known country: give an ISO 3166-1 alpha-3 code, such as NPL"},
    };
    tell(codes_say_country, cases, COUNT(cases));
}

static void hazards_as_people_write_them(void **state)
{
    (void)state;
    static const struct said cases[] = {
        {"HT", "is the GLIDE code of heatwave: give \"HW\""},
        {"earthquake", "is a name: give the code \"EQ\""},
        {"eq", "is no known hazard: did you mean \"EQ\" (earthquake)?"},
        {"EQQ", "is no known hazard: did you mean \"EQ\" (earthquake)?"},
        {"landslde", "is no known hazard: did you mean \"LS\" (landslide)?"},
        {"GH0101", "is a HIP code of earthquake: give \"EQ\""},
        {"MH0603", "is a HIP code of flash flood: give \"FF\""},
        {"MH0610", "is a HIP code of flood: give \"FL\""},
        {"MH0006", "is a HIP code of flash flood: give \"FF\""},
        {"BI0204", "is a HIP code of infectious disease: give \"EP\""},
        {"TL0305", "is a HIP code of fire: give \"FR\""},
        {"nat-hyd-flo-riv", "is an EM-DAT key of river flood: give \"RF\""},
        /* Not one hazard: two have the GLIDE code; the key is only begun. */
        {"OT", "is no known hazard: give a code of the list in docs/plan-format.md, such as EQ"},
        {"nat-hyd", "is no known hazard: give a code of the list in docs/plan-format.md, such as "
                    "EQ"},
        {"", "is no known hazard: give a code of the list in docs/plan-format.md, such as EQ"},
    };
    tell(codes_say_hazard, cases, COUNT(cases));
}

static void profiles_as_people_write_them(void **state)
{
    (void)state;
    static const struct said cases[] = {
        {"gh0101", "is no HIP 2025 code: did you mean \"GH0101\" (Earthquake)?"},
        {"Tsunami", "is no HIP 2025 code: did you mean \"MH0705\" (Tsunami)?"},
        {"CF", "is no HIP 2025 code: give a code of the Hazard Information Profiles, such as "
               "GH0101"}, /* several stand for it */
        {"EQ", "is no HIP 2025 code: did you mean \"GH0101\" (Earthquake)?"},
        {"MH0018", "is the HIP code of 2020 of Polluted Air: give EN0102 (Air Pollution (Point "
                   "Source)) or EN0103 (Ambient (Outdoor) Air Pollution)"},
        {"GH0018", "is the HIP code of 2020 of Lightning (Volcanic Trigger), which has no place in "
                   "the edition of 2025: give a code of 2025, or leave it out"},
        {"TL0022", "is the HIP code of 2020 of Disrupt, of which no successor is known: give a "
                   "code of 2025, or leave it out"},
        {"ZZ0000", "is no HIP 2025 code: give a code of the Hazard Information Profiles, such as "
                   "GH0101"},
    };
    tell(codes_say_hip, cases, COUNT(cases));
}

/* ---- the two editions ---- */

static void editions(void **state)
{
    (void)state;
    const struct hip *now[HIP_SUCCESSORS];
    bool removed;
    assert_int_equal(codes_hip_now("GH0006", now, &removed), 1);
    assert_string_equal(now[0]->code, "MH0705");
    assert_int_equal(codes_hip_now("GH0017", now, &removed), 1);
    assert_string_equal(now[0]->code, "MH0705");
    assert_int_equal(codes_hip_now("MH0018", now, &removed), 2);
    assert_string_equal(now[0]->code, "EN0102");
    assert_string_equal(now[1]->code, "EN0103");
    assert_false(removed);
    assert_int_equal(codes_hip_now("GH0030", now, &removed), 0);
    assert_true(removed);
    assert_int_equal(codes_hip_now("GH0101", now, &removed), 0);
    assert_int_equal(codes_hip_now("TL0053", now, &removed), 1); /* the last */
    assert_int_equal(codes_hip_now("BI0001", now, &removed), 1); /* the first */
    assert_string_equal(codes_hip_current("MH0058")->code, "MH0309");
    assert_string_equal(codes_hip_current("MH0309")->code, "MH0309");
    assert_null(codes_hip_current("MH0018"));
    assert_string_equal(codes_hip_hazard("GH0204")->code, "VO");
    assert_null(codes_hip_hazard("ET0101"));
}

/* ---- lists of p-codes ---- */

static const char LIST[] = "\xef\xbb\xbfpcode,level,name,parent,valid_from\n"
                           "NP04,1,Gandaki,,2024-03-14\r\n"
                           "NP0437,2,Lamjung,NP04,2020-01-01\n"
                           "NP0436,2,\"Gorkha, Nepal\",NP04,2024-03-14\n"
                           "NP03,1,Bagmati,,\n";

static void a_list_of_pcodes(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct pcode_list list;
    struct err e;
    assert_int_equal(pcodes_read(&arena, "l.csv", LIST, strlen(LIST), &list, &e), 0);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.deepest, 2);
    assert_string_equal(list.vintage, "2024-03-14");
    assert_string_equal(pcodes_get(&list, "NP0436")->name, "Gorkha, Nepal");
    assert_string_equal(pcodes_get(&list, "NP0436")->parent, "NP04");
    assert_null(pcodes_get(&list, "NP04360"));
    assert_string_equal(pcodes_above(&list, "NP0436012")->code, "NP0436");
    assert_string_equal(pcodes_above(&list, "NP0499")->code, "NP04");
    assert_null(pcodes_above(&list, "BD04"));
    assert_string_equal(pcodes_above(&list,
                                     "NP043600000000000000000000000000000000000000000000000000"
                                     "000000000000000000000000000")
                            ->code,
                        "NP0436");
    assert_string_equal(pcodes_meant(&list, "NP0463", NULL)->code, "NP0436");
    assert_string_equal(pcodes_meant(&list, "NP05", NULL)->code, "NP03");
    assert_string_equal(pcodes_meant(&list, "NP0499", "lamjung")->code, "NP0437");
    assert_null(pcodes_meant(&list, "elsewhere", NULL));
    assert_int_equal(pcodes_read(&arena, "l.csv", "", 0, &list, &e), 0);
    assert_int_equal(list.count, 0);
    assert_null(pcodes_get(&list, "NP04"));
    arena_free(&arena);
}

static void a_long_list_of_pcodes(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    struct pcode_list list;
    struct err e;
    buf_puts(&text, "pcode,level,name,parent,valid_from\n");
    for (int i = 999; i >= 100; i--) {
        buf_printf(&text, "NP%d,1,Place %d,,\n", i, i);
    }
    assert_int_equal(pcodes_read(&arena, "l.csv", text.data, text.len, &list, &e), 0);
    assert_int_equal(list.count, 900);
    for (size_t i = 0; i < list.count; i++) {
        char code[8];
        (void)snprintf(code, sizeof code, "NP%zu", i + 100);
        assert_string_equal(list.items[i].code, code);
        assert_string_equal(list.items[i].name + strlen("Place "), code + strlen("NP"));
    }
    buf_free(&text);
    arena_free(&arena);
}

static void bad_lists_of_pcodes(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *message;
    } cases[] = {
        {"NP04,1,A,\n", "l.csv:2: not five cells in the row of \"NP04\""},
        {"NP 4,1,A,,\n", "l.csv:2: no code: \"NP 4\""},
        {"NP04,0,A,,\n", "l.csv:2: no level from 1 to 9: \"0\""},
        {"NP04,x,A,,\n", "l.csv:2: no level from 1 to 9: \"x\""},
        {"NP04,10,A,,\n", "l.csv:2: no level from 1 to 9: \"10\""},
        {"NP04,1,A,,2024\n", "l.csv:2: no date of the calendar: \"2024\""},
        {"NP04,1,A,,\nNP03,1,B,,\nNP04,1,C,,\n", "l.csv:4: twice in the list: \"NP04\""},
        {"NP04,1,A,,\nNP0436,2,B,NP03,\n", "l.csv:3: no place of the level above: \"NP03\""},
        {"NP04,1,A,,\nNP0436,3,B,NP04,\n", "l.csv:3: no place of the level above: \"NP04\""},
        {"NP04,1,A,,\nNP0436,2,B,,\n", "l.csv:3: no parent of \"NP0436\""},
        {"NP04,1,\"A,,\n", "l.csv:2: a quote is never closed"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = ARENA_INIT;
        struct buf text = BUF_INIT;
        struct pcode_list list;
        struct err e;
        buf_printf(&text, "pcode,level,name,parent,valid_from\n%s", cases[i].rows);
        assert_int_equal(pcodes_read(&arena, "l.csv", text.data, text.len, &list, &e), ERR_INPUT);
        if (strncmp(e.text, cases[i].message, strlen(cases[i].message)) != 0) {
            fail_msg("%s instead of %s", e.text, cases[i].message);
        }
        buf_free(&text);
        arena_free(&arena);
    }
    struct arena arena = ARENA_INIT;
    struct pcode_list list;
    struct err e;
    static const char other[] = "code,level,name,parent,valid_from\nNP04,1,A,,\n";
    assert_int_equal(pcodes_read(&arena, "l.csv", other, strlen(other), &list, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "l.csv:1: the columns are not pcode,"));
    static const char narrow[] = "pcode,level\nNP04,1\n";
    assert_int_equal(pcodes_read(&arena, "l.csv", narrow, strlen(narrow), &list, &e), ERR_INPUT);
    assert_non_null(strstr(e.text, "no \"name\""));
    arena_free(&arena);
}

/* ---- codes of a plan ---- */

static void places_that_contradict_their_country(void **state)
{
    (void)state;
    static const struct {
        const char *members, *complaint; /* NULL: none */
    } cases[] = {
        {", \"pcode\": \"NP0436\"", NULL},
        {", \"pcode\": \"NPL0436\"", NULL},
        {", \"pcode\": \"4-36\"", NULL},
        {", \"pcode\": \"NP0436\", \"local\": \"NP0436-GOR-07\"", NULL},
        {", \"pcode\": \"NP0436\", \"local\": \"NP043601-7\"", NULL},
        {", \"pcode\": \"NP0436\", \"local\": \"example-ward-07\"", NULL},
        {", \"local\": \"NPL-GOR-07\"", NULL},
        {", \"local\": \"NP0436-07\"", NULL},
        {", \"pcode\": \"BD1004\"", "community.pcode: \"BD1004\" is a p-code of BGD (Bangladesh), "
                                    "the country is NPL: correct one of them"},
        {", \"pcode\": \"MMR001\"", "is a p-code of MMR (Myanmar), the country is NPL"},
        {", \"pcode\": \"np0436\"", "\"np0436\" has small letters: give \"NP0436\""},
        {", \"pcode\": \"NP0436\", \"local\": \"NP0437-07\"",
         "community.local: begins with NP0437, the pcode is NP0436: correct one of them"},
        {", \"pcode\": 7", "community.pcode: is a number: give a text"},
        {", \"local\": 7", "community.local: is a number: give a text"},
        {", \"pcode\": \"N P\"", "community.pcode: \"N P\" is no id"},
        {", \"local\": \"a place with a name that is far longer than any code that anybody gives "
         "to a place-1\"",
         NULL},
        {", \"local\": \"FJ102-07\"",
         "community.local: FJ102 lies in FJI (Fiji), the country is NPL"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[1024];
        struct checked c;
        fill(text, sizeof text, 2, cases[i].members);
        check_text(&c, text, strlen(text), NULL);
        assert_int_equal(c.status, cases[i].complaint == NULL ? 0 : ERR_INPUT);
        if (cases[i].complaint != NULL && strstr(buf_text(&c.d.text), cases[i].complaint) == NULL) {
            fail_msg("%s instead of %s", buf_text(&c.d.text), cases[i].complaint);
        }
        release(&c);
    }
}

/* Plans of Nepal are dated in the Bikram Sambat, which is a date too, and not the one meant. */
static void the_calendar(void **state)
{
    (void)state;
    static const struct {
        const char *country, *revised, *said; /* NULL: nothing */
    } cases[] = {
        {"NPL", "2056-12-31", NULL},
        {"NPL", "2057-01-01",
         "plan.json:1: plan.revised: remark: 2057-01-01 looks like a date of the Bikram Sambat: "
         "give that of the Gregorian calendar\n"},
        {"PHL", "2083-03-16", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[512];
        struct checked c;
        (void)snprintf(text, sizeof text,
                       "{\"banyan\": 1, \"plan\": {\"id\": \"p\", \"title\": \"t\", \"revised\": "
                       "\"%s\"}, \"community\": {\"country\": \"%s\", \"name\": \"n\"}, "
                       "\"assessment\": {\"round\": \"1\", \"date\": \"2026-09-12\"}}",
                       cases[i].revised, cases[i].country);
        check_text(&c, text, strlen(text), NULL);
        assert_int_equal(c.status, 0);
        assert_int_equal(plan_remarks(&c.plan, NULL, &c.d), 0);
        assert_string_equal(buf_text(&c.d.text), cases[i].said == NULL ? "" : cases[i].said);
        release(&c);
    }
}

static void remarks(void **state)
{
    (void)state;
    static const struct {
        const char *members, *remark; /* "": none */
    } cases[] = {
        {"", ""},
        {", \"hazards\": [{\"type\": \"EQ\"}, {\"type\": \"FL\", \"hip\": \"MH0603\"},\n"
         "{\"type\": \"FF\", \"hip\": \"MH0600\"}, {\"type\": \"EP\", \"hip\": \"ET0101\"}]",
         ""},
        {", \"hazards\": [{\"type\": \"EQ\"},\n{\"type\": \"FF\", \"hip\": \"MH0006\"}]",
         "plan.json:3: community.hazards[2].hip: remark: MH0006 is the HIP code of 2020 of Flash "
         "Flood, taken for MH0603 (Flash Flooding) of 2025\n"},
        {", \"hazards\": [{\"type\": \"EQ\", \"hip\": \"MH0600\"}]",
         "plan.json:2: community.hazards[1].hip: remark: MH0600 (Flooding) belongs to FL (flood), "
         "the type is EQ: correct one of them\n"},
        {", \"pcode\": \"NP0436\"", ""},
        {", \"pcode\": \"NP04\"", ""},
        {", \"pcode\": \"NP04360123\"", ""},
        {", \"pcode\": \"NP0499\"",
         "plan.json:2: community.pcode: remark: \"NP0499\" is not in the list of p-codes of Nepal "
         "(2024-03-14): did you mean NP0436 (Gorkha, Nepal)?\n"},
        {", \"pcode\": \"NP77777777777\"",
         "plan.json:2: community.pcode: remark: \"NP77777777777\" is not in the list of p-codes of "
         "Nepal (2024-03-14)\n"},
        {", \"pcode\": \"4-36\"",
         "plan.json:2: community.pcode: remark: \"4-36\" does not begin with NP, as p-codes of "
         "Nepal do: put the code of another scheme into local\n"},
        {", \"local\": \"FJI-02\"", "plan.json:2: community.local: remark: begins with the code of "
                                    "Fiji, the country is NPL\n"},
        {", \"local\": \"NPL-02\"", ""},
        {", \"local\": \"ward-02\"", ""},
        {", \"local\": \"ward\"", ""},
    };
    struct arena arena = ARENA_INIT;
    struct pcode_list list;
    struct err e;
    assert_int_equal(pcodes_read(&arena, "l.csv", LIST, strlen(LIST), &list, &e), 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[1024];
        struct checked c;
        fill(text, sizeof text, 2, cases[i].members);
        check_text(&c, text, strlen(text), NULL);
        assert_int_equal(c.status, 0);
        assert_int_equal(plan_remarks(&c.plan, &list, &c.d), 0);
        assert_string_equal(buf_text(&c.d.text), cases[i].remark);
        release(&c);
    }
    struct checked c;
    char text[1024];
    fill(text, sizeof text, 2, ", \"pcode\": \"NP0499\"");
    check_text(&c, text, strlen(text), NULL);
    assert_int_equal(plan_remarks(&c.plan, NULL, &c.d), 0); /* no list, nothing to say */
    static const char undated[] = "pcode,level,name,parent,valid_from\n";
    assert_int_equal(pcodes_read(&arena, "l.csv", undated, strlen(undated), &list, &e), 0);
    assert_int_equal(plan_remarks(&c.plan, &list, &c.d), 0); /* nor of an empty one */
    assert_null(pcodes_meant(&list, "NP0499", "Gorkha"));
    assert_int_equal(c.d.count, 0);
    static const char one[] = "pcode,level,name,parent,valid_from\nNP04,1,Gandaki,,\n";
    assert_int_equal(pcodes_read(&arena, "l.csv", one, strlen(one), &list, &e), 0);
    assert_int_equal(plan_remarks(&c.plan, &list, &c.d), 0);
    assert_int_equal(c.d.count, 0); /* it lies in a place of the deepest level */
    release(&c);
    fill(text, sizeof text, 2, ", \"pcode\": \"NP0588\"");
    check_text(&c, text, strlen(text), NULL);
    assert_int_equal(plan_remarks(&c.plan, &list, &c.d), 0);
    assert_non_null(strstr(buf_text(&c.d.text), "p-codes of Nepal (without a date)"));
    release(&c);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(countries),
        cmocka_unit_test(groups_of_countries),
        cmocka_unit_test(countries_as_people_write_them),
        cmocka_unit_test(hazards_as_people_write_them),
        cmocka_unit_test(profiles_as_people_write_them),
        cmocka_unit_test(editions),
        cmocka_unit_test(a_list_of_pcodes),
        cmocka_unit_test(a_long_list_of_pcodes),
        cmocka_unit_test(bad_lists_of_pcodes),
        cmocka_unit_test(places_that_contradict_their_country),
        cmocka_unit_test(the_calendar),
        cmocka_unit_test(remarks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
