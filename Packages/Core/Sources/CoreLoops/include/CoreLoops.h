// Fused element-wise loops over float32, compiled for several CPUs at once, and the OpenMP pool.
//
// Every loop works on one contiguous stretch of memory; Swift splits the work over threads.

#ifndef KUMIKI_CORE_LOOPS_H
#define KUMIKI_CORE_LOOPS_H

// math.h for Swift, which sees it through this module on every platform.
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: parallel.c

/// Runs body(context, thread, threads) on every thread of OpenMP's pool and waits for all.
void loop_parallel(void (*body)(void *context, int thread, int threads), void *context);
/// How many threads the pool uses; at least 1.
int loop_threads(void);
void loop_set_threads(int count);

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

/// y = x / (1 - rate) where element first + i is kept, else 0, drawn in 16 bits: of each 512 elements, those of stretch
/// s, 64 long, take half s % 2 of word s / 2 of 64 Philox blocks in turn. `first` is a multiple of 512.
void loop_dropout(
    uint64_t key, uint64_t counter, double rate, const float *x, float *y, size_t first, size_t count);

/// mask[i] = 1 where the same draw keeps element first + i, else 0. `first` is a multiple of 512.
void loop_dropout_mask(uint64_t key, uint64_t counter, double rate, uint8_t *mask, size_t first, size_t count);

// MARK: pooling.c

/// Sizes of a pooling over planes of [height, width, block] numbers, block being 1, 4, 8 or 16 channels.
typedef struct {
    int32_t height, width, output_height, output_width, block;
    int32_t window_height, window_width, stride_height, stride_width, padding_height, padding_width;
    bool rectifies;
} loop_pooling;

/// The largest number of each window, and which one it was (255: none, for it was rectified to zero).
void loop_max_pool(const loop_pooling *sizes, const float *x, float *y, uint8_t *positions, size_t planes);
void loop_max_pool_gradient(
    const loop_pooling *sizes, const float *dy, const uint8_t *positions, float *dx, size_t planes);
/// Adaptive average pooling: window i of n covers floor(i size / n) ..< ceil((i + 1) size / n).
void loop_average_pool(const loop_pooling *sizes, const float *x, float *y, size_t planes);
void loop_average_pool_gradient(const loop_pooling *sizes, const float *dy, float *dx, size_t planes);

// MARK: pooled_gradient.c

/// A number of a gradient that max pooling left sparse, and where its window begins, in floats from the first of a
/// padded plane of input channels.
typedef struct {
    int32_t offset;
    float value;
} loop_gradient_entry;

/// Sizes of a convolution with 3 x 3 windows. `inputs` and `outputs` are channels, the inputs in blocks of 8 or 16;
/// `cells` is how many entries each output channel of a picture has room for.
typedef struct {
    int32_t height, width, padded_height, padded_width, padding_top, padding_left;
    int32_t inputs, outputs, block, cells;
} loop_sparse_convolution;

/// The entries of each channel and how many it has. `row` and `column` are the floats between two windows of the
/// convolution that stand one below or one beside the other.
void loop_list_gradient_entries(
    const loop_pooling *sizes, int32_t row, int32_t column, const float *dy, const uint8_t *positions,
    loop_gradient_entry *entries, int32_t *counts, size_t planes);
/// Adds to dw [outputs, inputs / block, 3, 3, block] and db [outputs]; `plane` is room for one padded plane.
void loop_sparse_weight_gradient(
    const loop_sparse_convolution *sizes, const float *x, const loop_gradient_entry *entries, const int32_t *counts,
    float *plane, float *dw, float *db, size_t pictures);
/// Sets dx [pictures, inputs / block, height, width, block] from w, which lies as dw does.
void loop_sparse_input_gradient(
    const loop_sparse_convolution *sizes, const float *w, const loop_gradient_entry *entries, const int32_t *counts,
    float *plane, float *dx, size_t pictures);

// MARK: one_channel.c

/// Adds to dw [outputs, 3, 3] and db [outputs] of a convolution of one channel and of steps of 1 from dy
/// [pictures, outputs / block, padded_height - 2, padded_width - 2, block]; `plane` is room for one padded picture.
void loop_one_channel_weight_gradient(
    const loop_sparse_convolution *sizes, const float *x, const float *dy, float *plane, float *dw, float *db,
    size_t pictures);

// MARK: few_channels.c

/// Sizes of a convolution whose input has few channels; the outputs are channels in blocks of 8 or 16.
typedef struct {
    int32_t height, width, padded_height, padded_width, padding_top, padding_left;
    int32_t channels, outputs, block, window_height, window_width, stride_height, stride_width;
    int32_t output_height, output_width;
} loop_few_channels;

/// Sets dx [pictures, channels, height, width] from dy [pictures, outputs / block, output_height, output_width, block]
/// and w [outputs, channels, window_height, window_width], whose rows are filled up with zeros to 16, 32 or 48 numbers;
/// `planes` is room for the padded planes of one picture.
void loop_few_channels_input_gradient(
    const loop_few_channels *sizes, const float *w, const float *dy, float *planes, float *dx, size_t pictures);

// MARK: winograd.c

/// Sizes of a convolution with windows of `taps` times its stride, taken in tiles of `tile` outputs a side at the points
/// of Winograd's algorithm, tile + taps - 1 a side: two taps in tiles of 4 or 7, or three in tiles of 6. Pictures, windows
/// and outputs lie in blocks of 16 channels. At each point stands a matrix:
///   of the pictures [pictures, tiles_down, tiles_across, stride, stride, channels], of the weights [outputs, stride,
///   stride, channels], of the outputs [pictures, tiles_down, tiles_across, outputs].
typedef struct {
    int32_t height, width, channels, padding_top, padding_left;
    int32_t output_height, output_width, outputs;
    int32_t stride, taps, tile, tiles_down, tiles_across;
    /// Floats between the matrices of one point and the next.
    size_t picture_point, weight_point, output_point;
    /// What carries a phase [points, points] and a window [points, taps] to the points, and a tile [tile, points] from
    /// them.
    const float *input, *weight, *output;
} loop_winograd;

/// Sets the points of the pictures first ..< end; `plane` is room for one block of a picture, as wide as all tiles.
void loop_winograd_pictures(
    const loop_winograd *sizes, const float *x, float *plane, float *points, size_t first, size_t end);
void loop_winograd_pictures_gradient(
    const loop_winograd *sizes, const float *points, float *plane, float *dx, size_t first, size_t end);
/// Sets the points of the weights of the outputs first ..< end.
void loop_winograd_weights(const loop_winograd *sizes, const float *w, float *points, size_t first, size_t end);
void loop_winograd_weights_gradient(
    const loop_winograd *sizes, const float *points, float *dw, size_t first, size_t end);
/// Sets the outputs of the pictures first ..< end, with a bias (may be null), and what is negative times `slope`.
void loop_winograd_outputs(
    const loop_winograd *sizes, const float *points, const float *bias, float slope, float *y, size_t first, size_t end);
void loop_winograd_outputs_gradient(
    const loop_winograd *sizes, const float *dy, float *points, size_t first, size_t end);

// MARK: pooled_convolution.c

/// Sizes of a convolution of one channel with 3 x 3 windows and of its max pooling by 2 x 2. The outputs are channels in
/// blocks of 8 or 16; output_height and output_width are the pooled ones.
typedef struct {
    int32_t height, width, padded_height, padded_width, padding_top, padding_left;
    int32_t outputs, block, output_height, output_width;
    bool rectifies;
} loop_pooled_convolution;

/// The pooled convolution of x [pictures, height, width] with w [outputs, 3, 3] and b (may be null), and where each
/// maximum stood, as loop_max_pool tells it; `plane` is room for one padded plane.
void loop_pool_convolution(
    const loop_pooled_convolution *sizes, const float *x, const float *w, const float *b, float *plane, float *y,
    uint8_t *positions, size_t pictures);
/// Adds to dw [outputs, 3, 3] and db [outputs].
void loop_pooled_weight_gradient(
    const loop_pooled_convolution *sizes, const float *x, const float *dy, const uint8_t *positions, float *plane,
    float *dw, float *db, size_t pictures);

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
/// Gates r, z, n; `hidden_sums` holds what the hidden state adds to each.
void loop_gru_step(
    float *gates, const float *hidden_sums, const float *h_before, float *h, size_t rows, size_t width);
/// `dh` is the gradient by h and becomes the part of the one by h_before that does not pass through the gates.
void loop_gru_step_gradient(
    const float *gates, const float *hidden_sums, const float *h_before, const float *dy, float *dh, float *dgates,
    float *dhidden_sums, size_t rows, size_t width);

// MARK: batch_norm.c

/// The sizes of `images` x `channels` x `area` numbers in blocks of `block` channels (16, 8, or 1 for row-major order),
/// and what follows the normalisation: a leaky rectifier, or none. Whether the statistics are those of the batch.
typedef struct {
    size_t images, channels, area;
    int block;
    float epsilon;
    bool measures, rectifies;
    float slope;
} loop_batch_norm_sizes;

/// For the blocks first ..< end of channels: sets `statistics` (2, channels; means, then biased variances) if asked, and
/// y = rectifier((x - mean) / sqrt(variance + epsilon) weight + bias).
void loop_batch_norm(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *weight,
    const float *bias, float *statistics, float *y);
/// Sets dx, and dweight and dbias of those channels.
void loop_batch_norm_gradient(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *dy, const float *weight,
    const float *bias, const float *statistics, float *dx, float *dweight, float *dbias);

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

/// Sizes of attention; strides are from one position to the next of queries, and of keys and values alike.
typedef struct {
    size_t heads, queries, keys, head_width, query_stride, key_stride, mask_example_stride, mask_query_stride;
} loop_attention;

/// How many numbers the following loops need to work in.
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
/// `dropped` are the weights after dropout, the very weights where there was none.
void loop_attention_gradient(
    const loop_attention *sizes, const float *dy, const float *query, const float *key, const float *value,
    const float *weights, const float *dropped, float *dquery, float *dkey, float *dvalue, float *scratch,
    size_t first, size_t count);

// MARK: feedforward.c

/// The length of the packed weights; `width` is 8 or 16, `units` a multiple of 16.
size_t loop_feed_forward_packed(size_t width, size_t units);
/// Packs blocks first_block ..< last_block of 16 units of first (units, width), bias (units) and second (width, units)
/// times `scale`, by which dropout multiplies what it keeps.
void loop_feed_forward_pack(
    const float *first, const float *bias, const float *second, float scale, float *packed, size_t width, size_t units,
    size_t first_block, size_t last_block);
/// The same way back, for gradients.
void loop_feed_forward_unpack(
    const float *packed, float *first, float *bias, float *second, float scale, size_t width, size_t units,
    size_t first_block, size_t last_block);
/// y = dropout(max(0, x firstᵀ + bias)) secondᵀ + `bias` of the second layer; `mask` (rows, units) may be null.
void loop_feed_forward(
    const float *x, const float *packed, const float *bias, const uint8_t *mask, float *y, size_t rows, size_t width,
    size_t units);
/// How many numbers the gradient needs to work in.
size_t loop_feed_forward_scratch(void);
/// Adds to `dpacked` and `dx` what comes by blocks first_block ..< last_block of 16 units.
void loop_feed_forward_gradient(
    const float *dy, const float *x, const float *packed, const uint8_t *mask, float *dpacked, float *dx,
    float *scratch, size_t rows, size_t width, size_t units, size_t first_block, size_t last_block);

// MARK: perceptron.c

enum { loop_perceptron_layers = 8, loop_perceptron_rows = 128 };

/// A multilayer perceptron of `layers` linear layers, whose widths are those of the inputs, the hidden layers and the
/// outputs; softmax and cross entropy at the end, or the squared error. `rate` is that of dropout on the first hidden
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
/// How many numbers the gradient needs to work in, at an address that is a multiple of 64.
size_t loop_perceptron_scratch(const loop_perceptron *net);
/// The loss summed over rows first ..< first + count of x (rows, inputs), and its gradients times `scale`: weight (out,
/// in) and bias of each layer. Targets are labels of int32, or numbers (rows, outputs). `first` is a multiple of
/// loop_perceptron_rows.
double loop_perceptron_gradient(
    const loop_perceptron *net, const float *packed, const float *x, const void *targets, float scale, size_t first,
    size_t count, float *scratch, float *gradients);

// MARK: sparse.c

/// A sparse matrix, row by row: entries offsets[i] ..< offsets[i + 1] are those of row i. Entry k stands in columns[k]
/// and is values[k], or values[origins[k]] unless `origins` is null.
typedef struct {
    const size_t *offsets;
    const int32_t *columns, *origins;
    const float *values;
} loop_sparse;

/// y = rectified(m x + bias) in rows first ..< first + count, x and y being `width` columns wide; numbers below 0 are
/// multiplied by `slope`, 1 for none. `bias` may be null.
void loop_sparse_product(
    const loop_sparse *m, const float *x, const float *bias, float slope, float *y, size_t width, size_t first,
    size_t count);

// MARK: graph_attention.c

/// The edges of a graph, row by row of their targets, and sizes of attention along them; `origins` is null except in the
/// transposed matrix.
typedef struct {
    const size_t *offsets;
    const int32_t *columns, *origins;
    size_t heads, head_width;
    float slope;
} loop_graph;

/// The parts of the scores that a node gives as source and as target (nodes, heads), from x (nodes, heads, head width).
void loop_graph_scores(
    const loop_graph *g, const float *x, const float *source, const float *target, float *source_scores,
    float *target_scores, size_t first, size_t count);
/// weights (edges, heads) = softmax over each target's edges of leaky(source score + target score); `scratch` has room
/// for two numbers a head.
void loop_graph_weights(
    const loop_graph *g, const float *source_scores, const float *target_scores, float *weights, float *scratch,
    size_t first, size_t count);
/// y of each target = the weighted sum of x over its edges.
void loop_graph_mix(const loop_graph *g, const float *x, const float *weights, float *y, size_t first, size_t count);
/// The gradients by the scores: of each edge, and summed over each target's edges; `scratch` has room for a number a head.
void loop_graph_slopes(
    const loop_graph *g, const float *dy, const float *x, const float *source_scores, const float *target_scores,
    const float *weights, const float *dropped, float *slopes, float *target_slopes, float *scratch, size_t first,
    size_t count);
/// The gradient by x, of nodes first ..< first + count of the transposed matrix; adds to dsource and dtarget.
void loop_graph_gradient(
    const loop_graph *g, const float *dy, const float *x, const float *source, const float *target,
    const float *dropped, const float *slopes, const float *target_slopes, float *dx, float *dsource, float *dtarget,
    float *scratch, size_t first, size_t count);

// MARK: kernel_matrix.c

typedef enum { loop_kernel_polynomial, loop_kernel_gaussian, loop_kernel_sigmoid } loop_kernel;

/// Turns products z [rows, columns] of rows a and b into kernel values in place: (scale z + offset)^degree,
/// exp(-scale |a - b|²) by the rows' squared lengths, or tanh(scale z + offset).
void loop_kernel_of_products(
    loop_kernel kernel, float scale, float offset, int32_t degree, const float *a_squares, const float *b_squares,
    float *z, size_t rows, size_t columns);

enum { loop_sparse_panel = 16 };

/// z[r stride + j] = a_r · b_j for `rows` rows a, at most loop_sparse_panel, which lie as the columns of `panel`
/// [width, loop_sparse_panel], and `count` rows b of which row j holds `values` starts[j] ..< starts[j + 1].
void loop_sparse_products(
    const float *panel, const int64_t *starts, const int32_t *columns, const float *values, size_t count, float *z,
    size_t stride, size_t rows);

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
/// rise, else -INFINITY; `falls` is 0 where one may fall, else INFINITY; the first variable is number `first`.
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

// MARK: optimizers.c

/// `rest1` and `rest2` are 1 - beta1 and 1 - beta2, worked out in float64: next to 1, float32 has few digits left.
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
