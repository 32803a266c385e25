#include "CoreLoops.h"
#include "lanes.h"

// Sums are kept in float32 over short stretches, many side by side in vector registers, and the stretches are added in
// float64: however long a sum is, little is lost to rounding.

enum { row_stretch = 1024, column_stretch = 64, column_width = 64 };

INLINE float sum_of_row(const float *x, size_t count) {
    double total = 0;
    for (size_t start = 0; start < count; start += row_stretch) {
        const size_t end = count - start < row_stretch ? count : start + row_stretch;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (size_t i = start; i < end; i++) sum += x[i];
        total += (double)sum;
    }
    return (float)total;
}

/// y = sums of `width` neighboring columns, at most `column_width`, of a matrix with `inner` columns.
INLINE void sum_of_columns(const float *x, float *y, size_t reduced, size_t inner, size_t width) {
    double total[column_width] = {0};
    for (size_t start = 0; start < reduced; start += column_stretch) {
        const size_t end = reduced - start < column_stretch ? reduced : start + column_stretch;
        float sum[column_width] = {0};
        for (size_t r = start; r < end; r++)
            for (size_t i = 0; i < width; i++) sum[i] += x[r * inner + i];
        for (size_t i = 0; i < width; i++) total[i] += (double)sum[i];
    }
    for (size_t i = 0; i < width; i++) y[i] = (float)total[i];
}

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
    for (size_t o = 0; o < outer; o++, y += inner) {
        if (reduction == loop_sum) {
            size_t i = 0;
            for (; i + column_width <= inner; i += column_width)
                sum_of_columns(x + i, y + i, reduced, inner, column_width);
            if (i < inner) sum_of_columns(x + i, y + i, reduced, inner, inner - i);
            x += reduced * inner;
            continue;
        }
        float start = reduction == loop_largest ? -INFINITY : INFINITY;
        for (size_t i = 0; i < inner; i++) y[i] = start;
        for (size_t r = 0; r < reduced; r++, x += inner) {
            if (reduction == loop_largest)
                for (size_t i = 0; i < inner; i++) y[i] = larger(x[i], y[i]);
            else
                for (size_t i = 0; i < inner; i++) y[i] = smaller(x[i], y[i]);
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
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (size_t i = 0; i < count; i++) sum += (double)x[i] * (double)x[i];
    return sum;
}
