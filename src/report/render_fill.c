/* Texts of a finding as people read them: what stands there as an id, a code or a word of plan documents is
 * shown by its title or name, and long numbers in groups of three digits. What is stored, and the reason in
 * JSON, keep the ids. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "model/codes.h"
#include "report/render_internal.h"

enum { LONG_NUMBER = 10000 }; /* from here on digits are grouped, as in the texts of checklists */

struct shower {
    const struct assessment *a;
    const struct json *items; /* that could be ticked, or the parts of the answer, or NULL */
};

static bool is_id(const struct json *entry, const char *id, size_t len)
{
    const char *have = json_string(json_get(entry, "id"));
    return have != NULL && strlen(have) == len && memcmp(have, id, len) == 0;
}

static const struct json *find(const struct json *list, const char *id, size_t len)
{
    const struct json *i = list != NULL && list->type == JSON_ARRAY ? list->first : NULL;
    while (i != NULL && !is_id(i, id, len)) {
        i = i->next;
    }
    return i;
}

/* A facility or place of the plan, "Upper school (F1)". */
static bool show_site(const struct shower *s, const char *id, size_t len, struct buf *out)
{
    static const char *const lists[] = {"community.facilities", "community.places"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct json *site = find(json_path(s->a->plan->doc, lists[i]), id, len);
        const char *name = json_string(json_get(site, "name"));
        if (name != NULL && *name != '\0') {
            buf_printf(out, "%s (%.*s)", name, (int)len, id);
            return true;
        }
    }
    return false;
}

/* Appends what stands for an id, code or word; false, and nothing written, where it is none. */
static bool show_entry(const struct shower *s, const char *id, size_t len, struct buf *out)
{
    const struct texts *t = s->a->checklist->texts;
    char word[64];
    if (len == 0 || len >= sizeof word) {
        return false;
    }
    memcpy(word, id, len);
    word[len] = '\0';
    const char *title = json_string(json_get(find(s->items, id, len), "title"));
    const struct hazard *hazard = codes_hazard(word);
    if (title != NULL) {
        buf_puts(out, title);
    } else if (show_site(s, id, len, out)) {
        return true;
    } else if (hazard != NULL) {
        buf_puts(out, texts_get(t, hazard->title));
    } else if (texts_find(t, word) == NULL && strchr(word, '_') != NULL &&
               strspn(word, "abcdefghijklmnopqrstuvwxyz_") == len) {
        for (char *c = word; *c != '\0'; c++) {
            *c = *c == '_' ? ' ' : *c;
        }
        buf_puts(out, word);
    } else {
        return false;
    }
    return true;
}

/* A text, or a list "a, b" of them. False where nothing in it stands for anything else. */
static bool show_text(const struct shower *s, const char *text, struct buf *out)
{
    const struct texts *t = s->a->checklist->texts;
    bool any = false, comma = false;
    struct buf entry = BUF_INIT;
    for (int pass = 0; pass < 2 && (pass == 0 || any); pass++) { /* are there commas in a name? */
        for (const char *p = text; *p != '\0';) {
            const char *end = strstr(p, ", ");
            size_t len = end == NULL ? strlen(p) : (size_t)(end - p);
            out->failed = out->failed || entry.failed;
            buf_reset(&entry);
            if (show_entry(s, p, len, &entry)) {
                any = true;
            } else {
                buf_add(&entry, p, len);
                const char *other = texts_find(t, buf_text(&entry));
                if (other != NULL) {
                    buf_reset(&entry);
                    buf_puts(&entry, other);
                }
            }
            comma = comma || strchr(buf_text(&entry), ',') != NULL;
            if (pass == 1) {
                buf_puts(out, p == text ? "" : comma ? "; " : texts_get(t, ", "));
                buf_puts(out, buf_text(&entry));
            }
            p += len + (end == NULL ? 0 : 2);
        }
    }
    out->failed = out->failed || entry.failed;
    buf_free(&entry);
    return any;
}

/* "118 443 587", with spaces at which no line breaks. */
static bool show_number(double number, struct buf *out)
{
    struct buf digits = BUF_INIT;
    if (number < LONG_NUMBER || number > 1e15) {
        return false;
    }
    number_write_whole(&digits, (int64_t)(number + 0.5));
    for (size_t i = 0; i < digits.len; i++) {
        buf_puts(out, i > 0 && (digits.len - i) % 3 == 0 ? "\xc2\xa0" : "");
        buf_putc(out, digits.data[i]);
    }
    out->failed = out->failed || digits.failed;
    buf_free(&digits);
    return true;
}

/* params as they are shown, in arena; NULL when memory ran out. */
static struct json *shown_params(const struct shower *s, const struct json *params,
                                 struct arena *arena)
{
    struct json *out = json_new(arena, JSON_OBJECT);
    for (const struct json *p = params->first; p != NULL && out != NULL; p = p->next) {
        struct buf text = BUF_INIT;
        bool other = p->type == JSON_STRING   ? show_text(s, p->text, &text)
                     : p->type == JSON_NUMBER ? show_number(p->number, &text)
                                              : false;
        int rc = buf_status(&text);
        if (rc == 0) {
            rc = other ? json_add(arena, out, p->key,
                                  json_new_string(arena, buf_text(&text), text.len))
                       : json_share(arena, out, p->key, p);
        }
        out = rc == 0 ? out : NULL;
        buf_free(&text);
    }
    return out;
}

void render_fill(struct buf *out, const struct assessment *a, int criterion, const char *text,
                 const struct json *params)
{
    const struct answer_spec *answer = &a->checklist->criteria[criterion].demand.answer;
    struct shower s = {a, answer->items != NULL ? answer->items : json_get(answer->doc, "parts")};
    struct arena arena = ARENA_INIT;
    const struct json *shown = params == NULL ? NULL : shown_params(&s, params, &arena);
    out->failed = out->failed || (params != NULL && shown == NULL);
    finding_fill(out, text, shown, a->checklist->texts);
    arena_free(&arena);
}

void render_reason(struct buf *out, const struct assessment *a, int criterion)
{
    const struct finding *f = &a->findings[criterion];
    render_fill(out, a, criterion, texts_get(a->checklist->texts, f->template_text), f->params);
}

const char *render_doubt(struct buf *out, const struct assessment *a, int criterion,
                         const struct json *doubt)
{
    const char *text = json_string(json_get(doubt, "template"));
    render_fill(out, a, criterion, text == NULL ? "" : texts_get(a->checklist->texts, text),
                json_get(doubt, "params"));
    return json_string(json_get(doubt, "rule"));
}
