/* Coverage as a page. */
#include "cases/report.h"

void report_coverage_html(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                          const struct ruleset *rules, const char *engine)
{
    (void)out;
    (void)r;
    (void)cover;
    (void)rules;
    (void)engine;
}
