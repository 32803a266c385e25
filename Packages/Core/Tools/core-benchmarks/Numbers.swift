import Core

/// Numbers of a normal distribution, the same at every start.
func normal(_ shape: Shape) -> Tensor {
    var random = RandomStream(seed: 0, name: StreamName("benchmark"))
    return Tensor((0..<shape.elementCount).map { _ in Float(random.normal()) }, shape: shape)
}

/// Prevents the optimizer from removing unused results.
@inline(never)
func keep<Value>(_ value: Value) {}

/// Prevents the compiler from removing a buffer's work, and the engine from deferring it.
@inline(never)
func keepLaidOut(_ buffer: Buffer) {
    keep(buffer.memory)
}
