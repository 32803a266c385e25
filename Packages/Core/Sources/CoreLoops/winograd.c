#include "winograd.h"
#include <string.h>

// The transforms of pictures, weights and outputs to the points of Winograd's convolution and back (Lavin, Gray, "Fast
// Algorithms for Convolutional Neural Networks", 2016), a block of sixteen channels at a time.
//
// Windows of r s x r s in steps of s are windows of r x r in steps of 1 over s x s phases, each of which has every s-th
// row and column. At a point, all phases of all channels are side by side.

/// Outputs of a tile, numbers of a window within one phase, and points, down and across.
typedef struct {
    int outputs, taps, points;
} tile_sizes;

/// Calls the body that is specialized for the tile: 6 x 6 of windows of 3 x 3, 7 x 7 or 4 x 4 of windows of 2 x 2.
#define FOR_ITS_TILE(body, ...)                                                                                       \
    do {                                                                                                              \
        if (s->taps == 3) body(s, (tile_sizes){6, 3, 8}, __VA_ARGS__);                                                \
        else if (s->tile == 7) body(s, (tile_sizes){7, 2, 8}, __VA_ARGS__);                                           \
        else body(s, (tile_sizes){4, 2, 5}, __VA_ARGS__);                                                             \
    } while (0)

INLINE int32_t smaller_of(int32_t a, int32_t b) { return a < b ? a : b; }
/// The rows or columns of `size` before `end`.
INLINE size_t rows_before(int32_t end, int32_t size) { return end < 0 ? 0 : smaller_of(end, size); }
INLINE int32_t tiles_of(const loop_winograd *s) { return s->tiles_down * s->tiles_across; }
INLINE int32_t phases_of(const loop_winograd *s) { return s->stride * s->stride; }

/// Steps from point to point, for matrices `point` numbers apart.
INLINE steps by_point(const tile_sizes tile, size_t point) { return (steps){tile.points * point, point}; }

// MARK: Pictures

/// A block of a picture's channels with its padding, as wide as all tiles.
typedef struct {
    size_t height, width;
    /// Rows and columns of the picture that some window sees.
    size_t seen_height, seen_width;
    /// Between the cells of one phase.
    steps cells;
} padded_plane;

INLINE padded_plane plane_of(const loop_winograd *s, const tile_sizes tile) {
    const size_t width = (size_t)s->stride * (s->tiles_across * tile.outputs + tile.taps - 1);
    return (padded_plane){
        .height = (size_t)s->stride * (s->tiles_down * tile.outputs + tile.taps - 1),
        .width = width,
        .seen_height = rows_before(s->stride * (s->output_height + tile.taps - 1) - s->padding_top, s->height),
        .seen_width = rows_before(s->stride * (s->output_width + tile.taps - 1) - s->padding_left, s->width),
        .cells = {s->stride * width * lanes, (size_t)s->stride * lanes},
    };
}

/// The first cell of a row of the picture itself.
INLINE float *inner_row(const loop_winograd *s, padded_plane p, float *plane, size_t i) {
    return plane + ((s->padding_top + i) * p.width + s->padding_left) * lanes;
}

/// The first cell of a tile's phase.
INLINE float *first_cell(
    const loop_winograd *s, const tile_sizes tile, padded_plane p, float *plane, int32_t t, int32_t phase
) {
    const size_t row = t / s->tiles_across * tile.outputs * s->stride + phase / s->stride;
    const size_t column = t % s->tiles_across * tile.outputs * s->stride + phase % s->stride;
    return plane + (row * p.width + column) * lanes;
}

/// The first point of a block of channels in one phase of a tile.
INLINE float *picture_points(const loop_winograd *s, float *points, size_t n, int32_t t, int32_t phase, int32_t c) {
    return points + ((n * tiles_of(s) + t) * phases_of(s) + phase) * s->channels + c;
}

INLINE void points_of_pictures(
    const loop_winograd *s, const tile_sizes tile, const float *x, float *plane, float *points, size_t first, size_t end
) {
    const int count = tile.points;
    const padded_plane p = plane_of(s, tile);
    const size_t row = (size_t)s->width * lanes;
    memset(plane, 0, sizeof(float) * p.height * p.width * lanes);
    for (size_t n = first; n < end; n++)
        for (int32_t c = 0; c < s->channels; c += lanes) {
            const float *block = x + (n * s->channels + c) * s->height * s->width;
            for (size_t i = 0; i < p.seen_height; i++)
                memcpy(inner_row(s, p, plane, i), block + i * row, sizeof(float) * p.seen_width * lanes);
            for (int32_t t = 0; t < tiles_of(s); t++)
                for (int32_t phase = 0; phase < phases_of(s); phase++)
                    transform(
                        s->input, count, count, false, first_cell(s, tile, p, plane, t, phase), p.cells,
                        picture_points(s, points, n, t, phase, c), by_point(tile, s->picture_point));
        }
}

FOR_EVERY_CPU
void loop_winograd_pictures(
    const loop_winograd *s, const float *x, float *plane, float *points, size_t first, size_t end
) {
    FOR_ITS_TILE(points_of_pictures, x, plane, points, first, end);
}

INLINE void pictures_of_points(
    const loop_winograd *s, const tile_sizes tile, float *points, float *plane, float *dx, size_t first, size_t end
) {
    const int count = tile.points;
    const padded_plane p = plane_of(s, tile);
    const steps in_window = {(size_t)count * lanes, lanes};
    const size_t row = (size_t)s->width * lanes;
    const bool overlaps = tiles_of(s) > 1;
    const bool seesAll = p.seen_height == (size_t)s->height && p.seen_width == (size_t)s->width;
    for (size_t n = first; n < end; n++)
        for (int32_t c = 0; c < s->channels; c += lanes) {
            if (overlaps) memset(plane, 0, sizeof(float) * p.height * p.width * lanes);
            for (int32_t t = 0; t < tiles_of(s); t++)
                for (int32_t phase = 0; phase < phases_of(s); phase++) {
                    float window[most_cells * lanes], *cells = first_cell(s, tile, p, plane, t, phase);
                    transform(
                        s->input, count, count, true, picture_points(s, points, n, t, phase, c),
                        by_point(tile, s->picture_point), overlaps ? window : cells, overlaps ? in_window : p.cells);
                    if (!overlaps) continue;
                    for (int i = 0; i < count; i++)
                        for (int j = 0; j < count; j++)
                            *vector_at(cells, p.cells, i, j) += *vector_at(window, in_window, i, j);
                }
            float *block = dx + (n * s->channels + c) * s->height * s->width;
            if (!seesAll) memset(block, 0, sizeof(float) * s->height * row);
            for (size_t i = 0; i < p.seen_height; i++)
                memcpy(block + i * row, inner_row(s, p, plane, i), sizeof(float) * p.seen_width * lanes);
        }
}

FOR_EVERY_CPU
void loop_winograd_pictures_gradient(
    const loop_winograd *s, const float *points, float *plane, float *dx, size_t first, size_t end
) {
    FOR_ITS_TILE(pictures_of_points, (float *)points, plane, dx, first, end);
}

// MARK: Weights

/// From weights to points, or `back` from the points' gradient to that of the weights.
INLINE void weights_and_points(
    const loop_winograd *s, const tile_sizes tile, float *w, float *points, size_t first, size_t end, const bool back
) {
    const size_t side = (size_t)tile.taps * s->stride;
    const steps by_tap = {s->stride * side * lanes, (size_t)s->stride * lanes}, apart = by_point(tile, s->weight_point);
    for (size_t o = first; o < end; o++)
        for (int32_t c = 0; c < s->channels; c += lanes)
            for (int32_t phase = 0; phase < phases_of(s); phase++) {
                float *window = w + (o * s->channels + c) * side * side
                    + (phase / s->stride * side + phase % s->stride) * lanes;
                float *at = points + (o * phases_of(s) + phase) * s->channels + c;
                if (back) transform(s->weight, tile.taps, tile.points, true, at, apart, window, by_tap);
                else transform(s->weight, tile.points, tile.taps, false, window, by_tap, at, apart);
            }
}

FOR_EVERY_CPU
void loop_winograd_weights(const loop_winograd *s, const float *w, float *points, size_t first, size_t end) {
    FOR_ITS_TILE(weights_and_points, (float *)w, points, first, end, false);
}

FOR_EVERY_CPU
void loop_winograd_weights_gradient(const loop_winograd *s, const float *points, float *dw, size_t first, size_t end) {
    FOR_ITS_TILE(weights_and_points, dw, (float *)points, first, end, true);
}

// MARK: Outputs

/// The beginning of a tile within the outputs of a picture, and the size of its part inside them.
typedef struct {
    int32_t row, column, height, width;
} tile_place;

INLINE tile_place place_of(const loop_winograd *s, const tile_sizes tile, int32_t t) {
    const int32_t row = t / s->tiles_across * tile.outputs, column = t % s->tiles_across * tile.outputs;
    return (tile_place){
        row, column, smaller_of(tile.outputs, s->output_height - row),
        smaller_of(tile.outputs, s->output_width - column)};
}

/// The first number of a tile in a block of channels.
INLINE float *first_output(const loop_winograd *s, float *y, size_t n, int32_t o, tile_place p) {
    return y + (n * s->outputs + o) * s->output_height * s->output_width
        + ((size_t)p.row * s->output_width + p.column) * lanes;
}

/// Steps from number to number of such a block.
INLINE steps in_outputs(const loop_winograd *s) { return (steps){(size_t)s->output_width * lanes, lanes}; }

/// The first point of a block of channels of a tile.
INLINE float *output_points(const loop_winograd *s, float *points, size_t n, int32_t t, int32_t o) {
    return points + (n * tiles_of(s) + t) * s->outputs + o;
}

INLINE void outputs_of_points(
    const loop_winograd *s, const tile_sizes tile, float *points, const float *bias, float slope, float *y,
    size_t first, size_t end
) {
    const steps in_tile = {(size_t)tile.outputs * lanes, lanes};
    float cells[most_cells * lanes];
    for (size_t n = first; n < end; n++)
        for (int32_t o = 0; o < s->outputs; o += lanes) {
            const floats_of_16 offset = bias ? *(const floats_of_16 *)(bias + o) : (floats_of_16){0};
            for (int32_t t = 0; t < tiles_of(s); t++) {
                const tile_place p = place_of(s, tile, t);
                float *target = first_output(s, y, n, o, p);
                transform(
                    s->output, tile.outputs, tile.points, false, output_points(s, points, n, t, o),
                    by_point(tile, s->output_point), cells, in_tile);
                for (int32_t i = 0; i < p.height; i++)
                    for (int32_t j = 0; j < p.width; j++) {
                        const floats_of_16 v = *vector_at(cells, in_tile, i, j) + offset;
                        const ints_of_16 isPositive = v > 0;
                        *vector_at(target, in_outputs(s), i, j) =
                            (floats_of_16)((isPositive & (ints_of_16)v) | (~isPositive & (ints_of_16)(slope * v)));
                    }
            }
        }
}

FOR_EVERY_CPU
void loop_winograd_outputs(
    const loop_winograd *s, const float *points, const float *bias, float slope, float *y, size_t first, size_t end
) {
    FOR_ITS_TILE(outputs_of_points, (float *)points, bias, slope, y, first, end);
}

INLINE void points_of_outputs(
    const loop_winograd *s, const tile_sizes tile, float *dy, float *points, size_t first, size_t end
) {
    const steps in_tile = {(size_t)tile.outputs * lanes, lanes};
    float cells[most_cells * lanes];
    for (size_t n = first; n < end; n++)
        for (int32_t o = 0; o < s->outputs; o += lanes)
            for (int32_t t = 0; t < tiles_of(s); t++) {
                const tile_place p = place_of(s, tile, t);
                const float *source = first_output(s, dy, n, o, p);
                memset(cells, 0, sizeof cells);
                for (int32_t i = 0; i < p.height; i++)
                    for (int32_t j = 0; j < p.width; j++)
                        *vector_at(cells, in_tile, i, j) = *vector_at(source, in_outputs(s), i, j);
                transform(
                    s->output, tile.points, tile.outputs, true, cells, in_tile, output_points(s, points, n, t, o),
                    by_point(tile, s->output_point));
            }
}

FOR_EVERY_CPU
void loop_winograd_outputs_gradient(const loop_winograd *s, const float *dy, float *points, size_t first, size_t end) {
    FOR_ITS_TILE(points_of_outputs, (float *)dy, points, first, end);
}
