/// What a folder below `runs/` is.
public enum RunState: String, Sendable, CaseIterable {
    /// It has a summary.
    case finished
    /// A process trains it at this moment.
    case training
    /// It has settings and no summary: interrupted, or killed.
    case unfinished
    /// A file is not what it must be.
    case damaged
    /// A later version of Kumiki wrote it.
    case newer
    /// No tool of Kumiki wrote it.
    case foreign
}
