/* `compare --format html`: the comparison as a page. */
#ifndef CLI_COMPARE_PAGE_H
#define CLI_COMPARE_PAGE_H

#include "cli/cli.h"
#include "compare/compare.h"
#include "report/render_equity.h"
#include "selection.h"

struct compare_page_ask {
    const struct comparison *c;
    const struct equities *equity; /* or NULL */
    struct store *store;           /* where c is from, and by which choice */
    const struct selection *chosen;
};

/* Prints the page into --output or to stdout, in the language of the settings. Where c is by round, or of the newest
 * round because none was named, it tells too how groups changed. Returns an exit code. */
int compare_page_print(struct cli *cli, const struct compare_page_ask *ask);

#endif
