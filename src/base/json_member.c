#include "base/json_member.h"

#include "base/number.h"

void member_key(struct buf *out, const char *key)
{
    char last = out->len == 0 ? '{' : out->data[out->len - 1];
    if (last != '{' && last != '[') {
        buf_putc(out, ',');
    }
    json_write_string(out, key);
    buf_putc(out, ':');
}

void member_text(struct buf *out, const char *key, const char *value)
{
    member_key(out, key);
    if (value == NULL) {
        buf_puts(out, "null");
    } else {
        json_write_string(out, value);
    }
}

void member_number(struct buf *out, const char *key, int64_t value)
{
    member_key(out, key);
    buf_printf(out, "%lld", (long long)value);
}

void member_decimal(struct buf *out, const char *key, double value)
{
    member_key(out, key);
    number_write_decimal(out, value);
}

void member_count(struct buf *out, const char *key, int64_t value)
{
    if (value < 0) {
        member_text(out, key, NULL);
    } else {
        member_number(out, key, value);
    }
}

void member_bool(struct buf *out, const char *key, bool value)
{
    member_key(out, key);
    buf_puts(out, value ? "true" : "false");
}

void member_texts(struct buf *out, const char *key, const char *const *list, size_t count)
{
    member_key(out, key);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        json_write_string(out, list[i]);
    }
    buf_putc(out, ']');
}
