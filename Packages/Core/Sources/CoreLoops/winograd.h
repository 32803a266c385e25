#ifndef KUMIKI_WINOGRAD_H
#define KUMIKI_WINOGRAD_H

// The arithmetic of Winograd's convolution: squares of vectors, sixteen channels each, multiplied by a small matrix
// from both sides.

#include "CoreLoops.h"
#include "blocks.h"
#include "clones.h"

enum { lanes = 16, most_points = 8, most_cells = most_points * most_points };

/// The layout of a square's vectors: floats between one and the next below, and the next to its right.
typedef struct {
    size_t down, across;
} steps;

INLINE floats_of_16 *vector_at(const float *x, steps by, size_t i, size_t j) {
    return (floats_of_16 *)(x + i * by.down + j * by.across);
}

/// y = m x m^T, for m of rows x columns; m is stored column by column where it is `turned`.
INLINE void transform(
    const float *restrict m, const int rows, const int columns, const bool turned, const float *restrict x, steps of_x,
    float *restrict y, steps of_y
) {
    const int by_row = turned ? 1 : columns, by_column = turned ? rows : 1;
    floats_of_16 half[most_cells], line[most_points];
    // Without unrolling, numbers of m are read where they are multiplied; with unrolling they would be spilled first.
#define PRODUCTS(i, set)                                                                                              \
    _Pragma("clang loop unroll(disable)") for (int i = 0; i < rows; i++) {                                            \
        floats_of_16 sum = m[i * by_row] * line[0];                                                                   \
        _Pragma("clang loop unroll(full)") for (int k = 1; k < columns; k++)                                          \
            sum += m[i * by_row + k * by_column] * line[k];                                                           \
        set = sum;                                                                                                    \
    }
    for (int j = 0; j < columns; j++) {
        _Pragma("clang loop unroll(full)") for (int k = 0; k < columns; k++) line[k] = *vector_at(x, of_x, k, j);
        PRODUCTS(i, half[i * columns + j])
    }
    for (int i = 0; i < rows; i++) {
        _Pragma("clang loop unroll(full)") for (int k = 0; k < columns; k++) line[k] = half[i * columns + k];
        PRODUCTS(j, *vector_at(y, of_y, i, j))
    }
#undef PRODUCTS
}

#endif
