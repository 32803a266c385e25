#include "CoreLoops.h"
#include "lanes.h"
#include "vectormath.h"

// The update rules of PyTorch's documentation (torch.optim); UpdateRule.swift names the papers.

FOR_EVERY_CPU
void loop_update_sgd(const loop_update *u, float *restrict w, const float *restrict g, size_t count) {
    const float rate = u->learning_rate, decay = u->weight_decay;
    for (size_t i = 0; i < count; i++) w[i] -= rate * (g[i] + decay * w[i]);
}

FOR_EVERY_CPU
void loop_update_momentum(
    const loop_update *u, bool is_first, float *restrict w, const float *restrict g, float *restrict v, size_t count
) {
    const float rate = u->learning_rate, decay = u->weight_decay, momentum = u->momentum;
    const float kept = is_first ? 0 : momentum;
    if (u->nesterov) {
        for (size_t i = 0; i < count; i++) {
            float d = g[i] + decay * w[i];
            v[i] = kept * v[i] + d;
            w[i] -= rate * (d + momentum * v[i]);
        }
    } else {
        for (size_t i = 0; i < count; i++) {
            v[i] = kept * v[i] + (g[i] + decay * w[i]);
            w[i] -= rate * v[i];
        }
    }
}

FOR_EVERY_CPU
void loop_update_adam(
    const loop_update *u, float *restrict w, const float *restrict g, float *restrict m, float *restrict v,
    size_t count
) {
    const float rate = u->learning_rate, epsilon = u->epsilon;
    const float b1 = u->beta1, b2 = u->beta2, rest1 = u->rest1, rest2 = u->rest2;
    const float inside = u->decoupled ? 0 : u->weight_decay, outside = u->decoupled ? rate * u->weight_decay : 0;
    const float step = rate / u->correction1, root = 1 / vector_sqrt(u->correction2);
    for (size_t i = 0; i < count; i++) {
        float d = g[i] + inside * w[i];
        m[i] = b1 * m[i] + rest1 * d;
        v[i] = b2 * v[i] + rest2 * d * d;
        w[i] -= outside * w[i] + step * m[i] / (vector_sqrt(v[i]) * root + epsilon);
    }
}

FOR_EVERY_CPU
void loop_update_adamax(
    const loop_update *u, float *restrict w, const float *restrict g, float *restrict m, float *restrict v,
    size_t count
) {
    const float epsilon = u->epsilon, b1 = u->beta1, rest1 = u->rest1, b2 = u->beta2, decay = u->weight_decay;
    const float step = u->learning_rate / u->correction1;
    for (size_t i = 0; i < count; i++) {
        float d = g[i] + decay * w[i];
        m[i] = b1 * m[i] + rest1 * d;
        v[i] = larger(b2 * v[i], fabsf(d) + epsilon);
        w[i] -= step * m[i] / v[i];
    }
}

FOR_EVERY_CPU
void loop_update_adagrad(
    const loop_update *u, float *restrict w, const float *restrict g, float *restrict v, size_t count
) {
    const float rate = u->learning_rate, epsilon = u->epsilon, decay = u->weight_decay;
    for (size_t i = 0; i < count; i++) {
        float d = g[i] + decay * w[i];
        v[i] += d * d;
        w[i] -= rate * d / (vector_sqrt(v[i]) + epsilon);
    }
}

FOR_EVERY_CPU
void loop_update_rmsprop(
    const loop_update *u, float *restrict w, const float *restrict g, float *restrict v, size_t count
) {
    const float rate = u->learning_rate, epsilon = u->epsilon, kept = u->beta2, rest = u->rest2, decay = u->weight_decay;
    for (size_t i = 0; i < count; i++) {
        float d = g[i] + decay * w[i];
        v[i] = kept * v[i] + rest * d * d;
        w[i] -= rate * d / (vector_sqrt(v[i]) + epsilon);
    }
}
