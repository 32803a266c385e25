/// How a picture file becomes an example: what its pixels are made into, under a name that a cache can know it by.
public struct PicturePreparation: Sendable {
    /// The name and the side say all that the pixels depend on besides the file's bytes.
    public let name: String
    /// The width and height of an example, in pixels.
    public let side: Int
    /// 1 for grey, 3 for red, green and blue, one plane after the other.
    public let channels: Int
    private let prepare: @Sendable (_ bytes: [UInt8], _ file: String) throws -> [UInt8]

    /// Ink on paper, as classic sets of characters show it: grey, light on dark, centred in a square.
    public static func ink(side: Int) -> PicturePreparation {
        PicturePreparation(name: "ink", side: side) { bytes, file in
            try Picture(bytes: bytes, file: file).fitted(to: side)
        }
    }

    /// The whole picture in grey, stretched or shrunk to a square as Pillow and torchvision do it, so that pictures that
    /// were made small elsewhere and large ones of one's own look alike to a network.
    public static func grey(side: Int) -> PicturePreparation {
        PicturePreparation(name: "grey", side: side) { bytes, file in
            // Twice the side is left to shrink: decoding at a half or less mixes pixels in its own way.
            try Picture(bytes: bytes, file: file, .init(isGrey: true, leastSide: 2 * side))
                .resized(width: side, height: side, shrinking: .bilinear).pixels
        }
    }

    /// The whole picture in colour, made a square as `grey` makes it.
    public static func color(side: Int) -> PicturePreparation {
        PicturePreparation(name: "color", side: side, channels: 3) { bytes, file in
            let picture = try Picture(bytes: bytes, file: file, .init(leastSide: 2 * side))
                .resized(width: side, height: side, shrinking: .bilinear)
            guard picture.channels == 3 else { return picture.pixels + picture.pixels + picture.pixels }
            return (0..<3).flatMap { channel in
                stride(from: channel, to: picture.pixels.count, by: 3).map { picture.pixels[$0] }
            }
        }
    }

    private init(
        name: String, side: Int, channels: Int = 1,
        prepare: @escaping @Sendable (_ bytes: [UInt8], _ file: String) throws -> [UInt8]
    ) {
        (self.name, self.side, self.channels, self.prepare) = (name, side, channels, prepare)
    }

    /// The shape of an example, C × side × side.
    public var exampleShape: Shape { [channels, side, side] }

    /// The pixels of an example.
    ///
    /// - Shapes: C × side × side, plane by plane and row by row.
    /// - Throws: `FileError` where the bytes are no picture.
    public func pixels(of bytes: [UInt8], file: String) throws(FileError) -> [UInt8] {
        do {
            return try prepare(bytes, file)
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError(.badData, file, String(describing: error))
        }
    }
}
