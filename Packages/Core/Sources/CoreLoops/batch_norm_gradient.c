#include "CoreLoops.h"
#include "sums.h"
#include "vectormath.h"

// The gradient of batch normalization, a block of channels at a time: its sums, and then its numbers while they are
// still in the cache. With z the normalized number and g the gradient before the rectifier:
// dx = weight scale (g - mean(g) - z mean(g z)), without the means where the statistics are constants.

enum { most_lanes = 16 };

/// What is constant over a block's channels.
typedef struct {
    float mean[most_lanes], scale[most_lanes], weight[most_lanes], bias[most_lanes];
} channels;

INLINE channels channels_of(
    const loop_batch_norm_sizes *sizes, size_t channel, int lanes, const float *statistics, const float *weight,
    const float *bias
) {
    channels c;
    for (int lane = 0; lane < lanes; lane++) {
        c.mean[lane] = statistics[channel + lane];
        c.scale[lane] = 1 / vector_sqrt(statistics[sizes->channels + channel + lane] + sizes->epsilon);
        c.weight[lane] = weight[channel + lane];
        c.bias[lane] = bias[channel + lane];
    }
    return c;
}

// Defines, for blocks of a number of channels, `sum_gradients_…`, which computes the sums of g and of g z, and
// `normalize_back_…`, which computes dx. The same channels of the next picture are far away in memory, so they are
// requested for while this one's are summed.
#define FOR_BLOCKS_OF(lanes, floats, ints, doubles)                                                                    \
    INLINE void sum_gradients_##lanes(                                                                                 \
        const float *x, const float *dy, size_t images, size_t stride, size_t area, float slope,                       \
        const channels *c, float *sums, float *products                                                                \
    ) {                                                                                                                \
        const floats mean = *(const floats *)c->mean, scale = *(const floats *)c->scale;                               \
        const floats weight = *(const floats *)c->weight, bias = *(const floats *)c->bias;                             \
        doubles all = {0}, all_products = {0};                                                                         \
        for (size_t n = 0; n < images; n++) {                                                                          \
            const floats *plane = (const floats *)(x + n * stride), *upstream = (const floats *)(dy + n * stride);     \
            floats sum = {0}, product = {0};                                                                           \
            for (size_t i = 0; i < area; i++) {                                                                        \
                __builtin_prefetch((const float *)(plane + i) + stride);                                               \
                __builtin_prefetch((const float *)(upstream + i) + stride);                                            \
                const floats z = (plane[i] - mean) * scale;                                                            \
                const floats g = SELECT(floats, ints, z * weight + bias > 0, upstream[i], slope * upstream[i]);        \
                sum += g;                                                                                              \
                product += g * z;                                                                                      \
            }                                                                                                          \
            all += __builtin_convertvector(sum, doubles);                                                              \
            all_products += __builtin_convertvector(product, doubles);                                                 \
        }                                                                                                              \
        *(floats *)sums = __builtin_convertvector(all, floats);                                                        \
        *(floats *)products = __builtin_convertvector(all_products, floats);                                           \
    }                                                                                                                  \
                                                                                                                       \
    INLINE void normalize_back_##lanes(                                                                                \
        const float *x, const float *dy, size_t images, size_t stride, size_t area, float slope,                       \
        const channels *c, float share, const float *sums, const float *products, float *dx                            \
    ) {                                                                                                                \
        const floats mean = *(const floats *)c->mean, scale = *(const floats *)c->scale;                               \
        const floats weight = *(const floats *)c->weight, bias = *(const floats *)c->bias, factor = weight * scale;    \
        const floats mean_g = *(const floats *)sums * share, mean_gz = *(const floats *)products * share;              \
        for (size_t n = 0; n < images; n++) {                                                                          \
            const floats *plane = (const floats *)(x + n * stride), *upstream = (const floats *)(dy + n * stride);     \
            floats *target = (floats *)(dx + n * stride);                                                              \
            for (size_t i = 0; i < area; i++) {                                                                        \
                const floats z = (plane[i] - mean) * scale;                                                            \
                const floats g = SELECT(floats, ints, z * weight + bias > 0, upstream[i], slope * upstream[i]);        \
                target[i] = factor * (g - mean_g - z * mean_gz);                                                       \
            }                                                                                                          \
        }                                                                                                              \
    }

FOR_BLOCKS_OF(16, floats_of_16, ints_of_16, doubles_of_16)
FOR_BLOCKS_OF(8, floats_of_8, ints_of_8, doubles_of_8)

INLINE void sum_gradients_1(
    const float *x, const float *dy, size_t images, size_t stride, size_t area, float slope, const channels *c,
    float *sums, float *products
) {
    double all = 0, all_products = 0;
    for (size_t n = 0; n < images; n++) {
        const float *plane = x + n * stride, *upstream = dy + n * stride;
        float sum, product;
#define Z(lanes, i) ((FLOATS(lanes, plane, i) - c->mean[0]) * c->scale[0])
#define G(lanes, i)                                                                                                    \
    SELECT(                                                                                                            \
        floats_of_##lanes, ints_of_##lanes, Z(lanes, i) * c->weight[0] + c->bias[0] > 0, FLOATS(lanes, upstream, i),   \
        slope * FLOATS(lanes, upstream, i))
#define GZ(lanes, i) (G(lanes, i) * Z(lanes, i))
        ADD_UP_BOTH(sum, product, area, G, GZ);
        all += sum;
        all_products += product;
    }
    *sums = (float)all;
    *products = (float)all_products;
}

INLINE void normalize_back_1(
    const float *x, const float *dy, size_t images, size_t stride, size_t area, float slope, const channels *c,
    float share, const float *sums, const float *products, float *dx
) {
    const float factor = c->weight[0] * c->scale[0], mean_g = *sums * share, mean_gz = *products * share;
    for (size_t n = 0; n < images; n++) {
        const float *restrict plane = x + n * stride, *restrict upstream = dy + n * stride;
        float *restrict target = dx + n * stride;
        for (size_t i = 0; i < area; i++) {
            const float z = (plane[i] - c->mean[0]) * c->scale[0];
            const float g = z * c->weight[0] + c->bias[0] > 0 ? upstream[i] : slope * upstream[i];
            target[i] = factor * (g - mean_g - z * mean_gz);
        }
    }
}

#define GRADIENT(lanes)                                                                                                \
    for (size_t at = first; at < end; at++) {                                                                          \
        const size_t channel = at * lanes, start = channel * area;                                                     \
        const channels c = channels_of(sizes, channel, lanes, statistics, weight, bias);                               \
        float *sums = dbias + channel, *products = dweight + channel;                                                  \
        if (!sizes->has_sums)                                                                                          \
            sum_gradients_##lanes(x + start, dy + start, sizes->images, stride, area, slope, &c, sums, products);      \
        if (!dx) continue;                                                                                             \
        normalize_back_##lanes(                                                                                        \
            x + start, dy + start, sizes->images, stride, area, slope, &c, share, sums, products, dx + start);         \
    }

FOR_EVERY_CPU
void loop_batch_norm_gradient(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *dy, const float *weight,
    const float *bias, const float *statistics, float *dx, float *dweight, float *dbias
) {
    const size_t area = sizes->area, stride = sizes->channels * area;
    const float slope = sizes->rectifies ? sizes->slope : 1;
    const float share = sizes->measures ? 1 / (float)(sizes->images * area) : 0;
    switch (sizes->block) {
    case 16: GRADIENT(16) break;
    case 8: GRADIENT(8) break;
    default: GRADIENT(1)
    }
}
