import Core

/// Rows of many numbers as points of the plane: their first two principal components (Pearson 1901).
struct Projection {
    let xs: [Double]
    let ys: [Double]
    /// The part of all variance that both keep.
    let share: Double

    /// - Shapes: rows N × D.
    init(_ rows: Tensor) {
        let (count, width) = (rows.shape[0], rows.shape[1])
        let mean = rows.mean(axes: [0])
        let centered = rows - mean
        let scatter = centered.matmul(centered, transposingSelf: true).doubles
        let total = (0..<width).reduce(0.0) { $0 + scatter[$1 * width + $1] }
        var random = RandomStream(seed: 1, name: .projection)
        var directions: [[Double]] = []
        var kept = 0.0
        for _ in 0..<min(2, width) {
            var direction = (0..<width).map { _ in random.normal() }
            var length = 0.0
            // The power method; every product is made orthogonal to the directions found before.
            for _ in 0..<200 {
                for other in directions {
                    let product = zip(direction, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for place in 0..<width { direction[place] -= product * other[place] }
                }
                let before = (direction.reduce(0) { $0 + $1 * $1 }).squareRoot()
                guard before > 0 else { break }
                direction = direction.map { $0 / before }
                let image = (0..<width).map { row in
                    (0..<width).reduce(0.0) { $0 + scatter[row * width + $1] * direction[$1] }
                }
                length = zip(direction, image).reduce(0) { $0 + $1.0 * $1.1 }
                let norm = (image.reduce(0) { $0 + $1 * $1 }).squareRoot()
                guard norm > 1e-12 * max(1, total) else { break }
                direction = image.map { $0 / norm }
            }
            // The sign of a direction is arbitrary; it is chosen so that its largest number is positive.
            let largest = direction.max { $0.magnitude < $1.magnitude } ?? 1
            if largest < 0 { direction = direction.map { -$0 } }
            directions.append(direction)
            kept += length
        }
        while directions.count < 2 { directions.append([Double](repeating: 0, count: width)) }
        let plane = Tensor(directions.flatMap { $0 }.map { Float($0) }, shape: [2, width])
        let points = centered.matmul(plane, transposingOther: true).doubles
        xs = (0..<count).map { points[2 * $0] }
        ys = (0..<count).map { points[2 * $0 + 1] }
        share = total > 0 ? kept / total : 1
    }
}

extension StreamName {
    /// The directions that a projection begins with.
    static let projection = StreamName("projection")
}
