import Foundations

extension Safetensors {
    /// The file's bytes. Equal contents give equal bytes.
    ///
    /// Tensors of wider elements come first, equal ones by name, so that each begins at a multiple of its element's
    /// size; the header is filled with spaces to a multiple of 8 bytes.
    ///
    /// - Precondition: no tensor has the name `__metadata__`.
    public func serialized() -> [UInt8] {
        Contract.require(tensors["__metadata__"] == nil, "Safetensors", "a tensor is called '__metadata__'")
        let types = FileArray.ElementType.safetensorsNames
        var entries: [(rank: Int, name: String, array: FileArray)] = []
        for (name, array) in tensors {
            entries.append((types.firstIndex { $0.type == array.elementType } ?? 0, name, array))
        }
        entries.sort { $0.rank != $1.rank ? $0.rank > $1.rank : precedes($0.name, $1.name) }

        var parts: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { precedes($0.key, $1.key) }.map {
                "\(JSONString.quoted($0.key)):\(JSONString.quoted($0.value))"
            }
            parts.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        var offset = 0
        for (rank, name, array) in entries {
            let end = offset + array.bytes.count
            let shape = array.shape.map(String.init).joined(separator: ",")
            parts.append(
                "\(JSONString.quoted(name)):{\"dtype\":\"\(types[rank].name)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
            )
            offset = end
        }
        var header = Array("{\(parts.joined(separator: ","))}".utf8)
        header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)

        var output: [UInt8] = []
        output.reserveCapacity(8 + header.count + offset)
        output.append(littleEndian: UInt64(header.count))
        output += header
        for entry in entries { output += entry.array.bytes }
        return output
    }

    /// Whether `first` comes before `second` by its UTF-8 bytes.
    private func precedes(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }
}
