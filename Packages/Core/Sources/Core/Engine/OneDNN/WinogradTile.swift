/// A tile of outputs, and what carries it, its windows and what they see to their points, as the loops read it.
struct WinogradTile: Sendable {
    /// Numbers of a window within one phase, down and across.
    static let taps = 2
    /// Tiles of four and of seven outputs a side, the sizes for which the loops are compiled.
    static let all = [
        WinogradTile(points: [0, 1, -1, 2]), WinogradTile(points: [0, 1, -1, 2, -2, 0.5, -0.5]),
    ]

    /// Outputs and points, down and across.
    let side, points: Int
    private let input, weight, output: [Float]

    private init(points: [Double]) {
        let transforms = WinogradTransforms(points: points, taps: Self.taps)
        func rows(_ matrix: [[Double]]) -> [Float] { matrix.joined().map { Float($0) } }
        (input, weight, output) = (rows(transforms.input), rows(transforms.weight), rows(transforms.output))
        (side, self.points) = (transforms.output.count, transforms.input.count)
        Contract.require(side == 4 || side == 7, "conv2D", "tiles of \(side) outputs a side, expected 4 or 7")
    }

    /// Runs `body` with Bᵀ, G and Aᵀ, row by row.
    func withMatrices(_ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
        // Arrays that are passed as pointers stay where they are until the call returns.
        body(input, weight, output)
    }
}
