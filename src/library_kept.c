/* Rules as the store keeps them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "library.h"
#include "store/store.h"

struct kept {
    struct arena arena;
    struct rule_file *files;
    size_t count, room;
    bool foreign;
};

/* Whether this program carries the same text under the same name. */
static bool came_along(const char *path, const struct buf *text)
{
    const struct embedded_file *f = library_embedded(path);
    return f != NULL && f->len == text->len && memcmp(f->data, buf_text(text), text->len) == 0;
}

static int add_file(struct kept *k, const char *name, const struct buf *text, struct err *e)
{
    struct buf path = BUF_INIT;
    buf_printf(&path, "rules/%s.lua", name);
    struct rule_file file = {.name = name,
                             .path = arena_strdup(&k->arena, buf_text(&path)),
                             .text = arena_strndup(&k->arena, buf_text(text), text->len),
                             .len = text->len};
    bool good = buf_status(&path) == 0 && file.path != NULL && file.text != NULL;
    if (good && k->count == k->room) {
        size_t room = k->room == 0 ? 32 : k->room * 2;
        struct rule_file *files = realloc(k->files, sizeof *files * room);
        if (files != NULL) {
            k->files = files;
            k->room = room;
        }
        good = files != NULL;
    }
    if (good) {
        k->foreign = k->foreign || !came_along(buf_text(&path), text);
        k->files[k->count++] = file;
    }
    buf_free(&path);
    return good ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

/* "NAME SHA256", or "NAME missing". */
static int take_line(struct kept *k, struct store *s, const char *line, size_t len, struct err *e)
{
    const char *space = memchr(line, ' ', len);
    if (space == NULL || space == line) {
        return err_set(e, ERR_STORE, "the stored list of rules is damaged");
    }
    const char *name = arena_strndup(&k->arena, line, (size_t)(space - line));
    const char *digest = arena_strndup(&k->arena, space + 1, len - (size_t)(space + 1 - line));
    if (name == NULL || digest == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (strcmp(digest, "missing") == 0) {
        return 0;
    }
    struct buf text = BUF_INIT;
    int rc = store_get_document(s, digest, &text, e);
    if (rc == ERR_NOT_FOUND) {
        rc = err_set(e, ERR_STORE, "the rule %.80s is not in the store", name);
    } else if (rc == ERR_STORE) {
        rc = err_set(e, ERR_STORE, "the stored rule %.80s is damaged", name);
    }
    rc = rc == 0 ? add_file(k, name, &text, e) : rc;
    buf_free(&text);
    return rc;
}

int library_kept_rules(struct store *s, const char *digest, bool allow_untested,
                       struct ruleset **out, struct err *e)
{
    struct kept k = {.arena = ARENA_INIT};
    struct buf manifest = BUF_INIT;
    *out = NULL;
    int rc = store_get_document(s, digest, &manifest, e);
    rc = rc == ERR_NOT_FOUND ? err_set(e, ERR_STORE, "the list of its rules is not in the store")
                             : rc;
    const char *line = buf_text(&manifest);
    while (rc == 0 && *line != '\0') {
        size_t len = strcspn(line, "\n");
        rc = take_line(&k, s, line, len, e);
        line += len + (line[len] == '\n');
    }
    rc = rc == 0 ? ruleset_new(k.files, k.count, allow_untested, out, e) : rc;
    if (rc == 0 && k.foreign) {
        ruleset_mark_foreign(*out);
    }
    free(k.files);
    arena_free(&k.arena);
    buf_free(&manifest);
    return rc;
}
