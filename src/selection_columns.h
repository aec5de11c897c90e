/* A selection from the columns of a store, in place of assessments that are opened one by one. */
#ifndef SELECTION_COLUMNS_H
#define SELECTION_COLUMNS_H

#include "selection.h"
#include "store/derived.h"

/* As store_list over all that are not superseded, with what a selection looks at: checklist, profile,
 * country, round, date. */
int selection_list(struct columns *c, int (*row)(void *context, const struct store_row *row),
                   void *context, struct err *e);
/* Hands over all of the checklist and the rounds that were taken: to `each` as store_each would, those that
 * were superseded to `superseded`. A plan has its whole document where plans is given, the store of the
 * columns; where it is NULL, as much of it as a table reads for attributes that are kept. */
int selection_each(struct columns *c, struct store *plans, const struct selected *of,
                   int (*each)(void *context, const struct stored *stored),
                   int (*superseded)(void *context, const struct store_row *row), void *context,
                   struct err *e);

#endif
