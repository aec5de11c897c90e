/* What came of cases, for people and for programs. The same results give the same bytes: no time, no host. */
#ifndef CASES_REPORT_H
#define CASES_REPORT_H

#include "base/buf.h"
#include "cases/cases.h"
#include "cases/coverage.h"

/* For people: each case that failed with what was expected, what came, and the facts read; with all, those
 * that passed as well, a line each. The last line counts. */
void report_cases_text(struct buf *out, const struct case_run *r, bool all);
/* One object with all cases, or with `lines` one case a line. cover NULL: it was not asked for. */
void report_cases_json(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                       bool lines);
/* JUnit's XML: a suite a rule, a test case a case. */
void report_cases_junit(struct buf *out, const struct case_run *r, const struct case_cover *cover);
/* TAP 13. */
void report_cases_tap(struct buf *out, const struct case_run *r, const struct case_cover *cover);
/* "group/name" of a case. */
void report_case_name(struct buf *out, const struct rule_case *c);
/* Writes "credit 0.5: REASON" or "not_assessed: REASON". */
void report_case_got(struct buf *out, const struct finding *f);

/* Empties a text that was put into out, for use again; that there was no memory for it is kept in out. */
void report_reuse(struct buf *out, struct buf *text);

/* ---- coverage -------------------------------------------------------------------------------- */

/* For people: how many lines and answers are covered, and what is not; with all, every line of every file. */
void report_coverage_text(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                          const struct ruleset *rules, bool all);
/* As members of a JSON object, without braces. */
void report_coverage_json(struct buf *out, const struct case_run *r,
                          const struct case_cover *cover);
/* One HTML page that needs nothing else. `engine` stands in its last line. */
void report_coverage_html(struct buf *out, const struct case_run *r, const struct case_cover *cover,
                          const struct ruleset *rules, const char *engine);

#endif
