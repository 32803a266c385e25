#include "CoreLoops.h"
#include "vectormath.h"

// One time step of a recurrent cell for some rows of the batch. Gates arrive as sums and leave activated; gradients by
// the activated gates become gradients by the sums. Formulas and gate order are PyTorch's (torch.nn.RNN, LSTM, GRU).

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

FOR_EVERY_CPU
void loop_lstm_step(
    float *restrict gates, const float *restrict c_before, float *restrict c, float *restrict h, size_t rows,
    size_t width
) {
    for (size_t row = 0; row < rows; row++) {
        float *in = gates, *forget = gates + width, *candidate = gates + 2 * width, *out = gates + 3 * width;
        for (size_t j = 0; j < width; j++) {
            in[j] = vector_sigmoid(in[j]);
            forget[j] = vector_sigmoid(forget[j]);
            candidate[j] = vector_tanh(candidate[j]);
            out[j] = vector_sigmoid(out[j]);
            c[j] = forget[j] * c_before[j] + in[j] * candidate[j];
            h[j] = out[j] * vector_tanh(c[j]);
        }
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

FOR_EVERY_CPU
void loop_gru_step(
    float *restrict gates, const float *restrict hidden_sums, const float *restrict h_before, float *restrict h,
    size_t rows, size_t width
) {
    for (size_t row = 0; row < rows; row++) {
        float *reset = gates, *update = gates + width, *candidate = gates + 2 * width;
        for (size_t j = 0; j < width; j++) {
            reset[j] = vector_sigmoid(reset[j] + hidden_sums[j]);
            update[j] = vector_sigmoid(update[j] + hidden_sums[width + j]);
            candidate[j] = vector_tanh(candidate[j] + reset[j] * hidden_sums[2 * width + j]);
            h[j] = candidate[j] + update[j] * (h_before[j] - candidate[j]);
        }
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
