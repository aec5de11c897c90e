/* --lang: what is shown in the language that the settings ask for. */
#include "cli/language.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "library.h"

/* Whether texts are already in that language: "en" for "en-GB". */
static bool written_in(const char *language, const char *wanted)
{
    size_t len = language == NULL ? 0 : strcspn(language, "-_");
    return len > 0 && text_alike(language, wanted, len) &&
           (wanted[len] == '\0' || wanted[len] == '-');
}

/* "; there are texts in ar, fr", or nothing. That the list cannot be made is no reason to show nothing. */
static void languages(const char *reference, struct buf *out)
{
    struct buf list = BUF_INIT;
    struct err ignored = {0};
    if (library_languages(reference, &list, &ignored) == 0 && list.len > 0) {
        buf_printf(out, "; there are texts in %s", buf_text(&list));
    }
    buf_free(&list);
}

void language_remark(struct cli *cli, const char *reference, const struct checklist *c,
                     const struct texts *t)
{
    if (t == NULL || cli->quiet || cli->told_language) {
        return;
    }
    cli->told_language = true;
    if (!t->checklist) {
        if (!written_in(c->language == NULL ? "en" : c->language, t->language)) {
            struct buf others = BUF_INIT;
            languages(reference, &others);
            cli_say("%.64s has no texts in the language %s: they are shown as they are written%s",
                    c->id, t->language, buf_status(&others) == 0 ? buf_text(&others) : "");
            buf_free(&others);
        }
    } else if (t->unreviewed) {
        cli_say("the texts in the language %s were not yet reviewed by a speaker from the field",
                t->language);
    }
}

static int find_texts(const struct cli *cli, const char *reference, struct texts **out,
                      struct err *e)
{
    const char **folders = calloc(cli->args.given_count + 1, sizeof *folders);
    *out = NULL;
    if (folders == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t count = opt_values(&cli->args, "rules", folders);
    int rc = library_texts(cli->lang, reference, folders, count, out, e);
    free(folders);
    return rc;
}

int language_checklist(const struct cli *cli, const char *reference, const struct checklist *c,
                       struct texts **out, struct checklist **translated, struct err *e)
{
    *translated = NULL;
    int rc = find_texts(cli, reference, out, e);
    if (rc == 0 && *out != NULL && checklist_translate(c, *out, translated) != 0) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    return rc;
}

int shown_get(struct cli *cli, const char *id, struct shown *out, struct err *e)
{
    struct store *store = NULL;
    *out = (struct shown){.stored = NULL};
    int rc = settings_store(cli, STORE_READ, &store, e);
    rc = rc == 0 ? store_get(store, id, &out->stored, e) : rc;
    store_close(store);
    if (rc != 0) {
        return rc;
    }
    const struct checklist *c = out->stored->checklist;
    out->a = out->stored->assessment;
    rc = language_checklist(cli, c->id, c, &out->texts, &out->checklist, e);
    out->a.checklist = out->checklist != NULL ? out->checklist : c;
    if (rc == 0) {
        language_remark(cli, c->id, c, out->texts);
    }
    return rc;
}

void shown_free(struct shown *s)
{
    checklist_free(s->checklist);
    texts_free(s->texts);
    stored_free(s->stored);
}
