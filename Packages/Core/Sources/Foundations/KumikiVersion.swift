import BuildFacts

/// The version that every tool prints with `--version` and writes into its summaries.
public enum KumikiVersion {
    /// The current version, according to semantic versioning.
    public static let current = "0.2.0-dev"

    /// The commit that was built, shortened, with "+changes" where files differed from it; nil where the build did not
    /// record it, as a plain `swift build` does.
    public static var commit: String? { build_commit().map { String(cString: $0) } }
}
