import Engine
import Foundations

// Functions of one number.

extension Tensor {
    /// f(x) for every element.
    public func applying(_ operation: UnaryOperation) -> Tensor {
        let result = engine.unary(operation, buffer)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            tape.add(to: self) {
                Tensor(engine.unaryGradient(operation, x: buffer, y: result, gradient: gradient.buffer))
            }
        }
    }
}

/// max(0, x)
public func relu(_ x: Tensor) -> Tensor { x.applying(.relu) }
/// x < 0 ? slope x : x
public func leakyReLU(_ x: Tensor, slope: Double = 0.01) -> Tensor { x.applying(.leakyReLU(slope: slope)) }
public func tanh(_ x: Tensor) -> Tensor { x.applying(.tanh) }
/// 1 / (1 + exp(−slope x))
public func sigmoid(_ x: Tensor, slope: Double = 1) -> Tensor { x.applying(.sigmoid(slope: slope)) }
/// x / (1 + |x|)
public func softsign(_ x: Tensor) -> Tensor { x.applying(.softsign) }
/// x < 0 ? alpha (exp(x) − 1) : x
public func elu(_ x: Tensor, alpha: Double = 1) -> Tensor { x.applying(.elu(alpha: alpha)) }
/// x Φ(x), Φ being the normal distribution function
public func gelu(_ x: Tensor) -> Tensor { x.applying(.gelu) }
/// exp(−x²)
public func gaussian(_ x: Tensor) -> Tensor { x.applying(.gaussian) }
/// x ≥ 0 ? 1 : 0; no gradient flows through it.
public func hardLimit(_ x: Tensor) -> Tensor { x.applying(.hardLimit) }
/// log(1 + exp(x))
public func softplus(_ x: Tensor) -> Tensor { x.applying(.softplus) }
public func exp(_ x: Tensor) -> Tensor { x.applying(.exp) }
/// The natural logarithm.
public func log(_ x: Tensor) -> Tensor { x.applying(.log) }
public func square(_ x: Tensor) -> Tensor { x.applying(.square) }
public func sqrt(_ x: Tensor) -> Tensor { x.applying(.squareRoot) }
public func abs(_ x: Tensor) -> Tensor { x.applying(.absolute) }

extension Tensor {
    public static prefix func - (x: Tensor) -> Tensor { x.applying(.affine(scale: -1, offset: 0)) }
    public static func + (x: Tensor, number: Double) -> Tensor { x.applying(.affine(scale: 1, offset: number)) }
    public static func + (number: Double, x: Tensor) -> Tensor { x + number }
    public static func - (x: Tensor, number: Double) -> Tensor { x + -number }
    public static func - (number: Double, x: Tensor) -> Tensor { x.applying(.affine(scale: -1, offset: number)) }
    public static func * (x: Tensor, number: Double) -> Tensor { x.applying(.affine(scale: number, offset: 0)) }
    public static func * (number: Double, x: Tensor) -> Tensor { x * number }
    public static func / (x: Tensor, number: Double) -> Tensor { x * (1 / number) }
    public static func / (number: Double, x: Tensor) -> Tensor { x.applying(.reciprocal) * number }
}

extension Tensor {
    /// Zeroes elements at random with probability `rate` and scales the rest by 1 / (1 − rate)
    /// (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014). The same key and counter give the same mask.
    public func droppedOut(rate: Double, key: UInt64, counter: UInt64) -> Tensor {
        Contract.require((0..<1).contains(rate), "dropout", "rate \(rate), expected 0 ..< 1")
        let result = engine.dropout(buffer, rate: rate, key: key, counter: counter)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            tape.add(to: self) {
                // The mask belongs to places in memory, so the gradient must have the result's layout.
                let aligned = engine.aligned(gradient.buffer, with: result)
                return Tensor(engine.dropout(aligned, rate: rate, key: key, counter: counter))
            }
        }
    }
}
