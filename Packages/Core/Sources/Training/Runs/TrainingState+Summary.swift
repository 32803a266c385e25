extension TrainingState {
    /// How far training came: "after epoch 3", or "at step 412 of epoch 4".
    public var place: String {
        stepInEpoch == 0 ? "after epoch \(epoch)" : "at step \(stepInEpoch) of epoch \(epoch + 1)"
    }
}

extension RunSummary {
    /// A summary of what every training has: what it was begun with and, of one that has run, its model's size, its epochs
    /// and its speed.
    public init(
        tool: String, dataset: String?, model: String, parameters: Int? = nil, seed: UInt64, threads: Int,
        of state: TrainingState? = nil
    ) {
        self.init(tool: tool)
        self.dataset = dataset
        self.model = model
        self.parameters = parameters
        self.seed = seed
        self.threads = threads
        if let state { count(state) }
    }

    private mutating func count(_ state: TrainingState) {
        parameters = state.model.parameterCount
        // A model that is not trained at all has neither epochs nor speed.
        guard state.step > 0 else { return }
        epochs = state.epoch
        seconds = state.trainingSeconds
        // Seconds are those of all steps, the ones of an epoch that has only begun included.
        secondsPerEpoch =
            state.epoch > 0 ? state.trainingSeconds * Double(state.stepsPerEpoch) / Double(state.step) : nil
        let begun = min(state.stepInEpoch * state.batchSize, state.examplesPerEpoch)
        guard state.trainingSeconds > 0 else { return }
        examplesPerSecond = Double(state.epoch * state.examplesPerEpoch + begun) / state.trainingSeconds
    }
}
