/// The type of the numbers in a tensor.
public enum ScalarType: String, Sendable, Hashable, CaseIterable {
    /// The type for models.
    case float32
    /// The type for gradient checks, on the reference engine.
    case float64
    /// Labels and indices.
    case int32

    /// The size of one number in bytes.
    public var size: Int {
        switch self {
        case .float32, .int32: 4
        case .float64: 8
        }
    }

    public var isFloatingPoint: Bool { self != .int32 }
}

/// A Swift type whose values a tensor can contain.
public protocol TensorScalar: Sendable, BitwiseCopyable, Numeric {
    static var scalarType: ScalarType { get }
}

extension Float: TensorScalar {
    public static var scalarType: ScalarType { .float32 }
}

extension Double: TensorScalar {
    public static var scalarType: ScalarType { .float64 }
}

extension Int32: TensorScalar {
    public static var scalarType: ScalarType { .int32 }
}
