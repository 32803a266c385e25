#include "CoreLoops.h"
#include "clones.h"

// max(0, x W1ᵀ + b1) W2ᵀ + b2 for rows of few numbers and a wide hidden layer, whose units stay in the registers:
// otherwise the hidden layer of a narrow Transformer would be most of a training step's memory traffic. The backward
// pass computes the units again, which costs less than reading them.
//
// Units are in blocks of 16. A packed block contains W1ᵀ and W2 of its units, a vector for each of the row's numbers,
// and then their b1. W2 is multiplied by dropout's factor for kept units, so that a mask only selects.

enum { block_units = 16, chunk_blocks = 32, tile_rows = 32 };

typedef float vec __attribute__((vector_size(64), aligned(4)));
typedef float half __attribute__((vector_size(32), aligned(4)));
typedef uint8_t byte_vec __attribute__((vector_size(16), aligned(1)));

size_t loop_feed_forward_packed(size_t width, size_t units) { return units * (2 * width + 1); }

INLINE void pack(
    const float *first, const float *bias, const float *second, float scale, float *packed, const size_t width,
    size_t units, size_t first_block, size_t last_block
) {
    for (size_t u = first_block * block_units; u < last_block * block_units; u += block_units) {
        float *to = packed + u * (2 * width + 1), *other = to + width * block_units;
        for (size_t d = 0; d < width; d++)
            for (size_t l = 0; l < block_units; l++) to[d * block_units + l] = first[(u + l) * width + d];
        for (size_t d = 0; d < width; d++)
            for (size_t l = 0; l < block_units; l++) other[d * block_units + l] = scale * second[d * units + u + l];
        for (size_t l = 0; l < block_units; l++) to[2 * width * block_units + l] = bias[u + l];
    }
}

INLINE void unpack(
    const float *packed, float *first, float *bias, float *second, float scale, const size_t width, size_t units,
    size_t first_block, size_t last_block
) {
    for (size_t u = first_block * block_units; u < last_block * block_units; u += block_units) {
        const float *from = packed + u * (2 * width + 1), *other = from + width * block_units;
        for (size_t l = 0; l < block_units; l++)
            for (size_t d = 0; d < width; d++) first[(u + l) * width + d] = from[d * block_units + l];
        for (size_t d = 0; d < width; d++)
            for (size_t l = 0; l < block_units; l++) second[d * units + u + l] = scale * other[d * block_units + l];
        for (size_t l = 0; l < block_units; l++) bias[u + l] = from[2 * width * block_units + l];
    }
}

FOR_EVERY_CPU
void loop_feed_forward_pack(
    const float *first, const float *bias, const float *second, float scale, float *packed, size_t width, size_t units,
    size_t first_block, size_t last_block
) {
    if (width == 8) pack(first, bias, second, scale, packed, 8, units, first_block, last_block);
    else pack(first, bias, second, scale, packed, 16, units, first_block, last_block);
}

FOR_EVERY_CPU
void loop_feed_forward_unpack(
    const float *packed, float *first, float *bias, float *second, float scale, size_t width, size_t units,
    size_t first_block, size_t last_block
) {
    if (width == 8) unpack(packed, first, bias, second, scale, 8, units, first_block, last_block);
    else unpack(packed, first, bias, second, scale, 16, units, first_block, last_block);
}

/// Adds the totals of eight vectors to y: halves are folded and pairs interleaved, so that all eight use one tree.
INLINE void add_eight_totals(const vec *v, float *y) {
    half h[8], pairs[4], fours[2];
    for (int d = 0; d < 8; d++)
        h[d] = __builtin_shufflevector(v[d], v[d], 0, 1, 2, 3, 4, 5, 6, 7)
            + __builtin_shufflevector(v[d], v[d], 8, 9, 10, 11, 12, 13, 14, 15);
    for (int d = 0; d < 4; d++)
        pairs[d] = __builtin_shufflevector(h[2 * d], h[2 * d + 1], 0, 8, 2, 10, 4, 12, 6, 14)
            + __builtin_shufflevector(h[2 * d], h[2 * d + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (int d = 0; d < 2; d++)
        fours[d] = __builtin_shufflevector(pairs[2 * d], pairs[2 * d + 1], 0, 1, 8, 9, 4, 5, 12, 13)
            + __builtin_shufflevector(pairs[2 * d], pairs[2 * d + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    *(half *)y += __builtin_shufflevector(fours[0], fours[1], 0, 1, 2, 3, 8, 9, 10, 11)
        + __builtin_shufflevector(fours[0], fours[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

INLINE void add_totals(const vec *v, float *y, const size_t width) {
    for (size_t d = 0; d < width; d += 8) add_eight_totals(v + d, y + d);
}

typedef int32_t choice __attribute__((vector_size(64)));

/// The units of 16 that dropout keeps.
#define KEPT(mask) __builtin_convertvector(*(const byte_vec *)(mask) != 0, choice)
#define CHOSEN(choice_, value) ((vec)((choice_) & (choice)(value)))

/// Two rows at a time, so that a loaded weight is used for both.
INLINE void forward(
    const float *x, const float *packed, const float *bias, const uint8_t *mask, float *y, size_t rows,
    const size_t width, size_t units
) {
    const size_t blocks = units / block_units, size = (2 * width + 1) * block_units;
    for (size_t n = 0; n < rows; n++)
        for (size_t d = 0; d < width; d++) y[n * width + d] = bias[d];
    for (size_t start = 0; start < blocks; start += chunk_blocks) {
        const size_t end = start + chunk_blocks < blocks ? start + chunk_blocks : blocks;
        for (size_t n = 0; n < rows; n += 2) {
            const size_t other = n + 1 < rows ? n + 1 : n;
            const float *xa = x + n * width, *xb = x + other * width;
            vec a[16] = {0}, b[16] = {0};
            for (size_t i = start; i < end; i++) {
                const vec *w = (const vec *)(packed + i * size);
                vec ha = w[2 * width], hb = ha;
#pragma unroll
                for (size_t d = 0; d < width; d++) {
                    ha += xa[d] * w[d];
                    hb += xb[d] * w[d];
                }
                choice lives_a = ha > 0, lives_b = hb > 0;
                if (mask) {
                    lives_a &= KEPT(mask + n * units + i * block_units);
                    lives_b &= KEPT(mask + other * units + i * block_units);
                }
                ha = CHOSEN(lives_a, ha);
                hb = CHOSEN(lives_b, hb);
#pragma unroll
                for (size_t d = 0; d < width; d++) {
                    a[d] += ha * w[width + d];
                    b[d] += hb * w[width + d];
                }
            }
            add_totals(a, y + n * width, width);
            if (other > n) add_totals(b, y + other * width, width);
        }
    }
}

/// The units of one block after dropout, and the loss's gradient with respect to the units before the rectifier. The
/// weights stay in registers.
INLINE void units_and_slopes(
    const float *x, const float *dy, const vec *w, const uint8_t *mask, size_t units, vec *h, vec *g, size_t rows,
    const size_t width
) {
    vec first[16], second[16];
    for (size_t d = 0; d < width; d++) {
        first[d] = w[d];
        second[d] = w[width + d];
    }
    const vec bias = w[2 * width];
    for (size_t n = 0; n < rows; n++) {
        vec sum = bias, by = {0};
#pragma unroll
        for (size_t d = 0; d < width; d++) {
            sum += x[n * width + d] * first[d];
            by += dy[n * width + d] * second[d];
        }
        choice lives = sum > 0;
        if (mask) lives &= KEPT(mask + n * units);
        h[n] = CHOSEN(lives, sum);
        g[n] = CHOSEN(lives, by);
    }
}

/// Adds the rows' contributions to one block's gradients. The sums stay in registers.
INLINE void add_products(
    const float *x, const float *dy, const vec *h, const vec *g, vec *dw, size_t rows, const size_t width
) {
    vec by_first[16], by_second[16], by_bias = dw[2 * width];
    for (size_t d = 0; d < width; d++) {
        by_first[d] = dw[d];
        by_second[d] = dw[width + d];
    }
    for (size_t n = 0; n < rows; n++) {
#pragma unroll
        for (size_t d = 0; d < width; d++) {
            by_first[d] += x[n * width + d] * g[n];
            by_second[d] += dy[n * width + d] * h[n];
        }
        by_bias += g[n];
    }
    dw[2 * width] = by_bias;
    for (size_t d = 0; d < width; d++) {
        dw[d] = by_first[d];
        dw[width + d] = by_second[d];
    }
}

/// Adds to the packed gradients of the blocks, and to dx.
INLINE void backward(
    const float *dy, const float *x, const float *packed, const uint8_t *mask, float *dpacked, float *dx,
    float *scratch, size_t rows, const size_t width, size_t units, size_t first, size_t last
) {
    const size_t size = (2 * width + 1) * block_units;
    vec *slopes = (vec *)scratch, *units_of_block = slopes + tile_rows * chunk_blocks;
    for (size_t top = 0; top < rows; top += tile_rows) {
        const size_t count = rows - top < tile_rows ? rows - top : tile_rows;
        const float *xs = x + top * width, *dys = dy + top * width;
        for (size_t start = first; start < last; start += chunk_blocks) {
            const size_t end = start + chunk_blocks < last ? start + chunk_blocks : last;
            for (size_t i = start; i < end; i++) {
                const uint8_t *kept = mask ? mask + top * units + i * block_units : 0;
                vec *slopes_of_block = slopes + (i - start) * tile_rows;
                units_and_slopes(
                    xs, dys, (const vec *)(packed + i * size), kept, units, units_of_block, slopes_of_block, count,
                    width);
                add_products(xs, dys, units_of_block, slopes_of_block, (vec *)(dpacked + i * size), count, width);
            }
            for (size_t n = 0; n < count; n += 2) {
                const size_t other = n + 1 < count ? n + 1 : n;
                vec a[16] = {0}, b[16] = {0};
                for (size_t i = start; i < end; i++) {
                    const vec *w = (const vec *)(packed + i * size);
                    const vec ga = slopes[(i - start) * tile_rows + n], gb = slopes[(i - start) * tile_rows + other];
#pragma unroll
                    for (size_t d = 0; d < width; d++) {
                        a[d] += ga * w[d];
                        b[d] += gb * w[d];
                    }
                }
                add_totals(a, dx + (top + n) * width, width);
                if (other > n) add_totals(b, dx + (top + other) * width, width);
            }
        }
    }
}

size_t loop_feed_forward_scratch(void) { return tile_rows * (chunk_blocks + 1) * block_units; }

FOR_EVERY_CPU
void loop_feed_forward(
    const float *x, const float *packed, const float *bias, const uint8_t *mask, float *y, size_t rows, size_t width,
    size_t units
) {
    if (width == 8) forward(x, packed, bias, mask, y, rows, 8, units);
    else forward(x, packed, bias, mask, y, rows, 16, units);
}

FOR_EVERY_CPU
void loop_feed_forward_gradient(
    const float *dy, const float *x, const float *packed, const uint8_t *mask, float *dpacked, float *dx,
    float *scratch, size_t rows, size_t width, size_t units, size_t first_block, size_t last_block
) {
    if (width == 8)
        backward(dy, x, packed, mask, dpacked, dx, scratch, rows, 8, units, first_block, last_block);
    else backward(dy, x, packed, mask, dpacked, dx, scratch, rows, 16, units, first_block, last_block);
}
