import Files
import Foundation

/// The path of a file in `Tests/Golden/files`, which `Tests/Golden/make-file-goldens.py` made.
package func goldenPath(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/files/\(name)").path
}

/// The line that a user sees when `body` throws.
package func message(_ body: () throws -> some Any) -> String {
    do {
        _ = try body()
        return "no error"
    } catch let error as FileError {
        return error.description
    } catch {
        return "another error: \(error)"
    }
}

/// Runs `body` with a fresh folder, which is removed afterward.
package func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kumiki-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}
