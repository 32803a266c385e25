import Datasets
import Foundations
import Tensors

/// Compares an experiment's gradients with differences of its loss, and the fast engine's gradients with the
/// reference's.
///
/// The model has its initial weights, and dropout is off. Each gradient a, by reverse-mode differentiation in float64,
/// is compared with central differences n = (L(w + h) − L(w − h)) / 2h for some random numbers of its parameter, as ‖a
/// − n‖ / (‖a‖ + ‖n‖). Next to a kink, as in rectifiers and max pooling, a smaller h decides: no h makes a wrong
/// gradient right. Source: Karpathy, CS231n, "Gradient checks".
public struct GradientCheck<E: Experiment> {
    /// The experiment to check, with the facts of its data.
    public var experiment: E
    /// Its data.
    public let data: E.Data
    /// The maximum number of examples in the batch of the loss.
    public var examples = 3
    /// The maximum number of numbers to move in each parameter.
    public var entries = 30
    /// The largest h.
    public var step = 1e-4

    /// A check of an experiment that has recorded the facts of its data.
    public init(_ experiment: E, _ data: E.Data) { (self.experiment, self.data) = (experiment, data) }

    /// Checks every parameter.
    ///
    /// - Throws: the errors of making the model and reading examples.
    public func rows() throws -> [GradientCheckRow] {
        if let obstacle = experiment.gradientObstacle {
            throw ToolError.usage("check-gradients: \(obstacle), so differences of the loss are not its gradient")
        }
        let model = try experiment.makeModel()
        let source = try experiment.examples(of: data)
        var shuffle = RandomStream(seed: experiment.seed, name: .shuffle(epoch: 0))
        let numbers = source.order(&shuffle).prefix(max(1, examples))
        let batch = source.batch(numbers[...], epoch: 0)
        let fast = valueAndGradients(of: model, in: .evaluation) { loss(model, batch, data) }.gradients.tensors
        model.convert(to: .float64)
        let exact = Batch(inputs: batch.inputs.asFloat64, labels: batch.labels.asFloat64, count: batch.count)
        let exactData = experiment.float64(data)
        let lossNow = { loss(model, exact, exactData) }
        let reference = valueAndGradients(of: model, in: .evaluation, lossNow).gradients.tensors
        var random = RandomStream(seed: experiment.seed, name: .gradientCheck)
        let floor = Self.share * norm(reference.flatMap(\.doubles))
        return zip(model.trainedParameters, zip(reference, fast)).map { named, gradients in
            let slopes = gradients.0.doubles
            let places = places(of: slopes.count, &random)
            let numeric = places.map { place in
                difference(of: named.parameter, at: place, near: slopes[place], lossNow)
            }
            return GradientCheckRow(
                parameter: named.name,
                error: relativeError(places.map { slopes[$0] }, numeric, floor: floor),
                engineError: relativeError(gradients.1.doubles, slopes, floor: floor), checked: places.count,
                count: slopes.count)
        }
    }

    /// A gradient below this share of all gradients together counts as this much: a gradient that is zero by symmetry,
    /// such as that of a key's bias, consists only of rounding.
    private static var share: Double { 1e-4 }

    /// The loss with the random numbers and the carried state of a first step.
    private func loss(_ model: E.Model, _ batch: Batch, _ data: E.Data) -> Tensor {
        let trainer = Trainer(
            model,
            method: TrainingMethod(parts: [TrainedPart(model, optimizer: experiment.recipe.makeOptimizer())]) { _, _ in
                0
            },
            random: RandomStreams(seed: experiment.seed), epochs: 1, batchSize: max(1, batch.count),
            exampleCount: max(1, batch.count), hooks: [])
        return experiment.loss(model, batch, data, trainer.state)
    }

    private func places(of count: Int, _ random: inout RandomStream) -> [Int] {
        count <= entries ? Array(0..<count) : random.permutation(of: count).prefix(entries).map(Int.init)
    }

    /// The central difference for one number of a parameter; if the largest step width does not fit, the best one of
    /// several.
    private func difference(
        of parameter: Parameter, at place: Int, near slope: Double, _ loss: () -> Tensor
    ) -> Double {
        let value = parameter.value
        defer { parameter.assign(value) }
        var best = Double.infinity
        var width = step
        for _ in 0..<4 {
            let ends = [width, -width].map { offset in
                var moved = value.doubles
                moved[place] += offset
                parameter.assign(Tensor(moved, shape: value.shape))
                return loss().item
            }
            let difference = (ends[0] - ends[1]) / (2 * width)
            if abs(difference - slope) < abs(best - slope) { best = difference }
            if abs(best - slope) <= 1e-7 * (abs(best) + abs(slope)) { break }
            width /= 10
        }
        return best
    }
}

/// The comparison of a parameter's gradient.
public struct GradientCheckRow: Sendable {
    /// PyTorch's name of the parameter.
    public let parameter: String
    /// The relative error of the gradient against central differences, both in float64.
    public let error: Double
    /// The relative error of the fast engine's gradient, in float32, against the reference's.
    public let engineError: Double
    /// The number of the parameter's numbers that were moved, and the number of all.
    public let checked, count: Int

    /// Whether the gradient is right.
    public func passes(_ tolerance: Double) -> Bool { error <= tolerance && engineError <= Self.engineTolerance }

    /// Rounding in float32 moves some units of a rectifier to the other side of their kink.
    public static let engineTolerance = 1e-2
}

extension Tensor {
    /// The same numbers in float64; whole numbers do not change.
    fileprivate var asFloat64: Tensor { type.isFloatingPoint ? cast(to: .float64) : self }
}

extension StreamName {
    /// The numbers of a parameter that are moved to check its gradient.
    static let gradientCheck = StreamName("check-gradients")
}
