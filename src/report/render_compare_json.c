#include <math.h>

#include "base/json_member.h"
#include "base/number.h"
#include "base/text.h"
#include "compare/comparability.h"
#include "compare/rank.h"
#include "compare/summary.h"
#include "report/render_compare.h"

/* A number with at most nine decimals; NaN: null. */
static void number(struct buf *out, double value)
{
    if (isnan(value)) {
        buf_puts(out, "null");
        return;
    }
    number_write_credit(out, (int64_t)floor(value * (double)CREDIT_ONE + 0.5));
}

static void member(struct buf *out, const char *key, double value)
{
    member_key(out, key);
    number(out, value);
}

/* `none` is null: -1 for what is not known or withheld, 0 where there cannot be none. */
static void count_member(struct buf *out, const char *key, int64_t value, int64_t none)
{
    if (value == none) {
        member_text(out, key, NULL);
    } else {
        member_number(out, key, value);
    }
}

/* ---- groups ---- */

static void interval(struct buf *out, const struct compare_stat *s)
{
    member_key(out, "ci");
    if (isnan(s->ci_low)) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '[');
    number(out, s->ci_low);
    buf_putc(out, ',');
    number(out, s->ci_high);
    buf_putc(out, ']');
}

/* What the contract names first, in its order; then more of the same. */
static void stat_members(struct buf *out, const struct compare_stat *s)
{
    count_member(out, "n", s->n, -1);
    member(out, "mean", s->mean);
    member(out, "sd", s->sd);
    member(out, "median", s->median);
    member(out, "q1", s->q1);
    member(out, "q3", s->q3);
    interval(out, s);
    member(out, "coverage", s->coverage);
}

static void more_members(struct buf *out, const struct compare_stat *s)
{
    count_member(out, "applies", s->applies, -1);
    member(out, "weighted_mean", s->weighted);
    member(out, "standard_error", s->error);
    member(out, "low", s->low);
    member(out, "high", s->high);
    member(out, "min", s->min);
    member(out, "q10", s->q10);
    member(out, "q90", s->q90);
    member(out, "max", s->max);
}

static void rank_members(struct buf *out, const struct compare_group *g)
{
    static const char *const why[] = {NULL, "too_few", "too_open", "withheld"};
    enum no_rank none = summary_may_rank(g);
    member_key(out, "rank");
    if (!g->rank.ranked) {
        buf_puts(out, "null");
    } else {
        buf_putc(out, '{');
        member(out, "median", g->rank.median);
        member(out, "low", g->rank.low);
        member(out, "high", g->rank.high);
        buf_putc(out, '}');
    }
    member_text(out, "no_rank", g->withheld ? "withheld" : why[none]);
}

static void bands(struct buf *out, const struct comparison *c, const struct compare_group *g)
{
    member_key(out, "bands");
    buf_putc(out, '{');
    for (int i = 0; i < c->core->band_count; i++) {
        member(out, c->core->bands[i].id, g->band_share[i]);
    }
    buf_putc(out, '}');
}

static void items_of_group(struct buf *out, const struct comparison *c,
                           const struct compare_group *g)
{
    member_key(out, "items");
    buf_putc(out, '[');
    for (size_t i = 1; i < c->item_count; i++) {
        buf_puts(out, i > 1 ? ",{" : "{");
        member_text(out, "id", c->items[i].id);
        stat_members(out, &g->stats[i]);
        more_members(out, &g->stats[i]);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void group_object(struct buf *out, const struct comparison *c, const struct compare_group *g)
{
    buf_putc(out, '{');
    for (size_t i = 0; i < c->by_count; i++) {
        member_text(out, c->by[i], g->keys[i]);
    }
    stat_members(out, &g->stats[0]);
    rank_members(out, g);
    member_texts(out, "labels", g->labels, c->by_count);
    count_member(out, "communities", g->rows, -1);
    count_member(out, "of", g->of < 0 ? 0 : g->of, 0);
    count_member(out, "children", g->children, -1);
    count_member(out, "households", g->households, -1);
    more_members(out, &g->stats[0]);
    bands(out, c, g);
    member(out, "critical", g->critical);
    member(out, "critical_open", g->critical_open);
    member_bool(out, "withheld", g->withheld);
    if (c->item_count > 1) {
        items_of_group(out, c, g);
    }
    buf_putc(out, '}');
}

static void groups(struct buf *out, const struct comparison *c, const char *between)
{
    for (size_t i = 0; i < c->group_count; i++) {
        buf_puts(out, i == 0 ? "" : between);
        group_object(out, c, &c->groups[i]);
    }
}

/* ---- around them ---- */

const char *compare_profile(const struct table *t)
{
    const char *first = t->method_count == 0 ? NULL : t->methods[0].checklist->profile;
    for (size_t i = 0; i < t->method_count; i++) {
        if (!text_equal(t->methods[i].checklist->profile, first)) {
            return NULL;
        }
    }
    return first;
}

static void checklist(struct buf *out, const struct comparison *c)
{
    member_key(out, "checklist");
    buf_putc(out, '{');
    member_text(out, "id", c->core->id);
    member_text(out, "version", c->core->version);
    member_text(out, "profile", compare_profile(c->table));
    member_text(out, "digest", c->core->digest);
    member_text(out, "direction", c->core->risk ? "risk" : "merit");
    buf_putc(out, '}');
}

static void items(struct buf *out, const struct comparison *c)
{
    static const char *const kinds[] = {"total", "domain", "criterion"};
    member_key(out, "items");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->item_count; i++) {
        const struct compare_item *item = &c->items[i];
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "id", item->id);
        member_text(out, "kind", kinds[item->kind]);
        member_text(out, "title", item->title);
        member_text(out, "parent", item->parent < 0 ? NULL : c->items[item->parent].id);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void methods(struct buf *out, const struct table *t)
{
    member_key(out, "methods");
    buf_putc(out, '[');
    for (size_t i = 0; i < t->method_count; i++) {
        const struct table_method *m = &t->methods[i];
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "checklist", m->checklist->id);
        member_text(out, "version", m->checklist->version);
        member_text(out, "profile", m->checklist->profile);
        member_text(out, "digest", m->checklist->digest);
        member_text(out, "ruleset", m->ruleset);
        member_text(out, "method", *m->how == '\0' ? NULL : m->how);
        member_text(out, "assessor_type", *m->who == '\0' ? NULL : m->who);
        member_count(out, "assessments", m->rows == 0 ? -1 : (int64_t)m->rows);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void comparability(struct buf *out, const struct comparison *c)
{
    struct buf text = BUF_INIT;
    member_key(out, "comparability");
    buf_putc(out, '{');
    member_text(out, "grade", comparable_name(c->grade));
    member_number(out, "criteria_shared", (int64_t)c->table->shared);
    member_number(out, "criteria", (int64_t)c->table->all);
    member(out, "weight_shared", c->table->shared_weight);
    member_key(out, "remarks");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct compare_remark *r = &c->remarks[i];
        buf_puts(out, i == 0 ? "{" : ",{");
        buf_reset(&text);
        finding_fill(&text, r->text, r->params, NULL);
        member_text(out, "grade", comparable_name(r->grade));
        member_text(out, "text", buf_text(&text));
        member_text(out, "template", r->text);
        member_key(out, "params");
        if (r->params == NULL) {
            buf_puts(out, "null");
        } else {
            json_write(out, r->params);
        }
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

static void left_out(struct buf *out, const struct comparison *c)
{
    member_key(out, "left_out");
    buf_putc(out, '{');
    member_count(out, "superseded", c->publish ? -1 : (int64_t)c->table->superseded);
    member_count(out, "older", c->publish ? -1 : (int64_t)c->table->older);
    member_count(out, "drafts", c->publish ? -1 : (int64_t)c->table->drafts);
    buf_putc(out, '}');
    member_key(out, "absent");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->absent_count; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        for (size_t k = 0; k < c->by_count; k++) {
            member_text(out, c->by[k], c->absent[i].keys[k]);
        }
        member_number(out, "communities", c->absent[i].communities);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

/* How ranks were made; pairs by the places of their groups in the list of groups. */
static void simulation(struct buf *out, const struct comparison *c)
{
    static const char *const open[] = {"together", "by_assessment", "by_answer"};
    const struct rank_settings *s = &c->settings;
    member_key(out, "simulation");
    if (c->draws == 0) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '{');
    member_number(out, "draws", c->draws);
    member_number(out, "seed", (int64_t)c->seed);
    member_number(out, "base", s->base);
    member_text(out, "open", open[s->open]);
    member(out, "spread", s->spread);
    member(out, "slip", s->slip);
    member_number(out, "least", s->least);
    member(out, "coverage", s->coverage);
    member_key(out, "sources");
    buf_putc(out, '[');
    for (int i = 0; i < SOURCE_COUNT; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "source", rank_source_name((enum source)i));
        member_bool(out, "on", c->sources[i].on);
        member(out, "first", c->sources[i].first);
        member(out, "total", c->sources[i].total);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    member_key(out, "pairs");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->pair_count; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        member_number(out, "a", c->pairs[i].a);
        member_number(out, "b", c->pairs[i].b);
        member(out, "ahead", c->pairs[i].ahead);
        member_bool(out, "apart", c->pairs[i].apart);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}

static void around(struct buf *out, const struct compared *shown)
{
    const struct comparison *c = shown->c;
    member_texts(out, "by", c->by, c->by_count);
    member_texts(out, "rounds", c->rounds, c->round_count);
    member_texts(out, "other_rounds", shown->other_rounds, shown->other_round_count);
    member_texts(out, "other_checklists", shown->other_checklists, shown->other_checklist_count);
    member(out, "level", c->level);
    simulation(out, c);
    items(out, c);
    comparability(out, c);
    methods(out, c->table);
    left_out(out, c);
    member_bool(out, "overlaps", c->overlaps);
    member_bool(out, "publish", c->publish);
}

void render_compare_json(struct buf *out, const struct compared *shown, bool lines)
{
    const struct comparison *c = shown->c;
    if (lines) {
        if (c != NULL && shown->equity != NULL) {
            render_equity_sets(out, shown->equity, "\n");
        } else if (c != NULL) {
            groups(out, c, "\n");
        }
        return;
    }
    buf_putc(out, '{');
    if (c == NULL) {
        member_text(out, "checklist", NULL);
        member_text(out, "round", NULL);
    } else {
        checklist(out, c);
        member_text(out, "round", c->round_count == 1 ? c->rounds[0] : NULL);
    }
    member_number(out, "seed", (int64_t)shown->seed);
    member_key(out, "groups");
    buf_putc(out, '[');
    if (c != NULL) {
        groups(out, c, ",\n");
    }
    buf_putc(out, ']');
    if (c != NULL) {
        around(out, shown);
    }
    if (shown->equity != NULL) {
        member_key(out, "equity");
        buf_putc(out, '[');
        render_equity_sets(out, shown->equity, ",\n");
        buf_putc(out, ']');
    }
    buf_putc(out, '}');
}
