import Core
import Foundation
import Testing

/// A run whose files are changed at random is continued, compared or refused, and nothing else. `KUMIKI_FUZZ` sets how
/// many changed files there are.
@Suite("Fuzz: runs with damaged files") struct RunFuzzTests {
    private static let count = (ProcessInfo.processInfo.environment["KUMIKI_FUZZ"].flatMap { Int($0) } ?? 4_000) / 100

    private static let files = [
        "checkpoints/epoch-0002.safetensors", "model.safetensors", "config.json", "metrics.csv", "steps.csv",
        "summary.json", "energy.json",
    ]

    /// A byte replaced, some left out or doubled, the end cut off, or a digit more.
    private func changed(_ bytes: [UInt8], _ random: inout RandomStream) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) where !bytes.isEmpty {
            let place = Int(random.below(UInt64(bytes.count)))
            let end = min(bytes.count, place + 1 + Int(random.below(8)))
            switch random.below(6) {
            case 0: bytes.removeLast(bytes.count - place)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.insert(UInt8(ascii: "0") + UInt8(random.below(10)), at: place)
            // Headers and settings are at the beginning.
            case 4: bytes[Int(random.below(UInt64(min(bytes.count, 300))))] = UInt8(random.below(256))
            default: bytes[place] = UInt8(random.below(256))
            }
        }
        return bytes
    }

    @Test("a word or an error, and an end", arguments: 0..<4)
    func fuzz(seed: UInt64) throws {
        let place = try Workplace(tool: "plane-train")
        for run in ["a", "b"] {
            try place.succeed("--task", "xor", "--epochs", "2", "--log-every", "1", "--quiet", "--run", "./\(run)")
        }
        let whole = try Self.files.map { try place.bytes("a/" + $0) }
        var random = RandomStream(seed: seed, name: StreamName("run fuzz"))
        for round in 0..<Self.count {
            for (file, bytes) in zip(Self.files, whole) { try place.write(bytes, to: "a/" + file) }
            let number = Int(random.below(UInt64(Self.files.count)))
            try place.write(changed(whole[number], &random), to: "a/" + Self.files[number])
            let arguments =
                [2, 5].contains(number) || round % 3 > 0
                ? ["--resume", "--run", "./a", "--epochs", "3", "--quiet"] : ["compare", "./a", "./b"]
            let outcome = try place.start(arguments).outcome()
            #expect(
                [0, 64, 65, 66, 73].contains(outcome.code),
                "seed \(seed), round \(round), \(Self.files[number]): \(outcome.code) \(outcome.messages)")
            #expect((outcome.code == 0) == (outcome.errorLine == nil), "\(outcome.messages)")
        }
    }

    @Test("settings as deep or as long as they like are refused", arguments: ["[", "{\"a\":", "\"", "[[0],"])
    func deep(start: String) throws {
        let place = try Workplace(tool: "plane-train")
        try place.succeed("--task", "xor", "--epochs", "1", "--quiet", "--run", "./a")
        try place.write(Array(String(repeating: start, count: 200_000).utf8), to: "a/config.json")
        try place.run("--resume", "--run", "./a").expectRefusal(65, "./a/config.json: ")
        try place.write(Array(String(repeating: start, count: 200_000).utf8), to: "a/summary.json")
        try place.succeed("--task", "xor", "--epochs", "1", "--quiet", "--run", "./b")
        #expect(try place.run("compare", "./a", "./b").code == 65)
    }
}
