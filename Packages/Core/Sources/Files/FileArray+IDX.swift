import Foundations

// The IDX format of the MNIST files: two zero bytes, the element type, the number of dimensions, each dimension as a
// 32-bit number, then the elements; everything highest byte first.
// Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", section on file formats.

/// The expected contents of an IDX file.
public enum IDXContents: Sendable {
    /// Pictures: bytes in three dimensions N×H×W.
    case images
    /// Class numbers: bytes in one dimension N.
    case labels
    /// Any element type and number of dimensions.
    case anything

    fileprivate var magicNumber: UInt32? {
        switch self {
        case .images: 0x0803
        case .labels: 0x0801
        case .anything: nil
        }
    }
}

extension FileArray {
    /// Reads the IDX file at `path`, gzipped or not.
    ///
    /// - Throws: `FileError` if the file cannot be read or its contents are not those in `contents`.
    public static func readIDX(_ path: String, _ contents: IDXContents = .anything) throws(FileError) -> FileArray {
        try FileArray(idx: try WholeFile.read(path), file: path, contents)
    }

    /// The array in the bytes of an IDX file, gzipped or not.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its path, for errors.
    ///   - contents: the expected contents.
    ///   - limit: the maximum number of decompressed bytes.
    /// - Throws: `FileError` if the header is wrong or the number of bytes does not match the dimensions.
    public init(
        idx bytes: [UInt8], file: String, _ contents: IDXContents = .anything, limit: Int = WholeFile.defaultLimit
    ) throws(FileError) {
        let bytes = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes, file: file, limit: limit) : bytes
        var cursor = ByteCursor(bytes, file: file)
        let magic = try cursor.bigEndian(UInt32.self, for: "the magic number")
        if let expected = contents.magicNumber, magic != expected {
            throw FileError(
                .badData, file, at: .byte(0), "magic number \(magic.hexadecimal)",
                expected: "\(expected.hexadecimal) (\(contents))")
        }
        guard magic >> 16 == 0, let elementType = ElementType(idxCode: UInt8(magic >> 8 & 0xFF)) else {
            throw FileError(
                .badData, file, at: .byte(0), "magic number \(magic.hexadecimal)",
                expected: "0x000008nn to 0x00000enn, as IDX files have")
        }
        var shape: [Int] = []
        for dimension in 0..<Int(magic & 0xFF) {
            shape.append(Int(try cursor.bigEndian(UInt32.self, for: "dimension \(dimension)")))
        }
        let needed = FileArray.byteCount(of: shape, elementType)
        guard let needed, needed == cursor.remaining else {
            throw FileError(
                .badData, file, at: .byte(cursor.offset), "\(cursor.remaining) bytes of elements",
                expected: "\(needed.map(String.init) ?? "far more") for \(shape.dimensions) \(elementType.rawValue)")
        }
        var elements = [UInt8](try cursor.take(needed, for: "elements"))
        elements.reverseBytes(ofWidth: elementType.byteCount)
        self.init(elementType: elementType, shape: shape, bytes: elements)
    }

    /// The array as an IDX file.
    ///
    /// - Precondition: IDX has the element type (uint8, int8, int16, int32, float32, float64), at most 255 dimensions,
    ///   and each dimension fits in 32 bits.
    public func idx() -> [UInt8] {
        guard let code = elementType.idxCode, shape.count < 256 else {
            Contract.fail("FileArray.idx", "IDX has no \(shape.dimensions) \(elementType.rawValue)")
        }
        var output: [UInt8] = [0, 0, code, UInt8(shape.count)]
        for dimension in shape { output.append(bigEndian: UInt32(dimension)) }
        var elements = bytes
        elements.reverseBytes(ofWidth: elementType.byteCount)
        return output + elements
    }
}

extension FileArray.ElementType {
    fileprivate static let idxCodes: [(code: UInt8, type: FileArray.ElementType)] = [
        (0x08, .uint8), (0x09, .int8), (0x0B, .int16), (0x0C, .int32), (0x0D, .float32), (0x0E, .float64),
    ]

    fileprivate init?(idxCode: UInt8) {
        guard let entry = Self.idxCodes.first(where: { $0.code == idxCode }) else { return nil }
        self = entry.type
    }

    fileprivate var idxCode: UInt8? { Self.idxCodes.first { $0.type == self }?.code }
}

extension [Int] {
    /// A shape in words: `60000×28×28`.
    package var dimensions: String { isEmpty ? "1" : map(String.init).joined(separator: "×") }
}
