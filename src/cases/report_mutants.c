/* What became of mutants, for people and for programs. */
#include <string.h>

#include "base/text.h"
#include "base/json_member.h"
#include "cases/coverage.h"
#include "cases/mutate.h"
#include "cases/report.h"

enum { SHOWN_MOST = 60, LINE_MOST = 100, PATH_MOST = 2000, NAME_WIDTH = 34 };

/* What a mutant changes, on one line: blanks in a row are one. */
static void shown(struct buf *out, const char *text)
{
    struct buf line = BUF_INIT;
    bool blank = true;
    for (size_t i = 0; text[i] != '\0'; i++) {
        bool gap = text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r';
        if (!gap) {
            buf_putc(&line, text[i]);
        } else if (!blank) {
            buf_putc(&line, ' ');
        }
        blank = gap;
    }
    while (line.len > 0 && line.data[line.len - 1] == ' ') {
        line.len--;
    }
    text_escape(out, buf_text(&line), line.len, SHOWN_MOST);
    out->failed = out->failed || line.failed;
    buf_free(&line);
}

static void change(struct buf *out, const struct mutant *m)
{
    shown(out, m->original);
    if (mutant_removes(m)) {
        buf_puts(out, " taken away");
    } else {
        buf_puts(out, " became ");
        shown(out, m->with);
    }
}

static const char *const FATES[FATE_COUNT] = {"killed", "survived", "exempt", "not valid"};

/* ---- text ------------------------------------------------------------------------------------- */

static void source_line(struct buf *out, const struct mutated *f, const struct mutant *m)
{
    const char *text = f->mutants.text, *begin = text + m->from, *end = begin;
    while (begin > text && begin[-1] != '\n') {
        begin--;
    }
    while (end < text + f->mutants.len && *end != '\n') {
        end++;
    }
    begin += strspn(begin, " \t");
    buf_puts(out, "    ");
    text_escape(out, begin, (size_t)(end - begin), LINE_MOST);
    buf_putc(out, '\n');
}

static void one_text(struct buf *out, const struct mutated *f, size_t index)
{
    const struct mutant *m = &f->mutants.items[index];
    const struct mutant_result *r = &f->results[index];
    text_escape(out, f->path, strlen(f->path), PATH_MOST);
    buf_printf(out, ":%d:%d: %s: %s: ", m->line, m->column, f->name, FATES[r->fate]);
    change(out, m);
    if (r->by != NULL) {
        buf_puts(out, ": ");
        text_escape(out, r->by->id, strlen(r->by->id), LINE_MOST);
    } else if (r->exemption != NULL) {
        buf_puts(out, ": ");
        text_escape(out, r->exemption->reason, strlen(r->exemption->reason), PATH_MOST);
    }
    buf_putc(out, '\n');
    if (r->fate == FATE_SURVIVED) {
        source_line(out, f, m);
    }
}

static void needless_text(struct buf *out, const struct mutated *f)
{
    for (size_t i = 0; i < f->mutants.exempt_count; i++) {
        if (!f->needed[i]) {
            const struct exemption *x = &f->mutants.exempt[i];
            text_escape(out, f->path, strlen(f->path), PATH_MOST);
            buf_printf(out, ":%d: %s: exemption: %s\n", x->at, f->name,
                       x->reason[0] == '\0'
                           ? "no reason is written, so nothing is exempt: say why"
                           : "no mutant of the line survives: take the exemption out");
        }
    }
}

static void counts(struct buf *out, const size_t *fates)
{
    size_t valid = mutants_valid(fates);
    buf_printf(out, "%3d %%  %zu of %zu killed", cases_percent(fates[FATE_KILLED], valid),
               fates[FATE_KILLED], valid);
    for (int i = FATE_EXEMPT; i < FATE_COUNT; i++) {
        if (fates[i] > 0) {
            buf_printf(out, ", %zu %s", fates[i], FATES[i]);
        }
    }
    buf_putc(out, '\n');
}

void report_mutants_text(struct buf *out, const struct mutation *m, bool all)
{
    for (size_t i = 0; i < m->count; i++) {
        for (size_t k = 0; k < m->files[i].mutants.count; k++) {
            if (all || m->files[i].results[k].fate == FATE_SURVIVED) {
                one_text(out, &m->files[i], k);
            }
        }
        needless_text(out, &m->files[i]);
    }
    for (size_t i = 0; i < m->count; i++) {
        buf_printf(out, "%-*s ", NAME_WIDTH, m->files[i].name);
        counts(out, m->files[i].fates);
    }
    if (m->count != 1) {
        buf_printf(out, "%-*s ", NAME_WIDTH, "all");
        counts(out, m->fates);
    }
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static void one_json(struct buf *out, const struct mutated *f, size_t index)
{
    const struct mutant *m = &f->mutants.items[index];
    const struct mutant_result *r = &f->results[index];
    buf_puts(out, "{\"rule\":");
    json_write_string(out, f->name);
    member_text(out, "path", f->path);
    buf_printf(out, ",\"line\":%d,\"column\":%d", m->line, m->column);
    member_text(out, "kind", mutant_kind_name(m->kind));
    member_text(out, "fate", FATES[r->fate]);
    member_text(out, "original", m->original);
    member_text(out, "change", mutant_removes(m) ? "" : m->with);
    if (r->exemption != NULL) {
        member_text(out, "reason", r->exemption->reason);
    }
    buf_putc(out, '}');
}

static void numbers_json(struct buf *out, const size_t *fates)
{
    size_t valid = mutants_valid(fates);
    buf_printf(out, "\"percent\":%d,\"killed\":%zu,\"survived\":%zu,\"exempt\":%zu,\"invalid\":%zu",
               cases_percent(fates[FATE_KILLED], valid), fates[FATE_KILLED], fates[FATE_SURVIVED],
               fates[FATE_EXEMPT], fates[FATE_INVALID]);
}

static void needless_json(struct buf *out, const struct mutated *f)
{
    bool first = true;
    buf_puts(out, ",\"needless\":[");
    for (size_t i = 0; i < f->mutants.exempt_count; i++) {
        if (!f->needed[i]) {
            buf_printf(out, "%s%d", first ? "" : ",", f->mutants.exempt[i].at);
            first = false;
        }
    }
    buf_putc(out, ']');
}

static void file_json(struct buf *out, const struct mutated *f, bool lines)
{
    bool first = true;
    for (size_t k = 0; lines && k < f->mutants.count; k++) {
        if (f->results[k].fate != FATE_KILLED) {
            one_json(out, f, k);
            buf_putc(out, '\n');
        }
    }
    buf_puts(out, "{\"rule\":");
    json_write_string(out, f->name);
    member_text(out, "path", f->path);
    buf_putc(out, ',');
    numbers_json(out, f->fates);
    needless_json(out, f);
    buf_puts(out, lines ? "" : ",\"mutants\":[");
    for (size_t k = 0; !lines && k < f->mutants.count; k++) {
        if (f->results[k].fate != FATE_KILLED) {
            buf_puts(out, first ? "\n" : ",\n");
            one_json(out, f, k);
            first = false;
        }
    }
    buf_puts(out, lines ? "}\n" : "]}");
}

void report_mutants_json(struct buf *out, const struct mutation *m, bool lines)
{
    buf_puts(out, lines ? "" : "{");
    if (!lines) {
        numbers_json(out, m->fates);
        buf_puts(out, ",\"rules\":[");
    }
    for (size_t i = 0; i < m->count; i++) {
        buf_puts(out, lines ? "" : i == 0 ? "\n" : ",\n");
        file_json(out, &m->files[i], lines);
    }
    if (lines) {
        buf_putc(out, '{');
        numbers_json(out, m->fates);
    } else {
        buf_putc(out, ']');
    }
    buf_puts(out, "}\n");
}
