import Core

/// The loss on all training rows, dropout off, before the first iteration and at the end: one quantity, by which trainings
/// of any batch size and dropout rate can be compared.
public struct HousingLosses: Sendable, Equatable {
    /// Of the network as it begins.
    public let untrained: Double
    /// Of the weights that were kept.
    public let trained: Double

    /// As summaries call them.
    private static let (untrainedName, trainedName) = ("untrained_train_loss", "trained_train_loss")

    /// Measures both networks of a training.
    init(_ training: Trained<Housing>) throws {
        let (experiment, data) = (training.experiment, training.data)
        func loss(_ network: HousingNet) -> Double {
            HousingScore(of: network, on: data.training, data.preparation).loss
        }
        (untrained, trained) = (loss(try experiment.makeModel()), loss(training.model))
    }

    /// The losses of a finished training, by its summary; NaN where it has none.
    public init(_ summary: JSONObject) {
        untrained = summary.number(Self.untrainedName) ?? .nan
        trained = summary.number(Self.trainedName) ?? .nan
    }

    /// As members of a summary.
    var json: JSONObject {
        [Self.untrainedName: .number(untrained), Self.trainedName: .number(trained)]
    }

    /// What they are of, and both.
    func line(of rows: Int) -> String {
        "loss on all \(Readable.count(rows)) training rows, dropout off: \(Readable.loss(untrained)) untrained, "
            + "\(Readable.loss(trained)) trained"
    }
}
