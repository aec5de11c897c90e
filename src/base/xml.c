#include "base/xml.h"

#include "base/text.h"

static const char *entity(const char *at, size_t *len)
{
    unsigned char c = (unsigned char)*at;
    *len = 1;
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        break;
    }
    if (strncmp(at, "\xef\xbf\xbe", 3) == 0 || strncmp(at, "\xef\xbf\xbf", 3) == 0) {
        *len = 3;
        return "\xef\xbf\xbd";
    }
    return c < ' ' ? "\xef\xbf\xbd" : NULL;
}

void xml_text(struct buf *out, const char *text)
{
    size_t all = strlen(text), good = text_utf8_check(text, all);
    for (size_t i = 0; i < all;) {
        size_t len = 1;
        const char *instead = i == good ? "\xef\xbf\xbd" : entity(text + i, &len);
        if (i == good) {
            good = i + 1 + text_utf8_check(text + i + 1, all - i - 1);
        }
        if (instead != NULL) {
            buf_puts(out, instead);
        } else {
            buf_add(out, text + i, 1);
        }
        i += len;
    }
}
