/* Catalogues: bytes as a PO file, then what is looked up in it. */
#include "base/po.h"
#include "fuzz.h"

/* Looks up each line as if it were a text, and each quoted part of one. */
static void look(const struct po *po, const uint8_t *data, size_t size)
{
    struct buf field = BUF_INIT;
    (void)po_header(po, "Language", &field);
    (void)po_header(po, "", &field);
    size_t found = 0;
    for (size_t from = 0; from < size;) {
        const uint8_t *end = memchr(data + from, '"', size - from);
        size_t len = end == NULL ? size - from : (size_t)(end - data) - from;
        buf_reset(&field);
        buf_add(&field, data + from, len);
        const char *text = po_find(po, buf_text(&field));
        ENSURE(text == NULL || *text != '\0');
        found += text != NULL;
        from += len + 1;
    }
    ENSURE(found == 0 || po_count(po) > 0);
    ENSURE(po_find(po, "") == NULL);
    buf_free(&field);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct po *po = NULL;
    struct diag d;
    diag_init(&d, "x.po");
    int code = po_parse((const char *)data, size, &d, &po);
    ENSURE(code == 0 || code == ERR_INPUT);
    ENSURE((code == 0) == (d.count == 0) && (code == 0) == (po != NULL));
    if (code == 0) {
        look(po, data, size);
    } else {
        ENSURE(strncmp(buf_text(&d.text), "x.po", 4) == 0);
    }
    po_free(po);
    diag_free(&d);
    return 0;
}
