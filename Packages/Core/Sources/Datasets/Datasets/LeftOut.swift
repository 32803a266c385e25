/// Files that a reader left out, grouped by the reason.
public struct LeftOut: Equatable, Sendable {
    /// Of files alike.
    public struct Group: Equatable, Sendable {
        /// Why, in words that follow a count, such as "BMP pictures, which are not read".
        public let reason: String
        public internal(set) var count: Int
        /// The first of them, with what is wrong where each file has its own mistake.
        public let first: String
        /// Whether a user should know even where notes are not shown: pictures are missing, not a remark beside them.
        public let matters: Bool
    }

    public private(set) var groups: [Group] = []

    public init() {}

    /// Counts a file, or several of which `first` is the first.
    mutating func add(_ reason: String, first: String, count: Int = 1, matters: Bool = true) {
        if let known = groups.firstIndex(where: { $0.reason == reason }) {
            groups[known].count += count
        } else if count > 0 {
            groups.append(Group(reason: reason, count: count, first: first, matters: matters))
        }
    }

    /// Adds the groups of another part of the same set.
    mutating func add(_ other: LeftOut) {
        for group in other.groups {
            add(group.reason, first: group.first, count: group.count, matters: group.matters)
        }
    }
}
