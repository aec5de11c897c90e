/* The option tables: what the parser takes, and that usage, man page and completion come from
 * the same rows. The command line itself is tested in tests/cli. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/opt.c"
#include "cli/usage.c"

static const char *const shapes[] = {"round", "square", NULL};

static const struct option globals[] = {
    {.name = "where", .value = "URL", .help = "where it lies", .file = true},
    {.name = "shape", .value = "SHAPE", .help = "its shape", .words = shapes},
    {.name = "quiet", .help = "say less"},
    {.name = "help", .letter = 'h', .help = "say how"},
    {.name = "version", .help = "say which"},
};
static const struct option plant_options[] = {
    {.name = "seed", .value = "N", .help = "a seed", .repeat = true},
    {.name = "deep", .help = "far down"},
};
static const struct option tree_options[] = {
    {.name = "height", .value = "M", .help = "at least as high", .verbs = "list show"},
    {.name = "axe", .value = "FILE", .help = "what to cut with", .verbs = "fell", .file = true},
};
static const struct verb tree_verbs[] = {
    {"list", "", "lists trees"}, {"show", "ID", "shows one"}, {"fell", "ID [REASON]", "cuts one"}};
static const struct command plant = {.name = "plant",
                                     .arguments = "FILE...",
                                     .summary = "plants what the files hold",
                                     .text = ".dotted - text with 'quotes' and a \\",
                                     .examples = "  garden plant oak.txt\n",
                                     .options = plant_options,
                                     .option_count = 2};
static const struct command tree = {.name = "tree",
                                    .arguments = "",
                                    .summary = "looks after trees",
                                    .options = tree_options,
                                    .option_count = 2,
                                    .verbs = tree_verbs,
                                    .verb_count = 3};
static const struct command *const commands[] = {&plant, &tree};
static const struct note environment[] = {{"GARDEN", "the garden"}};
static const struct note codes[] = {{"0", "done"}, {"64", "the command line is wrong"}};
static const struct program garden = {"garden", "1.2", "keep a garden", "Keeps it.", globals, 5,
                                      commands, 2,     environment,     1,           codes,   2};

enum { MOST = 16 };
struct parsed {
    struct args args;
    struct err e;
    int rc;
};

/* Parses words ended by NULL. */
static struct parsed parse(const char *first, ...)
{
    struct parsed p = {0};
    char *argv[MOST];
    int argc = 0;
    va_list list;
    va_start(list, first);
    for (const char *word = first; word != NULL && argc < MOST; word = va_arg(list, const char *)) {
        argv[argc++] = (char *)(uintptr_t)word;
    }
    va_end(list);
    p.rc = opt_parse(&garden, argc, argv, &p.args, &p.e);
    return p;
}

static void assert_refused(struct parsed p, const char *text)
{
    assert_int_equal(p.rc, ERR_USAGE);
    if (strstr(p.e.text, text) == NULL) {
        fail_msg("\"%s\" does not hold \"%s\"", p.e.text, text);
    }
    opt_free(&p.args);
}

static void test_global_options_stand_before_and_after_the_command(void **state)
{
    (void)state;
    struct parsed p = parse("--where", "a", "plant", "f", "--quiet", NULL);
    assert_int_equal(p.rc, 0);
    assert_ptr_equal(p.args.command, &plant);
    assert_string_equal(opt_value(&p.args, "where"), "a");
    assert_true(opt_has(&p.args, "quiet"));
    assert_false(opt_has(&p.args, "deep"));
    opt_free(&p.args);
}

static void test_a_value_comes_behind_the_equals_sign_or_as_the_next_word(void **state)
{
    (void)state;
    struct parsed p = parse("plant", "--seed=1", "--seed", "2=3", "f", "--where=", NULL);
    assert_refused(p, "--where: the value is empty");
    p = parse("plant", "--seed=1", "--seed", "2=3", "f", NULL);
    const char *values[MOST] = {NULL};
    assert_int_equal(p.rc, 0);
    assert_int_equal(opt_values(&p.args, "seed", values), 2);
    assert_string_equal(values[0], "1");
    assert_string_equal(values[1], "2=3");
    assert_string_equal(opt_value(&p.args, "seed"), "2=3");
    assert_int_equal(p.args.operand_count, 1);
    opt_free(&p.args);
}

static void test_two_dashes_end_the_options(void **state)
{
    (void)state;
    struct parsed p = parse("plant", "--deep", "--", "--deep", "-", NULL);
    assert_int_equal(p.rc, 0);
    assert_int_equal(p.args.given_count, 1);
    assert_int_equal(p.args.operand_count, 2);
    assert_string_equal(p.args.operands[0], "--deep");
    assert_string_equal(p.args.operands[1], "-");
    opt_free(&p.args);
}

static void test_what_is_unknown_is_refused_with_the_nearest_known_one(void **state)
{
    (void)state;
    assert_refused(parse("plnt", "f", NULL), "plnt: unknown command: did you mean plant?");
    assert_refused(parse("wholly-other", NULL), "wholly-other: unknown command");
    assert_refused(parse("plant", "f", "--sead=1", NULL),
                   "--sead: unknown option: did you mean --seed?");
    assert_refused(parse("--qiet", "plant", "f", NULL), "did you mean --quiet?");
    assert_refused(parse("--deep", "plant", "f", NULL), "write it after its command");
    assert_refused(parse("plant", "-d", "f", NULL), "-d: unknown option");
    assert_refused(parse("tree", "lst", NULL), "tree: lst is unknown: did you mean list?");
    /* an option of another command is no option here */
    assert_refused(parse("plant", "f", "--height=3", NULL), "--height: unknown option");
}

static void test_values_are_demanded_and_refused_as_the_row_says(void **state)
{
    (void)state;
    assert_refused(parse("plant", "f", "--seed", NULL), "--seed: the value is missing");
    assert_refused(parse("plant", "--seed", "--deep", "f", NULL), "--seed: the value is missing");
    assert_refused(parse("plant", "--deep=1", "f", NULL), "--deep: takes no value");
    assert_refused(parse("plant", "f", "--shape=oval", NULL), "give one of round, square");
    struct parsed p = parse("plant", "f", "--shape=square", NULL);
    assert_int_equal(p.rc, 0);
    opt_free(&p.args);
}

static void test_operands_are_counted_against_the_row(void **state)
{
    (void)state;
    assert_refused(parse(NULL), "the command is missing");
    assert_refused(parse("plant", NULL), "plant: FILE is missing");
    assert_refused(parse("tree", NULL), "tree: say what to do: list, show, fell");
    assert_refused(parse("tree", "show", NULL), "show: ID is missing");
    assert_refused(parse("tree", "list", "x", NULL), "list: x: one argument too many");
    assert_refused(parse("tree", "fell", "a", "b", "c", NULL), "fell: c: one argument too many");
    struct parsed p = parse("tree", "fell", "a", NULL);
    assert_int_equal(p.rc, 0);
    assert_string_equal(p.args.verb->name, "fell");
    opt_free(&p.args);
    p = parse("plant", "a", "b", "c", "d", NULL);
    assert_int_equal(p.rc, 0);
    assert_int_equal(p.args.operand_count, 4);
    opt_free(&p.args);
}

static void test_an_option_of_another_verb_is_refused(void **state)
{
    (void)state;
    assert_refused(parse("tree", "fell", "a", "--height=3", NULL), "is no option of `tree fell`");
    struct parsed p = parse("tree", "--height=3", "list", NULL);
    assert_int_equal(p.rc, 0);
    opt_free(&p.args);
}

static void test_help_is_given_even_where_operands_are_missing(void **state)
{
    (void)state;
    const char *const asked[] = {"--help", "-h", "--version"};
    for (size_t i = 0; i < 3; i++) {
        struct parsed p = parse("tree", asked[i], NULL);
        assert_int_equal(p.rc, 0);
        assert_ptr_equal(p.args.command, &tree);
        opt_free(&p.args);
    }
}

static void test_numbers_are_whole_and_in_range(void **state)
{
    (void)state;
    const char *const wrong[] = {"0", "9", "x", "1x", "+1", " 1", "1.0", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct parsed p = parse("plant", "f", "--seed", wrong[i], NULL);
        long out = 5;
        assert_int_equal(p.rc, 0);
        assert_int_equal(opt_number(&p.args, "seed", 1, 8, &out, &p.e), ERR_USAGE);
        assert_int_equal(out, 5);
        opt_free(&p.args);
    }
    struct parsed p = parse("plant", "f", "--seed=8", NULL);
    long out = 5, absent = 7;
    assert_int_equal(opt_number(&p.args, "seed", 1, 8, &out, &p.e), 0);
    assert_int_equal(opt_number(&p.args, "where", 1, 8, &absent, &p.e), 0);
    assert_int_equal(out, 8);
    assert_int_equal(absent, 7);
    opt_free(&p.args);
}

/* ---- the same rows as text ---- */

static void assert_holds(const struct buf *b, const char *text)
{
    if (strstr(buf_text(b), text) == NULL) {
        fail_msg("no \"%s\" in:\n%s", text, buf_text(b));
    }
}

static void assert_options(const struct buf *b, const struct option *options, size_t count,
                           const char *before)
{
    for (size_t i = 0; i < count; i++) {
        struct buf name = BUF_INIT;
        buf_printf(&name, "%s%s", before, options[i].name);
        assert_holds(b, buf_text(&name));
        buf_free(&name);
    }
}

static void test_every_row_is_in_usage_man_page_and_completion(void **state)
{
    (void)state;
    struct buf usage = BUF_INIT, man = BUF_INIT, completion = BUF_INIT;
    usage_program(&usage, &garden, true);
    usage_man(&man, &garden);
    usage_completion(&completion, &garden);
    assert_options(&usage, globals, 5, "--");
    assert_options(&man, globals, 5, "\\-\\-");
    assert_options(&completion, globals, 5, "--");
    assert_holds(&usage, "GARDEN");
    assert_holds(&man, "GARDEN");
    assert_holds(&man, "EXIT STATUS");
    for (size_t i = 0; i < garden.command_count; i++) {
        const struct command *c = garden.commands[i];
        struct buf own = BUF_INIT;
        usage_command(&own, &garden, c, true);
        assert_options(&own, c->options, c->option_count, "--");
        assert_options(&man, c->options, c->option_count, "\\-\\-");
        assert_options(&completion, c->options, c->option_count, "--");
        assert_holds(&usage, c->name);
        assert_holds(&completion, c->name);
        for (size_t k = 0; k < c->verb_count; k++) {
            assert_holds(&own, c->verbs[k].summary);
            assert_holds(&man, c->verbs[k].summary);
            assert_holds(&completion, c->verbs[k].name);
        }
        buf_free(&own);
    }
    buf_free(&usage);
    buf_free(&man);
    buf_free(&completion);
}

static void test_the_man_page_keeps_dots_and_dashes_as_text(void **state)
{
    (void)state;
    struct buf man = BUF_INIT;
    usage_man(&man, &garden);
    assert_holds(&man, "\n\\&.dotted \\- text with \\(aqquotes\\(aq and a \\e\n");
    buf_free(&man);
}

static void test_no_line_of_help_is_over_100_columns(void **state)
{
    (void)state;
    struct buf help = BUF_INIT;
    usage_program(&help, &garden, true);
    usage_command(&help, &garden, &plant, true);
    usage_wrap(
        &help,
        "words that go on and on and on, and on again, until nobody can say how long the line has "
        "become, and then some more of them, so that it surely has to be broken once or twice",
        0, 4);
    for (const char *line = buf_text(&help); *line != '\0';) {
        size_t len = strcspn(line, "\n");
        assert_in_range(len, 0, 100);
        line += len + (line[len] == '\n');
    }
    assert_holds(&help, "\n    ");
    buf_free(&help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_global_options_stand_before_and_after_the_command),
        cmocka_unit_test(test_a_value_comes_behind_the_equals_sign_or_as_the_next_word),
        cmocka_unit_test(test_two_dashes_end_the_options),
        cmocka_unit_test(test_what_is_unknown_is_refused_with_the_nearest_known_one),
        cmocka_unit_test(test_values_are_demanded_and_refused_as_the_row_says),
        cmocka_unit_test(test_operands_are_counted_against_the_row),
        cmocka_unit_test(test_an_option_of_another_verb_is_refused),
        cmocka_unit_test(test_help_is_given_even_where_operands_are_missing),
        cmocka_unit_test(test_numbers_are_whole_and_in_range),
        cmocka_unit_test(test_every_row_is_in_usage_man_page_and_completion),
        cmocka_unit_test(test_the_man_page_keeps_dots_and_dashes_as_text),
        cmocka_unit_test(test_no_line_of_help_is_over_100_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
