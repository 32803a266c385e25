extension Picture {
    /// The background for a picture with transparency.
    public enum Ground: Sendable, Equatable {
        /// Like paper.
        case white
        /// For strokes so light that they would be almost invisible on white.
        case black
    }
}

/// Pixels with an opacity, before they get a background.
struct TransparentLayer {
    /// The smallest mean darkness of the strokes, of 255, that is clearly visible on white.
    private static let minimumDarkness = 32

    private let pixels: [UInt8]
    private let width: Int
    private let channels: Int

    /// - Parameters:
    ///   - pixels: H × W × C, the last channel being the opacity.
    ///   - channels: 2 for gray, 4 for red, green and blue.
    init(_ pixels: [UInt8], width: Int, channels: Int) {
        (self.pixels, self.width, self.channels) = (pixels, width, channels)
    }

    private var colors: Int { channels - 1 }
    private var count: Int { pixels.count / channels }
    private func opacity(_ pixel: Int) -> Int { Int(pixels[pixel * channels + colors]) }

    /// Whether most of the outermost pixels are transparent: the picture has no background.
    var hasTransparentFrame: Bool {
        let height = count / width
        var (transparent, all) = (0, 0)
        for y in 0..<height {
            for x in 0..<width where y == 0 || y == height - 1 || x == 0 || x == width - 1 {
                all += 1
                if opacity(y * width + x) < 128 { transparent += 1 }
            }
        }
        return 2 * transparent > all
    }

    /// White, unless light strokes on a transparent background would vanish there.
    var ground: Picture.Ground {
        guard hasTransparentFrame else { return .white }
        var (darkness, all) = (0, 0)
        for pixel in 0..<count {
            let opacity = opacity(pixel)
            if opacity == 0 { continue }
            var light = Int(pixels[pixel * channels])
            if colors == 3 {
                let (green, blue) = (Int(pixels[pixel * channels + 1]), Int(pixels[pixel * channels + 2]))
                light = (299 * light + 587 * green + 114 * blue) / 1000
            }
            all += opacity
            darkness += opacity * (255 - light)
        }
        return darkness < Self.minimumDarkness * all ? .black : .white
    }

    /// The pixels on a background, without their opacity.
    func laid(on ground: Picture.Ground) -> [UInt8] {
        let paper = ground == .white ? 255 : 0
        return [UInt8](unsafeUninitializedCapacity: count * colors) { buffer, initialized in
            for pixel in 0..<count {
                let opacity = opacity(pixel)
                for color in 0..<colors {
                    let value = Int(pixels[pixel * channels + color])
                    let mixed = (value * opacity + paper * (255 - opacity) + 127) / 255
                    buffer.initializeElement(at: pixel * colors + color, to: UInt8(mixed))
                }
            }
            initialized = count * colors
        }
    }
}
