/// The transforms of a one-dimensional convolution to points, where it is a product number by number, and back.
///
/// The outputs y of a window g sliding over d are y = Aᵀ((G g) · (Bᵀ d)): polynomials are multiplied by their values at
/// some points, and the product is interpolated from those (Cook, Toom; as an algorithm for convolutions Winograd,
/// "Arithmetic Complexity of Computations", 1980). In two dimensions each matrix is applied on both sides.
struct WinogradTransforms {
    /// Bᵀ, points × points.
    let input: [[Double]]
    /// G, points × taps.
    let weight: [[Double]]
    /// Aᵀ, outputs × points.
    let output: [[Double]]

    /// For `points` and one additional point at infinity.
    ///
    /// Rounding errors grow with the number of points. They are smallest where points are small numbers, their
    /// negatives and inverses (Barabasz et al., "Error Analysis and Improving the Accuracy of Winograd Convolution",
    /// 2020).
    init(points: [Double], taps: Int) {
        let count = points.count + 1
        let outputs = count - taps + 1
        func powers(_ point: Double, _ count: Int) -> [Double] {
            (0..<count).map { (0..<$0).reduce(1) { power, _ in power * point } }
        }
        func atInfinity(_ count: Int) -> [Double] { powers(0, count).reversed() }
        input =
            points.map { point in Self.product(of: points.filter { $0 != point }) + [0] } + [Self.product(of: points)]
        weight =
            points.map { point in
                let scale = points.filter { $0 != point }.reduce(1) { $0 * (point - $1) }
                return powers(point, taps).map { $0 / scale }
            } + [atInfinity(taps)]
        let values = points.map { powers($0, outputs) } + [atInfinity(outputs)]
        output = (0..<outputs).map { place in values.map { $0[place] } }
    }

    /// The coefficients of ∏ (x − root), that of 1 first.
    private static func product(of roots: [Double]) -> [Double] {
        roots.reduce([1]) { polynomial, root in
            zip([0] + polynomial, polynomial + [0]).map { $0 - root * $1 }
        }
    }
}
