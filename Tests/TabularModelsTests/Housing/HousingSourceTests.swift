import Core
import Foundation
import Testing

@testable import TabularModels

@Suite("Where the housing table is") struct HousingSourceTests {
    private func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kumiki-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for file in files {
            let path = URL(filePath: folder + "/" + file)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: path)
        }
        try body(folder)
    }

    private func failure(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return "no error"
        } catch { return String(describing: error) }
    }

    @Test("by name, in the layouts that people have; the coast where there is none and none is named")
    func names() throws {
        for layout in ["housing/housing.csv", "california-housing/housing.csv", "housing.csv"] {
            try withFolder([layout]) { folder in
                for name in ["housing", nil] {
                    let source = try HousingSource.find(name, in: folder, environment: [:])
                    #expect(source == .file(path: "\(folder)/\(layout)", name: "housing"))
                }
                #expect(try HousingSource.find(nil, in: nil, environment: ["KUMIKI_DATA": folder]).name == "housing")
            }
        }
        #expect(try HousingSource.find(nil, in: "/nowhere", environment: [:]) == .builtIn)
        #expect(try HousingSource.find("coast", in: nil, environment: [:]) == .builtIn)
        let missing = failure { try HousingSource.find("housing", in: "/nowhere", environment: [:]) }
        #expect(missing.hasPrefix("housing is not here. Looked for housing.csv in /nowhere/housing/housing.csv, "))
    }

    /// The source that a file or folder below `folder` is.
    private func find(_ name: String, _ folder: String) throws -> HousingSource {
        try HousingSource.find(folder + "/" + name, in: nil, environment: [:])
    }

    @Test("a file, a folder with one table, and folders that leave a doubt")
    func paths() throws {
        try withFolder(["one/a.csv", "two/a.csv", "two/b.csv", "both/housing.csv", "both/b.csv", "none/a.txt"]) {
            folder in
            for (name, file) in [("one", "one/a.csv"), ("one/a.csv", "one/a.csv"), ("both", "both/housing.csv")] {
                let source = try find(name, folder)
                #expect(source == HousingSource.file(path: folder + "/" + file, name: folder + "/" + name))
            }
            #expect(failure { try find("two", folder) }.contains("contains 2 tables, none of them housing.csv"))
            #expect(
                failure { try find("none", folder) }.contains("contains no table, expected housing.csv, or one CSV"))
            #expect(failure { try find("three", folder) } == "no file or folder '\(folder)/three'")
        }
        #expect(
            failure { try HousingSource.find("hosing", in: nil, environment: [:]) }
                == "unknown data set 'hosing', did you mean 'housing'? Known: housing, coast")
    }
}
