import Core

/// The variables of a dual problem that steps move, which are those not set aside, with the data that steps need.
struct ActiveSet {
    /// Instead of a curvature that is not above zero (LIBSVM's τ).
    private static let leastCurvature = 1e-12

    private(set) var beta: [Double]
    private var lower, upper: [Double]
    /// p − Kβ
    private(set) var gradient: [Double]
    /// kᵢᵢ
    private var diagonal: [Double]
    /// 0 for variables that may rise, otherwise −∞; 0 for variables that may fall, otherwise +∞.
    private var rises, falls: [Float]
    private(set) var extremes = SMOStep.Extremes()

    /// - Shapes: all N.
    init(beta: [Double], lower: [Double], upper: [Double], gradient: [Double], diagonal: [Double]) {
        (self.beta, self.lower, self.upper) = (beta, lower, upper)
        (self.gradient, self.diagonal) = (gradient, diagonal)
        rises = [Float](repeating: 0, count: beta.count)
        falls = rises
        for place in beta.indices { updateBounds(place) }
        findExtremes()
    }

    var count: Int { beta.count }

    // MARK: Steps

    /// The one that should fall while the one at `own` rises; nil where there is no gain.
    mutating func partner(of own: Int, row: KernelRow, split: Int) -> Int? {
        var partner = SMOStep.Partner()
        let count = count
        withVariables { variables in
            SMOStep.findPartner(
                of: own, variables, 0..<split, row: row.first, leastCurvature: Self.leastCurvature, found: &partner)
            if split < count {
                SMOStep.findPartner(
                    of: own, variables, split..<count, row: row.second, leastCurvature: Self.leastCurvature,
                    found: &partner)
            }
        }
        return partner.place
    }

    /// Moves the one at `i` up and the one at `j` down by the amount with the largest gain within their bounds.
    ///
    /// - Parameter product: k(i, j).
    /// - Returns: the amount, and whether the pair's curvature was below zero by more than rounding.
    mutating func movePair(up i: Int, down j: Int, product: Double) -> (step: Double, isConcave: Bool) {
        var curvature = diagonal[i] + diagonal[j] - 2 * product
        let isConcave = curvature < -1e-5 * (abs(diagonal[i]) + abs(diagonal[j]) + 2 * abs(product))
        if !(curvature > 0) { curvature = Self.leastCurvature }
        let (roomUp, roomDown) = (upper[i] - beta[i], beta[j] - lower[j])
        let step = min((gradient[i] - gradient[j]) / curvature, roomUp, roomDown)
        // A bound is met exactly.
        beta[i] = step == roomUp ? upper[i] : beta[i] + step
        beta[j] = step == roomDown ? lower[j] : beta[j] - step
        updateBounds(i)
        updateBounds(j)
        return (step, isConcave)
    }

    /// Updates all gradients for a step of a pair with rows `a` and `b`.
    mutating func follow(_ a: KernelRow, _ b: KernelRow, split: Int, step: Double) {
        var found = SMOStep.Extremes()
        let count = count
        withVariables { variables in
            SMOStep.move(variables, 0..<split, along: a.first, b.first, step: step, found: &found)
            if split < count {
                SMOStep.move(variables, split..<count, along: a.second, b.second, step: step, found: &found)
            }
        }
        extremes = found
    }

    /// The indices of those that violate optimality most, from both ends in turn.
    func worst(atMost limit: Int) -> [Int] {
        let half = max(1, limit / 2)
        var up = Ranking(limit: half)
        var down = Ranking(limit: half)
        for (place, value) in gradient.enumerated() {
            if rises[place] == 0 { up.offer(value, place) }
            if falls[place] == 0 { down.offer(-value, place) }
        }
        return up.places + down.places
    }

    // MARK: Shrinking

    /// The indices of all variables except those at a bound whose gradient pushes them further out, beyond both
    /// `extremes`.
    func unsettled(within extremes: SMOStep.Extremes) -> [Int] {
        beta.indices.filter { place in
            if rises[place] != 0, gradient[place] > extremes.highest { return false }
            if falls[place] != 0, gradient[place] < extremes.lowest { return false }
            return true
        }
    }

    /// Only those at `places`.
    func restricted(to places: [Int]) -> ActiveSet {
        func chosen(_ values: [Double]) -> [Double] { places.map { values[$0] } }
        return ActiveSet(
            beta: chosen(beta), lower: chosen(lower), upper: chosen(upper), gradient: chosen(gradient),
            diagonal: chosen(diagonal))
    }

    // MARK: The end

    /// The mean gradient of the free variables; without free variables, the middle of the interval that the bounds
    /// allow.
    var bias: Double {
        let free = beta.indices.filter { rises[$0] == 0 && falls[$0] == 0 }
        if !free.isEmpty { return free.reduce(0) { $0 + gradient[$1] } / Double(free.count) }
        let ends = [extremes.highest, extremes.lowest].filter(\.isFinite)
        return ends.isEmpty ? 0 : ends.reduce(0, +) / Double(ends.count)
    }

    /// Σ pβ − ½ βKβ, where these are all variables and `linear` is their p.
    func objective(linear: [Double]) -> Double {
        beta.indices.reduce(0) { $0 + beta[$1] * (linear[$1] + gradient[$1]) / 2 }
    }

    /// The difference between the primal problem's value with this `bias` and the dual's.
    func gap(bias: Double) -> Double {
        beta.indices.reduce(0) { sum, place in
            let slope = gradient[place] - bias
            return sum + max(lower[place] * slope, upper[place] * slope) - beta[place] * slope
        }
    }

    // MARK: Bounds and extremes

    private mutating func updateBounds(_ place: Int) {
        rises[place] = beta[place] < upper[place] ? 0 : -.infinity
        falls[place] = beta[place] > lower[place] ? 0 : .infinity
    }

    private mutating func findExtremes() {
        for (place, value) in gradient.enumerated() {
            // Among equals the last, as everywhere.
            if rises[place] == 0, value >= extremes.highest {
                (extremes.highest, extremes.highestPlace) = (value, place)
            }
            if falls[place] == 0, value <= extremes.lowest { (extremes.lowest, extremes.lowestPlace) = (value, place) }
        }
    }

    private mutating func withVariables(_ body: (SMOStep.Variables) -> Void) {
        gradient.withUnsafeMutableBufferPointer { gradient in
            rises.withUnsafeBufferPointer { rises in
                falls.withUnsafeBufferPointer { falls in
                    diagonal.withUnsafeBufferPointer { diagonal in
                        guard let gradient = gradient.baseAddress, let rises = rises.baseAddress,
                            let falls = falls.baseAddress, let diagonal = diagonal.baseAddress
                        else { return }
                        body(.init(gradient: gradient, rises: rises, falls: falls, diagonal: diagonal))
                    }
                }
            }
        }
    }
}
