import Engine
import Foundations

extension Tensor {
    /// A custom operation with its gradient: the result of `forward` for the arguments, through which gradients flow
    /// back by `pullback`.
    ///
    /// Inside `forward` and `pullback` the arguments are constants, so nothing else is recorded. x³, whose gradient is
    /// 3x²:
    ///
    /// ```swift
    /// func cube(_ x: Tensor) -> Tensor {
    ///     .recording([x]) { $0[0] * $0[0] * $0[0] } pullback: { gradient, x, _ in [gradient * 3 * square(x[0])] }
    /// }
    /// ```
    ///
    /// ``gradientErrors(at:step:_:)`` checks such a gradient against differences.
    ///
    /// - Parameters:
    ///   - arguments: what the operation depends on.
    ///   - forward: the result from the arguments; called at once.
    ///   - pullback: the gradients by the arguments, from the gradient by the result, the arguments and the result;
    ///     called at most once, and only where an argument's gradient is wanted. Nil where none flows to an argument.
    /// - Shapes: any; the gradient has the shape of the result, the gradients those of their arguments.
    public static func recording(
        _ arguments: [Tensor], _ forward: ([Tensor]) -> Tensor,
        pullback: @escaping (_ gradient: Tensor, _ arguments: [Tensor], _ result: Tensor) -> [Tensor?]
    ) -> Tensor {
        let constants = arguments.map(\.detached)
        let result = forward(constants).detached
        var tape: Tape?
        for argument in arguments { tape = Tape.joined(tape, Tape.shared(by: argument)) }
        guard let tape else { return result }
        return tape.record(result.buffer) { gradient, tape in
            let gradients = pullback(gradient, constants, result)
            Contract.require(
                gradients.count == arguments.count
                    && zip(gradients, arguments).allSatisfy { $0 == nil || $0?.shape == $1.shape }, "recording",
                "gradients \(gradients.map { $0?.shape ?? [] }), expected \(arguments.map(\.shape)) as the arguments'")
            for (argument, gradient) in zip(arguments, gradients) {
                if let gradient { tape.add(to: argument) { gradient.detached } }
            }
        }
    }
}
