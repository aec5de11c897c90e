/* Results as the XML of JUnit: what build servers read. */
#include <string.h>

#include "base/text.h"
#include "cases/report.h"

/* Text of XML 1.0: what it forbids is shown as an escape. */
static void xml(struct buf *out, const char *text)
{
    struct buf shown = BUF_INIT;
    text_escape(&shown, text, strlen(text), 4000);
    for (const char *p = buf_text(&shown); *p != '\0'; p++) {
        switch (*p) {
        case '&':
            buf_puts(out, "&amp;");
            break;
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '"':
            buf_puts(out, "&quot;");
            break;
        default:
            buf_putc(out, *p);
        }
    }
    out->failed = out->failed || shown.failed;
    buf_free(&shown);
}

static void attribute(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, " %s=\"", name);
    xml(out, value);
    buf_putc(out, '"');
}

static void problem(struct buf *out, const struct case_result *r)
{
    struct buf text = BUF_INIT;
    const char *element = r->ran ? "failure" : "error";
    buf_printf(out, "      <%s", element);
    attribute(out, "type", r->ran ? "expectation" : "case");
    attribute(out, "message", r->message);
    buf_puts(out, ">");
    xml(out, r->c->path);
    buf_printf(out, ":%d", r->c->line);
    if (r->ran) {
        buf_puts(out, "\nexpected  ");
        cases_expected(&text, r->c->expect);
        xml(out, buf_text(&text));
        report_reuse(out, &text);
        report_case_got(&text, &r->finding);
        buf_puts(out, "\ngot       ");
        xml(out, buf_text(&text));
        for (size_t i = 0; i < r->finding.read_count; i++) {
            buf_printf(out, "\n%s", i == 0 ? "read      " : "          ");
            xml(out, r->finding.read[i]);
        }
    }
    buf_printf(out, "</%s>\n", element);
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

static void suite(struct buf *out, const struct rule_run *rule)
{
    struct buf name = BUF_INIT;
    size_t failures = 0, errors = 0;
    for (size_t k = 0; k < rule->count; k++) {
        failures += rule->results[k].ran && !rule->results[k].passed;
        errors += !rule->results[k].ran;
    }
    buf_puts(out, "  <testsuite");
    attribute(out, "name", rule->info->name);
    buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", rule->count, failures,
               errors);
    attribute(out, "file", rule->info->path);
    buf_puts(out, ">\n");
    for (size_t k = 0; k < rule->count; k++) {
        const struct case_result *r = &rule->results[k];
        report_reuse(out, &name);
        report_case_name(&name, r->c);
        buf_puts(out, "    <testcase");
        attribute(out, "name", buf_text(&name));
        attribute(out, "classname", r->c->rule);
        buf_puts(out, r->passed ? "/>\n" : ">\n");
        if (!r->passed) {
            problem(out, r);
            buf_puts(out, "    </testcase>\n");
        }
    }
    buf_puts(out, "  </testsuite>\n");
    out->failed = out->failed || name.failed;
    buf_free(&name);
}

void report_cases_junit(struct buf *out, const struct case_run *r, const struct case_cover *cover)
{
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_printf(out, "<testsuites name=\"banyan rules\" tests=\"%zu\" failures=\"%zu\">\n",
               r->passed + r->failed, r->failed);
    if (cover != NULL) {
        buf_puts(out, "  <testsuite name=\"coverage\" tests=\"0\" failures=\"0\" errors=\"0\">\n"
                      "    <properties>\n");
        buf_printf(out, "      <property name=\"lines\" value=\"%zu of %zu\"/>\n", cover->lines_run,
                   cover->lines);
        if (cover->checklist != NULL) {
            buf_printf(out, "      <property name=\"answers\" value=\"%zu of %zu\"/>\n",
                       cover->answers_hit, cover->answers);
        }
        buf_puts(out, "    </properties>\n  </testsuite>\n");
    }
    for (size_t i = 0; i < r->count; i++) {
        if (r->rules[i].count > 0) {
            suite(out, &r->rules[i]);
        }
    }
    buf_puts(out, "</testsuites>\n");
}
