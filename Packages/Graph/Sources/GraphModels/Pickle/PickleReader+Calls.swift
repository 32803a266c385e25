import Core

// The results of the few known functions and classes.

extension PickleReader {
    /// The result of a known function, or of a known class's initializer.
    mutating func call(
        _ function: PickleValue, _ arguments: [PickleValue], isNew: Bool
    ) throws(FileError) -> PickleValue {
        guard case .global(let global) = function else {
            throw refused("calls \(function.kind)", expected: "one of the known functions")
        }
        switch (global, arguments.count) {
        case (.defaultDictionary, 1):
            guard case .global(.list) = arguments[0] else {
                throw refused("defaultdict of \(arguments[0].kind)", expected: "'list'")
            }
            return newDictionary([])
        case (.matrix, 0) where isNew: return newMatrix()
        case (.reconstructor, 3):
            guard case .global(.matrix) = arguments[0] else {
                throw refused("_reconstructor of \(arguments[0].kind)", expected: "'csr_matrix'")
            }
            return newMatrix()
        case (.reconstruct, 3):
            guard case .global(.array) = arguments[0] else {
                throw refused("_reconstruct of \(arguments[0].kind)", expected: "'ndarray'")
            }
            return newArray(PickleArray())
        case (.fromBuffer, 4): return try arrayFromBuffer(arguments)
        case (.type, 1...): return try numberType(arguments[0])
        case (.scalar, 2): return try scalar(arguments)
        case (.encode, 2): return try encoded(arguments)
        case (.bytes, 0): return .bytes([])
        default:
            throw refused(
                "'\(global.rawValue)' called with \(arguments.count) arguments", expected: "as NumPy and SciPy do")
        }
    }

    /// Sets the state of a value that was made before.
    mutating func build(_ value: PickleValue, _ state: PickleValue) throws(FileError) {
        switch value {
        case .type(let number):
            let state = try tupleItems(state)
            guard state.count > 1, let order = state[1].name, ["<", ">", "|", "="].contains(order) else {
                throw refused("a NumPy type without a byte order")
            }
            types[number].isBigEndian = order == ">"
        case .array(let number): try buildArray(number, try tupleItems(state))
        case .matrix(let number): try buildMatrix(number, state)
        default: throw refused("a state for \(value.kind)", expected: "a NumPy array, type or SciPy matrix")
        }
    }

    // MARK: Arrays

    /// NumPy's limit.
    private static let mostAxes = 64

    private mutating func newArray(_ array: PickleArray) -> PickleValue {
        arrays.append(array)
        return .array(arrays.count - 1)
    }

    private mutating func numberType(_ name: PickleValue) throws(FileError) -> PickleValue {
        guard let type = name.name.flatMap(PickleType.init) else {
            throw refused(
                "numbers of type '\(name.name?.prefix(20) ?? "?")'",
                expected: "whole or floating-point numbers of at most 8 bytes")
        }
        types.append(type)
        return .type(types.count - 1)
    }

    private mutating func arrayFromBuffer(_ arguments: [PickleValue]) throws(FileError) -> PickleValue {
        guard case .bytes(let bytes) = arguments[0], case .type(let type) = arguments[1] else {
            throw refused("an array of \(arguments[0].kind)", expected: "bytes and their type")
        }
        try allow(bytes.count)
        let array = PickleArray(
            shape: try extents(arguments[2]), type: types[type], isFortran: arguments[3].name == "F", bytes: bytes)
        try check(array)
        return newArray(array)
    }

    private mutating func buildArray(_ number: Int, _ state: [PickleValue]) throws(FileError) {
        // Older versions of NumPy wrote no version number before the shape.
        let parts = state.count == 5 ? Array(state.dropFirst()) : state
        guard parts.count == 4, case .type(let type) = parts[1], case .bytes(let bytes) = parts[3] else {
            throw refused("an array without a shape, a type and bytes")
        }
        try allow(bytes.count)
        var isFortran = false
        if case .bool(let flag) = parts[2] { isFortran = flag }
        if case .int(let flag) = parts[2] { isFortran = flag != 0 }
        arrays[number] = PickleArray(
            shape: try extents(parts[0]), type: types[type], isFortran: isFortran, bytes: bytes)
        try check(arrays[number])
    }

    private func extents(_ value: PickleValue) throws(FileError) -> [Int] {
        let items = try tupleItems(value)
        guard items.count <= Self.mostAxes else {
            throw refused("an array of \(items.count) axes", expected: "at most \(Self.mostAxes)")
        }
        var extents: [Int] = []
        for item in items {
            guard case .int(let extent) = item, extent >= 0 else {
                throw refused("an array's extent that is \(item.kind)", expected: "a whole number of 0 or more")
            }
            extents.append(extent)
        }
        return extents
    }

    private func check(_ array: PickleArray) throws(FileError) {
        let shape = array.shape.map(String.init).joined(separator: " × ")
        guard let type = array.type, let count = PickleArray.count(array.shape),
            case let (needed, overflows) = count.multipliedReportingOverflow(by: type.size), !overflows,
            needed == array.bytes.count
        else {
            throw refused(
                "an array of \(shape) numbers in \(array.bytes.count) bytes", expected: "the bytes of all numbers")
        }
    }

    private func scalar(_ arguments: [PickleValue]) throws(FileError) -> PickleValue {
        guard case .type(let number) = arguments[0], case .bytes(let bytes) = arguments[1],
            types[number].size == bytes.count
        else { throw refused("a number of \(arguments[1].kind)", expected: "the bytes of its type") }
        let value = types[number].number(bytes, at: 0)
        if types[number].kind == UInt8(ascii: "f") { return .float(value) }
        guard let whole = Int(exactly: value) else {
            throw refused("a whole number near \(value)", expected: "one of 64 bits with a sign")
        }
        return .int(whole)
    }

    /// Bytes that older protocols write as text, a character each.
    private mutating func encoded(_ arguments: [PickleValue]) throws(FileError) -> PickleValue {
        guard case .text(let text) = arguments[0], arguments[1].name?.hasPrefix("latin") == true else {
            throw refused("'encode' of \(arguments[0].kind)", expected: "a text in Latin 1")
        }
        try allow(text.utf8.count)
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { throw refused("a text that is not Latin 1") }
            bytes.append(byte)
        }
        return .bytes(bytes)
    }

    // MARK: Matrices

    private mutating func newMatrix() -> PickleValue {
        matrices.append(PickleMatrix())
        return .matrix(matrices.count - 1)
    }

    private mutating func buildMatrix(_ number: Int, _ state: PickleValue) throws(FileError) {
        guard case .dictionary(let members) = state else { throw refused(state.kind, expected: "a matrix's members") }
        // The same members may be given to many matrices.
        try allow(dictionaries[members].count)
        var parts: [String: PickleValue] = [:]
        for (key, value) in dictionaries[members] { if let name = key.name { parts[name] = value } }
        guard let shape = try (parts["_shape"] ?? parts["shape"]).map(extents), shape.count == 2,
            shape[1] <= Int(Int32.max)
        else { throw refused("a matrix without a shape") }
        let numbers = try ["indptr", "indices", "data"].map { (name) throws(FileError) -> [Double] in
            guard case .array(let array)? = parts[name], arrays[array].shape.count == 1 else {
                throw refused("a matrix without '\(name)'")
            }
            try allow(8 * arrays[array].bytes.count)
            return arrays[array].numbers
        }
        let offsets = numbers[0].compactMap { Int(exactly: $0) }
        let columns = numbers[1].compactMap { Int32(exactly: $0) }
        guard offsets.count == numbers[0].count, offsets.count - 1 == shape[0], offsets.first == 0,
            offsets.last == columns.count, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
        else { throw refused("a matrix of \(shape[0]) rows whose 'indptr' does not describe them") }
        guard columns.count == numbers[1].count, numbers[2].count == columns.count,
            columns.allSatisfy({ $0 >= 0 && Int($0) < shape[1] })
        else {
            throw refused(
                "a matrix whose 'indices' and 'data' do not fit each other", expected: "columns below \(shape[1])")
        }
        matrices[number] = PickleMatrix(
            shape: shape, offsets: offsets, columns: columns, values: numbers[2].map { Float($0) })
    }
}
