/// The relative error ‖a − n‖ / (‖a‖ + ‖n‖) of analytic gradients a against central differences n.
///
/// Differences are taken in the inputs' own type: use float64, where a correct gradient reaches 1e-8 or better.
/// Source: Karpathy, CS231n, "Gradient checks".
///
/// - Shapes: `body` returns a single number; the result has one error for each input.
public func gradientErrors(
    at inputs: [Tensor], step: Double = 1e-5, _ body: ([Tensor]) -> Tensor
) -> [Double] {
    let analytic = valueAndGradients(at: inputs, in: .evaluation, body).gradients
    return inputs.indices.map { index in
        let values = inputs[index].doubles
        let numeric = values.indices.map { at in
            let ends = [step, -step].map { offset in
                var moved = values
                moved[at] += offset
                var arguments = inputs
                arguments[index] = Tensor(moved, shape: inputs[index].shape).cast(to: inputs[index].type)
                return body(arguments).item
            }
            return (ends[0] - ends[1]) / (2 * step)
        }
        return relativeError(analytic[index].doubles, numeric)
    }
}

/// ‖a − b‖ / max(‖a‖ + ‖b‖, floor), and 0 where all are zero.
///
/// - Parameters:
///   - a: a vector, such as an analytic gradient.
///   - b: a vector of as many numbers, such as numeric differences.
///   - floor: below it numbers count as rounding; 0 by default.
public func relativeError(_ a: [Double], _ b: [Double], floor: Double = 0) -> Double {
    let scale = max(norm(a) + norm(b), floor)
    return scale == 0 ? 0 : norm(zip(a, b).map { $0 - $1 }) / scale
}

/// ‖a‖, the square root of the sum of the squares.
public func norm(_ a: [Double]) -> Double { a.reduce(0) { $0 + $1 * $1 }.squareRoot() }
