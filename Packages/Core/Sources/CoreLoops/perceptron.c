#include "CoreLoops.h"
#include "vectormath.h"
#include <string.h>

// A multilayer perceptron's loss and gradients in one pass. A thread takes 128 rows at a time through the whole
// network, forward and backward, so that hidden units stay in its first caches: layer by layer, sixteen thousand rows
// of twenty units would be written and read about ten times per step.
//
// A panel contains numbers of the 128 rows unit by unit; rows are the lanes of vectors. Units are padded with zeros to
// a multiple of four, because products are computed in tiles of 4 units × 64 rows, which fill the registers.

enum { tile = 4, chunk_rows = 64, vec_lanes = 16 };

typedef float vec __attribute__((vector_size(64), aligned(64)));

INLINE size_t padded(size_t count) { return (count + tile - 1) / tile * tile; }
INLINE size_t panel(size_t units) { return padded(units) * loop_perceptron_rows; }

/// The offsets of the parts of a layer's packed weights: bias, forward tiles, backward tiles.
INLINE size_t packed_layer(size_t ins, size_t outs) { return padded(outs) * (ins + 1) + padded(ins) * outs; }
/// Sums of a layer's gradients, a vector each: weights, then bias.
INLINE size_t layer_sums(size_t ins, size_t outs) { return padded(outs) * (padded(ins) + 1) * vec_lanes; }

size_t loop_perceptron_packed(const loop_perceptron *net) {
    size_t count = 0;
    for (size_t l = 0; l < net->layers; l++) count += (packed_layer(net->widths[l], net->widths[l + 1]) + 15) / 16 * 16;
    return count;
}

size_t loop_perceptron_scratch(const loop_perceptron *net) {
    size_t count = 3 * loop_perceptron_rows;
    for (size_t l = 0; l <= net->layers; l++) count += 2 * panel(net->widths[l]);
    for (size_t l = 0; l < net->layers; l++) count += layer_sums(net->widths[l], net->widths[l + 1]);
    return count + panel(net->widths[1]);
}

void loop_perceptron_pack(
    const loop_perceptron *net, const float *const *weights, const float *const *biases, float *packed
) {
    for (size_t l = 0; l < net->layers; l++) {
        const size_t ins = net->widths[l], outs = net->widths[l + 1];
        const float *w = weights[l];
        float *to = packed;
        for (size_t j = 0; j < padded(outs); j++) *to++ = j < outs ? biases[l][j] : 0;
        for (size_t j = 0; j < padded(outs); j += tile)
            for (size_t d = 0; d < ins; d++)
                for (size_t a = 0; a < tile; a++) *to++ = j + a < outs ? w[(j + a) * ins + d] : 0;
        for (size_t d = 0; d < padded(ins); d += tile)
            for (size_t j = 0; j < outs; j++)
                for (size_t a = 0; a < tile; a++) *to++ = d + a < ins ? w[j * ins + d + a] : 0;
        packed += (packed_layer(ins, outs) + 15) / 16 * 16;
    }
}

/// y = W x + bias for panels.
INLINE void product(
    const float *tiles, const float *bias, const float *x, float *y, size_t ins, size_t outs, size_t rows
) {
    for (size_t r = 0; r < rows; r += chunk_rows)
        for (size_t j = 0; j < outs; j += tile) {
            const float *w = tiles + j * ins, *from = x + r;
            vec sums[tile][4];
            for (size_t a = 0; a < tile; a++)
                for (size_t b = 0; b < 4; b++) sums[a][b] = (vec){0} + (bias ? bias[j + a] : 0);
            for (size_t d = 0; d < ins; d++, w += tile, from += loop_perceptron_rows) {
                const vec *v = (const vec *)from;
#pragma unroll
                for (size_t a = 0; a < tile; a++)
#pragma unroll
                    for (size_t b = 0; b < 4; b++) sums[a][b] += w[a] * v[b];
            }
            for (size_t a = 0; a < tile; a++)
                for (size_t b = 0; b < 4; b++) ((vec *)(y + (j + a) * loop_perceptron_rows + r))[b] = sums[a][b];
        }
}

/// Adds delta xᵀ, lane by lane, and the sums of delta.
INLINE void outer_product(const float *delta, const float *x, vec *sums, size_t ins, size_t outs, size_t rows) {
    const size_t vectors = rows / vec_lanes, stride = loop_perceptron_rows / vec_lanes;
    const vec *deltas = (const vec *)delta, *xs = (const vec *)x;
    for (size_t j = 0; j < outs; j += tile)
        for (size_t d = 0; d < ins; d += tile) {
            vec s[tile][tile];
            for (size_t a = 0; a < tile; a++)
                for (size_t b = 0; b < tile; b++) s[a][b] = sums[(j + a) * ins + d + b];
            for (size_t r = 0; r < vectors; r++) {
#pragma unroll
                for (size_t a = 0; a < tile; a++)
#pragma unroll
                    for (size_t b = 0; b < tile; b++)
                        s[a][b] += deltas[(j + a) * stride + r] * xs[(d + b) * stride + r];
            }
            for (size_t a = 0; a < tile; a++)
                for (size_t b = 0; b < tile; b++) sums[(j + a) * ins + d + b] = s[a][b];
        }
    for (size_t j = 0; j < outs; j++)
        for (size_t r = 0; r < vectors; r++) sums[outs * ins + j] += deltas[j * stride + r];
}

#define EACH_NUMBER(expression)                                                                                       \
    for (size_t u = 0; u < units; u++)                                                                                \
        for (size_t r = 0; r < rows; r++) {                                                                           \
            float v = y[u * loop_perceptron_rows + r];                                                                \
            y[u * loop_perceptron_rows + r] = (expression);                                                           \
        }                                                                                                             \
    break

INLINE void activate(loop_unary_operation operation, float *y, size_t units, size_t rows) {
    switch (operation) {
    case loop_relu: EACH_NUMBER(v < 0 ? 0 : v);
    case loop_tanh: EACH_NUMBER(vector_tanh(v));
    case loop_sigmoid: EACH_NUMBER(vector_sigmoid(v));
    default: EACH_NUMBER(v / (1 + fabsf(v)));
    }
}

#define EACH_SLOPE(expression)                                                                                        \
    for (size_t u = 0; u < units; u++)                                                                                \
        for (size_t r = 0; r < rows; r++) {                                                                           \
            float v = y[u * loop_perceptron_rows + r] * rest;                                                         \
            delta[u * loop_perceptron_rows + r] *= (expression);                                                      \
        }                                                                                                             \
    break

/// Multiplies by f′, which follows from y = f(x); `rest` undoes dropout's scaling.
INLINE void slope(
    loop_unary_operation operation, float rest, const float *restrict y, float *restrict delta, size_t units,
    size_t rows
) {
    switch (operation) {
    case loop_relu: EACH_SLOPE(v > 0 ? 1.0f : 0.0f);
    case loop_tanh: EACH_SLOPE(1 - v * v);
    case loop_sigmoid: EACH_SLOPE(v * (1 - v));
    default: EACH_SLOPE((1 - fabsf(v)) * (1 - fabsf(v)));
    }
}

/// Multiplies by 0 or `scale` according to the mask.
INLINE void drop(const uint8_t *restrict mask, float scale, float *restrict x, size_t units, size_t rows) {
    for (size_t u = 0; u < units; u++)
        for (size_t r = 0; r < rows; r++)
            x[u * loop_perceptron_rows + r] *= scale * (float)mask[u * loop_perceptron_rows + r];
}

/// The loss summed over `count` rows, and in `delta` its gradient by the panel of logits; rows after these have no
/// gradient.
INLINE double cross_entropy(
    const float *logits, const int32_t *labels, float scale, float *restrict delta, float *restrict work,
    size_t classes, size_t count, size_t rows
) {
    float *largest = work, *sums = work + loop_perceptron_rows, *chosen = work + 2 * loop_perceptron_rows;
    int32_t label[loop_perceptron_rows] = {0};
    memcpy(label, labels, count * sizeof *label);
    for (size_t r = 0; r < rows; r++) {
        largest[r] = logits[r];
        sums[r] = 0;
        chosen[r] = 0;
    }
    for (size_t k = 1; k < classes; k++) {
        const float *z = logits + k * loop_perceptron_rows;
        for (size_t r = 0; r < rows; r++) largest[r] = z[r] < largest[r] ? largest[r] : z[r];
    }
    for (size_t k = 0; k < classes; k++) {
        const float *z = logits + k * loop_perceptron_rows;
        float *e = delta + k * loop_perceptron_rows;
        for (size_t r = 0; r < rows; r++) {
            e[r] = vector_exp(z[r] - largest[r]);
            sums[r] += e[r];
            chosen[r] = label[r] == (int32_t)k ? z[r] : chosen[r];
        }
    }
    for (size_t r = 0; r < rows; r++) {
        chosen[r] = vector_log(sums[r]) + (largest[r] - chosen[r]);
        sums[r] = r < count ? scale / sums[r] : 0;
    }
    for (size_t k = 0; k < classes; k++) {
        float *e = delta + k * loop_perceptron_rows;
        for (size_t r = 0; r < rows; r++)
            e[r] = e[r] * sums[r] - (label[r] == (int32_t)k && r < count ? scale : 0);
    }
    double loss = 0;
    for (size_t r = 0; r < count; r++) loss += chosen[r];
    return loss;
}

/// The squared errors summed over `count` rows, and their gradient.
INLINE double squared_error(
    const float *outputs, const float *targets, float scale, float *restrict delta, size_t width, size_t count,
    size_t rows
) {
    double loss = 0;
    for (size_t k = 0; k < width; k++)
        for (size_t r = 0; r < rows; r++) {
            float error = r < count ? outputs[k * loop_perceptron_rows + r] - targets[r * width + k] : 0;
            delta[k * loop_perceptron_rows + r] = 2 * scale * error;
            loss += (double)error * error;
        }
    return loss;
}

FOR_EVERY_CPU
double loop_perceptron_gradient(
    const loop_perceptron *net, const float *packed, const float *x, const void *targets, float scale, size_t first,
    size_t count, float *scratch, float *gradients
) {
    const size_t last = net->layers;
    float *units[loop_perceptron_layers + 1], *deltas[loop_perceptron_layers + 1];
    vec *sums[loop_perceptron_layers];
    const float *weights[loop_perceptron_layers];
    float *work = scratch;
    scratch += 3 * loop_perceptron_rows;
    for (size_t l = 0; l <= last; l++) {
        units[l] = scratch;
        deltas[l] = scratch + panel(net->widths[l]);
        scratch += 2 * panel(net->widths[l]);
    }
    for (size_t l = 0; l < last; l++) {
        sums[l] = (vec *)scratch;
        scratch += layer_sums(net->widths[l], net->widths[l + 1]);
        weights[l] = packed;
        packed += (packed_layer(net->widths[l], net->widths[l + 1]) + 15) / 16 * 16;
    }
    // Padding that is read but never written.
    memset(units[0], 0, panel(net->widths[0]) * sizeof(float));
    memset(deltas[last], 0, panel(net->widths[last]) * sizeof(float));
    memset(sums[0], 0, (size_t)(scratch - (float *)sums[0]) * sizeof(float));
    uint8_t *mask = (uint8_t *)scratch;
    const float keep = (float)(1 / (1 - net->rate)), rest = (float)(1 - net->rate);
    double loss = 0;
    for (size_t start = first; start < first + count; start += loop_perceptron_rows) {
        const size_t left = first + count - start, here = left < loop_perceptron_rows ? left : loop_perceptron_rows;
        const size_t rows = (here + chunk_rows - 1) / chunk_rows * chunk_rows, width = net->widths[0];
        for (size_t d = 0; d < width; d++) {
            float *to = units[0] + d * loop_perceptron_rows;
            for (size_t r = 0; r < here; r++) to[r] = x[(start + r) * width + d];
            for (size_t r = here; r < rows; r++) to[r] = 0;
        }
        for (size_t l = 0; l < last; l++) {
            const size_t ins = net->widths[l], outs = net->widths[l + 1];
            product(weights[l] + padded(outs), weights[l], units[l], units[l + 1], ins, padded(outs), rows);
            if (l + 1 == last) break;
            activate(net->activation, units[l + 1], outs, rows);
            if (l == 0 && net->rate > 0) {
                const size_t numbers = panel(outs);
                loop_dropout_mask(
                    net->key, net->counter, net->rate, mask, start / loop_perceptron_rows * numbers, numbers);
                drop(mask, keep, units[1], outs, rows);
            }
        }
        loss += net->has_classes
            ? cross_entropy(
                  units[last], (const int32_t *)targets + start, scale, deltas[last], work, net->widths[last], here, rows)
            : squared_error(
                  units[last], (const float *)targets + start * net->widths[last], scale, deltas[last],
                  net->widths[last], here, rows);
        for (size_t l = last; l-- > 0;) {
            const size_t ins = net->widths[l], outs = net->widths[l + 1];
            outer_product(deltas[l + 1], units[l], sums[l], padded(ins), padded(outs), rows);
            if (l == 0) break;
            const float *tiles = weights[l] + padded(outs) * (ins + 1);
            product(tiles, 0, deltas[l + 1], deltas[l], outs, padded(ins), rows);
            const int is_dropped = l == 1 && net->rate > 0;
            if (is_dropped) drop(mask, keep, deltas[1], ins, rows);
            slope(net->activation, is_dropped ? rest : 1, units[l], deltas[l], ins, rows);
        }
    }
    for (size_t l = 0; l < last; l++) {
        const size_t ins = net->widths[l], outs = net->widths[l + 1];
        for (size_t j = 0; j < outs; j++)
            for (size_t d = 0; d < ins; d++) {
                const vec v = sums[l][j * padded(ins) + d];
                float sum = 0;
                for (int i = 0; i < vec_lanes; i++) sum += v[i];
                *gradients++ = sum;
            }
        for (size_t j = 0; j < outs; j++) {
            const vec v = sums[l][padded(outs) * padded(ins) + j];
            float sum = 0;
            for (int i = 0; i < vec_lanes; i++) sum += v[i];
            *gradients++ = sum;
        }
    }
    return loss;
}
