import Files
import FoundationEssentials
import Foundations

/// A series of runs in a folder: a sweep or a comparison.
struct PageSeries: Sendable {
    let folder: RunFolder
    let tool: String
    /// What varies, such as "sweep".
    let kind: String
    /// The runs that have begun, in order.
    let members: [RunFolder]

    /// What a series' `config.json` says, of any tool.
    private struct File: Decodable {
        struct Member: Decodable { let name: String }
        let tool: String
        let kind: String
        let members: [Member]
    }

    /// Nil where the folder is no series, or no member has begun.
    init?(_ folder: RunFolder) {
        guard FileStamp(folder.configurationFile) != nil,
            let bytes = try? WholeFile.read(folder.configurationFile, limit: 64 << 20),
            let file = try? JSONDecoder().decode(File.self, from: Data(bytes))
        else { return nil }
        (self.folder, tool, kind) = (folder, file.tool, file.kind)
        members = file.members.map(\.name).filter { !$0.isEmpty && !$0.contains("/") && !$0.hasPrefix(".") }
            .map { RunFolder("\(folder.path)/\($0)") }.filter { FileStamp($0.configurationFile) != nil }
        if members.isEmpty { return nil }
    }
}
