#ifndef KUMIKI_ONEDNN_PRIMITIVE_H
#define KUMIKI_ONEDNN_PRIMITIVE_H

#include "layout.h"

enum { onednn_most_arguments = 5 };

/// A compiled operation and the memory objects of its arguments; freed with onednn_primitive_free. Where it needs memory
/// to work in, that is the last argument.
typedef struct {
    dnnl_primitive_t handle;
    int count;
    size_t scratch_size;
    dnnl_exec_arg_t arguments[onednn_most_arguments];
} onednn_primitive;

/// The processor as oneDNN's engine, and the stream that runs operations on it in order. Null on failure.
static inline dnnl_engine_t onednn_cpu(void) {
    dnnl_engine_t engine = NULL;
    return dnnl_engine_create(&engine, dnnl_cpu, 0) == dnnl_success ? engine : NULL;
}

static inline dnnl_stream_t onednn_stream(dnnl_engine_t engine) {
    dnnl_stream_t stream = NULL;
    return dnnl_stream_create(&stream, engine, dnnl_stream_default_flags) == dnnl_success ? stream : NULL;
}

static inline void onednn_primitive_free(onednn_primitive *primitive) {
    if (!primitive) return;
    for (int i = 0; i < primitive->count; i++) dnnl_memory_destroy(primitive->arguments[i].memory);
    if (primitive->handle) dnnl_primitive_destroy(primitive->handle);
    free(primitive);
}

/// The layout that an operation requires for its argument, a copy that the caller frees.
static inline onednn_layout *onednn_primitive_layout(const onednn_primitive *primitive, int argument) {
    const_dnnl_primitive_desc_t description;
    if (dnnl_primitive_get_primitive_desc(primitive->handle, &description) != dnnl_success) return NULL;
    return onednn_layout_copy(dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, argument));
}

/// Compiles what `description` describes, with memory objects for `arguments`; consumes `description`.
static inline onednn_primitive *onednn_primitive_compile(
    dnnl_primitive_desc_t description, dnnl_engine_t engine, int count, const int *arguments
) {
    onednn_primitive *primitive = (onednn_primitive *)calloc(1, sizeof(onednn_primitive));
    if (!primitive) return NULL;
    bool succeeds = dnnl_primitive_create(&primitive->handle, description) == dnnl_success;
    for (int i = 0; succeeds && i < count; i++) {
        onednn_desc desc = dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, arguments[i]);
        primitive->arguments[i].arg = arguments[i];
        succeeds = desc && dnnl_memory_create(&primitive->arguments[i].memory, desc, engine, DNNL_MEMORY_NONE)
            == dnnl_success;
        primitive->count += succeeds;
    }
    onednn_desc scratch = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
    primitive->scratch_size = scratch ? dnnl_memory_desc_get_size(scratch) : 0;
    if (succeeds && primitive->scratch_size > 0) {
        primitive->arguments[count].arg = DNNL_ARG_SCRATCHPAD;
        succeeds = dnnl_memory_create(&primitive->arguments[count].memory, scratch, engine, DNNL_MEMORY_NONE)
            == dnnl_success;
        primitive->count += succeeds;
    }
    dnnl_primitive_desc_destroy(description);
    if (succeeds) return primitive;
    onednn_primitive_free(primitive);
    return NULL;
}

/// Runs the operation on these addresses, one for each argument in the order in which it was compiled.
static inline bool onednn_primitive_run(onednn_primitive *primitive, dnnl_stream_t stream, void *const *addresses) {
    for (int i = 0; i < primitive->count; i++) {
        if (dnnl_memory_set_data_handle(primitive->arguments[i].memory, addresses[i]) != dnnl_success) return false;
    }
    return dnnl_primitive_execute(primitive->handle, stream, primitive->count, primitive->arguments) == dnnl_success
        && dnnl_stream_wait(stream) == dnnl_success;
}

#endif
