import Engine
import Files

/// How a picture file becomes an example: the conversion of its pixels, with a name for caches.
public struct PicturePreparation: Sendable {
    /// Besides the file's bytes, the pixels depend only on the name and the side.
    public let name: String
    /// The width and height of an example, in pixels.
    public let side: Int
    /// 1 for gray, 3 for red, green and blue, one plane after the other.
    public let channels: Int
    private let prepare: @Sendable (_ bytes: [UInt8], _ file: String) throws(FileError) -> Prepared

    /// An example.
    public struct Prepared: Sendable {
        /// C × side × side, plane by plane and row by row.
        public let pixels: [UInt8]
        /// The new background of a picture with transparency.
        public let ground: Picture.Ground?
    }

    /// Ink on paper, as in classic sets of characters: gray, light on dark, centered in a square.
    ///
    /// - Parameters:
    ///   - side: width and height of an example, in pixels.
    ///   - inverts: whether the pictures are dark on light and are inverted; one with a transparent background,
    ///     whose ink is known, is inverted where the ink is dark.
    public static func ink(side: Int, inverting inverts: Bool) -> PicturePreparation {
        PicturePreparation(name: inverts ? "ink-inverted" : "ink", side: side) { bytes, file throws(FileError) in
            let (picture, ground) = try Picture.decoded(bytes, file: file)
            return Prepared(
                pixels: picture.fitted(to: side, inverting: ground.map { $0 == .white } ?? inverts), ground: ground)
        }
    }

    /// The whole picture in gray, stretched or shrunk to a square as Pillow and torchvision do it, so that pictures
    /// that another program has reduced and large ones look the same to a network.
    public static func gray(side: Int) -> PicturePreparation {
        PicturePreparation(name: "gray", side: side) { bytes, file throws(FileError) in
            // Decoding keeps at least twice the side for shrinking, because decoding at a smaller scale averages pixels
            // differently.
            let (picture, ground) = try Picture.decoded(
                bytes, file: file, .init(isGray: true, smallestSide: 2 * side))
            return Prepared(
                pixels: picture.resized(width: side, height: side, shrinking: .bilinear).pixels, ground: ground)
        }
    }

    /// The whole picture in color, made square in the same way as `gray`.
    public static func color(side: Int) -> PicturePreparation {
        PicturePreparation(name: "color", side: side, channels: 3) { bytes, file throws(FileError) in
            let (decoded, ground) = try Picture.decoded(bytes, file: file, .init(smallestSide: 2 * side))
            let picture = decoded.resized(width: side, height: side, shrinking: .bilinear)
            return Prepared(pixels: picture.planes(3), ground: ground)
        }
    }

    private init(
        name: String, side: Int, channels: Int = 1,
        prepare: @escaping @Sendable (_ bytes: [UInt8], _ file: String) throws(FileError) -> Prepared
    ) {
        (self.name, self.side, self.channels, self.prepare) = (name, side, channels, prepare)
    }

    /// The shape of an example, C × side × side.
    public var exampleShape: Shape { [channels, side, side] }

    /// The example of a picture file.
    ///
    /// - Parameters:
    ///   - bytes: the whole picture file.
    ///   - file: the file's path, for errors.
    /// - Throws: `FileError` where the bytes are not a picture.
    public func prepared(_ bytes: [UInt8], file: String) throws(FileError) -> Prepared { try prepare(bytes, file) }
}

extension Picture {
    /// The pixels plane by plane; a gray picture has the same red, green and blue.
    func planes(_ count: Int) -> [UInt8] {
        guard channels == count else { return (0..<count).flatMap { _ in gray().pixels } }
        return (0..<count).flatMap { channel in
            stride(from: channel, to: pixels.count, by: count).map { pixels[$0] }
        }
    }
}
