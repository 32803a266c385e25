import Engine
import Files

/// Arrays of pictures and of labels as examples, from any usual form.
enum PictureArray {
    /// Pictures as bytes, C × H × W each.
    struct Pictures {
        let bytes: [UInt8]
        let shape: Shape
        let count: Int
        /// The conversion in words; nil for bytes without conversion.
        let remark: String?
    }

    /// The pictures of an array N × H × W, N × H × W × C, N × C × H × W with 1 or 3 channels, or N × P of gray squares.
    ///
    /// - Throws: `FileError` where the shape or the values are different.
    static func pictures(_ array: FileArray, file: String) throws(FileError) -> Pictures {
        let shape = array.shape
        func sides(_ height: Int, _ width: Int) -> Bool { height > 0 && width > 0 }
        guard let count = shape.first, count > 0 else {
            throw FileError(.badData, file, "contains no pictures", expected: "one or more")
        }
        let (bytes, remark) = try bytes(of: array, file: file)
        let isColor = { (channels: Int) in channels == 1 || channels == 3 }
        switch shape.count {
        case 3 where sides(shape[1], shape[2]):
            return Pictures(bytes: bytes, shape: [1, shape[1], shape[2]], count: count, remark: remark)
        case 4 where isColor(shape[3]) && !isColor(shape[1]) && sides(shape[1], shape[2]):
            let picture: Shape = [shape[3], shape[1], shape[2]]
            return Pictures(
                bytes: planes(bytes, channels: shape[3], pixels: shape[1] * shape[2]), shape: picture, count: count,
                remark: remark)
        case 4 where isColor(shape[1]) && !isColor(shape[3]) && sides(shape[2], shape[3]):
            return Pictures(bytes: bytes, shape: Array(shape[1...]), count: count, remark: remark)
        case 2:
            let side = Int(Double(shape[1]).squareRoot())
            if side > 0, side * side == shape[1] {
                return Pictures(bytes: bytes, shape: [1, side, side], count: count, remark: remark)
            }
        default: break
        }
        throw FileError(
            .badData, file, "contains \(array.elementType.rawValue) numbers of shape \(shape)",
            expected: "pictures of shape [count, height, width], perhaps with 1 or 3 channels last or second")
    }

    /// Values as bytes: numbers from 0 to 1 are fractions of 255, whole numbers from 0 to 255 stay.
    private static func bytes(of array: FileArray, file: String) throws(FileError) -> ([UInt8], String?) {
        if array.elementType == .uint8 { return (array.bytes, nil) }
        let numbers = array.floats()
        let (smallest, largest) = (numbers.min() ?? 0, numbers.max() ?? 0)
        let isFinite = numbers.allSatisfy(\.isFinite)
        if isFinite, smallest >= 0, largest <= 1 {
            return (
                numbers.map { UInt8(($0 * 255).rounded()) },
                "\(array.elementType.rawValue) values from 0 to 1 times 255"
            )
        }
        if isFinite, smallest >= 0, largest <= 255, numbers.allSatisfy({ $0.rounded() == $0 }) {
            return (numbers.map { UInt8($0) }, nil)
        }
        let found = isFinite ? "values from \(smallest) to \(largest)" : "values that are not finite"
        throw FileError(
            .badData, file, "contains \(array.elementType.rawValue) \(found)",
            expected: "bytes, whole numbers from 0 to 255, or numbers from 0 to 1")
    }

    /// Pictures with their channels last as planes.
    private static func planes(_ bytes: [UInt8], channels: Int, pixels: Int) -> [UInt8] {
        if channels == 1 { return bytes }
        let size = channels * pixels
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, initialized in
            for picture in 0..<bytes.count / size {
                for channel in 0..<channels {
                    for pixel in 0..<pixels {
                        buffer.initializeElement(
                            at: picture * size + channel * pixels + pixel,
                            to: bytes[picture * size + pixel * channels + channel])
                    }
                }
            }
            initialized = bytes.count
        }
    }

    /// The labels of an array N, N × 1, or N × K with a single one in each row.
    ///
    /// - Parameters:
    ///   - count: the number of pictures.
    ///   - pictures: their place, for errors.
    /// - Throws: `FileError` where the shape or the numbers are different.
    static func labels(
        _ array: FileArray, count: Int, of pictures: String, file: String
    ) throws(FileError) -> [Int32] {
        let shape = array.shape
        guard shape.first == count else {
            throw FileError(
                .badData, file, "contains \(shape.first ?? 0) labels",
                expected: "\(count), one for each picture of \(pictures)")
        }
        if shape == [count] || shape == [count, 1] { return try wholeNumbers(array, file: file) }
        let refusal = FileError(
            .badData, file, "contains labels of shape \(shape.dimensions)",
            expected: "\(count), \(count)×1, or a row for each picture with 1 for its class and 0 for all others")
        guard shape.count == 2, shape[1] > 1 else { throw refusal }
        let (rows, classes) = (array.floats(), shape[1])
        var labels: [Int32] = []
        for start in stride(from: 0, to: rows.count, by: classes) {
            let row = rows[start..<start + classes]
            guard let one = row.firstIndex(of: 1), row.allSatisfy({ $0 == 0 || $0 == 1 }), row.reduce(0, +) == 1 else {
                throw refusal
            }
            labels.append(Int32(one - start))
        }
        return labels
    }

    private static func wholeNumbers(_ array: FileArray, file: String) throws(FileError) -> [Int32] {
        guard [.float16, .bfloat16, .float32, .float64].contains(array.elementType) else {
            return try array.int32s(from: file)
        }
        let numbers = array.doubles()
        guard let wrong = numbers.firstIndex(where: { Int32(exactly: $0) == nil }) else {
            return numbers.map { Int32($0) }
        }
        throw FileError(
            .badData, file, "label \(numbers[wrong]) of example \(wrong + 1)", expected: "whole numbers")
    }
}
