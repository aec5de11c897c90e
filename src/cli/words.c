#include "cli/words.h"

#include <stdlib.h>
#include <string.h>

bool words_have(const struct words *w, const char *word)
{
    for (size_t i = 0; i < w->count; i++) {
        if (strcmp(w->list[i], word) == 0) {
            return true;
        }
    }
    return false;
}

int words_add(struct words *w, struct arena *arena, const char *word)
{
    if (words_have(w, word)) {
        return 0;
    }
    const char **list = arena_alloc(arena, sizeof *list * (w->count + 1)); /* lists are short */
    if (list == NULL) {
        return ERR_MEMORY;
    }
    if (w->count > 0) {
        memcpy(list, w->list, sizeof *list * w->count);
    }
    list[w->count++] = word;
    w->list = list;
    return 0;
}

/* One value: "a, b". */
static int split(const char *text, const char *option, struct arena *arena, struct words *out,
                 struct err *e)
{
    for (;;) {
        size_t len = strcspn(text, ",");
        const char *next = text + len;
        while (len > 0 && *text == ' ') {
            text++;
            len--;
        }
        while (len > 0 && text[len - 1] == ' ') {
            len--;
        }
        if (len == 0) {
            return err_set(e, ERR_USAGE, "--%s: a name is empty: give names with commas between",
                           option);
        }
        const char *word = arena_strndup(arena, text, len);
        if (word == NULL || words_add(out, arena, word) != 0) {
            return err_set(e, ERR_MEMORY, "out of memory");
        }
        if (*next == '\0') {
            return 0;
        }
        text = next + 1;
    }
}

int words_of_option(const struct args *args, const char *option, struct arena *arena,
                    struct words *out, struct err *e)
{
    const char **values = calloc(args->given_count + 1, sizeof *values);
    *out = (struct words){NULL, 0};
    if (values == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    size_t count = opt_values(args, option, values);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        rc = split(values[i], option, arena, out, e);
    }
    free(values);
    return rc;
}
