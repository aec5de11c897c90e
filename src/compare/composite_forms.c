/* Stored results in the forms that composites are made of. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "compare/composite.h"
#include "compare/table.h"

static void cell(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    for (; text != NULL && *text != '\0'; text++) {
        buf_puts(out, *text == '"' ? "\"" : "");
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

static void meta_row(struct buf *out, int level, const char *code, const char *name,
                     const char *parent, int64_t weight)
{
    buf_printf(out, "%d,", level);
    cell(out, code);
    buf_putc(out, ',');
    cell(out, name);
    buf_putc(out, ',');
    cell(out, parent);
    buf_printf(out, ",1,%lld,%s\n", (long long)weight, level == 1 ? "Indicator" : "Aggregate");
}

/* 1 for what has no nodes and no criteria to show. */
static int level_of(const struct checklist *c, int node, bool criteria)
{
    int level = criteria ? 1 : 0;
    for (int i = 0; criteria && i < c->nodes[node].node_count; i++) {
        int below = level_of(c, c->nodes[node].nodes[i], true);
        level = below > level ? below : level;
    }
    return level + 1;
}

static const char *code_of(const struct checklist *c, int node)
{
    return node == 0 ? c->id : c->nodes[node].id;
}

/* Whether an indicator is made of this node: a domain right below the total. */
static bool is_domain(const struct checklist *c, int node)
{
    return node > 0 && c->nodes[node].parent == 0;
}

static void write_meta(struct buf *out, const struct checklist *c, bool criteria)
{
    buf_puts(out, "Level,iCode,iName,Parent,Direction,Weight,Type\n");
    for (int i = 0; criteria && i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        meta_row(out, 1, k->demand.id, k->demand.title, code_of(c, k->node), k->demand.weight);
    }
    for (int i = 0; i < c->node_count; i++) {
        const struct node *n = &c->nodes[i];
        if (criteria || is_domain(c, i)) {
            meta_row(out, i == 0 ? level_of(c, 0, true) : level_of(c, i, criteria), code_of(c, i),
                     i == 0 ? c->title : n->title, n->parent < 0 ? "" : code_of(c, n->parent),
                     i == 0 ? 1 : n->weight);
        }
    }
    if (!criteria) {
        meta_row(out, 2, c->id, c->title, "", 1);
    }
    buf_puts(out, ",country,Country,,,,Group\n,round,Round,,,,Group\n");
}

static void value(struct buf *out, bool applies, int64_t billionths)
{
    buf_putc(out, ',');
    if (!applies) {
        buf_puts(out, "not_applicable");
    } else if (billionths >= 0) {
        number_write_credit(out, billionths);
    }
}

static void write_row(struct buf *out, const struct table *t, size_t row, bool criteria)
{
    const struct checklist *c = t->core;
    const struct table_row *r = &t->rows[row];
    bool again = (row > 0 && strcmp(t->rows[row - 1].community, r->community) == 0) ||
                 (row + 1 < t->count && strcmp(t->rows[row + 1].community, r->community) == 0);
    struct buf code = BUF_INIT;
    buf_printf(&code, "%s%s%s", r->community, again ? "@" : "", again ? r->round : "");
    cell(out, buf_text(&code));
    buf_putc(out, ',');
    cell(out, r->name);
    buf_putc(out, ',');
    cell(out, r->country);
    buf_putc(out, ',');
    cell(out, r->round);
    for (int i = 0; criteria && i < c->criterion_count; i++) {
        value(out, r->credits[i] != CREDIT_APART, r->credits[i]);
    }
    for (int i = 1; !criteria && i < c->node_count; i++) {
        if (is_domain(c, i)) {
            value(out, r->nodes[i].applicable, r->nodes[i].score);
        }
    }
    buf_putc(out, '\n');
    out->failed = out->failed || code.failed;
    buf_free(&code);
}

int composite_forms(const struct table *t, bool criteria, struct buf *data, struct buf *meta)
{
    const struct checklist *c = t->core;
    write_meta(meta, c, criteria);
    buf_puts(data, "uCode,uName,country,round");
    for (int i = 0; criteria && i < c->criterion_count; i++) {
        buf_putc(data, ',');
        cell(data, c->criteria[i].demand.id);
    }
    for (int i = 1; !criteria && i < c->node_count; i++) {
        if (is_domain(c, i)) {
            buf_putc(data, ',');
            cell(data, code_of(c, i));
        }
    }
    buf_putc(data, '\n');
    for (size_t row = 0; row < t->count; row++) {
        write_row(data, t, row, criteria);
    }
    return buf_status(data) != 0 ? buf_status(data) : buf_status(meta);
}
