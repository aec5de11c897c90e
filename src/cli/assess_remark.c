/* Remarks about plans that were taken: codes that are old, or that no list knows. */
#include <string.h>

#include "cli/assess_run.h"
#include "library.h"
#include "model/codes.h"
#include "model/place.h"

enum { MAX_REMARKS = 100 }; /* told one by one */

/* The list of a country, read when its first plan with a p-code comes; empty where there is none. One
 * that cannot be read is told once. NULL: out of memory. */
static const struct pcode_list *places_get(struct run *r, const char *country, struct err *e)
{
    for (const struct places *p = r->places; p != NULL; p = p->next) {
        if (strcmp(p->country, country) == 0) {
            return &p->list;
        }
    }
    struct places *p = arena_alloc(&r->lists, sizeof *p);
    if (p == NULL) {
        (void)err_set(e, ERR_MEMORY, "out of memory");
        return NULL;
    }
    *p = (struct places){.country = codes_country(country)->alpha3, .next = r->places};
    int rc = library_pcodes(p->country, &r->lists, &p->list, e);
    if (rc == ERR_MEMORY) {
        return NULL;
    }
    if (rc != 0) {
        cli_say("%s: the list is passed over", e->text);
        p->list.count = 0;
    }
    r->places = p;
    return &p->list;
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
