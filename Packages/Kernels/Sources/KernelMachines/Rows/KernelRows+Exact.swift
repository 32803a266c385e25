import Core
import KernelLoops

extension KernelRows {
    /// The kernel's arguments of dense or sparse rows in float64: Σ a b, or of distances −½ Σ (a − b)², so that no
    /// digits cancel. Rounded to float32 at the end.
    ///
    /// - Shapes: N × M.
    func exactProducts(with others: KernelRows, areDistances: Bool, into result: Buffer) {
        guard let exact, let otherExact = others.exact else { return }
        let (z, columns) = (result.stored(writing: Float.self), others.count)
        let grain = max(1, Parallel.elementGrain / max(1, otherExact.count))
        switch (numbers, others.numbers) {
        case (.sparse(let rows), .sparse(let others)):
            Parallel.ranges(count, grain: grain, alignment: 1) { range in
                exact.withUnsafeBufferPointer { a in
                    otherExact.withUnsafeBufferPointer { b in
                        for row in range {
                            let own = rows.places(of: row)
                            for column in 0..<columns {
                                let theirs = others.places(of: column)
                                z[row * columns + column] = Float(
                                    Self.product(
                                        (rows.columns, a, own), (others.columns, b, theirs), areDistances: areDistances)
                                )
                            }
                        }
                    }
                }
            }
        default:
            if exact.isEmpty || otherExact.isEmpty { return z.start.update(repeating: 0, count: result.count) }
            let width = width
            Parallel.ranges(count, grain: grain, alignment: 1) { range in
                exact.withUnsafeBufferPointer { a in
                    otherExact.withUnsafeBufferPointer { b in
                        guard let a = a.baseAddress, let b = b.baseAddress else { return }
                        loop_products_of_doubles(
                            a + range.lowerBound * width, b, z + range.lowerBound * columns, range.count, columns,
                            width, areDistances)
                    }
                }
            }
        }
    }

    private typealias Stored = (columns: [Int32], values: UnsafeBufferPointer<Double>, places: Range<Int>)

    private static func product(_ a: Stored, _ b: Stored, areDistances: Bool) -> Double {
        var (i, j, product, distance) = (a.places.lowerBound, b.places.lowerBound, 0.0, 0.0)
        while i < a.places.upperBound || j < b.places.upperBound {
            let first = i < a.places.upperBound ? a.columns[i] : .max
            let second = j < b.places.upperBound ? b.columns[j] : .max
            let x = first <= second ? a.values[i] : 0
            let y = second <= first ? b.values[j] : 0
            product += x * y
            distance += (x - y) * (x - y)
            if first <= second { i += 1 }
            if second <= first { j += 1 }
        }
        return areDistances ? -distance / 2 : product
    }

    /// Σ weight · k(vector, row) of each row, kernels and sums in float64, of float64 numbers where both have them.
    ///
    /// - Parameters:
    ///   - vectors: V rows of the same kind, none of given kernel values.
    ///   - weights: V
    ///   - function: the kernel k.
    public func kernelSums(_ vectors: KernelRows, _ weights: [Double], _ function: KernelFunction) -> [Double] {
        Self.check(self, vectors, function)
        if case .linear = function {
            var sum = [Double](repeating: 0, count: max(1, width, vectors.width))
            sum.withUnsafeMutableBufferPointer { sum in
                guard let to = sum.baseAddress else { return }
                for (vector, weight) in weights.enumerated() { vectors.addRow(vector, times: weight, to: to) }
            }
            return products(with: sum, count: 1)
        }
        let (own, theirs) = (numbersInFloat64, vectors.numbersInFloat64)
        var sums = [Double](repeating: 0, count: count)
        let grain = max(1, Parallel.elementGrain / max(1, 8 * theirs.count))
        sums.withUnsafeMutableBufferPointer { sums in
            guard let first = sums.baseAddress else { return }
            let sums = ParallelOutput(first)
            Parallel.ranges(count, grain: grain, alignment: 1) { range in
                own.withUnsafeBufferPointer { a in
                    theirs.withUnsafeBufferPointer { b in
                        for row in range {
                            var sum = 0.0
                            for (vector, weight) in weights.enumerated() {
                                let product = product(row, a, vectors, vector, b, areDistances: function.isOfDistances)
                                sum += weight * function.value(product)
                            }
                            sums[row] = sum
                        }
                    }
                }
            }
        }
        return sums
    }

    private var numbersInFloat64: [Double] {
        if let exact { return exact }
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            let from = rows.rowMajor(Float.self)
            return (0..<rows.count).map { Double(from[$0]) }
        case .sparse(let rows): return rows.values.map { Double($0) }
        }
    }

    /// Of one row of each side: Σ a b, or −½ Σ (a − b)².
    private func product(
        _ row: Int, _ a: UnsafeBufferPointer<Double>, _ others: KernelRows, _ other: Int,
        _ b: UnsafeBufferPointer<Double>, areDistances: Bool
    ) -> Double {
        if case .sparse(let rows) = numbers, case .sparse(let others) = others.numbers {
            return Self.product(
                (rows.columns, a, rows.places(of: row)), (others.columns, b, others.places(of: other)),
                areDistances: areDistances)
        }
        let (start, from) = (row * width, other * width)
        var sum = 0.0
        if areDistances {
            for column in 0..<width {
                let difference = a[start + column] - b[from + column]
                sum -= difference * difference / 2
            }
        } else {
            for column in 0..<width { sum += a[start + column] * b[from + column] }
        }
        return sum
    }
}

extension KernelFunction {
    /// Whether the kernel depends only on |a − b|.
    var isOfDistances: Bool { if case .gaussian = self { true } else { false } }

    /// The kernel of Σ a b, or of −½ Σ (a − b)² where it depends on distances.
    fileprivate func value(_ argument: Double) -> Double {
        switch self {
        case .linear, .precomputed: argument
        case .polynomial(let degree, let scale, let offset): pow(scale * argument + offset, Double(degree))
        case .gaussian(let scale): exp(2 * scale * argument)
        case .sigmoid(let scale, let offset): tanh(scale * argument + offset)
        }
    }
}
