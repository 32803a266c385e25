import Foundation
import Testing

@Suite("tools in tests")
struct RunningToolTests {
    @Test("leave no file of theirs open, for hundreds of tools run in one process")
    func openFiles() throws {
        let place = try Workplace(tool: "kumiki")
        for _ in 0..<3 { try place.succeed("--version") }
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        #expect(!open.contains { $0.hasPrefix(place.streams.path) })
    }
}
