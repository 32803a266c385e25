#include "KernelLoops.h"
#include "blocks.h"
#include "vectormath.h"

// Values of support vector kernels, computed in place from the products of rows, and their weighted sums.

enum { stretch = 256 };

/// x^degree by squaring, for a run of numbers at once so that every loop vectorizes.
INLINE void power_of_stretch(float *x, int32_t degree, size_t count) {
    float base[stretch];
    for (size_t i = 0; i < count; i++) base[i] = x[i], x[i] = 1;
    for (int32_t rest = degree; rest > 0; rest >>= 1) {
        if (rest & 1)
            for (size_t i = 0; i < count; i++) x[i] *= base[i];
        for (size_t i = 0; i < count; i++) base[i] *= base[i];
    }
}

FOR_EVERY_CPU
void loop_kernel_of_products(
    loop_kernel kernel, float scale, float offset, int32_t degree, const float *restrict a_squares,
    const float *restrict b_squares, float *restrict z, size_t rows, size_t columns
) {
    for (size_t r = 0; r < rows; r++, z += columns) {
        switch (kernel) {
        case loop_kernel_polynomial:
            for (size_t i = 0; i < columns; i++) z[i] = scale * z[i] + offset;
            for (size_t i = 0; i < columns; i += stretch)
                power_of_stretch(z + i, degree, columns - i < stretch ? columns - i : stretch);
            break;
        case loop_kernel_gaussian:
            for (size_t i = 0; i < columns; i++) {
                const float distance = a_squares[r] + b_squares[i] - 2 * z[i];
                z[i] = vector_exp(-scale * (distance < 0 ? 0 : distance));
            }
            break;
        case loop_kernel_sigmoid:
            for (size_t i = 0; i < columns; i++) z[i] = vector_tanh(scale * z[i] + offset);
            break;
        }
    }
}

FOR_EVERY_CPU
void loop_sparse_products(
    const float *panel, const int64_t *starts, const int32_t *columns, const float *values, size_t count, float *z,
    size_t stride, size_t rows
) {
    for (size_t j = 0; j < count; j++) {
        floats_of_16 sum = {0};
        for (int64_t k = starts[j]; k < starts[j + 1]; k++)
            sum += values[k] * *(const floats_of_16 *)(panel + (size_t)columns[k] * loop_sparse_panel);
        for (size_t r = 0; r < rows; r++) z[r * stride + j] = sum[r];
    }
}

enum { narrow = 16 };

/// For narrow rows: `stretch` rows b, or the remaining `count`, are stored as columns, so that one row a is multiplied
/// by all of them.
INLINE void products_of_narrow_rows(
    const double *a, const double *b, float *z, size_t rows, size_t columns, size_t width, size_t count, bool distances
) {
    double columns_of_b[narrow * stretch], sums[stretch];
    for (size_t j = 0; j < count; j++)
        for (size_t k = 0; k < width; k++) columns_of_b[k * stretch + j] = b[j * width + k];
    for (size_t r = 0; r < rows; r++, a += width, z += columns) {
        for (size_t j = 0; j < count; j++) sums[j] = 0;
        for (size_t k = 0; k < width; k++) {
            const double x = a[k], *y = columns_of_b + k * stretch;
            if (distances)
                for (size_t j = 0; j < count; j++) sums[j] -= (x - y[j]) * (x - y[j]) / 2;
            else
                for (size_t j = 0; j < count; j++) sums[j] += x * y[j];
        }
        for (size_t j = 0; j < count; j++) z[j] = (float)sums[j];
    }
}

FOR_EVERY_CPU
void loop_products_of_doubles(
    const double *a, const double *b, float *z, size_t rows, size_t columns, size_t width, bool distances
) {
    if (width <= narrow) {
        for (size_t j = 0; j < columns; j += stretch)
            products_of_narrow_rows(
                a, b + j * width, z + j, rows, columns, width, columns - j < stretch ? columns - j : stretch, distances);
        return;
    }
    for (size_t r = 0; r < rows; r++, a += width, z += columns)
        for (size_t j = 0; j < columns; j++) {
            const double *y = b + j * width;
            double sum = 0;
            if (distances) {
                SIDE_BY_SIDE
                for (size_t k = 0; k < width; k++) sum -= (a[k] - y[k]) * (a[k] - y[k]) / 2;
            } else {
                SIDE_BY_SIDE
                for (size_t k = 0; k < width; k++) sum += a[k] * y[k];
            }
            z[j] = (float)sum;
        }
}

FOR_EVERY_CPU
void loop_weighted_sums(
    const float *values, size_t stride, const double *weights, double *sums, size_t rows, size_t columns, size_t count
) {
    size_t r = 0;
    // Every weight that is read is used for four rows at once.
    for (; r + 4 <= rows; r += 4, values += 4 * stride, sums += 4 * columns) {
        const float *a = values, *b = a + stride, *c = b + stride, *d = c + stride;
        for (size_t j = 0; j < columns; j++) {
            const double *w = weights + j * count;
            double of_a = 0, of_b = 0, of_c = 0, of_d = 0;
            SIDE_BY_SIDE
            for (size_t i = 0; i < count; i++) {
                of_a += w[i] * a[i];
                of_b += w[i] * b[i];
                of_c += w[i] * c[i];
                of_d += w[i] * d[i];
            }
            sums[j] = of_a, sums[columns + j] = of_b, sums[2 * columns + j] = of_c, sums[3 * columns + j] = of_d;
        }
    }
    for (; r < rows; r++, values += stride, sums += columns)
        for (size_t j = 0; j < columns; j++) {
            const double *w = weights + j * count;
            double sum = 0;
            SIDE_BY_SIDE
            for (size_t i = 0; i < count; i++) sum += w[i] * values[i];
            sums[j] = sum;
        }
}
