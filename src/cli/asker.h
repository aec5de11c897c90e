/* Lines that somebody types at a prompt, or that a pipe brings. */
#ifndef CLI_ASKER_H
#define CLI_ASKER_H

#include <stdbool.h>

struct asker;
/* With a terminal lines can be edited, and gone back to; else they are read as they come. NULL: out of
 * memory. */
struct asker *asker_new(const char *prompt, bool terminal);
/* Puts the terminal back, and releases all; NULL is fine. */
void asker_free(struct asker *a);

enum asked {
    ASKED_LINE,   /* a line came */
    ASKED_CANCEL, /* it was given up with Ctrl-C */
    ASKED_END,    /* no more will come */
    ASKED_FAILED  /* it cannot be read; errno says why */
};
/* Waits for a line; *line is without its end, and good until the next call. */
enum asked asker_line(struct asker *a, const char **line);

#endif
