#include "CoreLoops.h"
#include "sums.h"
#include "vectormath.h"

// Layer normalization of rows (Ba, Kiros, Hinton 2016). The narrow widths of small Transformers are compiled
// separately: with the number of columns known, a row stays in one register, and its numbers are added in sequence.

enum { narrow = 8 };

INLINE void normalize(
    const float *x, const float *weight, const float *bias, float epsilon, float *y, float *statistics, size_t rows,
    size_t columns
) {
    const float share = 1 / (float)columns;
    for (size_t i = 0; i < rows; i++, x += columns, y += columns) {
        float sum = 0, squares = 0;
#define NUMBER(lanes, j) FLOATS(lanes, x, j)
        if (columns == narrow)
            for (size_t j = 0; j < narrow; j++) sum += x[j];
        else
            ADD_UP(sum, columns, NUMBER);
        const float mean = sum * share;
#define SQUARE(lanes, j) ((FLOATS(lanes, x, j) - mean) * (FLOATS(lanes, x, j) - mean))
        if (columns == narrow)
            for (size_t j = 0; j < narrow; j++) squares += (x[j] - mean) * (x[j] - mean);
        else
            ADD_UP(squares, columns, SQUARE);
        const float scale = 1 / vector_sqrt(squares * share + epsilon);
        for (size_t j = 0; j < columns; j++) y[j] = (x[j] - mean) * scale * weight[j] + bias[j];
        statistics[2 * i] = mean;
        statistics[2 * i + 1] = scale;
    }
}

FOR_EVERY_CPU
void loop_layer_norm(
    const float *x, const float *weight, const float *bias, float epsilon, float *y, float *statistics, size_t rows,
    size_t columns
) {
    if (columns == narrow) normalize(x, weight, bias, epsilon, y, statistics, rows, narrow);
    else normalize(x, weight, bias, epsilon, y, statistics, rows, columns);
}

/// With z = (x - mean) scale and g = dy weight: dx = scale (g - mean(g) - z mean(g z)).
INLINE void normalize_gradient(
    const float *restrict dy, const float *restrict x, const float *restrict statistics, const float *restrict weight,
    float *restrict dx, float *restrict dweight, float *restrict dbias, size_t rows, size_t columns
) {
    const float share = 1 / (float)columns;
    for (size_t i = 0; i < rows; i++, x += columns, dy += columns, dx += columns) {
        const float mean = statistics[2 * i], scale = statistics[2 * i + 1];
        float sum = 0, product = 0;
// A value of its own, for a product that is added at once is not rounded.
#define G(lanes, j)                                                                                                    \
    ({                                                                                                                 \
        const floats_of_##lanes g = FLOATS(lanes, dy, j) * FLOATS(lanes, weight, j);                                   \
        g;                                                                                                             \
    })
#define GZ(lanes, j) (G(lanes, j) * ((FLOATS(lanes, x, j) - mean) * scale))
        if (columns == narrow)
            for (size_t j = 0; j < narrow; j++) {
                const float z = (x[j] - mean) * scale, g = dy[j] * weight[j];
                sum += g;
                product += g * z;
            }
        else
            ADD_UP_BOTH(sum, product, columns, G, GZ);
        sum *= share;
        product *= share;
        for (size_t j = 0; j < columns; j++) {
            const float z = (x[j] - mean) * scale;
            dx[j] = scale * (dy[j] * weight[j] - sum - z * product);
            dweight[j] += dy[j] * z;
            dbias[j] += dy[j];
        }
    }
}

FOR_EVERY_CPU
void loop_layer_norm_gradient(
    const float *dy, const float *x, const float *statistics, const float *weight, float *dx, float *dweight,
    float *dbias, size_t rows, size_t columns
) {
    if (columns == narrow) {
        float sums[2 * narrow] = {0};
        normalize_gradient(dy, x, statistics, weight, dx, sums, sums + narrow, rows, narrow);
        for (size_t j = 0; j < narrow; j++) {
            dweight[j] += sums[j];
            dbias[j] += sums[narrow + j];
        }
    } else {
        normalize_gradient(dy, x, statistics, weight, dx, dweight, dbias, rows, columns);
    }
}
