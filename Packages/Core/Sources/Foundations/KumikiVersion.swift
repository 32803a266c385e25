/// The version that every tool answers to `--version` and writes into its summaries.
public enum KumikiVersion {
    /// The current version, by semantic versioning.
    public static let current = "0.2.0-dev"
}
