import Core

/// Places of nodes by forces: edges pull, and all nodes push each other away (Fruchterman, Reingold 1991); for small
/// graphs.
struct ForceLayout {
    private(set) var xs: [Double]
    private(set) var ys: [Double]

    init(_ adjacency: SparsePattern, steps: Int = 400) {
        let count = adjacency.rows
        var random = RandomStream(seed: 1, name: .layout)
        xs = (0..<count).map { _ in random.uniform(in: -1..<1) }
        ys = (0..<count).map { _ in random.uniform(in: -1..<1) }
        let ideal = 2 / Double(max(1, count)).squareRoot()
        for step in 0..<steps {
            var forces = [(x: Double, y: Double)](repeating: (0, 0), count: count)
            for a in 0..<count {
                for b in 0..<a {
                    let (dx, dy) = (xs[a] - xs[b], ys[a] - ys[b])
                    let push = ideal * ideal / max(1e-6, dx * dx + dy * dy)
                    forces[a] = (forces[a].x + dx * push, forces[a].y + dy * push)
                    forces[b] = (forces[b].x - dx * push, forces[b].y - dy * push)
                }
                for entry in adjacency.entries(of: a) {
                    let b = Int(adjacency.columnNumbers[entry])
                    let (dx, dy) = (xs[a] - xs[b], ys[a] - ys[b])
                    let pull = (dx * dx + dy * dy).squareRoot() / ideal
                    forces[a] = (forces[a].x - dx * pull, forces[a].y - dy * pull)
                }
                // A little gravity keeps unconnected parts in sight.
                forces[a] = (forces[a].x - 0.4 * xs[a], forces[a].y - 0.4 * ys[a])
            }
            let heat = 0.15 * (1 - Double(step) / Double(steps))
            for node in 0..<count {
                let length = max(1e-9, (forces[node].x * forces[node].x + forces[node].y * forces[node].y).squareRoot())
                let move = min(length, heat) / length
                xs[node] += forces[node].x * move
                ys[node] += forces[node].y * move
            }
        }
    }
}

extension StreamName {
    /// The places that a layout begins with.
    static let layout = StreamName("layout")
}
