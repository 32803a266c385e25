import Core

/// A custom model: H bumps exp(−s |x − c|²) with centers c and widths s that are learned, and a linear layer.
///
/// - Shapes: N × 2 to N × K logits; `centers` H × 2, `scales` H.
struct RadialNet: Layer {
    let centers: Parameter
    let scales: Parameter
    let output: Linear

    init(bumps: Int, classes: Int, random: inout RandomStream) {
        centers = Parameter(random.uniforms([bumps, 2], in: -1..<1))
        scales = Parameter(Tensor(repeating: 4, shape: [bumps]))
        output = Linear(bumps, classes, random: &random)
    }

    var parameters: [NamedParameter] {
        ("centers", centers)
        ("scales", scales)
        ("output", output)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let differences = x.reshaped(to: [-1, 1, 2]) - centers.value.reshaped(to: [1, -1, 2])
        let distances = square(differences).sum(axes: [2])
        return output(exp(-(distances * scales.value)))
    }
}
