import CTurboJPEG

// The JPEG format. Source: Recommendation ITU-T T.81 (ISO/IEC 10918-1); decoded by libjpeg-turbo.

extension Picture {
    /// The maximum number of pixels per byte of a JPEG file: its smallest block of 64 takes a bit in some scan.
    private static let mostPixelsPerByte = 1024

    /// The picture in the bytes of a JPEG file, baseline or progressive, upright according to its EXIF orientation.
    ///
    /// Gray files give gray pictures, YCbCr and RGB ones RGB, and CMYK ones RGB as R = C·K/255: their inks are stored
    /// inverted, as Adobe's programs write them, and other decoders read them in this way with and without Adobe's
    /// marker.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its path, for errors.
    ///   - reading: the required part of the picture; see `Reading`.
    /// - Throws: `FileError` if the file is truncated, has too many pixels, or is damaged anywhere: decoders invent the
    ///   pixels after a damaged place.
    public init(jpeg bytes: [UInt8], file: String, _ reading: Reading = Reading()) throws(FileError) {
        guard Format(signature: bytes.prefix(Format.signatureLength)) == .jpeg else {
            throw FileError(.badData, file, at: .byte(0), "not a JPEG file", expected: "the bytes 0xFF 0xD8 0xFF")
        }
        let markers = JPEGMarkers(bytes)
        let picture: Picture
        do {
            picture = try Self.decoded(bytes, file, reading)
        } catch {
            guard error.isComplaint, let clean = markers.withoutStrayBytes else { throw error.error }
            do { picture = try Self.decoded(clean, file, reading) } catch { throw error.error }
        }
        let upright = picture.turned(by: markers.orientation)
        self = reading.isGray ? upright.gray() : upright
    }

    /// The reason why a file could not be decoded.
    private struct Failure: Error {
        let error: FileError
        /// Whether the decoder returned pixels anyway.
        var isComplaint = false
    }

    /// The picture as it is stored.
    private static func decoded(
        _ bytes: [UInt8], _ file: String, _ reading: Reading
    ) throws(Failure) -> Picture {
        guard let decoder = tjInitDecompress() else {
            throw Failure(error: FileError(.badData, file, "TurboJPEG cannot start"))
        }
        defer { tjDestroy(decoder) }
        var (fullWidth, fullHeight, subsampling, colors) = (Int32(0), Int32(0), Int32(0), Int32(0))
        let headerCode = tjDecompressHeader3(
            decoder, bytes, UInt(bytes.count), &fullWidth, &fullHeight, &subsampling, &colors)
        guard headerCode == 0, fullWidth > 0, fullHeight > 0 else { throw Self.damaged(file, decoder) }
        guard Int(fullWidth) <= reading.pixelLimit / max(1, Int(fullHeight)) else {
            throw Failure(
                error: FileError(
                    .badData, file, "\(fullWidth)×\(fullHeight) pixels",
                    expected: "at most \(reading.pixelLimit) pixels in total"))
        }
        guard Int(fullWidth) * Int(fullHeight) / Self.mostPixelsPerByte <= bytes.count else {
            throw Failure(
                error: FileError(
                    .badData, file, "\(bytes.count) bytes are too few for \(fullWidth)×\(fullHeight) pixels",
                    expected: "a whole picture"))
        }

        let divisor = Self.divisor(width: Int(fullWidth), height: Int(fullHeight), smallestSide: reading.smallestSide)
        let width = (Int(fullWidth) + divisor - 1) / divisor
        let height = (Int(fullHeight) + divisor - 1) / divisor
        let isInked = colors == TJCS_CMYK.rawValue || colors == TJCS_YCCK.rawValue
        let isGray = colors == TJCS_GRAY.rawValue || (reading.isGray && !isInked)
        let (format, channels) = isGray ? (TJPF_GRAY, 1) : isInked ? (TJPF_CMYK, 4) : (TJPF_RGB, 3)
        var pixels = [UInt8](repeating: 0, count: width * height * channels)
        let code = tjDecompress2(
            decoder, bytes, UInt(bytes.count), &pixels, Int32(width), 0, Int32(height), Int32(format.rawValue),
            Int32(TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING))
        guard code == 0 else { throw Self.damaged(file, decoder) }
        if isInked { pixels = Self.mixed(inks: pixels) }
        return Picture(width: width, height: height, channels: isGray ? 1 : 3, pixels: pixels)
    }

    /// The largest of 1, 2, 4 and 8 that leaves both sides at least `smallestSide` long.
    private static func divisor(width: Int, height: Int, smallestSide: Int?) -> Int {
        guard let smallestSide else { return 1 }
        return [8, 4, 2].first { min(width, height) / $0 >= max(1, smallestSide) } ?? 1
    }

    /// CMYK pixels, stored inverted, as RGB.
    private static func mixed(inks: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: inks.count / 4 * 3) { buffer, count in
            for pixel in 0..<inks.count / 4 {
                let black = Int(inks[4 * pixel + 3])
                for ink in 0..<3 {
                    let light = (Int(inks[4 * pixel + ink]) * black + 127) / 255
                    buffer.initializeElement(at: 3 * pixel + ink, to: UInt8(light))
                }
            }
            count = inks.count / 4 * 3
        }
    }

    private static func damaged(_ file: String, _ decoder: tjhandle) -> Failure {
        let message = tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "unknown error"
        return Failure(
            error: FileError(.badData, file, "damaged JPEG file (\(message))"),
            isComplaint: tjGetErrorCode(decoder) == TJERR_WARNING.rawValue)
    }
}
