#include "CoreLoops.h"
#include "blocks.h"
#include "lanes.h"

// A plane is [height, width, block]: one channel (block 1, plain N x C x H x W) or a block of channels side by side.

enum { nothing = 255 };

/// One window's maximum for every channel of the block, which stays in a register.
#define POOL_WINDOW(floats, ints, bytes)                                                                              \
    {                                                                                                                 \
        floats best = (floats){0} + (s->rectifies ? 0 : -INFINITY);                                                   \
        ints position = (ints){0} + nothing;                                                                          \
        for (int32_t i = 0; i < s->window_height; i++) {                                                              \
            if (top + i < 0 || top + i >= s->height) continue;                                                        \
            for (int32_t j = 0; j < s->window_width; j++) {                                                           \
                if (left + j < 0 || left + j >= s->width) continue;                                                   \
                const size_t at = ((size_t)(top + i) * s->width + (left + j)) * block;                                \
                const floats number = *(const floats *)(x + at);                                                      \
                const ints isLarger = (number > best) | (number != number);                                           \
                position = SELECT(ints, ints, isLarger, (ints){0} + (i * s->window_width + j), position);             \
                best = SELECT(floats, ints, isLarger, number, best);                                                  \
            }                                                                                                         \
        }                                                                                                             \
        *(floats *)y = best;                                                                                          \
        *(bytes *)positions = __builtin_convertvector(position, bytes);                                               \
    }

INLINE void pool_window(
    const loop_pooling *s, const float *x, float *y, uint8_t *positions, int32_t top, int32_t left, int32_t block
) {
    if (block == 16) {
        POOL_WINDOW(floats_of_16, ints_of_16, bytes_of_16)
        return;
    }
    if (block == 8) {
        POOL_WINDOW(floats_of_8, ints_of_8, bytes_of_8)
        return;
    }
    if (block == 4) {
        POOL_WINDOW(floats_of_4, ints_of_4, bytes_of_4)
        return;
    }
    float best = s->rectifies ? 0 : -INFINITY;
    uint8_t position = nothing;
    for (int32_t i = 0; i < s->window_height; i++) {
        if (top + i < 0 || top + i >= s->height) continue;
        for (int32_t j = 0; j < s->window_width; j++) {
            if (left + j < 0 || left + j >= s->width) continue;
            const float number = x[(size_t)(top + i) * s->width + (left + j)];
            const bool isLarger = number > best || number != number;
            position = isLarger ? (uint8_t)(i * s->window_width + j) : position;
            best = isLarger ? number : best;
        }
    }
    *y = best;
    *positions = position;
}

/// 2 x 2 windows side by side that cover the plane, the usual case: no bounds to check, everything in registers.
INLINE void pool_quads(
    const loop_pooling *s, const float *restrict x, float *restrict y, uint8_t *restrict positions, int32_t block
) {
    const size_t row = (size_t)s->width * block;
    const float floor = s->rectifies ? 0 : -INFINITY;
    for (int32_t i = 0; i < s->output_height; i++) {
        const float *top = x + 2 * i * row, *bottom = top + row;
        for (int32_t j = 0; j < s->output_width; j++, top += 2 * block, bottom += 2 * block) {
            for (int32_t c = 0; c < block; c++) {
                float a = top[c], b = top[block + c], d = bottom[c], e = bottom[block + c], best = floor;
                int32_t position = nothing;
                position = a > best || a != a ? 0 : position;
                best = larger(a, best);
                position = b > best || b != b ? 1 : position;
                best = larger(b, best);
                position = d > best || d != d ? 2 : position;
                best = larger(d, best);
                position = e > best || e != e ? 3 : position;
                best = larger(e, best);
                y[c] = best;
                positions[c] = (uint8_t)position;
            }
            y += block;
            positions += block;
        }
    }
}

INLINE bool are_quads(const loop_pooling *s) {
    return s->window_height == 2 && s->window_width == 2 && s->stride_height == 2 && s->stride_width == 2
        && s->padding_height == 0 && s->padding_width == 0 && s->height == 2 * s->output_height
        && s->width == 2 * s->output_width;
}

INLINE void max_pool(
    const loop_pooling *s, const float *x, float *y, uint8_t *positions, size_t planes, int32_t block
) {
    const size_t input = (size_t)s->height * s->width * block;
    const size_t output = (size_t)s->output_height * s->output_width * block;
    for (size_t plane = 0; plane < planes; plane++, x += input, y += output, positions += output) {
        if (are_quads(s)) {
            pool_quads(s, x, y, positions, block);
            continue;
        }
        size_t at = 0;
        for (int32_t i = 0; i < s->output_height; i++)
            for (int32_t j = 0; j < s->output_width; j++, at += block)
                pool_window(
                    s, x, y + at, positions + at, i * s->stride_height - s->padding_height,
                    j * s->stride_width - s->padding_width, block);
    }
}

/// Brings each gradient of a plane of quads to where its maximum was. A block's channels go at once.
#define SCATTER_OVER_QUADS(floats, ints, bytes)                                                                       \
    for (int32_t i = 0; i < s->output_height; i++) {                                                                  \
        float *top = dx + 2 * i * row, *bottom = top + row;                                                           \
        for (int32_t j = 0; j < s->output_width; j++, top += 2 * block, bottom += 2 * block) {                        \
            const floats d = *(const floats *)dy, none = {0};                                                         \
            const ints position = __builtin_convertvector(*(const bytes *)positions, ints);                           \
            *(floats *)top = SELECT(floats, ints, position == 0, d, none);                                            \
            *(floats *)(top + block) = SELECT(floats, ints, position == 1, d, none);                                  \
            *(floats *)bottom = SELECT(floats, ints, position == 2, d, none);                                         \
            *(floats *)(bottom + block) = SELECT(floats, ints, position == 3, d, none);                               \
            dy += block;                                                                                              \
            positions += block;                                                                                       \
        }                                                                                                             \
    }

INLINE void max_pool_gradient(
    const loop_pooling *s, const float *restrict dy, const uint8_t *restrict positions, float *restrict dx,
    size_t planes, int32_t block
) {
    const size_t row = (size_t)s->width * block, input = (size_t)s->height * row;
    for (size_t plane = 0; plane < planes; plane++, dx += input) {
        if (are_quads(s)) {
            if (block == 16) {
                SCATTER_OVER_QUADS(floats_of_16, ints_of_16, bytes_of_16)
            } else if (block == 8) {
                SCATTER_OVER_QUADS(floats_of_8, ints_of_8, bytes_of_8)
            } else if (block == 4) {
                SCATTER_OVER_QUADS(floats_of_4, ints_of_4, bytes_of_4)
            } else {
                for (int32_t i = 0; i < s->output_height; i++) {
                    float *top = dx + 2 * i * row, *bottom = top + row;
                    for (int32_t j = 0; j < s->output_width; j++, top += 2 * block, bottom += 2 * block) {
                        for (int32_t c = 0; c < block; c++) {
                            float d = dy[c];
                            int32_t position = positions[c];
                            top[c] = position == 0 ? d : 0;
                            top[block + c] = position == 1 ? d : 0;
                            bottom[c] = position == 2 ? d : 0;
                            bottom[block + c] = position == 3 ? d : 0;
                        }
                        dy += block;
                        positions += block;
                    }
                }
            }
            continue;
        }
        for (size_t i = 0; i < input; i++) dx[i] = 0;
        for (int32_t i = 0; i < s->output_height; i++) {
            for (int32_t j = 0; j < s->output_width; j++, dy += block, positions += block) {
                int32_t top = i * s->stride_height - s->padding_height;
                int32_t left = j * s->stride_width - s->padding_width;
                for (int32_t c = 0; c < block; c++) {
                    if (positions[c] == nothing) continue;
                    int32_t h = top + positions[c] / s->window_width, w = left + positions[c] % s->window_width;
                    dx[(size_t)h * row + (size_t)w * block + c] += dy[c];
                }
            }
        }
    }
}

FOR_EVERY_CPU
void loop_max_pool(const loop_pooling *s, const float *x, float *y, uint8_t *positions, size_t planes) {
    switch (s->block) {
    case 16: max_pool(s, x, y, positions, planes, 16); break;
    case 8: max_pool(s, x, y, positions, planes, 8); break;
    case 4: max_pool(s, x, y, positions, planes, 4); break;
    default: max_pool(s, x, y, positions, planes, 1); break;
    }
}

FOR_EVERY_CPU
void loop_max_pool_gradient(
    const loop_pooling *s, const float *dy, const uint8_t *positions, float *dx, size_t planes
) {
    switch (s->block) {
    case 16: max_pool_gradient(s, dy, positions, dx, planes, 16); break;
    case 8: max_pool_gradient(s, dy, positions, dx, planes, 8); break;
    case 4: max_pool_gradient(s, dy, positions, dx, planes, 4); break;
    default: max_pool_gradient(s, dy, positions, dx, planes, 1); break;
    }
}
