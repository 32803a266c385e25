/// Files that a reader left out, grouped by the reason.
public struct LeftOut: Equatable, Sendable {
    /// Files with the same reason.
    public struct Group: Equatable, Sendable {
        /// The reason, in words that follow a count, such as "BMP pictures, which are not read".
        public let reason: String
        public internal(set) var count: Int
        /// The first of them, with its problem where each file has its own.
        public let first: String
        /// Whether it is shown even where notes are not: pictures are missing, not only additional files.
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
