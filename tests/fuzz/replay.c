/* Feeds files, or all files of folders, to a fuzz target: the saved inputs prove themselves with any
 * compiler. Prints each name before it is tried, so that the one which ends the program is known. */
#include <limits.h>

#include "base/file.h"
#include "fuzz.h"

enum { LARGEST = 8 << 20 };

static int replay(const char *path)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    if (file_read(path, LARGEST, &text, &e) != 0) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    printf("%s\n", path);
    fflush(stdout);
    /* A copy of exactly that size: a read beyond the end is seen. */
    uint8_t *data = malloc(text.len == 0 ? 1 : text.len);
    ENSURE(data != NULL);
    memcpy(data, buf_text(&text), text.len);
    (void)LLVMFuzzerTestOneInput(data, text.len);
    free(data);
    buf_free(&text);
    return 0;
}

static int replay_folder(const char *folder)
{
    struct arena arena = ARENA_INIT;
    const char *const *names = NULL;
    size_t count = 0;
    struct err e = {0};
    int failed = file_list(folder, 1, &arena, &names, &count, &e) != 0;
    if (failed) {
        fprintf(stderr, "%s\n", e.text);
    }
    for (size_t i = 0; i < count && !failed; i++) {
        char path[PATH_MAX];
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        failed = replay(path);
    }
    arena_free(&arena);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc && !failed; i++) {
        failed = file_kind(argv[i]) == FILE_FOLDER ? replay_folder(argv[i]) : replay(argv[i]);
    }
    if (!failed) {
        printf("all done\n");
    }
    return failed;
}
