import Core

extension TrainingState {
    /// Tells the user of a training whose epochs are all done before it goes on.
    public func noteIfFinished(on console: Console) {
        guard isFinished else { return }
        console.note("nothing left to train: the run has its \(epochs) epochs; --epochs asks for more")
    }

    /// Ends the tool where the user stopped the training, with the command that goes on from there.
    ///
    /// - Parameters:
    ///   - place: how far training came, if epochs do not tell it.
    ///   - run: where its checkpoints are; nil where nothing was kept.
    /// - Throws: `ToolError` after an interruption.
    public func requireUninterrupted(
        at place: String? = nil, by tool: String, in run: RunFolder?
    ) throws(ToolError) {
        try requireUninterrupted(
            at: place, resumeWith: run.map { "\(tool) --resume --run \(ShellWord.quoted($0.path))" })
    }

    /// The same with a command of its own.
    public func requireUninterrupted(at place: String? = nil, resumeWith command: String?) throws(ToolError) {
        guard stopReason == .interrupted else { return }
        throw Interruption.error(place ?? self.place, resumeWith: command)
    }
}
