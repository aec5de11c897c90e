/* `compare --format html`: the comparison as a page. */
#ifndef CLI_COMPARE_PAGE_H
#define CLI_COMPARE_PAGE_H

#include "cli/cli.h"
#include "compare/published.h"
#include "compare/trend.h"
#include "report/render_equity.h"
#include "selection.h"

struct compare_page_ask {
    const struct comparison *c;
    const struct equities *equity; /* or NULL */
    struct store *store;           /* where c is from, and by which choice */
    const struct selection *chosen;
    struct published *memory; /* of a page for publishing: what was published before */
};

/* What is on the page; zeroed before it is made. */
struct compare_page {
    struct arena arena;
    const struct comparison *c;
    const struct equities *equity;
    struct selected *selected; /* the same groups over all rounds */
    struct comparison *over_time;
    struct trend *trend;
};

/* Where c is by round, or of the newest round because none was named, adds how groups changed. Before rows
 * are taken away from c, which must live as long as the page. 0, or a negative code with *e filled;
 * compare_page_free in every case. */
int compare_page_make(const struct compare_page_ask *ask, struct compare_page *out, struct err *e);
/* Prints it into --output or to stdout, in the language of the settings. Returns an exit code. */
int compare_page_print(struct cli *cli, const struct compare_page *page);
void compare_page_free(struct compare_page *page); /* what was made; not c and equity */

#endif
