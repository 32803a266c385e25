#include "CoreLoops.h"
#include "blocks.h"
#include "lanes.h"
#include "sums.h"

// Sums are in float32 over short runs, many side by side (sums.h), and the runs are added in float64: rounding errors
// stay small for sums of any length.

enum { row_stretch = 1024, column_stretch = 64 };

INLINE float sum_of_row(const float *x, size_t count) {
    double total = 0;
    for (size_t start = 0; start < count; start += row_stretch) {
        const size_t left = count - start < row_stretch ? count - start : row_stretch;
        const float *from = x + start;
        float sum;
#define NUMBER(lanes, i) FLOATS(lanes, from, i)
        ADD_UP(sum, left, NUMBER);
        total += (double)sum;
    }
    return (float)total;
}

/// Sums of `vectors` times 16 neighboring columns of a matrix with `inner` columns. They stay in registers.
INLINE void sum_vectors(const float *x, float *y, size_t reduced, size_t inner, const int vectors) {
    doubles_of_16 total[4] = {{0}};
    for (size_t start = 0; start < reduced; start += column_stretch) {
        const size_t end = reduced - start < column_stretch ? reduced : start + column_stretch;
        floats_of_16 sum[4] = {{0}};
        for (size_t r = start; r < end; r++)
            for (int v = 0; v < vectors; v++) sum[v] += *(const floats_of_16 *)(x + r * inner + 16 * v);
        for (int v = 0; v < vectors; v++) total[v] += __builtin_convertvector(sum[v], doubles_of_16);
    }
    for (int v = 0; v < vectors; v++) *(floats_of_16 *)(y + 16 * v) = __builtin_convertvector(total[v], floats_of_16);
}

/// Sums of fewer than 16 neighboring columns.
INLINE void sum_lanes(const float *x, float *y, size_t reduced, size_t inner, const int lanes) {
    double total[8] = {0};
    for (size_t start = 0; start < reduced; start += column_stretch) {
        const size_t end = reduced - start < column_stretch ? reduced : start + column_stretch;
        float sum[8] = {0};
        for (size_t r = start; r < end; r++)
            for (int lane = 0; lane < lanes; lane++) sum[lane] += x[r * inner + lane];
        for (int lane = 0; lane < lanes; lane++) total[lane] += (double)sum[lane];
    }
    for (int lane = 0; lane < lanes; lane++) y[lane] = (float)total[lane];
}

/// The largest or smallest numbers of `vectors` times 16 neighboring columns.
INLINE void extreme_vectors(
    const float *x, float *y, size_t reduced, size_t inner, const int vectors, const bool largest
) {
    floats_of_16 best[4];
    for (int v = 0; v < vectors; v++) best[v] = (floats_of_16){0} + (largest ? -INFINITY : INFINITY);
    for (size_t r = 0; r < reduced; r++, x += inner)
        for (int v = 0; v < vectors; v++) {
            const floats_of_16 now = *(const floats_of_16 *)(x + 16 * v);
            const ints_of_16 isBetter = (largest ? now > best[v] : now < best[v]) | (now != now);
            best[v] = SELECT(floats_of_16, ints_of_16, isBetter, now, best[v]);
        }
    for (int v = 0; v < vectors; v++) *(floats_of_16 *)(y + 16 * v) = best[v];
}

INLINE void extreme_lanes(
    const float *x, float *y, size_t reduced, size_t inner, const int lanes, const bool largest
) {
    float best[8];
    for (int lane = 0; lane < lanes; lane++) best[lane] = largest ? -INFINITY : INFINITY;
    for (size_t r = 0; r < reduced; r++, x += inner)
        for (int lane = 0; lane < lanes; lane++)
            best[lane] = largest ? larger(x[lane], best[lane]) : smaller(x[lane], best[lane]);
    for (int lane = 0; lane < lanes; lane++) y[lane] = best[lane];
}

/// Takes the columns in stretches of 64, 32, 16 and 8, and the rest at once.
#define TAKE_COLUMNS(vectors, lanes, ...)                                                                             \
    do {                                                                                                              \
        size_t at = 0;                                                                                                \
        for (; at + 64 <= inner; at += 64) vectors(x + at, y + at, reduced, inner, 4 __VA_OPT__(,) __VA_ARGS__);      \
        if (inner & 32) vectors(x + at, y + at, reduced, inner, 2 __VA_OPT__(,) __VA_ARGS__);                         \
        at += inner & 32;                                                                                             \
        if (inner & 16) vectors(x + at, y + at, reduced, inner, 1 __VA_OPT__(,) __VA_ARGS__);                         \
        at += inner & 16;                                                                                             \
        if (inner & 8) lanes(x + at, y + at, reduced, inner, 8 __VA_OPT__(,) __VA_ARGS__);                            \
        at += inner & 8;                                                                                              \
        switch (inner - at) {                                                                                         \
        case 1: lanes(x + at, y + at, reduced, inner, 1 __VA_OPT__(,) __VA_ARGS__); break;                            \
        case 2: lanes(x + at, y + at, reduced, inner, 2 __VA_OPT__(,) __VA_ARGS__); break;                            \
        case 3: lanes(x + at, y + at, reduced, inner, 3 __VA_OPT__(,) __VA_ARGS__); break;                            \
        case 4: lanes(x + at, y + at, reduced, inner, 4 __VA_OPT__(,) __VA_ARGS__); break;                            \
        case 5: lanes(x + at, y + at, reduced, inner, 5 __VA_OPT__(,) __VA_ARGS__); break;                            \
        case 6: lanes(x + at, y + at, reduced, inner, 6 __VA_OPT__(,) __VA_ARGS__); break;                            \
        case 7: lanes(x + at, y + at, reduced, inner, 7 __VA_OPT__(,) __VA_ARGS__); break;                            \
        default: break;                                                                                               \
        }                                                                                                             \
    } while (0)

FOR_EVERY_CPU
static void reduce_rows(loop_reduction reduction, const float *x, float *y, size_t outer, size_t reduced) {
    for (size_t o = 0; o < outer; o++, x += reduced) {
        switch (reduction) {
        case loop_sum: y[o] = sum_of_row(x, reduced); break;
        case loop_largest: y[o] = largest_of(x, reduced); break;
        case loop_smallest: y[o] = smallest_of(x, reduced); break;
        }
    }
}

FOR_EVERY_CPU
static void reduce_columns(
    loop_reduction reduction, const float *x, float *y, size_t outer, size_t reduced, size_t inner
) {
    for (size_t o = 0; o < outer; o++, x += reduced * inner, y += inner) {
        switch (reduction) {
        case loop_sum: TAKE_COLUMNS(sum_vectors, sum_lanes); break;
        case loop_largest: TAKE_COLUMNS(extreme_vectors, extreme_lanes, true); break;
        case loop_smallest: TAKE_COLUMNS(extreme_vectors, extreme_lanes, false); break;
        }
    }
}

void loop_reduce(
    loop_reduction reduction, const float *x, float *y, size_t outer, size_t reduced, size_t inner
) {
    if (inner == 1) reduce_rows(reduction, x, y, outer, reduced);
    else reduce_columns(reduction, x, y, outer, reduced, inner);
}

FOR_EVERY_CPU
double loop_sum_of_squares(const float *x, size_t count) {
    double sum;
#define WIDENED(lanes, i) __builtin_convertvector(FLOATS(lanes, x, i), doubles_of_##lanes)
#define SQUARE(lanes, i) (WIDENED(lanes, i) * WIDENED(lanes, i))
    ADD_UP_DOUBLES(sum, count, SQUARE);
    return sum;
}
