#include "CoreLoops.h"
#include "lanes.h"

#define EACH(expression)                                                                                              \
    if (stride_a && stride_b)                                                                                         \
        for (size_t i = 0; i < count; i++) { float p = a[i], q = b[i]; z[i] = (expression); }                         \
    else if (stride_a)                                                                                                \
        for (size_t i = 0; i < count; i++) { float p = a[i], q = *b; z[i] = (expression); }                           \
    else if (stride_b)                                                                                                \
        for (size_t i = 0; i < count; i++) { float p = *a, q = b[i]; z[i] = (expression); }                           \
    else                                                                                                              \
        for (size_t i = 0; i < count; i++) { float p = *a, q = *b; z[i] = (expression); }                             \
    break

FOR_EVERY_CPU
void loop_binary(
    loop_binary_operation operation, const float *a, size_t stride_a, const float *b, size_t stride_b,
    float *restrict z, size_t count
) {
    switch (operation) {
    case loop_add: EACH(p + q);
    case loop_subtract: EACH(p - q);
    case loop_multiply: EACH(p * q);
    case loop_divide: EACH(p / q);
    case loop_maximum: EACH(larger(p, q));
    case loop_minimum: EACH(smaller(p, q));
    }
}

FOR_EVERY_CPU
void loop_accumulate(float scale, const float *restrict x, float *restrict y, size_t count) {
    for (size_t i = 0; i < count; i++) y[i] += scale * x[i];
}
