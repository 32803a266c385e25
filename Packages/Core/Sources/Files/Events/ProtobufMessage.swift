/// A message in the wire format of Protocol Buffers, written field by field.
///
/// A field is a key, number · 8 + wire type, and a value: a variable-length integer (0), eight bytes (1), a length and
/// bytes (2), or four bytes (5); everything little-endian. A field with the default, 0, is left out unless it is one of a
/// choice.
///
/// Source: protobuf.dev, "Encoding".
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: Int, _ value: Double) {
        if value == 0, value.sign == .plus { return }
        key(number, wireType: 1)
        append(value.bitPattern)
    }

    /// One of a choice, which is written also where it is 0.
    mutating func add(_ number: Int, _ value: Float) {
        key(number, wireType: 5)
        append(value.bitPattern)
    }

    /// A negative number takes ten bytes, as the format wants it.
    mutating func add(_ number: Int, _ value: Int) {
        if value == 0 { return }
        key(number, wireType: 0)
        variableLength(UInt64(bitPattern: Int64(value)))
    }

    mutating func add(_ number: Int, _ text: String) { add(number, bytes: text.utf8) }

    mutating func add(_ number: Int, _ message: ProtobufMessage) { add(number, bytes: message.bytes) }

    mutating func add(_ number: Int, bytes value: some Collection<UInt8>) {
        key(number, wireType: 2)
        variableLength(UInt64(value.count))
        bytes += value
    }

    /// A packed repeated field.
    mutating func add(_ number: Int, packed values: [Double]) {
        key(number, wireType: 2)
        variableLength(UInt64(values.count * 8))
        for value in values { append(value.bitPattern) }
    }

    private mutating func key(_ number: Int, wireType: Int) { variableLength(UInt64(number << 3 | wireType)) }

    private mutating func variableLength(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
}
