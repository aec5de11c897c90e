/* `--publish`: the store remembers what was published, and the command tells what is not to be. */
#ifndef CLI_PUBLICATION_H
#define CLI_PUBLICATION_H

#include "cli/cli.h"
#include "compare/published.h"
#include "compare/compare.h"

#define PUBLICATION_OPTION                                                                     \
    {                                                                                          \
        .name = "publish",                                                                     \
        .help = "for publishing: withholds what could tell of fewer than ten communities, "    \
                "children or households, also by subtraction from what was published before; " \
                "the store remembers it"                                                       \
    }

/* Opens the store: for writing where something is published. It must exist. */
int publication_store(const struct cli *cli, struct store **out, struct err *e);
/* All that was published before, for publish_groups. 0, or a negative code with *e filled. */
int publication_load(struct store *s, struct published *memory, struct err *e);
/* Puts on record what is new of it, before anything is shown: by which command, of what. */
int publication_keep(struct store *s, const char *command, const struct comparison *c,
                     const struct published *memory, struct err *e);
/* `store published`: one line, or one object, a publication. */
int publication_list(const struct cli *cli, struct store *s, struct buf *out, struct err *e);

#endif
