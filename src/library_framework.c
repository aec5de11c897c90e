/* Frameworks, from the folders of the checklists: frameworks/ID.json. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "library_folders.h"

enum { MAX_FRAMEWORK = 4 << 20, MOST_SHOWN = 900 };

static const char FOLDER[] = "frameworks";
static const char EMBEDDED[] = "checklists/frameworks/";

static int no_memory(struct err *e)
{
    return err_set(e, ERR_MEMORY, "out of memory");
}

/* ---- names ---- */

struct names {
    const char **list;
    size_t count, room;
};

/* Adds ID of "ID.json", once. */
static int add_name(struct names *n, struct arena *arena, const char *file)
{
    size_t len = strlen(file);
    if (len <= 5 || strcmp(file + len - 5, ".json") != 0 || strchr(file, '/') != NULL) {
        return 0;
    }
    char *id = arena_strndup(arena, file, len - 5);
    if (id == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(n->list[i], id) == 0) {
            return 0;
        }
    }
    if (n->count == n->room) {
        size_t room = n->room == 0 ? 16 : n->room * 2;
        const char **list = arena_alloc(arena, sizeof *list * room);
        if (list == NULL) {
            return ERR_MEMORY;
        }
        for (size_t i = 0; i < n->count; i++) {
            list[i] = n->list[i];
        }
        n->list = list;
        n->room = room;
    }
    n->list[n->count++] = id;
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of all that can be found, sorted. */
static int all_names(struct names *n, struct arena *arena, const struct folders *folders,
                     struct err *e)
{
    int rc = 0;
    for (size_t i = 0; i < folders->count && rc == 0; i++) {
        const char *const *files = NULL;
        size_t count = 0;
        char *path = folder_join(arena, folders->list[i].path, FOLDER);
        if (path == NULL) {
            return no_memory(e);
        }
        if (file_kind(path) != FILE_FOLDER) {
            continue; /* a folder of checklists need not have frameworks */
        }
        rc = file_list(path, 0, arena, &files, &count, e);
        for (size_t k = 0; k < count && rc == 0; k++) {
            rc = add_name(n, arena, files[k]) == 0 ? 0 : no_memory(e);
        }
    }
    size_t prefix = sizeof EMBEDDED - 1;
    for (size_t i = 0; i < embedded_count && folders->embedded && rc == 0; i++) {
        if (strncmp(embedded_files[i].path, EMBEDDED, prefix) == 0) {
            rc = add_name(n, arena, embedded_files[i].path + prefix) == 0 ? 0 : no_memory(e);
        }
    }
    if (rc == 0 && n->count > 0) {
        qsort(n->list, n->count, sizeof *n->list, by_text);
    }
    return rc;
}

/* The ids of a list "a,b". */
static int wanted_names(struct names *n, struct arena *arena, const char *text, struct err *e)
{
    size_t room = 1;
    for (const char *c = text; *c != '\0'; c++) {
        room += *c == ',';
    }
    *n = (struct names){.list = arena_alloc(arena, sizeof *n->list * room), .room = room};
    if (n->list == NULL) {
        return no_memory(e);
    }
    for (;;) {
        size_t len = strcspn(text, ",");
        char *id = arena_strndup(arena, text, len);
        if (id == NULL) {
            return no_memory(e);
        }
        n->list[n->count++] = id;
        if (text[len] == '\0') {
            return 0;
        }
        text += len + 1;
    }
}

/* ---- one framework ---- */

/* Its text and the name of its file: 1 found, 0 not there, or a negative code. */
static int find(const char *id, struct arena *arena, const struct folders *folders,
                struct buf *text, const char **shown, struct err *e)
{
    struct buf below = BUF_INIT;
    buf_printf(&below, "%s/%s.json", FOLDER, id);
    int found = buf_status(&below) == 0 ? 0 : no_memory(e);
    for (size_t i = 0; i < folders->count && found == 0; i++) {
        char *path = folder_join(arena, folders->list[i].path, buf_text(&below));
        *shown = folder_join(arena, folders->list[i].shown, buf_text(&below));
        if (path == NULL || *shown == NULL) {
            found = no_memory(e);
        } else if (file_kind(path) != FILE_MISSING) {
            found = file_read(path, MAX_FRAMEWORK, text, e);
            found = found == 0 ? 1 : found;
        }
    }
    for (size_t i = 0; i < embedded_count && folders->embedded && found == 0; i++) {
        const struct embedded_file *f = &embedded_files[i];
        if (strncmp(f->path, "checklists/", 11) == 0 &&
            strcmp(f->path + 11, buf_text(&below)) == 0) {
            *shown = f->path;
            buf_add(text, f->data, f->len);
            found = buf_status(text) == 0 ? 1 : no_memory(e);
        }
    }
    buf_free(&below);
    return found;
}

static int not_found(const char *id, struct arena *arena, const struct folders *folders,
                     struct err *e)
{
    struct names all = {0};
    struct buf known = BUF_INIT;
    int rc = all_names(&all, arena, folders, e);
    const char *near = rc == 0 ? text_nearest(id, all.list, all.count) : NULL;
    for (size_t i = 0; i < all.count; i++) {
        buf_printf(&known, "%s%s", i == 0 ? "" : ", ", all.list[i]);
    }
    if (rc == 0 && buf_status(&known) != 0) {
        rc = no_memory(e);
    } else if (rc == 0 && near != NULL) {
        rc = err_set(e, ERR_NOT_FOUND, "%.100s: no such framework: did you mean %s?", id, near);
    } else if (rc == 0) {
        rc = err_set(e, ERR_NOT_FOUND, "%.100s: no such framework: there is %.600s", id,
                     known.len == 0 ? "none" : buf_text(&known));
    }
    buf_free(&known);
    return rc;
}

static int parse(const char *id, const char *path, const struct buf *text, struct framework **out,
                 struct err *e)
{
    struct diag d;
    diag_init(&d, path);
    int rc = framework_parse(buf_text(text), text->len, &d, out);
    if (rc == 0 && strcmp((*out)->id, id) != 0) {
        diag_add(&d, 1, "id", "is \"%.64s\": give the name of its file, \"%.64s\"", (*out)->id, id);
        rc = d.text.failed ? ERR_MEMORY : ERR_INPUT;
    }
    if (rc == ERR_MEMORY || d.text.failed) {
        rc = no_memory(e);
    } else if (rc != 0) {
        size_t len = d.text.len > 0 ? d.text.len - 1 : 0; /* without the last line end */
        len = len < MOST_SHOWN ? len : MOST_SHOWN;
        rc = err_set(e, rc, "%.*s", (int)len, buf_text(&d.text));
    }
    if (rc != 0) {
        framework_free(*out);
        *out = NULL;
    }
    diag_free(&d);
    return rc;
}

static int load(const char *id, struct arena *arena, const struct folders *folders,
                struct frameworks *out, struct err *e)
{
    struct buf text = BUF_INIT;
    const char *shown = NULL;
    bool named = text_is_id(id) && id[0] != '.';
    int rc = named ? find(id, arena, folders, &text, &shown, e) : 0;
    if (rc == 0) {
        rc = not_found(id, arena, folders, e);
    } else if (rc > 0) {
        rc = parse(id, shown, &text, &out->list[out->count], e);
        out->count += rc == 0;
    }
    buf_free(&text);
    return rc;
}

int library_frameworks(const char *names, struct frameworks *out, struct err *e)
{
    struct arena arena = ARENA_INIT;
    struct folders folders = {0};
    struct names wanted = {0};
    *out = (struct frameworks){NULL, 0};
    int rc = folders_load(&folders, &arena, NULL, 0, "BANYAN_CHECKLISTS", "checklists", e);
    if (rc == 0) {
        rc = strcmp(names, "all") == 0 ? all_names(&wanted, &arena, &folders, e)
                                       : wanted_names(&wanted, &arena, names, e);
    }
    if (rc == 0) {
        out->list = calloc(wanted.count + 1, sizeof *out->list);
        rc = out->list == NULL ? no_memory(e) : 0;
    }
    for (size_t i = 0; i < wanted.count && rc == 0; i++) {
        rc = load(wanted.list[i], &arena, &folders, out, e);
    }
    if (rc != 0) {
        frameworks_free(out);
    }
    arena_free(&arena);
    return rc;
}
