import Engine
import Foundations

/// The distribution of a weight's initial values, from the numbers of inputs (fan-in) and outputs (fan-out) of a unit.
public struct Initializer: Sendable {
    private let draw: @Sendable (_ fanIn: Int, _ fanOut: Int, _ random: inout RandomStream) -> Double

    public init(_ draw: @escaping @Sendable (_ fanIn: Int, _ fanOut: Int, _ random: inout RandomStream) -> Double) {
        self.draw = draw
    }

    /// Uniform in ±1/√fan-in: the initial weights and biases of PyTorch's `Linear` and `Conv2d`.
    public static let torchDefault = Initializer { fanIn, _, random in
        let bound = 1 / Double(fanIn).squareRoot()
        return random.uniform(in: -bound..<bound)
    }

    /// Uniform in ±√(6 / (fan-in + fan-out)) (Glorot, Bengio 2010).
    public static let xavierUniform = Initializer { fanIn, fanOut, random in
        let bound = (6 / Double(fanIn + fanOut)).squareRoot()
        return random.uniform(in: -bound..<bound)
    }

    /// Normal with variance 2 / (fan-in + fan-out) (Glorot, Bengio 2010).
    public static let xavierNormal = Initializer { fanIn, fanOut, random in
        random.normal(standardDeviation: (2 / Double(fanIn + fanOut)).squareRoot())
    }

    /// Uniform in ±√(6 / fan-in), for layers before ReLU (He, Zhang, Ren, Sun 2015).
    public static let kaimingUniform = Initializer { fanIn, _, random in
        let bound = (6 / Double(fanIn)).squareRoot()
        return random.uniform(in: -bound..<bound)
    }

    /// Normal with variance 2 / fan-in, for layers before ReLU (He, Zhang, Ren, Sun 2015).
    public static let kaimingNormal = Initializer { fanIn, _, random in
        random.normal(standardDeviation: (2 / Double(fanIn)).squareRoot())
    }

    /// Normal with this standard deviation.
    public static func normal(standardDeviation: Double) -> Initializer {
        Initializer { _, _, random in random.normal(standardDeviation: standardDeviation) }
    }

    /// Uniform in `range`.
    public static func uniform(in range: Range<Double>) -> Initializer {
        Initializer { _, _, random in random.uniform(in: range) }
    }

    public static let zeros = Initializer { _, _, _ in 0 }

    /// The weight `[first, second, window]` of a convolution and, where `bias` says how many numbers it has and how
    /// they are drawn, its bias after it. A unit's inputs are counted over the second axis, as PyTorch does for
    /// transposed convolutions too, where that axis is the outputs'.
    func windows(
        _ first: Int, _ second: Int, _ kernelSize: Size2D, bias: (initializer: Initializer, count: Int)?,
        random: inout RandomStream
    ) -> (weight: Parameter, bias: Parameter?) {
        let cells = kernelSize.height * kernelSize.width
        let (fanIn, fanOut) = (second * cells, first * cells)
        let weight = parameter(
            [first, second, kernelSize.height, kernelSize.width], fanIn: fanIn, fanOut: fanOut, random: &random)
        guard let bias else { return (weight, nil) }
        return (weight, bias.initializer.parameter([bias.count], fanIn: fanIn, fanOut: fanOut, random: &random))
    }

    /// A parameter of `shape`, drawn number by number.
    func parameter(_ shape: Shape, fanIn: Int, fanOut: Int, random: inout RandomStream) -> Parameter {
        Parameter(Tensor((0..<shape.elementCount).map { _ in Float(draw(fanIn, fanOut, &random)) }, shape: shape))
    }
}
