#include "CoreLoops.h"
#include "blocks.h"
#include "clones.h"
#include <string.h>

// The gradient by the weights of a convolution of one channel: oneDNN pads the channel to a block of eight.

/// One picture's block of output channels: dw[o, cell] += sum of dy[o] x[window of it].
#define WEIGHT_GRADIENT(lanes)                                                                                        \
    for (int32_t o = 0; o < s->outputs; o += s->block) {                                                              \
        lanes sums[9] = {0}, bias = {0};                                                                              \
        for (int32_t i = 0; i < height; i++) {                                                                        \
            const float *window = plane + (size_t)i * s->padded_width;                                                \
            for (int32_t j = 0; j < width; j++, window++, dy += s->block) {                                           \
                const lanes g = *(const lanes *)dy;                                                                   \
                bias += g;                                                                                            \
                _Pragma("clang loop unroll(full)") for (int t = 0; t < 9; t++)                                        \
                    sums[t] += g * window[t / 3 * s->padded_width + t % 3];                                           \
            }                                                                                                         \
        }                                                                                                             \
        for (int32_t lane = 0; lane < s->block; lane++) {                                                             \
            for (int t = 0; t < 9; t++) dw[(o + lane) * 9 + t] += sums[t][lane];                                      \
            db[o + lane] += bias[lane];                                                                               \
        }                                                                                                             \
    }

FOR_EVERY_CPU
void loop_one_channel_weight_gradient(
    const loop_sparse_convolution *s, const float *x, const float *dy, float *plane, float *dw, float *db,
    size_t pictures
) {
    const int32_t height = s->padded_height - 2, width = s->padded_width - 2;
    memset(plane, 0, sizeof(float) * s->padded_height * s->padded_width);
    for (size_t picture = 0; picture < pictures; picture++) {
        float *inner = plane + (size_t)s->padding_top * s->padded_width + s->padding_left;
        for (int32_t i = 0; i < s->height; i++, x += s->width, inner += s->padded_width)
            memcpy(inner, x, sizeof(float) * s->width);
        if (s->block == 16) {
            WEIGHT_GRADIENT(floats_of_16)
        } else {
            WEIGHT_GRADIENT(floats_of_8)
        }
    }
}
