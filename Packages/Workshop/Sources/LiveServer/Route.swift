/// What an address of the server is for. There is no address of a file.
enum Route: Equatable {
    case page
    /// The stream of later states.
    ///
    /// - Parameter after: the state that the browser has; nil where it has none.
    case events(after: String?)
    /// What every browser asks for, and the server has not.
    case icon

    /// Nil where the server has no such address.
    init?(_ address: String) {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        switch parts[0] {
        case "/": self = .page
        case "/events":
            let name = "after="
            let query = parts.count > 1 && parts[1].hasPrefix(name) ? parts[1].dropFirst(name.count) : ""
            self = .events(after: query.isEmpty ? nil : String(query))
        case "/favicon.ico": self = .icon
        default: return nil
        }
    }
}
