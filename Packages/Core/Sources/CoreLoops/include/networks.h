#ifndef KUMIKI_LOOPS_NETWORKS_H
#define KUMIKI_LOOPS_NETWORKS_H

// Recurrences, attention and the layers around it, and whole perceptrons.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: recurrent.c

/// y += x w for a single row x; w is inner × columns.
void loop_add_row_product(
    const float *x, const float *w, size_t stride, float *y, size_t inner, size_t columns);
/// y += w x for a single column x; w is rows × inner.
void loop_add_column_product(const float *x, const float *w, float *y, size_t inner, size_t rows);
void loop_rnn_step(float *h, size_t count);
void loop_rnn_step_gradient(const float *h, const float *dy, const float *dh, float *dsums, size_t count);
/// Gates i, f, g, o.
void loop_lstm_step(float *gates, const float *c_before, float *c, float *h, size_t rows, size_t width);
/// `dc` is the gradient by c and becomes the one by c_before.
void loop_lstm_step_gradient(
    const float *gates, const float *c_before, const float *c, const float *dy, const float *dh, float *dc,
    float *dgates, size_t rows, size_t width);
/// Gates r, z, n; `hidden_sums` is the hidden state's contribution to each.
void loop_gru_step(
    float *gates, const float *hidden_sums, const float *h_before, float *h, size_t rows, size_t width);
/// `dh` is the gradient by h and becomes the part of the one by h_before that does not pass through the gates.
void loop_gru_step_gradient(
    const float *gates, const float *hidden_sums, const float *h_before, const float *dy, float *dh, float *dgates,
    float *dhidden_sums, size_t rows, size_t width);

// MARK: layernorm.c

/// y = (x - mean) scale weight + bias in each row, with scale = 1 / sqrt(variance + epsilon); `statistics` becomes mean
/// and scale of each row.
void loop_layer_norm(
    const float *x, const float *weight, const float *bias, float epsilon, float *y, float *statistics, size_t rows,
    size_t columns);
/// Adds to `dweight` and `dbias`.
void loop_layer_norm_gradient(
    const float *dy, const float *x, const float *statistics, const float *weight, float *dx, float *dweight,
    float *dbias, size_t rows, size_t columns);

// MARK: attention.c

/// Sizes of attention; strides are from one position to the next, of queries, and of keys and values.
typedef struct {
    size_t heads, queries, keys, head_width, query_stride, key_stride, mask_example_stride, mask_query_stride;
} loop_attention;

/// The size of the working memory of the following loops, in numbers.
size_t loop_attention_scratch(const loop_attention *sizes);
/// weights = softmax(query keyᵀ / sqrt(head width) + mask) of heads first ..< first + count, counted over all examples;
/// `mask` may be null.
void loop_attention_weights(
    const loop_attention *sizes, const float *query, const float *key, const float *mask, float *weights,
    float *scratch, size_t first, size_t count);
/// output = weights value
void loop_attention_mix(
    const loop_attention *sizes, const float *weights, const float *value, float *output, float *scratch, size_t first,
    size_t count);
/// `dropped` are the weights after dropout, the weights themselves without dropout.
void loop_attention_gradient(
    const loop_attention *sizes, const float *dy, const float *query, const float *key, const float *value,
    const float *weights, const float *dropped, float *dquery, float *dkey, float *dvalue, float *scratch,
    size_t first, size_t count);

// MARK: feedforward.c

/// The length of the packed weights; `width` is 8 or 16, `units` a multiple of 16.
size_t loop_feed_forward_packed(size_t width, size_t units);
/// Packs blocks first_block ..< last_block of 16 units of first (units, width), bias (units) and second (width, units)
/// times `scale`, dropout's factor for kept units.
void loop_feed_forward_pack(
    const float *first, const float *bias, const float *second, float scale, float *packed, size_t width, size_t units,
    size_t first_block, size_t last_block);
/// The inverse, for gradients.
void loop_feed_forward_unpack(
    const float *packed, float *first, float *bias, float *second, float scale, size_t width, size_t units,
    size_t first_block, size_t last_block);
/// y = dropout(max(0, x firstᵀ + bias)) secondᵀ + `bias` of the second layer; `mask` (rows, units) may be null.
void loop_feed_forward(
    const float *x, const float *packed, const float *bias, const uint8_t *mask, float *y, size_t rows, size_t width,
    size_t units);
/// The size of the gradient's working memory, in numbers.
size_t loop_feed_forward_scratch(void);
/// Adds the contributions of blocks first_block ..< last_block of 16 units to `dpacked` and `dx`.
void loop_feed_forward_gradient(
    const float *dy, const float *x, const float *packed, const uint8_t *mask, float *dpacked, float *dx,
    float *scratch, size_t rows, size_t width, size_t units, size_t first_block, size_t last_block);

// MARK: perceptron.c

enum { loop_perceptron_layers = 8, loop_perceptron_rows = 128 };

/// A multilayer perceptron of `layers` linear layers, whose widths are those of the inputs, the hidden layers and the
/// outputs; softmax and cross entropy at the end, or the squared error. `rate` is the dropout rate of the first hidden
/// layer, 0 for none.
typedef struct {
    size_t layers, widths[loop_perceptron_layers + 1];
    loop_unary_operation activation;
    bool has_classes;
    double rate;
    uint64_t key, counter;
} loop_perceptron;

/// The length of the packed weights.
size_t loop_perceptron_packed(const loop_perceptron *net);
void loop_perceptron_pack(
    const loop_perceptron *net, const float *const *weights, const float *const *biases, float *packed);
/// The size of the gradient's working memory, in numbers, at an address that is a multiple of 64.
size_t loop_perceptron_scratch(const loop_perceptron *net);
/// The loss summed over rows first ..< first + count of x (rows, inputs), and its gradients times `scale`: weight (out,
/// in) and bias of each layer. Targets are labels of int32, or numbers (rows, outputs). `first` is a multiple of
/// loop_perceptron_rows.
double loop_perceptron_gradient(
    const loop_perceptron *net, const float *packed, const float *x, const void *targets, float scale, size_t first,
    size_t count, float *scratch, float *gradients);

#endif
