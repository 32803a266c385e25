import Core

/// A custom data set: points on three concentric rings; the class is the ring.
///
/// - Shapes: inputs N × 2, labels N.
enum Rings {
    static let classNames = ["inner", "middle", "outer"]

    static func examples(_ count: Int, noise: Double, random: inout RandomStream) -> TensorExamples {
        let labels = (0..<count).map { Int32($0 % classNames.count) }
        // A point of the normal distribution, moved to its ring, has a direction that is uniform.
        let points = random.normals([count, 2])
        let lengths = sqrt(square(points).sum(axes: [1], keepingAxes: true))
        let radii = Tensor(labels.map { 0.2 + 0.35 * Float($0) }, shape: [count, 1])
        let inputs = points / lengths * (radii + random.normals([count, 1]) * noise)
        return TensorExamples(inputs: inputs, labels: Tensor(labels))
    }
}
