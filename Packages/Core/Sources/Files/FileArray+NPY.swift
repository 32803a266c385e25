import Foundations

// NumPy's `.npy` format: the magic string, a version, the length of the header, the header, then the elements.
// Source: numpy.lib.format, format versions 1.0, 2.0 and 3.0.

extension FileArray {
    private static let npyMagic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Reads the `.npy` file at `path`.
    ///
    /// - Throws: `FileError` if the file cannot be read or is not such a file.
    public static func readNPY(_ path: String) throws(FileError) -> FileArray {
        try FileArray(npy: try WholeFile.read(path), file: path)
    }

    /// The array in the bytes of an `.npy` file, in row-major order for both orders of the file.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its path, for errors.
    /// - Throws: `FileError` if the header is wrong, the element type is not one of `ElementType`, or the number of
    ///   bytes does not match the shape.
    public init(npy bytes: [UInt8], file: String) throws(FileError) {
        guard bytes.starts(with: FileArray.npyMagic) else {
            throw FileError(
                .badData, file, at: .byte(0), "not a NumPy array file", expected: "the bytes 0x93 and 'NUMPY'")
        }
        var cursor = ByteCursor(bytes, file: file, at: FileArray.npyMagic.count)
        let version = try cursor.littleEndian(UInt16.self, for: "the version")
        let length: Int
        switch version {
        case 1: length = Int(try cursor.littleEndian(UInt16.self, for: "the header's length"))
        case 2, 3: length = Int(try cursor.littleEndian(UInt32.self, for: "the header's length"))
        default:
            throw FileError(
                .badData, file, at: .byte(6), "format version \(version & 0xFF).\(version >> 8)",
                expected: "1.0, 2.0 or 3.0")
        }
        let headerStart = cursor.offset
        let header = try NPYHeader(try cursor.take(length, for: "the header"), file: file)
        guard let (elementType, isBigEndian) = ElementType.named(npy: header.descr) else {
            throw FileError(
                .badData, file, at: .byte(headerStart), "element type \(header.descr.quoted())",
                expected: "one of b1 u1 i1 u2 i2 f2 u4 i4 f4 u8 i8 f8")
        }
        let needed = FileArray.byteCount(of: header.shape, elementType)
        guard let needed, needed == cursor.remaining else {
            throw FileError(
                .badData, file, at: .byte(cursor.offset), "\(cursor.remaining) bytes of elements",
                expected:
                    "\(needed.map(String.init) ?? "far more") for \(header.shape.dimensions) \(elementType.rawValue)")
        }
        var elements = [UInt8](try cursor.take(needed, for: "elements"))
        if isBigEndian { elements.reverseBytes(ofWidth: elementType.byteCount) }
        if header.isFortranOrder {
            elements = FileArray.rowMajor(elements, shape: header.shape, width: elementType.byteCount)
        }
        self.init(elementType: elementType, shape: header.shape, bytes: elements)
    }

    /// The array as an `.npy` file of version 1.0, byte for byte as NumPy writes it.
    ///
    /// - Precondition: the element type is not bfloat16, which NumPy does not have.
    public func npy() -> [UInt8] {
        guard let name = elementType.npyName else { Contract.fail("FileArray.npy", "NumPy has no bfloat16") }
        let descr = (elementType.byteCount == 1 ? "|" : "<") + name
        let tuple = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var header = Array("{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(tuple)), }".utf8)
        // NumPy leaves room for the first dimension to grow to 21 digits, then fills up to a multiple of 64 bytes.
        if let first = shape.first { header += [UInt8](repeating: 0x20, count: max(0, 21 - "\(first)".utf8.count)) }
        let used = FileArray.npyMagic.count + 4 + header.count + 1
        header += [UInt8](repeating: 0x20, count: 64 - used % 64) + [0x0A]
        var output = FileArray.npyMagic
        output += [1, 0]
        output.append(littleEndian: UInt16(header.count))
        return output + header + bytes
    }

    /// Converts elements in which the first index runs fastest to the order in which the last one does.
    private static func rowMajor(_ source: [UInt8], shape: [Int], width: Int) -> [UInt8] {
        let count = source.count / width
        guard shape.count > 1, count > 1 else { return source }
        var strides: [Int] = []
        var step = width
        for dimension in shape {
            strides.append(step)
            step *= dimension
        }
        var index = [Int](repeating: 0, count: shape.count)
        return [UInt8](unsafeUninitializedCapacity: source.count) { buffer, initialized in
            var from = 0
            for element in 0..<count {
                for byte in 0..<width {
                    buffer.initializeElement(at: element * width + byte, to: source[from + byte])
                }
                var axis = shape.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    from += strides[axis]
                    if index[axis] < shape[axis] { break }
                    from -= strides[axis] * shape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
            initialized = source.count
        }
    }
}

extension FileArray.ElementType {
    /// NumPy's name without the byte order.
    fileprivate var npyName: String? {
        switch self {
        case .bool: "b1"
        case .uint8: "u1"
        case .int8: "i1"
        case .uint16: "u2"
        case .int16: "i2"
        case .float16: "f2"
        case .bfloat16: nil
        case .uint32: "u4"
        case .int32: "i4"
        case .float32: "f4"
        case .uint64: "u8"
        case .int64: "i8"
        case .float64: "f8"
        }
    }

    /// The element type of a NumPy name such as `<f4`, and whether the highest byte comes first.
    fileprivate static func named(npy descr: String) -> (Self, isBigEndian: Bool)? {
        guard let order = descr.first, let type = allCases.first(where: { $0.npyName == String(descr.dropFirst()) })
        else { return nil }
        switch order {
        case "<", "=": return (type, false)
        case ">": return (type, true)
        case "|": return type.byteCount == 1 ? (type, false) : nil
        default: return nil
        }
    }
}
