import Core
import NIOCore
import NIOHTTP1

/// A connection of a browser: answers one request after the other.
///
/// What is written waits for the browser: of a slow one's messages only a piece is on its way, and it gets the latest
/// state when it is ready for another one.
struct BrowserConnection: Sendable {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    private typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    let channel: Channel
    let follower: PageFollower
    /// Counts the streams that are open.
    let streams: Count

    /// The bytes that are on their way at most.
    private static let pieceSize = 64 << 10

    /// Serves until one side closes.
    func serve() async {
        // An error means that the browser has gone or speaks no HTTP, which concerns nobody else.
        try? await channel.executeThenClose { inbound, outbound in
            for try await part in inbound {
                guard case .head(let head) = part else { continue }
                guard try await answer(head, to: outbound), head.isKeepAlive else { return }
            }
        }
    }

    /// Returns whether the connection may go on.
    private func answer(_ head: HTTPRequestHead, to writer: Writer) async throws -> Bool {
        if let refusal = RequestGuard.refusal(of: head) {
            try await send(refusal.reason, refusal.status, for: head, to: writer, isLast: true)
            return false
        }
        switch Route(head.uri) {
        case .page:
            let page = await follower.currentPage()
            var headers = Self.headers("text/html; charset=utf-8")
            headers.add(name: "Content-Security-Policy", value: "\(RunPage.livePolicy); frame-ancestors 'none'")
            try await send(page, .ok, headers, for: head, to: writer)
            return true
        case .events(let known):
            try await stream(after: head.headers.first(name: "last-event-id") ?? known, for: head, to: writer)
            return head.method == .HEAD
        case .icon:
            try await writer.write(.head(Self.head(.noContent, Self.headers(nil), for: head)))
            try await writer.write(.end(nil))
            return true
        case nil:
            try await send("There is no such page; the only one is /", .notFound, for: head, to: writer)
            return true
        }
    }

    // MARK: - Answers

    private static func headers(_ kind: String?) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
        ]
        if let kind { headers.add(name: "Content-Type", value: kind) }
        return headers
    }

    private static func head(
        _ status: HTTPResponseStatus, _ headers: HTTPHeaders, for request: HTTPRequestHead, isLast: Bool = false
    ) -> HTTPResponseHead {
        var headers = headers
        if isLast || !request.isKeepAlive { headers.replaceOrAdd(name: "Connection", value: "close") }
        return HTTPResponseHead(version: request.version, status: status, headers: headers)
    }

    private func send(
        _ line: String, _ status: HTTPResponseStatus, for request: HTTPRequestHead, to writer: Writer,
        isLast: Bool = false
    ) async throws {
        var headers = Self.headers("text/plain; charset=utf-8")
        if status == .methodNotAllowed { headers.add(name: "Allow", value: "GET, HEAD") }
        try await send(
            ByteBuffer(string: line + "\n"), status, headers, for: request, to: writer, isLast: isLast)
    }

    private func send(
        _ body: ByteBuffer, _ status: HTTPResponseStatus, _ headers: HTTPHeaders, for request: HTTPRequestHead,
        to writer: Writer, isLast: Bool = false
    ) async throws {
        var headers = headers
        headers.add(name: "Content-Length", value: "\(body.readableBytes)")
        try await writer.write(.head(Self.head(status, headers, for: request, isLast: isLast)))
        if request.method != .HEAD { try await send(body, to: writer) }
        try await writer.write(.end(nil))
    }

    private func send(_ bytes: ByteBuffer, to writer: Writer) async throws {
        var rest = bytes
        while let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceSize)), piece.readableBytes > 0 {
            try await writer.write(.body(.byteBuffer(piece)))
        }
    }

    // MARK: - The stream of states

    private func stream(after known: String?, for request: HTTPRequestHead, to writer: Writer) async throws {
        try await writer.write(.head(Self.head(.ok, Self.headers("text/event-stream"), for: request)))
        guard request.method != .HEAD else { return try await writer.write(.end(nil)) }
        streams.add(1)
        defer { streams.add(-1) }
        var known = known
        for await _ in await follower.listen() {
            known = try await sendUpdate(after: known, to: writer)
        }
        try Task.checkCancellation()
        _ = try await sendUpdate(after: known, to: writer)
        try await send(await follower.farewell, to: writer)
        try await writer.write(.end(nil))
    }

    /// Sends the present state, or a comment where the browser has it; returns the state that the browser has then.
    private func sendUpdate(after known: String?, to writer: Writer) async throws -> String? {
        guard let update = await follower.update(after: known) else {
            try await send(ByteBuffer(string: ":\n\n"), to: writer)
            return known
        }
        try await send(update.message, to: writer)
        return update.state
    }
}
