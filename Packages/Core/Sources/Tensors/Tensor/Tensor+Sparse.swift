import Engine
import Foundations

extension SparseMatrix {
    /// - Parameters:
    ///   - pattern: the places of the entries.
    ///   - values: as many as the pattern has entries.
    ///   - isSymmetric: the caller guarantees it.
    public init(_ pattern: SparsePattern, values: [Float], isSymmetric: Bool = false) {
        self.init(pattern, values: Tensor(values).buffer, isSymmetric: isSymmetric)
    }

    /// The matrix with these triples of row, column and value; where several have the same place, they are added.
    public init(rows: Int, columns: Int, entries: [(row: Int, column: Int, value: Float)]) {
        var (offsets, numbers, values) = ([0], [Int32](), [Float]())
        let sorted = entries.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        for (index, entry) in sorted.enumerated() {
            if index > 0, sorted[index - 1].row == entry.row, sorted[index - 1].column == entry.column {
                values[values.count - 1] += entry.value
                continue
            }
            while offsets.count <= entry.row { offsets.append(numbers.count) }
            numbers.append(Int32(entry.column))
            values.append(entry.value)
        }
        while offsets.count <= rows { offsets.append(numbers.count) }
        self.init(
            SparsePattern(rows: rows, columns: columns, offsets: offsets, columnNumbers: numbers), values: values)
    }

    /// The same matrix of another type, as gradient checks in float64 need.
    public func cast(to type: ScalarType) -> SparseMatrix {
        SparseMatrix(pattern, values: Tensor(values).cast(to: type).buffer, isSymmetric: isSymmetric)
    }

    /// Chosen rows, in their order.
    public func selecting(rows chosen: [Int32]) -> SparseMatrix {
        var (offsets, numbers, origins) = ([0], [Int32](), [Int32]())
        for row in chosen {
            let entries = pattern.entries(of: Int(row))
            numbers += pattern.columnNumbers[entries]
            origins += entries.map { Int32($0) }
            offsets.append(numbers.count)
        }
        let selected = SparsePattern(rows: chosen.count, columns: columns, offsets: offsets, columnNumbers: numbers)
        return SparseMatrix(selected, values: Tensor(values).gathering(Tensor(origins)).buffer)
    }

    /// All numbers, zeros included.
    ///
    /// - Shapes: rows × columns.
    public var dense: Tensor {
        var numbers = [Double](repeating: 0, count: rows * columns)
        let stored = Tensor(values).doubles
        for row in 0..<rows {
            for entry in pattern.entries(of: row) {
                numbers[row * columns + Int(pattern.columnNumbers[entry])] += stored[entry]
            }
        }
        return Tensor(numbers, shape: [rows, columns]).cast(to: type)
    }
}

// MARK: - Products

extension SparseMatrix {
    /// rectifier(self x + bias).
    ///
    /// - Shapes: R × C by C × F to R × F; bias F.
    public func product(_ x: Tensor, bias: Tensor? = nil, rectifier: Rectifier? = nil) -> Tensor {
        Contract.require(
            x.rank == 2 && x.shape[0] == columns && x.type == type && (bias == nil || bias?.shape == [x.shape[1]]),
            "SparseMatrix.product",
            "\(rows) × \(columns) of \(type) by \(x.shape) of \(x.type), bias \(bias?.shape ?? [])")
        let engine = x.engine
        let result = engine.sparseProduct(
            self, x.buffer, transposing: false, bias: bias?.buffer, rectifier: rectifier)
        guard let tape = Tape.shared(by: x, bias, nil) else { return Tensor(result) }
        let source = x.node
        return tape.record(result) { [self] gradient, tape in
            let gradient = gradient.beforeRectifier(rectifier, result: result)
            tape.add(to: source) {
                Tensor(
                    engine.sparseProduct(self, gradient.buffer, transposing: true, bias: nil, rectifier: nil))
            }
            if let bias { tape.add(to: bias) { gradient.sum(axes: [0]) } }
        }
    }

    /// self weightᵀ: a linear layer on sparse inputs.
    ///
    /// - Shapes: N × D with weight K × D to N × K.
    public func linear(_ weight: Tensor) -> Tensor {
        Contract.require(
            weight.rank == 2 && weight.shape[1] == columns && weight.type == type, "SparseMatrix.linear",
            "\(rows) × \(columns) of \(type) with weight \(weight.shape) of \(weight.type)")
        let engine = weight.engine
        let result = engine.sparseLinear(self, weight: weight.buffer)
        guard let tape = Tape.shared(by: weight) else { return Tensor(result) }
        let source = weight.node
        return tape.record(result) { [self] gradient, tape in
            tape.add(to: source) { Tensor(engine.sparseLinearWeightGradient(gradient.buffer, self)) }
        }
    }

    /// While gradients are recorded, the matrix with stored numbers zeroed at random and the rest scaled by
    /// 1 / (1 − rate); otherwise itself. Zeros stay 0 anyway, so this is dropout of all numbers.
    public func droppedOut(_ rate: Double) -> SparseMatrix {
        guard let draw = Dropout.draw(rate, count: pattern.count) else { return self }
        return droppedOut(by: draw)
    }

    func droppedOut(by draw: DropoutDraw) -> SparseMatrix {
        let engine = ComputeContext.engine(for: type)
        let dropped = engine.dropout(values, rate: draw.rate, key: draw.key, counter: draw.counter)
        return SparseMatrix(pattern, values: dropped, isSymmetric: false)
    }
}
