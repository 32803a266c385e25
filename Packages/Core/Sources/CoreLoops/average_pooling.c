#include "CoreLoops.h"
#include "clones.h"

// Adaptive average pooling of planes of [height, width, block] numbers. Each number of channels is compiled on its own:
// their sums then stay in registers.

/// Calls `body` for every output cell with its window [top, bottom) x [left, right).
#define EACH_ADAPTIVE_WINDOW(body)                                                                                    \
    for (int32_t i = 0; i < s->output_height; i++) {                                                                  \
        const int32_t top = (int32_t)((int64_t)i * s->height / s->output_height);                                     \
        const int32_t bottom = (int32_t)(((int64_t)(i + 1) * s->height + s->output_height - 1) / s->output_height);   \
        for (int32_t j = 0; j < s->output_width; j++) {                                                               \
            const int32_t left = (int32_t)((int64_t)j * s->width / s->output_width);                                  \
            const int32_t right = (int32_t)(((int64_t)(j + 1) * s->width + s->output_width - 1) / s->output_width);   \
            const float share = 1.0f / (float)((bottom - top) * (right - left));                                      \
            body                                                                                                      \
        }                                                                                                             \
    }

INLINE void average_pool(
    const loop_pooling *s, const float *restrict x, float *restrict y, size_t planes, size_t block
) {
    const size_t input = (size_t)s->height * s->width * block;
    for (size_t plane = 0; plane < planes; plane++, x += input) {
        EACH_ADAPTIVE_WINDOW({
            for (size_t c = 0; c < block; c++) y[c] = 0;
            for (int32_t h = top; h < bottom; h++)
                for (int32_t w = left; w < right; w++)
                    for (size_t c = 0; c < block; c++) y[c] += x[((size_t)h * s->width + w) * block + c];
            for (size_t c = 0; c < block; c++) y[c] *= share;
            y += block;
        })
    }
}

INLINE void average_pool_gradient(
    const loop_pooling *s, const float *restrict dy, float *restrict dx, size_t planes, size_t block
) {
    const size_t input = (size_t)s->height * s->width * block;
    for (size_t plane = 0; plane < planes; plane++, dx += input) {
        for (size_t i = 0; i < input; i++) dx[i] = 0;
        EACH_ADAPTIVE_WINDOW({
            for (int32_t h = top; h < bottom; h++)
                for (int32_t w = left; w < right; w++)
                    for (size_t c = 0; c < block; c++) dx[((size_t)h * s->width + w) * block + c] += share * dy[c];
            dy += block;
        })
    }
}

FOR_EVERY_CPU
void loop_average_pool(const loop_pooling *s, const float *x, float *y, size_t planes) {
    switch (s->block) {
    case 16: average_pool(s, x, y, planes, 16); break;
    case 8: average_pool(s, x, y, planes, 8); break;
    case 4: average_pool(s, x, y, planes, 4); break;
    default: average_pool(s, x, y, planes, 1); break;
    }
}

FOR_EVERY_CPU
void loop_average_pool_gradient(const loop_pooling *s, const float *dy, float *dx, size_t planes) {
    switch (s->block) {
    case 16: average_pool_gradient(s, dy, dx, planes, 16); break;
    case 8: average_pool_gradient(s, dy, dx, planes, 8); break;
    case 4: average_pool_gradient(s, dy, dx, planes, 4); break;
    default: average_pool_gradient(s, dy, dx, planes, 1); break;
    }
}
