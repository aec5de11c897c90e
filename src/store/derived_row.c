/* One assessment as totals and columns see it: from what is being put, or from its stored row. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/derived_private.h"

const char *derived_attribute_name(enum derived_attribute attribute)
{
    static const char *const names[ATTRIBUTE_COUNT] = {
        "seq",   "draft", "ruleset",   "level", "children", "households", "people",  "country",
        "round", "date",  "community", "name",  "band",     "method",     "assessor"};
    return names[attribute];
}

/* A whole number under a key; -1 where there is none. */
static int64_t whole(const struct json *object, const char *key)
{
    const struct json *value = object == NULL ? NULL : json_get(object, key);
    return value != NULL && value->type == JSON_NUMBER && value->number >= 0
               ? (int64_t)value->number
               : -1;
}

/* People under 18 of all age bands and sexes, as rules count them; -1 without figures. */
static int64_t children(const struct json *population)
{
    const struct json *bands = population == NULL ? NULL : json_get(population, "children");
    int64_t sum = 0;
    if (bands == NULL || bands->type != JSON_OBJECT || bands->first == NULL) {
        return -1;
    }
    for (const struct json *band = bands->first; band != NULL; band = band->next) {
        sum += band->type == JSON_NUMBER ? (int64_t)band->number : 0;
        for (const struct json *sex = band->type == JSON_OBJECT ? band->first : NULL; sex != NULL;
             sex = sex->next) {
            sum += (int64_t)sex->number;
        }
    }
    return sum;
}

static const char *copy(struct arena *arena, const char *text)
{
    return arena_strdup(arena, text == NULL ? "" : text);
}

bool derived_is_draft(const struct json *doc)
{
    return text_equal(json_string(json_path(doc, "assessment.status")), "draft");
}

/* What the plan's document says. 0 or ERR_MEMORY. */
static int read_facts(struct arena *arena, const struct json *doc, struct derived_row *row)
{
    const struct json *community = json_get(doc, "community"),
                      *assessment = json_get(doc, "assessment"),
                      *population = community == NULL ? NULL : json_get(community, "population");
    const struct json *method = assessment == NULL ? NULL : json_get(assessment, "method"),
                      *who = assessment == NULL ? NULL : json_get(assessment, "assessor_type");
    row->number[ATTRIBUTE_DRAFT] = derived_is_draft(doc);
    row->number[ATTRIBUTE_LEVEL] = whole(community, "admin_level");
    row->number[ATTRIBUTE_CHILDREN] = children(population);
    row->number[ATTRIBUTE_HOUSEHOLDS] = whole(community, "households");
    row->number[ATTRIBUTE_PEOPLE] = whole(population, "total");
    row->text[ATTRIBUTE_METHOD - ATTRIBUTE_TEXTS] = copy(arena, json_string(method));
    row->text[ATTRIBUTE_ASSESSOR - ATTRIBUTE_TEXTS] = copy(arena, json_string(who));
    row->facts = true;
    return row->text[ATTRIBUTE_METHOD - ATTRIBUTE_TEXTS] != NULL &&
                   row->text[ATTRIBUTE_ASSESSOR - ATTRIBUTE_TEXTS] != NULL
               ? 0
               : ERR_MEMORY;
}

/* Values and ends from scored findings. 0 or ERR_MEMORY. */
static int read_results(struct arena *arena, const struct assessment *a, struct derived_row *row)
{
    size_t nodes = (size_t)a->checklist->node_count,
           criteria = (size_t)a->checklist->criterion_count;
    int32_t *values = arena_alloc(arena, (nodes + criteria) * sizeof *values),
            *ends = arena_alloc(arena, 3 * nodes * sizeof *ends);
    if (values == NULL || ends == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < nodes; i++) {
        const struct node_result *n = &a->nodes[i];
        values[i] = !n->applicable           ? VALUE_APART
                    : n->score == SCORE_NONE ? VALUE_OPEN
                                             : (int32_t)n->score;
        if (n->applicable) {
            ends[3 * i] = (int32_t)n->low;
            ends[3 * i + 1] = (int32_t)n->high;
            ends[3 * i + 2] = (int32_t)n->coverage;
        }
    }
    for (size_t i = 0; i < criteria; i++) {
        const struct finding *f = &a->findings[i];
        values[nodes + i] = f->outcome == OUTCOME_SCORED ? (int32_t)f->credit
                                                         : DERIVED_ABSENT(f->outcome);
    }
    row->node_count = (int)nodes;
    row->criterion_count = (int)criteria;
    row->values = values;
    row->ends = ends;
    return 0;
}

struct derived_row *derived_row_of(struct arena *arena, const struct assessment *a,
                                   const struct record *r)
{
    static const enum record_text from[] = {TEXT_COUNTRY, TEXT_ROUND, TEXT_DATE,
                                            TEXT_COMMUNITY_KEY};
    struct derived_row *row = arena_alloc(arena, sizeof *row);
    if (row == NULL || read_facts(arena, a->plan->doc, row) != 0 ||
        read_results(arena, a, row) != 0) {
        return NULL;
    }
    row->seq = row->number[ATTRIBUTE_SEQ] = r->seq;
    row->number[ATTRIBUTE_RULESET] = r->document[STORE_RULESET];
    row->supersedes = r->supersedes;
    row->checklist = r->document[STORE_CHECKLIST];
    row->plan = r->document[STORE_PLAN];
    row->profile = copy(arena, r->text[TEXT_PROFILE]);
    bool whole_row = row->profile != NULL;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        row->text[i] = copy(arena, r->text[from[i]]);
        whole_row = whole_row && row->text[i] != NULL;
    }
    const char *band = r->text[TEXT_BAND];
    const char *name = r->text[TEXT_COMMUNITY_NAME] != NULL ? r->text[TEXT_COMMUNITY_NAME]
                                                            : r->text[TEXT_COMMUNITY];
    row->text[ATTRIBUTE_NAME - ATTRIBUTE_TEXTS] = copy(arena, name);
    row->text[ATTRIBUTE_BAND - ATTRIBUTE_TEXTS] = band == NULL ? NULL : copy(arena, band);
    whole_row = whole_row && row->text[ATTRIBUTE_NAME - ATTRIBUTE_TEXTS] != NULL &&
                (band == NULL || row->text[ATTRIBUTE_BAND - ATTRIBUTE_TEXTS] != NULL);
    return whole_row ? row : NULL;
}

int derived_row_facts(struct store *s, struct arena *arena, struct derived_row *row, struct err *e)
{
    struct buf text = BUF_INIT;
    struct arena scratch = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    int code = row->facts ? 0 : store_document_read(s, row->plan, &text, e);
    if (code == 0 && !row->facts) {
        code = json_parse(&scratch, buf_text(&text), text.len, 1, &doc, &error);
        code = code == 0 ? read_facts(arena, doc, row) : code == ERR_INPUT ? ERR_STORE : code;
        if (code != 0) {
            err_set(e, code, code == ERR_MEMORY ? "out of memory" : "a stored plan cannot be read");
        }
    }
    arena_free(&scratch);
    buf_free(&text);
    return code;
}

int derived_checklist(struct store *s, int64_t document, const struct checklist **out,
                      struct err *e)
{
    struct kept_checklist *k = s->derived_checklists;
    while (k != NULL && k->document != document) {
        k = k->next;
    }
    if (k == NULL) {
        k = calloc(1, sizeof *k);
        if (k == NULL) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        int code = store_parse_checklist(s, document, &k->checklist, e);
        if (code != 0) {
            free(k);
            return code;
        }
        k->document = document;
        k->next = s->derived_checklists;
        s->derived_checklists = k;
    }
    *out = k->checklist;
    return 0;
}

enum {
    COLUMN_SEQ,
    COLUMN_SUPERSEDES,
    COLUMN_CHECKLIST,
    COLUMN_PLAN,
    COLUMN_RULESET,
    COLUMN_FINDINGS,
    COLUMN_PROFILE,
    COLUMN_FIRST_TEXT
};
static const char select_rows[] =
    "SELECT seq, coalesce(supersedes, 0), checklist, plan, ruleset, findings, "
    "coalesce(profile, ''), country, round, date, community_key, "
    "coalesce(community_name, community), band FROM assessment "
    "WHERE seq > ?1 AND seq <= ?2 AND (?3 IS NULL OR country = ?3) AND (?4 IS NULL OR round = ?4) "
    "ORDER BY seq";

static const char select_draft[] = "SELECT 1 FROM derived_draft WHERE seq = ?1";

/* The row that stmt stands on. What is of no use once it is read lives in scratch. */
static int read_row(struct store *s, sqlite3_stmt *stmt, struct arena *arena, struct arena *scratch,
                    struct derived_row **out, struct err *e)
{
    struct derived_row *row = arena_alloc(arena, sizeof *row);
    const struct checklist *c;
    struct assessment a = {0};
    if (row == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    *out = row;
    row->seq = row->number[ATTRIBUTE_SEQ] = sqlite3_column_int64(stmt, COLUMN_SEQ);
    row->supersedes = sqlite3_column_int64(stmt, COLUMN_SUPERSEDES);
    row->checklist = sqlite3_column_int64(stmt, COLUMN_CHECKLIST);
    row->plan = sqlite3_column_int64(stmt, COLUMN_PLAN);
    row->number[ATTRIBUTE_RULESET] = sqlite3_column_int64(stmt, COLUMN_RULESET);
    const void *findings = sqlite3_column_blob(stmt, COLUMN_FINDINGS);
    size_t findings_len = (size_t)sqlite3_column_bytes(stmt, COLUMN_FINDINGS);
    row->profile = copy(arena, (const char *)sqlite3_column_text(stmt, COLUMN_PROFILE));
    bool whole_row = row->profile != NULL;
    for (int i = 0; i <= ATTRIBUTE_BAND - ATTRIBUTE_TEXTS; i++) {
        const char *text = (const char *)sqlite3_column_text(stmt, COLUMN_FIRST_TEXT + i);
        bool none = text == NULL && i == ATTRIBUTE_BAND - ATTRIBUTE_TEXTS;
        row->text[i] = none ? NULL : copy(arena, text);
        whole_row = whole_row && (none || row->text[i] != NULL);
    }
    if (!whole_row || sqlite3_errcode(s->db) == SQLITE_NOMEM) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int code = derived_checklist(s, row->checklist, &c, e);
    if (code == 0) {
        a.checklist = c;
        code = store_unpack_values(s, findings, findings_len, c, scratch, &a.findings, e);
    }
    if (code == 0 && (score_results(scratch, &a) != 0 || read_results(arena, &a, row) != 0)) {
        code = err_set(e, ERR_MEMORY, "out of memory");
    }
    return code;
}

/* Whether the plan of a row is a draft: marked, or read where nobody marked it. */
static int tell_draft(struct store *s, sqlite3_stmt *marks, const struct derived_state *d,
                      struct arena *arena, struct derived_row *row, struct err *e)
{
    if (marks == NULL || (row->seq > d->totals && row->seq <= d->unmarked)) {
        return derived_row_facts(s, arena, row, e);
    }
    sqlite3_bind_int64(marks, 1, row->seq);
    int step = sqlite3_step(marks);
    row->number[ATTRIBUTE_DRAFT] = step == SQLITE_ROW;
    sqlite3_reset(marks);
    return step == SQLITE_ROW || step == SQLITE_DONE ? 0 : store_sql_error(s, "reading", e);
}

int derived_row_get(struct store *s, const struct derived_state *d, int64_t seq,
                    struct arena *arena, struct derived_row **out, struct err *e)
{
    sqlite3_stmt *stmt = NULL, *marks = NULL;
    *out = NULL;
    int code = store_prepare(s, STMT_DERIVED_ROW, select_rows, &stmt, e);
    if (code == 0 && !d->lost &&
        store_prepare(s, STMT_DERIVED_DRAFT, select_draft, &marks, NULL) != 0) {
        marks = NULL;
        code = derived_grave(sqlite3_errcode(s->db)) ? store_sql_error(s, "reading", e) : 0;
    }
    if (code != 0) {
        return code;
    }
    sqlite3_bind_int64(stmt, 1, seq - 1);
    sqlite3_bind_int64(stmt, 2, seq);
    int step = sqlite3_step(stmt);
    if (step == SQLITE_ROW) {
        code = read_row(s, stmt, arena, arena, out, e);
        code = code != 0 || *out == NULL ? code : tell_draft(s, marks, d, arena, *out, e);
    } else if (step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_reset(stmt);
    return code;
}

int derived_rows(struct store *s, const struct derived_state *d, const int64_t range[2],
                 const char *const place[2], struct arena *arena,
                 int (*each)(void *context, struct derived_row *row), void *context, struct err *e)
{
    sqlite3_stmt *stmt = NULL, *marks = NULL;
    struct arena scratch = ARENA_INIT;
    int code = 0, step = SQLITE_DONE;
    if (sqlite3_prepare_v2(s->db, select_rows, -1, &stmt, NULL) != SQLITE_OK) {
        code = store_sql_error(s, "reading", e);
    } else if (!d->lost && sqlite3_prepare_v2(s->db, select_draft, -1, &marks, NULL) != SQLITE_OK) {
        code = derived_grave(sqlite3_errcode(s->db)) ? store_sql_error(s, "reading", e) : 0;
    }
    if (code == 0) {
        sqlite3_bind_int64(stmt, 1, range[0]);
        sqlite3_bind_int64(stmt, 2, range[1]);
        sqlite3_bind_text(stmt, 3, place == NULL ? NULL : place[0], -1, SQLITE_STATIC);
        sqlite3_bind_text(stmt, 4, place == NULL ? NULL : place[1], -1, SQLITE_STATIC);
    }
    while (code == 0 && (step = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct derived_row *row = NULL;
        code = read_row(s, stmt, arena, &scratch, &row, e);
        arena_reset(&scratch);
        if (code == 0 && row != NULL) {
            code = tell_draft(s, marks, d, arena, row, e);
            code = code != 0 ? code : each(context, row);
        }
    }
    if (code == 0 && step != SQLITE_DONE) {
        code = store_sql_error(s, "reading", e);
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(marks);
    arena_free(&scratch);
    return code;
}
