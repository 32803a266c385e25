extension Picture {
    /// A supported format of pictures, recognized by a file's first bytes and never by its name.
    public enum Format: Sendable {
        case png
        case jpeg

        /// The number of bytes that identify the format.
        public static let signatureLength = 8

        /// The format of a file that begins with `bytes`; nil for any other.
        public init?(signature bytes: some Collection<UInt8>) {
            if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                self = .png
            } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else {
                return nil
            }
        }
    }

    /// The required form of a picture, which may save work.
    public struct Reading: Sendable {
        /// The maximum number of pixels.
        public var pixelLimit = defaultPixelLimit
        /// Whether gray is enough: a JPEG file's colors are then never computed.
        public var isGray = false
        /// The smallest sufficient width and height: a JPEG file that is twice, four or eight times as large is decoded
        /// at a half, a quarter or an eighth of its size, which is much faster. Nil for every pixel.
        public var smallestSide: Int?

        public init(pixelLimit: Int = defaultPixelLimit, isGray: Bool = false, smallestSide: Int? = nil) {
            self.pixelLimit = pixelLimit
            self.isGray = isGray
            self.smallestSide = smallestSide
        }
    }

    /// Reads the PNG or JPEG file at `path`, with any name.
    ///
    /// - Throws: `FileError` if the file cannot be read, is of another format, is damaged, or has too many pixels.
    public static func read(_ path: String, _ reading: Reading = Reading()) throws(FileError) -> Picture {
        try Picture(bytes: try WholeFile.read(path), file: path, reading)
    }

    /// The picture in the bytes of a PNG or JPEG file.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: the file's path, for errors.
    ///   - reading: the largest picture to accept, whether gray suffices, and the size that suffices.
    /// - Throws: `FileError` if the file is of another format, is damaged, or has too many pixels.
    public init(bytes: [UInt8], file: String, _ reading: Reading = Reading()) throws(FileError) {
        self = try Picture.decoded(bytes, file: file, reading).picture
    }

    /// The picture in the bytes of a PNG or JPEG file, and its new background where it is transparent.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: the file's path, for errors.
    ///   - reading: the largest picture to accept, whether gray suffices, and the size that suffices.
    /// - Throws: `FileError` if the file is of another format, is damaged, or has too many pixels.
    public static func decoded(
        _ bytes: [UInt8], file: String, _ reading: Reading = Reading()
    ) throws(FileError) -> (picture: Picture, ground: Ground?) {
        switch Format(signature: bytes.prefix(Format.signatureLength)) {
        case .png:
            let (picture, ground) = try decodedPNG(bytes, file: file, pixelLimit: reading.pixelLimit)
            return (reading.isGray ? picture.gray() : picture, ground)
        case .jpeg:
            return (try Picture(jpeg: bytes, file: file, reading), nil)
        case nil where bytes.isEmpty:
            throw FileError(.badData, file, "an empty file", expected: "a PNG or JPEG picture")
        case nil:
            let foreign =
                ForeignPicture(signature: bytes).map { "; this is \($0.name): \(ForeignPicture.advice)" } ?? ""
            throw FileError(
                .badData, file, at: .byte(0), "neither a PNG nor a JPEG file",
                expected: "the bytes 0x89 and 'PNG', or 0xFF 0xD8 0xFF\(foreign)")
        }
    }
}
