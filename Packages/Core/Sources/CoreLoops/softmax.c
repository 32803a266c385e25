#include "CoreLoops.h"
#include "lanes.h"
#include "sums.h"
#include "vectormath.h"

/// y = exp(x - largest); returns the sum of y.
INLINE float row_exponentials(const float *x, float largest, float *y, size_t columns) {
    float sum;
    SIDE_BY_SIDE
    for (size_t j = 0; j < columns; j++) y[j] = vector_exp(x[j] - largest);
#define EXPONENTIAL(lanes, j) FLOATS(lanes, y, j)
    ADD_UP(sum, columns, EXPONENTIAL);
    return sum;
}

FOR_EVERY_CPU
void loop_softmax(const float *x, float *y, size_t rows, size_t columns, bool logarithm) {
    for (size_t i = 0; i < rows; i++, x += columns, y += columns) {
        float largest = largest_of(x, columns);
        float sum = row_exponentials(x, largest, y, columns);
        if (logarithm) {
            float shift = largest + logf(sum);
            for (size_t j = 0; j < columns; j++) y[j] = x[j] - shift;
        } else {
            float scale = 1 / sum;
            for (size_t j = 0; j < columns; j++) y[j] *= scale;
        }
    }
}

INLINE void softmax_gradient(
    const float *y, const float *dy, float *dx, size_t rows, size_t columns, const bool logarithm
) {
    for (size_t i = 0; i < rows; i++, y += columns, dy += columns, dx += columns) {
        float sum;
        if (logarithm) {
#define UPSTREAM(lanes, j) FLOATS(lanes, dy, j)
            ADD_UP(sum, columns, UPSTREAM);
            for (size_t j = 0; j < columns; j++) dx[j] = dy[j] - vector_exp(y[j]) * sum;
        } else {
#define PRODUCT(lanes, j) (FLOATS(lanes, dy, j) * FLOATS(lanes, y, j))
            ADD_UP(sum, columns, PRODUCT);
            for (size_t j = 0; j < columns; j++) dx[j] = y[j] * (dy[j] - sum);
        }
    }
}

FOR_EVERY_CPU
void loop_softmax_gradient(
    const float *y, const float *dy, float *dx, size_t rows, size_t columns, bool logarithm
) {
    if (logarithm) softmax_gradient(y, dy, dx, rows, columns, true);
    else softmax_gradient(y, dy, dx, rows, columns, false);
}

FOR_EVERY_CPU
double loop_softmax_cross_entropy(
    const float *x, const int32_t *labels, float *dx, float scale, size_t rows, size_t columns
) {
    double loss = 0;
    for (size_t i = 0; i < rows; i++, x += columns, dx += columns) {
        float largest = largest_of(x, columns);
        float sum = row_exponentials(x, largest, dx, columns);
        loss += (double)logf(sum) - ((double)x[labels[i]] - (double)largest);
        float share = scale / sum;
        for (size_t j = 0; j < columns; j++) dx[j] *= share;
        dx[labels[i]] -= scale;
    }
    return loss;
}
