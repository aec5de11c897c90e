/* Coverage for people and for programs. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cases/report.h"

enum { LINES_SHOWN = 12, LINE_WIDTH = 76 };

/* One line of a text, from *at on, which is moved to the next. Returns its length. */
static size_t next_line(const char **at, const char *end)
{
    const char *line_end = memchr(*at, '\n', (size_t)(end - *at));
    size_t len = (size_t)((line_end == NULL ? end : line_end) - *at);
    *at = line_end == NULL ? end : line_end + 1;
    return len;
}

/* "+" it has run, "!" it has not, " " it holds no code of a function. */
static char mark_of(unsigned char mark)
{
    return (mark & LINE_CODE) == 0 ? ' ' : (mark & LINE_RAN) != 0 ? '+' : '!';
}

static void annotate(struct buf *out, const struct file_lines *f, const char *text, size_t len,
                     bool all)
{
    const char *at = text, *end = text + len;
    size_t shown = 0, missed = f->code - f->ran;
    for (size_t i = 0; i < f->count && at < end; i++) {
        const char *line = at;
        size_t width = next_line(&at, end);
        char mark = mark_of(f->marks[i]);
        if (!all && (mark != '!' || shown == LINES_SHOWN)) {
            continue;
        }
        buf_printf(out, "  %c %4zu  ", mark, i + 1);
        text_escape(out, line, width, all ? 4096 : LINE_WIDTH);
        buf_putc(out, '\n');
        shown++;
    }
    if (!all && missed > shown) {
        buf_printf(out, "    and %zu more\n", missed - shown);
    }
}

static void lines_text(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                       const struct ruleset *rules, bool all)
{
    buf_printf(out, "\nLines that ran: %zu of %zu, %d %%\n", cover->lines_run, cover->lines,
               cases_percent(cover->lines_run, cover->lines));
    for (size_t i = 0; i < r->file_count; i++) {
        const struct file_lines *f = &r->files[i];
        size_t len = 0;
        const char *text = ruleset_text(rules, f->name, &len);
        if (text == NULL || (!all && f->ran == f->code)) {
            continue;
        }
        buf_printf(out, "%s%s: %zu of %zu\n", f->path == NULL ? f->name : f->path,
                   f->path == NULL ? ".lua" : "", f->ran, f->code);
        annotate(out, f, text, len, all);
    }
}

/* "EDU-C3", "EDU-C3, if answered", "EDU-C3, part kits". */
static void part_name(struct buf *out, const struct cover_part *p)
{
    buf_puts(out, p->criterion->demand.id);
    if (strcmp(p->role, "part") == 0) {
        buf_printf(out, ", part %s", p->part->id);
    } else if (p->role[0] != '\0') {
        buf_printf(out, ", %s", strcmp(p->role, "check") == 0 ? "check" : "if answered");
    }
}

/* "level 0, 1; outcome unknown": what was exercised (hit), or what was not. */
static void items_text(struct buf *out, const struct cover_part *p, bool hit)
{
    const char *what = "";
    for (size_t i = 0; i < p->count; i++) {
        const struct cover_item *item = &p->items[i];
        if ((item->by != NULL) != hit) {
            continue;
        }
        if (strcmp(what, item->what) == 0) {
            buf_puts(out, ", ");
        } else {
            buf_printf(out, "%s%s ", what[0] == '\0' ? "" : "; ", item->what);
        }
        text_escape(out, item->label, strlen(item->label), 100);
        what = item->what;
    }
}

static void answers_text(struct buf *out, const struct case_cover *cover, bool all)
{
    buf_printf(out, "\nAnswers of %s %s that a case exercised: %zu of %zu, %d %%\n",
               cover->checklist->id, cover->checklist->version, cover->answers_hit, cover->answers,
               cases_percent(cover->answers_hit, cover->answers));
    for (size_t i = 0; i < cover->part_count; i++) {
        const struct cover_part *p = &cover->parts[i];
        if (!all && p->hit == p->count) {
            continue;
        }
        part_name(out, p);
        buf_printf(out, " (%s): %zu of %zu\n", p->part->rule, p->hit, p->count);
        if (all && p->hit > 0) {
            buf_puts(out, "  + ");
            items_text(out, p, true);
            buf_putc(out, '\n');
        }
        if (p->hit < p->count) {
            buf_puts(out, "  ! ");
            items_text(out, p, false);
            buf_putc(out, '\n');
        }
    }
}

void report_coverage_text(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                          const struct ruleset *rules, bool all)
{
    lines_text(out, r, cover, rules, all);
    if (cover->checklist != NULL) {
        answers_text(out, cover, all);
    }
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void file_json(struct buf *out, const struct file_lines *f)
{
    buf_puts(out, "{\"name\":");
    json_write_string(out, f->name);
    buf_printf(out, ",\"lines\":%zu,\"run\":%zu,\"not_run\":[", f->code, f->ran);
    bool first = true;
    for (size_t i = 0; i < f->count; i++) {
        if (mark_of(f->marks[i]) == '!') {
            buf_printf(out, "%s%zu", first ? "" : ",", i + 1);
            first = false;
        }
    }
    buf_puts(out, "]}");
}

static void part_json(struct buf *out, const struct cover_part *p)
{
    buf_puts(out, "{\"criterion\":");
    json_write_string(out, p->criterion->demand.id);
    buf_puts(out, ",\"part\":");
    json_write_string(out, p->part->id);
    buf_printf(out, ",\"role\":\"%s\",\"rule\":", p->role);
    json_write_string(out, p->part->rule);
    buf_puts(out, ",\"items\":[");
    for (size_t i = 0; i < p->count; i++) {
        buf_printf(out, "%s{\"kind\":\"%s\",\"label\":", i == 0 ? "" : ",", p->items[i].what);
        json_write_string(out, p->items[i].label);
        buf_puts(out, ",\"case\":");
        if (p->items[i].by == NULL) {
            buf_puts(out, "null");
        } else {
            json_write_string(out, p->items[i].by->id);
        }
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}

void report_coverage_json(struct buf *out, const struct case_run *r, const struct case_cover *cover)
{
    buf_printf(out, "\"coverage\":{\"lines\":%zu,\"run\":%zu,\"files\":[", cover->lines,
               cover->lines_run);
    for (size_t i = 0; i < r->file_count; i++) {
        buf_puts(out, i == 0 ? "" : ",\n");
        file_json(out, &r->files[i]);
    }
    buf_puts(out, "]");
    if (cover->checklist != NULL) {
        buf_puts(out, ",\"checklist\":");
        json_write_string(out, cover->checklist->id);
        buf_printf(out, ",\"answers\":%zu,\"exercised\":%zu,\"criteria\":[", cover->answers,
                   cover->answers_hit);
        for (size_t i = 0; i < cover->part_count; i++) {
            buf_puts(out, i == 0 ? "" : ",\n");
            part_json(out, &cover->parts[i]);
        }
        buf_puts(out, "]");
    }
    buf_puts(out, "}");
}
