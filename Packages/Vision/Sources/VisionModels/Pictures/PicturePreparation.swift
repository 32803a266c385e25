import Core

/// How a picture file becomes an example: what its pixels are made into, under a name that a cache can know it by.
public struct PicturePreparation: Sendable {
    /// The name and the side say all that the pixels depend on besides the file's bytes.
    public let name: String
    /// The width and height of an example, in pixels.
    public let side: Int
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

    /// The pixels of an example.
    ///
    /// - Shapes: side × side, row by row.
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
