/* An assessment in words, for text and page alike: where, why there is no score, what holds the band down,
 * what was answered, what is open. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "model/codes.h"
#include "report/render_internal.h"

/* ---- where ----------------------------------------------------------------------------------- */

void render_where(struct buf *out, const struct plan *plan)
{
    const struct country *country = codes_country(plan->country);
    if (country != NULL) {
        buf_printf(out, "%s (%s), %s", country->name, plan->country, plan->community);
    } else { /* stored under a list that still had it */
        buf_printf(out, "%s, %s", plan->country, plan->community);
    }
    if (plan->community_name != NULL && !text_equal(plan->community_name, plan->community)) {
        buf_printf(out, " (%s)", plan->community_name);
    }
}

bool render_place(struct buf *out, const struct plan *plan, const struct pcode_list *places,
                  const struct texts *t)
{
    const char *code = json_string(json_path(plan->doc, "community.pcode"));
    const struct pcode *found = code == NULL || places == NULL ? NULL : pcodes_above(places, code);
    if (found == NULL) {
        return false;
    }
    bool own = text_equal(found->code, code);
    struct buf names = BUF_INIT;
    buf_puts(&names, found->name);
    while (found->parent != NULL) { /* each lies in one of the level above */
        found = pcodes_get(places, found->parent);
        buf_printf(&names, ", %s", found->name);
    }
    texts_fill(out, t,
               own ? SAID("Place: {code}, {names}") : SAID("Place: {code}, a part of {names}"),
               (struct fill[]){{"code", code}, {"names", buf_text(&names)}, {NULL, NULL}});
    out->failed = out->failed || names.failed;
    buf_free(&names);
    return true;
}

bool render_hazards(struct buf *out, const struct plan *plan, const struct texts *t)
{
    const struct json *entries = json_path(plan->doc, "community.hazards");
    const struct json *first = entries == NULL ? NULL : entries->first;
    for (const struct json *h = first; h != NULL; h = h->next) {
        const char *type = json_string(json_get(h, "type"));
        const struct hazard *known = type == NULL ? NULL : codes_hazard(type);
        buf_printf(out, "%s%s", h == first ? "" : "; ",
                   known != NULL  ? texts_get(t, known->title)
                   : type != NULL ? type
                                  : "");
    }
    return first != NULL;
}

/* ---- verdict --------------------------------------------------------------------------------- */

void render_no_score(struct buf *out, const struct assessment *a)
{
    const struct node_result *root = &a->nodes[0];
    const struct texts *t = a->checklist->texts;
    if (!root->applicable) {
        texts_fill(out, t, SAID("No score: nothing in this checklist applies to the plan"), NULL);
    } else if (a->counts[OUTCOME_SCORED] == 0) {
        texts_fill(out, t, SAID("No score: nothing has been assessed"), NULL);
    } else if (root->coverage < a->checklist->nodes[0].min_coverage) {
        struct buf coverage = BUF_INIT, asked = BUF_INIT;
        render_percent(&coverage, root->coverage);
        render_percent(&asked, a->checklist->nodes[0].min_coverage);
        texts_fill(out, t, SAID("No score: coverage is {coverage}, the checklist asks for {asked}"),
                   (struct fill[]){{"coverage", buf_text(&coverage)},
                                   {"asked", buf_text(&asked)},
                                   {NULL, NULL}});
        out->failed = out->failed || coverage.failed || asked.failed;
        buf_free(&coverage);
        buf_free(&asked);
    } else {
        texts_fill(out, t, SAID("No score: no domain has one"), NULL);
    }
}

void render_range(struct buf *out, const struct assessment *a, int node)
{
    render_node_score(out, a->checklist, node, a->nodes[node].low);
    buf_puts(out, "–");
    render_node_score(out, a->checklist, node, a->nodes[node].high);
}

bool render_cap(struct buf *out, const struct assessment *a, int criterion)
{
    const struct checklist *c = a->checklist;
    const struct criterion *k = &c->criteria[criterion];
    const struct finding *f = &a->findings[criterion];
    bool low = f->outcome == OUTCOME_SCORED && f->credit < k->critical_below;
    if (a->band < 0 || c->risk || !k->critical || (!low && !render_is_open(f))) {
        return false;
    }
    struct buf name = BUF_INIT;
    buf_puts(&name, k->demand.id);
    if (k->demand.title != NULL) {
        buf_printf(&name, " (%s)", k->demand.title);
    }
    texts_fill(out, c->texts,
               low ? SAID("{criterion} is critical and falls short: no better than band {band}")
                   : SAID("{criterion} is critical and has no credit yet: no better than band "
                          "{band}"),
               (struct fill[]){{"criterion", buf_text(&name)},
                               {"band", c->bands[k->critical_cap].id},
                               {NULL, NULL}});
    out->failed = out->failed || name.failed;
    buf_free(&name);
    return true;
}

void render_counts(struct buf *out, const struct assessment *a)
{
    char counts[OUTCOME_COUNT][16];
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        (void)snprintf(counts[i], sizeof counts[i], "%d", a->counts[i]);
    }
    texts_fill(out, a->checklist->texts,
               a->counts[OUTCOME_ERROR] == 1
                   ? SAID("{scored} scored, {out} not applicable, {open} not assessed, {unknown} "
                          "unknown, {error} error")
                   : SAID("{scored} scored, {out} not applicable, {open} not assessed, {unknown} "
                          "unknown, {error} errors"),
               (struct fill[]){{"scored", counts[OUTCOME_SCORED]},
                               {"out", counts[OUTCOME_NOT_APPLICABLE]},
                               {"open", counts[OUTCOME_NOT_ASSESSED]},
                               {"unknown", counts[OUTCOME_UNKNOWN]},
                               {"error", counts[OUTCOME_ERROR]},
                               {NULL, NULL}});
}

const char *render_by(enum finding_by by)
{
    static const char *const words[] = {"", SAID("by the context"), SAID("by a claim"),
                                        SAID("by a rule"), SAID("by a limit")};
    return words[by];
}

/* ---- what was answered ----------------------------------------------------------------------- */

/* What was ticked, by its titles. */
static void ticked(struct buf *text, const struct json *items, const struct json *ids)
{
    for (const struct json *v = ids->first; v != NULL; v = v->next) {
        const struct json *item = items == NULL ? NULL : items->first;
        while (item != NULL && !text_equal(json_string(json_get(item, "id")), json_string(v))) {
            item = item->next;
        }
        const char *title = json_string(json_get(item, "title"));
        buf_puts(text, v == ids->first ? "" : "; ");
        buf_puts(text, title != NULL ? title : json_string(v) != NULL ? v->text : "");
    }
}

static void level_meaning(struct buf *text, const struct answer_spec *spec, double value,
                          const struct texts *t)
{
    const struct json *levels = json_get(spec->doc, "levels");
    const struct json *level = levels == NULL ? NULL : levels->first;
    for (int i = 0; level != NULL && i < value; i++) {
        level = level->next;
    }
    const char *meaning = json_string(level);
    char most[16];
    (void)snprintf(most, sizeof most, "%d", spec->levels);
    texts_fill(text, t, SAID(" of {most}"), (struct fill[]){{"most", most}, {NULL, NULL}});
    if (meaning != NULL) {
        buf_printf(text, ": %s", meaning);
    }
}

static void answer_value(struct buf *text, const struct answer_spec *spec, const struct json *value,
                         const struct texts *t)
{
    if (spec->type == ANSWER_ITEMS && value->type == JSON_ARRAY && value->first == NULL) {
        texts_fill(text, t, SAID("nothing was ticked"), NULL);
        return;
    }
    if (spec->type == ANSWER_ITEMS && value->type == JSON_ARRAY) {
        ticked(text, spec->items, value);
        return;
    }
    render_value(text, value);
    if (value->type != JSON_NUMBER) {
        return;
    }
    if (spec->type == ANSWER_PERCENT) {
        buf_puts(text, " %");
    } else if (spec->type == ANSWER_NUMBER && spec->unit != NULL) {
        buf_printf(text, " %s", spec->unit);
    } else if (spec->type == ANSWER_LEVEL) {
        level_meaning(text, spec, value->number, t);
    }
}

void render_answer(struct buf *out, const struct criterion *k, const struct answer *answer,
                   const struct texts *t)
{
    switch (answer->state) {
    case 'v':
        answer_value(out, &k->demand.answer, answer->value, t);
        break;
    case 'n':
        texts_fill(out, t, SAID("claimed not to apply"), NULL);
        break;
    case 'u':
        texts_fill(out, t, SAID("asked, and nobody knows"), NULL);
        break;
    default:
        texts_fill(
            out, t,
            k->demand.answer.type == ANSWER_NONE ? SAID("not asked: computed from the plan's facts")
            : k->answered.rule != NULL ? SAID("none given: the plan's facts are read instead")
                                       : SAID("none given"),
            NULL);
        break;
    }
    if (answer->reason != NULL && answer->state != 'v') {
        buf_printf(out, ": %s", answer->reason);
    }
}

/* ---- what is open ---------------------------------------------------------------------------- */

static int by_share(const void *a, const void *b)
{
    const struct render_open *x = a;
    const struct render_open *y = b;
    if (x->critical != y->critical) {
        return x->critical ? -1 : 1;
    }
    if (x->share < y->share || x->share > y->share) {
        return x->share > y->share ? -1 : 1;
    }
    return x->criterion - y->criterion;
}

int render_open_first(const struct assessment *a, struct render_open **out, size_t *count)
{
    const struct checklist *c = a->checklist;
    *count = 0;
    *out = calloc((size_t)c->criterion_count + 1, sizeof **out);
    if (*out == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < c->criterion_count; i++) {
        if (render_is_open(&a->findings[i])) {
            (*out)[(*count)++] = (struct render_open){i, c->criteria[i].critical && !c->risk,
                                                      render_share(a, i)};
        }
    }
    qsort(*out, *count, sizeof **out, by_share);
    return 0;
}

void render_open_weight(struct buf *out, const struct assessment *a, const struct render_open *o)
{
    struct buf share = BUF_INIT;
    render_decimals(&share, o->share * 100, 1);
    texts_fill(out, a->checklist->texts,
               o->critical ? SAID("{share} % of the weight, critical")
                           : SAID("{share} % of the weight"),
               (struct fill[]){{"share", buf_text(&share)}, {NULL, NULL}});
    out->failed = out->failed || share.failed;
    buf_free(&share);
}
