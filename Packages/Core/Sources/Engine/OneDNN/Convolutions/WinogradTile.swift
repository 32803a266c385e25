import Foundations

/// A tile of outputs, and the matrices that transform it, its windows and their inputs, in the loops' form.
struct WinogradTile: Sendable, Equatable {
    /// The tiles for which the loops are compiled: 4 × 4 and 7 × 7 outputs of windows of two numbers per phase and
    /// side, and 6 × 6 of windows of three.
    static let all = [
        WinogradTile(points: [0, 1, -1, 2], taps: 2), WinogradTile(points: [0, 1, -1, 2, -2, 0.5, -0.5], taps: 2),
        WinogradTile(points: [0, 1, -1, 2, -2, 0.5, -0.5], taps: 3),
    ]

    /// Outputs, numbers of a window within one phase, and points, down and across.
    let side, taps, points: Int
    private let input, weight, output: [Float]

    private init(points: [Double], taps: Int) {
        let transforms = WinogradTransforms(points: points, taps: taps)
        func rows(_ matrix: [[Double]]) -> [Float] { matrix.joined().map { Float($0) } }
        (input, weight, output) = (rows(transforms.input), rows(transforms.weight), rows(transforms.output))
        (side, self.taps, self.points) = (transforms.output.count, taps, transforms.input.count)
        Contract.require(
            [[4, 2], [7, 2], [6, 3]].contains([side, taps]), "conv2D",
            "tiles of \(side) outputs per side with \(taps) taps, for which no loop is compiled")
    }

    static func == (a: WinogradTile, b: WinogradTile) -> Bool { a.side == b.side && a.taps == b.taps }

    /// Runs `body` with Bᵀ, G and Aᵀ, row by row.
    func withMatrices(_ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
        // Arrays that are passed as pointers stay where they are until the call returns.
        body(input, weight, output)
    }
}
