/// The format of a run's `config.json`, which its member `format` states.
public enum RunFormat {
    /// The format that this version writes; version 0.1.0 had format 1 without a number.
    public static let current = 2
}
