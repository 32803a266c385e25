/// A JSON object whose members stay in the order in which they were added.
public struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    /// A member's name and value.
    public struct Member: Equatable, Sendable {
        /// The name.
        public let key: String
        /// The value.
        public var value: JSONValue
    }

    /// The members, in order.
    public private(set) var members: [Member] = []

    /// An object of the listed members; if two have the same name, the later one counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// A member's value. Setting keeps the place of a known name and adds an unknown one at the end; nil removes it.
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
