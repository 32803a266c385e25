#include "CoreLoops.h"
#include "vectormath.h"

// One time step of a recurrent cell for some rows of the batch. Gates arrive as sums and leave activated; gradients by
// the activated gates become gradients by the sums. Formulas and gate order are PyTorch's (torch.nn.RNN, LSTM, GRU).

// Sixteen numbers anywhere in memory; narrower machines take them in parts.
typedef float lanes16 __attribute__((vector_size(64), aligned(4)));

#define LANES_AT(from) (*(const lanes16 *)(from))

// Sums of `blocks` times sixteen columns from `column` on.
INLINE void sum_columns(
    const float *x, const float *w, size_t inner, size_t columns, size_t column, int blocks, lanes16 *sums
) {
    for (int block = 0; block < blocks; block++) sums[block] = (lanes16){0};
    for (size_t k = 0; k < inner; k++) {
        const float *row = w + k * columns + column;
        for (int block = 0; block < blocks; block++) sums[block] += x[k] * LANES_AT(row + 16 * block);
    }
}

INLINE void add_columns(
    const float *x, const float *w, float *y, size_t inner, size_t columns, size_t column, int blocks
) {
    lanes16 sums[8];
    sum_columns(x, w, inner, columns, column, blocks, sums);
    for (int block = 0; block < blocks; block++) *(lanes16 *)(y + column + 16 * block) += sums[block];
}

FOR_EVERY_CPU
void loop_add_row_product(const float *x, const float *w, float *y, size_t inner, size_t columns) {
    size_t column = 0;
    if (columns < 16) {
        for (size_t k = 0; k < inner; k++)
            for (size_t j = 0; j < columns; j++) y[j] += x[k] * w[k * columns + j];
        return;
    }
    for (; column + 128 <= columns; column += 128) add_columns(x, w, y, inner, columns, column, 8);
    if (column + 64 <= columns) add_columns(x, w, y, inner, columns, column, 4), column += 64;
    if (column + 32 <= columns) add_columns(x, w, y, inner, columns, column, 2), column += 32;
    if (column + 16 <= columns) add_columns(x, w, y, inner, columns, column, 1), column += 16;
    if (column < columns) {
        // The last sixteen columns, of which only those are new that no block had.
        lanes16 sums;
        sum_columns(x, w, inner, columns, columns - 16, 1, &sums);
        for (; column < columns; column++) y[column] += sums[16 - (columns - column)];
    }
}

typedef float lanes8 __attribute__((vector_size(32)));
typedef float lanes4 __attribute__((vector_size(16)));

// In pairs: one after the other they would wait for each other.
INLINE float sum_of_lanes(const lanes16 *x) {
    lanes8 eight = __builtin_shufflevector(*x, *x, 0, 1, 2, 3, 4, 5, 6, 7)
        + __builtin_shufflevector(*x, *x, 8, 9, 10, 11, 12, 13, 14, 15);
    lanes4 four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[1]) + (four[2] + four[3]);
}

// The products of x with `count` rows, side by side.
INLINE void add_dot_products(const float *x, const float *w, float *y, size_t inner, int count) {
    lanes16 sums[4] = {0};
    float rest[4] = {0};
    size_t k = 0;
    for (; k + 16 <= inner; k += 16)
        for (int row = 0; row < count; row++) sums[row] += LANES_AT(x + k) * LANES_AT(w + row * inner + k);
    for (; k < inner; k++)
        for (int row = 0; row < count; row++) rest[row] += x[k] * w[row * inner + k];
    for (int row = 0; row < count; row++) y[row] += sum_of_lanes(&sums[row]) + rest[row];
}

FOR_EVERY_CPU
void loop_add_column_product(const float *x, const float *w, float *y, size_t inner, size_t rows) {
    size_t row = 0;
    for (; row + 4 <= rows; row += 4) add_dot_products(x, w + row * inner, y + row, inner, 4);
    for (; row < rows; row++) add_dot_products(x, w + row * inner, y + row, inner, 1);
}

FOR_EVERY_CPU
void loop_rnn_step(float *h, size_t count) {
    for (size_t i = 0; i < count; i++) h[i] = vector_tanh(h[i]);
}

FOR_EVERY_CPU
void loop_rnn_step_gradient(
    const float *restrict h, const float *restrict dy, const float *restrict dh, float *restrict dsums, size_t count
) {
    for (size_t i = 0; i < count; i++) dsums[i] = (dy[i] + dh[i]) * (1 - h[i] * h[i]);
}

// Gates are activated one after the other: loops over several at once write where others may read, for all that the
// compiler knows, and stay scalar.
INLINE void sigmoid_in_place(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = vector_sigmoid(x[i]);
}

INLINE void tanh_in_place(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = vector_tanh(x[i]);
}

INLINE void lstm_combine(
    const float *restrict gates, const float *restrict c_before, float *restrict c, float *restrict h, size_t width
) {
    const float *in = gates, *forget = gates + width, *candidate = gates + 2 * width, *out = gates + 3 * width;
    for (size_t j = 0; j < width; j++) {
        float cell = forget[j] * c_before[j] + in[j] * candidate[j];
        c[j] = cell;
        h[j] = out[j] * vector_tanh(cell);
    }
}

FOR_EVERY_CPU
void loop_lstm_step(
    float *restrict gates, const float *restrict c_before, float *restrict c, float *restrict h, size_t rows,
    size_t width
) {
    for (size_t row = 0; row < rows; row++) {
        sigmoid_in_place(gates, 2 * width);
        tanh_in_place(gates + 2 * width, width);
        sigmoid_in_place(gates + 3 * width, width);
        lstm_combine(gates, c_before, c, h, width);
        gates += 4 * width;
        c_before += width;
        c += width;
        h += width;
    }
}

FOR_EVERY_CPU
void loop_lstm_step_gradient(
    const float *restrict gates, const float *restrict c_before, const float *restrict c, const float *restrict dy,
    const float *restrict dh, float *restrict dc, float *restrict dgates, size_t rows, size_t width
) {
    for (size_t row = 0; row < rows; row++) {
        const float *in = gates, *forget = gates + width, *candidate = gates + 2 * width, *out = gates + 3 * width;
        for (size_t j = 0; j < width; j++) {
            float d = dy[j] + dh[j], t = vector_tanh(c[j]);
            float dcell = dc[j] + d * out[j] * (1 - t * t);
            dgates[j] = dcell * candidate[j] * in[j] * (1 - in[j]);
            dgates[width + j] = dcell * c_before[j] * forget[j] * (1 - forget[j]);
            dgates[2 * width + j] = dcell * in[j] * (1 - candidate[j] * candidate[j]);
            dgates[3 * width + j] = d * t * out[j] * (1 - out[j]);
            dc[j] = dcell * forget[j];
        }
        gates += 4 * width;
        dgates += 4 * width;
        c_before += width;
        c += width;
        dy += width;
        dh += width;
        dc += width;
    }
}

INLINE void gru_candidate(
    const float *restrict reset, const float *restrict sums, float *restrict candidate, size_t width
) {
    for (size_t j = 0; j < width; j++) candidate[j] = vector_tanh(candidate[j] + reset[j] * sums[j]);
}

INLINE void gru_combine(
    const float *restrict update, const float *restrict candidate, const float *restrict h_before, float *restrict h,
    size_t width
) {
    for (size_t j = 0; j < width; j++) h[j] = candidate[j] + update[j] * (h_before[j] - candidate[j]);
}

FOR_EVERY_CPU
void loop_gru_step(
    float *restrict gates, const float *restrict hidden_sums, const float *restrict h_before, float *restrict h,
    size_t rows, size_t width
) {
    for (size_t row = 0; row < rows; row++) {
        float *candidate = gates + 2 * width;
        for (size_t j = 0; j < 2 * width; j++) gates[j] = vector_sigmoid(gates[j] + hidden_sums[j]);
        gru_candidate(gates, hidden_sums + 2 * width, candidate, width);
        gru_combine(gates + width, candidate, h_before, h, width);
        gates += 3 * width;
        hidden_sums += 3 * width;
        h_before += width;
        h += width;
    }
}

FOR_EVERY_CPU
void loop_gru_step_gradient(
    const float *restrict gates, const float *restrict hidden_sums, const float *restrict h_before,
    const float *restrict dy, float *restrict dh, float *restrict dgates, float *restrict dhidden_sums, size_t rows,
    size_t width
) {
    for (size_t row = 0; row < rows; row++) {
        const float *reset = gates, *update = gates + width, *candidate = gates + 2 * width;
        for (size_t j = 0; j < width; j++) {
            float d = dy[j] + dh[j];
            float dn = d * (1 - update[j]) * (1 - candidate[j] * candidate[j]);
            float dz = d * (h_before[j] - candidate[j]) * update[j] * (1 - update[j]);
            float dr = dn * hidden_sums[2 * width + j] * reset[j] * (1 - reset[j]);
            dgates[j] = dhidden_sums[j] = dr;
            dgates[width + j] = dhidden_sums[width + j] = dz;
            dgates[2 * width + j] = dn;
            dhidden_sums[2 * width + j] = dn * reset[j];
            dh[j] = d * update[j];
        }
        gates += 3 * width;
        dgates += 3 * width;
        hidden_sums += 3 * width;
        dhidden_sums += 3 * width;
        h_before += width;
        dy += width;
        dh += width;
    }
}
