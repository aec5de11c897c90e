/* `checklist show --weights`: how much of the whole rests on each criterion, and what a change of its
 * weight does. */
#include "base/number.h"
#include "model/weight.h"
#include "report/render_internal.h"

enum { NAME_WIDTH = 46, NUMBER_WIDTH = 9 };

bool render_all_arithmetic(const struct checklist *c)
{
    for (int i = 0; i < c->node_count; i++) {
        if (c->nodes[i].aggregate != AGG_ARITHMETIC) {
            return false;
        }
    }
    return true;
}

static void percent_cell(struct page *p, double share, struct buf *cell)
{
    render_decimals(cell, share * 100, 2);
    page_right(p, cell, NUMBER_WIDTH);
}

static void name_cell(struct page *p, int depth, const char *id, const char *title)
{
    struct buf name = BUF_INIT;
    buf_printf(&name, "%s  %s", id, title == NULL ? "" : title);
    page_spaces(p, 2 * depth);
    page_cell(p, buf_text(&name), NAME_WIDTH - 2 * depth > 12 ? NAME_WIDTH - 2 * depth : 12);
    p->out->failed = p->out->failed || name.failed;
    buf_free(&name);
}

static void node_rows(struct page *p, const struct checklist *c, int node, int depth,
                      struct buf *cell)
{
    const struct node *n = &c->nodes[node];
    if (node > 0) {
        page_on(p, STYLE_BOLD);
        name_cell(p, depth - 1, n->id, n->title);
        number_write_whole(cell, n->weight);
        page_right(p, cell, NUMBER_WIDTH);
        percent_cell(p, weight_node_share(c, node), cell);
        page_off(p);
        buf_putc(p->out, '\n');
    }
    for (int i = n->first_criterion; i < n->first_criterion + n->criterion_count; i++) {
        name_cell(p, depth, c->criteria[i].demand.id, c->criteria[i].demand.title);
        number_write_whole(cell, c->criteria[i].demand.weight);
        page_right(p, cell, NUMBER_WIDTH);
        percent_cell(p, weight_share(c, NULL, i), cell);
        percent_cell(p, weight_share_times(c, i, 2), cell);
        percent_cell(p, weight_share_times(c, i, 0.5), cell);
        buf_putc(p->out, '\n');
    }
    for (int i = 0; i < n->node_count; i++) {
        node_rows(p, c, n->nodes[i], depth + 1, cell); /* checklists have a bound on depth */
    }
}

void render_weights_text(struct buf *out, const struct checklist *c, bool color)
{
    struct page p = {.out = out, .color = color, .texts = c->texts};
    struct buf cell = BUF_INIT;
    page_on(&p, STYLE_BOLD);
    page_wrap(&p, 0, 0, c->title);
    page_off(&p);
    buf_putc(out, '\n');
    page_wrap(
        &p, 0, 0,
        texts_get(p.texts, SAID("Share: percent of the whole weight, where everything "
                                "applies. Doubled, halved: the share if the criterion's own "
                                "weight were twice or half as large and all others stayed.")));
    page_wrap(&p, 0, 0,
              texts_get(p.texts,
                        render_all_arithmetic(c)
                            ? SAID("Between no credit and full credit a criterion moves the score "
                                   "by its share.")
                            : SAID("Not all means here are arithmetic: a share says how much "
                                   "weighs, not how far it moves the score.")));
    buf_putc(out, '\n');
    page_on(&p, STYLE_DIM);
    page_spaces(&p, NAME_WIDTH);
    static const char *const titles[] = {SAID("weight"), SAID("share %"), SAID("doubled"),
                                         SAID("halved")};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        buf_puts(&cell, texts_get(p.texts, titles[i]));
        page_right(&p, &cell, NUMBER_WIDTH);
    }
    page_off(&p);
    buf_putc(out, '\n');
    node_rows(&p, c, 0, 0, &cell);
    out->failed = out->failed || cell.failed;
    buf_free(&cell);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void share_member(struct buf *out, const char *key, double share)
{
    buf_printf(out, ",\"%s\":", key);
    number_write_credit(out, (int64_t)(share * (double)CREDIT_ONE + 0.5));
}

static void id_members(struct buf *out, const char *key, const char *id, const char *node,
                       int64_t weight)
{
    buf_printf(out, "{\"%s\":", key);
    json_write_string(out, id);
    buf_puts(out, ",\"node\":");
    render_string(out, node);
    buf_puts(out, ",\"weight\":");
    number_write_whole(out, weight);
}

/* A line or an element for each node, then for each criterion. */
void render_weights_json(struct buf *out, const struct checklist *c, bool lines)
{
    const char *comma = "";
    buf_puts(out, lines ? "" : "[");
    for (int i = 1; i < c->node_count; i++) {
        const struct node *n = &c->nodes[i];
        buf_puts(out, comma);
        id_members(out, "id", n->id, c->nodes[n->parent].id, n->weight);
        share_member(out, "share", weight_node_share(c, i));
        buf_puts(out, "}");
        comma = lines ? "\n" : ",\n";
    }
    for (int i = 0; i < c->criterion_count; i++) {
        const struct criterion *k = &c->criteria[i];
        buf_puts(out, comma);
        id_members(out, "criterion", k->demand.id, c->nodes[k->node].id, k->demand.weight);
        share_member(out, "share", weight_share(c, NULL, i));
        share_member(out, "doubled", weight_share_times(c, i, 2));
        share_member(out, "halved", weight_share_times(c, i, 0.5));
        buf_puts(out, "}");
        comma = lines ? "\n" : ",\n";
    }
    buf_puts(out, lines ? "" : "]");
}
