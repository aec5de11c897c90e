#include <string.h>

#include "cases/doc.h"
#include "cases/report.h"

bool doc_constant(const struct interface_row *row)
{
    return row->function == NULL && row->args[0].name == NULL;
}

void doc_signature(struct buf *out, const struct interface_row *row)
{
    buf_puts(out, row->name);
    if (doc_constant(row)) {
        return;
    }
    buf_putc(out, '(');
    for (size_t i = 0; row->args[i].name != NULL; i++) {
        buf_printf(out, "%s%s", i == 0 ? "" : ", ", row->args[i].name);
    }
    buf_putc(out, ')');
}

/* On one line, with a space after each colon and comma. */
static void write_flat(struct buf *out, const struct json *value)
{
    bool object = value->type == JSON_OBJECT;
    if (!object && value->type != JSON_ARRAY) {
        json_write(out, value);
        return;
    }
    buf_putc(out, object ? '{' : '[');
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        buf_puts(out, m == value->first ? "" : ", ");
        if (object) {
            json_write_string(out, m->key);
            buf_puts(out, ": ");
        }
        write_flat(out, m); /* the depth of documents is bounded */
    }
    buf_putc(out, object ? '}' : ']');
}

static void new_line(struct buf *out, size_t indent)
{
    buf_putc(out, '\n');
    for (size_t i = 0; i < indent; i++) {
        buf_putc(out, ' ');
    }
}

static void write_value(struct buf *out, const struct json *value, size_t width, size_t indent,
                        size_t used)
{
    struct buf flat = BUF_INIT;
    bool object = value->type == JSON_OBJECT;
    write_flat(&flat, value);
    if (value->first == NULL || indent + used + flat.len <= width) {
        buf_add(out, buf_text(&flat), flat.len);
        out->failed = out->failed || flat.failed;
        buf_free(&flat);
        return;
    }
    out->failed = out->failed || flat.failed;
    buf_free(&flat);
    buf_putc(out, object ? '{' : '[');
    for (const struct json *m = value->first; m != NULL; m = m->next) {
        new_line(out, indent + 2);
        size_t start = out->len;
        if (object) {
            json_write_string(out, m->key);
            buf_puts(out, ": ");
        }
        write_value(out, m, width, indent + 2, out->len - start + 1);
        buf_puts(out, m->next == NULL ? "" : ",");
    }
    new_line(out, indent);
    buf_putc(out, object ? '}' : ']');
}

void doc_value(struct buf *out, const struct json *value, size_t width)
{
    write_value(out, value, width, 0, 0);
}

void doc_count(struct buf *out, size_t count, const char *one, const char *several)
{
    buf_printf(out, "%zu %s", count, count == 1 ? one : several);
}

const char *doc_type(const struct json *value)
{
    bool empty = value->type == JSON_OBJECT && value->first == NULL; /* Lua's empty list looks so */
    return empty ? "list or object" : json_type_name(value->type);
}

const struct json *doc_plan(const struct case_result *r)
{
    const struct json *first = r->doc == NULL ? NULL : r->doc->first;
    bool bare = first != NULL && first->next == NULL && first->first == NULL;
    return bare ? NULL : r->doc;
}

void doc_got(struct buf *out, const struct case_result *r)
{
    report_case_got(out, &r->finding);
}
