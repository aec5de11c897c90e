/* Plans in both forms of input: forms CHECKLIST.json COUNT SEED json|csv [ROW]. The same seed says the
 * same in JSON (a plan a line) and in CSV, each spelled in its own way: escapes, exponents, white space,
 * quotes, short names and order of columns. What a plan holds comes from the tables that say what it may
 * hold, at their limits too; one in thirty is out of range. With ROW, one cell of that row, from 1, says
 * another thing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "forms.h"

enum { MAX_COLUMNS = 4000 };

/* ---- members of the document, columns of the table ---------------------------------------------------- */

static void key(struct generator *g, const char *name)
{
    buf_puts(&g->doc, g->members ? "," : "");
    white(g, &g->doc);
    spell_text(g, &g->doc, name);
    white(g, &g->doc);
    buf_putc(&g->doc, ':');
    white(g, &g->doc);
    g->members = true;
}

/* The head of a path: short for some. */
static const char *head_of(const char *path)
{
    static const char *const shorter[][2] = {
        {"community.country", "country"},  {"community.name", "community"},
        {"community.setting", "setting"},  {"plan.id", "id"},
        {"plan.title", "title"},           {"assessment.round", "round"},
        {"assessment.date", "date"},       {"community.population.total", "population.total"},
        {"plan.budget.drr", "budget.drr"}, {"assessment.method", "method"}};
    for (int i = 0; i < COUNT(shorter); i++) {
        if (strcmp(shorter[i][0], path) == 0) {
            return shorter[i][1];
        }
    }
    return path;
}

static void cell(struct generator *g, const char *head)
{
    int i = 0;
    for (; i < g->columns; i++) {
        int at = (g->hint + i) % g->columns;
        if (strcmp(g->heads[at], head) == 0) {
            i = at;
            break;
        }
    }
    if (i == g->columns) {
        if (g->columns == MAX_COLUMNS) {
            (void)fputs("forms: too many columns\n", stderr);
            exit(1);
        }
        (void)snprintf(g->heads[g->columns++], HEAD, "%s", head);
    }
    g->hint = i + 1;
    buf_reset(&g->row[i]);
    buf_puts(&g->row[i], buf_text(&g->cell));
    buf_reset(&g->cell);
}

static void start(struct generator *g)
{
    buf_reset(&g->json);
    buf_reset(&g->cell);
    g->nested = false;
}

static void answers(struct generator *g, const struct checklist *c);

static void facts(struct generator *g)
{
    static const char *const names[] = {"hdi.gnipc", "own.Name_1", "a.b.c", "x"};
    for (int i = 0; i < COUNT(names); i++) {
        if (below(&g->what, 2) == 0) {
            char head[HEAD];
            start(g);
            put_scalar(g);
            key(g, names[i]);
            buf_puts(&g->doc, buf_text(&g->json));
            (void)snprintf(head, sizeof head, "facts.%s", names[i]);
            cell(g, head);
        }
    }
}

static void object(struct generator *g, const struct schema *s, const char *path,
                   const struct checklist *c, int number);

static void member(struct generator *g, const struct schema *s, const struct field *f,
                   const char *path, const struct checklist *c, int number)
{
    char own[HEAD];
    size_t before = g->doc.len;
    bool had = g->members;
    (void)snprintf(own, sizeof own, "%s%s%s", path, path[0] == '\0' ? "" : ".", f->key);
    if (f->type == FIELD_FACTS || f->type == FIELD_ANSWERS ||
        (f->type == FIELD_OBJECT && !f->list)) {
        key(g, f->key);
        buf_putc(&g->doc, '{');
        g->members = false;
        if (f->type == FIELD_FACTS) {
            facts(g);
        } else if (f->type == FIELD_ANSWERS) {
            answers(g, c);
        } else {
            object(g, f->object, own, c, number);
        }
        buf_putc(&g->doc, '}');
        if (!g->members) { /* a table has no way to say that an object is there and empty */
            g->doc.data[g->doc.len = before] = '\0';
        }
        g->members = had || g->members;
        return;
    }
    start(g);
    if (f->list) {
        put_list(g, s, f, 0);
    } else {
        put_one(g, s, f, number);
    }
    key(g, f->key);
    buf_puts(&g->doc, buf_text(&g->json));
    cell(g, head_of(own));
}

static void object(struct generator *g, const struct schema *s, const char *path,
                   const struct checklist *c, int number)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct field *f = &s->fields[i];
        bool always = f->type == FIELD_ANSWERS || strcmp(f->key, "checklist") == 0 ||
                      strcmp(f->key, "name") == 0 || strcmp(f->key, "actions") == 0 ||
                      strcmp(f->key, "objectives") == 0 || strcmp(f->key, "facilities") == 0;
        if (strcmp(f->key, "banyan") == 0) { /* a table need not say it */
            key(g, f->key);
            buf_puts(&g->doc, "1");
        } else if (f->key[0] != '$' && (always || wanted(g, f, 0))) {
            member(g, s, f, path, c, number);
        }
    }
}

/* ---- answers ------------------------------------------------------------------------------------- */

/* A member of an answer in g->json and g->cell to the document and to its column. */
static void entry_member(struct generator *g, const char *criterion, const char *name,
                         bool value_column)
{
    char head[HEAD];
    key(g, name);
    buf_puts(&g->doc, buf_text(&g->json));
    (void)snprintf(head, sizeof head, "%s%s%s%s", criterion[0] % 2 == 0 ? "answers." : "",
                   criterion, value_column ? "" : ".", value_column ? "" : name);
    cell(g, head);
}

/* A claim: in a table in the cell of the answer, or in columns of its own. */
static void claim(struct generator *g, const char *criterion, bool unknown)
{
    const char *reason = short_text(g);
    bool apart = criterion[strlen(criterion) - 1] % 2 == 0;
    start(g);
    put_text(g, unknown ? "unknown" : "not_applicable");
    if (apart) {
        entry_member(g, criterion, "state", false);
    } else {
        buf_reset(&g->cell);
        buf_puts(&g->cell, unknown ? (below(&g->how, 2) == 0 ? "unknown" : "Unknown") : "n/a: ");
        buf_puts(&g->cell, unknown ? "" : reason);
        entry_member(g, criterion, "state", true);
    }
    if (!unknown) {
        start(g);
        put_text(g, reason);
        if (apart) {
            entry_member(g, criterion, "reason", false);
        } else {
            key(g, "reason");
            buf_puts(&g->doc, buf_text(&g->json));
        }
    }
}

/* Two documents and a page: in a cell with '#' and ';'. */
static void put_evidence(struct generator *g)
{
    int page = 1 + below(&g->what, 99);
    both(g, "");
    buf_printf(&g->json, "[{\"document\":\"plan é.pdf\",\"page\":%d},{\"document\":\"a#b.pdf\"}]",
               page);
    buf_printf(&g->cell, "plan é.pdf#%d;a#b.pdf", page);
}

static void answer(struct generator *g, const struct part *demand)
{
    int kind = below(&g->what, 20);
    bool value = demand->answer.type != ANSWER_NONE && kind >= 4;
    if (kind == 0 || (!value && kind >= 3)) {
        return;
    }
    if (kind > 8) { /* bare */
        start(g);
        put_answer(g, demand);
        entry_member(g, demand->id, demand->id, true);
        return;
    }
    key(g, demand->id);
    buf_putc(&g->doc, '{');
    bool had = g->members;
    size_t before = g->doc.len;
    g->members = false;
    if (value) {
        start(g);
        put_answer(g, demand);
        entry_member(g, demand->id, "value", true);
    } else if (kind < 3) {
        claim(g, demand->id, kind == 1);
    }
    for (size_t i = 0; i < schema_entry.count; i++) {
        const struct field *f = &schema_entry.fields[i];
        bool own = f->type == FIELD_ANY || strcmp(f->key, "state") == 0 ||
                   strcmp(f->key, "reason") == 0;
        bool must = strcmp(f->key, "note") == 0; /* makes it an entry */
        if (own || (!must && below(&g->what, 3) > 0)) {
            continue;
        }
        start(g);
        if (f->type == FIELD_OBJECT && below(&g->what, 2) == 0) {
            put_evidence(g);
        } else if (f->list) {
            put_list(g, &schema_entry, f, 0);
        } else {
            put_one(g, &schema_entry, f, 0);
        }
        entry_member(g, demand->id, f->key, false);
    }
    buf_puts(&g->doc, g->doc.len == before ? "" : "}");
    g->members = had;
}

static void answers(struct generator *g, const struct checklist *c)
{
    for (int i = 0; i < c->criterion_count; i++) {
        answer(g, &c->criteria[i].demand);
    }
}

/* ---- plans ---------------------------------------------------------------------------------------- */

static void plan(struct generator *g, const struct checklist *c, int number)
{
    buf_reset(&g->doc);
    for (int i = 0; i < g->columns; i++) {
        buf_reset(&g->row[i]);
    }
    g->spoilt = number % 30 == 29;
    g->members = false;
    g->hint = 0;
    buf_putc(&g->doc, '{');
    object(g, &schema_document, "", c, number);
    buf_putc(&g->doc, '}');
}

static void print_cell(struct generator *g, const char *text)
{
    size_t len = strlen(text);
    bool outer = len > 0 &&
                 (strchr(" \t", text[0]) != NULL || strchr(" \t", text[len - 1]) != NULL);
    if (!outer && strpbrk(text, "\",\r\n") == NULL && below(&g->how, 4) > 0) {
        const char *around = len > 0 && below(&g->how, 8) == 0 ? " " : "";
        (void)printf("%s%s%s", around, text, around);
        return;
    }
    (void)putchar('"');
    for (; *text != '\0'; text++) {
        (void)printf("%s%c", *text == '"' ? "\"" : "", *text);
    }
    (void)putchar('"');
}

static void print_row(struct generator *g, const int *order, bool head)
{
    for (int i = 0; i < g->columns; i++) {
        (void)fputs(i > 0 ? "," : "", stdout);
        print_cell(g, head ? g->heads[order[i]] : buf_text(&g->row[order[i]]));
    }
    (void)fputs(below(&g->how, 2) == 0 ? "\n" : "\r\n", stdout);
}

static void plans(struct generator *g, const struct checklist *c, int count, uint64_t seed,
                  bool csv, int row)
{
    static int order[MAX_COLUMNS];
    for (int pass = csv ? 0 : 1; pass < 2; pass++) { /* the first finds the columns */
        g->what = seed * 2 + 1;
        g->how = (seed * 2 + 1) ^ (csv ? UINT64_C(0x5bd1e995) << 20 : UINT64_C(0x1b873593) << 20);
        for (int i = 0; pass == 1 && csv && i < g->columns; i++) {
            int at = below(&g->how, i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        if (pass == 1 && csv) {
            print_row(g, order, true);
        }
        for (int n = 0; n < count; n++) {
            g->change = csv && n + 1 == row;
            plan(g, c, n);
            if (pass == 1 && csv) {
                print_row(g, order, false);
            } else if (pass == 1) {
                (void)puts(buf_text(&g->doc));
            }
        }
    }
}

int main(int argc, char **argv)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct checklist *c = NULL;
    struct diag d;
    diag_init(&d, argc > 1 ? argv[1] : "");
    if (argc < 5 || file_read(argv[1], 64 << 20, &text, &e) != 0 ||
        checklist_parse(buf_text(&text), text.len, NULL, &d, &c) != 0) {
        (void)fprintf(stderr, "forms CHECKLIST.json COUNT SEED json|csv [ROW]\n%s%s", e.text,
                      buf_text(&d.text));
        return 1;
    }
    struct generator g = {.doc = BUF_INIT, .json = BUF_INIT, .cell = BUF_INIT};
    g.heads = calloc(MAX_COLUMNS, sizeof *g.heads);
    g.row = calloc(MAX_COLUMNS, sizeof *g.row);
    if (g.heads == NULL || g.row == NULL) {
        free(g.heads);
        free(g.row);
        return 1;
    }
    plans(&g, c, (int)strtol(argv[2], NULL, 10), strtoull(argv[3], NULL, 10),
          strcmp(argv[4], "csv") == 0, argc > 5 ? (int)strtol(argv[5], NULL, 10) : 0);
    for (int i = 0; i < MAX_COLUMNS; i++) {
        buf_free(&g.row[i]);
    }
    free(g.row);
    free(g.heads);
    buf_free(&g.doc);
    buf_free(&g.json);
    buf_free(&g.cell);
    buf_free(&text);
    checklist_free(c);
    diag_free(&d);
    return fflush(stdout) == 0 ? 0 : 1;
}
