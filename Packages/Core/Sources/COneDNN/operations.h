#ifndef KUMIKI_ONEDNN_OPERATIONS_H
#define KUMIKI_ONEDNN_OPERATIONS_H

#include "primitive.h"

/// What a convolution computes, and the order of its arguments.
typedef enum {
    onednn_forward,          ///< input, weight, bias -> output
    onednn_input_gradient,   ///< output gradient, weight -> input gradient
    onednn_weight_gradient,  ///< input, output gradient -> weight gradient, bias gradient
} onednn_direction;

/// A leaky rectifier applied to the result before it is written: x < 0 ? slope * x : x.
typedef struct {
    bool applies;
    float slope;
} onednn_rectifier;

/// Sizes of a 2-D convolution: N x C x H x W by O x C x kH x kW to N x O x H' x W'.
typedef struct {
    dnnl_dims_t input, weight, output;
    dnnl_dims_t stride, padding, padding_end;
} onednn_convolution;

/// Sizes from `input` and `weight` shapes of rank 4, and strides and paddings {top, left, bottom, right}.
static inline onednn_convolution onednn_convolution_sizes(
    const int64_t *input, const int64_t *weight, const int64_t *output, const int64_t *stride, const int64_t *padding
) {
    onednn_convolution sizes = {0};
    for (int axis = 0; axis < 4; axis++) {
        sizes.input[axis] = input[axis];
        sizes.weight[axis] = weight[axis];
        sizes.output[axis] = output[axis];
    }
    for (int axis = 0; axis < 2; axis++) {
        sizes.stride[axis] = stride[axis];
        sizes.padding[axis] = padding[axis];
        sizes.padding_end[axis] = padding[2 + axis];
    }
    return sizes;
}

static inline dnnl_primitive_attr_t onednn_attributes(onednn_rectifier rectifier) {
    dnnl_primitive_attr_t attributes = NULL;
    if (dnnl_primitive_attr_create(&attributes) != dnnl_success) return NULL;
    // The caller gives the memory to work in.
    dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (!rectifier.applies) return attributes;
    dnnl_post_ops_t after = NULL;
    dnnl_post_ops_create(&after);
#if DNNL_VERSION_MAJOR >= 3
    dnnl_post_ops_append_eltwise(after, dnnl_eltwise_relu, rectifier.slope, 0);
#else
    dnnl_post_ops_append_eltwise(after, 1, dnnl_eltwise_relu, rectifier.slope, 0);
#endif
    dnnl_primitive_attr_set_post_ops(attributes, after);
    dnnl_post_ops_destroy(after);
    return attributes;
}

static inline dnnl_status_t onednn_convolution_describe(
    dnnl_primitive_desc_t *result, dnnl_engine_t engine, const onednn_convolution *sizes, onednn_direction direction,
    onednn_desc input, onednn_desc weight, onednn_desc bias, onednn_desc output, const_dnnl_primitive_desc_t forward,
    const_dnnl_primitive_attr_t attributes
) {
    const dnnl_dim_t *stride = sizes->stride, *start = sizes->padding, *end = sizes->padding_end;
    const dnnl_alg_kind_t direct = dnnl_convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    const dnnl_dims_t dense = {0};
    switch (direction) {
    case onednn_forward:
        return dnnl_convolution_forward_primitive_desc_create(
            result, engine, dnnl_forward_training, direct, input, weight, bias, output, stride, dense, start, end,
            attributes);
    case onednn_input_gradient:
        return dnnl_convolution_backward_data_primitive_desc_create(
            result, engine, direct, input, weight, output, stride, dense, start, end, forward, attributes);
    case onednn_weight_gradient:
        return dnnl_convolution_backward_weights_primitive_desc_create(
            result, engine, direct, input, weight, bias, output, stride, dense, start, end, forward, attributes);
    }
    return dnnl_invalid_arguments;
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_invalid_arguments;
    switch (direction) {
    case onednn_forward:
        status = dnnl_convolution_forward_desc_init(
            &operation, dnnl_forward_training, direct, input, weight, bias, output, stride, start, end);
        break;
    case onednn_input_gradient:
        status = dnnl_convolution_backward_data_desc_init(
            &operation, direct, input, weight, output, stride, start, end);
        break;
    case onednn_weight_gradient:
        status = dnnl_convolution_backward_weights_desc_init(
            &operation, direct, input, weight, bias, output, stride, start, end);
        break;
    }
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, forward);
#endif
}

/// Compiles a convolution whose output, and the gradient with respect to it, have the layout `output`. Null when oneDNN
/// refuses.
static inline onednn_primitive *onednn_convolution_into(
    dnnl_engine_t engine, const onednn_convolution *sizes, onednn_direction direction, onednn_rectifier rectifier,
    const onednn_layout *output
) {
    const int64_t one = 1;
    onednn_layout *input = onednn_layout_create(4, sizes->input, NULL);
    onednn_layout *weight = onednn_layout_create(4, sizes->weight, NULL);
    onednn_layout *bias = onednn_layout_create(1, &sizes->weight[0], &one);
    dnnl_primitive_attr_t attributes = onednn_attributes(rectifier);
    dnnl_primitive_attr_t plain = onednn_attributes((onednn_rectifier){.applies = false, .slope = 0});
    dnnl_primitive_desc_t forward = NULL, description = NULL;
    onednn_primitive *primitive = NULL;
    if (input && weight && bias && output && attributes && plain
        && onednn_convolution_describe(
            &forward, engine, sizes, onednn_forward, onednn_layout_desc(input), onednn_layout_desc(weight),
            onednn_layout_desc(bias), onednn_layout_desc(output), NULL, attributes) == dnnl_success) {
        static const int forward_arguments[] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST};
        static const int input_arguments[] = {DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC};
        static const int weight_arguments[] = {
            DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS};
        if (direction == onednn_forward) {
            primitive = onednn_primitive_compile(forward, engine, 4, forward_arguments);
            forward = NULL;
        } else if (onednn_convolution_describe(
                       &description, engine, sizes, direction, onednn_layout_desc(input), onednn_layout_desc(weight),
                       onednn_layout_desc(bias), onednn_layout_desc(output), forward, plain) == dnnl_success) {
            primitive = direction == onednn_input_gradient
                ? onednn_primitive_compile(description, engine, 3, input_arguments)
                : onednn_primitive_compile(description, engine, 4, weight_arguments);
        }
    }
    if (forward) dnnl_primitive_desc_destroy(forward);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    if (plain) dnnl_primitive_attr_destroy(plain);
    onednn_layout_free(input);
    onednn_layout_free(weight);
    onednn_layout_free(bias);
    return primitive;
}

/// Compiles a convolution that chooses its own layouts, except for eight channels of output: oneDNN would pad them to
/// sixteen, which all later operations would have to keep or undo. Null when oneDNN refuses the sizes.
static inline onednn_primitive *onednn_convolution_create(
    dnnl_engine_t engine, const onednn_convolution *sizes, onednn_direction direction, onednn_rectifier rectifier
) {
    onednn_primitive *primitive = NULL;
    if (sizes->output[1] == 8) {
        onednn_layout *eights = onednn_layout_create_blocked(sizes->output, 8);
        primitive = onednn_convolution_into(engine, sizes, direction, rectifier, eights);
        onednn_layout_free(eights);
    }
    if (primitive) return primitive;
    onednn_layout *any = onednn_layout_create(4, sizes->output, NULL);
    primitive = onednn_convolution_into(engine, sizes, direction, rectifier, any);
    onednn_layout_free(any);
    return primitive;
}

/// Compiles C = rectifier(A B + bias) for layouts of rank 2, or of rank 3 with a leading batch; `bias` may be null.
/// Arguments: A, B, (bias,) C.
static inline onednn_primitive *onednn_matmul_create(
    dnnl_engine_t engine, const onednn_layout *a, const onednn_layout *b, const onednn_layout *bias,
    const onednn_layout *c, onednn_rectifier rectifier
) {
    dnnl_primitive_attr_t attributes = onednn_attributes(rectifier);
    dnnl_primitive_desc_t description = NULL;
    onednn_desc added = bias ? onednn_layout_desc(bias) : NULL;
    dnnl_status_t status;
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_matmul_primitive_desc_create(
        &description, engine, onednn_layout_desc(a), onednn_layout_desc(b), added, onednn_layout_desc(c), attributes);
#else
    dnnl_matmul_desc_t operation;
    status = dnnl_matmul_desc_init(
        &operation, onednn_layout_desc(a), onednn_layout_desc(b), added, onednn_layout_desc(c));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine, NULL);
#endif
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    if (status != dnnl_success) return NULL;
    static const int with_bias[] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST};
    static const int without_bias[] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST};
    return onednn_primitive_compile(description, engine, bias ? 4 : 3, bias ? with_bias : without_bias);
}

/// Compiles the copy of a tensor from one layout to another. Arguments: source, destination.
static inline onednn_primitive *onednn_reorder_create(
    dnnl_engine_t engine, const onednn_layout *from, const onednn_layout *to
) {
    static const int arguments[] = {DNNL_ARG_FROM, DNNL_ARG_TO};
    dnnl_primitive_attr_t attributes = onednn_attributes((onednn_rectifier){.applies = false, .slope = 0});
    dnnl_primitive_desc_t description = NULL;
    dnnl_status_t status = dnnl_reorder_primitive_desc_create(
        &description, onednn_layout_desc(from), engine, onednn_layout_desc(to), engine, attributes);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    return status == dnnl_success ? onednn_primitive_compile(description, engine, 2, arguments) : NULL;
}

#endif
