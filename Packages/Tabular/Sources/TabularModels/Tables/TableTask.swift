/// What is predicted of a row.
public enum TableTask: String, Codable, Sendable, CaseIterable {
    /// A class: a text of the target, or a number that stands for one.
    case classes
    /// The third of the target's values: lowest, middle or highest.
    case thirds
    /// The value itself.
    case regression

    /// Of more different numbers it is asked what they are.
    public static let mostPlainClasses = 20
}
