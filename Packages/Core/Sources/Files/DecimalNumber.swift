/// The number in `bytes`, as `Double` reads it, with spaces around; nil where they do not contain one. Negative zero is
/// zero.
///
/// Numbers of at most 15 digits without an exponent, the usual form in tables, are computed without a `String`: such a
/// whole number and a power of ten up to 10²² are exact, so that one division rounds correctly (Clinger, "How to read
/// floating point numbers accurately", PLDI 1990).
///
/// - Parameters:
///   - bytes: the text of one number in ASCII.
///   - point: the decimal point, a comma in many countries.
public func decimalNumber(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, point: UInt8 = 0x2E) -> Double? {
    var rest = bytes
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
    var (mantissa, digits, places) = (0, 0, 0)
    var (hasPoint, isNegative) = (false, false)
    for (index, byte) in rest.enumerated() {
        switch byte {
        case 0x30...0x39 where digits < 15:
            mantissa = mantissa * 10 + Int(byte - 0x30)
            digits += 1
            if hasPoint { places += 1 }
        case point where !hasPoint: hasPoint = true
        case 0x2D where index == 0: isNegative = true
        default: return otherNumber(rest, point: point)
        }
    }
    guard digits > 0 else { return nil }
    let size = Double(mantissa) / powersOfTen[places]
    return isNegative && mantissa != 0 ? -size : size
}

/// A number with an exponent or many digits.
private func otherNumber(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, point: UInt8) -> Double? {
    let ordinary: UInt8 = 0x2E
    guard point == ordinary || !bytes.contains(ordinary) else { return nil }
    let number = Double(String(decoding: bytes.map { $0 == point ? ordinary : $0 }, as: UTF8.self))
    return number == 0 ? 0 : number
}

private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]
