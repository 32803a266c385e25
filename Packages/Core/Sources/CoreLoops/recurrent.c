#include "CoreLoops.h"
#include "vectormath.h"

// One time step of a recurrent cell for some rows of the batch. Gates are sums at first and become activations;
// gradients by the activated gates become gradients by the sums. Formulas and gate order are PyTorch's (torch.nn.RNN,
// LSTM, GRU).

// Sixteen numbers anywhere in memory; narrower machines process them in parts.
typedef float lanes16 __attribute__((vector_size(64), aligned(4)));

#define LANES_AT(from) (*(const lanes16 *)(from))

// Adds to `blocks` times sixteen columns from `column` on, of the last sixteen only to the first `fresh`. Where the
// rows of w are too short for sixteen, the last ones end with the row. A small number of sums would wait for each
// other, so those of even and odd numbers are separate.
INLINE void add_columns(
    const float *x, const float *w, size_t stride, float *y, size_t inner, size_t column, size_t fresh, int blocks
) {
    size_t offsets[8];
    for (int block = 0; block < blocks; block++) offsets[block] = column + 16 * block;
    const size_t back = offsets[blocks - 1] + 16 > stride ? 16 - fresh : 0;
    offsets[blocks - 1] -= back;
    lanes16 even[8], odd[8];
    for (int block = 0; block < blocks; block++) even[block] = odd[block] = (lanes16){0};
    size_t k = 0;
    for (; k + 2 <= inner; k += 2) {
        const float *row = w + k * stride, *next = row + stride;
        for (int block = 0; block < blocks; block++) even[block] += x[k] * LANES_AT(row + offsets[block]);
        for (int block = 0; block < blocks; block++) odd[block] += x[k + 1] * LANES_AT(next + offsets[block]);
    }
    if (k < inner)
        for (int block = 0; block < blocks; block++) even[block] += x[k] * LANES_AT(w + k * stride + offsets[block]);
    for (int block = 0; block + 1 < blocks; block++) *(lanes16 *)(y + offsets[block]) += even[block] + odd[block];
    lanes16 last = even[blocks - 1] + odd[blocks - 1];
    if (fresh == 16)
        *(lanes16 *)(y + offsets[blocks - 1]) += last;
    else
        for (size_t j = back; j < back + fresh; j++) y[offsets[blocks - 1] + j] += last[j];
}

FOR_EVERY_CPU
void loop_add_row_product(
    const float *x, const float *w, size_t stride, float *y, size_t inner, size_t columns
) {
    if (columns < 16) {
        for (size_t k = 0; k < inner; k++)
            for (size_t j = 0; j < columns; j++) y[j] += x[k] * w[k * stride + j];
        return;
    }
    size_t column = 0;
    for (; columns - column > 128; column += 128) add_columns(x, w, stride, y, inner, column, 16, 8);
    size_t blocks = (columns - column + 15) / 16, fresh = columns - column - 16 * (blocks - 1);
    switch (blocks) {
    case 1: add_columns(x, w, stride, y, inner, column, fresh, 1); break;
    case 2: add_columns(x, w, stride, y, inner, column, fresh, 2); break;
    case 3: add_columns(x, w, stride, y, inner, column, fresh, 3); break;
    case 4: add_columns(x, w, stride, y, inner, column, fresh, 4); break;
    case 5: add_columns(x, w, stride, y, inner, column, fresh, 5); break;
    case 6: add_columns(x, w, stride, y, inner, column, fresh, 6); break;
    case 7: add_columns(x, w, stride, y, inner, column, fresh, 7); break;
    default: add_columns(x, w, stride, y, inner, column, fresh, 8); break;
    }
}

typedef float lanes8 __attribute__((vector_size(32)));
typedef float lanes4 __attribute__((vector_size(16)));

// In pairs, because single ones would wait for each other.
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

// Gates are activated one after the other: the compiler must assume that loops over several gates write where others
// read, so these would stay scalar.
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
