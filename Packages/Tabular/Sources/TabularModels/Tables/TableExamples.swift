import Core

/// Rows of a table as inputs and targets of a network, all in memory as float32.
public struct TableExamples: ExampleSource {
    /// N × D.
    public let inputs: Tensor
    /// N of int32 (classes), or N × 1 of float32 (numbers).
    public let targets: Tensor
    private let classes: [Int32]
    private let numbers: [Float]
    private let naturalOrder: [Int32]
    private let isWhole: Bool

    /// Rows with a class each.
    ///
    /// - Parameters:
    ///   - inputs: N × D.
    ///   - classes: N class numbers.
    ///   - batchSize: if it is at least the number of rows, they are never reordered or copied.
    public init(inputs: Tensor, classes: [Int32], batchSize: Int) {
        self.init(inputs, Tensor(classes), classes, [], batchSize)
    }

    /// Rows with a number each.
    public init(inputs: Tensor, numbers: [Float], batchSize: Int) {
        self.init(inputs, Tensor(numbers, shape: [numbers.count, 1]), [], numbers, batchSize)
    }

    private init(_ inputs: Tensor, _ targets: Tensor, _ classes: [Int32], _ numbers: [Float], _ batchSize: Int) {
        Contract.require(
            inputs.rank == 2 && inputs.shape[0] == targets.shape[0], "TableExamples",
            "inputs \(inputs.shape) for targets \(targets.shape)")
        (self.inputs, self.targets, self.classes, self.numbers) = (inputs, targets, classes, numbers)
        isWhole = batchSize >= inputs.shape[0]
        naturalOrder = Array(0..<Int32(inputs.shape[0]))
    }

    public var count: Int { inputs.shape[0] }

    public func order(_ shuffle: inout RandomStream) -> [Int32] {
        isWhole ? naturalOrder : shuffle.permutation(of: count)
    }

    public func batch(_ rows: ArraySlice<Int32>) -> Batch {
        if isWhole, rows.count == count { return Batch(inputs: inputs, labels: targets) }
        let labels =
            classes.isEmpty
            ? Tensor(rows.map { numbers[Int($0)] }, shape: [rows.count, 1]) : Tensor(rows.map { classes[Int($0)] })
        return Batch(inputs: inputs.gathering(Tensor(Array(rows))), labels: labels)
    }
}
