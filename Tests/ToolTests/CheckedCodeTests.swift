import Foundation
import Testing

@Suite("Tools/check-code") struct CheckedCodeTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// What the check says of a document, and its exit code.
    private func check(_ text: String, as name: String = "page.md") throws -> (code: Int32, output: String) {
        try place.write(Array(text.utf8), to: name)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = root.appending(path: "Tools/check-code")
        let build = try #require(RunningTool.binary(place.tool)).deletingLastPathComponent()
        process.arguments = ["--build", build.path, name]
        process.currentDirectoryURL = place.folder
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test("blocks are programs of their own, unless one continues another; what is not Swift is left alone")
    func good() throws {
        let result = try check(
            """
            ```swift
            let x = Tensor([1, 2] as [Float])
            ```
            and
            <!-- continues -->
            ```swift
            print(x.sum().item)
            ```
            ```swift
            let x = "the same name"
            ```
            ```console
            $ let there be light
            ```
            """)
        #expect(result.code == 0 && result.output.contains("compiles, 2 programs"), "\(result.output)")
    }

    @Test(
        "a block that does not compile is refused at its line",
        arguments: [
            ("```swift\nlet y: Int = Tensor(1)\n```\n", "page.md:2:14: error: cannot convert"),
            ("text\n\n```swift\nprint(x)\n```\n", "page.md:4:7: error: cannot find 'x' in scope"),
            ("```swift\nvar y = 1; func f() -> Int { let z = 1; return 2 }\n```\n", "page.md:2:"),
            ("```swift ignore\nlet y = 1\n```\n", "page.md:1: \"```swift ignore\", expected ```swift alone"),
            ("<!-- continues -->\n```swift\nlet y = 1\n```\n", "page.md:2: no block before this one"),
            ("```swift\nlet y = 1\n", "page.md: a block without an end"),
        ])
    func bad(document: String, message: String) throws {
        let result = try check(document)
        #expect(result.code == 1 && result.output.contains(message), "\(result.output)")
    }

    @Test(
        "in documentation comments a block says its language",
        arguments: [
            ("/// Adds.\n///\n///     add(1, 2)\nfunc add() {}\n", "page.swift:3: an indented block, expected"),
            ("/// ```\n/// add(1, 2)\n/// ```\nfunc add() {}\n", "page.swift:1: a block without a language"),
            (
                "/// ```swift\n/// add(1, 2)\n/// ```\nfunc add() {}\n",
                "page.swift:2:1: error: cannot find 'add' in scope"
            ),
        ])
    func comments(source: String, message: String) throws {
        let result = try check(source, as: "page.swift")
        #expect(result.code == 1 && result.output.contains(message), "\(result.output)")
        let list = "/// - Parameters:\n///   - x: a long text\n///     that goes on.\nfunc f() {}\n"
        #expect(try check(list, as: "page.swift").code == 0)
    }
}
