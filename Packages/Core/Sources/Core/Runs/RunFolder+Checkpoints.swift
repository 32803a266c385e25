extension RunFolder {
    /// Takes a training back to where the run's latest checkpoint left it; to its beginning, where there is none.
    ///
    /// - Throws: `FileError` where the checkpoint is damaged or is another model's.
    public func restoreLatest(_ state: TrainingState) throws {
        guard let last = CheckpointFile.all(in: self).last else { return }
        try Checkpoint(last.path(in: self)).restore(state)
    }
}
