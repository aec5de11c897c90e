/* One criterion of the guide, as a card. */
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/codes.h"
#include "model/finding.h"
#include "model/weight.h"
#include "report/guide_internal.h"

void guide_share(struct buf *out, double share, int decimals)
{
    render_decimals(out, share * 100, decimals);
    buf_puts(out, "\xe2\x80\xaf%"); /* a narrow space at which no line breaks */
}

void guide_percent(struct guide *g, double share, int decimals)
{
    guide_share(g->h.out, share, decimals);
}

void guide_framework_text(struct guide *g, const struct framework *f, const char *text)
{
    const char *found = texts_find(g->h.texts, text);
    html_tags(&g->h, "<bdi lang=\"");
    html_text(&g->h, found == NULL ? f->language : g->h.language);
    html_tags(&g->h, "\">");
    html_text(&g->h, found == NULL ? text : found);
    html_tags(&g->h, "</bdi>");
}

void guide_link(struct guide *g, const char *id)
{
    html_tags(&g->h, "<a href=\"#c-");
    html_anchor(&g->h, id);
    html_tags(&g->h, "\">");
    html_text(&g->h, id);
    html_tags(&g->h, "</a>");
}

static void term(struct guide *g, const char *text)
{
    html_tags(&g->h, "<dt>");
    html_say(&g->h, text);
    html_tags(&g->h, "</dt><dd>");
}

/* ---- sources --------------------------------------------------------------------------------- */

void guide_sources(struct guide *g, const struct json *sources)
{
    html_tags(&g->h, "<ul class=\"sources\">");
    for (const struct json *s = sources == NULL ? NULL : sources->first; s != NULL; s = s->next) {
        const char *section = json_string(json_get(s, "section"));
        html_tags(&g->h, g->h.foreign ? "<li><bdi>" : "<li>"); /* citations stay as they are */
        html_cite(&g->h, s);
        if (section != NULL) {
            html_tags(&g->h, ": ");
            html_text(&g->h, section);
        }
        html_tags(&g->h, g->h.foreign ? "</bdi>" : "");
        html_status(&g->h, json_string(json_get(s, "status")));
        html_tags(&g->h, "</li>");
    }
    html_tags(&g->h, "</ul>");
}

/* ---- when it is asked ------------------------------------------------------------------------ */

static void fact_tests(struct guide *g, const struct json *facts)
{
    static const char *const keys[] = {"at_least", "at_most", "equals", "any_of"};
    static const char *const words[] = {
        SAID("{fact} is at least {value}"), SAID("{fact} is at most {value}"),
        SAID("{fact} is {value}"), SAID("{fact} is one of {value}")};
    for (const struct json *f = facts->first; f != NULL; f = f->next) {
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            const struct json *test = json_get(f, keys[i]);
            if (test == NULL) {
                continue;
            }
            struct buf value = BUF_INIT;
            render_value(&value, test);
            html_tags(&g->h, "<li>");
            html_fill(&g->h, words[i],
                      (struct fill[]){{"fact", f->key}, {"value", buf_text(&value)}, {NULL, NULL}});
            html_tags(&g->h, "</li>");
            g->h.out->failed = g->h.out->failed || value.failed;
            buf_free(&value);
        }
    }
}

void guide_condition(struct guide *g, const struct json *applies)
{
    const struct json *hazards = json_get(applies, "hazards");
    const struct json *setting = json_get(applies, "setting");
    const struct json *facts = json_get(applies, "facts");
    term(g, SAID("Asked where"));
    html_tags(&g->h, "<ul class=\"plain\">");
    if (hazards != NULL) {
        html_tags(&g->h, "<li>");
        struct buf list = BUF_INIT;
        for (const struct json *v = hazards->first; v != NULL; v = v->next) {
            const struct hazard *hazard = codes_hazard(json_string(v));
            buf_puts(&list, v == hazards->first ? "" : texts_get(g->h.texts, SAID(", ")));
            buf_puts(&list, hazard == NULL ? v->text : texts_get(g->h.texts, hazard->title));
        }
        html_fill(&g->h, "one of these hazards is in the register: {hazards}",
                  (struct fill[]){{"hazards", buf_text(&list)}, {NULL, NULL}});
        g->h.out->failed = g->h.out->failed || list.failed;
        buf_free(&list);
        html_tags(&g->h, "</li>");
    }
    if (setting != NULL) {
        html_tags(&g->h, "<li>");
        struct buf list = BUF_INIT;
        for (const struct json *v = setting->first; v != NULL; v = v->next) {
            buf_puts(&list, v == setting->first ? "" : texts_get(g->h.texts, SAID(", ")));
            buf_puts(&list, json_string(v) == NULL ? "" : texts_get(g->h.texts, v->text));
        }
        html_fill(&g->h, "the setting is {setting}",
                  (struct fill[]){{"setting", buf_text(&list)}, {NULL, NULL}});
        g->h.out->failed = g->h.out->failed || list.failed;
        buf_free(&list);
        html_tags(&g->h, "</li>");
    }
    if (facts != NULL && facts->type == JSON_OBJECT) {
        fact_tests(g, facts);
    }
    html_tags(&g->h, "</ul></dd>");
}

/* ---- references ------------------------------------------------------------------------------ */

static void one_reference(struct guide *g, const char *framework, const char *code)
{
    const struct framework *f = frameworks_get(g->f, framework);
    int item = f == NULL ? -1 : framework_find(f, code);
    html_tags(&g->h, "<li>");
    if (item >= 0) {
        html_tags(&g->h, "<a href=\"#f-");
        html_anchor(&g->h, f->id);
        html_tags(&g->h, ".");
        html_anchor(&g->h, code);
        html_tags(&g->h, "\">");
    }
    html_text(&g->h, f == NULL ? framework : f->short_title);
    html_tags(&g->h, " ");
    html_text(&g->h, code);
    if (item >= 0) {
        html_tags(&g->h, "</a> ");
        guide_framework_text(g, f, f->items[item].title);
    }
    html_tags(&g->h, "</li>");
}

static void references(struct guide *g, const struct json *refs)
{
    if (refs == NULL || refs->first == NULL) {
        return;
    }
    term(g, SAID("Serves"));
    html_tags(&g->h, "<ul class=\"refs\">");
    for (const struct json *list = refs->first; list != NULL; list = list->next) {
        bool codes = list->type == JSON_ARRAY;
        for (const struct json *v = codes ? list->first : NULL; v != NULL; v = v->next) {
            if (json_string(v) != NULL) {
                one_reference(g, list->key, v->text);
            }
        }
    }
    html_tags(&g->h, "</ul></dd>");
}

/* ---- the card -------------------------------------------------------------------------------- */

static void critical(struct guide *g, const struct criterion *k)
{
    const char *reason = json_string(json_get(json_get(k->doc, "critical"), "reason"));
    html_tags(&g->h, "<p class=\"critical\">");
    struct buf limit = BUF_INIT;
    guide_share(&limit, (double)k->critical_below / (double)CREDIT_ONE, 0);
    html_tags(&g->h, "<strong>");
    html_say(&g->h, "Critical.");
    html_tags(&g->h, "</strong> ");
    html_fill(&g->h, "With a credit below {limit} the band is no better than {band}.",
              (struct fill[]){{"limit", buf_text(&limit)},
                              {"band", g->c->bands[k->critical_cap].id},
                              {NULL, NULL}});
    g->h.out->failed = g->h.out->failed || limit.failed;
    buf_free(&limit);
    html_tags(&g->h, " ");
    html_text(&g->h, reason);
    html_tags(&g->h, "</p>");
}

static void weight(struct guide *g, const struct criterion *k, int index)
{
    const char *reason = json_string(json_get(k->doc, "weight_reason"));
    double share = weight_share(g->c, NULL, index);
    term(g, SAID("Weight"));
    struct buf weight = BUF_INIT, part = BUF_INIT;
    number_write_whole(&weight, k->demand.weight);
    guide_share(&part, share, 2);
    html_fill(
        &g->h, "{weight} · {share} of the whole",
        (struct fill[]){{"weight", buf_text(&weight)}, {"share", buf_text(&part)}, {NULL, NULL}});
    g->h.out->failed = g->h.out->failed || weight.failed || part.failed;
    buf_free(&weight);
    buf_free(&part);
    html_tags(&g->h, " <span class=\"bar\" aria-hidden=\"true\" style=\"--share:");
    render_decimals(g->h.out, g->widest > 0 ? share / g->widest * 100 : 0, 1);
    html_tags(&g->h, "%\"></span>");
    if (reason != NULL) {
        html_tags(&g->h, "<br>");
        html_text(&g->h, reason);
    }
    html_tags(&g->h, "</dd>");
}

/* The next text of an advice after `after` that can be told without a plan. */
static const struct json *next_told(const struct json *advice, const struct json *after)
{
    do {
        after = advice_next(advice, after);
    } while (after != NULL && strchr(advice_text(after), '{') != NULL);
    return after;
}

/* What to do next, from the lowest credit on. */
static void next_steps(struct guide *g, const struct json *advice)
{
    const struct json *first = next_told(advice, NULL);
    if (first == NULL) {
        return;
    }
    term(g, SAID("Do next"));
    if (next_told(advice, first) == NULL) {
        html_text(&g->h, advice_text(first));
        html_tags(&g->h, "</dd>");
        return;
    }
    html_tags(&g->h, "<ol class=\"steps\">");
    for (const struct json *a = first; a != NULL; a = next_told(advice, a)) {
        html_tags(&g->h, "<li>");
        html_text(&g->h, advice_text(a));
        html_tags(&g->h, "</li>");
    }
    html_tags(&g->h, "</ol></dd>");
}

/* Who does it, and where that is written. */
static void elsewhere(struct guide *g, const struct json *example)
{
    if (json_string(json_get(example, "text")) == NULL) {
        return;
    }
    term(g, SAID("Elsewhere"));
    html_text(&g->h, json_string(json_get(example, "text")));
    guide_sources(g, json_get(example, "source"));
    html_tags(&g->h, "</dd>");
}

static void details(struct guide *g, const struct criterion *k, int index)
{
    const char *evidence = json_string(json_get(k->doc, "evidence"));
    const char *help = json_string(json_get(k->doc, "help"));
    const struct json *source = json_get(k->doc, "source");
    html_tags(&g->h, "<dl>");
    if (evidence != NULL) {
        term(g, SAID("Ask for"));
        html_text(&g->h, evidence);
        html_tags(&g->h, "</dd>");
    }
    if (help != NULL) {
        term(g, SAID("Help"));
        html_text(&g->h, help);
        html_tags(&g->h, "</dd>");
    }
    if (k->applies != NULL) {
        guide_condition(g, k->applies);
    }
    next_steps(g, json_get(k->doc, "advice"));
    elsewhere(g, json_get(k->doc, "example"));
    weight(g, k, index);
    if (source != NULL && source->first != NULL) {
        term(g, SAID("Sources"));
        guide_sources(g, source);
        html_tags(&g->h, "</dd>");
    }
    references(g, json_get(k->doc, "refs"));
    html_tags(&g->h, "</dl>");
}

void guide_criterion(struct guide *g, int index, int level)
{
    const struct criterion *k = &g->c->criteria[index];
    const char *why = json_string(json_get(k->doc, "why"));
    html_tags(&g->h, k->critical ? "<article class=\"criterion is-critical\" id=\"c-"
                                 : "<article class=\"criterion\" id=\"c-");
    html_anchor(&g->h, k->demand.id);
    buf_printf(g->h.out, "\">\n<h%d><span class=\"id\">", level);
    html_text(&g->h, k->demand.id);
    html_tags(&g->h, "</span> ");
    html_text(&g->h, k->demand.title);
    buf_printf(g->h.out, "</h%d>\n", level);
    if (k->question != NULL) {
        html_tags(&g->h, "<p class=\"question\">");
        html_text(&g->h, k->question);
        html_tags(&g->h, "</p>\n");
    }
    if (why != NULL) {
        html_tags(&g->h, "<p class=\"why\">");
        html_text(&g->h, why);
        html_tags(&g->h, "</p>\n");
    }
    if (k->answered.rule != NULL) {
        html_tags(&g->h, "<p class=\"computed\">");
        html_say(&g->h, "Computed where the plan holds the facts; answered where it does not:");
        html_tags(&g->h, "</p>\n");
    }
    guide_answer(g, k->answered.rule != NULL ? &k->answered : &k->demand);
    if (k->critical) {
        critical(g, k);
    }
    details(g, k, index);
    html_tags(&g->h, "\n</article>\n");
}
