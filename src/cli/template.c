/* --pot: texts as a template for translators. */
#include "cli/template.h"

#include "report/pot.h"

static int add_document_text(void *context, const char *id, const char *key, const char *text)
{
    struct pot *p = context;
    struct buf where = BUF_INIT;
    buf_printf(&where, "%s%s%s", id, *id == '\0' ? "" : " ", key);
    int rc = buf_status(&where) == 0 ? pot_add(p, where.data, text) : ERR_MEMORY;
    buf_free(&where);
    return rc;
}

static int add_rule_text(void *context, const char *path, int line, const char *text)
{
    struct pot *p = context;
    struct buf where = BUF_INIT;
    (void)line; /* it would change with every edit of the rule */
    buf_puts(&where, path);
    int rc = buf_status(&where) == 0 ? pot_add(p, where.data, text) : ERR_MEMORY;
    buf_free(&where);
    return rc;
}

int template_checklist(const struct checklist *c, struct buf *out, struct err *e)
{
    struct pot pot = POT_INIT;
    struct buf project = BUF_INIT;
    buf_printf(&project, "%s %s", c->id, c->version);
    int rc = document_texts(c->doc, add_document_text, &pot);
    rc = rc == 0 ? buf_status(&project) : rc;
    if (rc == 0) {
        pot_write(&pot, buf_text(&project), out);
    }
    buf_free(&project);
    pot_free(&pot);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

int template_frameworks(const struct frameworks *f, struct buf *out, struct err *e)
{
    struct pot pot = POT_INIT;
    int rc = 0;
    for (size_t i = 0; i < f->count && rc == 0; i++) {
        rc = document_texts(f->list[i]->doc, add_document_text, &pot);
    }
    if (rc == 0) {
        pot_write(&pot, "frameworks", out);
    }
    pot_free(&pot);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

int template_rules(const struct ruleset *r, struct buf *out, struct err *e)
{
    struct pot pot = POT_INIT;
    int rc = ruleset_texts(r, add_rule_text, &pot);
    if (rc == 0) {
        pot_write(&pot, "rules", out);
    }
    pot_free(&pot);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}
