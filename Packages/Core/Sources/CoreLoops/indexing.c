#include "CoreLoops.h"
#include "clones.h"

FOR_EVERY_CPU
void loop_gather_bytes(
    const uint8_t *x, const int32_t *rows, float *restrict y, size_t count, size_t columns, float scale, float offset
) {
    for (size_t i = 0; i < count; i++, y += columns) {
        const uint8_t *from = x + (size_t)rows[i] * columns;
        for (size_t j = 0; j < columns; j++) y[j] = scale * (float)from[j] + offset;
    }
}

FOR_EVERY_CPU
void loop_scatter_add(
    const float *restrict x, const int32_t *rows, float *restrict y, size_t count, size_t stride, size_t columns
) {
    for (size_t i = 0; i < count; i++, x += stride) {
        float *to = y + (size_t)rows[i] * stride;
        for (size_t j = 0; j < columns; j++) to[j] += x[j];
    }
}
