/* A comparison as CSV, and as a data package around it. */
#include <math.h>

#include "base/digest.h"
#include "base/json_member.h"
#include "base/number.h"
#include "base/zip.h"
#include "report/compare_csv.h"
#include "report/compare_flat.h"
#include "report/compare_forms.h"

static bool begins(const char *text, const char *const *with)
{
    for (; *with != NULL; with++) {
        if (strncmp(text, *with, strlen(*with)) == 0) {
            return true;
        }
    }
    return false;
}

/* What spreadsheets take for a formula: these characters, in their wide forms too. A number is none. */
static bool is_formula(const char *text)
{
    static const char *const signs[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                        "\n", "＝", "＋", "－", "＠", NULL};
    return begins(text, signs) && !number_is_written_well(text, strlen(text));
}

void csv_text(struct buf *out, const char *text, bool *first)
{
    bool formula = is_formula(text);
    bool quoted = formula || text[0] == ' ' || strpbrk(text, ",\"\r\n\t;") != NULL ||
                  (text[0] != '\0' && text[strlen(text) - 1] == ' ');
    buf_puts(out, *first ? "" : ",");
    *first = false;
    if (!quoted) {
        buf_puts(out, text);
        return;
    }
    buf_puts(out, formula ? "\"'" : "\"");
    for (const char *p = text; *p != '\0'; p++) {
        buf_puts(out, *p == '"' ? "\"" : "");
        buf_putc(out, *p);
    }
    buf_putc(out, '"');
}

void csv_number(struct buf *out, double number, bool *first)
{
    buf_puts(out, *first ? "" : ",");
    *first = false;
    flat_number(out, number);
}

void csv_end(struct buf *out, bool *first)
{
    buf_puts(out, "\r\n");
    *first = true;
}

static void csv_cell(struct buf *out, const struct flat *f, size_t group, size_t item,
                     size_t column, bool *first)
{
    struct flat_cell cell = flat_cell(f, group, item, column);
    if (f->columns[column].type == FLAT_TEXT) {
        csv_text(out, cell.text == NULL ? "" : cell.text, first);
    } else {
        csv_number(out, cell.number, first);
    }
}

static void csv_table(struct buf *out, const struct flat *f, bool hxl)
{
    bool first = true;
    for (size_t k = 0; k < f->count; k++) {
        csv_text(out, f->columns[k].name, &first);
    }
    csv_end(out, &first);
    for (size_t k = 0; k < f->count && hxl; k++) { /* # is no sign of a formula */
        csv_text(out, f->columns[k].tag, &first);
    }
    if (hxl) {
        csv_end(out, &first);
    }
    for (size_t g = 0; g < f->c->group_count; g++) {
        for (size_t i = 0; i < f->c->item_count; i++) {
            for (size_t k = 0; k < f->count; k++) {
                csv_cell(out, f, g, i, k, &first);
            }
            csv_end(out, &first);
        }
    }
}

void render_compare_csv(struct buf *out, const struct comparison *c, bool hxl)
{
    struct flat f;
    if (flat_init(&f, c) == 0) {
        csv_table(out, &f, hxl);
    } else {
        out->failed = true;
    }
    flat_free(&f);
}

/* ---- the package ---- */

static void put_markdown(void *context, const char *head, const char *text)
{
    struct buf *out = context;
    buf_puts(out, "- **");
    buf_puts(out, head);
    buf_puts(out, ".** ");
    for (const char *p = text; *p != '\0'; p++) { /* names are no markup */
        buf_puts(out, strchr("\\`*_[]<>#", *p) != NULL ? "\\" : "");
        buf_putc(out, *p == '\n' || *p == '\r' ? ' ' : *p);
    }
    buf_puts(out, "\n");
}

static void package_notes(struct buf *out, const struct flat *f)
{
    buf_puts(out, "# Notes\n\nRead these before the numbers.\n\n");
    if (compare_notes(f->c, put_markdown, out) != 0) {
        out->failed = true;
    }
    buf_puts(out, "\n# Columns of data.csv\n\n");
    for (size_t k = 0; k < f->count; k++) {
        put_markdown(out, f->columns[k].name, f->columns[k].title);
    }
}

static void put_field(struct buf *out, const struct flat_column *k)
{
    static const char *const types[] = {"string", "integer", "number", "number"};
    buf_putc(out, '{');
    member_text(out, "name", k->name);
    member_text(out, "type", types[k->type]);
    member_text(out, "description", k->title);
    if (k->type == FLAT_SHARE) {
        buf_puts(out, ",\"constraints\":{\"minimum\":0,\"maximum\":1}");
    } else if (k->type == FLAT_WHOLE) {
        buf_puts(out, ",\"constraints\":{\"minimum\":0}");
    }
    buf_putc(out, '}');
}

/* Groups and items are unique; a key that is not told is empty, which a primary key may not be. */
static void put_key(struct buf *out, const struct flat *f)
{
    bool told = true;
    for (size_t g = 0; g < f->c->group_count; g++) {
        for (size_t i = 0; i < f->c->by_count; i++) {
            told = told && f->c->groups[g].keys[i] != NULL && f->c->groups[g].keys[i][0] != '\0';
        }
    }
    member_key(out, told ? "primaryKey" : "uniqueKeys");
    buf_puts(out, told ? "[" : "[[");
    for (size_t k = 0; k < 2 * f->c->by_count; k += 2) {
        json_write_string(out, f->columns[k].name);
        buf_putc(out, ',');
    }
    buf_puts(out, told ? "\"item\"]" : "\"item\"]]");
}

static void put_name(struct buf *out, const struct comparison *c)
{
    struct buf name = BUF_INIT;
    buf_puts(&name, c->core->id);
    for (size_t i = 0; i < c->by_count; i++) {
        buf_puts(&name, i == 0 ? "-by-" : "-");
        buf_puts(&name, c->by[i]);
    }
    for (size_t i = 0; i < name.len; i++) {
        char *p = &name.data[i];
        *p = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
        *p = strchr("abcdefghijklmnopqrstuvwxyz0123456789._-", *p) != NULL ? *p : '-';
    }
    member_text(out, "name", buf_text(&name));
    out->failed = out->failed || name.failed;
    buf_free(&name);
}

static void put_line(void *context, const char *head, const char *text)
{
    struct buf *out = context;
    buf_puts(out, out->len > 0 ? "\n" : "");
    buf_puts(out, head);
    buf_puts(out, ": ");
    buf_puts(out, text);
}

static void put_resource(struct buf *out, const struct flat *f, const struct buf *data)
{
    char digest[DIGEST_TEXT];
    if (data->failed) {
        out->failed = true;
        return;
    }
    digest_text(buf_text(data), data->len, digest);
    buf_puts(out, "\"resources\":[{");
    member_text(out, "name", "data");
    member_text(out, "path", "data.csv");
    member_text(out, "type", "table");
    member_text(out, "format", "csv");
    member_text(out, "mediatype", "text/csv");
    member_text(out, "encoding", "utf-8");
    member_number(out, "bytes", (int64_t)data->len);
    member_text(out, "hash", digest);
    buf_puts(out, ",\"schema\":{\"fields\":[");
    for (size_t k = 0; k < f->count; k++) {
        buf_puts(out, k == 0 ? "\n" : ",\n");
        put_field(out, &f->columns[k]);
    }
    buf_puts(out, "\n],\"missingValues\":[\"\"]");
    put_key(out, f);
    buf_puts(out, "}}]");
}

static void package_json(struct buf *out, const struct flat *f, const struct buf *data)
{
    const struct checklist *core = f->c->core;
    struct buf notes = BUF_INIT;
    buf_putc(out, '{');
    member_text(out, "$schema", "https://datapackage.org/profiles/2.0/datapackage.json");
    put_name(out, f->c);
    member_text(out, "title", core->title);
    int rc = compare_notes(f->c, put_line, &notes);
    member_text(out, "description", buf_text(&notes));
    member_text(out, "version", core->version);
    buf_puts(out, ",\n");
    put_resource(out, f, data);
    buf_puts(out, "}\n");
    out->failed = out->failed || notes.failed || rc != 0;
    buf_free(&notes);
}

void render_compare_package(struct buf *out, const struct comparison *c)
{
    struct buf data = BUF_INIT, json = BUF_INIT, notes = BUF_INIT;
    struct flat f;
    struct zip z;
    if (flat_init(&f, c) == 0) {
        csv_table(&data, &f, false);
        package_json(&json, &f, &data);
        package_notes(&notes, &f);
        zip_init(&z, out);
        zip_add(&z, "datapackage.json", buf_text(&json), json.len);
        zip_add(&z, "data.csv", buf_text(&data), data.len);
        zip_add(&z, "README.md", buf_text(&notes), notes.len);
        zip_finish(&z);
        out->failed = out->failed || data.failed || json.failed || notes.failed;
    } else {
        out->failed = true;
    }
    buf_free(&data);
    buf_free(&json);
    buf_free(&notes);
    flat_free(&f);
}
