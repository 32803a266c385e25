#include "CoreLoops.h"
#include "sums.h"
#include "vectormath.h"

// Batch normalization (Ioffe, Szegedy 2015) of N x C/B x A x B numbers, a block of channels at a time: its sums, and
// then its numbers while they are still in the cache. Sums run over a plane in float32 and over planes in float64,
// relative to a number of the channel itself, so that a large mean does not cost digits. The same channels of the next
// picture are far away in memory, so they are prefetched while this one's are summed.

/// Mean and biased variance from sums over `count` numbers, relative to one of them.
INLINE void finish(float about, double sum, double squares, size_t count, float *mean, float *variance) {
    const double offset = sum / (double)count, spread = squares / (double)count - offset * offset;
    *mean = (float)(about + offset);
    *variance = spread < 0 ? 0 : (float)spread;
}

// Defines, for blocks of a number of channels, `measure_…`, which computes their means and variances, and `scale_…`,
// which computes y = rectifier(a x + b). Four sums run side by side, because a single one would wait for itself.
#define FOR_BLOCKS_OF(lanes, floats, ints, doubles)                                                                    \
    INLINE void measure_##lanes(                                                                                       \
        const float *x, size_t images, size_t stride, size_t area, float *mean, float *variance                        \
    ) {                                                                                                                \
        const floats about = *(const floats *)x;                                                                       \
        doubles sums = {0}, squares = {0};                                                                             \
        for (size_t n = 0; n < images; n++) {                                                                          \
            const floats *plane = (const floats *)(x + n * stride);                                                    \
            floats s[4] = {{0}}, q[4] = {{0}};                                                                         \
            for (size_t i = 0; i < area; i++) {                                                                        \
                __builtin_prefetch(x + (n + 1) * stride + i * lanes);                                                  \
                const floats v = plane[i] - about;                                                                     \
                s[i % 4] += v;                                                                                         \
                q[i % 4] += v * v;                                                                                     \
            }                                                                                                          \
            sums += __builtin_convertvector((s[0] + s[1]) + (s[2] + s[3]), doubles);                                   \
            squares += __builtin_convertvector((q[0] + q[1]) + (q[2] + q[3]), doubles);                                \
        }                                                                                                              \
        for (int lane = 0; lane < lanes; lane++)                                                                       \
            finish(about[lane], sums[lane], squares[lane], images * area, mean + lane, variance + lane);               \
    }                                                                                                                  \
                                                                                                                       \
    INLINE void scale_##lanes(                                                                                         \
        const float *x, size_t images, size_t stride, size_t area, const float *a, const float *b, float slope,        \
        float *y                                                                                                       \
    ) {                                                                                                                \
        const floats scale = *(const floats *)a, offset = *(const floats *)b;                                          \
        for (size_t n = 0; n < images; n++) {                                                                          \
            const floats *source = (const floats *)(x + n * stride);                                                   \
            floats *target = (floats *)(y + n * stride);                                                               \
            for (size_t i = 0; i < area; i++) {                                                                        \
                const floats v = source[i] * scale + offset;                                                           \
                const ints isPositive = v > 0;                                                                         \
                target[i] = (floats)((isPositive & (ints)v) | (~isPositive & (ints)(slope * v)));                      \
            }                                                                                                          \
        }                                                                                                              \
    }

FOR_BLOCKS_OF(16, floats_of_16, ints_of_16, doubles_of_16)
FOR_BLOCKS_OF(8, floats_of_8, ints_of_8, doubles_of_8)

INLINE void measure_1(const float *x, size_t images, size_t stride, size_t area, float *mean, float *variance) {
    const float about = x[0];
    double sums = 0, squares = 0;
    for (size_t n = 0; n < images; n++) {
        const float *plane = x + n * stride;
        float sum, square;
#define OFFSET(lanes, i) (FLOATS(lanes, plane, i) - about)
#define SQUARE(lanes, i) (OFFSET(lanes, i) * OFFSET(lanes, i))
        ADD_UP_BOTH(sum, square, area, OFFSET, SQUARE);
        sums += sum;
        squares += square;
    }
    finish(about, sums, squares, images * area, mean, variance);
}

INLINE void scale_1(
    const float *restrict x, size_t images, size_t stride, size_t area, const float *a, const float *b, float slope,
    float *restrict y
) {
    for (size_t n = 0; n < images; n++, x += stride, y += stride) {
        for (size_t i = 0; i < area; i++) {
            const float v = x[i] * *a + *b;
            y[i] = v > 0 ? v : slope * v;
        }
    }
}

#define NORMALIZE(lanes)                                                                                               \
    for (size_t at = first; at < end; at++) {                                                                          \
        const size_t channel = at * lanes;                                                                             \
        const float *from = x + channel * area;                                                                        \
        float *mean = statistics + channel, *variance = mean + sizes->channels, a[lanes], b[lanes];                    \
        if (sizes->measures) measure_##lanes(from, sizes->images, stride, area, mean, variance);                       \
        if (!y) continue;                                                                                              \
        for (int lane = 0; lane < lanes; lane++) {                                                                     \
            a[lane] = weight[channel + lane] / vector_sqrt(variance[lane] + sizes->epsilon);                                 \
            b[lane] = bias[channel + lane] - mean[lane] * a[lane];                                                     \
        }                                                                                                              \
        scale_##lanes(from, sizes->images, stride, area, a, b, slope, y + channel * area);                             \
    }

FOR_EVERY_CPU
void loop_batch_norm(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *weight,
    const float *bias, float *statistics, float *y
) {
    const size_t area = sizes->area, stride = sizes->channels * area;
    const float slope = sizes->rectifies ? sizes->slope : 1;
    switch (sizes->block) {
    case 16: NORMALIZE(16) break;
    case 8: NORMALIZE(8) break;
    default: NORMALIZE(1)
    }
}
