import Foundation
import Testing

/// The browser's end of a connection: sends what a test writes, also wrongly, and reads when the test does.
final class SmallClient {
    struct Answer {
        let status: Int
        /// By names in lower case.
        let headers: [String: String]
        let body: String
    }

    private let descriptor: Int32
    private var unread: [UInt8] = []

    /// Far beyond what any answer needs, in milliseconds.
    private static let patience: Int32 = 120_000

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let own = descriptor
        let isConnected = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(own, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            throw CocoaError(.fileReadUnknown)
        }
    }

    deinit { close(descriptor) }

    /// Sends a request of a browser on this machine.
    func ask(_ path: String) { send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") }

    func send(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes until a mark, the mark included; with nil, or where it does not come, until the other side closes.
    func text(until mark: String?) throws -> String {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var seen = 0
        let bytes = Array((mark ?? "").utf8)
        while true {
            if let end = unread[seen...].firstRange(of: bytes)?.upperBound, !bytes.isEmpty {
                defer { unread.removeFirst(end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            seen = max(0, unread.count - bytes.count)
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&ready, 1, Self.patience) == 1, "the server says nothing after \(unread.count) bytes")
            let count = recv(descriptor, &block, block.count, 0)
            guard count > 0 else {
                defer { unread = [] }
                return String(decoding: unread, as: UTF8.self)
            }
            unread += block[..<count]
        }
    }

    /// The answer to one request.
    static func answer(_ request: String, port: Int, headers: [String] = ["Host: 127.0.0.1"]) throws -> Answer {
        let client = try SmallClient(port: port)
        client.send((["\(request) HTTP/1.1"] + headers + ["Connection: close", "", ""]).joined(separator: "\r\n"))
        let text = try client.text(until: nil)
        let parts = text.components(separatedBy: "\r\n\r\n")
        let lines = parts[0].components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let field = line.split(separator: ":", maxSplits: 1)
            if field.count == 2 { fields[field[0].lowercased()] = field[1].trimmingCharacters(in: .whitespaces) }
        }
        return Answer(
            status: lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0, headers: fields,
            body: parts.dropFirst().joined(separator: "\r\n\r\n"))
    }
}
