#ifndef KUMIKI_LOOPS_CONVOLUTIONS_H
#define KUMIKI_LOOPS_CONVOLUTIONS_H

// Convolutions, pooling and batch normalization of pictures.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: pooling.c

/// Sizes of a pooling over planes of [height, width, block] numbers, block being 1, 4, 8 or 16 channels.
typedef struct {
    int32_t height, width, output_height, output_width, block;
    int32_t window_height, window_width, stride_height, stride_width, padding_height, padding_width;
    bool rectifies;
} loop_pooling;

/// The largest number of each window, and its number (255: none, because it was rectified to zero).
void loop_max_pool(const loop_pooling *sizes, const float *x, float *y, uint8_t *positions, size_t planes);
void loop_max_pool_gradient(
    const loop_pooling *sizes, const float *dy, const uint8_t *positions, float *dx, size_t planes);

// MARK: average_pooling.c

/// Adaptive average pooling: window i of n covers floor(i size / n) ..< ceil((i + 1) size / n).
void loop_average_pool(const loop_pooling *sizes, const float *x, float *y, size_t planes);
void loop_average_pool_gradient(const loop_pooling *sizes, const float *dy, float *dx, size_t planes);

// MARK: pooled_gradient.c

/// A number of a gradient that max pooling left sparse, and the beginning of its window, in floats from the first of a
/// padded plane of input channels.
typedef struct {
    int32_t offset;
    float value;
} loop_gradient_entry;

/// Sizes of a convolution with 3 x 3 windows. `inputs` and `outputs` are channels, the inputs in blocks of 8 or 16;
/// `cells` is the maximum number of entries of each output channel of a picture.
typedef struct {
    int32_t height, width, padded_height, padded_width, padding_top, padding_left;
    int32_t inputs, outputs, block, cells;
} loop_sparse_convolution;

/// The entries of each channel and their number. `row` and `column` are the floats between two windows of the
/// convolution that are one below or one next to the other.
void loop_list_gradient_entries(
    const loop_pooling *sizes, int32_t row, int32_t column, const float *dy, const uint8_t *positions,
    loop_gradient_entry *entries, int32_t *counts, size_t planes);
/// Adds to dw [outputs, inputs / block, 3, 3, block] and db [outputs]; `plane` is space for one padded plane.
void loop_sparse_weight_gradient(
    const loop_sparse_convolution *sizes, const float *x, const loop_gradient_entry *entries, const int32_t *counts,
    float *plane, float *dw, float *db, size_t pictures);
/// Sets dx [pictures, inputs / block, height, width, block] from w, which has dw's layout.
void loop_sparse_input_gradient(
    const loop_sparse_convolution *sizes, const float *w, const loop_gradient_entry *entries, const int32_t *counts,
    float *plane, float *dx, size_t pictures);

// MARK: one_channel.c

/// Adds to dw [outputs, 3, 3] and db [outputs] of a convolution of one channel and of steps of 1 from dy
/// [pictures, outputs / block, padded_height - 2, padded_width - 2, block]; `plane` is space for one padded picture.
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
/// `planes` is space for the padded planes of one picture.
void loop_few_channels_input_gradient(
    const loop_few_channels *sizes, const float *w, const float *dy, float *planes, float *dx, size_t pictures);

// MARK: winograd.c

/// Sizes of a convolution with windows of `taps` times its stride, computed in tiles of `tile` outputs per side at the
/// points of Winograd's algorithm, tile + taps - 1 per side: two taps in tiles of 4 or 7, or three in tiles of 6.
/// Pictures, windows and outputs are in blocks of 16 channels. Each point has a matrix:
///   of the pictures [pictures, tiles_down, tiles_across, stride, stride, channels], of the weights [outputs, stride,
///   stride, channels], of the outputs [pictures, tiles_down, tiles_across, outputs].
typedef struct {
    int32_t height, width, channels, padding_top, padding_left;
    int32_t output_height, output_width, outputs;
    int32_t stride, taps, tile, tiles_down, tiles_across;
    /// Floats between the matrices of one point and the next.
    size_t picture_point, weight_point, output_point;
    /// The transforms of a phase [points, points] and a window [points, taps] to the points, and of a tile [tile,
    /// points] from them.
    const float *input, *weight, *output;
} loop_winograd;

/// Sets the points of the pictures first ..< end; `plane` is space for one block of a picture, as wide as all tiles.
void loop_winograd_pictures(
    const loop_winograd *sizes, const float *x, float *plane, float *points, size_t first, size_t end);
void loop_winograd_pictures_gradient(
    const loop_winograd *sizes, const float *points, float *plane, float *dx, size_t first, size_t end);
/// Sets the points of the weights of the outputs first ..< end.
void loop_winograd_weights(const loop_winograd *sizes, const float *w, float *points, size_t first, size_t end);
void loop_winograd_weights_gradient(
    const loop_winograd *sizes, const float *points, float *dw, size_t first, size_t end);
/// Sets the outputs of the pictures first ..< end, with a bias (may be null), and negative numbers times `slope`.
void loop_winograd_outputs(
    const loop_winograd *sizes, const float *points, const float *bias, float slope, float *y, size_t first, size_t end);
void loop_winograd_outputs_gradient(
    const loop_winograd *sizes, const float *dy, float *points, size_t first, size_t end);

// MARK: pooled_convolution.c

/// Sizes of a convolution of one channel with 3 x 3 windows and of its max pooling by 2 x 2. The outputs are channels
/// in blocks of 8 or 16; output_height and output_width are the pooled ones.
typedef struct {
    int32_t height, width, padded_height, padded_width, padding_top, padding_left;
    int32_t outputs, block, output_height, output_width;
    bool rectifies;
} loop_pooled_convolution;

/// The pooled convolution of x [pictures, height, width] with w [outputs, 3, 3] and b (may be null), and the position
/// of each maximum, as in loop_max_pool; `plane` is space for one padded plane.
void loop_pool_convolution(
    const loop_pooled_convolution *sizes, const float *x, const float *w, const float *b, float *plane, float *y,
    uint8_t *positions, size_t pictures);
/// Adds to dw [outputs, 3, 3] and db [outputs].
void loop_pooled_weight_gradient(
    const loop_pooled_convolution *sizes, const float *x, const float *dy, const uint8_t *positions, float *plane,
    float *dw, float *db, size_t pictures);

// MARK: batch_norm.c, batch_norm_gradient.c

/// The sizes of `images` x `channels` x `area` numbers in blocks of `block` channels (16, 8, or 1 for row-major order),
/// and the function after the normalization: a leaky rectifier, or none. Whether the statistics are those of the batch,
/// and whether the gradient's sums are given.
typedef struct {
    size_t images, channels, area;
    int block;
    float epsilon;
    bool measures, has_sums, rectifies;
    float slope;
} loop_batch_norm_sizes;

/// For the blocks first ..< end of channels: sets `statistics` (2, channels; means, then biased variances) if
/// requested, and y = rectifier((x - mean) / sqrt(variance + epsilon) weight + bias); with y = NULL only the statistics.
void loop_batch_norm(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *weight,
    const float *bias, float *statistics, float *y);
/// Sets dx, and dweight and dbias of those channels, which are the gradient's sums: with dx = NULL only them, and with
/// `has_sums` only dx.
void loop_batch_norm_gradient(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *dy, const float *weight,
    const float *bias, const float *statistics, float *dx, float *dweight, float *dbias);

#endif
