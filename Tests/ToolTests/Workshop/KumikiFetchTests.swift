import Core
import Foundation
import Testing

@Suite("kumiki: fetch") struct KumikiFetchTests {
    private static let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    /// A place with a list of one data set of one file, at these addresses.
    private func place(_ addresses: [String], digest: String? = nil, bytes: Int? = bytes.count) throws -> Workplace {
        var sha256 = SHA256()
        sha256.update(Self.bytes)
        let place = try Workplace(tool: "kumiki")
        let size = bytes.map { #""bytes":\#($0),"# } ?? ""
        let list = """
            [{"name":"small","title":"a small set","license":"CC0","home":"http://home/","folder":"small",\
            "use":"svm train","addresses":[\(addresses.map { "\"\($0)\"" }.joined(separator: ","))],\
            "files":[{"name":"f.bin",\(size)"sha256":"\(digest ?? sha256.hexadecimal())"}]}]
            """
        try place.write(Array(list.utf8), to: "list.json")
        return place
    }

    private func fetch(_ place: Workplace, _ more: String...) throws -> Outcome {
        try place.start(["fetch", "small", "--catalog", "list.json", "--data", "sets", "--timeout", "1"] + more)
            .outcome()
    }

    private func expectWhole(_ place: Workplace) throws {
        #expect(try place.bytes("sets/small/f.bin") == Self.bytes)
        #expect(place.names(in: "sets/small") == ["f.bin"])
    }

    @Test("a set is fetched once; a second call moves nothing")
    func whole() throws {
        let server = try SmallServer { .file(Self.bytes, $0) }
        let place = try place([server.address("/d/")])
        let dry = try fetch(place, "--dry-run", "--json")
        #expect(place.names() == ["list.json"] && server.requests.isEmpty)
        let set = try #require((try dry.json()["sets"] as? [[String: Any]])?.first)
        #expect(set["bytes_to_move"] as? Int == 200_000 && set["license"] as? String == "CC0")
        let outcome = try fetch(place)
        #expect(outcome.code == 0)
        #expect(outcome.output == "small: in sets/small, 200.0 kB moved; license: CC0\n")
        #expect(outcome.messages.contains("use it with: svm train --data sets\n"))
        try expectWhole(place)
        #expect(server.requests.map(\.path) == ["/d/f.bin"] && server.requests[0].headers["range"] == nil)
        let second = try fetch(place)
        #expect(second.output == "small: in sets/small, nothing to move; license: CC0\n")
        #expect(server.requests.count == 1)
    }

    @Test("a connection that breaks is continued, in the same call")
    func broken() throws {
        let server = try SmallServer { request in
            var answer = SmallServer.Answer.file(Self.bytes, request)
            if request.number < 3 {
                answer.length = answer.body.count
                answer.body = Array(answer.body.prefix(40_000))
            }
            return answer
        }
        let place = try place([server.address()])
        #expect(try fetch(place).code == 0)
        try expectWhole(place)
        #expect(server.requests.map(\.offset) == [nil, 40_000, 80_000, 120_000])
        #expect(server.requests.dropFirst().allSatisfy { $0.headers["if-range"] == "\"one\"" })
    }

    @Test("a connection that stalls is given up, and its part continues in the next call")
    func stalled() throws {
        let server = try SmallServer { request in
            var answer = SmallServer.Answer.file(Self.bytes, request)
            guard request.number < 3 else { return answer }
            answer.length = answer.body.count
            if request.number > 0 { answer.body = [] } else { answer.body = Array(answer.body.prefix(50_000)) }
            answer.stalls = true
            return answer
        }
        let place = try place([server.address()])
        let outcome = try fetch(place)
        outcome.expectRefusal(66, "small: \(server.address("/f.bin")): no byte came for 1 s; 50.0 kB are kept")
        #expect(place.names(in: "sets/small") == ["f.bin.part", "f.bin.part.from"])
        #expect(try fetch(place).code == 0)
        try expectWhole(place)
        #expect(server.requests.last?.offset == 50_000)
    }

    @Test("a server that knows no parts sends the whole file again")
    func noRanges() throws {
        let server = try SmallServer { request in
            var answer = SmallServer.Answer(body: Self.bytes)
            if request.number == 0 { (answer.length, answer.body) = (200_000, Array(Self.bytes.prefix(70_000))) }
            return answer
        }
        let place = try place([server.address()])
        #expect(try fetch(place).code == 0)
        try expectWhole(place)
        #expect(server.requests.map(\.offset) == [nil, 70_000])
    }

    @Test("a file that changes between two parts begins again", arguments: [true, false])
    func changed(isHonest: Bool) throws {
        let other = Self.bytes.map { ~$0 }
        let server = try SmallServer { request in
            guard request.number > 0 else {
                var answer = SmallServer.Answer.file(other, request, tag: "\"old\"")
                (answer.length, answer.body) = (200_000, Array(answer.body.prefix(70_000)))
                return answer
            }
            // The second kind has no tags, so that only the digest shows that the parts do not belong together.
            var request = request
            if !isHonest {
                request = SmallServer.Request(
                    number: request.number, path: request.path,
                    headers: request.headers.filter { $0.key != "if-range" })
            }
            var answer = SmallServer.Answer.file(Self.bytes, request, tag: "\"new\"")
            if !isHonest { answer.headers["ETag"] = nil }
            return answer
        }
        let place = try place([server.address()])
        #expect(try fetch(place).code == 0)
        try expectWhole(place)
        #expect(server.requests.map(\.offset) == (isHonest ? [nil, 70_000] : [nil, 70_000, nil]))
    }

    @Test("redirections are followed; the next address is tried where one does not have the file")
    func elsewhere() throws {
        let server = try SmallServer { request in
            switch request.path {
            case "/moved/f.bin": .init(status: 302, headers: ["Location": "/new/f.bin"])
            case "/new/f.bin": .file(Self.bytes, request)
            default: .init(status: 404, body: Array("not here".utf8))
            }
        }
        let place = try place([server.address("/gone/"), server.address("/moved/")])
        #expect(try fetch(place).code == 0)
        try expectWhole(place)
        #expect(server.requests.map(\.path) == ["/gone/f.bin", "/moved/f.bin", "/new/f.bin"])
    }

    @Test("without certificates no server is asked, and the message says how to get them")
    func certificates() throws {
        let server = try SmallServer { .file(Self.bytes, $0) }
        let address = server.address("/").replacing("http:", with: "https:")
        let place = try place([address])
        let outcome = try place.start(
            ["fetch", "small", "--catalog", "list.json", "--data", "sets"],
            environment: ["SSL_CERT_FILE": place.path("none.pem")]
        ).outcome()
        outcome.expectRefusal(
            66, "small: \(address)f.bin: the server cannot be verified; install the machine's certificates (Debian: ")
        #expect(outcome.messages.contains("SSL_CERT_FILE") && !place.exists("sets/small/f.bin"))
    }

    @Test("what is not the published file never gets its name")
    func refused() throws {
        let server = try SmallServer { request in
            switch request.path {
            case "/missing/f.bin": .init(status: 404)
            case "/other/f.bin": .init(body: Self.bytes.map { ~$0 })
            case "/long/f.bin": .init(body: Self.bytes + [1])
            case "/busy/f.bin": .init(status: 503)
            case "/loop/f.bin": .init(status: 302, headers: ["Location": "/loop/f.bin"])
            default: .init(body: Array(Self.bytes.dropLast()), length: 200_000)
            }
        }
        for (path, code, words) in [
            ("/missing/", Int32(66), "answers 404; if http://home/ has it, --from takes the file"),
            ("/other/", 65, "the file has SHA-256 "), ("/busy/", 66, "answers 503; if http://home/ has it"),
            ("/long/", 65, "the file is 200,001 bytes there, expected 200,000; "),
            ("/loop/", 66, "number of redirects hit maximum amount; "),
            ("/short/", 66, "transferred a partial file; 200.0 kB are kept, and the same command continues"),
        ] {
            let place = try place([server.address(path)])
            try fetch(place).expectRefusal(code, "small: \(server.address("\(path)f.bin")): \(words)")
            #expect(!place.exists("sets/small/f.bin"))
        }
        let longer = try place([server.address("/long/")], bytes: nil)
        try fetch(longer).expectRefusal(65, "small: \(server.address("/long/f.bin")): the file has SHA-256 ")
        #expect(longer.names(in: "sets/small").isEmpty)
        let nowhere = try place(["http://127.0.0.1:1/"])
        try fetch(nowhere).expectRefusal(66, "small: http://127.0.0.1:1/f.bin: couldn't connect to server; ")
    }

    @Test("Ctrl-C keeps the part and says how to go on")
    func interrupted() throws {
        let server = try SmallServer { request in
            var answer = SmallServer.Answer.file(Self.bytes, request)
            guard request.number == 0 else { return answer }
            (answer.length, answer.body, answer.stalls) = (200_000, Array(answer.body.prefix(60_000)), true)
            return answer
        }
        let place = try place([server.address()])
        let arguments = ["fetch", "small", "--catalog", "list.json", "--data", "sets", "--timeout", "100"]
        let running = try place.start(arguments)
        #expect(running.reaches { (try? place.bytes("sets/small/f.bin.part").count) == 60_000 })
        running.signal(SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.code == 130)
        let command = "kumiki fetch small --data sets --catalog list.json"
        #expect(outcome.messages.hasSuffix("interrupted after 60.0 kB of f.bin; continue with: \(command)\n"))
        #expect(try place.start(arguments).outcome().code == 0)
        try expectWhole(place)
    }

    @Test("a full disk ends with 74, and two processes do not fetch one file")
    func disk() throws {
        let server = try SmallServer { .file(Self.bytes, $0) }
        let place = try place([server.address()])
        let line = "fetch small --catalog list.json --data sets"
        let full = try place.start([], shellLine: line, limits: "ulimit -f 100").outcome()
        full.expectRefusal(74, "sets/small/f.bin.part: File too large")
        try place.write([1], to: "file/x")
        try place.start(["fetch", "small", "--catalog", "list.json", "--data", "file/x"]).outcome()
            .expectRefusal(73, "file/x")
    }

    @Test("files got by hand are recognized by their digests")
    func byHand() throws {
        let place = try place(["http://127.0.0.1:1/"])
        try place.write(Self.bytes, to: "downloads/f (1).bin")
        try place.write([1, 2, 3], to: "downloads/other.txt")
        try fetch(place, "--from", "downloads/other.txt").expectRefusal(65, "downloads/other.txt: is no file of small")
        try fetch(place, "--from", "none").expectRefusal(66, "none: no such file or folder")
        #expect(try fetch(place, "--from", "downloads").code == 0)
        try expectWhole(place)
        try place.write([9], to: "sets/small/f.bin")
        try fetch(place).expectRefusal(65, "sets/small/f.bin: is not the published file: is 1 byte, expected 200,000")
    }

    @Test("mistakes of the command line")
    func usage() throws {
        let place = try place(["http://127.0.0.1:1/"])
        try place.run("fetch").expectRefusal(64, "Missing expected argument '<name> ...'")
        try place.run("fetch", "mnits").expectRefusal(
            64, "unknown data set 'mnits', did you mean 'mnist'? Known: mnist, ")
        try place.run("fetch", "mnist", "--timeout", "0").expectRefusal(64, "--timeout 0: expected a whole number ")
        try place.run("fetch", "mnist", "--catalog", "none").expectRefusal(66, "none: ")
    }

    @Test("a proxy is used, and what tools miss names the command that gets it")
    func surroundings() throws {
        let server = try SmallServer { .file(Self.bytes, $0) }
        let place = try place(["http://somewhere.invalid/x/"])
        let outcome = try place.start(
            ["fetch", "small", "--catalog", "list.json"], environment: ["http_proxy": server.address("")]
        ).outcome()
        #expect(outcome.code == 0 && server.requests.map(\.path) == ["http://somewhere.invalid/x/f.bin"])
        let missing = try place.start(["--dataset", "kmnist"], tool: "kmnist-train").outcome()
        #expect(missing.errorLine?.contains("; kumiki fetch kmnist gets it from http://codh.rois.ac.jp") == true)
        let letters = try place.start(["--dataset", "emnist-letters"], tool: "kmnist-train").outcome()
        #expect(letters.errorLine?.contains("; kumiki fetch emnist gets it from ") == true)
    }
}
