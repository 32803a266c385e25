import Foundation

/// A folder with energy counters as Linux shows them.
package struct FakePowercap {
    package let folder = TemporaryFolder()

    package init() {}

    package var path: String { folder.path }

    /// Writes a zone such as "intel-rapl:0", with its counter in microjoules.
    package func write(_ zone: String, _ name: String, _ microjoules: UInt64, range: UInt64? = 262_143_328_850) throws {
        try folder.write(Array("\(name)\n".utf8), to: "\(zone)/name")
        try set(zone, microjoules)
        if let range { try folder.write(Array("\(range)\n".utf8), to: "\(zone)/max_energy_range_uj") }
    }

    /// Moves a counter.
    package func set(_ zone: String, _ microjoules: UInt64) throws {
        try folder.write(Array("\(microjoules)\n".utf8), to: "\(zone)/energy_uj")
    }

    /// Makes a counter one that cannot be read, also by root, who may read every file.
    package func forbid(_ zone: String) throws {
        let file = "\(path)/\(zone)/energy_uj"
        guard geteuid() == 0 else {
            return try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
        }
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    }
}
