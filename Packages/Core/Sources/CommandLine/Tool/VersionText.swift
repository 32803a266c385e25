import Engine
import Foundations

/// The answer to `--version`: the version and commit of the tool, and what computes on this machine.
enum VersionText {
    /// Such as "svm 0.2.0 (commit 0f3a9b2c1d4e, oneDNN 2.6.0, AVX2, x86-64-v3)".
    static func line(
        of tool: String, commit: String? = KumikiVersion.commit, engine: EngineFacts = .current
    ) -> String {
        var facts = [commit.map { "commit \($0)" } ?? "commit not recorded", engine.library]
        if let instructionSet = engine.instructionSet { facts.append(instructionSet) }
        if let level = engine.level { facts.append("x86-64-v\(level)") }
        return "\(tool) \(KumikiVersion.current) (\(facts.joined(separator: ", ")))"
    }
}
