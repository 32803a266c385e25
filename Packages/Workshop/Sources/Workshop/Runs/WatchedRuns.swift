import Core
import FoundationEssentials
import Synchronization

/// The runs of a live page, chosen again at every look: a folder gets further runs, and a later training is the latest.
public final class WatchedRuns: Sendable {
    /// What the user typed; empty for the latest run.
    private let words: [String]
    private let latest: Mutex<[RunFolder]>

    /// - Parameter words: the runs that a user names, as ``RunChoice`` takes them; none for the one whose settings were
    ///   written last.
    /// - Throws: `ToolError` where there is no such run.
    public init(_ words: [String]) throws(ToolError) {
        self.words = words
        latest = Mutex(try Self.choice(words))
    }

    /// The runs; those of the time before where they cannot be chosen any more.
    public var folders: [RunFolder] {
        latest.withLock { known in
            if let new = try? Self.choice(words) { known = new }
            return known
        }
    }

    private static func choice(_ words: [String]) throws(ToolError) -> [RunFolder] {
        guard words.isEmpty else {
            // A training has its folder and its lock before it has settings.
            if words.count == 1, FileStamp(RunFolder(words[0]).configurationFile) == nil, RunFolder(words[0]).isLocked {
                return [RunFolder(words[0])]
            }
            return try RunChoice(words, atMost: RunPage.mostRuns).folders
        }
        guard FileManager.default.fileExists(atPath: "runs") else {
            throw .noInput("there is no folder runs here: train a model first, or name a run")
        }
        let dated = RunListing.folders("runs").compactMap { path in
            FileStamp(RunFolder(path).configurationFile).map { (path: path, written: $0.modified) }
        }
        guard let last = dated.max(by: { ($0.written, $0.path) < ($1.written, $1.path) }) else {
            throw .noInput("runs: contains no run: train a model first, or name a run")
        }
        return [RunFolder(last.path)]
    }
}
