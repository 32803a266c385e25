import Core
import CoreLoops
import KernelLoops

/// Points between which kernels are computed, with what the computation needs of each: float32 rows, dense or sparse, or
/// rows of kernel values that are given.
public struct KernelRows: Sendable {
    /// A sparse matrix by rows: row i holds `values` and their `columns`, starts[i] ..< starts[i + 1], columns rising.
    public struct Sparse: Sendable {
        public var starts: [Int64]
        public var columns: [Int32]
        public var values: [Float]

        public init(starts: [Int64] = [0], columns: [Int32] = [], values: [Float] = []) {
            (self.starts, self.columns, self.values) = (starts, columns, values)
        }

        /// The places of row `number` in `columns` and `values`.
        public func places(of number: Int) -> Range<Int> { Int(starts[number])..<Int(starts[number + 1]) }
    }

    /// What the rows hold.
    public enum Numbers: Sendable {
        /// N × D
        case dense(Buffer)
        case sparse(Sparse)
        /// N × M kernel values with M known points, and the number of each row among those, −1 for one that is none of
        /// them.
        case kernelValues(Buffer, places: [Int32])
    }

    public let numbers: Numbers
    /// N
    public let count: Int
    /// D, or of kernel values M.
    public let width: Int
    /// Σ x² of each row, summed in float64.
    let squares: [Float]
    /// The stored numbers before they were rounded to float32, in the same order; nil where they are not kept. Kernels
    /// between rows that both have them are computed in float64.
    public let exact: [Double]?
    /// Whether these are few rows, which a machine computes in float64 whether it needs the digits or not.
    public let areFew: Bool

    /// Of more or wider rows kernels are computed in float32, unless they need more digits.
    static let mostFew = (rows: 512, width: 32)
    /// Of more numbers float64 is kept only where float32 would lose the digits that matter: 32 MB.
    private static let mostExact = 1 << 22

    /// Dense rows out of float64.
    ///
    /// - Shapes: N · D numbers row by row.
    /// - Parameters:
    ///   - rows: N · D numbers, row by row.
    ///   - width: D, the numbers of a row.
    ///   - areFew: nil where it is their number that says so.
    public init(_ rows: [Double], width: Int, areFew: Bool? = nil) {
        let count = width > 0 ? rows.count / width : 0
        let buffer = Buffer(shape: [count, width], type: .float32)
        let to = buffer.stored(Float.self)
        for (place, number) in rows.enumerated() { to[place] = Float(number) }
        let isSmall = count <= Self.mostFew.rows && width <= Self.mostFew.width
        let all = KernelRows(buffer, exact: rows, areFew: areFew ?? isSmall)
        self = rows.count <= Self.mostExact || all.hasDistantColumn ? all : all.rounded
    }

    /// - Shapes: `rows` N × D of float32.
    public init(_ rows: Buffer) { self.init(rows, exact: nil, areFew: false) }

    init(_ rows: Buffer, exact: [Double]?, areFew: Bool) {
        Contract.require(
            rows.shape.count == 2 && rows.type == .float32, "KernelRows",
            "\(rows.shape) of \(rows.type), expected N × D of float32")
        (count, width) = (rows.shape[0], rows.shape[1])
        let (from, width) = (rows.rowMajor(Float.self), width)
        squares = (0..<count).map { Self.square(from + $0 * width, width) }
        numbers = .dense(rows)
        (self.exact, self.areFew) = (exact, areFew)
    }

    /// Sparse rows out of float64.
    ///
    /// - Parameters:
    ///   - starts: as of ``Sparse``.
    ///   - columns: likewise.
    ///   - exact: the stored numbers, one for each of `columns`.
    ///   - width: D, above every column.
    public init(starts: [Int64], columns: [Int32], exact: [Double], width: Int) {
        let rows = Sparse(starts: starts, columns: columns, values: exact.map { Float($0) })
        let all = KernelRows(rows, exact: exact, width: width)
        self = exact.count <= Self.mostExact || all.hasDistantColumn ? all : all.rounded
    }

    /// - Parameters:
    ///   - rows: N rows; each lists its nonzero numbers.
    ///   - width: D, above every column.
    public init(_ rows: Sparse, width: Int) { self.init(rows, exact: nil, width: width) }

    init(_ rows: Sparse, exact: [Double]?, width: Int) {
        (count, self.width) = (rows.starts.count - 1, width)
        numbers = .sparse(rows)
        (self.exact, areFew) = (exact, false)
        squares = rows.values.withUnsafeBufferPointer { values in
            (0..<(rows.starts.count - 1)).map { number in
                let places = rows.places(of: number)
                guard let start = values.baseAddress, !places.isEmpty else { return 0 }
                return Self.square(start + places.lowerBound, places.count)
            }
        }
    }

    /// - Shapes: `values` N × M of float32, `places` N.
    public init(kernelValues values: Buffer, places: [Int32]) {
        (count, width) = (values.shape[0], values.shape[1])
        Contract.require(places.count == count, "KernelRows", "\(places.count) places for \(count) rows")
        numbers = .kernelValues(values, places: places)
        (squares, exact, areFew) = ([], nil, false)
    }

    /// The kernel of each row with itself.
    public func diagonal(_ function: KernelFunction) -> [Double] {
        let squares = exactSquares
        switch function {
        case .gaussian: return [Double](repeating: 1, count: count)
        case .linear: return squares
        case .polynomial(let degree, let scale, let offset):
            return squares.map { pow(scale * $0 + offset, Double(degree)) }
        case .sigmoid(let scale, let offset): return squares.map { tanh(scale * $0 + offset) }
        case .precomputed:
            guard case .kernelValues(let values, let places) = numbers else {
                Contract.fail("diagonal", "no kernel values are given")
            }
            checkPlaces(places)
            let from = values.rowMajor(Float.self)
            return places.enumerated().map { $1 < 0 ? 0 : Double(from[$0 * width + Int($1)]) }
        }
    }

    private var exactSquares: [Double] {
        guard let exact else { return squares.map(Double.init) }
        return (0..<count).map { row in exact[places(of: row)].reduce(0) { $0 + $1 * $1 } }
    }

    /// Where the stored numbers of row `number` are among all that are stored.
    func places(of number: Int) -> Range<Int> {
        if case .sparse(let rows) = numbers { return rows.places(of: number) }
        return (number * width)..<((number + 1) * width)
    }

    private static func square(_ row: UnsafePointer<Float>, _ count: Int) -> Float {
        Float(loop_sum_of_squares(row, count))
    }
}
