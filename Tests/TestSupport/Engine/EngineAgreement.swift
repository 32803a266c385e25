import Engine
import Tensors
import Testing

/// Expects that the fast and the reference engine get the same from `body`: its result, and the gradients by every
/// floating-point input of a random weighting of that result.
///
/// Numbers may differ by `tolerance` times the largest magnitude of the tensor they stand in.
package func expectAgreement(
    _ inputs: [Tensor], tolerance: Double = 2e-6, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: ([Tensor]) -> Tensor
) {
    let found = disagreement(inputs, tolerance: tolerance, body)
    #expect(found == nil, sourceLocation: sourceLocation)
}

/// The same on random inputs of these shapes.
package func expectAgreement(
    of shapes: Shape..., in range: Range<Double> = -1..<1, tolerance: Double = 2e-6,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: ([Tensor]) -> Tensor
) {
    expectAgreement(
        randomTensors(shapes, in: range), tolerance: tolerance, sourceLocation: sourceLocation, body)
}

/// What the engines get differently, and by how much; nil where they agree.
package func disagreement(
    between first: any ComputeEngine = OneDNNEngine.shared, and second: any ComputeEngine = ReferenceEngine.shared,
    _ inputs: [Tensor], tolerance: Double = 2e-6, _ body: ([Tensor]) -> Tensor
) -> String? {
    for (index, (a, b)) in zip(outcome(on: first, inputs, body), outcome(on: second, inputs, body)).enumerated() {
        let what = index == 0 ? "result" : "gradient by input \(index - 1)"
        if a.shape != b.shape { return "\(what): shape \(a.shape), expected \(b.shape)" }
        let difference = relativeDifference(a.doubles, b.doubles)
        if difference > tolerance { return "\(what) of shape \(a.shape): off by \(difference)" }
    }
    return nil
}

/// The result of `body` and the gradients by its inputs.
private func outcome(on engine: any ComputeEngine, _ inputs: [Tensor], _ body: ([Tensor]) -> Tensor) -> [Tensor] {
    ComputeContext.with(engine) {
        // An engine may move a weight into a layout of its own, so each gets tensors of its own.
        let inputs = inputs.map(\.copy)
        let result = body(inputs)
        let weights = randomTensor(result.shape, seed: 99, type: result.type)
        return [result] + valueAndGradients(at: inputs, in: .evaluation) { (body($0) * weights).sum() }.gradients
    }
}

/// The largest difference over the largest finite magnitude of `b`; infinite where one is not a number or infinite and
/// the other is not the same.
package func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let scale = b.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    let difference = zip(a, b).reduce(0) { largest, pair in
        if pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) { return largest }
        let difference = (pair.0 - pair.1).magnitude
        return difference.isFinite ? max(largest, difference) : .infinity
    }
    return scale == 0 ? difference : difference / scale
}
