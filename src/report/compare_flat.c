/* A comparison as a table: a row a group and item. */
#include "report/compare_flat.h"

#include <math.h>
#include <stdio.h>

#include "base/err.h"
#include "base/number.h"
#include "base/text.h"
#include "compare/comparability.h"
#include "compare/summary.h"
#include "report/compare_codes.h"

enum what {
    KEY,
    LABEL,
    ITEM,
    ITEM_TITLE,
    ITEM_KIND,
    ITEM_PARENT,
    ROUND,
    STATUS,
    COMPARABLE,
    N,
    APPLIES,
    MEAN,
    WEIGHTED,
    SD,
    ERROR,
    CI_LOW,
    CI_HIGH,
    MIN,
    Q10,
    Q1,
    MEDIAN,
    Q3,
    Q90,
    MAX,
    LOW,
    HIGH,
    COVERAGE,
    COMMUNITIES,
    OF,
    SCORED,
    CHILDREN,
    HOUSEHOLDS,
    CRITICAL,
    CRITICAL_OPEN,
    RANK,
    RANK_LOW,
    RANK_HIGH,
    BAND
};

static const struct flat_column fixed[] = {
    {"item", "#indicator+code", FLAT_TEXT, "Id of what is measured; total is the whole checklist",
     false, ITEM, 0},
    {"item_title", "#indicator+name", FLAT_TEXT, "The same in words", false, ITEM_TITLE, 0},
    {"item_kind", "#indicator+type", FLAT_TEXT, "total, domain or criterion", false, ITEM_KIND, 0},
    {"item_parent", "#indicator+parent", FLAT_TEXT, "Id of the item above it", false, ITEM_PARENT,
     0},
    {"rounds", "#meta+round", FLAT_TEXT, "Rounds that the assessments are from", false, ROUND, 0},
    {"status", "#indicator+status+code", FLAT_TEXT,
     "SDMX observation status: A normal, U fewer than 5 assessments or coverage under 60 %, L "
     "nobody "
     "answered, M does not apply, O not known, Q withheld",
     false, STATUS, 0},
    {"comparability", "#meta+comparability", FLAT_TEXT,
     "How far the assessments can be held against each other: full, core (on the criteria that all "
     "share), care, not",
     false, COMPARABLE, 0},
    {"n", "#indicator+n", FLAT_WHOLE, "Assessments with a score", false, N, 0},
    {"applies", "#indicator+applies+num", FLAT_WHOLE, "Assessments to which the item applies",
     false, APPLIES, 0},
    {"mean", "#indicator+value+num", FLAT_SHARE, "Mean; each community counts the same", false,
     MEAN, 0},
    {"weighted_mean", "#indicator+value+weighted", FLAT_SHARE,
     "Mean weighted by children under 18; none unless every plan tells their number", false,
     WEIGHTED, 0},
    {"sd", "#indicator+sd+num", FLAT_NUMBER, "Standard deviation, n - 1; none below 2", false, SD,
     0},
    {"standard_error", "#indicator+se+num", FLAT_NUMBER,
     "Standard error of the mean; smaller where a good part of all communities was assessed", false,
     ERROR, 0},
    {"ci_low", "#indicator+value+ci+low", FLAT_SHARE,
     "Lower end of the confidence interval of the mean (Student's t); none below 2", false, CI_LOW,
     0},
    {"ci_high", "#indicator+value+ci+high", FLAT_SHARE, "Its upper end", false, CI_HIGH, 0},
    {"min", "#indicator+value+min", FLAT_SHARE, "Lowest score", false, MIN, 0},
    {"q10", "#indicator+value+q10", FLAT_SHARE, "10 in a hundred lie below (R type 7)", false, Q10,
     0},
    {"q1", "#indicator+value+q25", FLAT_SHARE, "25 in a hundred lie below", false, Q1, 0},
    {"median", "#indicator+value+median", FLAT_SHARE, "The middle score", false, MEDIAN, 0},
    {"q3", "#indicator+value+q75", FLAT_SHARE, "75 in a hundred lie below", false, Q3, 0},
    {"q90", "#indicator+value+q90", FLAT_SHARE, "90 in a hundred lie below", false, Q90, 0},
    {"max", "#indicator+value+max", FLAT_SHARE, "Highest score", false, MAX, 0},
    {"low", "#indicator+value+low", FLAT_SHARE,
     "Mean of the lowest possible values: every open question turned out badly", false, LOW, 0},
    {"high", "#indicator+value+high", FLAT_SHARE,
     "Mean of the highest possible values: every open question turned out well", false, HIGH, 0},
    {"coverage", "#indicator+coverage+pct", FLAT_SHARE,
     "Mean share of the weight that rests on an answer", false, COVERAGE, 0},
    {"communities", "#meta+communities+num", FLAT_WHOLE,
     "Communities assessed; like all that follow, of the group: stands in the row of the total "
     "alone",
     true, COMMUNITIES, 0},
    {"communities_of", "#meta+communities+total", FLAT_WHOLE,
     "Communities that there are, where known", true, OF, 0},
    {"scored", "#meta+scored+num", FLAT_WHOLE, "Assessments with a total", true, SCORED, 0},
    {"children", "#population+children+num", FLAT_WHOLE,
     "Children under 18; none unless every plan tells their number", true, CHILDREN, 0},
    {"households", "#population+hh+num", FLAT_WHOLE,
     "Households; none unless every plan tells their number", true, HOUSEHOLDS, 0},
    {"critical_failed", "#indicator+critical+failed+pct", FLAT_SHARE,
     "Share of communities that fail a critical criterion", true, CRITICAL, 0},
    {"critical_open", "#indicator+critical+open+pct", FLAT_SHARE,
     "Share of communities where a critical criterion is open and none is failed", true,
     CRITICAL_OPEN, 0},
    {"rank_median", "#indicator+rank+median", FLAT_NUMBER,
     "Median rank by the total over the draws, 1 is best; none below 5 assessments or 60 % "
     "coverage",
     true, RANK, 0},
    {"rank_low", "#indicator+rank+low", FLAT_NUMBER, "5 in a hundred draws give a better rank",
     true, RANK_LOW, 0},
    {"rank_high", "#indicator+rank+high", FLAT_NUMBER, "5 in a hundred draws give a worse rank",
     true, RANK_HIGH, 0},
};
enum { FIXED = sizeof fixed / sizeof *fixed };

/* ---- columns ---- */

static bool taken(const struct flat *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++) {
        if (strcmp(f->columns[i].name, name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < FIXED; i++) {
        if (strcmp(fixed[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* A name that no column has yet: with _ behind it, as often as it takes. NULL: no memory. */
static const char *free_name(struct flat *f, const char *first, const char *second)
{
    char *name = arena_join(&f->arena, first, second);
    while (name != NULL && taken(f, name)) {
        name = arena_join(&f->arena, name, "_");
    }
    return name;
}

/* A hashtag with `name` as a part of it, in the letters that HXL takes. NULL: no memory. */
static const char *tag(struct flat *f, const char *before, const char *name, const char *after)
{
    struct buf text = BUF_INIT;
    buf_puts(&text, before);
    for (const char *p = name; *p != '\0'; p++) {
        char small = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
        bool good = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
        buf_putc(&text, good ? small : '_');
    }
    buf_puts(&text, after);
    const char *made = buf_status(&text) == 0 ? arena_strdup(&f->arena, buf_text(&text)) : NULL;
    buf_free(&text);
    return made;
}

/* "#country+code" and "#adm1+code" are HXL's own; others are "#group+setting+code". */
static const char *attribute_tag(struct flat *f, const char *name, const char *what)
{
    bool level = strncmp(name, "admin", 5) == 0 && name[5] >= '1' && name[5] <= '9';
    bool country = strcmp(name, "country") == 0;
    return tag(f, level ? "#adm" : country ? "#" : "#group+", level ? name + 5 : name, what);
}

static bool add(struct flat *f, struct flat_column column)
{
    f->columns[f->count] = column;
    f->count += column.name != NULL && column.tag != NULL && column.title != NULL;
    return column.name != NULL && column.tag != NULL && column.title != NULL;
}

static const char *joined_rounds(struct flat *f)
{
    const char *all = "";
    for (size_t i = 0; i < f->c->round_count && all != NULL; i++) {
        all = i == 0 ? all : arena_join(&f->arena, all, "/");
        all = all == NULL ? NULL : arena_join(&f->arena, all, f->c->rounds[i]);
    }
    return all;
}

int flat_init(struct flat *f, const struct comparison *c)
{
    size_t bands = (size_t)c->core->band_count;
    *f = (struct flat){.c = c, .arena = ARENA_INIT};
    f->columns = arena_alloc(&f->arena, sizeof *f->columns * (2 * c->by_count + FIXED + bands));
    f->rounds = joined_rounds(f);
    bool good = f->columns != NULL && f->rounds != NULL;
    for (size_t i = 0; i < c->by_count && good; i++) {
        const char *name = c->by[i];
        good = add(f,
                   (struct flat_column){free_name(f, name, ""), attribute_tag(f, name, "+code"),
                                        FLAT_TEXT, "What the groups are made by", false, KEY, i}) &&
               add(f, (struct flat_column){free_name(f, name, "_label"),
                                           attribute_tag(f, name, "+name"), FLAT_TEXT,
                                           "The same in words", false, LABEL, i});
    }
    for (size_t i = 0; i < FIXED && good; i++) {
        good = add(f, fixed[i]);
    }
    for (size_t i = 0; i < bands && good; i++) {
        good = add(f, (struct flat_column){
                          free_name(f, "band_", c->core->bands[i].id),
                          tag(f, "#indicator+band+pct+band_", c->core->bands[i].id, ""), FLAT_SHARE,
                          "Share of the communities with a total in this band", true, BAND, i});
    }
    return good ? 0 : ERR_MEMORY;
}

size_t flat_find(const struct flat *f, const char *name)
{
    size_t i = 2 * f->c->by_count; /* attributes may have the same name with _ behind it */
    while (i < f->count && strcmp(f->columns[i].name, name) != 0) {
        i++;
    }
    return i;
}

void flat_free(struct flat *f)
{
    arena_free(&f->arena);
}

/* ---- cells ---- */

char flat_status(const struct comparison *c, const struct compare_group *g, size_t item)
{
    const struct compare_stat *s = &g->stats[item];
    if (g->withheld || (c->publish && s->n < 0)) {
        return 'Q';
    }
    if (g->rows == 0) {
        return 'O';
    }
    if (s->applies == 0) {
        return 'M';
    }
    if (s->n == 0 || isnan(s->mean)) {
        return 'L';
    }
    return s->n < RANK_ROWS || s->coverage < RANK_COVERAGE ? 'U' : 'A';
}

const char *flat_kind(enum item_kind kind)
{
    static const char *const words[] = {"total", "domain", "criterion"};
    return words[kind];
}

void flat_date(const struct comparison *c, char date[11])
{
    const char *latest = "1970-01-01";
    for (size_t i = 0; i < c->table->count; i++) {
        const char *of = c->table->rows[i].date;
        latest = of != NULL && strcmp(of, latest) > 0 ? of : latest;
    }
    const char *round = c->round_count > 0 ? c->rounds[c->round_count - 1] : NULL;
    bool year = c->table->count == 0 && round_year(round) > 0;
    (void)snprintf(date, 11, year ? "%.4s-01-01" : "%.10s", year ? round : latest);
}

/* A count; below zero it is withheld, or not known. */
static double told(int64_t count)
{
    return count >= 0 ? (double)count : NAN;
}

static double stat_number(const struct compare_stat *s, enum what what)
{
    const double known[] = {s->mean, s->weighted, s->sd,   s->error,   s->ci_low, s->ci_high,
                            s->min,  s->q10,      s->q1,   s->median,  s->q3,     s->q90,
                            s->max,  s->low,      s->high, s->coverage};
    return what == N ? told(s->n) : what == APPLIES ? told(s->applies) : known[what - MEAN];
}

static double group_number(const struct compare_group *g, enum what what, size_t band)
{
    bool ranked = g->rank.ranked;
    switch (what) {
    case COMMUNITIES:
        return told(g->rows);
    case OF:
        return g->of > 0 ? (double)g->of : NAN;
    case SCORED:
        return told(g->scored);
    case CHILDREN:
        return told(g->children);
    case HOUSEHOLDS:
        return told(g->households);
    case CRITICAL:
        return g->critical;
    case CRITICAL_OPEN:
        return g->critical_open;
    case RANK:
        return ranked ? g->rank.median : NAN;
    case RANK_LOW:
        return ranked ? g->rank.low : NAN;
    case RANK_HIGH:
        return ranked ? g->rank.high : NAN;
    default:
        return g->band_share == NULL ? NAN : g->band_share[band];
    }
}

struct flat_cell flat_cell(const struct flat *f, size_t group, size_t item, size_t column)
{
    static const char *const statuses[] = {"A", "L", "M", "O", "Q", "U"};
    const struct comparison *c = f->c;
    const struct compare_group *g = &c->groups[group];
    const struct compare_item *i = &c->items[item];
    const struct flat_column *k = &f->columns[column];
    struct flat_cell cell = {NULL, NAN};
    switch ((enum what)k->what) {
    case KEY:
        cell.text = g->keys[k->index];
        break;
    case LABEL:
        cell.text = g->labels[k->index];
        break;
    case ITEM:
        cell.text = i->id;
        break;
    case ITEM_TITLE:
        cell.text = i->title;
        break;
    case ITEM_KIND:
        cell.text = flat_kind(i->kind);
        break;
    case ITEM_PARENT:
        cell.text = i->parent >= 0 ? c->items[i->parent].id : NULL;
        break;
    case ROUND:
        cell.text = f->rounds;
        break;
    case STATUS:
        for (size_t s = 0; s < sizeof statuses / sizeof *statuses; s++) {
            cell.text = statuses[s][0] == flat_status(c, g, item) ? statuses[s] : cell.text;
        }
        break;
    case COMPARABLE:
        cell.text = comparable_name(c->grade);
        break;
    default:
        cell.number = g->withheld || (k->group && i->kind != ITEM_TOTAL) ? NAN
                      : k->group ? group_number(g, (enum what)k->what, k->index)
                                 : stat_number(&g->stats[item], (enum what)k->what);
    }
    return cell;
}

void flat_number(struct buf *out, double number)
{
    if (isfinite(number)) {
        number_write_decimal(out, number);
    }
}
