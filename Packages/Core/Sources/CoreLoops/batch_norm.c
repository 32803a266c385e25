#include "CoreLoops.h"
#include "clones.h"
#include <math.h>

// Batch normalisation (Ioffe, Szegedy 2015) of N x C/B x A x B numbers, a block of channels at a time: its sums, and
// then its numbers while they are still in the cache. Sums run over a plane in float32 and over planes in float64,
// about a number of the channel itself, so that a large mean costs no digits.

enum { most_lanes = 16 };

INLINE void measure(
    const float *restrict x, size_t images, size_t stride, size_t area, int lanes, float *restrict mean,
    float *restrict variance
) {
    double sums[most_lanes] = {0}, squares[most_lanes] = {0};
    float about[most_lanes];
    for (int lane = 0; lane < lanes; lane++) about[lane] = x[lane];
    for (size_t n = 0; n < images; n++) {
        const float *plane = x + n * stride;
        float s[most_lanes] = {0}, q[most_lanes] = {0};
        if (lanes == 1) {
            float sum = 0, square = 0, shift = about[0];
#pragma omp simd reduction(+ : sum, square)
            for (size_t i = 0; i < area; i++) {
                const float v = plane[i] - shift;
                sum += v;
                square += v * v;
            }
            s[0] = sum;
            q[0] = square;
        } else {
            for (size_t i = 0; i < area; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    const float v = plane[i * lanes + lane] - about[lane];
                    s[lane] += v;
                    q[lane] += v * v;
                }
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            sums[lane] += s[lane];
            squares[lane] += q[lane];
        }
    }
    const double share = 1 / (double)(images * area);
    for (int lane = 0; lane < lanes; lane++) {
        const double offset = sums[lane] * share, spread = squares[lane] * share - offset * offset;
        mean[lane] = (float)(about[lane] + offset);
        variance[lane] = spread < 0 ? 0 : (float)spread;
    }
}

INLINE void normalize(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, int lanes, const float *x, const float *weight,
    const float *bias, float *statistics, float *y
) {
    const size_t area = sizes->area, stride = sizes->channels * area;
    const float slope = sizes->rectifies ? sizes->slope : 1;
    for (size_t at = first; at < end; at++) {
        const size_t channel = at * (size_t)lanes;
        const float *from = x + channel * area;
        float *to = y + channel * area, *mean = statistics + channel, *variance = mean + sizes->channels;
        if (sizes->measures) measure(from, sizes->images, stride, area, lanes, mean, variance);
        float a[most_lanes], b[most_lanes];
        for (int lane = 0; lane < lanes; lane++) {
            a[lane] = weight[channel + lane] / sqrtf(variance[lane] + sizes->epsilon);
            b[lane] = bias[channel + lane] - mean[lane] * a[lane];
        }
        for (size_t n = 0; n < sizes->images; n++) {
            const float *restrict source = from + n * stride;
            float *restrict target = to + n * stride;
            for (size_t i = 0; i < area; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    const float v = source[i * lanes + lane] * a[lane] + b[lane];
                    target[i * lanes + lane] = v > 0 ? v : slope * v;
                }
            }
        }
    }
}

FOR_EVERY_CPU
void loop_batch_norm(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *weight,
    const float *bias, float *statistics, float *y
) {
    switch (sizes->block) {
    case 16: normalize(sizes, first, end, 16, x, weight, bias, statistics, y); break;
    case 8: normalize(sizes, first, end, 8, x, weight, bias, statistics, y); break;
    default: normalize(sizes, first, end, 1, x, weight, bias, statistics, y);
    }
}

/// Sums of g and of g z by lane, g being the gradient before the rectifier and z the normalised number.
INLINE void sum_gradients(
    const float *restrict x, const float *restrict dy, size_t images, size_t stride, size_t area, int lanes, float slope,
    const float *mean, const float *scale, const float *weight, const float *bias, float *restrict sums,
    float *restrict products
) {
    double all[most_lanes] = {0}, all_products[most_lanes] = {0};
    for (size_t n = 0; n < images; n++) {
        const float *plane = x + n * stride, *upstream = dy + n * stride;
        float s[most_lanes] = {0}, p[most_lanes] = {0};
        if (lanes == 1) {
            float sum = 0, product = 0;
#pragma omp simd reduction(+ : sum, product)
            for (size_t i = 0; i < area; i++) {
                const float z = (plane[i] - mean[0]) * scale[0];
                const float g = z * weight[0] + bias[0] > 0 ? upstream[i] : slope * upstream[i];
                sum += g;
                product += g * z;
            }
            s[0] = sum;
            p[0] = product;
        } else {
            for (size_t i = 0; i < area; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    const size_t k = i * lanes + lane;
                    const float z = (plane[k] - mean[lane]) * scale[lane];
                    const float g = z * weight[lane] + bias[lane] > 0 ? upstream[k] : slope * upstream[k];
                    s[lane] += g;
                    p[lane] += g * z;
                }
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            all[lane] += s[lane];
            all_products[lane] += p[lane];
        }
    }
    for (int lane = 0; lane < lanes; lane++) {
        sums[lane] = (float)all[lane];
        products[lane] = (float)all_products[lane];
    }
}

/// With z and g as above: dx = weight scale (g - mean(g) - z mean(g z)), without the means where the statistics are
/// constants.
INLINE void normalize_gradient(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, int lanes, const float *x, const float *dy,
    const float *weight, const float *bias, const float *statistics, float *dx, float *dweight, float *dbias
) {
    const size_t area = sizes->area, stride = sizes->channels * area;
    const float slope = sizes->rectifies ? sizes->slope : 1;
    const float share = sizes->measures ? 1 / (float)(sizes->images * area) : 0;
    for (size_t at = first; at < end; at++) {
        const size_t channel = at * (size_t)lanes, start = channel * area;
        float mean[most_lanes], scale[most_lanes], w[most_lanes], b[most_lanes];
        for (int lane = 0; lane < lanes; lane++) {
            mean[lane] = statistics[channel + lane];
            scale[lane] = 1 / sqrtf(statistics[sizes->channels + channel + lane] + sizes->epsilon);
            w[lane] = weight[channel + lane];
            b[lane] = bias[channel + lane];
        }
        float *sums = dbias + channel, *products = dweight + channel;
        sum_gradients(
            x + start, dy + start, sizes->images, stride, area, lanes, slope, mean, scale, w, b, sums, products);
        float mean_g[most_lanes], mean_gz[most_lanes];
        for (int lane = 0; lane < lanes; lane++) {
            mean_g[lane] = sums[lane] * share;
            mean_gz[lane] = products[lane] * share;
        }
        for (size_t n = 0; n < sizes->images; n++) {
            const float *restrict plane = x + start + n * stride, *restrict upstream = dy + start + n * stride;
            float *restrict target = dx + start + n * stride;
            for (size_t i = 0; i < area; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    const size_t k = i * lanes + lane;
                    const float z = (plane[k] - mean[lane]) * scale[lane];
                    const float g = z * w[lane] + b[lane] > 0 ? upstream[k] : slope * upstream[k];
                    target[k] = w[lane] * scale[lane] * (g - mean_g[lane] - z * mean_gz[lane]);
                }
            }
        }
    }
}

FOR_EVERY_CPU
void loop_batch_norm_gradient(
    const loop_batch_norm_sizes *sizes, size_t first, size_t end, const float *x, const float *dy, const float *weight,
    const float *bias, const float *statistics, float *dx, float *dweight, float *dbias
) {
    switch (sizes->block) {
    case 16: normalize_gradient(sizes, first, end, 16, x, dy, weight, bias, statistics, dx, dweight, dbias); break;
    case 8: normalize_gradient(sizes, first, end, 8, x, dy, weight, bias, statistics, dx, dweight, dbias); break;
    default: normalize_gradient(sizes, first, end, 1, x, dy, weight, bias, statistics, dx, dweight, dbias);
    }
}
