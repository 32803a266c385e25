import Foundations

/// A part of the tasks of a series: of N parts, the i-th has every N-th task, from the i-th on.
public struct TaskPart: Equatable, Sendable {
    /// From 1.
    public let number: Int
    /// The number of parts.
    public let count: Int

    /// All tasks.
    public static let whole = TaskPart(1, of: 1)
    /// No task: what others have finished is only read.
    static let none = TaskPart(0, of: 1)

    private init(_ number: Int, of count: Int) { (self.number, self.count) = (number, count) }

    /// The part of a rank.
    init(of ranks: Communicator) { self.init(ranks.rank + 1, of: ranks.size) }

    /// The part that `text` names, such as "2/8"; nil where it names none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], (1...10_000).contains(count),
            (1...count).contains(number)
        else { return nil }
        self.init(number, of: count)
    }

    /// This process's part: that of its rank where there are several, otherwise this one.
    public var own: TaskPart { Ranks.world.size > 1 ? TaskPart(of: Ranks.world) : self }

    /// Whether it is the part with the first task.
    public var isFirst: Bool { number == 1 }

    /// Whether there are no other parts.
    public var isWhole: Bool { count == 1 }

    /// Whether the part has a task, by its place in the series.
    public func contains(_ place: Int) -> Bool { place % count == number - 1 }

    /// The name of the file with the finished tasks of the part.
    var fileName: String { isWhole ? "series.json" : "series-\(number)-of-\(count).json" }

    /// Whether a file has the finished tasks of some part.
    static func isFile(_ name: String) -> Bool {
        guard name.hasPrefix("series"), name.hasSuffix(".json") else { return false }
        let middle = name.dropFirst(6).dropLast(5)
        return middle.isEmpty || TaskPart(middle.dropFirst().replacing("-of-", with: "/")) != nil
    }

    private init?(_ text: some StringProtocol) { self.init(String(text)) }
}
