/// What is predicted for a row.
public enum TableTask: String, Codable, Sendable, CaseIterable {
    /// A class: a text of the target, or a number that represents one.
    case classes
    /// The third of the target's values: lowest, middle or highest.
    case thirds
    /// The value itself.
    case regression

    /// With more different numbers the user must choose the task.
    public static let mostPlainClasses = 20
}
