#include "CoreLoops.h"
#include "blocks.h"
#include "vectormath.h"

// Attention along the edges of a graph (Veličković et al. 2018). Rows are targets, an entry's column is its source; the
// weights of an entry's heads are side by side.

INLINE void scores(
    const loop_graph *g, const float *x, const float *source, const float *target, float *source_scores,
    float *target_scores, size_t first, size_t count, const size_t head_width
) {
    const size_t heads = g->heads;
    for (size_t n = first * heads; n < (first + count) * heads; n++) {
        const float *from = x + n * head_width;
        const size_t at = n % heads * head_width;
        float by_source = 0, by_target = 0;
        for (size_t d = 0; d < head_width; d++) {
            by_source += from[d] * source[at + d];
            by_target += from[d] * target[at + d];
        }
        source_scores[n] = by_source;
        target_scores[n] = by_target;
    }
}

FOR_EVERY_CPU
void loop_graph_weights(
    const loop_graph *g, const float *source_scores, const float *target_scores, float *weights, float *scratch,
    size_t first, size_t count
) {
    const size_t heads = g->heads;
    float *restrict largest = scratch, *restrict sums = scratch + heads;
    for (size_t i = first; i < first + count; i++) {
        const size_t begin = g->offsets[i], end = g->offsets[i + 1];
        const float *own = target_scores + i * heads;
        for (size_t h = 0; h < heads; h++) {
            largest[h] = -INFINITY;
            sums[h] = 0;
        }
        for (size_t k = begin; k < end; k++) {
            const float *from = source_scores + (size_t)g->columns[k] * heads;
            float *to = weights + k * heads;
            for (size_t h = 0; h < heads; h++) {
                const float sum = from[h] + own[h], score = sum < 0 ? g->slope * sum : sum;
                to[h] = score;
                largest[h] = score > largest[h] ? score : largest[h];
            }
        }
        for (size_t k = begin; k < end; k++) {
            float *to = weights + k * heads;
            for (size_t h = 0; h < heads; h++) {
                to[h] = vector_exp(to[h] - largest[h]);
                sums[h] += to[h];
            }
        }
        for (size_t h = 0; h < heads; h++) sums[h] = 1 / sums[h];
        for (size_t k = begin; k < end; k++) {
            float *to = weights + k * heads;
            for (size_t h = 0; h < heads; h++) to[h] *= sums[h];
        }
    }
}

/// y += weight x for one head.
INLINE void add_head(float weight, const float *restrict x, float *restrict y, const size_t head_width) {
    if (head_width == 8) *(floats_of_8 *)y += weight * *(const floats_of_8 *)x;
    else
        for (size_t d = 0; d < head_width; d++) y[d] += weight * x[d];
}

INLINE void mix(
    const loop_graph *g, const float *x, const float *weights, float *y, size_t first, size_t count,
    const size_t head_width
) {
    const size_t heads = g->heads, width = heads * head_width;
    for (size_t i = first; i < first + count; i++) {
        float *restrict to = y + i * width;
        for (size_t d = 0; d < width; d++) to[d] = 0;
        for (size_t k = g->offsets[i]; k < g->offsets[i + 1]; k++) {
            const float *from = x + (size_t)g->columns[k] * width, *w = weights + k * heads;
            for (size_t h = 0; h < heads; h++)
                add_head(w[h], from + h * head_width, to + h * head_width, head_width);
        }
    }
}

/// With w the weights, u those after dropout and q = dy · x by head: a score's gradient is u q - w Σ u q.
INLINE void slopes_by_target(
    const loop_graph *g, const float *dy, const float *x, const float *source_scores, const float *target_scores,
    const float *weights, const float *dropped, float *slopes, float *target_slopes, float *scratch, size_t first,
    size_t count, const size_t head_width
) {
    const size_t heads = g->heads, width = heads * head_width;
    float *sums = scratch;
    for (size_t i = first; i < first + count; i++) {
        const float *by = dy + i * width, *own = target_scores + i * heads;
        float *total = target_slopes + i * heads;
        for (size_t h = 0; h < heads; h++) sums[h] = total[h] = 0;
        for (size_t k = g->offsets[i]; k < g->offsets[i + 1]; k++) {
            const float *from = x + (size_t)g->columns[k] * width, *u = dropped + k * heads;
            float *to = slopes + k * heads;
            for (size_t h = 0; h < heads; h++) {
                float product = 0;
                for (size_t d = 0; d < head_width; d++) product += by[h * head_width + d] * from[h * head_width + d];
                to[h] = u[h] * product;
                sums[h] += to[h];
            }
        }
        for (size_t k = g->offsets[i]; k < g->offsets[i + 1]; k++) {
            const float *from = source_scores + (size_t)g->columns[k] * heads, *w = weights + k * heads;
            float *to = slopes + k * heads;
            for (size_t h = 0; h < heads; h++) {
                const float slope = (to[h] - w[h] * sums[h]) * (from[h] + own[h] < 0 ? g->slope : 1);
                to[h] = slope;
                total[h] += slope;
            }
        }
    }
}

INLINE void gradient_by_source(
    const loop_graph *g, const float *dy, const float *x, const float *source, const float *target,
    const float *dropped, const float *slopes, const float *target_slopes, float *dx, float *restrict dsource,
    float *restrict dtarget, float *scratch, size_t first, size_t count, const size_t head_width
) {
    const size_t heads = g->heads, width = heads * head_width;
    float *restrict total = scratch;
    for (size_t j = first; j < first + count; j++) {
        const float *own = x + j * width, *by_target = target_slopes + j * heads;
        float *restrict to = dx + j * width;
        for (size_t d = 0; d < width; d++) to[d] = 0;
        for (size_t h = 0; h < heads; h++) total[h] = 0;
        for (size_t k = g->offsets[j]; k < g->offsets[j + 1]; k++) {
            const size_t entry = (size_t)g->origins[k];
            const float *by = dy + (size_t)g->columns[k] * width;
            const float *u = dropped + entry * heads, *s = slopes + entry * heads;
            for (size_t h = 0; h < heads; h++) {
                total[h] += s[h];
                add_head(u[h], by + h * head_width, to + h * head_width, head_width);
            }
        }
#define FINISH(floats, at)                                                                                            \
    *(floats *)(to + at) += total[h] * *(const floats *)(source + at) + by_target[h] * *(const floats *)(target + at); \
    *(floats *)(dsource + at) += total[h] * *(const floats *)(own + at);                                              \
    *(floats *)(dtarget + at) += by_target[h] * *(const floats *)(own + at)
        for (size_t h = 0; h < heads; h++)
            if (head_width == 8) {
                FINISH(floats_of_8, 8 * h);
            } else {
                for (size_t d = h * head_width; d < (h + 1) * head_width; d++) {
                    FINISH(float, d);
                }
            }
#undef FINISH
    }
}

// Heads of eight are compiled separately: a head's numbers then stay in one register.
#define FOR_HEAD_WIDTH(call) \
    if (g->head_width == 8) call(8); \
    else call(g->head_width)

FOR_EVERY_CPU
void loop_graph_scores(
    const loop_graph *g, const float *x, const float *source, const float *target, float *source_scores,
    float *target_scores, size_t first, size_t count
) {
#define CALL(head_width) scores(g, x, source, target, source_scores, target_scores, first, count, head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}

FOR_EVERY_CPU
void loop_graph_mix(const loop_graph *g, const float *x, const float *weights, float *y, size_t first, size_t count) {
#define CALL(head_width) mix(g, x, weights, y, first, count, head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}

FOR_EVERY_CPU
void loop_graph_slopes(
    const loop_graph *g, const float *dy, const float *x, const float *source_scores, const float *target_scores,
    const float *weights, const float *dropped, float *slopes, float *target_slopes, float *scratch, size_t first,
    size_t count
) {
#define CALL(head_width) \
    slopes_by_target( \
        g, dy, x, source_scores, target_scores, weights, dropped, slopes, target_slopes, scratch, first, count, \
        head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}

FOR_EVERY_CPU
void loop_graph_gradient(
    const loop_graph *g, const float *dy, const float *x, const float *source, const float *target,
    const float *dropped, const float *slopes, const float *target_slopes, float *dx, float *dsource, float *dtarget,
    float *scratch, size_t first, size_t count
) {
#define CALL(head_width) \
    gradient_by_source( \
        g, dy, x, source, target, dropped, slopes, target_slopes, dx, dsource, dtarget, scratch, first, count, \
        head_width)
    FOR_HEAD_WIDTH(CALL);
#undef CALL
}
