#ifndef KUMIKI_CPNG_SHIM_H
#define KUMIKI_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// libpng reports errors by longjmp, which must not pass through Swift frames. The functions below begin and end all of
// libpng's work inside C, move bytes only between buffers of the caller, and report errors in a buffer of the caller.
// Source: the libpng manual (libpng-manual.txt), version 1.6.

/// The contents of a PNG file's header, and the channels of its pixels after expansion to 8 bits each.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// Bits of one pixel as stored.
    uint32_t stored_bits;
    /// Channels of one expanded pixel: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.
    uint32_t channels;
} kumiki_png_header;

/// Bytes to read from or to write to, and where the next ones are.
typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t position;
} kumiki_png_buffer;

/// The buffer for an error's text.
typedef struct {
    char *text;
    size_t size;
} kumiki_png_message;

static inline void kumiki_png_fail(png_structp png, png_const_charp text) {
    kumiki_png_message *message = (kumiki_png_message *)png_get_error_ptr(png);
    if (message && message->size > 0) {
        strncpy(message->text, text ? text : "unknown error", message->size - 1);
        message->text[message->size - 1] = 0;
    }
    png_longjmp(png, 1);
}

static inline void kumiki_png_warn(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static inline void kumiki_png_take(png_structp png, png_bytep target, size_t count) {
    kumiki_png_buffer *source = (kumiki_png_buffer *)png_get_io_ptr(png);
    if (count > source->size - source->position) png_error(png, "the file ends too early");
    memcpy(target, source->bytes + source->position, count);
    source->position += count;
}

static inline void kumiki_png_put(png_structp png, png_bytep bytes, size_t count) {
    kumiki_png_buffer *target = (kumiki_png_buffer *)png_get_io_ptr(png);
    if (count > target->size - target->position) png_error(png, "the output buffer is full");
    memcpy(target->bytes + target->position, bytes, count);
    target->position += count;
}

static inline void kumiki_png_flush(png_structp png) { (void)png; }

/// Reads the header of the `size` bytes at `data`, and all pixels if `pixels` is not null. `pixels` must then have room
/// for `capacity` >= width * height * channels bytes. Returns 0, or 1 with a text in `message`.
__attribute__((noinline)) static int kumiki_png_read(
    const uint8_t *data, size_t size, kumiki_png_header *header, uint8_t *pixels, size_t capacity,
    char *message, size_t message_size) {
    kumiki_png_message error = {message, message_size};
    kumiki_png_buffer source = {(uint8_t *)data, size, 0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &error, kumiki_png_fail, kumiki_png_warn);
    if (!png) {
        strncpy(message, "libpng cannot start", message_size - 1);
        return 1;
    }
    png_infop volatile info = NULL;
    if (setjmp(png_jmpbuf(png))) {
        png_infop created = info;
        png_destroy_read_struct(&png, &created, NULL);
        return 1;
    }
    info = png_create_info_struct(png);
    if (!info) png_error(png, "no memory");
    png_set_read_fn(png, &source, kumiki_png_take);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    // Color profiles, texts and similar chunks do not change pixels here; they are skipped.
    static const png_byte skipped[] = "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0"
                                      "tEXt\0tIME\0zTXt";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped, (int)(sizeof(skipped) / 5));
    png_read_info(png, info);

    header->width = png_get_image_width(png, info);
    header->height = png_get_image_height(png, info);
    header->stored_bits = (uint32_t)png_get_bit_depth(png, info) * png_get_channels(png, info);
    int color = png_get_color_type(png, info);
    int has_alpha = (color & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
    header->channels = (color & PNG_COLOR_MASK_COLOR ? 3u : 1u) + (has_alpha ? 1u : 0u);
    if (pixels) {
        // From here on libpng allocates whole rows, so the caller must have accepted the header's sizes.
        size_t row_bytes = (size_t)header->width * header->channels;
        if (capacity / header->height < row_bytes) png_error(png, "the pixel buffer is too small");
        png_set_expand(png);
        png_set_scale_16(png);
        int passes = png_set_interlace_handling(png);
        png_read_update_info(png, info);
        if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "rows of an unexpected length");
        for (int pass = 0; pass < passes; pass++)
            for (size_t row = 0; row < header->height; row++) png_read_row(png, pixels + row * row_bytes, NULL);
        png_read_end(png, NULL);
    }
    png_infop created = info;
    png_destroy_read_struct(&png, &created, NULL);
    return 0;
}

/// Writes width * height * channels bytes of `pixels` (1 channel gray, 3 RGB) as a PNG file into the `capacity` bytes
/// at `target` and sets `written`. Returns 0, or 1 with a text in `message`.
__attribute__((noinline)) static int kumiki_png_write(
    uint32_t width, uint32_t height, uint32_t channels, const uint8_t *pixels, uint8_t *target, size_t capacity,
    size_t *written, char *message, size_t message_size) {
    kumiki_png_message error = {message, message_size};
    kumiki_png_buffer output = {target, capacity, 0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &error, kumiki_png_fail, kumiki_png_warn);
    if (!png) {
        strncpy(message, "libpng cannot start", message_size - 1);
        return 1;
    }
    png_infop volatile info = NULL;
    if (setjmp(png_jmpbuf(png))) {
        png_infop created = info;
        png_destroy_write_struct(&png, &created);
        return 1;
    }
    info = png_create_info_struct(png);
    if (!info) png_error(png, "no memory");
    png_set_write_fn(png, &output, kumiki_png_put, kumiki_png_flush);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (size_t row = 0; row < height; row++) png_write_row(png, pixels + row * (size_t)width * channels);
    png_write_end(png, info);
    *written = output.position;
    png_infop created = info;
    png_destroy_write_struct(&png, &created);
    return 0;
}

#endif
