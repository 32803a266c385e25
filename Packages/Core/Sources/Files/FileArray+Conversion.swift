extension FileArray {
    /// The elements as float32, rounded where they do not fit; false is 0, true is 1.
    public func floats() -> [Float] {
        switch elementType {
        case .bool: bytes.map { $0 == 0 ? 0 : 1 }
        case .uint8: bytes.map { Float($0) }
        case .int8: (copied() as [Int8]).map { Float($0) }
        case .uint16: (copied() as [UInt16]).map { Float($0) }
        case .int16: (copied() as [Int16]).map { Float($0) }
        case .uint32: (copied() as [UInt32]).map { Float($0) }
        case .int32: (copied() as [Int32]).map { Float($0) }
        case .uint64: (copied() as [UInt64]).map { Float($0) }
        case .int64: (copied() as [Int64]).map { Float($0) }
        case .float16: (copied() as [UInt16]).map { Float(halfBits: $0) }
        case .bfloat16: (copied() as [UInt16]).map { Float(bitPattern: UInt32($0) << 16) }
        case .float32: copied()
        case .float64: (copied() as [Double]).map { Float($0) }
        }
    }

    /// The elements as float64; only integers beyond 2⁵³ are rounded. False is 0, true is 1.
    public func doubles() -> [Double] {
        switch elementType {
        case .uint32: (copied() as [UInt32]).map { Double($0) }
        case .int32: (copied() as [Int32]).map { Double($0) }
        case .uint64: (copied() as [UInt64]).map { Double($0) }
        case .int64: (copied() as [Int64]).map { Double($0) }
        case .float64: copied()
        default: floats().map { Double($0) }
        }
    }

    /// The elements as integers; false is 0, true is 1.
    ///
    /// - Parameter file: the path of the file they came from, for the error.
    /// - Throws: `FileError` if the elements are not integers or one does not fit.
    public func integers(from file: String) throws(FileError) -> [Int] {
        try converted(to: Int.self, file)
    }

    /// The elements as 32-bit integers, the type of indices and labels.
    ///
    /// - Parameter file: the path of the file they came from, for the error.
    /// - Throws: `FileError` if the elements are not integers or one does not fit.
    public func int32s(from file: String) throws(FileError) -> [Int32] {
        try converted(to: Int32.self, file)
    }

    private func converted<Target: FixedWidthInteger>(
        to type: Target.Type, _ file: String
    ) throws(FileError) -> [Target] {
        switch elementType {
        case .bool: bytes.map { $0 == 0 ? 0 : 1 }
        case .uint8: bytes.map { Target($0) }
        case .int8: (copied() as [Int8]).map { Target($0) }
        case .uint16: (copied() as [UInt16]).map { Target($0) }
        case .int16: (copied() as [Int16]).map { Target($0) }
        case .uint32: try exactly(copied() as [UInt32], file)
        case .int32: (copied() as [Int32]).map { Target($0) }
        case .uint64: try exactly(copied() as [UInt64], file)
        case .int64: try exactly(copied() as [Int64], file)
        case .float16, .bfloat16, .float32, .float64:
            throw FileError(.badData, file, "elements are \(elementType.rawValue)", expected: "integers")
        }
    }

    private func exactly<Source: FixedWidthInteger, Target: FixedWidthInteger>(
        _ source: [Source], _ file: String
    ) throws(FileError) -> [Target] {
        var target: [Target] = []
        target.reserveCapacity(source.count)
        for (index, number) in source.enumerated() {
            guard let fitting = Target(exactly: number) else {
                throw FileError(
                    .badData, file, "element \(index) is \(number)", expected: "at most \(Target.max) in size")
            }
            target.append(fitting)
        }
        return target
    }
}

extension Float {
    /// The value of an IEEE 754 half-precision number, given its bits: 1 sign, 5 exponent, 10 fraction.
    init(halfBits bits: UInt16) {
        let magnitude = UInt32(bits & 0x7FFF)
        let sign = UInt32(bits & 0x8000) << 16
        switch magnitude {
        case 0..<0x400: self = Float(magnitude) * 0x1p-24  // zero and the subnormal numbers
        case 0x7C00...: self = Float(bitPattern: 0x7F80_0000 | magnitude << 13)  // infinity and NaN
        default: self = Float(bitPattern: (magnitude << 13) + (112 << 23))  // the bias grows from 15 to 127
        }
        self = Float(bitPattern: bitPattern | sign)
    }
}
