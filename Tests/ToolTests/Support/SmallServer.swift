import Foundation
import Synchronization

/// A server of HTTP on this machine that answers as a test says, also wrongly: one answer a connection.
final class SmallServer: Sendable {
    struct Request: Sendable {
        /// 0 for the first request.
        let number: Int
        let path: String
        /// By names in lower case.
        let headers: [String: String]

        /// The first byte that is asked for.
        var offset: Int? {
            headers["range"]?.split(separator: "=").last?.split(separator: "-").first.flatMap { Int($0) }
        }
    }

    struct Answer: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// What Content-Length says, where that is not the truth.
        var length: Int?
        /// Whether the connection stays open without another byte.
        var stalls = false
    }

    private let descriptor: Int32
    let port: UInt16
    private let seen = Mutex([Request]())

    /// The requests so far.
    var requests: [Request] { seen.withLock { $0 } }

    /// The address of a path, with a slash at its beginning.
    func address(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = descriptor
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard descriptor >= 0, isBound, listen(descriptor, 16) == 0 else { throw CocoaError(.fileReadUnknown) }
        port = place.sin_port.bigEndian
        Thread.detachNewThread { [seen = Unowned(self)] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                guard let server = seen.server else {
                    close(connection)
                    return
                }
                server.serve(connection, answer)
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// The server, while the test has it.
    private final class Unowned: @unchecked Sendable {
        private(set) weak var server: SmallServer?
        init(_ server: SmallServer) { self.server = server }
    }

    private func serve(_ connection: Int32, _ answer: @escaping @Sendable (Request) -> Answer) {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else {
                close(connection)
                return
            }
            bytes += block[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let request = seen.withLock { all in
            let request = Request(number: all.count, path: path, headers: headers)
            all.append(request)
            return request
        }
        let reply = answer(request)
        var head = "HTTP/1.1 \(reply.status) x\r\nConnection: close\r\n"
        head += "Content-Length: \(reply.length ?? reply.body.count)\r\n"
        for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
        send(Array("\(head)\r\n".utf8) + reply.body, to: connection)
        if reply.stalls {
            // Until the other side gives up.
            Thread.detachNewThread {
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
                close(connection)
            }
        } else {
            shutdown(connection, Int32(SHUT_WR))
            close(connection)
        }
    }

    private func send(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension SmallServer.Answer {
    /// A file as an honest server sends it, or its rest.
    static func file(_ bytes: [UInt8], _ request: SmallServer.Request, tag: String = "\"one\"") -> Self {
        var answer = Self(headers: ["ETag": tag, "Accept-Ranges": "bytes"])
        let isSame = request.headers["if-range"].map { $0 == tag } ?? true
        guard let offset = request.offset, isSame else {
            answer.body = bytes
            return answer
        }
        guard offset < bytes.count else {
            answer.status = 416
            return answer
        }
        answer.status = 206
        answer.headers["Content-Range"] = "bytes \(offset)-\(bytes.count - 1)/\(bytes.count)"
        answer.body = Array(bytes[offset...])
        return answer
    }
}
