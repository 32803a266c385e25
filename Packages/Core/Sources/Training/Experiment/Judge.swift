/// Scores a model during a training and at its end, on the part for each purpose.
final class Judge<E: Experiment> {
    private let experiment: E
    private let model: E.Model
    private let data: E.Data
    /// Whether the best epoch is chosen, by the validation part: the test part is then used once, at the end.
    let chooses: Bool
    private var latest: E.Score?

    init(_ experiment: E, _ model: E.Model, _ data: E.Data) {
        (self.experiment, self.model, self.data) = (experiment, model, data)
        chooses = experiment.hasValidation(data)
    }

    private var part: DataPart { chooses ? .validation : .test }

    func look() throws -> [Measurement] {
        latest = try experiment.score(model, on: part, of: data)
        return (latest?.measurements(on: part) ?? []) + (try experiment.trainingMeasurements(model, of: data))
    }

    /// The score of the model with its present weights, on the test part; on the validation part where there is no test
    /// part.
    ///
    /// - Parameter afresh: whether the weights have changed since the latest evaluation.
    func verdict(afresh: Bool) throws -> (E.Score?, [Measurement]) {
        var all: [Measurement] = []
        var score = afresh || chooses ? nil : latest
        if chooses {
            latest = try experiment.score(model, on: .validation, of: data)
            all = latest?.measurements(on: .validation) ?? []
        }
        if score == nil { score = try experiment.score(model, on: .test, of: data) }
        all += try experiment.trainingMeasurements(model, of: data)
        if let score { return (score, score.measurements(on: .test) + all) }
        return (latest, all)
    }
}
