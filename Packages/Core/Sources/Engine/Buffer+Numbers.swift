/// How numbers are read and made outside the engines: within a closure, so that no pointer outlives its memory.
extension Buffer {
    /// Reads the numbers in row-major order; they stay where they are until `body` returns.
    public func withUnsafeNumbers<Scalar: TensorScalar, Result, Failure: Error>(
        _ type: Scalar.Type, _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let memory = rowMajorMemory
        defer { withExtendedLifetime(memory) {} }
        return try body(UnsafeBufferPointer(start: rowMajor(type), count: count))
    }

    /// A buffer in row-major order whose numbers `body` sets, every one.
    public convenience init<Scalar: TensorScalar, Failure: Error>(
        shape: Shape, settingEach type: Scalar.Type,
        _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(shape: shape, type: type.scalarType)
        let memory = memory
        defer { withExtendedLifetime(memory) {} }
        try body(UnsafeMutableBufferPointer(start: stored(type), count: count))
    }
}
