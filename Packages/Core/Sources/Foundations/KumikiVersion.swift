/// The version that every tool prints with `--version` and writes into its summaries.
public enum KumikiVersion {
    /// The current version, according to semantic versioning.
    public static let current = "0.2.0-dev"
}
