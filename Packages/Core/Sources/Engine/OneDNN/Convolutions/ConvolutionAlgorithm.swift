import Foundations

/// One way to compute convolutions of one geometry. Each of the three passes returns nil where the way does not suit the
/// arguments, and the next one of the plan computes them.
protocol ConvolutionAlgorithm {
    /// Nil where the way does not suit the geometry.
    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine)

    /// - Shapes: input N × C × H × W, weight O × C × kH × kW, bias O; result N × O × H′ × W′.
    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer?
    /// - Shapes: gradient N × O × H′ × W′; result N × C × H × W.
    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer?
    /// - Shapes: gradient N × O × H′ × W′; weight O × C × kH × kW, bias O.
    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)?
}

extension ConvolutionAlgorithm {
    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer? { nil }
    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer? { nil }
    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)? { nil }
}
