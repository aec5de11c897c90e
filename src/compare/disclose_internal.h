/* What the files of disclose share. Nobody else includes it. */
#ifndef COMPARE_DISCLOSE_INTERNAL_H
#define COMPARE_DISCLOSE_INTERNAL_H

#include "base/arena.h"
#include "compare/disclose.h"

/* Part of the assessments that no set divides. */
struct piece {
    const uint32_t *rows;
    size_t count;
    bool few;       /* too few by itself */
    int64_t least;  /* 1 where a named set is just this piece, else 0 */
    uint64_t where; /* hash of the published sets that it lies in */
};

/* Two tables that agree with what is published: rows a piece. */
struct guard {
    size_t set;
    int64_t *low, *high;
    bool made;                /* the tables are what they should be */
    bool lost_low, lost_high; /* given away by what was published before */
};

struct disclose {
    struct arena arena;
    const struct disclose_row *rows;
    size_t row_count;
    struct piece *pieces;
    size_t piece_count;
    uint32_t **parts; /* pieces of each set, ascending */
    size_t *part_count;
    size_t set_count;
    uint32_t *stamp, tick; /* by community: counted already */
    bool *named;

    /* Published sets in echelon form, modulo a prime: whole basis vectors over the pieces. */
    uint64_t **basis;
    uint64_t *spare; /* a vector that is in no use, or NULL */
    uint32_t *pivot;
    size_t basis_count;
    size_t *independent; /* the sets that they came from */
    bool full;           /* too much to be looked through: nothing more is safe */

    struct guard *guards;
    size_t guard_count;
    uint32_t *ascending; /* pieces by size */
    int64_t effort;      /* left for searching tables */
};

/* Arithmetic modulo 2^61 - 1, in which a combination that cancels out over the fractions cancels too. That
 * one cancels here alone takes a determinant of zeros and ones that this prime divides. */
uint64_t field_minus(uint64_t a, uint64_t b);
/* The product of two. */
uint64_t field_times(uint64_t a, uint64_t b);
/* What a is to be multiplied with for one; a is not zero. */
uint64_t field_inverse(uint64_t a);

/* Whether these pieces together are too few; true for none. */
bool pieces_few(struct disclose *d, const uint32_t *pieces, size_t count);
/* r is zero but on pieces that are few. *found: r plus some combination of what is published is zero but on
 * pieces that together are too few. 0 or ERR_MEMORY. */
int disclose_hunt(struct disclose *d, const uint64_t *r, bool *found);
/* Whether every guarded set stays uncertain when `set` joins; keeps the tables that show it. */
int disclose_range(struct disclose *d, size_t set, bool *safe);

#endif
