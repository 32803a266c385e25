import Engine
import Foundations

/// A number array that training changes, and that keeps its identity while its value changes.
public final class Parameter {
    private var buffer: Buffer
    private var node: TapeNode?

    /// Whether training moves it along a gradient. A layer's own measurements, such as a running mean, have no
    /// gradient, but are saved with the weights; PyTorch calls them buffers.
    public let isTrained: Bool

    public init(_ value: Tensor, isTrained: Bool = true) {
        buffer = value.buffer
        self.isTrained = isTrained
    }

    /// The numbers now; while gradients are recorded, also their place on the tape.
    public package(set) var value: Tensor {
        get { Tensor(buffer, node: node) }
        set { (buffer, node) = (newValue.buffer, newValue.node) }
    }

    public var shape: Shape { buffer.shape }
    public var count: Int { buffer.count }

    /// The numbers in memory that is not shared, so that updating them in place does not change another tensor.
    func uniqueBuffer() -> Buffer {
        if !isKnownUniquelyReferenced(&buffer) || !buffer.isUniquelyOwned { buffer = buffer.copy() }
        return buffer
    }

    /// Adds a change of the same shape, in float32; counts stay whole.
    package func add(_ change: Tensor) {
        if value.type == .int32 {
            let counts = zip(value.scalars(Int32.self), change.scalars(Float.self)).map { $0 &+ Int32($1.rounded()) }
            assign(Tensor(counts, shape: shape))
        } else {
            assign(value.detached + change.cast(to: value.type))
        }
    }

    /// Replaces the value; its shape stays.
    public func assign(_ value: Tensor) {
        Contract.require(value.shape == shape, "assign", "shape \(value.shape) to a parameter of shape \(shape)")
        self.value = value.detached
    }
}

/// A parameter and its name as PyTorch spells it, such as `conv1.weight`.
public struct NamedParameter {
    public let name: String
    public let parameter: Parameter

    /// A parameter under its name.
    public init(name: String, parameter: Parameter) {
        (self.name, self.parameter) = (name, parameter)
    }
}

/// Anything with parameters: a layer, or a model made of layers.
///
/// The parameters are listed, not discovered, so that their names and order are visible:
///
/// ```swift
/// struct TinyNet: Module {
///     let conv1: Conv2D
///     let fc1: Linear
///
///     var parameters: [NamedParameter] {
///         ("conv1", conv1)
///         ("fc1", fc1)
///     }
/// }
/// ```
public protocol Module {
    @ParameterList var parameters: [NamedParameter] { get }
}

/// A module that is called with one tensor and returns one: `layer(x)`.
public protocol Layer: Module {
    func callAsFunction(_ x: Tensor) -> Tensor
}

extension Module {
    /// The parameters that training changes, in order: those of gradients and optimizers.
    public var trainedParameters: [NamedParameter] { parameters.filter(\.parameter.isTrained) }

    /// The number of values that training may change.
    public var parameterCount: Int { trainedParameters.reduce(0) { $0 + $1.parameter.count } }

    /// Converts all parameters that are not counts, as gradient checks in float64 need.
    public func convert(to type: ScalarType) {
        for named in parameters where named.parameter.value.type.isFloatingPoint {
            named.parameter.value = named.parameter.value.cast(to: type)
        }
    }
}

/// Gathers the parameters of modules under their names, one line each.
@resultBuilder
public enum ParameterList {
    public static func buildExpression(_ entry: (name: String, module: any Module)) -> [NamedParameter] {
        entry.module.parameters.map { NamedParameter(name: "\(entry.name).\($0.name)", parameter: $0.parameter) }
    }

    public static func buildExpression(_ entry: (name: String, parameter: Parameter)) -> [NamedParameter] {
        [NamedParameter(name: entry.name, parameter: entry.parameter)]
    }

    public static func buildExpression(_ entry: (name: String, parameter: Parameter?)) -> [NamedParameter] {
        entry.parameter.map { [NamedParameter(name: entry.name, parameter: $0)] } ?? []
    }

    public static func buildExpression(_ list: [NamedParameter]) -> [NamedParameter] { list }
    public static func buildBlock(_ lists: [NamedParameter]...) -> [NamedParameter] { lists.flatMap { $0 } }
    public static func buildArray(_ lists: [[NamedParameter]]) -> [NamedParameter] { lists.flatMap { $0 } }
    public static func buildOptional(_ list: [NamedParameter]?) -> [NamedParameter] { list ?? [] }
}
