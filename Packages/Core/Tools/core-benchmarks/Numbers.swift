import Core

/// Numbers of a normal distribution, the same at every start.
func normal(_ shape: Shape) -> Tensor {
    var random = RandomStream(seed: 0, name: StreamName("benchmark"))
    return Tensor((0..<shape.elementCount).map { _ in Float(random.normal()) }, shape: shape)
}

/// Keeps the optimizer from leaving out what nobody reads.
@inline(never)
func keep<Value>(_ value: Value) {}

/// Keeps the compiler from leaving out a buffer's work, and the engine from putting it off.
@inline(never)
func keepLaidOut(_ buffer: Buffer) {
    keep(buffer.memory)
}
