#include "cli/compare_page.h"

#include <string.h>

#include "banyan.h"
#include "cli/language.h"
#include "compare/publish.h"
#include "compare/summary.h"
#include "report/compare_html.h"

static bool by_round(const struct comparison *c)
{
    return c->by_count > 0 && strcmp(c->by[c->by_count - 1], "round") == 0;
}

/* Groups by the attributes of c and by round. */
static int look_back(const struct compare_page_ask *ask, struct compare_page *out, struct err *e)
{
    const struct comparison *c = ask->c;
    const char **by = arena_alloc(&out->arena, (c->by_count + 1) * sizeof *by);
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
    const struct summary_ask all = {.by = by, .by_count = c->by_count + 1, .level = c->level};
    int rc = selection_load(ask->store, &q, &out->selected, e);
    if (rc == 0 && out->selected->round_count > 1) {
        rc = summary_make(out->selected->table, &all, &out->over_time, e);
        rc = rc == 0 ? trend_make(out->over_time, &out->trend, e) : rc;
    }
    return rc;
}

int compare_page_make(const struct compare_page_ask *ask, struct compare_page *out, struct err *e)
{
    const struct comparison *c = ask->c;
    int rc = 0;
    out->c = c;
    out->equity = ask->equity;
    if (by_round(c)) {
        rc = trend_make(c, &out->trend, e);
        rc = rc == 0 && c->publish ? publish_trend(out->trend, ask->memory, e) : rc;
    } else if (!c->publish && ask->chosen->round_count == 0) {
        rc = look_back(ask, out, e); /* for publishing only rounds that were asked for */
    }
    return rc;
}

int compare_page_print(struct cli *cli, const struct compare_page *page)
{
    struct texts *texts = NULL;
    struct checklist *translated = NULL;
    const struct checklist *core = page->c->core;
    struct buf out = BUF_INIT;
    struct err e = {0};
    int code = language_checklist(cli, core->id, core, &texts, &translated, &e);
    if (code == 0) {
        language_remark(cli, core->id, core, texts);
        const struct compare_shown shown = {
            .c = page->c,
            .checklist = translated,
            .trend = page->trend,
            .equities = page->equity == NULL ? NULL : page->equity->list,
            .equity_count = page->equity == NULL ? 0 : page->equity->count,
            .title = opt_value(&cli->args, "title"),
            .engine = "banyan " BANYAN_VERSION,
        };
        render_compare_html(&out, &shown);
        code = cli_print_to(cli, opt_value(&cli->args, "output"), &out);
    } else {
        code = cli_fail(&e);
    }
    buf_free(&out);
    checklist_free(translated);
    texts_free(texts);
    return code;
}

void compare_page_free(struct compare_page *page)
{
    trend_free(page->trend);
    comparison_free(page->over_time);
    selection_free(page->selected);
    arena_free(&page->arena);
    *page = (struct compare_page){.arena = ARENA_INIT};
}
