#include "cli/places.h"

#include "cli/cli.h"

const struct pcode_list *places_of(void *lists, const char *country)
{
    struct err e = {0};
    const struct pcode_list *list = library_places(lists, country, &e);
    if (e.code != 0) {
        cli_lines(e.text); /* said once */
    }
    return list;
}
