import CCairo

extension Canvas {
    /// Draws an image over `rect`, each pixel a sharp-edged block.
    ///
    /// - Parameters:
    ///   - pixels: `0xRRGGBB`, row by row from the upper left, width × height of them.
    ///   - isSmooth: whether colors are interpolated instead.
    func image(_ pixels: [UInt32], width: Int, height: Int, over rect: Rect, isSmooth: Bool = false) {
        guard width > 0, height > 0 else { return }
        // An SVG viewer may blur images that it enlarges, so sharp images are enlarged before they are embedded.
        let factor = isSmooth ? 1 : max(1, Int((rect.width * scale / Double(width)).rounded()))
        guard
            let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width * factor), Int32(height * factor))
        else { return }
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface)
        else { return }
        cairo_surface_flush(surface)
        let stride = Int(cairo_image_surface_get_stride(surface))
        for y in 0..<height * factor {
            let row = UnsafeMutableRawPointer(data + y * stride)
            let source = y / factor * width
            for x in 0..<width * factor {
                row.storeBytes(of: pixels[source + x / factor], toByteOffset: 4 * x, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(surface)
        cairo_save(context)
        cairo_rectangle(context, rect.left, rect.top, rect.width, rect.height)
        cairo_clip(context)
        cairo_translate(context, rect.left, rect.top)
        cairo_scale(context, rect.width / Double(width * factor), rect.height / Double(height * factor))
        cairo_set_source_surface(context, surface, 0, 0)
        let pattern = cairo_get_source(context)
        // Cairo's good filter averages all pixels that fall into one, which its bilinear one does not.
        let smooth = rect.width * scale < Double(width) ? CAIRO_FILTER_GOOD : CAIRO_FILTER_BILINEAR
        cairo_pattern_set_filter(pattern, isSmooth ? smooth : CAIRO_FILTER_NEAREST)
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
        cairo_paint(context)
        cairo_restore(context)
    }
}
