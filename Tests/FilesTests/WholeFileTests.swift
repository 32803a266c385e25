import Core
import Foundation
import TestSupport
import Testing

@Suite("Reading and writing whole files")
struct WholeFileTests {
    @Test("A file comes back as written, empty or large")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            for bytes in [[], [1, 2, 3], (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) }] as [[UInt8]] {
                try AtomicFile.write(bytes, to: "\(folder)/file")
                #expect(try WholeFile.read("\(folder)/file") == bytes)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test("Files that do not say their size are read to the end")
    func unknownSize() throws {
        guard FileManager.default.fileExists(atPath: "/proc/self/status") else { return }
        #expect(String(decoding: try WholeFile.read("/proc/self/status"), as: UTF8.self).contains("VmPeak"))
        #expect(try WholeFile.read("/dev/null").isEmpty)
        #expect(
            message { try WholeFile.read("/dev/zero", limit: 100) } == "/dev/zero: larger than the limit of 100 bytes")
    }

    @Test("Missing files, folders and too large files are named")
    func readingErrors() throws {
        try withTemporaryFolder { folder in
            #expect(message { try WholeFile.read("\(folder)/a") } == "\(folder)/a: No such file or directory")
            #expect(message { try WholeFile.read(folder) } == "\(folder): is a folder, expected a file")
            try AtomicFile.write([1, 2, 3], to: "\(folder)/b")
            #expect(try WholeFile.read("\(folder)/b", limit: 3).count == 3)
            #expect(
                message { try WholeFile.read("\(folder)/b", limit: 2) }
                    == "\(folder)/b: larger than the limit of 2 bytes")
            #expect(message { try WholeFile.read("\(folder)/b/c") } == "\(folder)/b/c: Not a directory")
        }
    }

    @Test("A failed write names the cause, keeps the old file and leaves nothing behind")
    func writingErrors() throws {
        try withTemporaryFolder { folder in
            let missing = "\(folder)/no/file"
            #expect(message { try AtomicFile.write([1], to: missing) } == "\(missing): No such file or directory")
            #expect(throws: FileError(.cannotCreateOutput, missing, "No such file or directory")) {
                try AtomicFile.write([1], to: missing)
            }
            #expect(
                message { try AtomicFile.write([1], to: folder) } == "\(folder): is a folder, expected a file's name")
            #expect(message { try AtomicFile.write([1], to: "\(folder)/x/") } == "\(folder)/x/: Not a directory")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }

    @Test("A full disk is an error of its own kind")
    func fullDisk() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        #expect(throws: FileError(.outputFailed, "/dev/full", "No space left on device")) {
            try AtomicFile.write([1], to: "/dev/full")
        }
    }

    @Test("Replacing a file keeps its permissions and follows a link")
    func replacing() throws {
        try withTemporaryFolder { folder in
            let (file, link) = ("\(folder)/file", "\(folder)/link")
            try AtomicFile.write([1], to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
            try AtomicFile.write([2], to: link)
            #expect(try WholeFile.read(file) == [2])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o640)
        }
    }

    @Test("Folders are created with those above, and leftovers of killed programs removed")
    func folders() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.createFolder("\(folder)/a/b/c/")
            try AtomicFile.createFolder("\(folder)/a/b/c")
            try AtomicFile.write([1], to: "\(folder)/a/b/c/file")
            let inTheWay = "\(folder)/a/b/c/file/d"
            #expect(
                message { try AtomicFile.createFolder(inTheWay) }
                    == "\(folder)/a/b/c/file: is a file, expected a folder")
            try AtomicFile.write([1], to: "\(folder)/a/b/c/.kumiki-1.tmp")
            AtomicFile.removeLeftovers(in: "\(folder)/a/b/c")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/b/c") == ["file"])
        }
    }

    @Test("An error is one line, whatever a file or a path holds")
    func oneLine() {
        let error = FileError(
            .badData, "a\nb", at: .cell(line: 3, column: "x\u{1B}[31m"), "'\u{2028}'", expected: "a number")
        #expect(error.description == "a\\u{a}b: line 3, column 'x\\u{1b}[31m': '\\u{2028}', expected a number")
        #expect(error.exitCode == 65)
        #expect(FileError(.missingInput, "a", "b").exitCode == 66)
        #expect(FileError(.cannotCreateOutput, "a", "b").exitCode == 73)
        #expect(FileError(.outputFailed, "a", "b").exitCode == 74)
        let long = FileError(.badData, "a", at: .item(kind: "array", name: String(repeating: "n", count: 99)), "b")
        #expect(long.description == "a: array '\(String(repeating: "n", count: 60))…': b")
    }
}
