/* Data files with cases, which lie beside rules; and whether any file of rules or checklists changed. */
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "library_folders.h"

enum { MAX_CASES = 16 << 20 };

static const char *const ENDINGS[] = {".cases.json", ".cases.csv"};
enum { ENDING_COUNT = sizeof ENDINGS / sizeof *ENDINGS };

static int read_text(struct arena *arena, const char *path, const char *shown,
                     struct library_text *out, struct err *e)
{
    struct buf text = BUF_INIT;
    int rc = file_read(path, MAX_CASES, &text, e);
    *out = (struct library_text){.path = shown, .text = ""};
    if (rc == 0) {
        out->text = arena_strndup(arena, buf_text(&text), text.len);
        out->len = text.len;
    } else if (rc != ERR_MEMORY) { /* the file's own fault */
        size_t len = strlen(path);
        bool named = strncmp(e->text, path, len) == 0 && e->text[len] == ':';
        out->fault = arena_strdup(arena, named ? e->text + len + 2 : e->text);
    }
    rc = rc == ERR_MEMORY || out->text == NULL || (rc != 0 && out->fault == NULL) ? ERR_MEMORY : 0;
    buf_free(&text);
    return rc;
}

static int in_folder(const struct folder *folder, const char *rule, struct arena *arena,
                     struct library_text *out, size_t *count, struct err *e)
{
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        char *name = arena_join(arena, rule, ENDINGS[i]);
        char *path = name == NULL ? NULL : folder_join(arena, folder->path, name);
        char *shown = name == NULL ? NULL : folder_join(arena, folder->shown, name);
        if (path == NULL || shown == NULL) {
            return ERR_MEMORY;
        }
        enum file_kind kind = file_kind(path);
        if (kind == FILE_MISSING || kind == FILE_OTHER) { /* a pipe would be waited for */
            continue;
        }
        if (read_text(arena, path, shown, &out[*count], e) != 0) {
            return ERR_MEMORY;
        }
        (*count)++;
    }
    return 0;
}

static int in_program(const char *rule, struct arena *arena, struct library_text *out,
                      size_t *count)
{
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        char *name = arena_join(arena, rule, ENDINGS[i]);
        char *path = name == NULL ? NULL : arena_join(arena, "rules/", name);
        if (path == NULL) {
            return ERR_MEMORY;
        }
        for (size_t k = 0; k < embedded_count; k++) {
            const struct embedded_file *f = &embedded_files[k];
            if (strcmp(f->path, path) == 0) {
                out[(*count)++] = (struct library_text){
                    .path = path, .text = (const char *)f->data, .len = f->len};
            }
        }
    }
    return 0;
}

int library_cases(const char *const *dirs, size_t count, const char *rule, struct arena *arena,
                  struct library_text **out, size_t *found, struct err *e)
{
    struct folders folders = {0};
    *found = 0;
    int rc = folders_load(&folders, arena, dirs, count, "BANYAN_RULES", "rules", e);
    char *file = rc == 0 ? arena_join(arena, rule, ".lua") : NULL;
    *out = arena_alloc(arena, sizeof **out * ENDING_COUNT * (folders.count + 1));
    rc = file == NULL || *out == NULL ? ERR_MEMORY : 0;
    bool there = false;
    for (size_t i = 0; i < folders.count && rc == 0 && !there; i++) {
        char *path = folder_join(arena, folders.list[i].path, file);
        there = path != NULL && file_kind(path) != FILE_MISSING;
        rc = path == NULL ? ERR_MEMORY : in_folder(&folders.list[i], rule, arena, *out, found, e);
    }
    if (rc == 0 && !there && folders.embedded) {
        rc = in_program(rule, arena, *out, found);
    }
    return rc == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

/* ---- what changed ---------------------------------------------------------------------------- */

void library_stamp_file(const char *path, uint64_t *stamp)
{
    struct stat s;
    *stamp = hash_text(*stamp, path);
    if (stat(path, &s) == 0) {
        *stamp = hash_on(*stamp, (uint64_t)s.st_size);
        *stamp = hash_on(*stamp, (uint64_t)s.st_mtim.tv_sec);
        *stamp = hash_on(*stamp, (uint64_t)s.st_mtim.tv_nsec);
        *stamp = hash_on(*stamp, (uint64_t)s.st_ino);
    }
}

static int stamp_folders(const char *const *dirs, size_t count, const char *variable,
                         const char *kind, uint64_t *stamp, struct err *e)
{
    struct arena arena = ARENA_INIT;
    struct folders folders = {0};
    int rc = folders_load(&folders, &arena, dirs, count, variable, kind, e);
    for (size_t i = 0; rc == 0 && i < folders.count; i++) {
        const char *const *paths = NULL;
        size_t files = 0;
        const char *folder = folders.list[i].path;
        /* a folder that is gone for a moment has no files */
        rc = file_list(folder, 1, &arena, &paths, &files, e) == ERR_MEMORY ? ERR_MEMORY : 0;
        for (size_t k = 0; rc == 0 && k < files; k++) {
            char *path = folder_join(&arena, folder, paths[k]);
            rc = path == NULL ? ERR_MEMORY : 0;
            if (path != NULL) {
                library_stamp_file(path, stamp);
            }
        }
    }
    arena_free(&arena);
    return rc;
}

int library_stamp(const char *const *dirs, size_t count, uint64_t *stamp, struct err *e)
{
    *stamp = UINT64_C(14695981039346656037);
    int rc = stamp_folders(dirs, count, "BANYAN_RULES", "rules", stamp, e);
    if (rc == 0) {
        rc = stamp_folders(NULL, 0, "BANYAN_CHECKLISTS", "checklists", stamp, e);
    }
    return rc == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}
