import Core
import Foundation
import TestSupport
import Testing

@testable import Workshop

/// Answers as a test says, without a network.
private final class ScriptedTransport: Transport {
    typealias Answer = (head: TransferHead, body: [UInt8])
    private(set) var requests: [TransferRequest] = []
    private let answer: (TransferRequest) -> Answer

    init(_ answer: @escaping (TransferRequest) -> Answer) { self.answer = answer }

    func get(_ request: TransferRequest, into receiver: any TransferReceiver) throws(FetchFailure) {
        requests.append(request)
        let (head, body) = answer(request)
        try receiver.begin(head)
        for start in stride(from: 0, to: body.count, by: 7) {
            if receiver.isStopped { throw FetchFailure(.noInput("stopped"), .nothing) }
            let failure = body[start..<min(body.count, start + 7)].withUnsafeBytes { bytes -> FetchFailure? in
                do throws(FetchFailure) { try receiver.take(bytes) } catch { return error }
                return nil
            }
            if let failure { throw failure }
        }
    }
}

@Suite("Fetching without a network") struct FetcherTests {
    private let folder = TemporaryFolder()
    private static let bytes = (0..<100).map { UInt8($0) }

    private static func digest(_ bytes: [UInt8]) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return digest.hexadecimal()
    }

    private func entry(
        _ bytes: [UInt8] = bytes, name: String = "f", size: Int? = nil, digest: String? = nil,
        addresses: [String] = ["https://a/"], unpacked: String = "null"
    ) throws -> Catalog.Entry {
        let addresses = addresses.map { "\"\($0)\"" }.joined(separator: ",")
        let list = """
            [{"name":"s","title":"t","license":"l","home":"h","folder":"s","addresses":[\(addresses)],"files":[{\
            "name":"\(name)","bytes":\(size.map(String.init) ?? "null"),"unpacked":\(unpacked),\
            \(digest ?? "\"sha256\":\"\(Self.digest(bytes))\"")}]}]
            """
        return try Catalog(Array(list.utf8), file: "list").entries[0]
    }

    private func fetch(
        _ entry: Catalog.Entry, _ transport: ScriptedTransport, stop: @escaping () -> Bool = { false }
    ) throws -> Int {
        try Fetcher(into: folder.path, by: transport, continuedBy: "kumiki fetch s", stop: stop).fetch(entry)
    }

    private func read(_ name: String) throws -> [UInt8] { try WholeFile.read("\(folder.path)/s/\(name)") }

    @Test("a part of another address continues without its validator")
    func otherAddress() throws {
        try folder.write(Array(Self.bytes.prefix(30)), to: "s/f.part")
        try folder.write(Array("https://old/f\n\"tag\"\n".utf8), to: "s/f.part.from")
        let transport = ScriptedTransport { request in
            (TransferHead(status: 206, start: request.offset, total: 100), Array(Self.bytes[request.offset...]))
        }
        #expect(try fetch(entry(size: 100), transport) == 70)
        #expect(transport.requests == [TransferRequest(address: "https://a/f", offset: 30, validator: nil)])
        #expect(try read("f") == Self.bytes)
    }

    @Test("an answer from another byte on is not used")
    func wrongStart() throws {
        try folder.write(Array(Self.bytes.prefix(30)), to: "s/f.part")
        let transport = ScriptedTransport { request in
            request.offset > 0
                ? (TransferHead(status: 206, start: 10, total: 100), Array(Self.bytes[10...]))
                : (TransferHead(status: 200, length: 100), Self.bytes)
        }
        #expect(try fetch(entry(size: 100), transport) == 100)
        #expect(transport.requests.map(\.offset) == [30, 0])
    }

    @Test("a part that is whole already moves nothing; one that is too long begins again")
    func wholePart() throws {
        try folder.write(Self.bytes, to: "s/f.part")
        let silent = ScriptedTransport { _ in (TransferHead(status: 404), []) }
        #expect(try fetch(entry(size: 100), silent) == 0)
        #expect(silent.requests.isEmpty)
        try FileManager.default.removeItem(atPath: "\(folder.path)/s/f")
        try folder.write(Self.bytes + [1], to: "s/f.part")
        let transport = ScriptedTransport { _ in (TransferHead(status: 200, length: 100), Self.bytes) }
        #expect(try fetch(entry(size: 100), transport) == 100)
    }

    @Test("a whole part of a file of unknown size")
    func unknownSize() throws {
        try folder.write(Self.bytes, to: "s/f.part")
        let transport = ScriptedTransport { request in (TransferHead(status: request.offset > 0 ? 416 : 404), []) }
        #expect(try fetch(entry(), transport) == 0)
        #expect(try read("f") == Self.bytes)
    }

    @Test("more bytes than the file has are not kept")
    func tooMany() throws {
        let transport = ScriptedTransport { _ in (TransferHead(status: 200), Self.bytes + Self.bytes) }
        let error = #expect(throws: ToolError.self) { try fetch(entry(size: 100), transport) }
        #expect(error?.exitCode == 65 && error?.message.contains("https://a/f: sends more than 100 bytes") == true)
        #expect(transport.requests.count == 1)
        #expect(FileTree(folder: "\(folder.path)/s").entries().isEmpty)
    }

    @Test("a server that never gets further is given up after two attempts")
    func noProgress() throws {
        let transport = ScriptedTransport { _ in (TransferHead(status: 200, length: 100), Array(Self.bytes.prefix(50)))
        }
        let error = #expect(throws: ToolError.self) { try fetch(entry(size: 100), transport) }
        #expect(error?.exitCode == 66 && error?.message.contains("ended after 50 of 100 bytes") == true)
        #expect(transport.requests.count == 3)
    }

    @Test("a user who stops is told how to go on")
    func stopped() throws {
        var count = 0
        let transport = ScriptedTransport { _ in (TransferHead(status: 200, length: 100), Self.bytes) }
        let error = #expect(throws: ToolError.self) {
            try fetch(entry(size: 100), transport) {
                count += 1
                return count > 3
            }
        }
        #expect(error?.exitCode == 130)
        #expect(error?.message == "interrupted after 21 B of f; continue with: kumiki fetch s")
    }

    @Test("git's digest counts where no SHA-256 is known")
    func git() throws {
        let hello = Array("hello\n".utf8)
        let transport = ScriptedTransport { _ in (TransferHead(status: 200), hello) }
        _ = try fetch(entry(digest: #""git":"ce013625030ba8dba906f756967f9e9ca394464a""#), transport)
        #expect(try read("f") == hello)
    }

    private func tar(_ members: [(name: String, contents: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, contents) in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at place: Int) {
                header.replaceSubrange(place..<place + text.utf8.count, with: Array(text.utf8))
            }
            put(name, at: 0)
            put(String(contents.count, radix: 8), at: 124)
            put("0", at: 156)
            put(String(header.reduce(8 * 32) { $0 + Int($1) }, radix: 8), at: 148)
            bytes += header + contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    @Test("archives are replaced by their members, also when the archive was here already")
    func unpacking() throws {
        let archive = Gzip.compress(tar([("x/one.bin", [1, 2, 3]), ("x/two.bin", [UInt8](repeating: 4, count: 600))]))
        let transport = ScriptedTransport { _ in (TransferHead(status: 200), archive) }
        let set = try entry(archive, name: "a.tar.gz", unpacked: #"["two.bin","one.bin"]"#)
        #expect(try fetch(set, transport) == archive.count)
        #expect(try read("one.bin") == [1, 2, 3] && read("two.bin").count == 600)
        #expect(FileTree(folder: "\(folder.path)/s").entries().map(\.name.description) == ["one.bin", "two.bin"])
        #expect(try fetch(set, transport) == 0)
        try FileManager.default.removeItem(atPath: "\(folder.path)/s/one.bin")
        try folder.write(archive, to: "s/a.tar.gz")
        #expect(try fetch(set, transport) == 0)
        #expect(try read("one.bin") == [1, 2, 3])
        let lacking = try entry(archive, name: "a.tar.gz", unpacked: #"["three.bin"]"#)
        let error = #expect(throws: FileError.self) { try fetch(lacking, transport) }
        #expect(error?.description == "\(folder.path)/s/a.tar.gz: contains no three.bin")
    }

    @Test("damaged tar archives are errors, never a trap")
    func fuzz() throws {
        let whole = tar([("one", [1, 2, 3]), ("two", [UInt8](repeating: 4, count: 600))])
        #expect(try TarArchive(whole, file: "t").members.map(\.name) == ["one", "two"])
        var random = RandomStream(seed: 5, name: StreamName("tar"))
        for _ in 0..<500 {
            var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(FileError) {
                for member in try TarArchive(bytes, file: "t").members {
                    #expect(member.contents.upperBound <= bytes.count)
                }
            } catch {
                #expect(error.kind == .badData)
            }
        }
    }

    @Test("heads of answers")
    func heads() {
        let head = TransferHead(lines: [
            "HTTP/1.1 206 Partial Content", "content-length: 50", "Content-Range: bytes 50-99/100", "ETag: W/\"x\"",
            "Last-Modified:  Sun, 29 Nov 2026 12:00:00 GMT ",
        ])
        #expect(
            head
                == TransferHead(
                    status: 206, length: 50, start: 50, total: 100, validator: "Sun, 29 Nov 2026 12:00:00 GMT"))
        #expect(TransferHead(lines: ["HTTP/2 200", "etag: \"y\""]) == TransferHead(status: 200, validator: "\"y\""))
        #expect(TransferHead(lines: []) == nil && TransferHead(lines: ["hello"]) == nil)
        #expect(TransferHead(lines: ["HTTP/1.1 206", "Content-Range: bytes */x"])?.start == nil)
    }
}
