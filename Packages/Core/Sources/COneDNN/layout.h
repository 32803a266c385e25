#ifndef KUMIKI_ONEDNN_LAYOUT_H
#define KUMIKI_ONEDNN_LAYOUT_H

#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/// The layout of a float32 tensor in memory; owned by the caller, freed with onednn_layout_free.
typedef struct {
    dnnl_memory_desc_t desc;
} onednn_layout;

#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t onednn_desc;
static inline onednn_desc onednn_layout_desc(const onednn_layout *layout) { return layout->desc; }
#else
typedef const dnnl_memory_desc_t *onednn_desc;
static inline onednn_desc onednn_layout_desc(const onednn_layout *layout) { return &layout->desc; }
#endif

/// A layout with these strides, in elements; with no strides, one that oneDNN may choose. Null when oneDNN refuses.
static inline onednn_layout *onednn_layout_create(int rank, const int64_t *dims, const int64_t *strides) {
    onednn_layout *layout = (onednn_layout *)calloc(1, sizeof(onednn_layout));
    if (!layout) return NULL;
    dnnl_status_t status;
#if DNNL_VERSION_MAJOR >= 3
    status = strides ? dnnl_memory_desc_create_with_strides(&layout->desc, rank, dims, dnnl_f32, strides)
                     : dnnl_memory_desc_create_with_tag(&layout->desc, rank, dims, dnnl_f32, dnnl_format_tag_any);
#else
    status = strides ? dnnl_memory_desc_init_by_strides(&layout->desc, rank, dims, dnnl_f32, strides)
                     : dnnl_memory_desc_init_by_tag(&layout->desc, rank, dims, dnnl_f32, dnnl_format_tag_any);
#endif
    if (status == dnnl_success) return layout;
    free(layout);
    return NULL;
}

/// [N, C/B, H, W, B] for B of 4, 8 or 16; null for another block or when oneDNN refuses.
static inline onednn_layout *onednn_layout_create_blocked(const int64_t *dims, int64_t block) {
    dnnl_format_tag_t tag = block == 16 ? dnnl_nChw16c
        : block == 8                    ? dnnl_nChw8c
        : block == 4                    ? dnnl_nChw4c
                                        : dnnl_format_tag_undef;
    onednn_layout *layout = (onednn_layout *)calloc(1, sizeof(onednn_layout));
    if (!layout) return NULL;
#if DNNL_VERSION_MAJOR >= 3
    if (dnnl_memory_desc_create_with_tag(&layout->desc, 4, dims, dnnl_f32, tag) == dnnl_success) return layout;
#else
    if (dnnl_memory_desc_init_by_tag(&layout->desc, 4, dims, dnnl_f32, tag) == dnnl_success) return layout;
#endif
    free(layout);
    return NULL;
}

static inline onednn_layout *onednn_layout_copy(onednn_desc desc) {
    onednn_layout *layout = (onednn_layout *)calloc(1, sizeof(onednn_layout));
    if (!layout) return NULL;
#if DNNL_VERSION_MAJOR >= 3
    if (dnnl_memory_desc_clone(&layout->desc, desc) != dnnl_success) {
        free(layout);
        return NULL;
    }
#else
    layout->desc = *desc;
#endif
    return layout;
}

static inline void onednn_layout_free(onednn_layout *layout) {
    if (!layout) return;
#if DNNL_VERSION_MAJOR >= 3
    dnnl_memory_desc_destroy(layout->desc);
#endif
    free(layout);
}

static inline bool onednn_layout_equal(const onednn_layout *a, const onednn_layout *b) {
    return dnnl_memory_desc_equal(onednn_layout_desc(a), onednn_layout_desc(b));
}

/// The bytes that a tensor of this layout occupies, padding included.
static inline size_t onednn_layout_size(const onednn_layout *layout) {
    return dnnl_memory_desc_get_size(onednn_layout_desc(layout));
}

/// B where the layout is [N, C/B, H, W, B] without padding; 1 for plain [N, C, H, W]; 0 for anything else.
static inline int64_t onednn_layout_channel_block(const onednn_layout *layout, const int64_t dims[4]) {
    int blocks = 0;
    const dnnl_dim_t *sizes, *indices, *strides, *padded;
#if DNNL_VERSION_MAJOR >= 3
    if (dnnl_memory_desc_query(layout->desc, dnnl_query_inner_nblks_s32, &blocks) != dnnl_success
        || dnnl_memory_desc_query(layout->desc, dnnl_query_inner_blks, &sizes) != dnnl_success
        || dnnl_memory_desc_query(layout->desc, dnnl_query_inner_idxs, &indices) != dnnl_success
        || dnnl_memory_desc_query(layout->desc, dnnl_query_strides, &strides) != dnnl_success
        || dnnl_memory_desc_query(layout->desc, dnnl_query_padded_dims, &padded) != dnnl_success) return 0;
#else
    if (layout->desc.format_kind != dnnl_blocked) return 0;
    blocks = layout->desc.format_desc.blocking.inner_nblks;
    sizes = layout->desc.format_desc.blocking.inner_blks;
    indices = layout->desc.format_desc.blocking.inner_idxs;
    strides = layout->desc.format_desc.blocking.strides;
    padded = layout->desc.padded_dims;
#endif
    int64_t block = 1;
    if (blocks == 1 && indices[0] == 1) block = sizes[0];
    else if (blocks != 0) return 0;
    int64_t expected[4] = {dims[1] * dims[2] * dims[3], dims[2] * dims[3] * block, dims[3] * block, block};
    for (int axis = 0; axis < 4; axis++) {
        if (padded[axis] != dims[axis]) return 0;
        if (strides[axis] != expected[axis] && dims[axis] / (axis == 1 ? block : 1) > 1) return 0;
    }
    return block;
}

#endif
