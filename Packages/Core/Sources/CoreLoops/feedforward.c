#include "CoreLoops.h"
#include "clones.h"

// max(0, x W1ᵀ + b1) W2ᵀ + b2 for rows of few numbers and a wide hidden layer, whose units never leave the registers:
// the hidden layer of a narrow Transformer would otherwise be most of what a training step writes and reads. The
// backward pass computes the units again, which costs less than fetching them.
//
// Units go in blocks of 16. A packed block holds W1ᵀ and W2 of its units, a vector for each of the row's numbers, and
// then their b1.

enum { block_units = 16, chunk_blocks = 16, tile_rows = 32 };

typedef float vec __attribute__((vector_size(64), aligned(4)));
typedef uint8_t byte_vec __attribute__((vector_size(16), aligned(1)));

size_t loop_feed_forward_packed(size_t width, size_t units) { return units * (2 * width + 1); }

FOR_EVERY_CPU
void loop_feed_forward_pack(
    const float *first, const float *bias, const float *second, float *packed, size_t width, size_t units
) {
    for (size_t u = 0; u < units; u += block_units)
        for (size_t d = 0; d < 2 * width + 1; d++, packed += block_units)
            for (size_t l = 0; l < block_units; l++)
                packed[l] = d < width ? first[(u + l) * width + d]
                    : d < 2 * width ? second[(d - width) * units + u + l] : bias[u + l];
}

FOR_EVERY_CPU
void loop_feed_forward_unpack(
    const float *packed, float *first, float *bias, float *second, size_t width, size_t units
) {
    for (size_t u = 0; u < units; u += block_units)
        for (size_t d = 0; d < 2 * width + 1; d++, packed += block_units)
            for (size_t l = 0; l < block_units; l++) {
                if (d < width) first[(u + l) * width + d] = packed[l];
                else if (d < 2 * width) second[(d - width) * units + u + l] = packed[l];
                else bias[u + l] = packed[l];
            }
}

INLINE float total(const vec *v) {
    float half[8], sum = 0;
    for (int l = 0; l < 8; l++) half[l] = (*v)[l] + (*v)[l + 8];
    for (int l = 0; l < 4; l++) half[l] += half[l + 4];
    sum = (half[0] + half[1]) + (half[2] + half[3]);
    return sum;
}

/// What dropout leaves of 16 units: 0 or `scale` each.
#define SHARES(mask, scale) (__builtin_convertvector(*(const byte_vec *)(mask), vec) * (scale))
#define POSITIVE(condition, value) ((vec)((__typeof__((value) > 0))(condition) & (__typeof__((value) > 0))(value)))

/// Two rows at a time, so that a weight that was loaded serves both.
INLINE void forward(
    const float *x, const float *packed, const float *bias, const uint8_t *mask, float scale, float *y, size_t rows,
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
                ha = POSITIVE(ha > 0, ha);
                hb = POSITIVE(hb > 0, hb);
                if (mask) {
                    ha *= SHARES(mask + n * units + i * block_units, scale);
                    hb *= SHARES(mask + other * units + i * block_units, scale);
                }
#pragma unroll
                for (size_t d = 0; d < width; d++) {
                    a[d] += ha * w[width + d];
                    b[d] += hb * w[width + d];
                }
            }
            for (size_t d = 0; d < width; d++) {
                y[n * width + d] += total(&a[d]);
                if (other > n) y[other * width + d] += total(&b[d]);
            }
        }
    }
}

/// Adds to the packed gradients of the blocks, and to dx.
INLINE void backward(
    const float *dy, const float *x, const float *packed, const uint8_t *mask, float scale, float *dpacked, float *dx,
    float *scratch, size_t rows, const size_t width, size_t units, size_t first, size_t last
) {
    const size_t size = (2 * width + 1) * block_units;
    vec *slopes = (vec *)scratch;
    for (size_t top = 0; top < rows; top += tile_rows) {
        const size_t bottom = top + tile_rows < rows ? top + tile_rows : rows;
        for (size_t start = first; start < last; start += chunk_blocks) {
            const size_t end = start + chunk_blocks < last ? start + chunk_blocks : last;
            for (size_t i = start; i < end; i++) {
                const vec *w = (const vec *)(packed + i * size);
                vec *dw = (vec *)(dpacked + i * size);
                vec by_first[16], by_second[16], by_bias = dw[2 * width];
                for (size_t d = 0; d < width; d++) {
                    by_first[d] = dw[d];
                    by_second[d] = dw[width + d];
                }
                for (size_t n = top; n < bottom; n++) {
                    const float *xn = x + n * width, *dn = dy + n * width;
                    vec h = w[2 * width], g = {0};
#pragma unroll
                    for (size_t d = 0; d < width; d++) {
                        h += xn[d] * w[d];
                        g += dn[d] * w[width + d];
                    }
                    g = POSITIVE(h > 0, g);
                    h = POSITIVE(h > 0, h);
                    if (mask) {
                        const vec shares = SHARES(mask + n * units + i * block_units, scale);
                        g *= shares;
                        h *= shares;
                    }
#pragma unroll
                    for (size_t d = 0; d < width; d++) {
                        by_first[d] += xn[d] * g;
                        by_second[d] += dn[d] * h;
                    }
                    by_bias += g;
                    slopes[(n - top) * chunk_blocks + i - start] = g;
                }
                dw[2 * width] = by_bias;
                for (size_t d = 0; d < width; d++) {
                    dw[d] = by_first[d];
                    dw[width + d] = by_second[d];
                }
            }
            for (size_t n = top; n < bottom; n++) {
                vec sums[16] = {0};
                for (size_t i = start; i < end; i++) {
                    const vec *w = (const vec *)(packed + i * size), g = slopes[(n - top) * chunk_blocks + i - start];
#pragma unroll
                    for (size_t d = 0; d < width; d++) sums[d] += g * w[d];
                }
                for (size_t d = 0; d < width; d++) dx[n * width + d] += total(&sums[d]);
            }
        }
    }
}

size_t loop_feed_forward_scratch(void) { return tile_rows * chunk_blocks * block_units; }

FOR_EVERY_CPU
void loop_feed_forward(
    const float *x, const float *packed, const float *bias, const uint8_t *mask, float scale, float *y, size_t rows,
    size_t width, size_t units
) {
    if (width == 8) forward(x, packed, bias, mask, scale, y, rows, 8, units);
    else forward(x, packed, bias, mask, scale, y, rows, 16, units);
}

FOR_EVERY_CPU
void loop_feed_forward_gradient(
    const float *dy, const float *x, const float *packed, const uint8_t *mask, float scale, float *dpacked, float *dx,
    float *scratch, size_t rows, size_t width, size_t units, size_t first_block, size_t last_block
) {
    if (width == 8)
        backward(dy, x, packed, mask, scale, dpacked, dx, scratch, rows, 8, units, first_block, last_block);
    else backward(dy, x, packed, mask, scale, dpacked, dx, scratch, rows, 16, units, first_block, last_block);
}
