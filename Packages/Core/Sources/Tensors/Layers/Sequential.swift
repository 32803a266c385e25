import Engine

/// Layers one after the other; the names of their parameters are their places, as in PyTorch's `Sequential`.
public struct Sequential: Layer {
    public let layers: [any Layer]

    public init(_ layers: any Layer...) {
        self.layers = layers
    }

    public var parameters: [NamedParameter] {
        for (place, layer) in layers.enumerated() { (String(place), layer) }
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        layers.reduce(x) { $1($0) }
    }
}

/// All axes after the first as one.
///
/// - Shapes: N × … to N × D.
public struct Flatten: Layer {
    public init() {}

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.flattened() }
}

/// A function of each element as a layer.
///
/// - Shapes: any, unchanged.
public struct Activation: Layer {
    public let operation: UnaryOperation

    public init(_ operation: UnaryOperation) { self.operation = operation }

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.applying(operation) }
}
