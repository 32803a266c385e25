/// A buffer on an engine, with the signs of arithmetic: composed operations then read as their formulas.
///
/// Shapes are broadcast as by ``ComputeEngine/binary(_:_:_:)``.
struct Term {
    let engine: any ComputeEngine
    let buffer: Buffer

    init(_ buffer: Buffer, on engine: any ComputeEngine) {
        (self.buffer, self.engine) = (buffer, engine)
    }

    var shape: Shape { buffer.shape }

    private func term(_ buffer: Buffer) -> Term { Term(buffer, on: engine) }

    private func combined(_ operation: BinaryOperation, with other: Term) -> Term {
        term(engine.binary(operation, buffer, other.buffer))
    }

    static func + (a: Term, b: Term) -> Term { a.combined(.add, with: b) }
    static func - (a: Term, b: Term) -> Term { a.combined(.subtract, with: b) }
    static func * (a: Term, b: Term) -> Term { a.combined(.multiply, with: b) }
    static func / (a: Term, b: Term) -> Term { a.combined(.divide, with: b) }

    static func + (x: Term, number: Double) -> Term { x.applying(.affine(scale: 1, offset: number)) }
    static func * (number: Double, x: Term) -> Term { x.applying(.affine(scale: number, offset: 0)) }
    static func - (number: Double, x: Term) -> Term { x.applying(.affine(scale: -1, offset: number)) }

    /// The larger of each pair.
    func maximum(_ other: Term) -> Term { combined(.maximum, with: other) }

    func applying(_ operation: UnaryOperation) -> Term { term(engine.unary(operation, buffer)) }

    /// Rectified if asked.
    func rectified(_ rectifier: Rectifier?) -> Term { rectifier.map { applying($0.operation) } ?? self }

    /// Σ along axes, which stay with extent 1.
    func sum(_ axes: Int...) -> Term { term(engine.reduce(.sum, buffer, axes: axes)) }

    /// The mean along axes, which stay with extent 1.
    func mean(_ axes: Int...) -> Term {
        let count = axes.reduce(1) { $0 * shape[$1] }
        return 1 / Double(max(1, count)) * term(engine.reduce(.sum, buffer, axes: axes))
    }

    func reshaped(_ shape: Int...) -> Term { term(buffer.reshaped(to: shape)) }
    func reshaped(to shape: Shape) -> Term { term(buffer.reshaped(to: shape)) }
    func transposed(_ axes: Int...) -> Term { term(engine.transpose(buffer, axes: axes)) }
    func sliced(_ range: Range<Int>, axis: Int) -> Term { term(engine.slice(buffer, axis: axis, range: range)) }

    /// The matrix product, of the last two axes where there is a batch axis.
    func times(_ other: Term, transposingSelf: Bool = false, transposingOther: Bool = false) -> Term {
        term(
            engine.matmul(
                buffer, other.buffer, transposingA: transposingSelf, transposingB: transposingOther, bias: nil,
                rectifier: nil))
    }

    /// Rows by number.
    func rows(_ numbers: Buffer) -> Term { term(engine.gather(buffer, indices: numbers)) }

    /// Rows added up by number, in `count` rows.
    func added(to numbers: Buffer, count: Int) -> Term {
        term(engine.scatterAdd(buffer, indices: numbers, count: count))
    }

    /// The gradient by the argument of `operation`, `self` being that argument.
    func gradient(of operation: UnaryOperation, by gradient: Term) -> Term {
        let result = engine.unary(operation, buffer)
        return term(engine.unaryGradient(operation, x: buffer, y: result, gradient: gradient.buffer))
    }

    /// Dropped out by `draw`; the same where there is none.
    func droppedOut(_ draw: DropoutDraw?) -> Term {
        guard let draw else { return self }
        return term(engine.dropout(buffer, rate: draw.rate, key: draw.key, counter: draw.counter))
    }
}
