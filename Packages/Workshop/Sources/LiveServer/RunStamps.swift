import Core

/// The sizes and times of the files that a page of runs is made of. Equal ones mean that nothing has changed.
struct RunStamps: Equatable, Sendable {
    private var files: [String: FileStamp] = [:]
    /// The runs that a process trained at that moment.
    private var trained: Set<String> = []

    /// The depth of folders within a run: a series has members, and these have other seeds.
    private static let mostLevels = 3

    /// - Parameters:
    ///   - runs: the runs.
    ///   - earlier: what was seen before.
    init(_ runs: [RunFolder], after earlier: RunStamps? = nil) {
        for run in runs { add(run, level: 0, earlier) }
    }

    private mutating func add(_ run: RunFolder, level: Int, _ earlier: RunStamps?) {
        // To ask for a lock is to hold it for a moment, in which no training could begin. One that is not trained begins
        // with a new config.json, so only the end of a training must be noticed here.
        let mayBeTrained =
            earlier.map {
                $0.trained.contains(run.path)
                    || $0.files[run.configurationFile] != FileStamp(run.configurationFile)
            } ?? true
        if mayBeTrained, run.isLocked { trained.insert(run.path) }
        for entry in FileTree(folder: run.path).entries() {
            let path = "\(run.path)/\(entry.name)"
            guard entry.isFolder else {
                files[path] = FileStamp(path)
                continue
            }
            switch String(describing: entry.name) {
            case "figures": addFiles(in: path)
            case "seeds" where level < Self.mostLevels:
                for seed in FileTree(folder: path).entries() where seed.isFolder {
                    add(RunFolder("\(path)/\(seed.name)"), level: level + 1, earlier)
                }
            case _ where level < Self.mostLevels && FileStamp("\(path)/config.json") != nil:
                add(RunFolder(path), level: level + 1, earlier)
            default: break
            }
        }
    }

    private mutating func addFiles(in folder: String) {
        for entry in FileTree(folder: folder).entries() where !entry.isFolder {
            files["\(folder)/\(entry.name)"] = FileStamp("\(folder)/\(entry.name)")
        }
    }
}
