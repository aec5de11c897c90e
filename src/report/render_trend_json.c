#include <math.h>

#include "base/json_member.h"
#include "base/number.h"
#include "compare/comparability.h"
#include "report/render_trend.h"

static void interval(struct buf *out, const char *key, double low, double high)
{
    member_key(out, key);
    if (isnan(low) || isnan(high)) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '[');
    number_write_decimal(out, low);
    buf_putc(out, ',');
    number_write_decimal(out, high);
    buf_putc(out, ']');
}

static void rounds(struct buf *out, const struct trend *t)
{
    member_key(out, "rounds");
    buf_putc(out, '[');
    for (size_t i = 0; i < t->round_count; i++) {
        const struct trend_round *r = &t->rounds[i];
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "round", r->name);
        member_text(out, "first", r->first);
        member_text(out, "middle", r->middle);
        member_text(out, "last", r->last);
        member_count(out, "communities", r->rows);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void items(struct buf *out, const struct comparison *c)
{
    member_key(out, "items");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->item_count; i++) {
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "id", c->items[i].id);
        member_text(out, "title", c->items[i].title);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

/* ---- points */

static void stat(struct buf *out, const struct compare_stat *s)
{
    member_count(out, "n", s->n);
    member_decimal(out, "mean", s->mean);
    member_decimal(out, "sd", s->sd);
    interval(out, "ci", s->ci_low, s->ci_high);
    member_decimal(out, "low", s->low);
    member_decimal(out, "high", s->high);
    member_decimal(out, "coverage", s->coverage);
}

static void point(struct buf *out, const struct trend *t, const struct trend_point *p)
{
    const struct comparison *c = t->c;
    const struct compare_group *g = p->group;
    buf_putc(out, '{');
    member_text(out, "round", t->rounds[p->round].name);
    member_bool(out, "withheld", g->withheld);
    member_count(out, "communities", g->rows);
    stat(out, &g->stats[0]);
    member_key(out, "bands");
    buf_putc(out, '{');
    for (int i = 0; i < c->core->band_count; i++) {
        member_decimal(out, c->core->bands[i].id, g->band_share[i]);
    }
    buf_putc(out, '}');
    member_key(out, "items");
    buf_putc(out, '[');
    for (size_t i = 1; i < c->item_count; i++) {
        buf_puts(out, i > 1 ? ",{" : "{");
        member_text(out, "id", c->items[i].id);
        stat(out, &g->stats[i]);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}

/* ---- steps */

static void change(struct buf *out, const char *id, const struct trend_change *x)
{
    buf_putc(out, '{');
    member_text(out, "id", id);
    member_decimal(out, "all", x->all);
    interval(out, "all_ci", x->all_low, x->all_high);
    member_count(out, "n", x->n);
    member_decimal(out, "before", x->before);
    member_decimal(out, "after", x->after);
    member_decimal(out, "change", x->change);
    member_decimal(out, "sd", x->sd);
    member_decimal(out, "se", x->error);
    interval(out, "ci", x->ci_low, x->ci_high);
    member_decimal(out, "low", x->low);
    member_decimal(out, "high", x->high);
    member_count(out, "better", x->up);
    member_count(out, "worse", x->down);
    member_count(out, "same", x->same);
    member_count(out, "left_n", x->left_n);
    member_decimal(out, "left", x->left);
    member_count(out, "new_n", x->new_n);
    member_decimal(out, "new", x->fresh);
    buf_putc(out, '}');
}

static void comparability(struct buf *out, const struct trend_step *s)
{
    struct buf text = BUF_INIT;
    member_key(out, "comparability");
    buf_putc(out, '{');
    member_text(out, "grade", comparable_name(s->grade));
    member_key(out, "remarks");
    buf_putc(out, '[');
    for (size_t i = 0; i < s->remark_count; i++) {
        const struct compare_remark *r = &s->remarks[i];
        buf_reset(&text);
        finding_fill(&text, r->text, r->params, NULL);
        buf_puts(out, i == 0 ? "{" : ",{");
        member_text(out, "grade", comparable_name(r->grade));
        member_text(out, "text", buf_text(&text));
        member_text(out, "template", r->text);
        member_key(out, "params");
        json_write(out, r->params);
        buf_putc(out, '}');
        out->failed = out->failed || text.failed;
    }
    buf_puts(out, "]}");
    buf_free(&text);
}

static void step(struct buf *out, const struct trend *t, const struct trend_course *course,
                 const struct trend_step *s)
{
    buf_putc(out, '{');
    member_text(out, "from", t->rounds[course->points[s->from].round].name);
    member_text(out, "to", t->rounds[course->points[s->to].round].name);
    member_count(out, "panel", s->withheld ? -1 : (int64_t)s->panel);
    member_count(out, "left", s->left);
    member_count(out, "new", s->fresh);
    member_count(out, "moved_out", s->moved_out);
    member_count(out, "moved_in", s->moved_in);
    member_key(out, "bands");
    buf_putc(out, '{');
    member_count(out, "up", s->band_up);
    member_count(out, "down", s->band_down);
    member_count(out, "same", s->band_same);
    buf_putc(out, '}');
    comparability(out, s);
    member_key(out, "items");
    buf_putc(out, '[');
    for (size_t i = 0; i < t->c->item_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        change(out, t->c->items[i].id, &s->changes[i]);
    }
    buf_puts(out, "]}");
}

static void one(struct buf *out, const struct trend *t, const struct trend_course *course)
{
    size_t by = t->c->by_count - 1;
    buf_putc(out, '{');
    for (size_t i = 0; i < by; i++) {
        member_text(out, t->c->by[i], course->keys[i]);
    }
    member_texts(out, "labels", course->labels, by);
    member_bool(out, "withheld", course->withheld);
    member_key(out, "points");
    buf_putc(out, '[');
    for (size_t i = 0; i < course->point_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        point(out, t, &course->points[i]);
    }
    buf_putc(out, ']');
    member_key(out, "steps");
    buf_putc(out, '[');
    for (size_t i = 0; i < course->step_count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        step(out, t, course, &course->steps[i]);
    }
    buf_putc(out, ']');
    member_key(out, "whole");
    if (course->whole == NULL) {
        buf_puts(out, "null");
    } else {
        step(out, t, course, course->whole);
    }
    buf_putc(out, '}');
}

void render_trend_json(struct buf *out, const struct trend *t, const struct compared *shown)
{
    const struct comparison *c = t->c;
    buf_putc(out, '{');
    member_key(out, "checklist");
    buf_putc(out, '{');
    member_text(out, "id", c->core->id);
    member_text(out, "version", c->core->version);
    member_text(out, "profile", compare_profile(c->table));
    member_text(out, "digest", c->core->digest);
    member_text(out, "direction", c->core->risk ? "risk" : "merit");
    buf_putc(out, '}');
    member_texts(out, "by", c->by, c->by_count - 1);
    member_decimal(out, "level", c->level);
    rounds(out, t);
    member_texts(out, "other_rounds", shown->other_rounds, shown->other_round_count);
    member_texts(out, "other_checklists", shown->other_checklists, shown->other_checklist_count);
    items(out, c);
    member_key(out, "left_out");
    buf_putc(out, '{');
    member_number(out, "superseded", (int64_t)c->table->superseded);
    member_number(out, "older", (int64_t)c->table->older);
    member_number(out, "drafts", (int64_t)c->table->drafts);
    buf_putc(out, '}');
    member_bool(out, "overlaps", c->overlaps);
    member_bool(out, "publish", c->publish);
    member_key(out, "courses");
    buf_putc(out, '[');
    for (size_t i = 0; i < t->course_count; i++) {
        buf_puts(out, i == 0 ? "" : ",\n");
        one(out, t, &t->courses[i]);
    }
    buf_puts(out, "]}");
}
