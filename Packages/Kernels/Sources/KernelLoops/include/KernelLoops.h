#ifndef KUMIKI_KERNEL_LOOPS_H
#define KUMIKI_KERNEL_LOOPS_H

// Kernel values, and the steps of sequential minimal optimization.

// math.h for Swift, which sees it through this module on every platform.
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: kernel_matrix.c

typedef enum { loop_kernel_polynomial, loop_kernel_gaussian, loop_kernel_sigmoid } loop_kernel;

/// Turns products z [rows, columns] of rows a and b into kernel values in place: (scale z + offset)^degree,
/// exp(-scale |a - b|²) by the rows' squared lengths, or tanh(scale z + offset).
void loop_kernel_of_products(
    loop_kernel kernel, float scale, float offset, int32_t degree, const float *a_squares, const float *b_squares,
    float *z, size_t rows, size_t columns);

enum { loop_sparse_panel = 16 };

/// z[r stride + j] = a_r · b_j for `rows` rows a, at most loop_sparse_panel, which are the columns of `panel`
/// [width, loop_sparse_panel], and `count` rows b of which row j holds `values` starts[j] ..< starts[j + 1].
void loop_sparse_products(
    const float *panel, const int64_t *starts, const int32_t *columns, const float *values, size_t count, float *z,
    size_t stride, size_t rows);

/// z[r, j] = Σ a_r b_j, or of `distances` −½ Σ (a_r − b_j)², summed in float64, of `rows` rows a and `columns` rows b
/// of `width` numbers.
void loop_products_of_doubles(
    const double *a, const double *b, float *z, size_t rows, size_t columns, size_t width, bool distances);

/// sums[r, j] = Σ values[r stride + i] weights[j, i] over i < count, in float64; sums are [rows, columns], weights
/// [columns, count].
void loop_weighted_sums(
    const float *values, size_t stride, const double *weights, double *sums, size_t rows, size_t columns, size_t count);

// MARK: pair_ascent.c

/// The greatest gradient among the variables that may rise, the least among those that may fall, and whose they are;
/// places of -1 are none.
typedef struct {
    double highest, lowest;
    int64_t highest_place, lowest_place;
} loop_extremes;

/// gradient -= step (a - b), and what that leaves as extremes, added to `found`. `rises` is 0 where a variable may
/// rise, otherwise -INFINITY; `falls` is 0 where one may fall, otherwise INFINITY; the first variable is number
/// `first`.
void loop_move_along_pair(
    double *gradient, const float *rises, const float *falls, const float *a, const float *b, double step,
    int64_t first, size_t count, loop_extremes *found);

/// The variable that promises most: square / curvature is greatest. A place of -1 is none.
typedef struct {
    double square, curvature;
    int64_t place;
} loop_partner;

/// The variable j that may fall with the greatest (g_i - g_j)² / (k_ii + k_jj - 2 k_ij) where g_i > g_j, if it promises
/// more than `found`; `row` is k_i and `diagonal` k_jj. A curvature that is not above 0 counts as `least_curvature`.
void loop_find_partner(
    const double *gradient, const float *falls, const float *row, const double *diagonal, double own_gradient,
    double own_diagonal, double least_curvature, int64_t first, size_t count, loop_partner *found);

#endif
