import Foundation
import TestSupport
import Testing

@testable import Workshop

@Suite("Tools on a shelf") struct ToolShelfTests {
    private let folder = TemporaryFolder()

    private func program(_ name: String, mode: Int = 0o755) throws {
        try folder.write(Array("#!/bin/sh\n".utf8), to: name)
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: "\(folder.path)/\(name)")
    }

    @Test("the workshop's tools and other people's, the first folder first")
    func shelf() throws {
        try program("one/svm")
        try program("two/svm")
        try program("two/kumiki-mine")
        try program("two/kumiki-plain", mode: 0o644)
        try program("two/kumiki-")
        try program("two/charrnn", mode: 0o644)
        let shelf = ToolShelf(in: ["\(folder.path)/one", "\(folder.path)/two", "\(folder.path)/none"])
        #expect(shelf.tools.map(\.command) == ["svm", "mine"])
        #expect(shelf.tools.map(\.path) == ["\(folder.path)/one/svm", "\(folder.path)/two/kumiki-mine"])
        #expect(shelf.tools[0].purpose != nil && shelf.tools[1].purpose == nil)
        #expect(shelf.missing.count == KnownTool.all.count - 1)
        #expect(shelf.tool("mine") != nil && shelf.tool("kumiki-mine") == nil)
    }

    @Test("folders of PATH once each, and no empty part")
    func folders() {
        let folders = ToolShelf.folders(environment: ["PATH": "/usr/bin::/usr/bin:/opt"])
        #expect(folders.suffix(2) == ["/usr/bin", "/opt"] && !folders.contains(""))
    }
}
