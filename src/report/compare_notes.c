/* What has to be known with the numbers of a comparison, in words. */
#include <math.h>

#include "report/compare_flat.h"
#include "report/render_internal.h"

enum {
    PAIRS_TOLD = 40
}; /* pairs that cannot be told apart: so many by name, the rest as a number */

struct notes {
    const struct comparison *c;
    void (*each)(void *context, const char *head, const char *text);
    void *context;
    struct buf text; /* of the paragraph in the making */
    bool failed;
};

static void tell(struct notes *n, const char *head)
{
    n->failed = n->failed || n->text.failed;
    if (!n->failed) {
        n->each(n->context, head, buf_text(&n->text));
    }
    buf_reset(&n->text);
}

/* ---- what was compared ---- */

static void put_labels(struct notes *n, const char *const *labels)
{
    for (size_t i = 0; i < n->c->by_count; i++) {
        buf_printf(&n->text, "%s%s", i == 0 ? "" : ", ", labels[i]);
    }
}

static void note_subject(struct notes *n)
{
    const struct comparison *c = n->c;
    buf_printf(&n->text, "%s (%s %s)", c->core->title, c->core->id, c->core->version);
    for (size_t i = 0; i < c->by_count; i++) {
        buf_printf(&n->text, "%s%s", i == 0 ? ", by " : ", ", c->by[i]);
    }
    for (size_t i = 0; i < c->round_count; i++) {
        buf_printf(&n->text, "%s%s",
                   i > 0                ? ", "
                   : c->round_count > 1 ? "; rounds "
                                        : "; round ",
                   c->rounds[i]);
    }
    tell(n, "Compared");
}

static void note_counts(struct notes *n)
{
    const struct table *t = n->c->table;
    if (!n->c->publish) {
        buf_printf(&n->text,
                   "%zu assessments, the latest of each community in each round. Left out: %zu "
                   "superseded, %zu "
                   "others of the same community and round, %zu drafts",
                   t->count, t->superseded, t->older, t->drafts);
    } else {
        buf_puts(&n->text, "The latest of each community in each round");
        if (n->c->whole >= 0) {
            buf_printf(&n->text, ", %lld in all", (long long)n->c->whole);
        }
    }
    tell(n, "Assessments");
}

static void note_rows(struct notes *n)
{
    const struct table *t = n->c->table;
    note_counts(n);
    for (size_t i = 0; i < t->method_count; i++) {
        const struct table_method *m = &t->methods[i];
        buf_printf(&n->text, "%s %s", m->checklist->id, m->checklist->version);
        if (m->checklist->profile != NULL) {
            buf_printf(&n->text, ", short form %s", m->checklist->profile);
        }
        buf_printf(&n->text, "%s%s%s%s", *m->how == '\0' ? "" : ", ", m->how,
                   *m->who == '\0' ? "" : ", ", m->who);
        if (!n->c->publish) {
            buf_printf(&n->text, ": %zu assessments", m->rows);
        }
        tell(n, "Method");
    }
    for (size_t i = 0; i < n->c->absent_count; i++) {
        put_labels(n, n->c->absent[i].labels);
        buf_printf(&n->text, ": %lld communities, none of them assessed",
                   (long long)n->c->absent[i].communities);
        tell(n, "Absent");
    }
    if (n->c->overlaps) {
        buf_puts(&n->text,
                 "A community may stand in several groups. They do not add up to the whole");
        tell(n, "Overlap");
    }
}

static void note_comparability(struct notes *n)
{
    static const char *const grades[] = {
        "full: one checklist, the same rules and ways of assessing",
        "core: only what all were asked alike is compared",
        "care: read the remarks before you hold groups against each other",
        "not: do not hold these groups against each other; the remarks say why"};
    buf_printf(&n->text, "%s. %zu of %zu criteria are compared", grades[n->c->grade],
               n->c->table->shared, n->c->table->all);
    tell(n, "Comparability");
    for (size_t i = 0; i < n->c->remark_count; i++) {
        finding_fill(&n->text, n->c->remarks[i].text, n->c->remarks[i].params, NULL);
        tell(n, "Remark");
    }
}

/* ---- ranks ---- */

static void put_share(struct notes *n, double share)
{
    render_decimals(&n->text, 100 * share, 0);
    buf_puts(&n->text, " %");
}

static void note_sources(struct notes *n)
{
    static const char *const names[SOURCE_COUNT] = {"missing answers",
                                                    "which communities were assessed", "weights",
                                                    "the way of adding up", "different raters"};
    const char *between = "";
    for (int i = 0; i < SOURCE_COUNT; i++) {
        const struct compare_source *s = &n->c->sources[i];
        if (!s->on) {
            continue;
        }
        buf_printf(&n->text, "%s%s", between, names[i]);
        if (!isnan(s->first) && !isnan(s->total)) {
            buf_puts(&n->text, " (alone ");
            put_share(n, s->first);
            buf_puts(&n->text, ", with others ");
            put_share(n, s->total);
            buf_puts(&n->text, " of what moves the ranks)");
        }
        between = ", ";
    }
    if (n->text.len > 0) {
        tell(n, "Varied");
    }
}

static void note_pairs(struct notes *n)
{
    size_t close = 0;
    for (size_t i = 0; i < n->c->pair_count; i++) {
        const struct compare_pair *p = &n->c->pairs[i];
        if (p->apart || n->c->groups[p->a].withheld || n->c->groups[p->b].withheld) {
            continue;
        }
        close++;
        if (close <= PAIRS_TOLD) {
            put_labels(n, n->c->groups[p->a].labels);
            buf_puts(&n->text, " and ");
            put_labels(n, n->c->groups[p->b].labels);
            buf_puts(&n->text, ": the first is ahead in ");
            /* Towards a half: 94.9 in a hundred are no 95, by which they would be told apart. */
            bool more = p->ahead > 0.5;
            put_share(n, more ? floor(p->ahead * 100) / 100 : ceil(p->ahead * 100) / 100);
            buf_puts(&n->text, " of the draws");
            tell(n, "Not told apart");
        }
    }
    if (close > PAIRS_TOLD) {
        buf_printf(&n->text, "%zu more pairs of groups", close - PAIRS_TOLD);
        tell(n, "Not told apart");
    }
}

static void note_ranks(struct notes *n)
{
    const struct comparison *c = n->c;
    if (c->draws <= 0) {
        buf_puts(&n->text, "none: no simulation was made");
        tell(n, "Ranks");
        return;
    }
    buf_printf(&n->text,
               "%lld draws, seed %llu. The rank is the median over the draws, with the range of "
               "nine draws in "
               "ten. Groups with fewer than 5 assessments or under 60 %% coverage have no rank",
               (long long)c->draws, (unsigned long long)c->seed);
    tell(n, "Ranks");
    note_sources(n);
    note_pairs(n);
}

int compare_notes(const struct comparison *c,
                  void (*each)(void *context, const char *head, const char *text), void *context)
{
    struct notes n = {.c = c, .each = each, .context = context, .text = BUF_INIT};
    buf_puts(&n.text, c->publish ? "Small cells are withheld: status Q, no numbers"
                                 : "Not for publishing: small groups are shown");
    tell(&n, "Publishing");
    note_subject(&n);
    note_rows(&n);
    note_comparability(&n);
    note_ranks(&n);
    buf_puts(&n.text, "where the mean of all communities of a group lies, with ");
    put_share(&n, c->level);
    buf_puts(&n.text,
             " confidence, if chance alone chose those that were assessed; volunteers are no such "
             "sample");
    tell(&n, "Interval");
    buf_puts(&n.text, c->core->risk ? "Scores go from 0 to 1; less is better"
                                    : "Scores go from 0 to 1; more is better");
    tell(&n, "Scale");
    buf_puts(
        &n.text,
        "A normal; U fewer than 5 assessments or coverage under 60 %; L nobody answered; M does "
        "not apply; O not known; Q withheld");
    tell(&n, "Status");
    buf_puts(&n.text, "In CSV, text that a spreadsheet would take for a formula has a ' before it");
    tell(&n, "Formulas");
    bool failed = n.failed || n.text.failed;
    buf_free(&n.text);
    return failed ? ERR_MEMORY : 0;
}
