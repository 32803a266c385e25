/// The user's cache folder according to the XDG base directory specification.
public enum CacheFolder {
    /// `$XDG_CACHE_HOME`, or `.cache` in the user's home; nil where neither is known. An empty variable counts as
    /// unset.
    public static func path(_ environment: [String: String]) -> String? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        return value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" }
    }
}
