import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite("Runs that are safe from each other") struct RunLockTests {
    private let place = TemporaryFolder()

    private func path(_ name: String) -> String { "\(place.path)/\(name)" }

    private func begin(_ name: String) throws -> RunLock { try RunFolder.begin(path(name), tool: "tool").lock }

    /// The error with which `body` ends.
    private func refusal(of body: () throws -> Void) -> FileError? {
        do { try body() } catch { return error as? FileError }
        return nil
    }

    @Test("a run that is being trained cannot be trained by another")
    func locked() throws {
        let lock = try begin("run")
        let error = refusal { _ = try RunFolder(path("run")).lock() }
        #expect(error?.kind == .cannotCreateOutput)
        #expect(error?.problem == "process \(ProcessInfo.processInfo.processIdentifier) is training this run")
        #expect(refusal { _ = try begin("run") }?.kind == .cannotCreateOutput)
        withExtendedLifetime(lock) {}
    }

    @Test("and can once the first one has ended; nothing of the lock is left")
    func released() throws {
        _ = try begin("run")
        let lock = try RunFolder(path("run")).lock()
        #expect(try FileManager.default.contentsOfDirectory(atPath: path("run")).isEmpty)
        withExtendedLifetime(lock) {}
    }

    @Test("a run that is there already is not begun again")
    func existing() throws {
        try place.write(Array("{}".utf8), to: "run/config.json")
        #expect(refusal { _ = try begin("run") }?.problem == "a run already exists here")
    }

    @Test("symbolic links that lead out of the run are refused, those within it are not")
    func links() throws {
        try place.write([1], to: "elsewhere/precious")
        let manager = FileManager.default
        for folder in ["run/checkpoints", "run/figures", "inner/figures", "inner/other"] {
            try manager.createDirectory(atPath: path(folder), withIntermediateDirectories: true)
        }
        let link = path("run/figures/curve.png")
        try manager.createSymbolicLink(atPath: link, withDestinationPath: path("elsewhere/precious"))
        try manager.createSymbolicLink(atPath: path("inner/checkpoints"), withDestinationPath: path("inner/other"))
        let error = refusal { _ = try RunFolder(path("run")).lock() }
        #expect(error?.file == link && error?.problem == "is a symbolic link that leads out of the run")
        _ = try RunFolder(path("inner")).lock()
    }

    @Test("what a killed process left is removed when the run continues")
    func leftovers() throws {
        let folders = ["run", "run/checkpoints", "run/figures"]
        for folder in folders { try place.write([1], to: "\(folder)/.kumiki-a.tmp") }
        _ = try RunFolder(path("run")).lock()
        for folder in folders {
            let names = try FileManager.default.contentsOfDirectory(atPath: path(folder))
            #expect(!names.contains { $0.hasPrefix(".kumiki-") })
        }
    }
}
