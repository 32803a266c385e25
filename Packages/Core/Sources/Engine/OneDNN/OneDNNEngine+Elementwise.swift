import CoreLoops

extension OneDNNEngine {
    public func unary(_ operation: UnaryOperation, _ x: Buffer) -> Buffer {
        let isInPlace = x.storedCount == x.count || operation.preservesZero
        let y = Buffer(shape: x.shape, type: .float32, layout: isInPlace ? x.layout : nil)
        let from = isInPlace ? x.stored(reading: Float.self) : x.rowMajor(reading: Float.self)
        let to = y.stored(writing: Float.self)
        let loop = operation.loop
        Parallel.ranges(y.storedCount) { range in
            let start = range.lowerBound
            loop_unary(loop.operation, loop.a, loop.b, from + start, to + start, range.count)
        }
        return y
    }

    public func unaryGradient(_ operation: UnaryOperation, x: Buffer, y: Buffer, gradient: Buffer) -> Buffer {
        let isInPlace =
            x.liesLike(y) && x.liesLike(gradient) && (x.storedCount == x.count || operation.preservesZeroGradient)
        let result = Buffer(shape: x.shape, type: .float32, layout: isInPlace ? x.layout : nil)
        let inputs = [x, y, gradient].map {
            isInPlace ? $0.stored(reading: Float.self) : $0.rowMajor(reading: Float.self)
        }
        let (from, made, dy, dx) = (inputs[0], inputs[1], inputs[2], result.stored(writing: Float.self))
        let loop = operation.loop
        Parallel.ranges(result.storedCount) { range in
            let i = range.lowerBound
            loop_unary_gradient(loop.operation, loop.a, from + i, made + i, dy + i, dx + i, range.count)
        }
        return result
    }

    public func binary(_ operation: BinaryOperation, _ a: Buffer, _ b: Buffer) -> Buffer {
        if a.shape == b.shape && a.liesLike(b) && (operation != .divide || a.storedCount == a.count) {
            let result = Buffer(shape: a.shape, type: .float32, layout: a.layout)
            let (p, q) = (a.stored(reading: Float.self), b.stored(reading: Float.self))
            let z = result.stored(writing: Float.self)
            Parallel.ranges(result.storedCount) { range in
                let i = range.lowerBound
                loop_binary(operation.loop, p + i, 1, q + i, 1, z + i, range.count)
            }
            return result
        }
        return broadcast(operation, a, b)
    }

    private func broadcast(_ operation: BinaryOperation, _ a: Buffer, _ b: Buffer) -> Buffer {
        let plan = Broadcast(a.shape, b.shape)
        let result = Buffer(shape: plan.shape, type: .float32)
        let (p, q) = (a.rowMajor(reading: Float.self), b.rowMajor(reading: Float.self))
        let z = result.stored(writing: Float.self)
        let inner = plan.inner
        Parallel.ranges(plan.outerCount, grain: max(1, Parallel.elementGrain / max(1, inner)), alignment: 1) { range in
            plan.forEachRow(in: range) { row, offsetA, offsetB in
                loop_binary(
                    operation.loop, p + offsetA, plan.innerStrideA, q + offsetB, plan.innerStrideB, z + row * inner,
                    inner)
            }
        }
        return result
    }

    public func dropout(_ x: Buffer, rate: Double, key: UInt64, counter: UInt64) -> Buffer {
        let y = Buffer(shape: x.shape, type: .float32, layout: x.layout)
        let (from, to) = (x.stored(reading: Float.self), y.stored(writing: Float.self))
        Parallel.ranges(y.storedCount, grain: 4_096, alignment: 512) { range in
            let start = range.lowerBound
            loop_dropout(key, counter, rate, from + start, to + start, start, range.count)
        }
        return y
    }
}

extension UnaryOperation {
    /// The C loop that computes the operation, and its parameters.
    fileprivate var loop: (operation: loop_unary_operation, a: Float, b: Float) {
        switch self {
        case .relu: (loop_relu, 0, 0)
        case .leakyReLU(let slope): (loop_leaky_relu, Float(slope), 0)
        case .tanh: (loop_tanh, 0, 0)
        case .sigmoid(let slope): (loop_sigmoid, Float(slope), 0)
        case .softsign: (loop_softsign, 0, 0)
        case .elu(let alpha): (loop_elu, Float(alpha), 0)
        case .gelu: (loop_gelu, 0, 0)
        case .gaussian: (loop_gaussian, 0, 0)
        case .hardLimit: (loop_hard_limit, 0, 0)
        case .exp: (loop_exp, 0, 0)
        case .log: (loop_log, 0, 0)
        case .square: (loop_square, 0, 0)
        case .squareRoot: (loop_square_root, 0, 0)
        case .absolute: (loop_absolute, 0, 0)
        case .reciprocal: (loop_reciprocal, 0, 0)
        case .softplus: (loop_softplus, 0, 0)
        case .affine(let scale, let offset): (loop_affine, Float(scale), Float(offset))
        case .clamp(let limit): (loop_clamp, Float(limit), 0)
        }
    }
}

extension BinaryOperation {
    fileprivate var loop: loop_binary_operation {
        switch self {
        case .add: loop_add
        case .subtract: loop_subtract
        case .multiply: loop_multiply
        case .divide: loop_divide
        case .maximum: loop_maximum
        case .minimum: loop_minimum
        }
    }
}
