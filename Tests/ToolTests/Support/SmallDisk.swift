import Foundation

/// A file system in memory with little room, where the machine lets one be mounted.
final class SmallDisk {
    private let path: String

    /// Nil where it cannot be mounted.
    init?(at path: String, bytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path) else { return nil }
    }

    deinit { _ = Self.run("umount", path) }

    /// Whether a disk can be mounted here: as root, outside most containers.
    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        let place = FileManager.default.temporaryDirectory.appending(path: "kumiki-disk-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        return (try? SmallDisk(at: place, bytes: 1 << 16)) != nil
    }()

    private static func run(_ command: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
