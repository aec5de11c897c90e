/* Where rules lie, and which names they may use. */
#include "rule_fixture.h"

#define RULE(fields, tests)                                                      \
    "return { id = \"t/r\", version = 1, title = \"t\", source = \"s\", " fields \
    " score = function() return 1 end" tests " }"

static void the_names_and_places_of_rules(void **state)
{
    (void)state;
    struct rig rig;
    rig_init(&rig);
    rig_file(&rig, "t/r", RULE("", ""));
    rig_open(&rig);
    assert_string_equal(ruleset_path(rig.rules, "t/r"), "rules/t/r.lua");
    assert_null(ruleset_path(rig.rules, "t/s"));
    assert_true(host_knows("t/r", "credit", 6));
    assert_false(host_knows("t/r", "credits", 7));
    assert_false(host_knows("t/r", "cradit", 6));
    assert_false(host_knows("t/r", "ln", 2)); /* lent to one rule alone */
    assert_false(host_knows("standard/goalposts", "nl", 2));
    assert_true(host_knows("standard/goalposts", "ln", 2));
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(the_names_and_places_of_rules),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
