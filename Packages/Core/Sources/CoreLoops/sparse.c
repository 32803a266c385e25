#include "CoreLoops.h"
#include "blocks.h"
#include "clones.h"

// Products of a sparse matrix, stored row by row, and a dense one. Up to 64 columns of a result's row are summed in
// registers; the next rows of the dense matrix are prefetched, because they may be anywhere in memory.

enum { ahead = 24 };

INLINE float rectified(float x, float slope) { return x < 0 ? slope * x : x; }

/// Sums of `vectors` times 16 columns.
INLINE void sum_vectors(
    const loop_sparse *m, const float *x, const float *bias, float slope, float *y, size_t width, size_t first,
    size_t count, const int vectors, const bool is_permuted
) {
    const size_t last = m->offsets[first + count];
    for (size_t i = first; i < first + count; i++) {
        floats_of_16 sums[4];
        for (int v = 0; v < vectors; v++)
            sums[v] = bias ? *(const floats_of_16 *)(bias + 16 * v) : (floats_of_16){0};
        for (size_t k = m->offsets[i]; k < m->offsets[i + 1]; k++) {
            if (k + ahead < last) {
                const float *next = x + (size_t)m->columns[k + ahead] * width;
                for (int v = 0; v < vectors; v++) __builtin_prefetch(next + 16 * v);
            }
            const float value = m->values[is_permuted ? (size_t)m->origins[k] : k];
            const float *from = x + (size_t)m->columns[k] * width;
            for (int v = 0; v < vectors; v++) sums[v] += value * *(const floats_of_16 *)(from + 16 * v);
        }
        for (int v = 0; v < vectors; v++) {
            floats_of_16 sum = sums[v];
            if (slope != 1) sum = SELECT(floats_of_16, ints_of_16, sum < 0, slope * sum, sum);
            *(floats_of_16 *)(y + i * width + 16 * v) = sum;
        }
    }
}

/// Sums of fewer than 16 columns.
INLINE void sum_lanes(
    const loop_sparse *m, const float *x, const float *bias, float slope, float *y, size_t width, size_t first,
    size_t count, const int lanes, const bool is_permuted
) {
    for (size_t i = first; i < first + count; i++) {
        float sums[8];
        for (int lane = 0; lane < lanes; lane++) sums[lane] = bias ? bias[lane] : 0;
        for (size_t k = m->offsets[i]; k < m->offsets[i + 1]; k++) {
            const float value = m->values[is_permuted ? (size_t)m->origins[k] : k];
            const float *from = x + (size_t)m->columns[k] * width;
            for (int lane = 0; lane < lanes; lane++) sums[lane] += value * from[lane];
        }
        for (int lane = 0; lane < lanes; lane++)
            y[i * width + lane] = slope == 1 ? sums[lane] : rectified(sums[lane], slope);
    }
}

INLINE void sparse_product(
    const loop_sparse *m, const float *x, const float *bias, float slope, float *y, size_t width, size_t first,
    size_t count, const bool is_permuted
) {
    size_t at = 0;
#define VECTORS(n) sum_vectors(m, x + at, bias ? bias + at : 0, slope, y + at, width, first, count, n, is_permuted)
#define LANES(n) \
    case n: sum_lanes(m, x + at, bias ? bias + at : 0, slope, y + at, width, first, count, n, is_permuted); break
    for (; at + 64 <= width; at += 64) VECTORS(4);
    if (at + 32 <= width) {
        VECTORS(2);
        at += 32;
    }
    if (at + 16 <= width) {
        VECTORS(1);
        at += 16;
    }
    if (at + 8 <= width) {
        sum_lanes(m, x + at, bias ? bias + at : 0, slope, y + at, width, first, count, 8, is_permuted);
        at += 8;
    }
    switch (width - at) {
        LANES(1);
        LANES(2);
        LANES(3);
        LANES(4);
        LANES(5);
        LANES(6);
        LANES(7);
    default: break;
    }
#undef VECTORS
#undef LANES
}

FOR_EVERY_CPU
void loop_sparse_product(
    const loop_sparse *m, const float *x, const float *bias, float slope, float *y, size_t width, size_t first,
    size_t count
) {
    if (m->origins) sparse_product(m, x, bias, slope, y, width, first, count, true);
    else sparse_product(m, x, bias, slope, y, width, first, count, false);
}
