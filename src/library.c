/* Rules and checklists, by the order in which they are looked up. */
#include "library_folders.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum { MAX_RULE = 1 << 20, MAX_CHECKLIST = 32 << 20 };

/* ---- folders ---- */

char *folder_join(struct arena *arena, const char *a, const char *b)
{
    struct buf path = BUF_INIT;
    size_t len = strlen(a);
    buf_printf(&path, "%s%s%s", a, len > 0 && a[len - 1] == '/' ? "" : "/", b);
    char *out = buf_status(&path) == 0 ? arena_strndup(arena, path.data, path.len) : NULL;
    buf_free(&path);
    return out;
}

static bool is_folder(struct arena *arena, const char *root, const char *name, bool *starved)
{
    char *path = folder_join(arena, root, name);
    *starved = *starved || path == NULL;
    return path != NULL && file_kind(path) == FILE_FOLDER;
}

/* The folder that holds rules/ and checklists/: the one above the build folder, or the share
 * folder. NULL: the program stands alone. *shown is a shorter name where the user stands in it.
 * *starved: without memory nobody can tell. */
static const char *shipped_root(struct arena *arena, const char **shown, bool *starved)
{
    char program[PATH_MAX], here[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0) {
        return NULL;
    }
    program[len] = '\0';
    for (int i = 0; i < 2; i++) { /* the program's name, then its folder */
        char *slash = strrchr(program, '/');
        if (slash == NULL) {
            return NULL;
        }
        *slash = '\0';
    }
    char *root = arena_strdup(arena, program[0] == '\0' ? "/" : program);
    if (root == NULL) {
        *starved = true;
        return NULL;
    }
    *shown = root;
    if (is_folder(arena, root, "checklists", starved) &&
        is_folder(arena, root, "rules/standard", starved)) {
        if (getcwd(here, sizeof here) != NULL && strcmp(here, root) == 0) {
            *shown = "";
        }
        return root;
    }
    root = folder_join(arena, root, "share/banyan");
    *shown = root;
    *starved = *starved || root == NULL;
    return root != NULL && is_folder(arena, root, "checklists", starved) &&
                   is_folder(arena, root, "rules", starved)
               ? root
               : NULL;
}

static int add_folder(struct folders *f, const char *path, const char *shown)
{
    if (path == NULL || shown == NULL) {
        return ERR_MEMORY;
    }
    f->list[f->count++] = (struct folder){path, shown, false};
    return 0;
}

/* Named folders that are the shipped one, or lie in it, came with the program too. */
static void mark_shipped(struct folders *f)
{
    const char *shipped = f->list[f->count - 1].path;
    for (size_t i = 0; i < f->count; i++) {
        f->list[i].shipped = file_same(f->list[i].path, shipped);
    }
}

/* Adds the parts of a ':'-separated list. Empty parts are passed over. */
static int add_separated(struct folders *f, struct arena *arena, const char *text)
{
    while (text != NULL && *text != '\0') {
        size_t len = strcspn(text, ":");
        if (len > 0) {
            char *path = arena_strndup(arena, text, len);
            if (add_folder(f, path, path) != 0) {
                return ERR_MEMORY;
            }
        }
        text += len + (text[len] == ':');
    }
    return 0;
}

int folders_load(struct folders *f, struct arena *arena, const char *const *dirs, size_t count,
                 const char *variable, const char *kind, struct err *e)
{
    const char *others = getenv(variable);
    size_t room = count + 2;
    for (const char *c = others; c != NULL && *c != '\0'; c++) {
        room += *c == ':';
    }
    *f = (struct folders){.list = arena_alloc(arena, sizeof *f->list * (room + 1))};
    int rc = f->list == NULL ? ERR_MEMORY : 0;
    for (size_t i = 0; i < count && rc == 0; i++) {
        rc = add_folder(f, dirs[i], dirs[i]);
    }
    if (rc == 0) {
        rc = add_separated(f, arena, others);
    }
    const char *shown = NULL;
    bool starved = false;
    const char *root = rc == 0 ? shipped_root(arena, &shown, &starved) : NULL;
    rc = starved ? ERR_MEMORY : rc;
    f->embedded = root == NULL;
    if (rc == 0 && root != NULL) {
        rc = add_folder(f, folder_join(arena, root, kind),
                        *shown == '\0' ? kind : folder_join(arena, shown, kind));
        if (rc == 0) {
            mark_shipped(f);
        }
    }
    return rc == 0 ? 0 : err_set(e, ERR_MEMORY, "out of memory");
}

const struct embedded_file *library_embedded(const char *path)
{
    for (size_t i = 0; i < embedded_count; i++) {
        if (strcmp(embedded_files[i].path, path) == 0) {
            return &embedded_files[i];
        }
    }
    return NULL;
}

const char *library_own_rules(const char *const *dirs, size_t count, struct arena *arena,
                              struct err *e)
{
    const char *others = getenv("BANYAN_RULES");
    others = others == NULL ? "" : others + strspn(others, ":");
    const char *own = count > 0 ? dirs[0] : NULL;
    if (own == NULL && *others != '\0') {
        own = arena_strndup(arena, others, strcspn(others, ":"));
        if (own == NULL) {
            (void)err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    return own;
}

/* ---- rules ---- */

struct gathered {
    struct arena arena;
    struct rule_file *files;
    size_t count, room;
    bool foreign; /* one of them did not come with the program */
};

static bool is_rule(const char *path)
{
    size_t len = strlen(path);
    return len > 4 && strcmp(path + len - 4, ".lua") == 0;
}

/* The rule's name: its path without .lua; NULL: out of memory. */
static const char *rule_name(struct arena *arena, const char *path)
{
    return arena_strndup(arena, path, strlen(path) - 4);
}

/* Whether a file among the first so many has that name. */
static bool has_rule(const struct gathered *g, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(g->files[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static int add_rule(struct gathered *g, const struct rule_file *file)
{
    if (g->count == g->room) {
        size_t room = g->room == 0 ? 64 : g->room * 2;
        struct rule_file *files = realloc(g->files, sizeof *files * room);
        if (files == NULL) {
            return ERR_MEMORY;
        }
        g->files = files;
        g->room = room;
    }
    g->files[g->count++] = *file;
    return 0;
}

static int gather_file(struct gathered *g, const struct folder *folder, const char *name,
                       const char *below, struct err *e)
{
    struct buf text = BUF_INIT;
    char *path = folder_join(&g->arena, folder->path, below);
    char *shown = folder_join(&g->arena, folder->shown, below);
    int rc = path == NULL || shown == NULL ? err_set(e, ERR_MEMORY, "out of memory")
                                           : file_read(path, MAX_RULE, &text, e);
    const char *fault = NULL;
    if (rc != 0 && rc != ERR_MEMORY && path != NULL && shown != NULL) {
        size_t len = strlen(path); /* the message begins with it */
        bool named = strncmp(e->text, path, len) == 0 && e->text[len] == ':';
        fault = arena_strdup(&g->arena, named ? e->text + len + 2 : e->text);
        buf_reset(&text);
        rc = fault == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    }
    if (rc == 0) {
        char *copy = arena_strndup(&g->arena, buf_text(&text), text.len);
        struct rule_file file = {
            .name = name, .path = shown, .text = copy, .len = text.len, .fault = fault};
        rc = copy == NULL || add_rule(g, &file) != 0 ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    }
    buf_free(&text);
    return rc;
}

static int gather_folder(struct gathered *g, const struct folder *folder, struct err *e)
{
    const char *const *paths = NULL;
    size_t count = 0, before = g->count; /* a folder has no name twice */
    int rc = file_list(folder->path, 1, &g->arena, &paths, &count, e);
    for (size_t i = 0; i < count && rc == 0; i++) {
        if (!is_rule(paths[i])) {
            continue;
        }
        const char *name = rule_name(&g->arena, paths[i]);
        if (name == NULL) {
            rc = err_set(e, ERR_MEMORY, "out of memory");
        } else if (!has_rule(g, before, name)) {
            g->foreign = g->foreign || !folder->shipped;
            rc = gather_file(g, folder, name, paths[i], e);
        }
    }
    return rc;
}

static int gather_embedded(struct gathered *g, struct err *e)
{
    size_t before = g->count;
    for (size_t i = 0; i < embedded_count; i++) {
        const struct embedded_file *f = &embedded_files[i];
        if (strncmp(f->path, "rules/", 6) != 0 || !is_rule(f->path)) {
            continue;
        }
        const char *name = rule_name(&g->arena, f->path + 6);
        if (name != NULL && has_rule(g, before, name)) {
            continue;
        }
        struct rule_file file = {
            .name = name, .path = f->path, .text = (const char *)f->data, .len = f->len};
        if (name == NULL || add_rule(g, &file) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
    }
    return 0;
}

int library_rules(const char *const *dirs, size_t count, bool allow_untested, struct ruleset **out,
                  struct err *e)
{
    struct gathered g = {.arena = ARENA_INIT};
    struct folders folders = {0};
    *out = NULL;
    int rc = folders_load(&folders, &g.arena, dirs, count, "BANYAN_RULES", "rules", e);
    for (size_t i = 0; i < folders.count && rc == 0; i++) {
        rc = gather_folder(&g, &folders.list[i], e);
    }
    if (rc == 0 && folders.embedded) {
        rc = gather_embedded(&g, e);
    }
    if (rc == 0) {
        rc = ruleset_new(g.files, g.count, allow_untested, out, e);
    }
    if (rc == 0 && g.foreign) {
        ruleset_mark_foreign(*out);
    }
    free(g.files);
    arena_free(&g.arena);
    return rc;
}

/* ---- checklists ---- */

struct wanted {
    char id[80], version[80]; /* version "": any */
    struct buf found;         /* "1.0.0 (PATH)" of those that did not fit */
};

bool library_is_path(const char *reference)
{
    size_t len = strlen(reference);
    return strchr(reference, '/') != NULL || (len > 5 && strcmp(reference + len - 5, ".json") == 0);
}

static int wanted_read(struct wanted *w, const char *reference, struct err *e)
{
    const char *at = strchr(reference, '@');
    size_t len = at == NULL ? strlen(reference) : (size_t)(at - reference);
    const char *version = at == NULL ? "" : at + 1;
    *w = (struct wanted){.found = BUF_INIT};
    if (len < sizeof w->id && strlen(version) < sizeof w->version) {
        memcpy(w->id, reference, len);
        memcpy(w->version, version, strlen(version));
    }
    if (!text_is_id(w->id) || w->id[0] == '.' || (at != NULL && w->version[0] == '\0')) {
        return err_set(e, ERR_INPUT,
                       "%.200s: is no checklist: give ID, ID@VERSION or a path ending in .json",
                       reference);
    }
    return 0;
}

/* "1" and "1.0" fit "1.0.0"; "1" does not fit "10.0.0". */
static bool version_fits(const char *wanted, const char *version)
{
    size_t len = strlen(wanted);
    return strncmp(wanted, version, len) == 0 && (version[len] == '\0' || version[len] == '.');
}

/* 1: the text may be taken; 0: not; or ERR_MEMORY. One that cannot be read is taken: its complaints
 * come out then. */
static int text_fits(struct wanted *w, const char *text, size_t len, const char *path,
                     struct err *e)
{
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    if (w->version[0] == '\0') {
        return 1;
    }
    int rc = json_parse_deep(&arena, text, len, 1, JSON_DEEPEST, &doc, &error);
    const char *version = rc == 0 ? json_string(json_get(doc, "version")) : NULL;
    bool fits = version == NULL || version_fits(w->version, version);
    if (!fits) {
        buf_printf(&w->found, "%s%s (%s)", w->found.len == 0 ? "" : ", ", version, path);
    }
    arena_free(&arena);
    return rc == ERR_MEMORY || buf_status(&w->found) != 0 ? err_set(e, ERR_MEMORY, "out of memory")
                                                          : fits;
}

/* 1: found; 0: not here; negative: an error. */
static int find_in_folder(struct wanted *w, const struct folder *folder, struct arena *arena,
                          struct buf *text, const char **path, struct err *e)
{
    struct buf below = BUF_INIT;
    buf_printf(&below, "%s/checklist.json", w->id);
    char *file = buf_status(&below) == 0 ? folder_join(arena, folder->path, below.data) : NULL;
    char *shown = buf_status(&below) == 0 ? folder_join(arena, folder->shown, below.data) : NULL;
    buf_free(&below);
    if (file == NULL || shown == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    if (file_kind(file) == FILE_MISSING) {
        return 0;
    }
    buf_reset(text);
    int rc = file_read(file, MAX_CHECKLIST, text, e);
    if (rc != 0) {
        return rc;
    }
    *path = shown;
    return text_fits(w, buf_text(text), text->len, shown, e);
}

static int find_embedded(struct wanted *w, struct buf *text, const char **path, struct err *e)
{
    for (size_t i = 0; i < embedded_count; i++) {
        const struct embedded_file *f = &embedded_files[i];
        size_t len = strlen(w->id);
        if (strncmp(f->path, "checklists/", 11) != 0 || strncmp(f->path + 11, w->id, len) != 0 ||
            strcmp(f->path + 11 + len, "/checklist.json") != 0) {
            continue;
        }
        int fits = text_fits(w, (const char *)f->data, f->len, f->path, e);
        if (fits < 0) {
            return fits;
        }
        if (fits == 0) {
            continue;
        }
        buf_reset(text);
        buf_add(text, f->data, f->len);
        *path = f->path;
        return buf_status(text) == 0 ? 1 : err_set(e, ERR_MEMORY, "out of memory");
    }
    return 0;
}

static int not_found(const struct wanted *w, struct err *e)
{
    if (w->found.len > 0) {
        return err_set(e, ERR_NOT_FOUND, "%s@%s: no such version: there is %.500s", w->id,
                       w->version, buf_text(&w->found));
    }
    struct arena arena = ARENA_INIT;
    const char *const *ids = NULL;
    size_t count = 0;
    struct buf known = BUF_INIT;
    int rc = library_checklists(&arena, &ids, &count, e);
    const char *near = rc == 0 ? text_nearest(w->id, ids, count) : NULL;
    for (size_t i = 0; i < count; i++) {
        buf_printf(&known, "%s%s", i == 0 ? "" : ", ", ids[i]);
    }
    if (rc == 0 && buf_status(&known) != 0) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    if (rc == 0 && near != NULL) {
        rc = err_set(e, ERR_NOT_FOUND, "%s: no such checklist: did you mean %s?", w->id, near);
    } else if (rc == 0) {
        rc = err_set(e, ERR_NOT_FOUND,
                     "%s: no such checklist: there is %.600s; name your own by the path of its "
                     "file, or put the folder above it into BANYAN_CHECKLISTS",
                     w->id, known.len == 0 ? "none" : buf_text(&known));
    }
    buf_free(&known);
    arena_free(&arena);
    return rc;
}

static int find_by_id(const char *reference, struct arena *arena, struct buf *text,
                      const char **path, struct err *e)
{
    struct wanted w;
    struct folders folders = {0};
    int rc = wanted_read(&w, reference, e);
    if (rc == 0) {
        rc = folders_load(&folders, arena, NULL, 0, "BANYAN_CHECKLISTS", "checklists", e);
    }
    int found = 0;
    for (size_t i = 0; i < folders.count && rc == 0 && found == 0; i++) {
        found = find_in_folder(&w, &folders.list[i], arena, text, path, e);
        rc = found < 0 ? found : 0;
    }
    if (rc == 0 && found == 0 && folders.embedded) {
        found = find_embedded(&w, text, path, e);
        rc = found < 0 ? found : 0;
    }
    if (rc == 0 && found == 0) {
        rc = not_found(&w, e);
    }
    buf_free(&w.found);
    return rc;
}

int library_checklist(const char *reference, struct arena *arena, struct buf *text,
                      const char **path, struct err *e)
{
    if (!library_is_path(reference)) {
        return find_by_id(reference, arena, text, path, e);
    }
    if (file_kind(reference) == FILE_FOLDER) {
        return err_set(e, ERR_IO, "%.500s: is a folder: name the file checklist.json in it",
                       reference);
    }
    *path = arena_strdup(arena, reference);
    return *path == NULL ? err_set(e, ERR_MEMORY, "out of memory")
                         : file_read(reference, MAX_CHECKLIST, text, e);
}

/* ---- the list of checklists ---- */

struct id_list {
    struct arena *arena;
    const char **ids;
    size_t count, room;
};

/* Adds ID of "ID/checklist.json". */
static int add_id(struct id_list *l, const char *below)
{
    const char *slash = strchr(below, '/');
    if (slash == NULL || strcmp(slash, "/checklist.json") != 0) {
        return 0;
    }
    char *id = arena_strndup(l->arena, below, (size_t)(slash - below));
    if (id == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < l->count; i++) {
        if (strcmp(l->ids[i], id) == 0) {
            return 0;
        }
    }
    if (l->count == l->room) {
        size_t room = l->room == 0 ? 16 : l->room * 2;
        const char **ids = arena_alloc(l->arena, sizeof *ids * room);
        if (ids == NULL) {
            return ERR_MEMORY;
        }
        for (size_t i = 0; i < l->count; i++) {
            ids[i] = l->ids[i];
        }
        l->ids = ids;
        l->room = room;
    }
    l->ids[l->count++] = id;
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int library_checklists(struct arena *arena, const char *const **ids, size_t *count, struct err *e)
{
    struct id_list l = {.arena = arena};
    struct folders folders = {0};
    int rc = folders_load(&folders, arena, NULL, 0, "BANYAN_CHECKLISTS", "checklists", e);
    for (size_t i = 0; i < folders.count && rc == 0; i++) {
        const char *const *paths = NULL;
        size_t found = 0;
        rc = file_list(folders.list[i].path, 1, arena, &paths, &found, e);
        for (size_t k = 0; k < found && rc == 0; k++) {
            rc = add_id(&l, paths[k]);
        }
    }
    for (size_t i = 0; rc == 0 && folders.embedded && i < embedded_count; i++) {
        if (strncmp(embedded_files[i].path, "checklists/", 11) == 0) {
            rc = add_id(&l, embedded_files[i].path + 11);
        }
    }
    if (rc == ERR_MEMORY) {
        return err_set(e, rc, "out of memory");
    }
    if (rc == 0 && l.count > 0) {
        qsort(l.ids, l.count, sizeof *l.ids, by_text);
    }
    *ids = l.ids;
    *count = l.count;
    return rc;
}
