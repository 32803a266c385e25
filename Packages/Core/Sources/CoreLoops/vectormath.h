#ifndef KUMIKI_VECTORMATH_H
#define KUMIKI_VECTORMATH_H

// Square root, exponential, logarithm, tanh and error function without branches or calls, so that loops over them
// vectorize. Relative errors are a few units in the last place over the whole range; NaN passes through.
//
// Source of the reductions and coefficients of exp, log and tanh: S. L. Moshier, Cephes Mathematical Library (single
// precision). Of erf: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26 and 7.1.5.

#include "clones.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

/// Unlike sqrtf it does not set errno: it is one instruction, and loops over it vectorize.
INLINE float vector_sqrt(float x) { return __builtin_elementwise_sqrt(x); }

INLINE float float_from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE uint32_t bits_from_float(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/// 2^n for -252 <= n <= 254, in two factors so that neither overflows.
INLINE float scaled_by_power_of_two(float x, int32_t n) {
    int32_t half = n >> 1;
    float a = float_from_bits((uint32_t)(half + 127) << 23);
    float b = float_from_bits((uint32_t)(n - half + 127) << 23);
    return x * a * b;
}

/// exp(r) - 1 for |r| <= log(2) / 2.
INLINE float exp_minus_one_near_zero(float r) {
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return p * r * r + r;
}

INLINE float vector_exp(float x) {
    float bounded = x < -104.0f ? -104.0f : (x > 89.0f ? 89.0f : x);
    float n = floorf(bounded * 1.44269504088896341f + 0.5f);
    float r = bounded - n * 0.693359375f + n * 2.12194440e-4f;
    float y = scaled_by_power_of_two(exp_minus_one_near_zero(r) + 1.0f, (int32_t)n);
    return x != x ? x : y;
}

/// exp(x) - 1 without cancellation next to zero.
INLINE float vector_exp_minus_one(float x) {
    float near = exp_minus_one_near_zero(x);
    return fabsf(x) < 0.34f ? near : vector_exp(x) - 1.0f;
}

INLINE float vector_log(float x) {
    float normal = x < 1.17549435e-38f ? x * 8388608.0f : x;
    uint32_t bits = bits_from_float(normal);
    float exponent = (float)((int32_t)(bits >> 23) - 126) - (x < 1.17549435e-38f ? 23.0f : 0.0f);
    float m = float_from_bits((bits & 0x007FFFFFu) | 0x3F000000u);
    float below = m < 0.707106781186547524f ? 1.0f : 0.0f;
    exponent -= below;
    m = m + below * m - 1.0f;
    float z = m * m;
    float p = 7.0376836292e-2f;
    p = p * m - 1.1514610310e-1f;
    p = p * m + 1.1676998740e-1f;
    p = p * m - 1.2420140846e-1f;
    p = p * m + 1.4249322787e-1f;
    p = p * m - 1.6668057665e-1f;
    p = p * m + 2.0000714765e-1f;
    p = p * m - 2.4999993993e-1f;
    p = p * m + 3.3333331174e-1f;
    float y = p * m * z - 2.12194440e-4f * exponent - 0.5f * z + m + 0.693359375f * exponent;
    y = x == INFINITY ? INFINITY : y;
    y = x == 0.0f ? -INFINITY : y;
    return x < 0.0f ? NAN : (x != x ? x : y);
}

INLINE float vector_tanh(float x) {
    float a = fabsf(x);
    float z = x * x;
    float p = -5.70498872745e-3f;
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    float near = p * z * x + x;
    float far = copysignf(1.0f - 2.0f / (vector_exp(2.0f * a) + 1.0f), x);
    return a < 0.625f ? near : far;
}

INLINE float vector_sigmoid(float x) {
    return 1.0f / (1.0f + vector_exp(-x));
}

INLINE float vector_erf(float x) {
    float a = fabsf(x);
    float z = x * x;
    // The power series near zero keeps the relative error small; the asymptotic fit is for the rest.
    float p = 1.0f / 9360.0f;
    p = p * z - 1.0f / 1320.0f;
    p = p * z + 1.0f / 216.0f;
    p = p * z - 1.0f / 42.0f;
    p = p * z + 1.0f / 10.0f;
    p = p * z - 1.0f / 3.0f;
    float near = 1.12837916709551257f * (p * z * x + x);
    float t = 1.0f / (1.0f + 0.3275911f * a);
    float q = 1.061405429f;
    q = q * t - 1.453152027f;
    q = q * t + 1.421413741f;
    q = q * t - 0.284496736f;
    q = q * t + 0.254829592f;
    float far = copysignf(1.0f - q * t * vector_exp(-z), x);
    return a < 0.5f ? near : far;
}

#endif
