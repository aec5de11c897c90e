/* What SQL can ask of packed data: finding(seq) and node(seq) as tables, document_text(id) and
 * id_text(id). */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "store/store_rows.h"

static void result_buf(sqlite3_context *context, struct buf *b)
{
    if (buf_status(b) != 0) {
        sqlite3_result_error_nomem(context);
    } else {
        sqlite3_result_text(context, buf_text(b), (int)b->len, SQLITE_TRANSIENT);
    }
    buf_free(b);
}

/* NULL becomes NULL. */
static void result_text(sqlite3_context *context, const char *text)
{
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* Billionths as 0 to 1; none: NULL. */
static void result_credit(sqlite3_context *context, int64_t billionths)
{
    if (billionths != SCORE_NONE) {
        sqlite3_result_double(context, (double)billionths / (double)CREDIT_ONE);
    }
}

/* --- findings ------------------------------------------------------------------------------ */

enum finding_column {
    FINDING_CRITERION,
    FINDING_NODE,
    FINDING_OUTCOME,
    FINDING_BY,
    FINDING_CREDIT,
    FINDING_REASON,
    FINDING_TEMPLATE,
    FINDING_PARAMS,
    FINDING_RULE,
    FINDING_LINE,
    FINDING_READ,
    FINDING_SEQ
};
struct finding_row {
    const char *criterion, *node;
    const struct finding *f;
};

static int finding_rows(struct row_cursor *c, const struct checklist *list,
                        struct finding *findings)
{
    struct finding_row *rows = arena_alloc(&c->arena,
                                           ((size_t)list->criterion_count + 1) * sizeof *rows);
    if (rows == NULL) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < list->criterion_count; i++) {
        const char *node = list->nodes[list->criteria[i].node].id;
        rows[i].f = &findings[i];
        rows[i].criterion = arena_strdup(&c->arena, list->criteria[i].demand.id);
        rows[i].node = node == NULL ? NULL : arena_strdup(&c->arena, node);
        if (rows[i].criterion == NULL || (node != NULL && rows[i].node == NULL)) {
            return ERR_MEMORY;
        }
    }
    c->data = rows;
    c->count = list->criterion_count;
    return 0;
}

static void result_read(sqlite3_context *context, const struct finding *f)
{
    struct buf b = BUF_INIT;
    buf_putc(&b, '[');
    for (size_t i = 0; i < f->read_count; i++) {
        if (i > 0) {
            buf_putc(&b, ',');
        }
        json_write_string(&b, f->read[i]);
    }
    buf_putc(&b, ']');
    result_buf(context, &b);
}

static void finding_column(const struct row_cursor *c, sqlite3_context *context, int column)
{
    const struct finding_row *row = (const struct finding_row *)c->data + c->at;
    const struct finding *f = row->f;
    struct buf b = BUF_INIT;
    switch ((enum finding_column)column) {
    case FINDING_CRITERION:
        result_text(context, row->criterion);
        break;
    case FINDING_NODE:
        result_text(context, row->node);
        break;
    case FINDING_OUTCOME:
        result_text(context, outcome_name(f->outcome));
        break;
    case FINDING_BY:
        result_text(context, f->by == BY_NONE ? NULL : finding_by_name(f->by));
        break;
    case FINDING_CREDIT:
        result_credit(context, f->outcome == OUTCOME_SCORED ? f->credit : SCORE_NONE);
        break;
    case FINDING_REASON:
        finding_reason(&b, f);
        result_buf(context, &b);
        break;
    case FINDING_TEMPLATE:
        result_text(context, f->template_text);
        break;
    case FINDING_PARAMS:
        if (f->params != NULL) {
            json_write(&b, f->params);
            result_buf(context, &b);
        }
        break;
    case FINDING_RULE:
        result_text(context, f->rule);
        break;
    case FINDING_LINE:
        sqlite3_result_int(context, f->line);
        break;
    case FINDING_READ:
        result_read(context, f);
        break;
    case FINDING_SEQ:
        break;
    }
}

static const struct row_kind finding_kind = {
    .name = "finding",
    .declaration = "CREATE TABLE finding (criterion TEXT, node TEXT, outcome TEXT, by TEXT, "
                   "credit REAL, reason TEXT, template TEXT, params TEXT, rule TEXT, "
                   "line INTEGER, read TEXT, seq INTEGER HIDDEN)",
    .seq = FINDING_SEQ,
    .fill = finding_rows,
    .column = finding_column,
};

/* --- nodes --------------------------------------------------------------------------------- */

enum node_column {
    NODE_ID,
    NODE_PARENT,
    NODE_TITLE,
    NODE_DEPTH,
    NODE_APPLICABLE,
    NODE_SCORE,
    NODE_LOW,
    NODE_HIGH,
    NODE_COVERAGE,
    NODE_SEQ
};
struct node_row {
    const char *id, *parent, *title;
    int depth;
    struct node_result result;
};

static int node_rows(struct row_cursor *c, const struct checklist *list, struct finding *findings)
{
    struct plan plan = {0};
    struct assessment a = {.plan = &plan, .checklist = list, .findings = findings};
    struct node_row *rows = arena_alloc(&c->arena, ((size_t)list->node_count + 1) * sizeof *rows);
    if (rows == NULL || score_results(&c->arena, &a) != 0) {
        return ERR_MEMORY;
    }
    for (int i = 0; i < list->node_count; i++) {
        const struct node *n = &list->nodes[i];
        const char *title = n->title == NULL ? "" : n->title;
        rows[i].result = a.nodes[i];
        rows[i].depth = n->parent < 0 ? 0 : rows[n->parent].depth + 1;
        rows[i].parent = n->parent < 0 ? NULL : rows[n->parent].id;
        rows[i].id = arena_strdup(&c->arena, n->id == NULL ? list->id : n->id);
        rows[i].title = arena_strdup(&c->arena, i == 0 ? list->title : title);
        if (rows[i].id == NULL || rows[i].title == NULL) {
            return ERR_MEMORY;
        }
    }
    c->data = rows;
    c->count = list->node_count;
    return 0;
}

static void node_column(const struct row_cursor *c, sqlite3_context *context, int column)
{
    const struct node_row *row = (const struct node_row *)c->data + c->at;
    const struct node_result *r = &row->result;
    switch ((enum node_column)column) {
    case NODE_ID:
        result_text(context, row->id);
        break;
    case NODE_PARENT:
        result_text(context, row->parent);
        break;
    case NODE_TITLE:
        result_text(context, row->title);
        break;
    case NODE_DEPTH:
        sqlite3_result_int(context, row->depth);
        break;
    case NODE_APPLICABLE:
        sqlite3_result_int(context, r->applicable);
        break;
    case NODE_SCORE:
        result_credit(context, r->applicable ? r->score : SCORE_NONE);
        break;
    case NODE_LOW:
        result_credit(context, r->applicable ? r->low : SCORE_NONE);
        break;
    case NODE_HIGH:
        result_credit(context, r->applicable ? r->high : SCORE_NONE);
        break;
    case NODE_COVERAGE:
        result_credit(context, r->applicable ? r->coverage : SCORE_NONE);
        break;
    case NODE_SEQ:
        break;
    }
}

static const struct row_kind node_kind = {
    .name = "node",
    .declaration = "CREATE TABLE node (node TEXT, parent TEXT, title TEXT, depth INTEGER, "
                   "applicable INTEGER, score REAL, low REAL, high REAL, coverage REAL, "
                   "seq INTEGER HIDDEN)",
    .seq = NODE_SEQ,
    .values = true,
    .fill = node_rows,
    .column = node_column,
};

/* --- single values ------------------------------------------------------------------------- */

/* The bytes of a document as text. */
static void document_text(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    struct store *s = sqlite3_user_data(context);
    struct buf b = BUF_INIT;
    struct err e;
    (void)argc;
    if (sqlite3_value_type(argv[0]) == SQLITE_NULL) {
        return;
    }
    int code = store_document_read(s, sqlite3_value_int64(argv[0]), &b, &e);
    if (code == 0) {
        result_buf(context, &b);
        return;
    }
    buf_free(&b);
    if (code == ERR_MEMORY) {
        sqlite3_result_error_nomem(context);
    } else {
        sqlite3_result_error(context, e.text, -1);
    }
}

/* An id as people see it. */
static void id_text(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    char text[37];
    (void)argc;
    const void *id = sqlite3_value_blob(argv[0]);
    if (id != NULL && sqlite3_value_bytes(argv[0]) == ID_SIZE) {
        record_id_text(id, text);
        result_text(context, text);
    }
}

int store_register_functions(struct store *s)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    s->rows[0].kind = &finding_kind;
    s->rows[1].kind = &node_kind;
    int code = rows_register(s, &s->rows[0]);
    code = code != SQLITE_OK ? code : rows_register(s, &s->rows[1]);
    code = code != SQLITE_OK ? code
                             : sqlite3_create_function_v2(s->db, "document_text", 1, SQLITE_UTF8, s,
                                                          document_text, NULL, NULL, NULL);
    return code != SQLITE_OK ? code
                             : sqlite3_create_function_v2(s->db, "id_text", 1, flags, NULL, id_text,
                                                          NULL, NULL, NULL);
}
