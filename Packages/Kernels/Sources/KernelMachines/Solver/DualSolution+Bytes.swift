import Core

// Solutions as bytes, which ranks send to each other: eight for each number, so that nothing is rounded.

extension DualSolution {
    /// The numbers of a solution besides its coefficients.
    private static let others = 7

    /// The number of bytes of a solution of so many variables.
    static func byteCount(variables: Int) -> Int { 8 * (others + variables) }

    /// All numbers of the solution.
    var bytes: [UInt8] {
        let counts = [iterations, negativeCurvatures, hasConverged ? 1 : 0].map { UInt64(bitPattern: Int64($0)) }
        let numbers = counts + ([bias, objective, gap, violation] + coefficients).map(\.bitPattern)
        return numbers.withUnsafeBytes(Array.init)
    }

    /// The solution with these bytes.
    ///
    /// - Parameter bytes: as many as `byteCount` says.
    init(_ bytes: ArraySlice<UInt8>, variables: Int) {
        Contract.require(
            bytes.count == Self.byteCount(variables: variables), "DualSolution",
            "\(bytes.count) bytes for \(variables) variables, expected \(Self.byteCount(variables: variables))")
        let numbers = bytes.withUnsafeBytes { bytes in
            (0..<Self.others + variables).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) }
        }
        let values = numbers.dropFirst(3).map { Double(bitPattern: $0) }
        self.init(
            coefficients: Array(values.dropFirst(4)), bias: values[0], objective: values[1], gap: values[2],
            violation: values[3], iterations: Int(Int64(bitPattern: numbers[0])), hasConverged: numbers[2] == 1,
            negativeCurvatures: Int(Int64(bitPattern: numbers[1])))
    }
}
