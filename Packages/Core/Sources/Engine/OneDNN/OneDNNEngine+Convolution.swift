extension OneDNNEngine {
    public func conv2D(
        _ input: Buffer, weight: Buffer, bias: Buffer?, geometry: ConvolutionGeometry, rectifier: Rectifier?
    ) -> Buffer {
        plan(for: geometry).first { $0.forward(input, weight: weight, bias: bias, rectifier: rectifier) }
    }

    public func conv2DInputGradient(_ gradient: Buffer, weight: Buffer, geometry: ConvolutionGeometry) -> Buffer {
        plan(for: geometry).first { $0.inputGradient(gradient, weight: weight) }
    }

    public func conv2DWeightGradient(
        _ gradient: Buffer, input: Buffer, geometry: ConvolutionGeometry
    ) -> (weight: Buffer, bias: Buffer) {
        plan(for: geometry).first { $0.weightGradient(gradient, input: input) }
    }
}
