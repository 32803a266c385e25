import Core
import Testing
import Workshop

@Suite("Every tool: version") struct VersionTests {
    @Test(
        "--version says the tool, its version and commit, the engine and the processor's level, in one line",
        arguments: KnownTool.all.map(\.name) + ["kumiki"])
    func version(tool: String) throws {
        let outcome = try Workplace(tool: tool).run("--version")
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        let form =
            /([a-z-]+) (\S+) \(commit (?:[0-9a-f]{12}(?:\+changes)?|not recorded), oneDNN [0-9.]+(?:, [^,]+){0,2}\)\n/
        let parts = try #require(outcome.output.wholeMatch(of: form), "\(outcome.output)")
        #expect(parts.1 == tool && parts.2 == KumikiVersion.current)
    }
}
