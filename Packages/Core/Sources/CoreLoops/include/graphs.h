#ifndef KUMIKI_LOOPS_GRAPHS_H
#define KUMIKI_LOOPS_GRAPHS_H

// Sparse matrices, and attention along the edges of a graph.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: sparse.c

/// A sparse matrix, row by row: entries offsets[i] ..< offsets[i + 1] are those of row i. Entry k is in columns[k] and
/// is values[k], or values[origins[k]] unless `origins` is null.
typedef struct {
    const size_t *offsets;
    const int32_t *columns, *origins;
    const float *values;
} loop_sparse;

/// y = rectified(m x + bias) in rows first ..< first + count, x and y being `width` columns wide; numbers below 0 are
/// multiplied by `slope`, 1 for none. `bias` may be null.
void loop_sparse_product(
    const loop_sparse *m, const float *x, const float *bias, float slope, float *y, size_t width, size_t first,
    size_t count);

// MARK: graph_attention.c

/// The edges of a graph, row by row of their targets, and the sizes of attention along them; `origins` is null except
/// in the transposed matrix.
typedef struct {
    const size_t *offsets;
    const int32_t *columns, *origins;
    size_t heads, head_width;
    float slope;
} loop_graph;

/// A node's contributions to the scores as source and as target (nodes, heads), from x (nodes, heads, head width).
void loop_graph_scores(
    const loop_graph *g, const float *x, const float *source, const float *target, float *source_scores,
    float *target_scores, size_t first, size_t count);
/// weights (edges, heads) = softmax over each target's edges of leaky(source score + target score); `scratch` has space
/// for two numbers per head.
void loop_graph_weights(
    const loop_graph *g, const float *source_scores, const float *target_scores, float *weights, float *scratch,
    size_t first, size_t count);
/// y of each target = the weighted sum of x over its edges.
void loop_graph_mix(const loop_graph *g, const float *x, const float *weights, float *y, size_t first, size_t count);
/// The gradients by the scores: of each edge, and summed over each target's edges; `scratch` has space for a number per
/// head.
void loop_graph_slopes(
    const loop_graph *g, const float *dy, const float *x, const float *source_scores, const float *target_scores,
    const float *weights, const float *dropped, float *slopes, float *target_slopes, float *scratch, size_t first,
    size_t count);
/// The gradient by x, of nodes first ..< first + count of the transposed matrix; adds to dsource and dtarget.
void loop_graph_gradient(
    const loop_graph *g, const float *dy, const float *x, const float *source, const float *target,
    const float *dropped, const float *slopes, const float *target_slopes, float *dx, float *dsource, float *dtarget,
    float *scratch, size_t first, size_t count);

#endif
