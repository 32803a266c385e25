import Core

/// What is done to features before a machine sees them: (x − shift) · factor, feature by feature. Part of the model.
public struct FeatureScaling: Codable, Sendable, Equatable {
    /// `rawValue` is the name on the command line.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case none
        /// Each feature to −1 … 1, as LIBSVM's `svm-scale` does.
        case range
        /// Each feature to mean 0 and standard deviation 1.
        case standard
        /// Each feature by its greatest magnitude: zeros stay zeros.
        case magnitude
    }

    public var kind: Kind
    public var shift: [Float]
    public var factor: [Float]

    public static let none = FeatureScaling(kind: .none, shift: [], factor: [])

    public init(kind: Kind, shift: [Float], factor: [Float]) {
        (self.kind, self.shift, self.factor) = (kind, shift, factor)
    }

    /// Fitted to training rows. A feature that is always the same becomes 0.
    public init(_ kind: Kind, of points: KernelRows) {
        guard kind != .none else {
            self = .none
            return
        }
        let width = points.width
        var low = [Double](repeating: .infinity, count: width)
        var high = [Double](repeating: -.infinity, count: width)
        var (sums, squares) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
        var seen = [Int](repeating: 0, count: width)
        points.forEachNumber { column, value in
            low[column] = min(low[column], value)
            high[column] = max(high[column], value)
            sums[column] += value
            squares[column] += value * value
            seen[column] += 1
        }
        // What a sparse row does not tell is zero.
        for column in 0..<width where seen[column] < points.count {
            (low[column], high[column]) = (min(low[column], 0), max(high[column], 0))
        }
        let count = Double(points.count)
        self.init(kind: kind, shift: [], factor: [])
        for column in 0..<width {
            let (middle, spread): (Double, Double)
            switch kind {
            case .none: (middle, spread) = (0, 1)
            case .range: (middle, spread) = ((low[column] + high[column]) / 2, (high[column] - low[column]) / 2)
            case .standard:
                let mean = sums[column] / count
                (middle, spread) = (mean, max(0, squares[column] / count - mean * mean).squareRoot())
            case .magnitude: (middle, spread) = (0, max(abs(low[column]), abs(high[column])))
            }
            let isConstant = !(spread > 1e-7 * max(abs(low[column]), abs(high[column])))
            shift.append(Float(middle))
            factor.append(isConstant ? 0 : Float(1 / spread))
        }
    }

    /// Numbers at most that rows are laid out in full to be scaled: 4 GB.
    public static let most = 1 << 30

    /// The rows as the machine sees them, with the features that were fitted alone: others were always 0 there, and what
    /// is always the same becomes 0.
    ///
    /// - Throws: `FitError.tooManyToScale` where the rows, laid out in full, would fill the memory.
    public func applied(to points: KernelRows) throws(FitError) -> KernelRows {
        guard kind != .none else { return points }
        let width = factor.count
        if kind == .magnitude, case .sparse(var rows) = points.narrowed(to: width).numbers {
            for (place, column) in rows.columns.enumerated() { rows.values[place] *= factor[Int(column)] }
            return KernelRows(rows, width: width)
        }
        guard points.count * width <= Self.most else { throw .tooManyToScale(count: points.count, width: width) }
        guard case .dense(let buffer) = points.dense(width: width).numbers else { return points }
        let from = buffer.rowMajor(Float.self)
        for row in 0..<points.count {
            for column in 0..<width {
                from[row * width + column] = (from[row * width + column] - shift[column]) * factor[column]
            }
        }
        return KernelRows(buffer)
    }

    /// Whether the numbers of a file can be meant.
    var isSound: Bool {
        shift.count == factor.count && (shift + factor).allSatisfy(\.isFinite) && (kind == .none) == factor.isEmpty
    }

    /// The features' bounds as `svm-scale -r` reads them; nil for a scaling that it does not know.
    public var libsvmRange: String? {
        guard kind == .range || kind == .magnitude else { return nil }
        var text = "x\n-1 1\n"
        for (column, (shift, factor)) in zip(shift, factor).enumerated() where factor != 0 {
            text += "\(column + 1) \(shift - 1 / factor) \(shift + 1 / factor)\n"
        }
        return text
    }
}

extension KernelRows {
    /// Calls `body` with the column and the value of every number; of sparse rows those that are told.
    func forEachNumber(_ body: (_ column: Int, _ value: Double) -> Void) {
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            let from = rows.rowMajor(Float.self)
            for index in 0..<rows.count { body(index % width, Double(from[index])) }
        case .sparse(let rows):
            for (column, value) in zip(rows.columns, rows.values) { body(Int(column), Double(value)) }
        }
    }
}
