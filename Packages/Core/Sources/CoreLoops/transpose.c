#include "CoreLoops.h"
#include "clones.h"

// A tile of 16 x 16 words is transposed in registers: four times, pairs of rows exchange quarters, eighths and so on,
// as in Eklundh, "A fast computer method for matrix transposing" (1972).

typedef uint32_t words_of_16 __attribute__((vector_size(64), aligned(4)));

enum { tile = 16 };

/// The source of lane l of either row: 0 to 15 of the upper row, 16 to 31 of the lower.
#define UPPER(l, s) ((l) & (s) ? 16 + ((l) ^ (s)) : (l))
#define LOWER(l, s) ((l) & (s) ? 16 + (l) : ((l) ^ (s)))
#define ALL_LANES(from, s)                                                                                            \
    from(0, s), from(1, s), from(2, s), from(3, s), from(4, s), from(5, s), from(6, s), from(7, s), from(8, s),       \
        from(9, s), from(10, s), from(11, s), from(12, s), from(13, s), from(14, s), from(15, s)

#define EXCHANGE(s)                                                                                                   \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < tile; i++) {                                               \
        if (i & (s)) continue;                                                                                        \
        const words_of_16 upper = rows[i], lower = rows[i | (s)];                                                     \
        rows[i] = __builtin_shufflevector(upper, lower, ALL_LANES(UPPER, s));                                         \
        rows[i | (s)] = __builtin_shufflevector(upper, lower, ALL_LANES(LOWER, s));                                   \
    }

INLINE void transpose_tile(const uint32_t *x, size_t x_stride, uint32_t *y, size_t y_stride) {
    words_of_16 rows[tile];
    _Pragma("clang loop unroll(full)") for (int i = 0; i < tile; i++) rows[i] = *(const words_of_16 *)(x + i * x_stride);
    EXCHANGE(8)
    EXCHANGE(4)
    EXCHANGE(2)
    EXCHANGE(1)
    _Pragma("clang loop unroll(full)") for (int i = 0; i < tile; i++) *(words_of_16 *)(y + i * y_stride) = rows[i];
}

FOR_EVERY_CPU
void loop_transpose(
    const uint32_t *x, size_t x_stride, uint32_t *y, size_t y_stride, size_t rows, size_t columns
) {
    if (rows < tile || columns < tile) {
        for (size_t i = 0; i < rows; i++)
            for (size_t j = 0; j < columns; j++) y[i * y_stride + j] = x[j * x_stride + i];
        return;
    }
    // The last tiles of a row and of a column end with it, and overlap with the tiles before.
    for (size_t row = 0; row < rows; row += tile) {
        const size_t top = row < rows - tile ? row : rows - tile;
        for (size_t column = 0; column < columns; column += tile) {
            const size_t left = column < columns - tile ? column : columns - tile;
            transpose_tile(x + left * x_stride + top, x_stride, y + top * y_stride + left, y_stride);
        }
    }
}
