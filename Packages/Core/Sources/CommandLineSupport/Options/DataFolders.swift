import FoundationEssentials

/// Where data sets are looked for by name.
public enum DataFolders {
    /// The folder that the user named, $KUMIKI_DATA, and the user's cache folder, in this order; those that there are.
    public static func roots(
        _ folder: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        let cache = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
        return [folder, environment["KUMIKI_DATA"], cache.map { $0 + "/kumiki" }].compactMap { $0 }
            .filter { !$0.isEmpty }
    }
}

/// Why there is no such data set.
public enum DatasetError: ExitCodeProviding, Equatable {
    case missing(name: String, what: String, folders: [String], origin: String)
    case unknown(String)

    public var description: String {
        switch self {
        case .missing(let name, let what, let folders, let origin):
            "\(name) is not here. Looked for \(what) in "
                + (folders.isEmpty ? "no folder: give one with --data" : folders.joined(separator: ", "))
                + "; it comes from \(origin)"
        case .unknown(let name): "no data set or folder '\(name)'"
        }
    }

    public var exitCode: Int32 { ExitStatus.noInput }
}
