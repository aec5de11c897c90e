/* The map: countries in the shade of their mean, each with its figure on a sign. Signs that would cover each
 * other are moved apart and tied to their place by a line. */
#include <math.h>

#include "model/codes.h"
#include "report/compare_html_internal.h"
#include "report/outlines.h"

enum { MARGIN = 130, LEAST_WIDTH = 900, ROUNDS = 200 };

struct sign {
    size_t group;
    const struct outline *land;
    struct buf text;
    double x, y, half; /* middle, half of the width */
};

struct map {
    struct sign *signs;
    size_t count;
    int left, top, width, height;
    double size; /* of letters */
};

static const struct outline *outline_of(const char *alpha3)
{
    for (size_t i = 0; i < outline_count && alpha3 != NULL; i++) {
        if (outlines[i].alpha3[0] != '\0' && strcmp(outlines[i].alpha3, alpha3) == 0) {
            return &outlines[i];
        }
    }
    return NULL;
}

bool cpage_has_map(const struct cpage *p)
{
    bool found = false;
    if (p->c->by_count != 1 || strcmp(p->c->by[0], "country") != 0) {
        return false;
    }
    for (size_t i = 0; i < p->c->group_count; i++) {
        found = found || outline_of(p->c->groups[i].keys[0]) != NULL;
    }
    return found;
}

/* ---- where things stand ----------------------------------------------------------------------- */

/* The part of the world that holds all signs, with room around it. */
static void frame(struct map *m)
{
    int right = m->signs[0].land->x, bottom = m->signs[0].land->y;
    m->left = right;
    m->top = bottom;
    for (size_t i = 1; i < m->count; i++) {
        const struct outline *o = m->signs[i].land;
        m->left = o->x < m->left ? o->x : m->left;
        right = o->x > right ? o->x : right;
        m->top = o->y < m->top ? o->y : m->top;
        bottom = o->y > bottom ? o->y : bottom;
    }
    m->width = right - m->left + 2 * MARGIN;
    m->width = m->width < LEAST_WIDTH ? LEAST_WIDTH : m->width;
    m->height = bottom - m->top + 2 * MARGIN;
    m->height = m->height < m->width / 2 ? m->width / 2 : m->height;
    m->left = (m->left + right) / 2 - m->width / 2;
    m->top = (m->top + bottom) / 2 - m->height / 2;
    m->size = m->width / 66.0;
}

/* Moves two signs apart along the way that is shorter. */
static bool push(struct map *m, struct sign *a, struct sign *b)
{
    double dx = b->x - a->x, dy = b->y - a->y;
    double over_x = a->half + b->half + m->size * 0.2 - fabs(dx);
    double over_y = m->size * 1.75 - fabs(dy);
    if (over_x <= 0 || over_y <= 0) {
        return false;
    }
    if (over_x < over_y) {
        double step = (dx < 0 ? -over_x : over_x) / 2;
        a->x -= step;
        b->x += step;
    } else {
        double step = (dy < 0 ? -over_y : over_y) / 2;
        a->y -= step;
        b->y += step;
    }
    return true;
}

static void keep_inside(const struct map *m, struct sign *s)
{
    double edge = m->size * 1.2;
    s->x = fmin(fmax(s->x, m->left + s->half + edge), m->left + m->width - s->half - edge);
    s->y = fmin(fmax(s->y, m->top + edge), m->top + m->height - edge);
}

static void spread(struct map *m)
{
    bool moved = true;
    for (int round = 0; round < ROUNDS && moved; round++) {
        moved = false;
        for (size_t i = 0; i < m->count; i++) {
            for (size_t k = i + 1; k < m->count; k++) {
                moved = push(m, &m->signs[i], &m->signs[k]) || moved;
            }
        }
        for (size_t i = 0; i < m->count; i++) {
            keep_inside(m, &m->signs[i]);
        }
    }
}

static bool collect(struct cpage *p, struct map *m)
{
    m->signs = arena_alloc(&p->arena, sizeof *m->signs * (p->c->group_count + 1));
    if (m->signs == NULL) {
        p->h.out->failed = true;
        return false;
    }
    for (size_t i = 0; i < p->c->group_count; i++) {
        const struct outline *land = outline_of(p->c->groups[i].keys[0]);
        if (land != NULL) {
            m->signs[m->count++] = (struct sign){
                .group = i, .land = land, .x = land->x, .y = land->y};
        }
    }
    frame(m);
    for (size_t i = 0; i < m->count; i++) {
        struct sign *s = &m->signs[i];
        const struct compare_group *g = &p->c->groups[s->group];
        cpage_score(p, &s->text, g->withheld ? NAN : g->stats->mean);
        if (!g->withheld && cpage_weak(g) && g->scored > 0) {
            buf_putc(&s->text, '*');
        }
        s->half = m->size * (0.32 * (double)(s->text.len > 5 ? 5 : s->text.len) + 0.45);
    }
    spread(m);
    return true;
}

/* ---- what is drawn ---------------------------------------------------------------------------- */

static void number(struct cpage *p, const char *name, double x)
{
    buf_printf(p->h.out, " %s=\"", name);
    render_decimals(p->h.out, x, 1);
    buf_putc(p->h.out, '"');
}

static bool seen(const struct map *m, const struct outline *o)
{
    return o->right >= m->left && o->left <= m->left + m->width && o->bottom >= m->top &&
           o->top <= m->top + m->height;
}

static bool compared(const struct map *m, const struct outline *o)
{
    for (size_t i = 0; i < m->count; i++) {
        if (m->signs[i].land == o) {
            return true;
        }
    }
    return false;
}

static void lands(struct cpage *p, const struct map *m)
{
    html_tags(&p->h, "<path class=\"land\" d=\"");
    for (size_t i = 0; i < outline_count; i++) {
        if (seen(m, &outlines[i]) && !compared(m, &outlines[i])) {
            html_tags(&p->h, outlines[i].path);
        }
    }
    html_tags(&p->h, "\"/>\n");
    for (size_t i = 0; i < m->count; i++) {
        const struct compare_group *g = &p->c->groups[m->signs[i].group];
        int shade = g->withheld ? -1 : cpage_shade(g->stats->mean);
        if (shade < 0) {
            html_tags(&p->h, "<path class=\"border unknown\" d=\"");
        } else {
            buf_printf(p->h.out, "<path class=\"border s%d\" d=\"", shade);
        }
        html_tags(&p->h, m->signs[i].land->path);
        html_tags(&p->h, "\"/>\n");
    }
}

static void one_sign(struct cpage *p, const struct map *m, const struct sign *s)
{
    const struct compare_group *g = &p->c->groups[s->group];
    int shade = g->withheld ? -1 : cpage_shade(g->stats->mean);
    double height = m->size * 1.6;
    struct buf label = BUF_INIT;
    if (fabs(s->x - s->land->x) > s->half || fabs(s->y - s->land->y) > m->size) {
        html_tags(&p->h, "<line class=\"tie\"");
        number(p, "x1", s->land->x);
        number(p, "y1", s->land->y);
        number(p, "x2", s->x);
        number(p, "y2", s->y);
        html_tags(&p->h, "/>");
    }
    html_tags(&p->h, "<g><title>");
    cpage_label(p, &label, s->group);
    html_text(&p->h, buf_text(&label));
    html_tags(&p->h, ": ");
    html_text(&p->h, buf_text(&s->text));
    if (shade < 0) {
        html_tags(&p->h, "</title><rect class=\"sign unknown\"");
    } else {
        buf_printf(p->h.out, "</title><rect class=\"sign s%d%s\"", shade,
                   cpage_weak(g) ? " few" : "");
    }
    number(p, "x", s->x - s->half);
    number(p, "y", s->y - height / 2);
    number(p, "width", 2 * s->half);
    number(p, "height", height);
    number(p, "rx", m->size * 0.4);
    buf_printf(p->h.out, "/><text class=\"mark-text t%d\"", shade < 0 ? 0 : shade);
    number(p, "x", s->x);
    number(p, "y", s->y + m->size * 0.36);
    html_tags(&p->h, ">");
    html_text(&p->h, buf_text(&s->text));
    html_tags(&p->h, "</text></g>\n");
    p->h.out->failed = p->h.out->failed || label.failed || s->text.failed;
    buf_free(&label);
}

static void drawing(struct cpage *p, const struct map *m)
{
    buf_printf(
        p->h.out,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"map-title\" tabindex=\"0\">"
        "<svg class=\"map\" viewBox=\"%d %d %d %d\" role=\"img\" aria-labelledby=\"map-title "
        "map-about\" font-size=\"",
        m->left, m->top, m->width, m->height);
    render_decimals(p->h.out, m->size, 1);
    html_tags(&p->h, "\"><title id=\"map-title\">");
    cpage_plain(p, SAID("Map of the mean scores"), NULL);
    html_tags(&p->h, "</title><desc id=\"map-about\">");
    cpage_plain(
        p,
        SAID("Each country is shaded by its mean score, which stands on a sign. The table of "
             "scores has the same figures."),
        NULL);
    html_tags(&p->h, "</desc>\n<defs><pattern id=\"hatch\" width=\"14\" height=\"14\" "
                     "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect "
                     "width=\"14\" height=\"14\" class=\"ground\"/><rect width=\"5\" height=\"14\" "
                     "class=\"stripe\"/></pattern></defs>\n");
    lands(p, m);
    for (size_t i = 0; i < m->count; i++) {
        one_sign(p, m, &m->signs[i]);
    }
    html_tags(&p->h, "</svg></div>\n");
}

void cpage_map(struct cpage *p)
{
    struct map m = {.signs = NULL};
    if (!cpage_has_map(p)) {
        return;
    }
    cpage_open(p, "map", SAID("Map"));
    cpage_key(p);
    if (collect(p, &m)) {
        drawing(p, &m);
        cpage_say(p, "<p class=\"meta\">",
                  SAID("Shades as in the table of domains; a star: fewer than 5 scores, or less "
                       "than 60 % answered; hatched: no score or withheld. A country has the mean "
                       "of the communities that were assessed there, not of all."),
                  " ");
        html_say(&p->h,
                 SAID("Outlines: Natural Earth, public domain. Boundaries and names imply no "
                      "opinion on the status of any place."));
        html_tags(&p->h, "</p>\n");
    }
    for (size_t i = 0; i < m.count; i++) {
        buf_free(&m.signs[i].text);
    }
    cpage_close(p);
}
