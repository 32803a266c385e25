import Engine
import Files
import FoundationEssentials
import Tensors

/// A stored training: weights, optimizer, random streams and counters in one safetensors file.
///
/// Weights have PyTorch's names, so that PyTorch, MLX and Candle can read them; data that only Kumiki needs are under
/// `optimizer/` and in the metadata.
public struct Checkpoint {
    /// The data that training needs besides tensors.
    struct Progress: Codable {
        var epoch: Int
        var stepInEpoch: Int
        var optimizerStep: Int
        /// From the second part on, where a model has several.
        var laterOptimizerSteps: [Int]?
        var lossSum: Double
        var exampleCount: Int
        var batchSize: Int
        var examplesPerEpoch: Int
        var seed: UInt64
        var streams: [String: UInt64]
        var figures: [String: Double]?
        /// Seconds of training; only within an epoch, because `metrics.csv` has the seconds of whole epochs, and two
        /// trainings with the same steps must write the same bytes.
        var seconds: Double?
    }

    private static let progressKey = "kumiki.progress"
    private static let configurationKey = "kumiki.config"
    private static let optimizerPrefix = "optimizer/"
    private static let carriedPrefix = "carried/"
    private static let keptPrefix = "carried/best/"

    private let file: String
    private let contents: Safetensors

    /// Reads a checkpoint or a model file.
    ///
    /// - Throws: `FileError` where it is missing or damaged, or a weight is not a finite number.
    public init(_ file: String) throws(FileError) { try self.init(Safetensors.read(file), file: file) }

    /// The same from the bytes of a file.
    ///
    /// - Throws: `FileError` where they are damaged.
    init(bytes: [UInt8], file: String) throws(FileError) {
        try self.init(Safetensors(bytes: bytes, file: file), file: file)
    }

    private init(_ contents: Safetensors, file: String) throws(FileError) {
        (self.contents, self.file) = (contents, file)
        for (name, tensor) in contents.tensors.sorted(by: { $0.key < $1.key }) where Self.isWeight(name) {
            guard let place = tensor.floats().firstIndex(where: { !$0.isFinite }) else { continue }
            throw FileError(
                .badData, file, at: .item(kind: "tensor", name: name),
                "number \(place + 1) of \(tensor.count) is \(tensor.floats()[place])", expected: "finite weights")
        }
    }

    /// Whether a tensor is one of a model's weights, including those of an earlier epoch, and not a value that training
    /// carries.
    private static func isWeight(_ name: String) -> Bool {
        name.hasPrefix(keptPrefix) || !(name.hasPrefix(optimizerPrefix) || name.hasPrefix(carriedPrefix))
    }

    /// Writes `state`; the file appears complete or not at all.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public static func save(_ state: TrainingState, configuration: String, to file: String) throws {
        var contents = weights(of: state.model, configuration: configuration)
        for part in state.parts {
            for (name, tensor) in part.optimizer.state(of: part.module) {
                contents.tensors[optimizerPrefix + part.wholeName(name)] = tensor.fileArray
            }
        }
        for (name, tensor) in state.carried { contents.tensors[carriedPrefix + name] = tensor.fileArray }
        for (name, tensor) in state.kept { contents.tensors[keptPrefix + name] = tensor.fileArray }
        let progress = Progress(
            epoch: state.epoch, stepInEpoch: state.stepInEpoch, optimizerStep: state.optimizer.step,
            laterOptimizerSteps: state.parts.count > 1 ? state.parts.dropFirst().map(\.optimizer.step) : nil,
            lossSum: state.lossSum, exampleCount: state.exampleCount, batchSize: state.batchSize,
            examplesPerEpoch: state.examplesPerEpoch, seed: state.random.seed, streams: state.random.positions,
            figures: state.figures.isEmpty ? nil : state.figures,
            seconds: state.stepInEpoch > 0 ? state.trainingSeconds : nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        contents.metadata[progressKey] = String(decoding: try encoder.encode(progress), as: UTF8.self)
        try contents.write(to: file)
    }

    /// Writes only the weights of `model`.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public static func saveWeights(of model: any Module, configuration: String, to file: String) throws(FileError) {
        try weights(of: model, configuration: configuration).write(to: file)
    }

    private static func weights(of model: any Module, configuration: String) -> Safetensors {
        var contents = Safetensors(metadata: ["format": "pt", configurationKey: configuration])
        for named in model.parameters { contents.tensors[named.name] = named.parameter.value.fileArray }
        return contents
    }

    /// The configuration of the run that wrote the file; nil where another program wrote it.
    public var configuration: String? { contents.metadata[Self.configurationKey] }

    /// Gives `model` the weights of the file, all of them or none.
    ///
    /// - Throws: `FileError` where a weight is missing, has another shape, or does not belong to the model.
    public func restoreWeights(of model: any Module) throws(FileError) {
        for (parameter, value) in try weights(fitting: model) { parameter.assign(value) }
    }

    private func weights(fitting model: any Module) throws(FileError) -> [(Parameter, Tensor)] {
        let parameters = model.parameters
        for named in parameters where contents.tensors[named.name] == nil {
            throw FileError(
                .badData, file, "contains no '\(named.name)', so it belongs to another model",
                expected: parameters.map(\.name).joined(separator: ", "))
        }
        let known = Set(parameters.map(\.name))
        if let other = contents.tensors.keys.sorted().first(where: {
            !$0.hasPrefix(Self.optimizerPrefix) && !$0.hasPrefix(Self.carriedPrefix) && !known.contains($0)
        }) {
            throw FileError(
                .badData, file, "contains '\(other)', which the model does not have, so it belongs to another model")
        }
        var weights: [(Parameter, Tensor)] = []
        for named in parameters {
            let (shape, type) = (named.parameter.shape, named.parameter.value.type)
            // Counts are whole numbers, and stay exact beyond the precision of float32.
            let value =
                type == .int32
                ? Tensor(try contents.tensor(named.name, shape: shape, from: file).int32s(from: file), shape: shape)
                : try tensor(named.name, shape: shape)
            weights.append((named.parameter, value))
        }
        return weights
    }

    /// Restores `state` completely, or does not change it.
    ///
    /// - Throws: `FileError` where the file does not fit the training.
    public func restore(_ state: TrainingState) throws(FileError) {
        guard let text = contents.metadata[Self.progressKey],
            let progress = try? JSONDecoder().decode(Progress.self, from: Data(text.utf8))
        else { throw FileError(.badData, file, "contains only weights", expected: "a checkpoint to continue from") }
        guard progress.batchSize == state.batchSize, progress.examplesPerEpoch == state.examplesPerEpoch,
            progress.seed == state.random.seed, (0...Recipe.mostCount).contains(progress.epoch),
            (0...state.stepsPerEpoch).contains(progress.stepInEpoch),
            (progress.laterOptimizerSteps ?? []).count == state.parts.count - 1
        else { throw FileError(.badData, file, "was written by a training with other settings") }
        let weights = try weights(fitting: state.model)
        try checkKept(fitting: state.model)
        let steps = [progress.optimizerStep] + (progress.laterOptimizerSteps ?? [])
        var slots: [[String: Tensor]] = []
        for part in state.parts { slots.append(try self.slots(of: part)) }
        for (index, part) in state.parts.enumerated() {
            do {
                try part.optimizer.restore(slots[index], step: steps[index], of: part.module)
            } catch {
                throw FileError(.badData, file, String(describing: error))
            }
        }
        for (parameter, value) in weights { parameter.assign(value) }
        (state.carried, state.kept) = ([:], [:])
        for (name, array) in contents.tensors where name.hasPrefix(Self.carriedPrefix) {
            // Counts are stored among weights, and stay whole numbers.
            let value =
                array.elementType == .int32
                ? Tensor(try array.int32s(from: file), shape: array.shape) : Tensor(array.floats(), shape: array.shape)
            if name.hasPrefix(Self.keptPrefix) {
                state.kept[String(name.dropFirst(Self.keptPrefix.count))] = value
            } else {
                state.carried[String(name.dropFirst(Self.carriedPrefix.count))] = value
            }
        }
        state.resume(progress)
    }

    /// Checks that the weights of an earlier epoch, if there are any, are all of the model's weights.
    private func checkKept(fitting model: any Module) throws(FileError) {
        let kept = contents.tensors.filter { $0.key.hasPrefix(Self.keptPrefix) }
        if kept.isEmpty { return }
        for named in model.parameters where kept[Self.keptPrefix + named.name]?.shape != named.parameter.shape {
            throw FileError(.badData, file, "contains no kept '\(named.name)' of the model's shape")
        }
    }

    /// The running values of a part's optimizer, by the part's own names.
    private func slots(of part: TrainedPart) throws(FileError) -> [String: Tensor] {
        var slots: [String: Tensor] = [:]
        for named in part.module.trainedParameters {
            for slot in part.optimizer.slotNames {
                let name = "\(named.name).\(slot)"
                slots[name] = try tensor(Self.optimizerPrefix + part.wholeName(name), shape: named.parameter.shape)
            }
        }
        return slots
    }

    private func tensor(_ name: String, shape: Shape) throws(FileError) -> Tensor {
        let array = try contents.tensor(name, shape: shape, from: file)
        return Tensor(array.floats(), shape: shape)
    }
}

extension Tensor {
    /// The numbers in a file's order, which is row-major.
    public var fileArray: FileArray {
        switch type {
        case .float32: FileArray(scalars(Float.self), shape: shape)
        case .float64: FileArray(scalars(Double.self), shape: shape)
        case .int32: FileArray(scalars(Int32.self), shape: shape)
        }
    }
}

extension TrainingState {
    fileprivate func resume(_ progress: Checkpoint.Progress) {
        random.positions = progress.streams
        (epoch, stepInEpoch) = (progress.epoch, progress.stepInEpoch)
        (lossSum, exampleCount) = (progress.lossSum, progress.exampleCount)
        figures = progress.figures ?? [:]
        trainingSeconds = progress.seconds ?? 0
    }
}
