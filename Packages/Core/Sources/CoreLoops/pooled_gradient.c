#include "CoreLoops.h"
#include "blocks.h"
#include "clones.h"
#include <string.h>

// The gradients of a convolution whose result was max-pooled. In each window at most one number per channel has a
// gradient, so the work is a quarter of the dense one for 2 x 2 windows, and less where the maximum was rectified.
//
// A picture's block of input channels is in a padded plane of [padded_height, padded_width, block], so that every
// window is inside it. The block of channels fills the lanes, the window's cells are in registers.

enum { most_blocks = 16 };

INLINE void list_entries(
    const loop_pooling *s, int32_t row, int32_t column, const float *dy, const uint8_t *positions,
    loop_gradient_entry *entries, int32_t *counts, size_t planes, int32_t block
) {
    const int32_t cells = s->output_height * s->output_width;
    int32_t offsets[256];
    for (int32_t i = 0; i < 256; i++) offsets[i] = i / s->window_width * row + i % s->window_width * column;
    for (size_t plane = 0; plane < planes; plane++) {
        int32_t listed[most_blocks] = {0};
        for (int32_t i = 0; i < s->output_height; i++) {
            // Every second window first: neighbors write to the same cells, and would wait for each other.
            for (int32_t parity = 0; parity < 2; parity++) {
                for (int32_t j = parity; j < s->output_width; j += 2) {
                    const size_t from = (size_t)(i * s->output_width + j) * block;
                    const int32_t corner = (i * s->stride_height - s->padding_height) * row
                        + (j * s->stride_width - s->padding_width) * column;
                    _Pragma("clang loop unroll(full)") for (int32_t c = 0; c < block; c++) {
                        const uint8_t position = positions[from + c];
                        loop_gradient_entry *next = entries + (size_t)c * cells + listed[c];
                        *next = (loop_gradient_entry){corner + offsets[position], dy[from + c]};
                        listed[c] += (position != 255) & (dy[from + c] != 0);
                    }
                }
            }
        }
        memcpy(counts, listed, (size_t)block * sizeof(int32_t));
        dy += (size_t)cells * block;
        positions += (size_t)cells * block;
        entries += (size_t)cells * block;
        counts += block;
    }
}

FOR_EVERY_CPU
void loop_list_gradient_entries(
    const loop_pooling *s, int32_t row, int32_t column, const float *dy, const uint8_t *positions,
    loop_gradient_entry *entries, int32_t *counts, size_t planes
) {
    switch (s->block) {
    case 16: list_entries(s, row, column, dy, positions, entries, counts, planes, 16); break;
    case 8: list_entries(s, row, column, dy, positions, entries, counts, planes, 8); break;
    case 4: list_entries(s, row, column, dy, positions, entries, counts, planes, 4); break;
    default: list_entries(s, row, column, dy, positions, entries, counts, planes, 1); break;
    }
}

/// One picture's block of input channels: dw[o, cell] += sum of g x[window of g].
INLINE void weight_gradient_of_16(
    const loop_sparse_convolution *s, const float *plane, const loop_gradient_entry *entries, const int32_t *counts,
    float *dw
) {
    for (int32_t o = 0; o < s->outputs; o++, entries += s->cells, dw += 9 * s->inputs) {
        floats_of_16 sums[9];
        memcpy(sums, dw, sizeof sums);
        for (int32_t k = 0; k < counts[o]; k++) {
            const floats_of_16 *corner = (const floats_of_16 *)(plane + entries[k].offset);
            _Pragma("clang loop unroll(full)") for (int t = 0; t < 9; t++)
                sums[t] += entries[k].value * corner[t / 3 * s->padded_width + t % 3];
        }
        memcpy(dw, sums, sizeof sums);
    }
}

/// One picture's block of input channels: dx[window of g] += g w[o, cell].
INLINE void input_gradient_of_16(
    const loop_sparse_convolution *s, const float *w, const loop_gradient_entry *entries, const int32_t *counts,
    float *plane
) {
    for (int32_t o = 0; o < s->outputs; o++, entries += s->cells, w += 9 * s->inputs) {
        floats_of_16 weights[9];
        memcpy(weights, w, sizeof weights);
        for (int32_t k = 0; k < counts[o]; k++) {
            floats_of_16 *corner = (floats_of_16 *)(plane + entries[k].offset);
            _Pragma("clang loop unroll(full)") for (int t = 0; t < 9; t++)
                corner[t / 3 * s->padded_width + t % 3] += entries[k].value * weights[t];
        }
    }
}

// Three cells of eight channels are side by side: sixteen numbers and eight instead of three times eight.
typedef struct {
    floats_of_16 two;
    floats_of_8 one;
} row_of_cells;

INLINE void weight_gradient_of_8(
    const loop_sparse_convolution *s, const float *plane, const loop_gradient_entry *entries, const int32_t *counts,
    float *dw
) {
    for (int32_t o = 0; o < s->outputs; o++, entries += s->cells, dw += 9 * s->inputs) {
        row_of_cells sums[3];
        for (int row = 0; row < 3; row++) {
            sums[row].two = *(const floats_of_16 *)(dw + 24 * row);
            sums[row].one = *(const floats_of_8 *)(dw + 24 * row + 16);
        }
        for (int32_t k = 0; k < counts[o]; k++) {
            const float *corner = plane + entries[k].offset;
            _Pragma("clang loop unroll(full)") for (int row = 0; row < 3; row++, corner += 8 * s->padded_width) {
                sums[row].two += entries[k].value * *(const floats_of_16 *)corner;
                sums[row].one += entries[k].value * *(const floats_of_8 *)(corner + 16);
            }
        }
        for (int row = 0; row < 3; row++) {
            *(floats_of_16 *)(dw + 24 * row) = sums[row].two;
            *(floats_of_8 *)(dw + 24 * row + 16) = sums[row].one;
        }
    }
}

INLINE void input_gradient_of_8(
    const loop_sparse_convolution *s, const float *w, const loop_gradient_entry *entries, const int32_t *counts,
    float *plane
) {
    for (int32_t o = 0; o < s->outputs; o++, entries += s->cells, w += 9 * s->inputs) {
        row_of_cells weights[3];
        for (int row = 0; row < 3; row++) {
            weights[row].two = *(const floats_of_16 *)(w + 24 * row);
            weights[row].one = *(const floats_of_8 *)(w + 24 * row + 16);
        }
        for (int32_t k = 0; k < counts[o]; k++) {
            float *corner = plane + entries[k].offset;
            _Pragma("clang loop unroll(full)") for (int row = 0; row < 3; row++, corner += 8 * s->padded_width) {
                *(floats_of_16 *)corner += entries[k].value * weights[row].two;
                *(floats_of_8 *)(corner + 16) += entries[k].value * weights[row].one;
            }
        }
    }
}

INLINE float *inner_row(const loop_sparse_convolution *s, float *plane, int32_t i) {
    return plane + ((size_t)(i + s->padding_top) * s->padded_width + s->padding_left) * s->block;
}

FOR_EVERY_CPU
void loop_sparse_weight_gradient(
    const loop_sparse_convolution *s, const float *x, const loop_gradient_entry *all_entries, const int32_t *counts,
    float *plane, float *all_dw, float *db, size_t pictures
) {
    const size_t row = (size_t)s->width * s->block;
    memset(plane, 0, sizeof(float) * s->padded_height * s->padded_width * s->block);
    for (size_t picture = 0; picture < pictures; picture++) {
        for (int32_t block = 0; block < s->inputs / s->block; block++) {
            for (int32_t i = 0; i < s->height; i++, x += row) memcpy(inner_row(s, plane, i), x, sizeof(float) * row);
            const loop_gradient_entry *entries = all_entries;
            float *dw = all_dw + 9 * (size_t)block * s->block;
            if (s->block == 16) {
                weight_gradient_of_16(s, plane, entries, counts, dw);
            } else {
                weight_gradient_of_8(s, plane, entries, counts, dw);
            }
        }
        for (int32_t o = 0; o < s->outputs; o++, all_entries += s->cells)
            for (int32_t k = 0; k < counts[o]; k++) db[o] += all_entries[k].value;
        counts += s->outputs;
    }
}

FOR_EVERY_CPU
void loop_sparse_input_gradient(
    const loop_sparse_convolution *s, const float *all_w, const loop_gradient_entry *all_entries,
    const int32_t *counts, float *plane, float *dx, size_t pictures
) {
    const size_t row = (size_t)s->width * s->block;
    for (size_t picture = 0; picture < pictures; picture++) {
        for (int32_t block = 0; block < s->inputs / s->block; block++) {
            memset(plane, 0, sizeof(float) * s->padded_height * s->padded_width * s->block);
            const loop_gradient_entry *entries = all_entries;
            const float *w = all_w + 9 * (size_t)block * s->block;
            if (s->block == 16) {
                input_gradient_of_16(s, w, entries, counts, plane);
            } else {
                input_gradient_of_8(s, w, entries, counts, plane);
            }
            for (int32_t i = 0; i < s->height; i++, dx += row) memcpy(dx, inner_row(s, plane, i), sizeof(float) * row);
        }
        all_entries += (size_t)s->outputs * s->cells;
        counts += s->outputs;
    }
}
