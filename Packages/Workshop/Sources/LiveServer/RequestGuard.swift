import NIOHTTP1

/// The requests that a server of this machine answers: those of its own page, in a browser here or at the end of a tunnel.
///
/// A page of another site can make a browser ask this server, by DNS rebinding even under that site's name. The headers
/// `Host` and `Origin` then have that name, which no script can change.
enum RequestGuard {
    /// Why a request is refused.
    struct Refusal: Equatable {
        let status: HTTPResponseStatus
        /// One line for the reader of the answer.
        let reason: String
    }

    /// Nil for a request that is answered.
    static func refusal(of head: HTTPRequestHead) -> Refusal? {
        let (hosts, origins) = (head.headers["host"], head.headers["origin"])
        guard hosts.count == 1, isLocal(hosts[0][...]) else {
            return Refusal(
                status: .forbidden, reason: "This page is for this machine: its address begins with http://127.0.0.1")
        }
        guard origins.allSatisfy(isLocalOrigin) else {
            return Refusal(status: .forbidden, reason: "A page of another site cannot read this one")
        }
        guard head.method == .GET || head.method == .HEAD else {
            return Refusal(status: .methodNotAllowed, reason: "This server answers GET and HEAD")
        }
        return nil
    }

    /// Whether an authority is this machine by name, with any port: the end of a tunnel has a port of its own.
    static func isLocal(_ authority: Substring) -> Bool {
        let name = ["localhost", "127.0.0.1", "[::1]"].first { authority.lowercased().hasPrefix($0) }
        guard let name else { return false }
        let rest = authority.dropFirst(name.count)
        guard !rest.isEmpty else { return true }
        return rest.first == ":" && (2...6).contains(rest.utf8.count)
            && rest.dropFirst().utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isLocalOrigin(_ origin: String) -> Bool {
        ["http://", "https://"].contains { origin.hasPrefix($0) && isLocal(origin.dropFirst($0.count)) }
    }
}
