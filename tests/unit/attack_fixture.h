/* An attacker of published sets who tries every set of pieces that is too few: whether some combination of
 * what is published leaves no other piece over. Shares nothing with the code that it attacks. */
#ifndef TESTS_ATTACK_FIXTURE_H
#define TESTS_ATTACK_FIXTURE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ATTACK_SETS = 96, ATTACK_PIECES = 20, ATTACK_FEW = 10 };

struct attack {
    size_t pieces;
    int64_t size[ATTACK_PIECES];
    int matrix[ATTACK_SETS][ATTACK_PIECES], published; /* rows of the matrix */
    int named[ATTACK_SETS][ATTACK_PIECES];
};

static inline int rank_of(const struct attack *a, uint64_t without)
{
    double m[ATTACK_SETS][ATTACK_PIECES];
    int rank = 0;
    for (int i = 0; i < a->published; i++) {
        for (size_t p = 0; p < a->pieces; p++) {
            m[i][p] = (without >> p & 1) != 0 ? 0 : a->matrix[i][p];
        }
    }
    for (size_t p = 0; p < a->pieces; p++) {
        int best = rank;
        for (int i = rank; i < a->published; i++) {
            best = fabs(m[i][p]) > fabs(m[best][p]) ? i : best;
        }
        if (rank >= a->published || fabs(m[best][p]) < 1e-7) {
            continue;
        }
        for (size_t q = 0; q < a->pieces; q++) {
            double x = m[best][q];
            m[best][q] = m[rank][q];
            m[rank][q] = x;
        }
        for (int i = rank + 1; i < a->published; i++) {
            double times = m[i][p] / m[rank][p];
            for (size_t q = 0; q < a->pieces; q++) {
                m[i][q] -= times * m[rank][q];
            }
        }
        rank++;
    }
    return rank;
}

/* A combination that leaves only the pieces of `left` over is one that vanishes without them. */
static inline bool combines_to_few(const struct attack *a)
{
    int whole = rank_of(a, 0);
    for (uint64_t left = 1; left < (uint64_t)1 << a->pieces; left++) {
        int64_t size = 0;
        for (size_t p = 0; p < a->pieces; p++) {
            size += (left >> p & 1) != 0 ? a->size[p] : 0;
        }
        if (size < ATTACK_FEW && rank_of(a, left) < whole) {
            return true;
        }
    }
    return false;
}

#endif
