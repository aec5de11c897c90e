/* Lists of place codes, by the order in which they are looked up. */
#include <string.h>

#include "base/file.h"
#include "library_folders.h"
#include "model/codes.h"

enum { MAX_LIST = 32 << 20 };

/* 1: found; 0: not here; negative: an error. */
static int pcodes_in_folder(const struct folder *folder, const char *below, struct arena *arena,
                            struct pcode_list *out, struct err *e)
{
    struct buf text = BUF_INIT;
    char *file = folder_join(arena, folder->path, below);
    char *shown = folder_join(arena, folder->shown, below);
    int rc = file == NULL || shown == NULL ? err_set(e, ERR_MEMORY, "out of memory") : 0;
    bool there = rc == 0 && file_kind(file) != FILE_MISSING;
    if (there) {
        rc = file_read(file, MAX_LIST, &text, e);
    }
    if (there && rc == 0) {
        rc = pcodes_read(arena, shown, buf_text(&text), text.len, out, e);
    }
    buf_free(&text);
    return rc != 0 ? rc : there;
}

static int pcodes_embedded(const char *path, struct arena *arena, struct pcode_list *out,
                           struct err *e)
{
    for (size_t i = 0; i < embedded_count; i++) {
        const struct embedded_file *f = &embedded_files[i];
        if (strcmp(f->path, path) == 0) {
            return pcodes_read(arena, f->path, (const char *)f->data, f->len, out, e);
        }
    }
    return 0;
}

int library_pcodes(const char *country, struct arena *arena, struct pcode_list *out, struct err *e)
{
    struct folders folders = {0};
    struct buf path = BUF_INIT;
    *out = (struct pcode_list){.vintage = ""};
    buf_printf(&path, "checklists/codes/pcodes/%s.csv", country);
    int rc = buf_status(&path) != 0
                 ? err_set(e, ERR_MEMORY, "out of memory")
                 : folders_load(&folders, arena, NULL, 0, "BANYAN_CHECKLISTS", "checklists", e);
    int found = 0;
    for (size_t i = 0; i < folders.count && rc == 0 && found == 0; i++) {
        found = pcodes_in_folder(&folders.list[i], path.data + strlen("checklists/"), arena, out,
                                 e);
        rc = found < 0 ? found : 0;
    }
    if (rc == 0 && found == 0 && folders.embedded) {
        rc = pcodes_embedded(path.data, arena, out, e);
    }
    buf_free(&path);
    return rc;
}

struct place_list {
    const char *country; /* alpha-3, of the code lists */
    struct pcode_list list;
    struct place_list *next;
};

const struct pcode_list *library_places(struct place_lists *lists, const char *country,
                                        struct err *e)
{
    *e = (struct err){0};
    for (const struct place_list *p = lists->first; p != NULL; p = p->next) {
        if (strcmp(p->country, country) == 0) {
            return &p->list;
        }
    }
    const struct country *known = codes_country(country);
    struct place_list *p = arena_alloc(&lists->arena, sizeof *p);
    if (p == NULL) {
        (void)err_set(e, ERR_MEMORY, "out of memory");
        return NULL;
    }
    *p = (struct place_list){.country = known == NULL ? arena_strdup(&lists->arena, country)
                                                      : known->alpha3,
                             .next = lists->first};
    if (p->country == NULL) {
        (void)err_set(e, ERR_MEMORY, "out of memory");
        return NULL;
    }
    int rc = library_pcodes(p->country, &lists->arena, &p->list, e);
    if (rc == ERR_MEMORY) {
        return NULL;
    }
    if (rc != 0) {
        p->list = (struct pcode_list){.vintage = ""};
    }
    lists->first = p;
    return &p->list;
}

void library_places_free(struct place_lists *lists)
{
    arena_free(&lists->arena);
    lists->first = NULL;
}
