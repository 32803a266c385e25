#ifndef KUMIKI_SUMS_H
#define KUMIKI_SUMS_H

// Sums of many numbers in an order that the source gives, not the compiler: every CPU and every build adds in the same
// order. 64 sums run side by side in four vectors, so that a sum of n numbers has the rounding errors of n / 64
// additions in sequence. The vectors are added, then their numbers from the first to the last. The numbers that are left
// follow, 8 side by side, and the last ones one by one.

#include "blocks.h"
#include "clones.h"
#include <stddef.h>

/// The numbers p[at] ... p[at + lanes - 1].
#define FLOATS(lanes, p, at) (*(const floats_of_##lanes *)((p) + (at)))

/// Sets `first` and `second` to the sums of `count` terms each: `wide` numbers in each of the four vectors, `narrow` in
/// that of the rest. FIRST(lanes, at) is a vector of the terms at, at + 1, ... at + lanes - 1.
#define ADD_UP_VECTORS(vectors, wide, narrow, first, second, count, FIRST, SECOND)                                    \
    do {                                                                                                              \
        size_t at = 0;                                                                                                \
        vectors##_of_1 one = {0}, other = {0};                                                                        \
        if ((count) >= 4 * wide) {                                                                                    \
            vectors##_of_##wide firsts[4] = {{0}}, seconds[4] = {{0}};                                                \
            for (; at + 4 * wide <= (count); at += 4 * wide)                                                          \
                for (int v = 0; v < 4; v++) {                                                                         \
                    firsts[v] += FIRST(wide, at + wide * v);                                                          \
                    seconds[v] += SECOND(wide, at + wide * v);                                                        \
                }                                                                                                     \
            for (int v = 1; v < 4; v++) firsts[0] += firsts[v], seconds[0] += seconds[v];                             \
            one[0] = firsts[0][0], other[0] = seconds[0][0];                                                          \
            for (int lane = 1; lane < wide; lane++) one[0] += firsts[0][lane], other[0] += seconds[0][lane];          \
        }                                                                                                             \
        if (at + narrow <= (count)) {                                                                                 \
            vectors##_of_##narrow firsts = {one[0]}, seconds = {other[0]};                                            \
            for (; at + narrow <= (count); at += narrow) {                                                            \
                firsts += FIRST(narrow, at);                                                                          \
                seconds += SECOND(narrow, at);                                                                        \
            }                                                                                                         \
            one[0] = firsts[0], other[0] = seconds[0];                                                                \
            for (int lane = 1; lane < narrow; lane++) one[0] += firsts[lane], other[0] += seconds[lane];              \
        }                                                                                                             \
        for (; at < (count); at++) {                                                                                  \
            one += FIRST(1, at);                                                                                      \
            other += SECOND(1, at);                                                                                   \
        }                                                                                                             \
        first = one[0];                                                                                               \
        second = other[0];                                                                                            \
    } while (0)

#define NO_FLOATS(lanes, at) (floats_of_##lanes){0}
#define NO_DOUBLES(lanes, at) (doubles_of_##lanes){0}

/// Sets `sum` to the sum of `count` terms in float32; TERM(lanes, at) is a vector of the terms from `at` on.
#define ADD_UP(sum, count, TERM)                                                                                      \
    do {                                                                                                              \
        float nothing;                                                                                                \
        ADD_UP_VECTORS(floats, 16, 8, sum, nothing, count, TERM, NO_FLOATS);                                          \
        (void)nothing;                                                                                                \
    } while (0)

/// As ADD_UP for two sums at once.
#define ADD_UP_BOTH(first, second, count, FIRST, SECOND)                                                              \
    ADD_UP_VECTORS(floats, 16, 8, first, second, count, FIRST, SECOND)

/// As ADD_UP in float64.
#define ADD_UP_DOUBLES(sum, count, TERM)                                                                              \
    do {                                                                                                              \
        double nothing;                                                                                               \
        ADD_UP_VECTORS(doubles, 8, 4, sum, nothing, count, TERM, NO_DOUBLES);                                         \
        (void)nothing;                                                                                                \
    } while (0)

#endif
