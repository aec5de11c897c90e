/* `compare`: groups of stored assessments side by side. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crew.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/compare_composite.h"
#include "cli/compare_equity.h"
#include "cli/compare_forms.h"
#include "cli/compare_page.h"
#include "cli/meter.h"
#include "cli/places.h"
#include "cli/publication.h"
#include "cli/words.h"
#include "compare/comparability.h"
#include "compare/rank.h"
#include "compare/publish.h"
#include "compare/summary.h"
#include "report/render_compare.h"
#include "selection.h"

enum { FRAME_MOST = 64 << 20 };

/* What one call needs, from the command line to the page. */
struct comparing {
    struct cli *cli;
    struct arena arena;
    struct words by, of, rounds;
    struct rank_settings ranks;
    long level;
    struct buf frame_text;
    struct compare_frame frame;
    struct store *store;
    struct place_lists lists;
    struct table_places places;
    struct selection chosen;
    struct selected *selected;
    struct comparison *c;
    struct comparison *whole; /* the groups without the subgroups of --equity, for a page */
    struct published memory;
    struct compare_page page;
    struct compared_equity equity;
    struct meter meter; /* of the ranks */
};

/* ---- the command line ---- */

static int read_words(struct comparing *w, struct err *e)
{
    const struct args *args = &w->cli->args;
    int rc = words_of_option(args, "by", &w->arena, &w->by, e);
    rc = rc == 0 ? words_of_option(args, "of", &w->arena, &w->of, e) : rc;
    rc = rc == 0 ? words_of_option(args, "round", &w->arena, &w->rounds, e) : rc;
    if (rc != 0) {
        return rc;
    }
    const char *equity = opt_value(args, "equity");
    if (equity != NULL && words_have(&w->by, equity)) {
        return err_set(e, ERR_USAGE, "--equity: %.60s stands in --by too: name it once", equity);
    }
    bool page = w->cli->format == FORMAT_HTML;
    int added = w->by.count == 0 && (equity == NULL || page)
                    ? words_add(&w->by, &w->arena, "country")
                    : 0;
    if (added == 0 && page && w->of.count == 0) {
        added = words_add(&w->of, &w->arena, "domains");
    }
    /* Several rounds in one group would count a community several times. */
    if (added == 0 && w->rounds.count > 1) {
        added = words_add(&w->by, &w->arena, "round");
    }
    if (added == 0 && equity != NULL) { /* subgroups are of the last attribute */
        added = words_add(&w->by, &w->arena, equity);
    }
    return added == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

static void tell_ranks(void *context, uint64_t done, uint64_t all)
{
    meter_share(context, "simulating ranks", (double)done, (double)all);
}

/* --vary: the sources that are on; without it all. */
static int read_sources(struct comparing *w, struct err *e)
{
    struct words sources;
    int rc = words_of_option(&w->cli->args, "vary", &w->arena, &sources, e);
    for (int i = 0; rc == 0 && sources.count > 0 && i < SOURCE_COUNT; i++) {
        w->ranks.on[i] = words_have(&sources, rank_source_name((enum source)i));
    }
    for (size_t i = 0; rc == 0 && i < sources.count; i++) {
        bool known = false;
        for (int k = 0; k < SOURCE_COUNT; k++) {
            known = known || strcmp(sources.list[i], rank_source_name((enum source)k)) == 0;
        }
        rc = known ? 0
                   : err_set(e, ERR_USAGE,
                             "--vary: \"%.60s\" is nothing that can be varied: give missing, "
                             "sample, weights, aggregate, rater",
                             sources.list[i]);
    }
    return rc;
}

static int read_numbers(struct comparing *w, struct err *e)
{
    const struct args *args = &w->cli->args;
    long seed = 1, draws = RANK_DRAWS_FIT, jobs = sysconf(_SC_NPROCESSORS_ONLN);
    w->level = 95;
    int rc = opt_number(args, "seed", 0, LONG_MAX, &seed, e);
    rc = rc == 0 ? opt_number(args, "draws", 100, 1000000, &draws, e) : rc;
    rc = rc == 0 ? opt_number(args, "jobs", 1, CREW_MOST, &jobs, e) : rc;
    rc = rc == 0 ? opt_number(args, "level", 50, 99, &w->level, e) : rc;
    w->ranks = (struct rank_settings)RANK_SETTINGS_INIT;
    w->ranks.seed = (uint64_t)seed;
    w->ranks.draws = draws;
    w->ranks.tell = tell_ranks;
    w->ranks.context = &w->meter;
    w->ranks.jobs = jobs < 1 ? 1 : jobs > CREW_MOST ? CREW_MOST : (int)jobs;
    return rc == 0 ? read_sources(w, e) : rc;
}

static int read_frame(struct comparing *w, struct err *e)
{
    const char *path = opt_value(&w->cli->args, "frame");
    if (path == NULL) {
        return 0;
    }
    int rc = file_read(path, FRAME_MOST, &w->frame_text, e);
    return rc == 0
               ? compare_frame_read(buf_text(&w->frame_text), w->frame_text.len, path, &w->frame, e)
               : rc;
}

/* ---- from the store to groups ---- */

static int load(struct comparing *w, struct err *e)
{
    const struct args *args = &w->cli->args;
    w->places = (struct table_places){places_of, &w->lists};
    w->chosen = (struct selection){
        .checklist = opt_value(args, "checklist"),
        .profile = opt_value(args, "profile"),
        .country = opt_value(args, "country"),
        .rounds = w->rounds.list,
        .round_count = w->rounds.count,
        .all_rounds = w->rounds.count == 0 && words_have(&w->by, "round"),
        .attributes = w->by.list,
        .attribute_count = w->by.count,
        .places = &w->places,
    };
    int rc = settings_country(w->chosen.country, e);
    rc = rc == 0 ? publication_store(w->cli, &w->store, e) : rc;
    return rc == 0 ? selection_load(w->store, &w->chosen, &w->selected, e) : rc;
}

/* Describes the groups by the first so many attributes, and ranks them. */
static int describe(struct comparing *w, size_t by, struct comparison **out, struct err *e)
{
    const struct summary_ask ask = {
        .by = w->by.list,
        .by_count = by,
        .of = w->of.list,
        .of_count = w->of.count,
        .level = (double)w->level / 100,
        .frame = w->frame.file == NULL ? NULL : &w->frame,
    };
    int rc = summary_make(w->selected->table, &ask, out, e);
    if (rc == 0 && opt_has(&w->cli->args, "publish")) { /* what follows is of what is left */
        rc = publish_groups(*out, &w->memory, e);
    }
    if (rc == 0 && comparability_tell(*out) != 0) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    if (rc != 0) {
        return rc;
    }
    meter_begin(&w->meter, w->cli->quiet);
    rc = rank_simulate(*out, &w->ranks, e);
    meter_hide(&w->meter);
    return rc;
}

/* What a page has besides; what is to be published is withheld in it. */
static int make_page(struct comparing *w, struct err *e)
{
    const struct compare_page_ask ask = {
        .c = w->whole == NULL ? w->c : w->whole,
        .equity = opt_has(&w->cli->args, "equity") ? &w->equity.shown : NULL,
        .store = w->store,
        .chosen = &w->chosen,
        .memory = &w->memory,
    };
    return compare_page_make(&ask, &w->page, e);
}

/* Puts on record what is published before anything of it is shown. */
static int close_publication(struct comparing *w, struct err *e)
{
    int rc = publish_close(w->c, e);
    return rc == 0 ? publication_keep(w->store, "compare", w->c, &w->memory, e) : rc;
}

static int compare(struct comparing *w, struct err *e)
{
    int rc = read_words(w, e);
    rc = rc == 0 ? read_numbers(w, e) : rc;
    rc = rc == 0 ? read_frame(w, e) : rc;
    rc = rc == 0 ? load(w, e) : rc;
    if (rc != 0 || w->selected->table->count == 0) {
        return rc;
    }
    if (opt_has(&w->cli->args, "publish")) {
        rc = publication_load(w->store, &w->memory, e);
    }
    rc = rc == 0 ? describe(w, w->by.count, &w->c, e) : rc;
    if (rc == 0 && opt_has(&w->cli->args, "equity")) {
        rc = compare_equity(w->c, &w->equity, e);
        if (rc == 0 && w->cli->format == FORMAT_HTML) {
            rc = describe(w, w->by.count - 1, &w->whole, e);
        }
    }
    if (rc == 0 && w->cli->format == FORMAT_HTML) {
        rc = make_page(w, e);
    }
    return rc == 0 && w->c->publish ? close_publication(w, e) : rc;
}

/* ---- out ---- */

static void render(const struct comparing *w, struct buf *out)
{
    const struct compared shown = {
        .c = w->c,
        .other_rounds = w->selected->others,
        .other_round_count = w->selected->other_count,
        .other_checklists = w->selected->elsewhere,
        .other_checklist_count = w->selected->elsewhere_count,
        .seed = w->ranks.seed,
        .equity = opt_has(&w->cli->args, "equity") ? &w->equity.shown : NULL,
    };
    if (w->cli->format == FORMAT_CSV) { /* of groups it is printed elsewhere */
        render_equity_csv(out, &w->equity.shown);
        out->failed = out->failed || compare_forms_say(w->cli, w->c) != 0;
    } else if (w->cli->format == FORMAT_TEXT) {
        bool color = w->cli->color && opt_value(&w->cli->args, "output") == NULL;
        render_compare_text(out, &shown, color, opt_has(&w->cli->args, "ascii"));
    } else {
        render_compare_json(out, &shown, w->cli->format == FORMAT_NDJSON);
        buf_puts(out, out->len > 0 ? "\n" : "");
    }
}

/* What is asked for together and does not go together; nothing is passed over in silence. */
static int check_options(const struct cli *cli, struct err *e)
{
    static const char *const of_groups[] = {"by",    "of",   "round", "profile", "frame", "equity",
                                            "level", "seed", "draws", "vary",    "jobs",  "title"};
    const struct args *args = &cli->args;
    bool composite = opt_has(args, "composite");
    bool other = composite || opt_has(args, "equity-table");
    if (opt_has(args, "publish") && other) {
        return err_set(e, ERR_USAGE, "--publish: only of stored assessments, which can be counted");
    }
    if (cli->format == FORMAT_HTML && other) {
        return err_set(e, ERR_USAGE, "--format html: only of stored assessments");
    }
    if (!composite && opt_has(args, "unit")) {
        return err_set(e, ERR_USAGE, "--unit: goes with --composite only");
    }
    if (cli->format != FORMAT_HTML && opt_has(args, "title")) {
        return err_set(e, ERR_USAGE, "--title: goes with --format html only");
    }
    for (size_t i = 0; composite && i < sizeof of_groups / sizeof *of_groups; i++) {
        if (opt_has(args, of_groups[i])) {
            return err_set(
                e, ERR_USAGE,
                "--%s: not with --composite: the specification says what is made of what",
                of_groups[i]);
        }
    }
    return 0;
}

static int run(struct cli *cli)
{
    struct comparing w = {.cli = cli, .lists = PLACE_LISTS_INIT};
    struct err e = {0};
    struct buf out = BUF_INIT;
    int code;
    const char *spec = opt_value(&cli->args, "composite");
    if (check_options(cli, &e) != 0) {
        return cli_fail(&e);
    }
    if (compare_forms_check(cli, &e) != 0) {
        return cli_fail(&e);
    }
    if (spec != NULL) {
        return compare_composite(cli, spec);
    }
    const char *table = opt_value(&cli->args, "equity-table");
    if (table != NULL && read_words(&w, &e) == 0 && read_numbers(&w, &e) == 0) {
        arena_free(&w.arena);
        return compare_equity_table(cli, table, (double)w.level / 100);
    }
    int rc = table == NULL ? compare(&w, &e) : e.code;
    if (rc == 0 && w.c == NULL &&
        (!cli->quiet || cli->format == FORMAT_HTML || compare_forms_has(cli->format))) {
        cli_say("nothing to compare: all that fits are drafts");
    }
    if (rc == 0 && cli->format == FORMAT_HTML) {
        code = w.c == NULL ? CLI_FAILED : compare_page_print(cli, &w.page);
    } else if (rc == 0 && compare_forms_has(cli->format) && w.equity.shown.list == NULL) {
        code = w.c == NULL ? CLI_FAILED : compare_forms_print(cli, w.c);
    } else if (rc == 0) {
        render(&w, &out);
        code = cli_print_to(cli, opt_value(&cli->args, "output"), &out);
    } else {
        code = cli_fail(&e);
    }
    buf_free(&out);
    compare_equity_free(&w.equity);
    comparison_free(w.c);
    comparison_free(w.whole);
    compare_page_free(&w.page);
    published_free(&w.memory);
    selection_free(w.selected);
    library_places_free(&w.lists);
    store_close(w.store);
    compare_frame_free(&w.frame);
    buf_free(&w.frame_text);
    arena_free(&w.arena);
    return code;
}

static const struct option options[] = {
    {.name = "by",
     .value = "ATTRIBUTE[,...]",
     .repeat = true,
     .help = "by what to group (default country): country, round, region, income, admin1 to "
             "admin4, setting, wealth_quintile, hazard, or a path of the plan such as "
             "community.population.total; several are crossed"},
    {.name = "of",
     .value = "ITEM[,...]",
     .repeat = true,
     .help = "what to compare beside the total: domains, criteria, or ids such as EWS,EWS-01"},
    {.name = "round",
     .value = "R[,...]",
     .repeat = true,
     .help = "only these rounds, each in groups of its own (default the newest)"},
    {.name = "checklist",
     .value = "ID[@VERSION]",
     .help = "the checklist (default the one with most assessments); looked up among stored ones"},
    {.name = "profile",
     .value = "ID",
     .help = "only assessments under this short form of the checklist; whole: under none"},
    {.name = "country",
     .value = "CODE",
     .help = "only this country (ISO 3166-1 alpha-3, such as NPL)"},
    {.name = "frame",
     .value = "FILE",
     .file = true,
     .help = "CSV that says how many communities there are: a column communities, and one for "
             "each attribute of --by"},
    {.name = "equity",
     .value = "ATTRIBUTE",
     .help = "how unequal its values are, such as wealth_quintile or setting: WHO's measures of "
             "inequality, for each value of --by"},
    {.name = "equity-table",
     .value = "FILE",
     .file = true,
     .help = "the same of a CSV of estimates, such as by sex or disability; nothing is read from "
             "the store"},
    {.name = "composite",
     .value = "SPEC",
     .file = true,
     .help = "make one index of a table of indicators, as this specification says"},
    {.name = "unit",
     .value = "CODE",
     .help = "of a composite: one unit, its strong and weak sides"},
    {.name = "level", .value = "PERCENT", .help = "of the intervals, 50 to 99 (default 95)"},
    {.name = "seed", .value = "N", .help = "of the simulated ranks (default 1)"},
    {.name = "draws",
     .value = "N",
     .help = "of the simulation, 100 to 1000000 (default 10000; over 5000 communities 4608, 2304 "
             "or 1536)"},
    {.name = "vary",
     .value = "SOURCE[,...]",
     .repeat = true,
     .help = "what the simulation varies (default all): missing (open answers), sample "
             "(communities), weights, aggregate, rater (answers a level off)"},
    {.name = "jobs", .value = "N", .help = "threads (default one a processor); changes no figure"},
    PUBLICATION_OPTION,
    {.name = "ascii", .help = "bars without block characters"},
    {.name = "hxl", .help = "with --format csv: a row of HXL hashtags below the head"},
    {.name = "title", .value = "TEXT", .help = "of the page of --format html"},
    {.name = "output", .value = "FILE", .file = true, .help = "write into this file; - is stdout"},
};

static const struct printed prints[] = {
    {"html", NULL},    {"csv", NULL},  {"sdmx-csv", NULL}, {"sdmx-structure", NULL},
    {"package", NULL}, {"xlsx", NULL}, {"dhis2", NULL},
};

const struct command command_compare = {
    .name = "compare",
    .arguments = "",
    .summary = "puts groups of assessments side by side, or makes one index of many indicators",
    .text = "Compares the latest assessment of each community and round; drafts and superseded "
            "ones are left out and counted. Where checklists differ, what all of them ask alike "
            "is compared. What differs besides is said above the table. An interval tells how "
            "far the communities that were not assessed may change a mean; low and high tell "
            "what open questions may. Other programs read csv, sdmx-csv with its sdmx-structure, "
            "a Frictionless data package (a ZIP), xlsx, and dhis2 (dataValueSets).",
    .examples = "  banyan compare --by country --round 2026\n"
                "  banyan compare --by country,setting --of domains --frame communities.csv\n"
                "  banyan compare --by hazard --country NPL --format json\n"
                "  banyan compare --of domains --format xlsx --output round-2026.xlsx\n"
                "  banyan compare --composite docs/composite/inform-2025.json\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .prints = prints,
    .print_count = sizeof prints / sizeof *prints,
    .run = run,
};
