#ifndef KUMIKI_LANES_H
#define KUMIKI_LANES_H

// Largest and smallest of a row over independent lanes, so that they vectorize; NaN wins in both.

#include "clones.h"
#include <math.h>
#include <stddef.h>

enum { lane_count = 16 };

INLINE float larger(float x, float best) { return x > best || x != x ? x : best; }
INLINE float smaller(float x, float best) { return x < best || x != x ? x : best; }

#define REDUCE_IN_LANES(pick, start)                                                                                  \
    float lanes[lane_count], best = start;                                                                            \
    size_t i = 0;                                                                                                     \
    for (int lane = 0; lane < lane_count; lane++) lanes[lane] = start;                                                \
    for (; i + lane_count <= count; i += lane_count)                                                                  \
        for (int lane = 0; lane < lane_count; lane++) lanes[lane] = pick(x[i + lane], lanes[lane]);                   \
    for (; i < count; i++) best = pick(x[i], best);                                                                   \
    for (int half = lane_count / 2; half > 0; half /= 2)                                                              \
        for (int lane = 0; lane < half; lane++) lanes[lane] = pick(lanes[lane + half], lanes[lane]);                  \
    return pick(lanes[0], best)

INLINE float largest_of(const float *x, size_t count) { REDUCE_IN_LANES(larger, -INFINITY); }
INLINE float smallest_of(const float *x, size_t count) { REDUCE_IN_LANES(smaller, INFINITY); }

#endif
