import CPNG

// The PNG format. Source: "Portable Network Graphics (PNG) Specification (Third Edition)", W3C 2025.

extension Picture {
    /// The default maximum number of pixels: 100 million.
    public static let defaultPixelLimit = 100_000_000

    /// Reads the PNG file at `path`.
    ///
    /// - Throws: `FileError` if the file cannot be read, is damaged, or has more than `pixelLimit` pixels.
    public static func readPNG(_ path: String, pixelLimit: Int = defaultPixelLimit) throws(FileError) -> Picture {
        try Picture(png: try WholeFile.read(path), file: path, pixelLimit: pixelLimit)
    }

    /// The picture in the bytes of a PNG file of any kind.
    ///
    /// Palettes become RGB, 16-bit values are rounded to 8, transparent pixels get a white background, or a black one
    /// where light strokes would vanish on white (``Ground``). The picture is upright according to its EXIF
    /// orientation. Color profiles and gamma are ignored: the values are the stored ones.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its path, for errors.
    ///   - pixelLimit: the maximum number of pixels.
    /// - Throws: `FileError` if the file is damaged, truncated, or has more than `pixelLimit` pixels.
    public init(png bytes: [UInt8], file: String, pixelLimit: Int = defaultPixelLimit) throws(FileError) {
        self = try Picture.decodedPNG(bytes, file: file, pixelLimit: pixelLimit).picture
    }

    /// The picture, and its background.
    static func decodedPNG(
        _ bytes: [UInt8], file: String, pixelLimit: Int
    ) throws(FileError) -> (picture: Picture, ground: Ground?) {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            throw FileError(.badData, file, at: .byte(0), "not a PNG file", expected: "the bytes 0x89 and 'PNG'")
        }
        let header = try Picture.decode(bytes, file, into: nil)
        let (width, height) = (Int(header.width), Int(header.height))
        guard width <= pixelLimit / height else {
            throw FileError(
                .badData, file, "\(width)×\(height) pixels", expected: "at most \(pixelLimit) pixels in total")
        }
        // Deflate expands a byte to at most 1,032 bytes, so a small file cannot contain a large picture.
        guard width * height / 8 * Int(header.stored_bits) / 1032 <= bytes.count else {
            throw FileError(
                .badData, file, "\(bytes.count) bytes are too few for \(width)×\(height) pixels",
                expected: "a whole picture")
        }
        let channels = Int(header.channels)
        let count = width * height * channels
        var pixels = [UInt8](repeating: 0, count: count)
        _ = try Picture.decode(bytes, file, into: &pixels)
        var ground: Ground?
        if channels % 2 == 0 {
            let layer = TransparentLayer(pixels, width: width, channels: channels)
            let best = layer.ground
            pixels = layer.laid(on: best)
            if layer.hasTransparentFrame { ground = best }
        }
        let picture = Picture(width: width, height: height, channels: channels < 3 ? 1 : 3, pixels: pixels)
        return (picture.turned(by: PNGChunks(bytes).orientation), ground)
    }

    /// The picture as a PNG file of 8 bits per channel. Equal pictures give equal bytes.
    ///
    /// - Parameter file: the path for the bytes, for errors.
    /// - Throws: `FileError` if libpng has no memory or the picture is too large for the format.
    public func png(for file: String) throws(FileError) -> [UInt8] {
        // Deflate adds at most a little more than an eighth, and each block of data has twelve additional bytes.
        let raw = height * (width * channels + 1)
        var output = [UInt8](repeating: 0, count: raw + raw / 4 + 4096)
        var message = [CChar](repeating: 0, count: 200)
        var written = 0
        let code = kumiki_png_write(
            UInt32(width), UInt32(height), UInt32(channels), pixels, &output, output.count, &written, &message,
            message.count)
        guard code == 0 else { throw FileError(.outputFailed, file, "PNG: \(message.text)") }
        output.removeLast(output.count - written)
        return output
    }

    /// Reads the header, and all pixels if there is memory for them.
    private static func decode(
        _ bytes: [UInt8], _ file: String, into pixels: UnsafeMutablePointer<[UInt8]>?
    ) throws(FileError) -> kumiki_png_header {
        var header = kumiki_png_header()
        var message = [CChar](repeating: 0, count: 200)
        let code: Int32
        if let pixels {
            let capacity = pixels.pointee.count
            code = kumiki_png_read(
                bytes, bytes.count, &header, &pixels.pointee, capacity, &message, message.count)
        } else {
            code = kumiki_png_read(bytes, bytes.count, &header, nil, 0, &message, message.count)
        }
        guard code == 0 else { throw FileError(.badData, file, "damaged PNG file (\(message.text))") }
        return header
    }
}

extension [CChar] {
    /// The text up to the first zero.
    fileprivate var text: String {
        String(decoding: prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
