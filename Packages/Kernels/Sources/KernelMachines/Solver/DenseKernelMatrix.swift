import Core

/// Kernel rows from matrices that are completely in memory: those of two classes, or of all points at once.
final class DenseKernelMatrix: KernelRowSource {
    private(set) var count: Int
    private(set) var split: Int
    private(set) var diagonal: [Double]
    var isCheap: Bool { true }

    /// By the group of the row and that of the column; they share memory where they are the same.
    private let blocks: [[UnsafeMutablePointer<Float>]]
    private let keepers: [Buffer]
    private let whole: (count: Int, split: Int, diagonal: [Double])
    /// The bytes for the matrix of the active variables in addition to the complete ones.
    private let room: Int
    /// The active variables, and the matrix of their kernels at the start of its memory; nil for all.
    private var kept: (variables: [Int], matrix: Buffer)?

    /// Two groups of points, the first before the second.
    ///
    /// - Shapes: kernel matrices N × N, N × M, M × N and M × M.
    /// - Parameter room: bytes for a matrix of the active variables; without enough room no variables are set aside.
    init(first: Buffer, across: Buffer, back: Buffer, second: Buffer, diagonal: [Double], room: Int) {
        self.room = room
        split = first.shape[0]
        count = split + second.shape[0]
        keepers = [first, across, back, second]
        let pointers = keepers.map { $0.rowMajor(Float.self) }
        blocks = [[pointers[0], pointers[1]], [pointers[2], pointers[3]]]
        self.diagonal = diagonal
        whole = (count, split, diagonal)
    }

    /// One group of points.
    ///
    /// - Shapes: N × N.
    /// - Parameters:
    ///   - isTwofold: whether each point has two variables, number t and number N + t.
    ///   - room: bytes for a matrix of the active variables; without enough room no variables are set aside.
    init(_ matrix: Buffer, diagonal: [Double], isTwofold: Bool = false, room: Int) {
        self.room = room
        let points = matrix.shape[0]
        (split, count) = (points, isTwofold ? 2 * points : points)
        keepers = [matrix]
        let pointer = matrix.rowMajor(Float.self)
        blocks = [[pointer, pointer], [pointer, pointer]]
        self.diagonal = isTwofold ? diagonal + diagonal : diagonal
        whole = (count, split, self.diagonal)
    }

    func row(_ variable: Int, prefetching candidates: (Int) -> [Int]) -> KernelRow {
        guard let kept else { return rowOfAll(variable) }
        let row = kept.matrix.stored(Float.self) + variable * count
        return KernelRow(first: row, second: row)
    }

    private func rowOfAll(_ variable: Int) -> KernelRow {
        let (group, number) = variable < whole.split ? (0, variable) : (1, variable - whole.split)
        let (width, rest) = (whole.split, keepers.count == 1 ? whole.split : whole.count - whole.split)
        return KernelRow(first: blocks[group][0] + number * width, second: blocks[group][1] + number * rest)
    }

    func hasRoom(for count: Int) -> Bool { kept != nil || 4 * count * count <= room }

    func restrict(to chosen: [Int]) {
        let variables: [Int]
        if let kept {
            variables = chosen.map { kept.variables[$0] }
            compact(kept.matrix.stored(Float.self), to: chosen)
            self.kept = (variables, kept.matrix)
        } else {
            variables = chosen
            kept = (variables, copied(variables))
        }
        (count, split) = (variables.count, variables.count)
        diagonal = variables.map { whole.diagonal[$0] }
    }

    private func copied(_ variables: [Int]) -> Buffer {
        let matrix = Buffer(shape: [variables.count, variables.count], type: .float32)
        var to = matrix.stored(Float.self)
        for variable in variables {
            let row = rowOfAll(variable)
            for other in variables {
                to.pointee = other < whole.split ? row.first[other] : row.second[other - whole.split]
                to += 1
            }
        }
        return matrix
    }

    /// In the same memory: the indices rise, so each number moves toward the start, over numbers that have already
    /// moved.
    private func compact(_ matrix: UnsafeMutablePointer<Float>, to chosen: [Int]) {
        var to = matrix
        for variable in chosen {
            let row = matrix + variable * count
            for other in chosen {
                to.pointee = row[other]
                to += 1
            }
        }
    }

    func restoreAll() {
        kept = nil
        (count, split, diagonal) = whole
    }

    func products(_ coefficients: [Double], of variables: [Int]) -> [Double] {
        var sums = [Double](repeating: 0, count: variables.count)
        for (variable, coefficient) in coefficients.enumerated() where coefficient != 0 {
            let row = rowOfAll(variable)
            for (place, other) in variables.enumerated() {
                let value = other < whole.split ? row.first[other] : row.second[other - whole.split]
                sums[place] += coefficient * Double(value)
            }
        }
        return sums
    }
}
