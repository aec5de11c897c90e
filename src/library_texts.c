/* Translations: i18n/LANG.po of the checklist, of the folders of rules, and the program's own. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "library_folders.h"

enum { MAX_CATALOGUE = 8 << 20, MOST_TAGS = 3 };

struct search {
    struct arena arena;
    const char *tags[MOST_TAGS]; /* file names to try: "pt-BR", "pt_BR", "pt" */
    size_t tag_count;
    struct texts *texts;
    struct err *e;
};

static int no_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

static void replace(char *text, char from, char to)
{
    for (; *text != '\0'; text++) {
        *text = *text == from ? to : *text;
    }
}

/* "pt_BR.UTF-8@euro" is "pt-BR". */
static int read_tag(struct search *s, const char *lang)
{
    size_t len = strcspn(lang, ".@");
    if (len == 0 || len >= sizeof s->texts->language) {
        return err_set(s->e, ERR_USAGE, "%.60s: is no language: give a tag such as en or ne", lang);
    }
    memcpy(s->texts->language, lang, len);
    replace(s->texts->language, '_', '-');
    char *whole = arena_strdup(&s->arena, s->texts->language);
    char *under = arena_strdup(&s->arena, s->texts->language);
    char *first = arena_strndup(&s->arena, whole == NULL ? "" : whole,
                                whole == NULL ? 0 : strcspn(whole, "-"));
    if (whole == NULL || under == NULL || first == NULL) {
        return no_memory(s->e);
    }
    replace(under, '-', '_');
    s->tags[s->tag_count++] = whole;
    if (strcmp(first, whole) != 0) {
        s->tags[s->tag_count++] = under;
        s->tags[s->tag_count++] = first;
    }
    return 0;
}

static int no_review(const struct po *po, bool *unreviewed)
{
    struct buf value = BUF_INIT;
    if (po_header(po, "X-Reviewed", &value) && text_alike(buf_text(&value), "no", 3)) {
        *unreviewed = true;
    }
    int rc = buf_status(&value);
    buf_free(&value);
    return rc;
}

/* Adds the catalogue in text. */
static int add(struct search *s, const char *shown, const char *text, size_t len)
{
    struct texts *t = s->texts;
    struct diag d;
    struct po *po = NULL;
    if (t->count == TEXTS_MOST) {
        return err_set(s->e, ERR_INPUT, "%.300s: over %d catalogues: name fewer folders", shown,
                       TEXTS_MOST);
    }
    diag_init(&d, shown);
    int rc = po_parse(text, len, &d, &po);
    if (rc == ERR_INPUT) {
        const char *first = buf_text(&d.text);
        (void)err_set(s->e, rc, "%.*s", (int)strcspn(first, "\n"), first);
    }
    diag_free(&d);
    if (rc == 0) {
        t->list[t->count++] = po;
        rc = no_review(po, &t->unreviewed);
    }
    return rc == ERR_MEMORY ? no_memory(s->e) : rc;
}

/* 1: found in the folder; 0: not there; negative: an error. */
static int add_from_folder(struct search *s, const char *path, const char *shown)
{
    for (size_t i = 0; i < s->tag_count; i++) {
        struct buf name = BUF_INIT;
        buf_printf(&name, "i18n/%s.po", s->tags[i]);
        bool named = buf_status(&name) == 0;
        char *file = named ? folder_join(&s->arena, path, name.data) : NULL;
        char *told = named ? folder_join(&s->arena, shown, name.data) : NULL;
        buf_free(&name);
        if (file == NULL || told == NULL) {
            return no_memory(s->e);
        }
        enum file_kind kind = file_kind(file);
        if (kind == FILE_MISSING || kind == FILE_OTHER) { /* a pipe would be waited for */
            continue;
        }
        struct buf text = BUF_INIT;
        int rc = file_read(file, MAX_CATALOGUE, &text, s->e);
        rc = rc == 0 ? add(s, told, buf_text(&text), text.len) : rc;
        buf_free(&text);
        return rc == 0 ? 1 : rc;
    }
    return 0;
}

/* The same among the embedded files: FOLDER/i18n/LANG.po. */
static int add_embedded(struct search *s, const char *folder)
{
    for (size_t i = 0; i < s->tag_count; i++) {
        struct buf name = BUF_INIT;
        buf_printf(&name, "%s/i18n/%s.po", folder, s->tags[i]);
        if (buf_status(&name) != 0) {
            return no_memory(s->e);
        }
        int rc = 0;
        for (size_t k = 0; k < embedded_count && rc == 0; k++) {
            const struct embedded_file *f = &embedded_files[k];
            if (strcmp(f->path, name.data) == 0) {
                rc = add(s, f->path, (const char *)f->data, f->len);
                rc = rc == 0 ? 1 : rc;
            }
        }
        buf_free(&name);
        if (rc != 0) {
            return rc;
        }
    }
    return 0;
}

/* The catalogue of a checklist that was named by its path lies beside it. */
static int add_beside(struct search *s, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "."
                                       : arena_strndup(&s->arena, path, (size_t)(slash - path));
    if (folder == NULL) {
        return no_memory(s->e);
    }
    return add_from_folder(s, *folder == '\0' ? "/" : folder,
                           slash == NULL     ? ""
                           : *folder == '\0' ? "/"
                                             : folder);
}

/* That of "ID" or "ID@VERSION", from the folders of checklists. */
static int add_by_id(struct search *s, const char *reference)
{
    struct folders folders = {0};
    char *id = arena_strndup(&s->arena, reference, strcspn(reference, "@"));
    int rc = id == NULL ? no_memory(s->e)
                        : folders_load(&folders, &s->arena, NULL, 0, "BANYAN_CHECKLISTS",
                                       "checklists", s->e);
    for (size_t i = 0; i < folders.count && rc == 0; i++) {
        char *path = folder_join(&s->arena, folders.list[i].path, id);
        char *shown = folder_join(&s->arena, folders.list[i].shown, id);
        rc = path == NULL || shown == NULL ? no_memory(s->e) : add_from_folder(s, path, shown);
    }
    if (rc == 0 && folders.embedded) {
        char *path = folder_join(&s->arena, "checklists", id);
        rc = path == NULL ? no_memory(s->e) : add_embedded(s, path);
    }
    return rc;
}

static int add_rules(struct search *s, const char *const *dirs, size_t count)
{
    struct folders folders = {0};
    int rc = folders_load(&folders, &s->arena, dirs, count, "BANYAN_RULES", "rules", s->e);
    for (size_t i = 0; i < folders.count && rc >= 0; i++) {
        rc = add_from_folder(s, folders.list[i].path, folders.list[i].shown);
    }
    return rc >= 0 && folders.embedded ? add_embedded(s, "rules") : rc;
}

static int add_all(struct search *s, const char *reference, const char *const *dirs, size_t count)
{
    int rc = 0;
    if (reference != NULL) {
        rc = library_is_path(reference) ? add_beside(s, reference) : add_by_id(s, reference);
        s->texts->checklist = rc > 0;
    }
    rc = rc >= 0 ? add_rules(s, dirs, count) : rc;
    /* Titles of frameworks, and the program's own words. */
    rc = rc >= 0 ? add_by_id(s, "frameworks") : rc;
    rc = rc >= 0 ? add_embedded(s, "src") : rc;
    return rc >= 0 ? 0 : rc;
}

int library_texts(const char *lang, const char *reference, const char *const *dirs, size_t count,
                  struct texts **out, struct err *e)
{
    *out = NULL;
    if (lang == NULL) {
        return 0;
    }
    struct texts *texts = calloc(1, sizeof *texts);
    if (texts == NULL) {
        return no_memory(e);
    }
    struct search s = {.arena = ARENA_INIT, .texts = texts, .e = e};
    int rc = read_tag(&s, lang);
    rc = rc == 0 ? add_all(&s, reference, dirs, count) : rc;
    arena_free(&s.arena);
    if (rc != 0) {
        texts_free(texts);
        return rc;
    }
    *out = texts;
    return 0;
}

/* ---- which there are ---- */

/* Adds "fr" of ".../i18n/fr.po" to a list "ar, fr", once. */
static void add_language(struct buf *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t len = strlen(name);
    if (len <= 3 || strcmp(name + len - 3, ".po") != 0) {
        return;
    }
    len -= 3;
    for (const char *p = buf_text(out); *p != '\0';) {
        size_t have = strcspn(p, ",");
        if (have == len && memcmp(p, name, len) == 0) {
            return;
        }
        p += have + (p[have] == ',' ? 2 : 0);
    }
    buf_printf(out, "%s%.*s", out->len > 0 ? ", " : "", (int)len, name);
}

static int languages_in(struct arena *arena, const char *folder, struct buf *out, struct err *e)
{
    const char *const *paths = NULL;
    size_t found = 0;
    char *path = folder_join(arena, folder, "i18n");
    if (path == NULL) {
        return no_memory(e);
    }
    if (file_kind(path) != FILE_FOLDER) {
        return 0;
    }
    int rc = file_list(path, 0, arena, &paths, &found, e);
    for (size_t i = 0; i < found && rc == 0; i++) {
        add_language(out, paths[i]);
    }
    return rc;
}

static int languages_by_id(struct arena *arena, const char *reference, struct buf *out,
                           struct err *e)
{
    struct folders folders = {0};
    char *id = arena_strndup(arena, reference, strcspn(reference, "@"));
    int rc = id == NULL
                 ? no_memory(e)
                 : folders_load(&folders, arena, NULL, 0, "BANYAN_CHECKLISTS", "checklists", e);
    for (size_t i = 0; i < folders.count && rc == 0; i++) {
        char *path = folder_join(arena, folders.list[i].path, id);
        rc = path == NULL ? no_memory(e) : languages_in(arena, path, out, e);
    }
    struct buf within = BUF_INIT;
    buf_printf(&within, "checklists/%s/i18n/", id == NULL ? "" : id);
    rc = rc == 0 && buf_status(&within) != 0 ? no_memory(e) : rc;
    for (size_t i = 0; rc == 0 && folders.embedded && i < embedded_count; i++) {
        if (strncmp(embedded_files[i].path, buf_text(&within), within.len) == 0) {
            add_language(out, embedded_files[i].path);
        }
    }
    buf_free(&within);
    return rc;
}

int library_languages(const char *reference, struct buf *out, struct err *e)
{
    struct arena arena = ARENA_INIT;
    int rc = 0;
    if (library_is_path(reference)) {
        const char *slash = strrchr(reference, '/');
        const char *folder = slash == NULL
                                 ? "."
                                 : arena_strndup(&arena, reference, (size_t)(slash - reference));
        rc = folder == NULL ? no_memory(e)
                            : languages_in(&arena, *folder == '\0' ? "/" : folder, out, e);
    } else {
        rc = languages_by_id(&arena, reference, out, e);
    }
    arena_free(&arena);
    return rc == 0 && buf_status(out) != 0 ? no_memory(e) : rc;
}
