import CCairo

/// Collects what Cairo writes.
private final class ByteSink {
    var bytes: [UInt8] = []
}

/// Cairo's write callback: appends to the `ByteSink` that `closure` points to.
private func append(
    to closure: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ length: UInt32
) -> cairo_status_t {
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
}

/// The target of Cairo's drawing, and the resulting bytes.
enum Surface {
    /// The bytes of a picture of `size` points that `draw` makes.
    static func bytes(
        of size: Size, as format: FigureFormat, scale: Double, title: String, draw: (Canvas) -> Void
    ) throws(FigureError) -> [UInt8] {
        switch format {
        case .png: try pngBytes(of: size, scale: scale, draw: draw)
        case .svg: try svgBytes(of: size, title: title, draw: draw)
        }
    }

    private static func pngBytes(
        of size: Size, scale: Double, draw: (Canvas) -> Void
    ) throws(FigureError) -> [UInt8] {
        guard scale > 0, scale.isFinite else {
            throw FigureError(description: "a figure needs a scale above 0, not \(scale)")
        }
        let width = (size.width * scale).rounded(.up)
        let height = (size.height * scale).rounded(.up)
        // Cairo's own limit for image surfaces, from its fixed-point coordinates.
        guard width <= 32_767, height <= 32_767 else {
            let pixels = [width, height].map(NumberFormat.fixed(0).text).joined(separator: "×")
            throw FigureError(
                description: "a figure of \(pixels) pixels is too large, expected at most 32,767 per side")
        }
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(max(1, width)), Int32(max(1, height)))
        defer { cairo_surface_destroy(surface) }
        try check(cairo_surface_status(surface))
        try paint(surface, scale: scale, draw: draw)
        let sink = ByteSink()
        let status = withExtendedLifetime(sink) {
            cairo_surface_write_to_png_stream(surface, append, Unmanaged.passUnretained(sink).toOpaque())
        }
        try check(status)
        return sink.bytes
    }

    private static func svgBytes(
        of size: Size, title: String, draw: (Canvas) -> Void
    ) throws(FigureError) -> [UInt8] {
        let sink = ByteSink()
        let surface = cairo_svg_surface_create_for_stream(
            append, Unmanaged.passUnretained(sink).toOpaque(), max(1, size.width), max(1, size.height))
        defer {
            cairo_surface_destroy(surface)
            withExtendedLifetime(sink) {}
        }
        try check(cairo_surface_status(surface))
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
        let texts = try paint(surface, scale: 1, draw: draw)
        cairo_surface_finish(surface)
        try check(cairo_surface_status(surface))
        return SVGDocument.finished(sink.bytes, title: title, texts: texts)
    }

    /// Lets `draw` paint on the surface and returns the texts that it drew.
    @discardableResult
    private static func paint(
        _ surface: OpaquePointer?, scale: Double, draw: (Canvas) -> Void
    ) throws(FigureError) -> [String] {
        guard let surface, let context = cairo_create(surface) else {
            throw FigureError(description: "Cairo cannot draw: out of memory")
        }
        defer { cairo_destroy(context) }
        // Before scaling, so that a last row of pixels that the figure covers partly also has a background.
        cairo_set_source_rgb(context, Theme.paper.red, Theme.paper.green, Theme.paper.blue)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        let canvas = Canvas(context: context, scale: scale)
        draw(canvas)
        try check(cairo_status(context))
        cairo_surface_flush(surface)
        return canvas.texts
    }

    private static func check(_ status: cairo_status_t) throws(FigureError) {
        guard status != CAIRO_STATUS_SUCCESS else { return }
        throw FigureError(description: "Cairo cannot draw: \(String(cString: cairo_status_to_string(status)))")
    }
}
