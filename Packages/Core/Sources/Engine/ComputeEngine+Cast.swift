extension ComputeEngine {
    /// Numbers become the nearest of the other type; toward int32, fractions are cut off, numbers beyond its range
    /// become its ends, and what is not a number becomes 0.
    public func cast(_ x: Buffer, to type: ScalarType) -> Buffer {
        if x.type == type { return Buffer(shape: x.shape, type: type, memory: x.memory, layout: x.layout) }
        let result = Buffer(shape: x.shape, type: type)
        switch (x.type, type) {
        case (.float32, .float64): convert(x, result, Float.self) { Double($0) }
        case (.float64, .float32): convert(x, result, Double.self) { Float($0) }
        case (.int32, .float32): convert(x, result, Int32.self) { Float($0) }
        case (.int32, .float64): convert(x, result, Int32.self) { Double($0) }
        case (.float32, .int32): convert(x, result, Float.self) { wholeNumber(Double($0)) }
        case (.float64, .int32): convert(x, result, Double.self) { wholeNumber($0) }
        case (.float32, .float32), (.float64, .float64), (.int32, .int32): break
        }
        return result
    }

    @inline(__always)
    private func convert<From: TensorScalar, To: TensorScalar>(
        _ x: Buffer, _ result: Buffer, _ type: From.Type, _ body: (From) -> To
    ) {
        let from = x.rowMajor(type)
        let to = result.rowMajor(To.self)
        for i in 0..<x.count { to[i] = body(from[i]) }
    }

    @inline(__always)
    private func wholeNumber(_ x: Double) -> Int32 {
        x.isNaN ? 0 : Int32(max(Double(Int32.min), min(Double(Int32.max), x)))
    }
}
