import Core
import FoundationEssentials

/// The runs that a user names: by their folder, by a folder with runs, or by their name below `runs/`.
public struct RunChoice {
    /// The runs in the order in which they were named, each once.
    public private(set) var folders: [RunFolder] = []

    /// - Parameters:
    ///   - words: what the user typed.
    ///   - most: the number of runs at most.
    /// - Throws: `ToolError` where a word names no run or several, or where there are more runs than `most`.
    public init(_ words: [String], atMost most: Int) throws(ToolError) {
        for word in words {
            let found = try Self.folders(word)
            guard found.count <= most else {
                throw .usage(
                    "\(word): has \(Readable.count(found.count)) runs, and a page shows at most \(most): name some of "
                        + "them, such as \(ShellWord.quoted(found[0].path))")
            }
            for folder in found where !folders.contains(folder) { folders.append(folder) }
        }
        guard folders.count <= most else {
            throw .usage("these are \(Readable.count(folders.count)) runs, and a page shows at most \(most)")
        }
    }

    private static func folders(_ word: String) throws(ToolError) -> [RunFolder] {
        var isFolder = false
        if FileManager.default.fileExists(atPath: word, isDirectory: &isFolder), isFolder {
            var path = Substring(word)
            while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
            let found = RunListing.folders(String(path)).filter { FileStamp(RunFolder($0).configurationFile) != nil }
            guard !found.isEmpty else {
                throw .noInput("\(word): contains no run: neither its config.json nor a folder with one")
            }
            return found.map { RunFolder($0) }
        }
        guard !word.contains("/"), !word.isEmpty else { throw .noInput("\(word): no such run") }
        let named = FileTree(folder: "runs").entries().filter(\.isFolder).map { "runs/\($0.name)/\(word)" }
            .filter { FileStamp(RunFolder($0).configurationFile) != nil }
        guard named.count < 2 else {
            throw .usage("\(word): several runs have this name: \(named.joined(separator: ", "))")
        }
        guard let path = named.first else { throw .noInput("\(word): no such run; 'kumiki runs' lists them") }
        return [RunFolder(path)]
    }
}
