import Core

/// The scaling of features before a machine sees them: (x − shift) · factor, feature by feature. Part of the model.
public struct FeatureScaling: Codable, Sendable, Equatable {
    /// `rawValue` is the name on the command line.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case none
        /// Each feature to −1 … 1, as LIBSVM's `svm-scale` does.
        case range
        /// Each feature to mean 0 and standard deviation 1.
        case standard
        /// Each feature by its largest magnitude: zeros stay zeros.
        case magnitude
    }

    public var kind: Kind
    public var shift: [Double]
    public var factor: [Double]

    public static let none = FeatureScaling(kind: .none, shift: [], factor: [])

    public init(kind: Kind, shift: [Double], factor: [Double]) {
        (self.kind, self.shift, self.factor) = (kind, shift, factor)
    }

    /// Fitted to training rows. A constant feature becomes 0.
    public init(_ kind: Kind, of points: KernelRows) {
        guard kind != .none else {
            self = .none
            return
        }
        let width = points.width
        let points = points.hasColumn(distantBy: Self.distance / 2) ? points : points.rounded
        var low = [Double](repeating: .infinity, count: width)
        var high = [Double](repeating: -.infinity, count: width)
        var (sums, squares) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
        var seen = [Int](repeating: 0, count: width)
        points.forEachNumber { column, value in
            low[column] = min(low[column], value)
            high[column] = max(high[column], value)
            seen[column] += 1
        }
        // Values that a sparse row does not contain are zero.
        for column in 0..<width where seen[column] < points.count {
            (low[column], high[column]) = (min(low[column], 0), max(high[column], 0))
        }
        // Far from zero, squares would lose the digits in which they differ.
        let origins = zip(low, high).map { low, high in Self.isDistant((low + high) / 2, (high - low) / 2) ? low : 0 }
        points.forEachNumber { column, value in
            let value = value - origins[column]
            sums[column] += value
            squares[column] += value * value
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
                middle = origins[column] + mean
                spread = max(0, squares[column] / count - mean * mean).squareRoot()
            case .magnitude: (middle, spread) = (0, max(abs(low[column]), abs(high[column])))
            }
            let digits = points.exact == nil ? 1e-7 : 1e-14
            let isConstant = !(spread > digits * max(abs(low[column]), abs(high[column])))
            shift.append(middle)
            factor.append(isConstant ? 0 : 1 / spread)
        }
        // Scalings that need no more digits are applied and written in float32.
        if points.exact == nil || kind != .magnitude && !isDistant { round() }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            kind: try container.decode(Kind.self, forKey: .kind),
            shift: try container.decode([Double].self, forKey: .shift),
            factor: try container.decode([Double].self, forKey: .factor))
        // Numbers of float32 are written with the fewest digits that read back as the same number.
        if (shift + factor).allSatisfy({ Double("\(Float($0))") == $0 }), !isDistant { round() }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        for (values, key) in [(shift, CodingKeys.shift), (factor, .factor)] {
            // Fewer digits, where they give the same number.
            if isExact {
                try container.encode(values, forKey: key)
            } else {
                try container.encode(values.map { Float($0) }, forKey: key)
            }
        }
    }

    private enum CodingKeys: String, CodingKey { case kind, shift, factor }

    /// Switches to float64.
    private mutating func round() {
        (shift, factor) = (shift.map { Double(Float($0)) }, factor.map { Double(Float($0)) })
    }

    /// Whether features are scaled in float64.
    private var isExact: Bool { isDistant || (shift + factor).contains { Double(Float($0)) != $0 } }

    /// Whether features are so far from zero, relative to their spread, that float32 would lose the digits that scaling
    /// reveals.
    private var isDistant: Bool {
        zip(shift, factor).contains { shift, factor in factor != 0 && Self.isDistant(shift, 1 / factor) }
    }

    private static func isDistant(_ middle: Double, _ spread: Double) -> Bool { abs(middle) > distance * spread }

    /// In units of half a feature's range.
    private static let distance = 16.0

    /// The maximum size of dense rows for scaling: 4 GB.
    public static let most = 1 << 30

    /// The rows as the machine sees them, with only the fitted features: others were always 0 in training, and a
    /// constant feature becomes 0.
    ///
    /// - Throws: `FitError.tooManyToScale` where the rows in dense form would exceed the memory.
    public func applied(to points: KernelRows) throws(FitError) -> KernelRows {
        guard kind != .none else { return points }
        let width = factor.count
        if points.exact != nil, isExact { return try exactlyApplied(to: points) }
        let (shift, factor) = (shift.map { Float($0) }, factor.map { Float($0) })
        if kind == .magnitude, case .sparse(var rows) = points.narrowed(to: width).numbers {
            for (place, column) in rows.columns.enumerated() { rows.values[place] *= factor[Int(column)] }
            return KernelRows(rows, width: width)
        }
        guard points.count * width <= Self.most else { throw .tooManyToScale(count: points.count, width: width) }
        guard case .dense(let buffer) = points.dense(width: width).numbers else { return points }
        let scaled = buffer.withUnsafeNumbers(Float.self) { from in
            Buffer(shape: buffer.shape, settingEach: Float.self) { to in
                for row in 0..<points.count {
                    for column in 0..<width {
                        to[row * width + column] = (from[row * width + column] - shift[column]) * factor[column]
                    }
                }
            }
        }
        return KernelRows(scaled)
    }

    /// The same in float64, which the rows keep if a kernel needs it.
    private func exactlyApplied(to points: KernelRows) throws(FitError) -> KernelRows {
        let width = factor.count
        let own = points.narrowed(to: width)
        if kind == .magnitude, case .sparse(let rows) = own.numbers, let exact = own.exact {
            return KernelRows(
                starts: rows.starts, columns: rows.columns,
                exact: zip(rows.columns, exact).map { factor[Int($0)] * $1 },
                width: width)
        }
        guard points.count * width <= Self.most else { throw .tooManyToScale(count: points.count, width: width) }
        guard var rows = points.dense(width: width).exact else { return points }
        for place in rows.indices { rows[place] = (rows[place] - shift[place % width]) * factor[place % width] }
        return KernelRows(rows, width: width, areFew: false)
    }

    /// Whether the numbers of a file are valid.
    var isSound: Bool {
        shift.count == factor.count && (shift + factor).allSatisfy(\.isFinite) && (kind == .none) == factor.isEmpty
    }

    /// The features' bounds as `svm-scale -r` reads them; nil for a scaling that it does not know.
    public var libsvmRange: String? {
        guard kind == .range || kind == .magnitude else { return nil }
        var text = "x\n-1 1\n"
        for (column, (shift, factor)) in zip(shift, factor).enumerated() where factor != 0 {
            if isExact {
                text += "\(column + 1) \(shift - 1 / factor) \(shift + 1 / factor)\n"
            } else {
                let (shift, factor) = (Float(shift), Float(factor))
                text += "\(column + 1) \(shift - 1 / factor) \(shift + 1 / factor)\n"
            }
        }
        return text
    }
}

extension KernelRows {
    /// Calls `body` with the column and the value of every number; of sparse rows only the stored ones.
    func forEachNumber(_ body: (_ column: Int, _ value: Double) -> Void) {
        if let exact {
            guard case .sparse(let rows) = numbers else {
                for (place, value) in exact.enumerated() { body(place % width, value) }
                return
            }
            return zip(rows.columns, exact).forEach { body(Int($0), $1) }
        }
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            rows.withUnsafeNumbers(Float.self) { from in
                for (index, value) in from.enumerated() { body(index % width, Double(value)) }
            }
        case .sparse(let rows):
            for (column, value) in zip(rows.columns, rows.values) { body(Int(column), Double(value)) }
        }
    }
}
