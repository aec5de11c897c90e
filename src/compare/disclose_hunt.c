/* The search for a combination of published sets that leaves too few over.
 *
 * It is r + V, where V is spanned by what combinations of published sets leave on pieces that are few alone.
 * Let S be where r is not zero. If S is too many, a combination with a smaller leftover is zero somewhere in
 * S. So: for each column of S in turn, either it is zero (which takes a dimension from V), or it is not and
 * belongs to the leftover, which may hold few columns only. Every case is looked at, so that "none" is
 * certain; the steps are counted, and too many of them mean "found". */
#include <stdlib.h>

#include "compare/disclose_internal.h"

static const int64_t hunt_effort = 20000000;

struct hunt {
    struct disclose *d;
    size_t columns;
    /* Columns that are alike in r and V are one; its pieces. Most rows first. */
    uint32_t *pieces, *first;
    uint32_t *some; /* scratch for pieces of several columns */
    int64_t effort;
    bool failed; /* out of memory */
};
struct space {
    uint64_t *r; /* columns of them */
    uint64_t *v; /* dimension rows of them */
    size_t dimension;
};

static bool columns_few(struct hunt *h, const bool *chosen)
{
    size_t count = 0;
    for (size_t c = 0; c < h->columns; c++) {
        for (uint32_t i = h->first[c]; chosen[c] && i < h->first[c + 1]; i++) {
            h->some[count++] = h->pieces[i];
        }
    }
    return pieces_few(h->d, h->some, count);
}

/* Makes column c of r and of all in V zero, at the price of a dimension. False where it cannot be. */
static bool force(const struct hunt *h, struct space *s, size_t c)
{
    size_t m = h->columns, k = 0;
    while (k < s->dimension && s->v[k * m + c] == 0) {
        k++;
    }
    if (k == s->dimension) {
        return s->r[c] == 0;
    }
    uint64_t *by = s->v + k * m, inverse = field_inverse(by[c]);
    for (size_t j = 0; j <= s->dimension; j++) {
        uint64_t *row = j == s->dimension ? s->r : s->v + j * m;
        uint64_t factor = field_times(row[c], inverse);
        for (size_t i = 0; row != by && factor != 0 && i < m; i++) {
            row[i] = field_minus(row[i], field_times(factor, by[i]));
        }
    }
    uint64_t *last = s->v + (s->dimension - 1) * m;
    for (size_t i = 0; i < m; i++) {
        by[i] = last[i];
    }
    s->dimension--;
    return true;
}

static bool can_be_zero(const struct hunt *h, const struct space *s, size_t c)
{
    for (size_t k = 0; k < s->dimension; k++) {
        if (s->v[k * h->columns + c] != 0) {
            return true;
        }
    }
    return false;
}

static bool space_copy(const struct hunt *h, const struct space *from, struct space *to)
{
    size_t r = h->columns, v = from->dimension * h->columns;
    to->dimension = from->dimension;
    to->r = malloc((r + v + 1) * sizeof *to->r);
    for (size_t i = 0; to->r != NULL && i < r; i++) {
        to->r[i] = from->r[i];
    }
    to->v = to->r == NULL ? NULL : to->r + r;
    for (size_t i = 0; to->r != NULL && i < v; i++) {
        to->v[i] = from->v[i];
    }
    return to->r != NULL;
}

/* kept: columns that stay in the leftover. True: there is a small leftover, or it took too long. */
static bool hunt(struct hunt *h, const struct space *s, const bool *kept)
{
    size_t m = h->columns;
    h->effort -= (int64_t)((s->dimension + 1) * m);
    bool *chosen = malloc(2 * m + 2), *mine = chosen == NULL ? NULL : chosen + m + 1;
    if (chosen == NULL) {
        h->failed = true;
    }
    bool found = h->failed || h->effort < 0;
    for (size_t c = 0; !found && c < m; c++) {
        chosen[c] = s->r[c] != 0;
        mine[c] = kept[c] || (chosen[c] && !can_be_zero(h, s, c));
    }
    found = found || columns_few(h, chosen);
    bool open = !found && columns_few(h, mine);
    for (size_t c = 0; open && c < m; c++) {
        if (!chosen[c] || mine[c]) {
            continue;
        }
        struct space less;
        if (!space_copy(h, s, &less)) {
            h->failed = found = true;
            break;
        }
        found = force(h, &less, c) && hunt(h, &less, mine);
        free(less.r);
        mine[c] = true;
        open = !found && columns_few(h, mine);
    }
    free(chosen);
    return found;
}

/* The published vectors that are zero but on few pieces and hang together with r by common pieces; marks
 * the pieces. Returns how many. */
static size_t connected(const struct disclose *d, const uint64_t *r, bool *piece, bool *vector)
{
    size_t count = 0;
    for (size_t p = 0; p < d->piece_count; p++) {
        piece[p] = r[p] != 0;
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t k = 0; k < d->basis_count; k++) {
            const uint64_t *b = d->basis[k];
            bool touches = false;
            for (size_t p = 0; !vector[k] && d->pieces[d->pivot[k]].few && p < d->piece_count;
                 p++) {
                touches = touches || (piece[p] && b[p] != 0);
            }
            if (!touches) {
                continue;
            }
            for (size_t p = 0; p < d->piece_count; p++) {
                piece[p] = piece[p] || b[p] != 0;
            }
            vector[k] = more = true;
            count++;
        }
    }
    return count;
}

static bool alike(const struct disclose *d, const uint64_t *r, const bool *vector, uint32_t a,
                  uint32_t b)
{
    bool same = r[a] == r[b];
    for (size_t k = 0; same && k < d->basis_count; k++) {
        same = !vector[k] || d->basis[k][a] == d->basis[k][b];
    }
    return same;
}

/* Columns: marked pieces, those that are alike together. */
static void group(struct hunt *h, const uint64_t *r, const bool *vector, bool *piece)
{
    const struct disclose *d = h->d;
    uint32_t filled = 0;
    for (size_t i = d->piece_count; i-- > 0;) {
        uint32_t a = d->ascending[i];
        if (!piece[a]) {
            continue;
        }
        h->first[h->columns++] = filled;
        for (size_t j = i + 1; j-- > 0;) {
            uint32_t b = d->ascending[j];
            if (piece[b] && (b == a || alike(d, r, vector, a, b))) {
                h->pieces[filled++] = b;
                piece[b] = false;
            }
        }
    }
    h->first[h->columns] = filled;
}

/* Columns whose pieces are not few together must be zero. False: that is not to be had. */
static bool clear_large(struct hunt *h, struct space *s)
{
    for (size_t c = 0; c < h->columns; c++) {
        size_t count = h->first[c + 1] - h->first[c];
        if (!pieces_few(h->d, h->pieces + h->first[c], count) && !force(h, s, c)) {
            return false;
        }
    }
    return true;
}

static bool look(struct hunt *h, const uint64_t *r, const bool *vector, struct space *s)
{
    const struct disclose *d = h->d;
    size_t row = 0;
    for (size_t c = 0; c < h->columns; c++) {
        s->r[c] = r[h->pieces[h->first[c]]];
    }
    for (size_t k = 0; k < d->basis_count; k++) {
        for (size_t c = 0; vector[k] && c < h->columns; c++) {
            s->v[row * h->columns + c] = d->basis[k][h->pieces[h->first[c]]];
        }
        row += vector[k];
    }
    bool *kept = calloc(h->columns + 1, sizeof *kept);
    h->failed = kept == NULL;
    bool found = h->failed || (clear_large(h, s) && hunt(h, s, kept));
    free(kept);
    return found;
}

int disclose_hunt(struct disclose *d, const uint64_t *r, bool *found)
{
    struct hunt h = {.d = d, .effort = hunt_effort};
    bool *piece = calloc(d->piece_count + 1, sizeof *piece);
    bool *vector = calloc(d->basis_count + 1, sizeof *vector);
    h.pieces = calloc(d->piece_count + 1, sizeof *h.pieces);
    h.first = calloc(d->piece_count + 2, sizeof *h.first);
    h.some = calloc(d->piece_count + 1, sizeof *h.some);
    struct space s = {NULL, NULL, 0};
    int code = ERR_MEMORY;
    *found = true;
    if (piece != NULL && vector != NULL && h.pieces != NULL && h.first != NULL && h.some != NULL) {
        s.dimension = connected(d, r, piece, vector);
        group(&h, r, vector, piece);
        s.r = calloc((s.dimension + 1) * h.columns + 1, sizeof *s.r);
        if (s.r != NULL) {
            s.v = s.r + h.columns;
            *found = look(&h, r, vector, &s);
            code = h.failed ? ERR_MEMORY : 0;
        }
    }
    free(s.r);
    free(piece);
    free(vector);
    free(h.pieces);
    free(h.first);
    free(h.some);
    return code;
}
