import FoundationEssentials
import Foundations

extension TrainingState {
    /// Ends the tool after an interruption, with the command that continues the training.
    ///
    /// - Parameters:
    ///   - place: the progress of the training; nil for epochs.
    ///   - command: the command that continues; nil where nothing was stored.
    /// - Throws: `ToolError` after an interruption.
    func requireUninterrupted(at place: String? = nil, resumeWith command: String?) throws(ToolError) {
        guard stopReason == .interrupted else { return }
        throw Interruption.error(place ?? self.place, resumeWith: command)
    }
}

extension RunFolder {
    /// The file of the run's model, or of its latest checkpoint before there is one.
    ///
    /// - Throws: `ToolError` where nothing has been saved.
    public func savedModel() throws(ToolError) -> String {
        if FileManager.default.fileExists(atPath: modelFile) { return modelFile }
        guard FileManager.default.fileExists(atPath: path) else { throw ToolError.noInput("\(path): no such run") }
        guard let last = CheckpointFile.all(in: self).last else {
            throw ToolError.noInput("\(path): no model has been saved yet")
        }
        return last.path(in: self)
    }
}
