/* Values of options that are lists: "NPL,BTN", or the option given several times. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "base/arena.h"
#include "cli/opt.h"

struct words {
    const char **list; /* in arena, each once */
    size_t count;
};
/* The words of all values of an option, split at commas, in the order given, without blanks around them.
 * ERR_USAGE: an empty word; ERR_MEMORY. */
int words_of_option(const struct args *args, const char *option, struct arena *arena,
                    struct words *out, struct err *e);
/* Whether word is among them. */
bool words_have(const struct words *w, const char *word);
/* Adds one that is not there yet; borrowed. Returns 0 or ERR_MEMORY. */
int words_add(struct words *w, struct arena *arena, const char *word);

#endif
