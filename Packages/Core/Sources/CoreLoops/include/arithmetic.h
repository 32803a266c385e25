#ifndef KUMIKI_LOOPS_ARITHMETIC_H
#define KUMIKI_LOOPS_ARITHMETIC_H

// Element-wise loops, reductions, dropout, and the updates of optimizers.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: unary.c

typedef enum {
    loop_relu, loop_leaky_relu, loop_tanh, loop_sigmoid, loop_softsign, loop_elu, loop_gelu, loop_gaussian,
    loop_hard_limit, loop_exp, loop_log, loop_square, loop_square_root, loop_absolute, loop_reciprocal, loop_softplus,
    loop_affine, loop_clamp,
} loop_unary_operation;

/// y = f(x); `a` and `b` are the operation's parameters: slope, alpha, or scale and offset.
void loop_unary(loop_unary_operation operation, float a, float b, const float *x, float *y, size_t count);
/// dx = dy f'(x), where y = f(x).
void loop_unary_gradient(
    loop_unary_operation operation, float a, const float *x, const float *y, const float *dy, float *dx, size_t count);

// MARK: binary.c

typedef enum {
    loop_add, loop_subtract, loop_multiply, loop_divide, loop_maximum, loop_minimum,
} loop_binary_operation;

/// z[i] = a[i sa] op b[i sb]; the strides are 0 or 1.
void loop_binary(
    loop_binary_operation operation, const float *a, size_t stride_a, const float *b, size_t stride_b, float *z,
    size_t count);
/// y += scale x
void loop_accumulate(float scale, const float *x, float *y, size_t count);

// MARK: reduce.c

typedef enum { loop_sum, loop_largest, loop_smallest } loop_reduction;

/// y[o, i] = reduction over r of x[o, r, i], for rows outer and columns inner.
void loop_reduce(loop_reduction reduction, const float *x, float *y, size_t outer, size_t reduced, size_t inner);
double loop_sum_of_squares(const float *x, size_t count);

// MARK: softmax.c

/// Softmax of each row, or its logarithm.
void loop_softmax(const float *x, float *y, size_t rows, size_t columns, bool logarithm);
/// The gradient of loop_softmax from its result y.
void loop_softmax_gradient(
    const float *y, const float *dy, float *dx, size_t rows, size_t columns, bool logarithm);
/// Sum over rows of -log softmax(x)[label], and dx = scale (softmax(x) - onehot(label)).
double loop_softmax_cross_entropy(
    const float *x, const int32_t *labels, float *dx, float scale, size_t rows, size_t columns);

// MARK: dropout.c

/// y = x / (1 - rate) where element first + i is kept, otherwise 0, drawn in 16 bits: of each 512 elements, those of
/// stretch s, 64 long, take half s % 2 of word s / 2 of 64 Philox blocks in turn. `first` is a multiple of 512.
void loop_dropout(
    uint64_t key, uint64_t counter, double rate, const float *x, float *y, size_t first, size_t count);

/// mask[i] = 1 where the same draw keeps element first + i, otherwise 0. `first` is a multiple of 512.
void loop_dropout_mask(uint64_t key, uint64_t counter, double rate, uint8_t *mask, size_t first, size_t count);

// MARK: transpose.c

/// y[i y_stride + j] = x[j x_stride + i] for words of any meaning.
void loop_transpose(
    const uint32_t *x, size_t x_stride, uint32_t *y, size_t y_stride, size_t rows, size_t columns);

// MARK: indexing.c

/// Row rows[i] of a byte table as float32: y[i, j] = scale x[rows[i], j] + offset.
void loop_gather_bytes(
    const uint8_t *x, const int32_t *rows, float *y, size_t count, size_t columns, float scale, float offset);
/// y[rows[i], j] += x[i, j] for the first `columns` of rows that are `stride` numbers apart.
void loop_scatter_add(
    const float *x, const int32_t *rows, float *y, size_t count, size_t stride, size_t columns);

// MARK: optimizers.c

/// `rest1` and `rest2` are 1 - beta1 and 1 - beta2, computed in float64, because float32 has few digits next to 1.
typedef struct {
    float learning_rate, weight_decay, momentum, beta1, beta2, rest1, rest2, epsilon, correction1, correction2;
    bool nesterov, decoupled;
} loop_update;

void loop_update_sgd(const loop_update *u, float *w, const float *g, size_t count);
void loop_update_momentum(const loop_update *u, bool is_first, float *w, const float *g, float *v, size_t count);
void loop_update_adam(const loop_update *u, float *w, const float *g, float *m, float *v, size_t count);
void loop_update_adamax(const loop_update *u, float *w, const float *g, float *m, float *v, size_t count);
void loop_update_adagrad(const loop_update *u, float *w, const float *g, float *v, size_t count);
void loop_update_rmsprop(const loop_update *u, float *w, const float *g, float *v, size_t count);

#endif
