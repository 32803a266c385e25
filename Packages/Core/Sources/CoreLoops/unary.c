#include "CoreLoops.h"
#include "vectormath.h"

#define EACH(expression)                                                                                              \
    for (size_t i = 0; i < count; i++) {                                                                              \
        float v = x[i];                                                                                               \
        y[i] = (expression);                                                                                          \
    }                                                                                                                 \
    break

FOR_EVERY_CPU
void loop_unary(
    loop_unary_operation operation, float a, float b, const float *restrict x, float *restrict y, size_t count
) {
    switch (operation) {
    case loop_relu: EACH(v < 0 ? 0 : v);
    case loop_leaky_relu: EACH(v < 0 ? a * v : v);
    case loop_tanh: EACH(vector_tanh(v));
    case loop_sigmoid: EACH(vector_sigmoid(a * v));
    case loop_softsign: EACH(v / (1 + fabsf(v)));
    case loop_elu: EACH(v < 0 ? a * vector_exp_minus_one(v) : v);
    case loop_gelu: EACH(0.5f * v * (1 + vector_erf(v * 0.70710678118654752f)));
    case loop_gaussian: EACH(vector_exp(-v * v));
    case loop_hard_limit: EACH(v >= 0 ? 1.0f : 0.0f);
    case loop_exp: EACH(vector_exp(v));
    case loop_log: EACH(vector_log(v));
    case loop_square: EACH(v * v);
    case loop_square_root: EACH(vector_sqrt(v));
    case loop_absolute: EACH(fabsf(v));
    case loop_reciprocal: EACH(1 / v);
    case loop_softplus: EACH((v < 0 ? 0 : v) + vector_log(1 + vector_exp(-fabsf(v))));
    case loop_affine: EACH(a * v + b);
    case loop_clamp: EACH(v > a ? a : (v < -a ? -a : v));
    }
}

#define EACH_GRADIENT(expression)                                                                                     \
    for (size_t i = 0; i < count; i++) {                                                                              \
        float v = x[i], r = y[i], d = dy[i];                                                                          \
        (void)v, (void)r;                                                                                             \
        dx[i] = (expression);                                                                                         \
    }                                                                                                                 \
    break

FOR_EVERY_CPU
void loop_unary_gradient(
    loop_unary_operation operation, float a, const float *restrict x, const float *restrict y,
    const float *restrict dy, float *restrict dx, size_t count
) {
    switch (operation) {
    case loop_relu: EACH_GRADIENT(r > 0 ? d : 0);
    case loop_leaky_relu: EACH_GRADIENT(v < 0 ? a * d : d);
    case loop_tanh: EACH_GRADIENT(d * (1 - r * r));
    case loop_sigmoid: EACH_GRADIENT(d * a * r * (1 - r));
    case loop_softsign: EACH_GRADIENT(d / ((1 + fabsf(v)) * (1 + fabsf(v))));
    case loop_elu: EACH_GRADIENT(v < 0 ? d * (r + a) : d);
    case loop_gelu:
        EACH_GRADIENT(
            d * (0.5f * (1 + vector_erf(v * 0.70710678118654752f))
                 + v * 0.39894228040143268f * vector_exp(-0.5f * v * v)));
    case loop_gaussian: EACH_GRADIENT(-2 * v * r * d);
    case loop_hard_limit: EACH_GRADIENT(0 * d);
    case loop_exp: EACH_GRADIENT(d * r);
    case loop_log: EACH_GRADIENT(d / v);
    case loop_square: EACH_GRADIENT(2 * v * d);
    case loop_square_root: EACH_GRADIENT(d / (2 * r));
    case loop_absolute: EACH_GRADIENT(v > 0 ? d : (v < 0 ? -d : 0));
    case loop_reciprocal: EACH_GRADIENT(-d * r * r);
    case loop_softplus: EACH_GRADIENT(d * vector_sigmoid(v));
    case loop_affine: EACH_GRADIENT(a * d);
    case loop_clamp: EACH_GRADIENT(fabsf(v) > a ? 0 * d : d);
    }
}
