import Files
import Foundations

// Where a training continues.

extension TrainingRun {
    /// Restores the state of a training from its checkpoint, on every rank; the other ranks get the file from rank 0.
    ///
    /// - Throws: `FileError` where the checkpoint is damaged, or was written by a training with other settings.
    func restore(_ state: TrainingState, _ start: Start) throws {
        guard let (file, checkpoint) = try checkpoint(start) else { return }
        // Models of the same shapes may come from other trainings.
        let stored = try E(carriedBy: checkpoint, file: file).continued(as: experiment)
        guard stored == experiment else {
            let names = SettingDifference.names(stored, experiment).joined(separator: ", ")
            throw FileError(.badData, file, "was written by a training with other settings: \(names)")
        }
        try checkpoint.restore(state)
    }

    private func checkpoint(_ start: Start) throws -> (file: String, contents: Checkpoint)? {
        switch start {
        case .beginning: return nil
        case .checkpoint(let path): return (path, try Checkpoint(path))
        case .latestCheckpoint:
            let latest = try Ranks.together(communicator) {
                try isFirst
                    ? folder.flatMap { folder in
                        try CheckpointFile.latest(in: folder, warn: { console.warning($0) })
                            .map { (file: $0.file.path(in: folder), contents: $0.contents) }
                    } : nil
            }
            if communicator.size == 1 { return latest }
            // The other ranks need no folder.
            let bytes = communicator.gather(try latest.map { try WholeFile.read($0.file) } ?? [])[0]
            let file = folder?.path ?? "the checkpoint of rank 0"
            return bytes.isEmpty ? nil : try latest ?? (file, Checkpoint(bytes: bytes, file: file))
        }
    }
}
