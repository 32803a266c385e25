/// The user's cache folder, as the XDG base directory specification names it.
public enum CacheFolder {
    /// `$XDG_CACHE_HOME`, or `.cache` in the user's home; nil where neither is known. A variable that is empty counts as
    /// one that is not set.
    public static func path(_ environment: [String: String]) -> String? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        return value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" }
    }
}
