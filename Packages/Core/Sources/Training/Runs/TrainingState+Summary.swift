extension TrainingState {
    /// The progress of the training: "after epoch 3", or "at step 412 of epoch 4".
    public var place: String {
        stepInEpoch == 0 ? "after epoch \(epoch)" : "at step \(stepInEpoch) of epoch \(epoch + 1)"
    }
}

extension RunSummary {
    /// The summary that every training has: its settings and, after training, its model's size, its epochs and its
    /// speed.
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
        // An untrained model has neither epochs nor speed.
        guard state.step > 0 else { return }
        epochs = state.epoch
        seconds = state.trainingSeconds
        // Seconds are those of all steps, including those of an incomplete epoch.
        secondsPerEpoch =
            state.epoch > 0 ? state.trainingSeconds * Double(state.stepsPerEpoch) / Double(state.step) : nil
        let begun = min(state.stepInEpoch * state.batchSize, state.examplesPerEpoch)
        guard state.trainingSeconds > 0 else { return }
        examplesPerSecond = Double(state.epoch * state.examplesPerEpoch + begun) / state.trainingSeconds
    }
}
