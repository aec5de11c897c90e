/* Whether sets of assessments may be published together: what an attacker could work out who knows every
 * number about every published set, now and before.
 *
 * A published set gives away its number of communities, sums and means over it. Sets can be added and
 * subtracted with any factors; whatever comes out speaks of the communities that are left over. Two
 * things are asked of a set before it joins those already published:
 *
 * 1. No combination that it makes possible leaves fewer than ten communities (or children, or
 *    households) over. The combinations of sets are the row space of the matrix set x piece, where
 *    pieces are what all sets together cut the assessments into (F. Chin, G. Özsoyoğlu: Auditing and
 *    inference control in statistical databases, 1982); the leftover of a combination is where it is not
 *    zero. Searched exactly; where the search grows too long the set counts as unsafe.
 * 2. The number of communities in each guarded set stays uncertain: there are two tables of whole numbers,
 *    none negative, that agree with all that is published, in one of which the guarded set has one
 *    community (or one for each named set in it: what is named is not empty), and in the other ten more
 *    than it has (drafted). Both tables are made and checked, so that a yes does not rest on rounding.
 *
 * A yes is proven; a no may be too careful. Same input, same answer: everything is in a fixed order. */
#ifndef COMPARE_DISCLOSE_H
#define COMPARE_DISCLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { DISCLOSE_LEAST = 10 }; /* fewer than these, and more than none, are too few */

struct disclose_row {
    uint32_t community;           /* numbered from 0; the same in every round */
    int64_t children, households; /* -1: not told */
};
struct disclose_set {
    const uint32_t *rows; /* indexes, ascending */
    size_t count;
};

struct disclose;
/* All sets that will be spoken of are named here and by their index from then on. rows and sets are
 * borrowed. 0, or ERR_MEMORY with *e filled. */
int disclose_open(struct disclose **out, const struct disclose_row *rows, size_t row_count,
                  const struct disclose_set *sets, size_t set_count, struct err *e);
/* Releases it; NULL is fine. */
void disclose_free(struct disclose *d);

/* Whether the set has fewer than ten communities, or 1 to 9 children or households, and is not empty. */
bool disclose_few(struct disclose *d, size_t set);
/* The attacker knows that the set is not empty: it is named, whether its numbers are shown or not. Before
 * the first disclose_try. */
void disclose_named(struct disclose *d, size_t set);
/* The number of communities in this set is to stay uncertain. Before the first disclose_try. */
int disclose_guard(struct disclose *d, size_t set, struct err *e);
/* The set was published before: it joins without being asked. */
int disclose_known(struct disclose *d, size_t set, struct err *e);
/* *safe: the sets join the published ones, all of them; else none of them does. */
int disclose_try(struct disclose *d, const size_t *sets, size_t count, bool *safe, struct err *e);

#endif
