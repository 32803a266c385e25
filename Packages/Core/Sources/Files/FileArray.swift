import Foundations

/// An array of numbers in the form of a file: element type, shape and bytes. IDX, NumPy and safetensors files all
/// contain these.
public struct FileArray: Equatable, Sendable {
    /// The type of the elements. `rawValue` is the name used in error messages.
    public enum ElementType: String, Sendable, CaseIterable {
        case bool
        case uint8
        case int8
        case uint16
        case int16
        case float16
        case bfloat16
        case uint32
        case int32
        case float32
        case uint64
        case int64
        case float64

        /// The bytes of one element.
        public var byteCount: Int {
            switch self {
            case .bool, .uint8, .int8: 1
            case .uint16, .int16, .float16, .bfloat16: 2
            case .uint32, .int32, .float32: 4
            case .uint64, .int64, .float64: 8
            }
        }
    }

    /// The type of the elements.
    public let elementType: ElementType
    /// The length of each dimension; `[]` is a single number.
    public let shape: [Int]
    /// The elements in row-major order (the last index runs fastest), each lowest byte first.
    public let bytes: [UInt8]

    /// The array of `elementType` and `shape` over `bytes`: row-major, each element lowest byte first.
    ///
    /// - Precondition: `bytes` contains exactly the elements of `shape`.
    public init(elementType: ElementType, shape: [Int], bytes: [UInt8]) {
        Contract.require(
            FileArray.byteCount(of: shape, elementType) == bytes.count, "FileArray",
            "shape \(shape) of \(elementType.rawValue) over \(bytes.count) bytes")
        self.elementType = elementType
        self.shape = shape
        self.bytes = bytes
    }

    /// The array of `shape` with `values` in row-major order.
    ///
    /// - Precondition: there are as many values as `shape` has elements.
    public init<Element: FileArrayElement>(_ values: [Element], shape: [Int]) {
        var bytes = values.withUnsafeBytes { [UInt8]($0) }
        if Int(1).littleEndian != 1 { bytes.reverseBytes(ofWidth: MemoryLayout<Element>.size) }
        self.init(elementType: Element.fileElementType, shape: shape, bytes: bytes)
    }

    /// The number of elements.
    public var count: Int { bytes.count / elementType.byteCount }

    /// The elements as they are, or nil if they are of another type than `Element`.
    public func elements<Element: FileArrayElement>(as type: Element.Type = Element.self) -> [Element]? {
        guard elementType == Element.fileElementType else { return nil }
        return copied()
    }

    /// The bytes read as elements of `Element`.
    func copied<Element: BitwiseCopyable>() -> [Element] {
        var source = bytes
        if Int(1).littleEndian != 1 { source.reverseBytes(ofWidth: MemoryLayout<Element>.size) }
        let count = source.count / MemoryLayout<Element>.size
        return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            source.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            initialized = count
        }
    }

    /// The number of elements of `shape`, or nil if a dimension is negative or the product exceeds an `Int`.
    static func elementCount(of shape: [Int]) -> Int? {
        guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
        if shape.contains(0) { return 0 }
        var product = 1
        for dimension in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
            if overflow { return nil }
            product = next
        }
        return product
    }

    /// The bytes that `shape` takes, or nil if there is no such shape or the bytes exceed an `Int`.
    static func byteCount(of shape: [Int], _ elementType: ElementType) -> Int? {
        guard let count = elementCount(of: shape) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: elementType.byteCount)
        return overflow ? nil : bytes
    }
}

/// A Swift number that a `FileArray` can contain without conversion.
public protocol FileArrayElement: BitwiseCopyable, Sendable {
    /// The element type of this Swift type.
    static var fileElementType: FileArray.ElementType { get }
}

extension UInt8: FileArrayElement { public static let fileElementType = FileArray.ElementType.uint8 }
extension Int8: FileArrayElement { public static let fileElementType = FileArray.ElementType.int8 }
extension UInt16: FileArrayElement { public static let fileElementType = FileArray.ElementType.uint16 }
extension Int16: FileArrayElement { public static let fileElementType = FileArray.ElementType.int16 }
extension UInt32: FileArrayElement { public static let fileElementType = FileArray.ElementType.uint32 }
extension Int32: FileArrayElement { public static let fileElementType = FileArray.ElementType.int32 }
extension UInt64: FileArrayElement { public static let fileElementType = FileArray.ElementType.uint64 }
extension Int64: FileArrayElement { public static let fileElementType = FileArray.ElementType.int64 }
extension Float: FileArrayElement { public static let fileElementType = FileArray.ElementType.float32 }
extension Double: FileArrayElement { public static let fileElementType = FileArray.ElementType.float64 }
