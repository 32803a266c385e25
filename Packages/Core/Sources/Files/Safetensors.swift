/// A safetensors file: named arrays and a map of texts.
///
/// Reading checks all requirements of the format. Writing is deterministic and gives the same bytes as the format's own
/// library, so a file that is read and written again is the same file.
///
/// Source: Hugging Face, "safetensors", section Format of its README, and `safetensors/src/tensor.rs`.
public struct Safetensors: Equatable, Sendable {
    /// The `__metadata__` texts by key.
    public var metadata: [String: String]
    /// The arrays by name, such as `conv1.weight`.
    public var tensors: [String: FileArray]

    /// The largest header to accept. A model has hundreds of tensors and a configuration, which need far less; the
    /// format's own library accepts ten times as much, which takes it seconds and a gigabyte.
    static let headerLimit = 10_000_000

    /// A file of `tensors` and `metadata`.
    public init(tensors: [String: FileArray] = [:], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// Reads the file at `path`.
    ///
    /// - Throws: `FileError` if the file cannot be read or is not a valid safetensors file.
    public static func read(_ path: String) throws(FileError) -> Safetensors {
        try Safetensors(bytes: try WholeFile.read(path), file: path)
    }

    /// Writes the file atomically to `path`.
    ///
    /// - Throws: `FileError` if it cannot be created or written.
    public func write(to path: String) throws(FileError) {
        try AtomicFile.write(serialized(), to: path)
    }

    /// The tensor called `name`, with `shape` if one is given.
    ///
    /// - Parameters:
    ///   - name: the tensor's name.
    ///   - shape: the shape it must have.
    ///   - file: the path of the file, for the error.
    /// - Throws: `FileError` if there is none of that name (the error lists the existing ones) or its shape differs.
    public func tensor(_ name: String, shape: [Int]? = nil, from file: String) throws(FileError) -> FileArray {
        guard let tensor = tensors[name] else {
            let names = tensors.keys.sorted()
            let present = names.prefix(20).map { $0.quoted() }.joined(separator: ", ") + (names.count > 20 ? ", …" : "")
            throw FileError(
                .badData, file, "no tensor \(name.quoted())", expected: "one of \(names.isEmpty ? "none" : present)")
        }
        if let shape, tensor.shape != shape {
            throw FileError(
                .badData, file, at: .item(kind: "tensor", name: name), "shape \(tensor.shape)", expected: "\(shape)")
        }
        return tensor
    }
}

extension FileArray.ElementType {
    /// The format's names, in the order in which its library sorts tensors: those of wider elements last, written
    /// first.
    static let safetensorsNames: [(name: String, type: FileArray.ElementType)] = [
        ("BOOL", .bool), ("U8", .uint8), ("I8", .int8), ("I16", .int16), ("U16", .uint16), ("F16", .float16),
        ("BF16", .bfloat16), ("I32", .int32), ("U32", .uint32), ("F32", .float32), ("F64", .float64), ("I64", .int64),
        ("U64", .uint64),
    ]
}
