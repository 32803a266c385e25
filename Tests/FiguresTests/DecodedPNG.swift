import CCairo

@testable import Figures

/// A PNG read back through Cairo, pixel by pixel.
struct DecodedPNG {
    let width, height: Int
    /// `0xRRGGBB`, row by row.
    private let pixels: [UInt32]

    /// Nil where the bytes are no PNG.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        let surface = withUnsafeMutablePointer(to: &rest) { rest in
            cairo_image_surface_create_from_png_stream(
                { closure, data, length in
                    guard let data, let rest = closure?.assumingMemoryBound(to: ArraySlice<UInt8>.self),
                        rest.pointee.count >= Int(length)
                    else { return CAIRO_STATUS_READ_ERROR }
                    for (offset, byte) in rest.pointee.prefix(Int(length)).enumerated() { data[offset] = byte }
                    rest.pointee = rest.pointee.dropFirst(Int(length))
                    return CAIRO_STATUS_SUCCESS
                }, rest)
        }
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface)
        else { return nil }
        let (width, height) = (
            Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
        )
        let stride = Int(cairo_image_surface_get_stride(surface))
        self.width = width
        self.height = height
        pixels = (0..<height).flatMap { y in
            (0..<width).map { x in
                UnsafeRawPointer(data + y * stride).load(fromByteOffset: 4 * x, as: UInt32.self) & 0xFFFFFF
            }
        }
    }

    /// The color of a pixel as `0xRRGGBB`.
    subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

    /// Whether a pixel has this color, up to one step of each component, as blending rounds.
    func isNear(_ color: Color, x: Int, y: Int) -> Bool {
        [0, 8, 16].allSatisfy { shift in
            abs(Int(self[x, y] >> shift & 0xFF) - Int(color.packed >> shift & 0xFF)) <= 1
        }
    }

    /// How many pixels have exactly this color.
    func count(of color: Color) -> Int { pixels.count { $0 == color.packed } }
}
