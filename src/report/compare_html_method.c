/* The words of a comparison: what to read before any number, how the numbers came about. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "report/compare_html_internal.h"

/* ---- how far things can be held against each other --------------------------------------------- */

static const char *grade_text(enum comparable grade)
{
    switch (grade) {
    case COMPARABLE_FULL:
        return SAID("Comparable: the same questions, asked in the same way.");
    case COMPARABLE_CORE:
        return SAID("Comparable over the questions that all share; the others are left out.");
    case COMPARABLE_CARE:
        return SAID("Compare with care: not all was done in the same way.");
    case COMPARABLE_NOT:
        break;
    }
    return SAID("Not comparable: differences may come from the method alone.");
}

/* A remark, its parameters put in; where it is not translated, marked as English. */
static void remark(struct cpage *p, const struct compare_remark *r)
{
    const char *text = texts_find(p->h.texts, r->text);
    struct buf filled = BUF_INIT;
    finding_fill(&filled, text != NULL ? text : r->text, r->params, p->h.texts);
    bool english = text == NULL && p->h.foreign;
    html_tags(&p->h, english ? "<li><span lang=\"en\" dir=\"ltr\">" : "<li>");
    html_text(&p->h, buf_text(&filled));
    html_tags(&p->h, english ? "</span></li>\n" : "</li>\n");
    p->h.out->failed = p->h.out->failed || filled.failed;
    buf_free(&filled);
}

static void grade(struct cpage *p)
{
    static const char *const classes[] = {"full", "core", "care", "not"};
    buf_printf(p->h.out, "<p class=\"grade %s\"><strong>", classes[p->c->grade]);
    html_say(&p->h, grade_text(p->c->grade));
    html_tags(&p->h, "</strong></p>\n");
    if (p->c->remark_count > 0) {
        html_tags(&p->h, "<ul class=\"doubts\">\n");
        for (size_t i = 0; i < p->c->remark_count; i++) {
            remark(p, &p->c->remarks[i]);
        }
        html_tags(&p->h, "</ul>\n");
    }
}

/* ---- what to read first ------------------------------------------------------------------------ */

/* A sentence with the names of the groups for which `which` holds; none: nothing. */
static void groups(struct cpage *p, const char *text, bool (*which)(const struct compare_group *))
{
    struct buf names = BUF_INIT;
    for (size_t i = 0; i < p->c->group_count; i++) {
        if (which(&p->c->groups[i])) {
            buf_puts(&names, names.len == 0 ? "" : "; ");
            cpage_label(p, &names, i);
        }
    }
    if (names.len > 0) {
        cpage_point(p, text, (struct fill[]){{"groups", buf_text(&names)}, {NULL, NULL}});
    }
    p->h.out->failed = p->h.out->failed || names.failed;
    buf_free(&names);
}

static bool is_withheld(const struct compare_group *g)
{
    return g->withheld;
}

static bool is_few(const struct compare_group *g)
{
    return !g->withheld && g->scored >= 0 && g->scored < RANK_ROWS;
}

static bool is_thin(const struct compare_group *g)
{
    return !g->withheld && g->stats->coverage < RANK_COVERAGE;
}

static bool is_alike(const struct compare_group *g)
{
    return !g->withheld && g->stats->n > 1 && g->stats->sd == 0;
}

static void doubts_of_sample(struct cpage *p)
{
    bool known = true, told = !p->c->overlaps;
    int64_t rows = 0, scored = 0;
    for (size_t i = 0; i < p->c->group_count; i++) {
        const struct compare_group *g = &p->c->groups[i];
        known = known && g->of > 0;
        told = told && g->rows >= 0 && g->scored >= 0;
        rows += g->rows;
        scored += g->scored;
    }
    if (!known) {
        cpage_point(
            p,
            SAID("How many communities there are, or how these were chosen, is not known. A mean "
                 "speaks for the communities that were assessed, not for a whole country."),
            NULL);
    }
    if (told && scored < rows) {
        cpage_point_count(
            p,
            SAID("{count} of {of} communities have no score, most often because too much is "
                 "open. They are missing in every mean."),
            rows - scored, rows);
    }
}

/* Places that were to be assessed and were not. */
static void absent(struct cpage *p)
{
    struct buf names = BUF_INIT;
    for (size_t i = 0; i < p->c->absent_count; i++) {
        const struct compare_absent *a = &p->c->absent[i];
        buf_puts(&names, i == 0 ? "" : "; ");
        for (size_t k = 0; k < p->c->by_count; k++) {
            buf_puts(&names, k == 0 ? "" : " · ");
            buf_puts(&names, texts_get(p->h.texts, a->labels[k]));
        }
    }
    if (names.len > 0) {
        cpage_point(p, SAID("Nobody was assessed in: {groups}."),
                    (struct fill[]){{"groups", buf_text(&names)}, {NULL, NULL}});
    }
    p->h.out->failed = p->h.out->failed || names.failed;
    buf_free(&names);
}

static void doubts_of_rank(struct cpage *p)
{
    size_t alike = 0;
    for (size_t i = 0; i < p->c->pair_count; i++) {
        alike += !p->c->pairs[i].apart;
    }
    if (p->c->draws > 0 && p->c->pair_count > 0) {
        cpage_point_count(
            p,
            alike == 0 ? SAID("All {of} pairs of groups with a rank can be told apart.")
                       : SAID("{count} of {of} pairs of groups with a rank cannot be told apart."),
            (int64_t)alike, (int64_t)p->c->pair_count);
    }
}

void cpage_first(struct cpage *p)
{
    cpage_open(p, "first", SAID("Read this first"));
    grade(p);
    html_tags(&p->h, "<ul class=\"doubts\">\n");
    if (p->c->core->risk) {
        cpage_point(p, SAID("A high score is a high risk."), NULL);
    }
    if (p->c->publish) {
        cpage_point(p,
                    SAID("For publishing: what could tell of fewer than 10 communities, children "
                         "or households "
                         "is withheld, shown as a dash, and the rest is rounded."),
                    NULL);
    }
    groups(p, SAID("Withheld, because a reader could tell who is meant: {groups}."), is_withheld);
    groups(p, SAID("Fewer than 5 scores, which say little: {groups}."), is_few);
    groups(p,
           SAID("Less than 60 % of the questions answered, by weight: {groups}. What is open could "
                "change the score."),
           is_thin);
    groups(
        p,
        SAID(
            "All scores are the same, so that the interval has no width; the communities that were "
            "not assessed need not be the same: {groups}."),
        is_alike);
    doubts_of_sample(p);
    absent(p);
    doubts_of_rank(p);
    if (p->c->round_count > 1) {
        cpage_point(p, SAID("Rounds stand side by side: a difference may be one of time."), NULL);
    }
    if (p->c->overlaps) {
        cpage_point(
            p, SAID("A community may stand in several groups; they do not add up to the whole."),
            NULL);
    }
    html_tags(&p->h, "</ul>\n");
    cpage_close(p);
}

/* ---- method ------------------------------------------------------------------------------------ */

static void how(struct cpage *p)
{
    static const char *const texts[] = {
        SAID(
            "Of each community and round the latest assessment counts; drafts and replaced ones do "
            "not."),
        SAID("Mean: each community counts the same. It leaves out communities without a score."),
        SAID("Interval: Student’s t. Where it is known how many communities there are, it "
             "is "
             "narrower by the finite population correction. It takes the communities as drawn by "
             "lot, "
             "which they seldom are."),
        SAID("Possible: the mean if every open answer were bad, and if every one were good, over "
             "all "
             "communities to which the question applies."),
        SAID("Coverage: how much of the weight that applies rests on an answer."),
        SAID("No rank is given below 5 scores or 60 % coverage. Both limits are our own."),
    };
    html_tags(&p->h, "<ul>\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cpage_point(p, texts[i], NULL);
    }
    if (p->c->draws > 0) {
        char draws[24], seed[24];
        (void)snprintf(draws, sizeof draws, "%lld", (long long)p->c->draws);
        (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)p->c->seed);
        cpage_point(
            p,
            SAID("Ranks: {draws} draws from the seed {seed}. Each draw varies what the table of "
                 "sources names: open answers between the worst and the best, communities drawn "
                 "anew with replacement, weights around those of the checklist, the kind of mean, "
                 "differences between assessors. The same seed gives the same ranks."),
            (struct fill[]){{"draws", draws}, {"seed", seed}, {NULL, NULL}});
    }
    html_tags(&p->h, "</ul>\n");
}

/* A word of plan documents, or a dash. */
static void word_cell(struct cpage *p, const char *word)
{
    html_tags(&p->h, "<td>");
    html_text(&p->h, word == NULL || word[0] == '\0' ? "–" : texts_get(p->h.texts, word));
    html_tags(&p->h, "</td>");
}

static void methods(struct cpage *p)
{
    static const char *const heads[] = {SAID("Checklist"),           SAID("Short form"),
                                        SAID("How it was assessed"), SAID("By whom"),
                                        SAID("Assessments"),         SAID("Criteria")};
    const struct table *t = p->c->table;
    if (t->method_count == 0) {
        return;
    }
    cpage_say(p, "<h3>", SAID("What was asked, and how"), "</h3>\n");
    cpage_table(p, "method-table", "numbers", SAID("Ways in which the communities were assessed"));
    cpage_heads(p, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < t->method_count; i++) {
        const struct table_method *m = &t->methods[i];
        html_tags(&p->h, "<tr><th scope=\"row\">");
        html_text(&p->h, m->checklist->id);
        html_tags(&p->h, " ");
        html_text(&p->h, m->checklist->version);
        html_tags(&p->h, "</th>");
        word_cell(p, m->checklist->profile);
        word_cell(p, m->how);
        word_cell(p, m->who);
        cpage_count_cell(p, p->c->publish ? -1 : (int64_t)m->rows);
        cpage_count_cell(p, m->checklist->criterion_count);
        html_tags(&p->h, "</tr>\n");
    }
    cpage_table_end(p);
    if (t->shared < t->all) {
        html_tags(&p->h, "<ul>\n");
        cpage_point_count(p, SAID("{count} criteria of {of} are asked alike in all, and compared."),
                          (int64_t)t->shared, (int64_t)t->all);
        html_tags(&p->h, "</ul>\n");
    }
}

static void left_out(struct cpage *p)
{
    const struct table *t = p->c->table;
    if (t->superseded + t->older + t->drafts == 0) {
        return;
    }
    cpage_say(p, "<h3>", SAID("Left out"), "</h3>\n<ul>\n");
    if (t->superseded > 0) {
        cpage_point_count(p, SAID("replaced by a later version of the same plan: {count}"),
                          (int64_t)t->superseded, 0);
    }
    if (t->older > 0) {
        cpage_point_count(p, SAID("older ones of the same community and round: {count}"),
                          (int64_t)t->older, 0);
    }
    if (t->drafts > 0) {
        cpage_point_count(p, SAID("drafts: {count}"), (int64_t)t->drafts, 0);
    }
    html_tags(&p->h, "</ul>\n");
}

void cpage_method(struct cpage *p)
{
    cpage_open(p, "method", SAID("How the numbers came about"));
    how(p);
    methods(p);
    left_out(p);
    cpage_close(p);
}
