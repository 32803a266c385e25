import Core
import KernelLoops

extension KernelFunction {
    /// The same as the formula says, in float64, rounded to float32 at the end.
    func exactMatrix(_ a: KernelRows, _ b: KernelRows) -> Buffer {
        KernelRows.check(a, b, self)
        let result = Buffer(shape: [a.count, b.count], type: .float32)
        guard self != .precomputed else {
            a.gatherValues(with: b, into: result)
            return result
        }
        let (rows, others, to) = ((0..<a.count).map(a.row), (0..<b.count).map(b.row), result.stored(Float.self))
        for (i, row) in rows.enumerated() {
            for (j, other) in others.enumerated() { to[i * b.count + j] = Float(value(row, other)) }
        }
        return result
    }
}

extension KernelFunction {
    /// The kernel of two rows, as its formula says.
    func value(_ a: [Double], _ b: [Double]) -> Double {
        let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        switch self {
        case .linear, .precomputed: return product
        case .polynomial(let degree, let scale, let offset): return pow(scale * product + offset, Double(degree))
        case .gaussian(let scale):
            return exp(-scale * zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
        case .sigmoid(let scale, let offset): return tanh(scale * product + offset)
        }
    }
}

extension KernelRows {
    /// All numbers of row `number`.
    public func row(_ number: Int) -> [Double] {
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            if let exact { return Array(exact[places(of: number)]) }
            return (0..<width).map { Double(rows.rowMajor(Float.self)[number * width + $0]) }
        case .sparse(let rows):
            var row = [Double](repeating: 0, count: width)
            for place in rows.places(of: number) {
                row[Int(rows.columns[place])] = exact?[place] ?? Double(rows.values[place])
            }
            return row
        }
    }
}
