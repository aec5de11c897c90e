/* `trend`: how communities and groups of them change from round to round. */
#include "cli/cli.h"
#include "cli/places.h"
#include "cli/publication.h"
#include "cli/words.h"
#include "compare/publish.h"
#include "compare/summary.h"
#include "compare/trend.h"
#include "report/render_trend.h"
#include "selection.h"

struct trending {
    struct cli *cli;
    struct arena arena;
    struct words by, of, rounds;
    long level;
    struct store *store;
    struct place_lists lists;
    struct table_places places;
    struct selected *selected;
    struct comparison *c;
    struct published memory;
    struct trend *trend;
};

/* The round comes last among the attributes: groups are then courses. */
static int read_options(struct trending *w, struct err *e)
{
    const struct args *args = &w->cli->args;
    w->level = 95;
    int rc = words_of_option(args, "by", &w->arena, &w->by, e);
    rc = rc == 0 ? words_of_option(args, "of", &w->arena, &w->of, e) : rc;
    rc = rc == 0 ? words_of_option(args, "round", &w->arena, &w->rounds, e) : rc;
    rc = rc == 0 ? opt_number(args, "level", 50, 99, &w->level, e) : rc;
    if (rc != 0) {
        return rc;
    }
    if (words_have(&w->by, "round")) {
        return err_set(e, ERR_USAGE, "--by: a trend is by round in any case: leave it out");
    }
    int added = 0;
    if (w->by.count == 0) {
        added = words_add(&w->by, &w->arena, "country");
        /* Places of one name are no one place. */
        added = added == 0 && opt_has(args, "community") ? words_add(&w->by, &w->arena, "community")
                                                         : added;
    }
    added = added == 0 ? words_add(&w->by, &w->arena, "round") : added;
    return added == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

static int load(struct trending *w, struct err *e)
{
    const struct args *args = &w->cli->args;
    w->places = (struct table_places){places_of, &w->lists};
    struct selection q = {
        .checklist = opt_value(args, "checklist"),
        .country = opt_value(args, "country"),
        .community = opt_value(args, "community"),
        .rounds = w->rounds.list,
        .round_count = w->rounds.count,
        .all_rounds = w->rounds.count == 0,
        .attributes = w->by.list,
        .attribute_count = w->by.count,
        .places = &w->places,
    };
    int rc = settings_country(q.country, e);
    rc = rc == 0 ? publication_store(w->cli, &w->store, e) : rc;
    return rc == 0 ? selection_load(w->store, &q, &w->selected, e) : rc;
}

static int make(struct trending *w, struct err *e)
{
    int rc = read_options(w, e);
    rc = rc == 0 ? load(w, e) : rc;
    if (rc != 0 || w->selected->table->count == 0) {
        return rc;
    }
    const struct summary_ask ask = {
        .by = w->by.list,
        .by_count = w->by.count,
        .of = w->of.list,
        .of_count = w->of.count,
        .level = (double)w->level / 100,
    };
    bool publish = opt_has(&w->cli->args, "publish");
    rc = summary_make(w->selected->table, &ask, &w->c, e);
    if (rc == 0 && publish) {
        rc = publication_load(w->store, &w->memory, e);
        rc = rc == 0 ? publish_groups(w->c, &w->memory, e) : rc;
    }
    rc = rc == 0 ? trend_make(w->c, &w->trend, e) : rc;
    if (rc == 0 && publish) {
        rc = publish_trend(w->trend, &w->memory, e);
        rc = rc == 0 ? publish_close(w->c, e) : rc;
        rc = rc == 0 ? publication_keep(w->store, "trend", w->c, &w->memory, e) : rc;
    }
    return rc;
}

static void render(const struct trending *w, struct buf *out)
{
    const struct compared shown = {
        .c = w->c,
        .other_rounds = w->selected->others,
        .other_round_count = w->selected->other_count,
        .other_checklists = w->selected->elsewhere,
        .other_checklist_count = w->selected->elsewhere_count,
    };
    if (w->cli->format == FORMAT_CSV) {
        if (!w->cli->quiet && !w->c->publish) {
            cli_say("publishing: not for publishing: small groups are shown");
        }
        render_trend_csv(out, w->trend);
    } else if (w->cli->format == FORMAT_TEXT) {
        bool color = w->cli->color && opt_value(&w->cli->args, "output") == NULL;
        render_trend_text(out, w->trend, &shown, color, opt_has(&w->cli->args, "ascii"));
    } else {
        render_trend_json(out, w->trend, &shown);
        buf_putc(out, '\n');
    }
}

static int run(struct cli *cli)
{
    struct trending w = {.cli = cli, .lists = PLACE_LISTS_INIT};
    struct err e = {0};
    struct buf out = BUF_INIT;
    int code;
    if (make(&w, &e) != 0) {
        code = cli_fail(&e);
    } else {
        if (w.trend != NULL) {
            render(&w, &out);
        } else if (!cli->quiet) {
            cli_say("nothing to tell: all that fits are drafts");
        }
        code = cli_print_to(cli, opt_value(&cli->args, "output"), &out);
    }
    buf_free(&out);
    trend_free(w.trend);
    comparison_free(w.c);
    published_free(&w.memory);
    selection_free(w.selected);
    library_places_free(&w.lists);
    store_close(w.store);
    arena_free(&w.arena);
    return code;
}

static const struct option options[] = {
    {.name = "country",
     .value = "CODE",
     .help = "only this country (ISO 3166-1 alpha-3, such as NPL)"},
    {.name = "community", .value = "CODE", .help = "only this community: its code or name"},
    {.name = "by",
     .value = "ATTRIBUTE[,...]",
     .repeat = true,
     .help = "a course for each value (default country, with --community country,community): as of "
             "compare"},
    {.name = "of",
     .value = "ITEM[,...]",
     .repeat = true,
     .help = "what to follow beside the total: domains, criteria, or ids such as EWS,EWS-01"},
    {.name = "round",
     .value = "R[,...]",
     .repeat = true,
     .help = "only these rounds (default all)"},
    {.name = "checklist",
     .value = "ID[@VERSION]",
     .help = "the checklist (default the one with most assessments); looked up among stored ones"},
    {.name = "level", .value = "PERCENT", .help = "of the intervals, 50 to 99 (default 95)"},
    PUBLICATION_OPTION,
    {.name = "ascii", .help = "lines and bars without block characters"},
    {.name = "output", .value = "FILE", .file = true, .help = "write into this file; - is stdout"},
};

static const struct printed prints[] = {{"csv", NULL}};

const struct command command_trend = {
    .name = "trend",
    .arguments = "",
    .summary = "tells how communities change from round to round",
    .text = "For each step between neighbouring rounds: the change of all communities assessed, "
            "which may come from others being assessed, and that of the same communities in both, "
            "with an interval; who left and who is new; and whether method and assessors were the "
            "same. Rounds stand in the order of the middle date of their assessments.",
    .examples = "  banyan trend --country NPL\n"
                "  banyan trend --by country,setting --of domains\n"
                "  banyan trend --community NP0436-GOR-07 --format json\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .prints = prints,
    .print_count = sizeof prints / sizeof *prints,
    .run = run,
};
