import Core

/// The label of a class: a number as in LIBSVM's files, and its text.
public struct ClassLabel: Sendable, Hashable, Comparable {
    public let value: Double
    public let name: String

    /// A class whose name is its number.
    public init(_ value: Double) {
        (self.value, name) = (value, Readable.shortest(value))
    }

    public init(_ value: Double, name: String) { (self.value, self.name) = (value, name) }

    public static func < (a: ClassLabel, b: ClassLabel) -> Bool { a.value < b.value }
}
