/* All cases of a rule, from its own file and from those beside it. */
#include <stdlib.h>
#include <string.h>

#include "cases/cases.h"
#include "input/cases.h"
#include "library.h"

/* Gives the cases from `first` on their lines in the text of the rule. */
static void find_lines(struct case_list *list, size_t first, const char *text, size_t len)
{
    size_t from = 0;
    for (size_t i = first; i < list->count; i++) {
        int line = cases_line(text, len, list->items[i].name, &from);
        list->items[i].line = line > 0 ? line : list->items[i].line;
    }
}

/* The line on which the word `tests` stands in the rule's text, else the first. */
static int tests_line(const char *text, size_t len)
{
    const char *at = memmem(text, len, "tests", 5);
    int line = 1;
    for (const char *c = text; at != NULL && c < at; c++) {
        line += *c == '\n';
    }
    return line;
}

/* The line that the message of a refused rule names, or 0. */
static int refused_line(const char *message)
{
    const char *mark = strstr(message, ".lua:");
    return mark == NULL ? 0 : (int)strtol(mark + 5, NULL, 10);
}

int cases_gather_rule(struct case_list *list, struct host *h, const struct ruleset *r,
                      const struct rule_info *info)
{
    size_t count = 0, len = 0, first = list->count;
    const char *text = ruleset_text(r, info->name, &len);
    struct case_place place = {info->name, info->path, tests_line(text, len), 0};
    struct err e = {0};
    int rc = host_tests(h, info->name, &count, &e);
    if (rc == ERR_RULE) {
        return cases_add_fault(list, &place, refused_line(e.text), "the rule", e.text);
    }
    for (size_t i = 0; rc == 0 && i < count; i++) {
        struct json *entry = NULL;
        rc = host_test(h, info->name, i, list->arena, &entry, &e);
        if (rc == 0) {
            rc = cases_read(list, &place, entry);
        } else if (rc == ERR_RULE) {
            struct buf name = BUF_INIT;
            buf_printf(&name, "case %zu", ++place.number);
            rc = buf_status(&name) != 0 ? ERR_MEMORY
                                        : cases_add_fault(list, &place, 0, buf_text(&name), e.text);
            buf_free(&name);
        }
    }
    find_lines(list, first, text, len);
    return rc;
}

/* The first complaint of d, ":LINE: PATH: …" of a file without a name, taken apart. */
static int first_complaint(const struct diag *d, int *line, struct buf *out)
{
    const char *text = buf_text(&d->text), *end = strstr(text, ": ");
    if (end == NULL) { /* there was no memory for it */
        return ERR_MEMORY;
    }
    *line = text < end ? (int)strtol(text + 1, NULL, 10) : 0;
    text = end + strlen(": ");
    buf_add(out, text, strcspn(text, "\n"));
    if (d->count > 1) {
        buf_printf(out, " (and %zu more)", d->count - 1);
    }
    return buf_status(out);
}

static int read_json(struct arena *arena, const struct library_text *file, struct json **out,
                     int *line, struct buf *fault)
{
    struct json_error error = {0};
    int rc = json_parse(arena, file->text, file->len, 1, out, &error);
    if (rc == ERR_INPUT) {
        *line = error.line;
        buf_printf(fault, "%s%s%s", error.path, error.path[0] == '\0' ? "" : ": ", error.text);
        return 0;
    }
    if (rc == 0 && (*out)->type != JSON_ARRAY) {
        *line = (*out)->line;
        buf_puts(fault, "is no list: write the cases between [ and ]");
    }
    return rc;
}

static int read_csv(struct arena *arena, const struct library_text *file, struct json **out,
                    int *line, struct buf *fault)
{
    struct diag d;
    diag_init(&d, "");
    int rc = input_cases_csv(arena, file->text, file->len, &d, out);
    if (rc == ERR_INPUT) {
        rc = first_complaint(&d, line, fault);
    }
    rc = rc == 0 ? buf_status(&d.text) : rc;
    diag_free(&d);
    return rc;
}

static int gather_file(struct case_list *list, const struct rule_info *info,
                       const struct library_text *file)
{
    struct case_place place = {info->name, file->path, 1, 0};
    struct buf fault = BUF_INIT;
    struct json *doc = NULL;
    int rc = 0, line = 1;
    const char *end = strrchr(file->path, '.');
    const char *name = strrchr(file->path, '/');
    if (file->fault != NULL) {
        buf_puts(&fault, file->fault);
    } else if (strcmp(end, ".csv") == 0) {
        rc = read_csv(list->arena, file, &doc, &line, &fault);
    } else {
        rc = read_json(list->arena, file, &doc, &line, &fault);
    }
    if (rc == 0 && fault.len > 0) {
        rc = cases_add_fault(list, &place, line, name == NULL ? file->path : name + 1,
                             buf_text(&fault));
    } else if (rc == 0 && doc != NULL) { /* a reader that tells no fault has made one */
        for (const struct json *m = doc->first; rc == 0 && m != NULL; m = m->next) {
            rc = cases_read(list, &place, m);
        }
    }
    rc = rc == 0 ? buf_status(&fault) : rc;
    buf_free(&fault);
    return rc;
}

int cases_gather(struct case_list *list, struct host *h, const struct case_options *o,
                 const struct rule_info *info)
{
    struct library_text *files = NULL;
    size_t found = 0;
    struct err e = {0};
    int rc = cases_gather_rule(list, h, o->rules, info);
    if (rc == 0) {
        rc = library_cases(o->dirs, o->dir_count, info->name, list->arena, &files, &found, &e);
    }
    for (size_t i = 0; rc == 0 && i < found; i++) {
        rc = gather_file(list, info, &files[i]);
    }
    return rc == 0 ? 0 : ERR_MEMORY;
}
