#include "CoreLoops.h"
#include "blocks.h"
#include "clones.h"
#include <string.h>

// The gradient by the input of a convolution whose input has few channels, which oneDNN pads to a block of sixteen:
// for each place of the output its whole window at once, the cells of all channels side by side in a few vectors.

enum { vector_lanes = 16, places_at_once = 8, most_vectors = 3 };

/// The windows of `count` places, [places, vectors]: sums over outputs o of dy[o, place] w[o, :].
#define WINDOWS(places, vectors)                                                                                      \
    do {                                                                                                              \
        floats_of_16 sums[places][vectors];                                                                           \
        memset(sums, 0, sizeof sums);                                                                                 \
        const floats_of_16 *row = (const floats_of_16 *)w;                                                            \
        for (int32_t o = 0; o < s->outputs; o += s->block) {                                                          \
            const float *from = dy + (size_t)o * area + place * (size_t)s->block;                                     \
            for (int32_t lane = 0; lane < s->block; lane++, from++, row += vectors) {                                 \
                _Pragma("clang loop unroll(full)") for (int p = 0; p < places; p++)                                   \
                    for (int v = 0; v < vectors; v++) sums[p][v] += from[p * s->block] * row[v];                      \
            }                                                                                                         \
        }                                                                                                             \
        memcpy(windows, sums, sizeof sums);                                                                           \
    } while (0)

#define WINDOWS_OF(vectors)                                                                                           \
    case vectors:                                                                                                     \
        if (count == places_at_once) {                                                                                \
            WINDOWS(places_at_once, vectors);                                                                         \
        } else {                                                                                                      \
            WINDOWS(1, vectors);                                                                                      \
        }                                                                                                             \
        break

/// Adds a window [channels, window_height, window_width] to the padded planes from its first cell on.
INLINE void add_window(const loop_few_channels *s, const float *window, float *first, const int32_t width) {
    for (int32_t c = 0; c < s->channels; c++) {
        float *row = first + (size_t)c * s->padded_height * s->padded_width;
        for (int32_t i = 0; i < s->window_height; i++, row += s->padded_width)
            for (int32_t j = 0; j < width; j++) row[j] += *window++;
    }
}

FOR_EVERY_CPU
void loop_few_channels_input_gradient(
    const loop_few_channels *s, const float *w, const float *dy, float *planes, float *dx, size_t pictures
) {
    const size_t area = (size_t)s->output_height * s->output_width;
    const size_t plane = (size_t)s->padded_height * s->padded_width;
    const int32_t vectors = (s->channels * s->window_height * s->window_width + vector_lanes - 1) / vector_lanes;
    float windows[places_at_once * most_vectors * vector_lanes];
    for (size_t picture = 0; picture < pictures; picture++, dy += (size_t)s->outputs * area) {
        memset(planes, 0, sizeof(float) * plane * s->channels);
        size_t count = places_at_once;
        for (size_t place = 0; place < area; place += count) {
            if (place + places_at_once > area) count = 1;
            switch (vectors) {
                WINDOWS_OF(1);
                WINDOWS_OF(2);
                WINDOWS_OF(3);
            }
            for (size_t p = 0; p < count; p++) {
                const size_t i = (place + p) / s->output_width * s->stride_height;
                const size_t j = (place + p) % s->output_width * s->stride_width;
                const float *window = windows + p * vectors * vector_lanes;
                float *corner = planes + i * s->padded_width + j;
                switch (s->window_width) {
                case 3: add_window(s, window, corner, 3); break;
                case 4: add_window(s, window, corner, 4); break;
                default: add_window(s, window, corner, s->window_width); break;
                }
            }
        }
        for (int32_t c = 0; c < s->channels; c++) {
            const float *inner = planes + c * plane + (size_t)s->padding_top * s->padded_width + s->padding_left;
            for (int32_t i = 0; i < s->height; i++, inner += s->padded_width, dx += s->width)
                memcpy(dx, inner, sizeof(float) * s->width);
        }
    }
}
