#include "KernelLoops.h"
#include "blocks.h"
#include <math.h>
#include "clones.h"

// The two passes of a step of sequential minimal optimization over all variables: moving the gradient along a pair
// while the next pair's first half is found, and finding its second half. Eight variables are in a vector; each lane
// keeps its own best and its place, and the lanes are compared at the end. Among equals the last wins, as in LIBSVM, so
// that both take the same steps.

typedef int64_t longs_of_8 __attribute__((vector_size(64), aligned(8)));

enum { lanes = 8 };

#define WIDE(pointer) __builtin_convertvector(*(const floats_of_8 *)(pointer), doubles_of_8)
#define CHOICE(type, mask, a, b) ((type)(((mask) & (longs_of_8)(a)) | (~(mask) & (longs_of_8)(b))))

static const longs_of_8 first_places = {0, 1, 2, 3, 4, 5, 6, 7};

INLINE void take_highest(loop_extremes *found, double value, int64_t place) {
    if (value > found->highest || (value == found->highest && place > found->highest_place)) {
        found->highest = value;
        found->highest_place = place;
    }
}

INLINE void take_lowest(loop_extremes *found, double value, int64_t place) {
    if (value < found->lowest || (value == found->lowest && place > found->lowest_place)) {
        found->lowest = value;
        found->lowest_place = place;
    }
}

FOR_EVERY_CPU
void loop_move_along_pair(
    double *gradient, const float *rises, const float *falls, const float *a, const float *b, double step,
    int64_t first, size_t count, loop_extremes *found
) {
    doubles_of_8 highest, lowest;
    for (int lane = 0; lane < lanes; lane++) highest[lane] = -INFINITY, lowest[lane] = INFINITY;
    longs_of_8 highest_places = {0}, lowest_places = {0}, places = first_places + first;
    size_t i = 0;
    for (; i + lanes <= count; i += lanes, places += lanes) {
        doubles_of_8 g = *(doubles_of_8 *)(gradient + i) - step * (WIDE(a + i) - WIDE(b + i));
        *(doubles_of_8 *)(gradient + i) = g;
        const doubles_of_8 rising = g + WIDE(rises + i), falling = g + WIDE(falls + i);
        const longs_of_8 is_higher = rising >= highest, is_lower = falling <= lowest;
        highest = CHOICE(doubles_of_8, is_higher, rising, highest);
        highest_places = CHOICE(longs_of_8, is_higher, places, highest_places);
        lowest = CHOICE(doubles_of_8, is_lower, falling, lowest);
        lowest_places = CHOICE(longs_of_8, is_lower, places, lowest_places);
    }
    _Pragma("clang loop unroll(full)") for (int lane = 0; lane < lanes; lane++) {
        if (highest[lane] > -INFINITY) take_highest(found, highest[lane], highest_places[lane]);
        if (lowest[lane] < INFINITY) take_lowest(found, lowest[lane], lowest_places[lane]);
    }
    for (; i < count; i++) {
        gradient[i] -= step * ((double)a[i] - (double)b[i]);
        if (rises[i] == 0) take_highest(found, gradient[i], first + (int64_t)i);
        if (falls[i] == 0) take_lowest(found, gradient[i], first + (int64_t)i);
    }
}

/// Whether g²/c is more than the best so far.
INLINE bool gains_more(double square, double curvature, int64_t place, const loop_partner *found) {
    const double left = square * found->curvature, right = found->square * curvature;
    return left > right || (left == right && place > found->place);
}

FOR_EVERY_CPU
void loop_find_partner(
    const double *gradient, const float *falls, const float *row, const double *diagonal, double own_gradient,
    double own_diagonal, double least_curvature, int64_t first, size_t count, loop_partner *found
) {
    doubles_of_8 squares = {0}, curvatures;
    for (int lane = 0; lane < lanes; lane++) curvatures[lane] = 1;
    longs_of_8 best_places = {0}, places = first_places + first;
    const doubles_of_8 zeros = {0};
    size_t i = 0;
    for (; i + lanes <= count; i += lanes, places += lanes) {
        // Minus infinity where the variable must not fall.
        const doubles_of_8 gap = own_gradient - (*(const doubles_of_8 *)(gradient + i) + WIDE(falls + i));
        doubles_of_8 curvature = own_diagonal + *(const doubles_of_8 *)(diagonal + i) - 2 * WIDE(row + i);
        const longs_of_8 is_curved = curvature > zeros;
        curvature = CHOICE(doubles_of_8, is_curved, curvature, zeros + least_curvature);
        const doubles_of_8 square = CHOICE(doubles_of_8, gap > zeros, gap * gap, zeros);
        const longs_of_8 is_better = square * curvatures >= squares * curvature;
        squares = CHOICE(doubles_of_8, is_better, square, squares);
        curvatures = CHOICE(doubles_of_8, is_better, curvature, curvatures);
        best_places = CHOICE(longs_of_8, is_better, places, best_places);
    }
    for (int lane = 0; lane < lanes; lane++)
        if (squares[lane] > 0 && gains_more(squares[lane], curvatures[lane], best_places[lane], found))
            *found = (loop_partner){squares[lane], curvatures[lane], best_places[lane]};
    for (; i < count; i++) {
        const double gap = own_gradient - gradient[i];
        if (falls[i] != 0 || gap <= 0) continue;
        double curvature = own_diagonal + diagonal[i] - 2 * (double)row[i];
        if (!(curvature > 0)) curvature = least_curvature;
        if (gains_more(gap * gap, curvature, first + (int64_t)i, found))
            *found = (loop_partner){gap * gap, curvature, first + (int64_t)i};
    }
}
