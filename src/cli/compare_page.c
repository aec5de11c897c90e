#include "cli/compare_page.h"

#include <string.h>

#include "banyan.h"
#include "cli/language.h"
#include "compare/summary.h"
#include "compare/trend.h"
#include "report/compare_html.h"

/* The same groups over all rounds. */
struct over_time {
    struct arena arena;
    struct selected *selected;
    struct comparison *c;
    struct trend *trend;
};

static bool by_round(const struct comparison *c)
{
    return c->by_count > 0 && strcmp(c->by[c->by_count - 1], "round") == 0;
}

/* Groups by the attributes of c and by round. What was withheld of one round must not come back in another, so
 * that a page for publishing has no rounds but its own. */
static int look_back(const struct compare_page_ask *ask, struct over_time *w, struct err *e)
{
    const struct comparison *c = ask->c;
    if (by_round(c)) {
        return trend_make(c, &w->trend, e);
    }
    if (c->publish || ask->chosen->round_count > 0) {
        return 0;
    }
    const char **by = arena_alloc(&w->arena, (c->by_count + 1) * sizeof *by);
    if (by == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < c->by_count; i++) {
        by[i] = c->by[i];
    }
    by[c->by_count] = "round";
    struct selection q = *ask->chosen;
    q.all_rounds = true;
    q.attributes = by;
    q.attribute_count = c->by_count + 1;
    struct summary_ask all = {.by = by, .by_count = c->by_count + 1, .level = c->level};
    int rc = selection_load(ask->store, &q, &w->selected, e);
    if (rc == 0 && w->selected->round_count > 1) {
        rc = summary_make(w->selected->table, &all, &w->c, e);
        rc = rc == 0 ? trend_make(w->c, &w->trend, e) : rc;
    }
    return rc;
}

int compare_page_print(struct cli *cli, const struct compare_page_ask *ask)
{
    struct over_time back = {.arena = ARENA_INIT};
    struct texts *texts = NULL;
    struct checklist *translated = NULL;
    struct buf out = BUF_INIT;
    struct err e = {0};
    int code;
    int rc = look_back(ask, &back, &e);
    rc = rc == 0 ? language_checklist(cli, ask->c->core->id, ask->c->core, &texts, &translated, &e)
                 : rc;
    if (rc == 0) {
        language_remark(cli, ask->c->core->id, ask->c->core, texts);
        const struct compare_page page = {
            .c = ask->c,
            .shown = translated,
            .trend = back.trend,
            .equities = ask->equity == NULL ? NULL : ask->equity->list,
            .equity_count = ask->equity == NULL ? 0 : ask->equity->count,
            .title = opt_value(&cli->args, "title"),
            .engine = "banyan " BANYAN_VERSION,
        };
        render_compare_html(&out, &page);
        code = cli_print_to(cli, opt_value(&cli->args, "output"), &out);
    } else {
        code = cli_fail(&e);
    }
    buf_free(&out);
    checklist_free(translated);
    texts_free(texts);
    trend_free(back.trend);
    comparison_free(back.c);
    selection_free(back.selected);
    arena_free(&back.arena);
    return code;
}
