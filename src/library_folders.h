/* The folders that shipped and named files are looked up in. Private to the files of library.h. */
#ifndef LIBRARY_FOLDERS_H
#define LIBRARY_FOLDERS_H

#include "library.h"

struct folder {
    const char *path;  /* where the files lie */
    const char *shown; /* how messages name it */
    bool shipped;      /* it came with the program */
};
struct folders {
    struct folder *list;
    size_t count;
    bool embedded; /* nothing is shipped beside the program: the copies inside it */
};

/* "A/B", in arena; NULL: out of memory. */
char *folder_join(struct arena *arena, const char *a, const char *b);
/* The folders to look in, first one first: dirs, those of the variable, the shipped one. */
int folders_load(struct folders *f, struct arena *arena, const char *const *dirs, size_t count,
                 const char *variable, const char *kind, struct err *e);
/* Whether a reference to a checklist is a path, not an id. */
bool library_is_path(const char *reference);

#endif
