/* Random numbers that hang on nothing but seed, stream and place: whoever asks for the same three gets the
 * same number, in whatever thread and order. Philox 4x64 with ten rounds, from Salmon, Moraes, Dror and Shaw,
 * Parallel Random Numbers: As Easy as 1, 2, 3, SC11, 2011; all else is made of its bits by basic operations,
 * so that the last digit is the same on every machine. Not for secrets. */
#ifndef COMPARE_RANDOM_H
#define COMPARE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* The four words at place `counter` under `key`: the bare generator. */
void random_philox(const uint64_t counter[4], const uint64_t key[2], uint64_t out[4]);

/* A reader of one stream. Streams that differ in seed, stream or part have nothing to do with each other;
 * each is 2^65 words long. */
struct random {
    uint64_t key[2];     /* seed, stream */
    uint64_t counter[4]; /* part in the upper ones */
    uint64_t words[4];
    int left; /* words that are not read yet */
};

/* Begins a stream. part is a second number to tell streams apart by: a row, a block of draws. */
void random_start(struct random *r, uint64_t seed, uint64_t stream, uint64_t part);
/* The next 64 bits. */
uint64_t random_bits(struct random *r);
/* Between 0 and 1, and never either: odd multiples of 2^-54. */
double random_uniform(struct random *r);
/* A whole number from 0 to n - 1, each with the same chance. n >= 1. Lemire, Fast Random Integer Generation
 * in an Interval, ACM Transactions on Modeling and Computer Simulation 29, 2019. */
uint64_t random_below(struct random *r, uint64_t n);
/* Normal, mean 0, standard deviation 1, by inversion. */
double random_normal(struct random *r);
/* Gamma of that shape > 0, scale 1. Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, ACM
 * Transactions on Mathematical Software 26, 2000; below 1 by a power of a uniform number, as there. */
double random_gamma(struct random *r, double shape);
/* n of them in a row. */
void random_gammas(struct random *r, double shape, double *out, size_t n);
/* n shares that sum to 1, Dirichlet with these parameters > 0. */
void random_dirichlet(struct random *r, const double *parameters, size_t n, double *shares);

#endif
