/* Lists of places for attributes such as admin1, as a table asks for them. */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include "library.h"

/* The p-codes of a country from lists (a struct place_lists), for struct table_places; NULL where
 * there are none. A list that cannot be read is told on stderr; its places then have no names. */
const struct pcode_list *places_of(void *lists, const char *country);

#endif
