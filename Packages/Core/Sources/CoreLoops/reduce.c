#include "CoreLoops.h"
#include "lanes.h"

// Float32 sums keep many partial sums in vector registers, so a long row loses little to rounding.

FOR_EVERY_CPU
static void reduce_rows(loop_reduction reduction, const float *x, float *y, size_t outer, size_t reduced) {
    for (size_t o = 0; o < outer; o++, x += reduced) {
        float sum = 0;
        switch (reduction) {
        case loop_sum:
#pragma omp simd reduction(+ : sum)
            for (size_t r = 0; r < reduced; r++) sum += x[r];
            y[o] = sum;
            break;
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
        float start = reduction == loop_sum ? 0 : (reduction == loop_largest ? -INFINITY : INFINITY);
        for (size_t i = 0; i < inner; i++) y[i] = start;
        for (size_t r = 0; r < reduced; r++, x += inner) {
            switch (reduction) {
            case loop_sum:
                for (size_t i = 0; i < inner; i++) y[i] += x[i];
                break;
            case loop_largest:
                for (size_t i = 0; i < inner; i++) y[i] = larger(x[i], y[i]);
                break;
            case loop_smallest:
                for (size_t i = 0; i < inner; i++) y[i] = smaller(x[i], y[i]);
                break;
            }
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
