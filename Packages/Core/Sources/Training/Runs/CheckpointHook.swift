import Files
import FoundationEssentials

/// Saves a checkpoint after every few epochs, after the last, and where training is interrupted.
public final class CheckpointHook: TrainingHook {
    private let run: RunFolder
    private let configuration: String
    private let interval: Int
    private let isKept: (Int) -> Bool

    /// - Parameters:
    ///   - run: the folder that the checkpoints are saved in.
    ///   - configuration: the run's configuration, which is in each checkpoint.
    ///   - interval: epochs from one checkpoint to the next.
    ///   - isKept: whether an epoch's checkpoint stays when the next has been saved; all do by default.
    public init(
        _ run: RunFolder, configuration: String, every interval: Int = 1,
        keeping isKept: @escaping (Int) -> Bool = { _ in true }
    ) {
        self.run = run
        self.configuration = configuration
        self.interval = max(1, interval)
        self.isKept = isKept
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        if state.epoch.isMultiple(of: interval) || state.isFinished { try save(state) }
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        if state.stopReason != nil { try save(state) }
    }

    private func save(_ state: TrainingState) throws {
        try DivergenceGuard.checkWeights(state)
        let file = CheckpointFile(epoch: state.epoch, step: state.stepInEpoch)
        try Checkpoint.save(state, configuration: configuration, to: file.path(in: run))
        let earlier = CheckpointFile.all(in: run).filter { $0 < file }
        // During training the checkpoint of the previous epoch also stays, because the newest file may be damaged when
        // it is needed.
        let spare = state.isFinished ? nil : earlier.last { $0.step == 0 }
        // A checkpoint in the middle of an epoch is obsolete when the epoch is complete.
        for old in earlier where old.step > 0 || !(isKept(old.epoch) || old == spare) {
            try? FileManager.default.removeItem(atPath: old.path(in: run))
        }
    }
}

/// The name of a checkpoint: `epoch-0010.safetensors` after ten epochs, `epoch-0010-step-000412.safetensors` after 412
/// steps of the eleventh.
public struct CheckpointFile: Comparable, Sendable {
    public let epoch: Int
    public let step: Int

    public init(epoch: Int, step: Int = 0) {
        self.epoch = epoch
        self.step = step
    }

    /// Nil where `name` is not a checkpoint's.
    init?(name: String) {
        // Without a regular expression, which takes tens of microseconds per name: every save reads the whole folder.
        func number(_ text: Substring, digits: Int) -> Int? {
            let isNumber = (digits...9).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
            return isNumber ? Int(text) : nil
        }
        let (start, end) = ("epoch-", ".safetensors")
        guard name.hasPrefix(start), name.hasSuffix(end), name.utf8.count > start.utf8.count + end.utf8.count else {
            return nil
        }
        let parts = name.dropFirst(start.count).dropLast(end.count).split(
            separator: "-", omittingEmptySubsequences: false)
        guard let epoch = number(parts[0], digits: 4) else { return nil }
        if parts.count == 1 {
            self.init(epoch: epoch)
        } else if parts.count == 3, parts[1] == "step", let step = number(parts[2], digits: 6) {
            self.init(epoch: epoch, step: step)
        } else {
            return nil
        }
    }

    public var name: String {
        let middle = step == 0 ? "" : "-step-" + Self.padded(step, to: 6)
        return "epoch-\(Self.padded(epoch, to: 4))\(middle).safetensors"
    }

    public func path(in run: RunFolder) -> String { run.checkpointFolder + "/" + name }

    /// The newest checkpoint of a run that can be read, and its contents; nil where the run has none. Damaged ones
    /// after it are renamed, and `warn` gets a message.
    ///
    /// - Throws: the newest one's `FileError` where none can be read.
    public static func latest(
        in run: RunFolder, warn: (String) -> Void
    ) throws(FileError) -> (file: CheckpointFile, contents: Checkpoint)? {
        var damaged: [(file: CheckpointFile, error: FileError)] = []
        for file in all(in: run).reversed() {
            do {
                let contents = try Checkpoint(file.path(in: run))
                for (later, error) in damaged {
                    let kept = try DamagedFile.setAside(later.path(in: run))
                    warn("\(error); training continues from \(file.name), and the damaged file is kept as \(kept)")
                }
                return (file, contents)
            } catch  where error.kind == .badData {
                damaged.append((file, error))
            }
        }
        if let newest = damaged.first { throw newest.error }
        return nil
    }

    /// The checkpoints of a run, oldest first.
    public static func all(in run: RunFolder) -> [CheckpointFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: run.checkpointFolder)) ?? []
        return names.compactMap(CheckpointFile.init(name:)).sorted()
    }

    public static func < (a: CheckpointFile, b: CheckpointFile) -> Bool {
        (a.epoch, a.step) < (b.epoch, b.step)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
