#include "report/html.h"

#include "base/text.h"

enum { TEXT_MOST = 20000 };

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether a tag begins with this primary subtag. */
static bool primary(const char *language, const char *subtag)
{
    size_t len = strlen(subtag);
    return text_alike(language, subtag, len) && strlen(language) >= len &&
           !is_letter(language[len]);
}

void html_init(struct html *h, struct buf *out, const char *language, const struct texts *texts)
{
    bool known = language != NULL && language[0] != '\0';
    *h = (struct html){.out = out, .language = known ? language : "en", .texts = texts};
    h->foreign = !primary(h->language, "en");
}

static void escaped(struct html *h, const char *text)
{
    struct buf shown = BUF_INIT;
    text_escape(&shown, text, strlen(text), TEXT_MOST);
    for (const char *c = buf_text(&shown); *c != '\0'; c++) {
        switch (*c) {
        case '&':
            buf_puts(h->out, "&amp;");
            break;
        case '<':
            buf_puts(h->out, "&lt;");
            break;
        case '>':
            buf_puts(h->out, "&gt;");
            break;
        case '"':
            buf_puts(h->out, "&quot;");
            break;
        case '\'':
            buf_puts(h->out, "&#39;");
            break;
        default:
            buf_putc(h->out, *c);
        }
    }
    h->out->failed = h->out->failed || shown.failed;
    buf_free(&shown);
}

void html_text(struct html *h, const char *text)
{
    bool apart = h->english && h->foreign && text != NULL;
    if (apart) {
        buf_puts(h->out, "<bdi lang=\"");
        escaped(h, h->language);
        buf_puts(h->out, "\">");
    }
    if (text != NULL) {
        escaped(h, text);
    }
    buf_puts(h->out, apart ? "</bdi>" : "");
}

void html_tags(struct html *h, const char *markup)
{
    buf_puts(h->out, markup);
}

void html_english(struct html *h)
{
    buf_puts(h->out, h->foreign ? "<span lang=\"en\" dir=\"ltr\">" : "");
    h->english = true;
}

void html_english_end(struct html *h)
{
    buf_puts(h->out, h->foreign ? "</span>" : "");
    h->english = false;
}

void html_say(struct html *h, const char *text)
{
    html_fill(h, text, NULL);
}

/* A value among words of the page's own language. */
static void set_apart(struct html *h, const char *value)
{
    buf_puts(h->out, h->foreign ? "<bdi>" : "");
    escaped(h, value);
    buf_puts(h->out, h->foreign ? "</bdi>" : "");
}

void html_fill(struct html *h, const char *text, const struct fill *fills)
{
    const char *found = texts_find(h->texts, text);
    bool begin = found == NULL && !h->english && *text != '\0';
    struct buf plain = BUF_INIT;
    if (begin) {
        html_english(h);
    }
    for (const char *p = found == NULL ? text : found; *p != '\0';) {
        size_t len = 0;
        const char *value = texts_value(p, fills, &len);
        if (value == NULL) {
            buf_putc(&plain, *p++);
            continue;
        }
        h->out->failed = h->out->failed || plain.failed;
        escaped(h, buf_text(&plain));
        buf_reset(&plain);
        if (found == NULL) {
            html_text(h, value);
        } else {
            set_apart(h, value);
        }
        p += len;
    }
    h->out->failed = h->out->failed || plain.failed;
    escaped(h, buf_text(&plain));
    buf_free(&plain);
    if (begin) {
        html_english_end(h);
    }
}

const char *html_direction(const char *language)
{
    static const char *const right[] = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo",
                                        "ps", "sd",  "syr", "ug", "ur", "yi", "prs"};
    static const char *const scripts[] = {"-Arab", "-Hebr", "-Thaa", "-Syrc", "-Nkoo", "-Rohg"};
    const char *script = strchr(language, '-');
    for (; script != NULL; script = strchr(script + 1, '-')) {
        size_t len = strcspn(script + 1, "-") + 1;
        for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
            if (len == 5 && text_alike(script, scripts[i], 5)) {
                return "rtl";
            }
        }
        if (len == 5 && is_letter(script[1])) {
            return "ltr"; /* a script is named, and it is none of these */
        }
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        if (primary(language, right[i])) {
            return "rtl";
        }
    }
    return "ltr";
}

void html_anchor(struct html *h, const char *id)
{
    static const char hex[] = "0123456789abcdef";
    for (const char *c = id; *c != '\0'; c++) {
        unsigned char byte = (unsigned char)*c;
        if (is_letter(*c) || (*c >= '0' && *c <= '9') || *c == '-') {
            buf_putc(h->out, *c);
        } else {
            buf_putc(h->out, '_');
            buf_putc(h->out, hex[byte >> 4]);
            buf_putc(h->out, hex[byte & 15]);
        }
    }
}
