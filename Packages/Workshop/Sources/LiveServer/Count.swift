import Synchronization

/// A number that several threads change.
final class Count: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }

    /// Returns the new value.
    @discardableResult
    func add(_ change: Int) -> Int { number.wrappingAdd(change, ordering: .relaxed).newValue }
}
