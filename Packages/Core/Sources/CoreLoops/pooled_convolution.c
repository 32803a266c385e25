#include "CoreLoops.h"
#include "blocks.h"
#include "clones.h"
#include <math.h>
#include <string.h>

// A convolution of one input channel with 3 x 3 windows, max-pooled by 2 x 2: every number of the convolution stays in
// registers. As separate operations, the convolution's result, sixteen times the picture, goes through memory four
// times per step.
//
// A block of output channels fills the lanes; the picture is in a padded plane, so that every window is inside it.

enum { nothing = 255 };

INLINE void fill_plane(const loop_pooled_convolution *s, const float *x, float *plane) {
    for (int32_t i = 0; i < s->height; i++)
        memcpy(
            plane + (size_t)(i + s->padding_top) * s->padded_width + s->padding_left, x + (size_t)i * s->width,
            sizeof(float) * s->width);
}

/// The larger of `best` and the result of the window at `number`; NaN wins.
#define CHOOSE(lanes, ints, sum, number)                                                                              \
    {                                                                                                                 \
        const ints chosen = (sum > best) | (sum != sum);                                                              \
        best = SELECT(lanes, ints, chosen, sum, best);                                                                \
        position = SELECT(ints, ints, chosen, (ints){0} + number, position);                                          \
    }

#define POOLED_CONVOLUTION(lanes, ints, bytes)                                                                        \
    for (int32_t o = 0; o < s->outputs; o += s->block) {                                                              \
        lanes weights[9];                                                                                             \
        lanes bias = {0};                                                                                             \
        for (int32_t c = 0; c < s->block; c++) {                                                                      \
            for (int t = 0; t < 9; t++) weights[t][c] = w[(size_t)(o + c) * 9 + t];                                   \
            bias[c] = b ? b[o + c] : 0;                                                                               \
        }                                                                                                             \
        for (int32_t i = 0; i < s->output_height; i++) {                                                              \
            const float *corner = plane + 2 * (size_t)i * s->padded_width;                                            \
            for (int32_t j = 0; j < s->output_width; j++, corner += 2, y += s->block, positions += s->block) {        \
                lanes sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;                                             \
                _Pragma("clang loop unroll(full)") for (int t = 0; t < 9; t++) {                                      \
                    const float *cell = corner + (size_t)(t / 3) * s->padded_width + t % 3;                           \
                    sum0 += cell[0] * weights[t];                                                                     \
                    sum1 += cell[1] * weights[t];                                                                     \
                    sum2 += cell[s->padded_width] * weights[t];                                                       \
                    sum3 += cell[s->padded_width + 1] * weights[t];                                                   \
                }                                                                                                     \
                lanes best = (lanes){0} + (s->rectifies ? 0 : -INFINITY);                                             \
                ints position = (ints){0} + nothing;                                                                  \
                CHOOSE(lanes, ints, sum0, 0)                                                                          \
                CHOOSE(lanes, ints, sum1, 1)                                                                          \
                CHOOSE(lanes, ints, sum2, 2)                                                                          \
                CHOOSE(lanes, ints, sum3, 3)                                                                          \
                *(lanes *)y = best;                                                                                   \
                *(bytes *)positions = __builtin_convertvector(position, bytes);                                       \
            }                                                                                                         \
        }                                                                                                             \
    }

#define POOLED_WEIGHT_GRADIENT(lanes, ints, bytes)                                                                    \
    for (int32_t o = 0; o < s->outputs; o += s->block) {                                                              \
        lanes sums[9] = {{0}}, bias = {0};                                                                            \
        for (int32_t i = 0; i < s->output_height; i++) {                                                              \
            const float *corner = plane + 2 * (size_t)i * s->padded_width;                                            \
            for (int32_t j = 0; j < s->output_width; j++, corner += 2, dy += s->block, positions += s->block) {       \
                const ints position = __builtin_convertvector(*(const bytes *)positions, ints);                       \
                const lanes gradient = *(const lanes *)dy, none = {0};                                                \
                const lanes part0 = SELECT(lanes, ints, position == 0, gradient, none);                               \
                const lanes part1 = SELECT(lanes, ints, position == 1, gradient, none);                               \
                const lanes part2 = SELECT(lanes, ints, position == 2, gradient, none);                               \
                const lanes part3 = SELECT(lanes, ints, position == 3, gradient, none);                               \
                bias += part0 + part1 + (part2 + part3);                                                              \
                _Pragma("clang loop unroll(full)") for (int t = 0; t < 9; t++) {                                      \
                    const float *cell = corner + (size_t)(t / 3) * s->padded_width + t % 3;                           \
                    sums[t] += cell[0] * part0;                                                                       \
                    sums[t] += cell[1] * part1;                                                                       \
                    sums[t] += cell[s->padded_width] * part2;                                                         \
                    sums[t] += cell[s->padded_width + 1] * part3;                                                     \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
        for (int32_t c = 0; c < s->block; c++) {                                                                      \
            for (int t = 0; t < 9; t++) dw[(size_t)(o + c) * 9 + t] += sums[t][c];                                    \
            db[o + c] += bias[c];                                                                                     \
        }                                                                                                             \
    }

FOR_EVERY_CPU
void loop_pool_convolution(
    const loop_pooled_convolution *s, const float *x, const float *w, const float *b, float *plane, float *y,
    uint8_t *positions, size_t pictures
) {
    memset(plane, 0, sizeof(float) * s->padded_height * s->padded_width);
    for (size_t picture = 0; picture < pictures; picture++, x += (size_t)s->height * s->width) {
        fill_plane(s, x, plane);
        if (s->block == 16) {
            POOLED_CONVOLUTION(floats_of_16, ints_of_16, bytes_of_16)
        } else {
            POOLED_CONVOLUTION(floats_of_8, ints_of_8, bytes_of_8)
        }
    }
}

FOR_EVERY_CPU
void loop_pooled_weight_gradient(
    const loop_pooled_convolution *s, const float *x, const float *dy, const uint8_t *positions, float *plane,
    float *dw, float *db, size_t pictures
) {
    memset(plane, 0, sizeof(float) * s->padded_height * s->padded_width);
    for (size_t picture = 0; picture < pictures; picture++, x += (size_t)s->height * s->width) {
        fill_plane(s, x, plane);
        if (s->block == 16) {
            POOLED_WEIGHT_GRADIENT(floats_of_16, ints_of_16, bytes_of_16)
        } else {
            POOLED_WEIGHT_GRADIENT(floats_of_8, ints_of_8, bytes_of_8)
        }
    }
}
