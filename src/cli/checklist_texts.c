/* `checklist check`: the translations that lie beside a checklist. */
#include <stdlib.h>
#include <string.h>

#include "cli/checklist_check.h"
#include "library.h"

struct comparison {
    const struct texts *texts;
    const char *path; /* of the checklist */
    size_t faults;
};

/* The name after a brace with the brace that ends it, as "{name}"; 0: it begins none. */
static size_t name_length(const char *brace)
{
    size_t len = 1 + strcspn(brace + 1, "{} \n");
    return len > 1 && brace[len] == '}' ? len + 1 : 0;
}

/* A name that the source lacks would be shown in braces, for nothing fills it. */
static int compare(void *context, const char *id, const char *key, const char *text)
{
    struct comparison *r = context;
    const char *to = texts_find(r->texts, text);
    for (const char *p = to == NULL ? NULL : strchr(to, '{'); p != NULL; p = strchr(p + 1, '{')) {
        size_t len = name_length(p);
        if (len > 0 && memmem(text, strlen(text), p, len) == NULL) {
            cli_say("%s: %.64s.%.64s: its text in the language %s has %.*s, which the source has "
                    "not: it would be shown as it stands",
                    r->path, id, key, r->texts->language, len < 64 ? (int)len : 64, p);
            r->faults++;
        }
    }
    return 0;
}

static int check_language(const char *language, const char *reference, const struct checklist *c,
                          const char *path, size_t *faults, struct err *e)
{
    struct texts *t = NULL;
    struct err why = {0};
    int rc = library_texts(language, reference, NULL, 0, &t, &why);
    if (rc == ERR_MEMORY) {
        *e = why;
        return rc;
    }
    if (rc != 0) {
        cli_lines(why.text);
        ++*faults;
        return 0;
    }
    struct comparison r = {t, path, 0};
    (void)document_texts(c->doc, compare, &r);
    *faults += r.faults;
    texts_free(t);
    return 0;
}

int checklist_check_texts(const char *reference, const struct checklist *c, const char *path,
                          size_t *faults, struct err *e)
{
    struct buf list = BUF_INIT;
    int rc = library_languages(reference, &list, e);
    char *names = rc == 0 ? strdup(buf_text(&list)) : NULL;
    if (rc == 0 && names == NULL) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    for (char *name = names; rc == 0 && name != NULL && *name != '\0';) {
        char *end = strchr(name, ',');
        if (end != NULL) {
            *end = '\0';
        }
        rc = check_language(name, reference, c, path, faults, e);
        name = end == NULL ? NULL : end + 2; /* "ar, fr" */
    }
    free(names);
    buf_free(&list);
    return rc;
}
