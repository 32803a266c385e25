import Core

/// The loss on all training rows, dropout off, before the first iteration and at the end: one quantity that compares
/// trainings with any batch size and dropout rate.
public struct HousingLosses: Sendable, Equatable {
    /// The loss of the untrained network.
    public let untrained: Double
    /// The loss of the kept weights.
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

    /// Both losses, and the rows that they are measured on.
    func line(of rows: Int) -> String {
        "loss on all \(Readable.count(rows)) training rows, dropout off: \(Readable.loss(untrained)) untrained, "
            + "\(Readable.loss(trained)) trained"
    }
}
