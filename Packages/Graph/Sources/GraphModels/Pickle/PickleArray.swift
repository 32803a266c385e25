/// The type of a NumPy array's numbers: a kind such as `f`, a size in bytes, and their order.
struct PickleType {
    let kind: UInt8
    let size: Int
    var isBigEndian: Bool

    /// Nil for anything but whole numbers, truth values and floating-point numbers of 4 and 8 bytes.
    init?(_ name: String) {
        var text = name[...]
        isBigEndian = text.first == ">"
        if let first = text.first, "<>|=".contains(first) { text.removeFirst() }
        guard let kind = text.utf8.first, let size = Int(text.dropFirst()) else { return nil }
        switch kind {
        case UInt8(ascii: "i"), UInt8(ascii: "u"): guard [1, 2, 4, 8].contains(size) else { return nil }
        case UInt8(ascii: "b"): guard size == 1 else { return nil }
        case UInt8(ascii: "f"): guard [4, 8].contains(size) else { return nil }
        default: return nil
        }
        (self.kind, self.size) = (kind, size)
    }

    /// The number whose bytes begin at `start`.
    func number(_ bytes: [UInt8], at start: Int) -> Double {
        var word: UInt64 = 0
        for place in 0..<size {
            word = word << 8 | UInt64(bytes[start + (isBigEndian ? place : size - 1 - place)])
        }
        switch (kind, size) {
        case (UInt8(ascii: "f"), 4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
        case (UInt8(ascii: "f"), _): return Double(bitPattern: word)
        case (UInt8(ascii: "i"), _):
            let shift = 64 - 8 * size
            return Double(Int64(bitPattern: word << shift) >> shift)
        default: return Double(word)
        }
    }
}

/// A NumPy array in a pickle.
struct PickleArray {
    var shape: [Int] = []
    var type: PickleType?
    var isFortran = false
    var bytes: [UInt8] = []

    /// The product of the shape; nil where it overflows or is negative.
    static func count(_ shape: [Int]) -> Int? {
        var count = 1
        for extent in shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: extent)
            guard !overflows, extent >= 0 else { return nil }
            count = product
        }
        return count
    }

    /// The numbers in row-major order.
    var numbers: [Double] {
        guard let type else { return [] }
        let count = Self.count(shape) ?? 0
        guard isFortran, shape.count == 2 else {
            return (0..<count).map { type.number(bytes, at: $0 * type.size) }
        }
        return (0..<count).map { index in
            let (row, column) = (index / shape[1], index % shape[1])
            return type.number(bytes, at: (column * shape[0] + row) * type.size)
        }
    }
}

/// A SciPy matrix in compressed sparse rows, in a pickle.
struct PickleMatrix {
    var shape: [Int] = []
    var offsets: [Int] = []
    var columns: [Int32] = []
    var values: [Float] = []
}
