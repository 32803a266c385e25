#include "CoreLoops.h"
#include "lanes.h"
#include "vectormath.h"

// Scaled dot-product attention (Vaswani et al. 2017). Keys and values of one head are transposed into `scratch`, whose
// rows run over the keys and are padded to whole vectors: short sequences then have no remainders.

INLINE size_t padded(size_t keys) { return (keys + lane_count - 1) / lane_count * lane_count; }

/// Before a loop over a padded row: one whole vector after the other.
#define OVER_WHOLE_VECTORS _Pragma("clang loop vectorize_width(16) interleave_count(1)")

size_t loop_attention_scratch(const loop_attention *sizes) {
    return padded(sizes->keys) * (4 * sizes->head_width + 2);
}

/// to[d][j] = from[j][d], zero beyond the keys.
INLINE void turn_over(const float *from, size_t stride, float *to, size_t keys, size_t head_width) {
    const size_t row = padded(keys);
    for (size_t d = 0; d < head_width; d++) {
        for (size_t j = 0; j < keys; j++) to[d * row + j] = from[j * stride + d];
        for (size_t j = keys; j < row; j++) to[d * row + j] = 0;
    }
}

/// sums[j] = scale Σ over d of x[d] table[d][j]; the first term sets the sums, so that they are not cleared before.
INLINE void weigh_rows(
    float scale, const float *restrict x, const float *restrict table, float *restrict sums, size_t row,
    size_t head_width
) {
    const float first = scale * x[0];
    OVER_WHOLE_VECTORS
    for (size_t j = 0; j < row; j++) sums[j] = 0 + first * table[j];
    for (size_t d = 1; d < head_width; d++) {
        const float factor = scale * x[d];
        OVER_WHOLE_VECTORS
        for (size_t j = 0; j < row; j++) sums[j] += factor * table[d * row + j];
    }
}

/// y[d] = scale Σ over j of x[j] table[d][j]
INLINE void dot_rows(
    float scale, const float *restrict x, const float *restrict table, float *restrict y, size_t row,
    size_t head_width
) {
    for (size_t d = 0; d < head_width; d++) {
        float sum = 0;
        OVER_WHOLE_VECTORS
        for (size_t j = 0; j < row; j++) sum += x[j] * table[d * row + j];
        y[d] = scale * sum;
    }
}

/// table[d][j] += scale x[d] y[j]
INLINE void add_products(
    float scale, const float *restrict x, const float *restrict y, float *restrict table, size_t row,
    size_t head_width
) {
    for (size_t d = 0; d < head_width; d++) {
        const float factor = scale * x[d];
        OVER_WHOLE_VECTORS
        for (size_t j = 0; j < row; j++) table[d * row + j] += factor * y[j];
    }
}

/// Softmax in place; a row that is masked completely becomes zero.
INLINE void normalize_row(float *scores, size_t row) {
    const float largest = largest_of(scores, row);
    if (largest == -INFINITY) {
        for (size_t j = 0; j < row; j++) scores[j] = 0;
        return;
    }
    float sum = 0;
    OVER_WHOLE_VECTORS
    for (size_t j = 0; j < row; j++) {
        scores[j] = scores[j] == -INFINITY ? 0 : vector_exp(scores[j] - largest);
        sum += scores[j];
    }
    const float share = 1 / sum;
    OVER_WHOLE_VECTORS
    for (size_t j = 0; j < row; j++) scores[j] *= share;
}

INLINE void attention_weights(
    const loop_attention *sizes, const float *query, const float *key, const float *mask, float *weights,
    float *scratch, size_t first, size_t count, const size_t head_width
) {
    const size_t keys = sizes->keys, queries = sizes->queries, row = padded(keys);
    const float scale = 1 / vector_sqrt((float)head_width);
    float *turned = scratch, *scores = scratch + head_width * row;
    for (size_t n = first; n < first + count; n++) {
        const size_t example = n / sizes->heads, head = n % sizes->heads;
        const float *q = query + example * queries * sizes->query_stride + head * head_width;
        turn_over(key + example * keys * sizes->key_stride + head * head_width, sizes->key_stride, turned, keys,
                  head_width);
        for (size_t i = 0; i < queries; i++) {
            weigh_rows(scale, q + i * sizes->query_stride, turned, scores, row, head_width);
            if (mask) {
                const float *m = mask + example * sizes->mask_example_stride + i * sizes->mask_query_stride;
                for (size_t j = 0; j < keys; j++) scores[j] += m[j];
            }
            for (size_t j = keys; j < row; j++) scores[j] = -INFINITY;
            normalize_row(scores, row);
            float *to = weights + (n * queries + i) * keys;
            for (size_t j = 0; j < keys; j++) to[j] = scores[j];
        }
    }
}

INLINE void attention_mix(
    const loop_attention *sizes, const float *weights, const float *value, float *output, float *scratch, size_t first,
    size_t count, const size_t head_width
) {
    const size_t keys = sizes->keys, queries = sizes->queries, row = padded(keys), e = sizes->heads * head_width;
    float *turned = scratch, *shares = scratch + head_width * row;
    for (size_t j = keys; j < row; j++) shares[j] = 0;
    for (size_t n = first; n < first + count; n++) {
        const size_t example = n / sizes->heads, head = n % sizes->heads;
        turn_over(value + example * keys * sizes->key_stride + head * head_width, sizes->key_stride, turned, keys,
                  head_width);
        float *to = output + example * queries * e + head * head_width;
        for (size_t i = 0; i < queries; i++) {
            const float *from = weights + (n * queries + i) * keys;
            for (size_t j = 0; j < keys; j++) shares[j] = from[j];
            dot_rows(1, shares, turned, to + i * e, row, head_width);
        }
    }
}

/// With w the weights, u those after dropout and g = dy valueᵀ: du = g, so ds = u g - w Σ u g for every mask.
INLINE void attention_gradient(
    const loop_attention *sizes, const float *dy, const float *query, const float *key, const float *value,
    const float *weights, const float *dropped, float *dquery, float *dkey, float *dvalue, float *scratch,
    size_t first, size_t count, const size_t head_width
) {
    const size_t keys = sizes->keys, queries = sizes->queries, row = padded(keys), e = sizes->heads * head_width;
    const float scale = 1 / vector_sqrt((float)head_width);
    float *keys_turned = scratch, *values_turned = keys_turned + head_width * row;
    float *dkeys_turned = values_turned + head_width * row, *dvalues_turned = dkeys_turned + head_width * row;
    float *shares = dvalues_turned + head_width * row, *slopes = shares + row;
    for (size_t j = keys; j < row; j++) shares[j] = 0;
    for (size_t n = first; n < first + count; n++) {
        const size_t example = n / sizes->heads, head = n % sizes->heads, at = head * head_width;
        const size_t query_start = example * queries * sizes->query_stride + at;
        const size_t key_start = example * keys * sizes->key_stride + at;
        turn_over(key + key_start, sizes->key_stride, keys_turned, keys, head_width);
        turn_over(value + key_start, sizes->key_stride, values_turned, keys, head_width);
        for (size_t i = 0; i < 2 * head_width * row; i++) dkeys_turned[i] = 0;
        for (size_t i = 0; i < queries; i++) {
            const float *w = weights + (n * queries + i) * keys, *u = dropped + (n * queries + i) * keys;
            const float *q = query + query_start + i * sizes->query_stride;
            const float *d = dy + (example * queries + i) * e + at;
            weigh_rows(1, d, values_turned, slopes, row, head_width);
            float sum = 0;
            for (size_t j = 0; j < keys; j++) shares[j] = u[j];
            OVER_WHOLE_VECTORS
            for (size_t j = 0; j < row; j++) {
                slopes[j] *= shares[j];
                sum += slopes[j];
            }
            add_products(1, d, shares, dvalues_turned, row, head_width);
            for (size_t j = 0; j < keys; j++) slopes[j] -= w[j] * sum;
            dot_rows(scale, slopes, keys_turned, dquery + query_start + i * sizes->query_stride, row, head_width);
            add_products(scale, q, slopes, dkeys_turned, row, head_width);
        }
        for (size_t j = 0; j < keys; j++)
            for (size_t k = 0; k < head_width; k++) {
                dkey[key_start + j * sizes->key_stride + k] = dkeys_turned[k * row + j];
                dvalue[key_start + j * sizes->key_stride + k] = dvalues_turned[k * row + j];
            }
    }
}

// A head of four is compiled separately, because its vectors then stay in registers.
#define FOR_HEAD_WIDTH(call) \
    if (sizes->head_width == 4) call(4); \
    else call(sizes->head_width)

FOR_EVERY_CPU
void loop_attention_weights(
    const loop_attention *sizes, const float *query, const float *key, const float *mask, float *weights,
    float *scratch, size_t first, size_t count
) {
#define CALL(head_width) attention_weights(sizes, query, key, mask, weights, scratch, first, count, head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}

FOR_EVERY_CPU
void loop_attention_mix(
    const loop_attention *sizes, const float *weights, const float *value, float *output, float *scratch, size_t first,
    size_t count
) {
#define CALL(head_width) attention_mix(sizes, weights, value, output, scratch, first, count, head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}

FOR_EVERY_CPU
void loop_attention_gradient(
    const loop_attention *sizes, const float *dy, const float *query, const float *key, const float *value,
    const float *weights, const float *dropped, float *dquery, float *dkey, float *dvalue, float *scratch,
    size_t first, size_t count
) {
#define CALL(head_width) \
    attention_gradient( \
        sizes, dy, query, key, value, weights, dropped, dquery, dkey, dvalue, scratch, first, count, head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}
