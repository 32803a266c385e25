import Core

extension Kernel {
    /// The relative error of a Gaussian kernel's values that is accepted from float32.
    private static let accepted = 0x1p-8

    /// The error of a decision that is accepted from float32, compared with margins of 1.
    private static let acceptedDecision = 1e-3

    /// Whether float32 loses digits of these rows that the kernel's values depend on: columns that are far from zero,
    /// squared distances that are much larger than those that a Gaussian kernel distinguishes, and large values that
    /// cancel.
    ///
    /// - Parameter weight: |β| of vectors, √Σβ²; 0 before there is a machine.
    func exceedsFloat32(_ rows: KernelRows, weight: Double = 0) -> Bool {
        guard kind != .precomputed else { return false }
        if rows.hasDistantColumn { return true }
        if weight > 0 {
            let largest = rows.diagonal(function).reduce(0) { max($0, abs($1)) }
            if 0x1p-24 * largest * weight > Self.acceptedDecision { return true }
        }
        guard kind == .rbf else { return false }
        let center = center(of: rows)
        return gamma * rows.greatestSquare(from: center) * 0x1p-23 > Self.accepted
    }

    /// The rows with the digits that the kernel needs: float64 where float32 is not enough, and where there are few
    /// rows.
    func suited(_ rows: KernelRows) -> KernelRows {
        rows.exact == nil || rows.areFew || exceedsFloat32(rows) ? rows : rows.rounded
    }

    /// Points and the vectors of a machine, both with the digits that the kernel needs.
    func suited(
        _ points: KernelRows, to vectors: KernelRows, weight: Double
    ) -> (points: KernelRows, vectors: KernelRows) {
        guard points.exact != nil, vectors.exact != nil else { return (points.rounded, vectors.rounded) }
        let areFew = points.areFew && vectors.areFew
        return areFew || exceedsFloat32(vectors, weight: weight) ? (points, vectors) : (points.rounded, vectors.rounded)
    }
}

extension KernelRows {
    /// The largest squared distance of a row from `center`, or from zero where that is empty.
    fileprivate func greatestSquare(from center: [Float]) -> Double {
        func square(_ place: Int, _ column: Int, _ value: Float) -> Double {
            let difference = (exact?[place] ?? Double(value)) - (center.isEmpty ? 0 : Double(center[column]))
            return difference * difference
        }
        var greatest = 0.0
        switch numbers {
        case .dense(let rows):
            rows.withUnsafeNumbers(Float.self) { from in
                for start in stride(from: 0, to: rows.count, by: max(1, width)) {
                    var sum = 0.0
                    for column in 0..<width { sum += square(start + column, column, from[start + column]) }
                    greatest = max(greatest, sum)
                }
            }
        case .sparse(let rows):
            for number in 0..<count {
                let sum = rows.places(of: number).reduce(0) { $0 + square($1, Int(rows.columns[$1]), rows.values[$1]) }
                greatest = max(greatest, sum)
            }
        case .kernelValues: break
        }
        return greatest
    }
}
