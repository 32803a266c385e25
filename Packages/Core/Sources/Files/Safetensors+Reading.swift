extension Safetensors {
    /// The contents of a safetensors file.
    ///
    /// - Parameters:
    ///   - bytes: the file's contents.
    ///   - file: its path, for errors.
    /// - Throws: `FileError` if the header is longer than the file or 10 MB, is not valid JSON, or the tensors are not
    ///   stored one after the other, each with the length of its shape, up to the end of the file.
    public init(bytes: [UInt8], file: String) throws(FileError) {
        if let other = OtherModelFormat(bytes) {
            throw FileError(.badData, file, "is \(other.name)", expected: "a safetensors file; \(other.advice)")
        }
        var cursor = ByteCursor(bytes, file: file)
        let length = try cursor.littleEndian(UInt64.self, for: "the header's length")
        guard length <= UInt64(min(Safetensors.headerLimit, cursor.remaining)) else {
            throw FileError(
                .badData, file, at: .byte(0), "header of \(length) bytes",
                expected: "at most \(min(Safetensors.headerLimit, cursor.remaining))")
        }
        let text = try cursor.take(Int(length), for: "the header")
        guard text.first == UInt8(ascii: "{"), case .object(var header) = try HeaderJSON(text, file: file) else {
            throw FileError(.badData, file, at: .byte(8), "not a safetensors header", expected: "a JSON object")
        }
        var metadata: [String: String] = [:]
        if let texts = header.removeValue(forKey: "__metadata__") {
            metadata = try Safetensors.metadata(texts, file)
        }
        var entries: [Entry] = []
        for (name, value) in header { entries.append(try Entry(name, value, file)) }
        entries.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
        var end = 0
        var tensors: [String: FileArray] = [:]
        for entry in entries {
            guard entry.begin == end else {
                throw entry.failure(
                    "its data begins at \(entry.begin)", expected: "\(end), where the one before it ends")
            }
            let data = try cursor.take(entry.end - entry.begin, for: "tensor \(entry.name.quoted())")
            tensors[entry.name] = FileArray(elementType: entry.elementType, shape: entry.shape, bytes: [UInt8](data))
            end = entry.end
        }
        guard cursor.remaining == 0 else {
            throw FileError(
                .badData, file, at: .byte(cursor.offset), "\(cursor.remaining) bytes follow the last tensor",
                expected: "the end of the file")
        }
        self.init(tensors: tensors, metadata: metadata)
    }

    private static func metadata(_ value: HeaderJSON, _ file: String) throws(FileError) -> [String: String] {
        guard case .object(let members) = value else {
            throw FileError(.badData, file, at: .byte(8), "'__metadata__' is not an object", expected: "texts by key")
        }
        var metadata: [String: String] = [:]
        for (key, member) in members {
            guard case .string(let text) = member else {
                throw FileError(
                    .badData, file, at: .item(kind: "metadata", name: key), "is not a text", expected: "a JSON string")
            }
            metadata[key] = text
        }
        return metadata
    }
}

/// The header's entry of one tensor: `{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}`.
private struct Entry {
    let name: String
    let elementType: FileArray.ElementType
    let shape: [Int]
    let begin: Int
    let end: Int
    private let file: String

    init(_ name: String, _ value: HeaderJSON, _ file: String) throws(FileError) {
        let failure = { (problem: String, expected: String?) in
            FileError(.badData, file, at: .item(kind: "tensor", name: name), problem, expected: expected)
        }
        guard case .object(let members) = value, members.count == 3, case .string(let dtype)? = members["dtype"],
            case .array(let dimensions)? = members["shape"], case .array(let offsets)? = members["data_offsets"]
        else { throw failure("its entry is incomplete", "only 'dtype', 'shape' and 'data_offsets'") }
        let types = FileArray.ElementType.safetensorsNames
        guard let elementType = types.first(where: { $0.name == dtype })?.type else {
            throw failure(
                "element type \(dtype.quoted())", "one of \(types.map(\.name).joined(separator: " "))")
        }
        let shape = dimensions.compactMap(\.natural)
        guard shape.count == dimensions.count, let needed = FileArray.byteCount(of: shape, elementType) else {
            throw failure("its shape is not a list of whole numbers, or exceeds all memory", nil)
        }
        let numbers = offsets.compactMap(\.natural)
        guard offsets.count == 2, numbers.count == 2, numbers[0] <= numbers[1] else {
            throw failure("its data offsets are wrong", "two whole numbers, the smaller first")
        }
        guard numbers[1] - numbers[0] == needed else {
            throw failure("\(numbers[1] - numbers[0]) bytes", "\(needed) for \(shape.dimensions) \(dtype)")
        }
        (self.name, self.elementType, self.shape, self.file) = (name, elementType, shape, file)
        (begin, end) = (numbers[0], numbers[1])
    }

    func failure(_ problem: String, expected: String) -> FileError {
        FileError(.badData, file, at: .item(kind: "tensor", name: name), problem, expected: expected)
    }
}

extension HeaderJSON {
    /// The number, if it is a whole one and not negative.
    fileprivate var natural: Int? {
        guard case .integer(let number) = self, number >= 0 else { return nil }
        return number
    }
}
