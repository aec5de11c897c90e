/* What assessments rest on: the texts of their rules, in the store. */
#include <string.h>

#include "library.h"
#include "store/store.h"

/* Whether the store has the manifest, and so the rules, which are put before it. */
static int is_kept(struct store *s, const struct buf *manifest, bool *kept, struct err *e)
{
    char digest[DIGEST_TEXT];
    struct buf stored = BUF_INIT;
    struct err why = {0};
    digest_text(buf_text(manifest), manifest->len, digest);
    int rc = store_get_document(s, digest, &stored, &why);
    buf_free(&stored);
    *kept = rc == 0;
    return rc == 0 || rc == ERR_NOT_FOUND ? 0 : err_set(e, rc, "%s", why.text);
}

int library_keep(const struct ruleset *r, const struct checklist *c, struct store *s, struct err *e)
{
    struct buf manifest = BUF_INIT, name = BUF_INIT;
    bool kept = false;
    int rc = ruleset_manifest(r, c, &manifest);
    rc = rc != 0 ? err_set(e, rc, "out of memory") : is_kept(s, &manifest, &kept, e);
    if (rc != 0 || kept) {
        buf_free(&manifest);
        return rc;
    }
    /* Lines "NAME SHA256"; a name that is "missing" has no text. */
    const char *line = buf_text(&manifest);
    while (rc == 0 && *line != '\0') {
        buf_reset(&name);
        buf_add(&name, line, strcspn(line, " \n"));
        if (buf_status(&name) != 0) {
            rc = err_set(e, ERR_MEMORY, "out of memory");
            break;
        }
        size_t len = 0;
        const char *text = ruleset_text(r, buf_text(&name), &len);
        if (text != NULL) {
            rc = store_put_document(s, STORE_RULE, text, len, e);
        }
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    if (rc == 0) {
        rc = store_put_document(s, STORE_RULESET, buf_text(&manifest), manifest.len, e);
    }
    buf_free(&manifest);
    buf_free(&name);
    return rc;
}
