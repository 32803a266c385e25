import Core
import TestSupport
import Testing

@testable import Workshop

@Suite("Catalog of data sets") struct CatalogTests {
    @Test("every file has a digest; every set has addresses, a license and a name of its own")
    func builtIn() throws {
        let entries = try Catalog.builtIn().entries
        #expect(Set(entries.map(\.name)).count == entries.count)
        for entry in entries {
            #expect(!entry.license.isEmpty && !entry.title.isEmpty && entry.home.hasPrefix("http"))
            #expect(entry.addresses.allSatisfy { $0.hasSuffix("/") })
            #expect(Set(entry.files.map(\.name)).count == entry.files.count)
        }
        let names = Set(entries.map(\.name))
        #expect(Set(DatasetEntry.all.filter(\.isFetched).map(\.name)).isSubset(of: names))
        for entry in DatasetEntry.all where entry.isFetched {
            #expect(try Catalog.builtIn().entry(entry.name).folder == entry.folders[0])
        }
    }

    @Test("a nearby name is suggested")
    func suggestion() throws {
        let error = #expect(throws: ToolError.self) { try Catalog.builtIn().entry("kmnits") }
        #expect(error?.exitCode == 64)
        #expect(error?.message.hasPrefix("unknown data set 'kmnits', did you mean 'kmnist'?") == true)
    }

    private func problem(_ text: String) -> String? {
        #expect(throws: FileError.self) { try Catalog(Array(text.utf8), file: "list") }?.description
    }

    private func list(
        name: String = "a", folder: String = "a", address: String = "https://x/", file: String = "f"
    ) -> String {
        let digest = String(repeating: "0", count: 64)
        return """
            [{"name":"\(name)","title":"t","license":"l","home":"h","folder":"\(folder)","addresses":["\(address)"],\
            "files":[{"name":"\(file)","sha256":"\(digest)"}]}]
            """
    }

    @Test("lists that lead out of the data folder, or name no server, are refused")
    func refused() throws {
        _ = try Catalog(Array(list().utf8), file: "list")
        #expect(problem(list(folder: "../x")) == "list: data set 'a': has folder '../x', expected a folder's name")
        #expect(problem(list(file: "..")) == "list: data set 'a': has file '..', expected a file's name")
        #expect(
            problem(list(address: "file:///etc/"))
                == "list: data set 'a': has address 'file:///etc/', expected https:// or http://")
        #expect(problem("{") == "list: is not JSON, expected a list of data sets as in datasets.json")
        #expect(problem(#"[{"name":"a"}]"#)?.hasPrefix("list: lacks 1.title") == true)
        #expect(problem(list().replacing("sha256", with: "md5"))?.contains("f has no digest") == true)
    }
}
