/* Remarks about plans that were taken: codes that are old, or that no list knows. */
#include <string.h>

#include "cli/assess_run.h"
#include "model/place.h"

enum { MAX_REMARKS = 100 }; /* told one by one */

/* The list of a country; one that cannot be read is told once. NULL: out of memory. */
static const struct pcode_list *places_get(struct run *r, const char *country, struct err *e)
{
    const struct pcode_list *list = library_places(&r->places, country, e);
    if (list != NULL && e->code != 0) {
        cli_say("%s: the list is passed over", e->text);
        *e = (struct err){0};
    }
    return list;
}

int run_remark(struct run *r, const struct job *j, struct err *e)
{
    if (r->cli->quiet) {
        return 0;
    }
    const struct json *pcode = json_path(j->plan.doc, "community.pcode");
    const struct pcode_list *list = pcode == NULL ? NULL : places_get(r, j->plan.country, e);
    if (pcode != NULL && list == NULL) {
        return ERR_MEMORY;
    }
    struct diag d;
    diag_init(&d, j->item.file);
    int rc = plan_remarks(&j->plan, list, &d);
    bool room = r->remarks < MAX_REMARKS;
    r->remarks += d.count;
    if (rc == 0 && d.count > 0 && room) {
        progress_hide(r);
        cli_complaints(&d);
    }
    diag_free(&d);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

void run_remarks_end(const struct run *r)
{
    if (r->remarks > MAX_REMARKS) {
        cli_say("%zu remarks in all: after the first %d no more plans were remarked on", r->remarks,
                MAX_REMARKS);
    }
}
